//! Secrets: setting, using another version, removing.

use crate::decide::Outcome;
use crate::name::SecretName;
use crate::plan::Plan;
use crate::record::{Record, RecordKey};
use crate::refusal::{Reason, Refusal};
use crate::vault::{
    AppSecret, KEPT, MOST_NAMES, MOST_SECRETS, NewVersion, REMIND_DAYS, Remind, Removed,
    SecretVersion, TOLD,
};
use crate::verb::bounds;

/// Sets the next version, which is in use from now on.
pub fn set(plan: &mut Plan<'_>, new: &NewVersion) -> Result<Outcome, Refusal> {
    if let Some(note) = &new.note {
        bounds::check_words("note", note)?;
    }
    let known = plan.secret(&new.name);
    let is_new = known.as_ref().is_none_or(|known| known.removed.is_some());
    if is_new {
        make_room(plan, known.is_none())?;
    }
    let mut secret = known.unwrap_or_else(|| AppSecret {
        name: new.name.clone(),
        current: 0,
        versions: Vec::new(),
        remind_days: None,
        removed: None,
    });
    if is_new {
        // A reminder of what was removed isn't one of what comes after it.
        secret.remind_days = None;
        secret.removed = None;
    }
    if let Some(remind) = new.remind {
        secret.remind_days = days(remind)?;
    }
    let n = secret.next();
    secret.current = n;
    secret.versions.push(SecretVersion {
        n,
        at: plan.cx.now,
        by: plan.cx.principal.clone(),
        note: new.note.clone(),
        kept: true,
    });
    let past = secret.versions.len().saturating_sub(KEPT);
    for version in secret.versions.iter_mut().take(past) {
        forget(plan, &new.name, version);
    }
    secret
        .versions
        .drain(..secret.versions.len().saturating_sub(TOLD));
    let key = RecordKey::Sealed(new.name.clone(), n);
    plan.put(key, Record::Sealed(new.sealed.clone()));
    Ok(put(plan, secret))
}

/// Uses another version whose value is kept.
pub fn choose(plan: &mut Plan<'_>, name: &SecretName, n: u32) -> Result<Outcome, Refusal> {
    let mut secret = found(plan, name)?;
    let rule = match secret.version(n) {
        Some(_) if n == secret.current => format!("version {n} of secret {name} is in use already"),
        Some(version) if version.kept => {
            secret.current = n;
            return Ok(put(plan, secret));
        }
        Some(_) => format!("the value of version {n} of secret {name} isn't kept any more"),
        None => format!("secret {name} has no version {n}"),
    };
    let hint = format!(
        "`wavecast secret history {name}` shows its versions; or set the value anew with `wavecast secret set {name}`"
    );
    Err(Refusal::state("version", rule, hint))
}

/// Forgets all values of a secret. What is told of it stays.
pub fn remove(plan: &mut Plan<'_>, name: &SecretName) -> Result<Outcome, Refusal> {
    let mut secret = found(plan, name)?;
    for version in &mut secret.versions {
        forget(plan, name, version);
    }
    secret.removed = Some(Removed {
        at: plan.cx.now,
        by: plan.cx.principal.clone(),
    });
    let head = &mut plan.app.head;
    head.secrets = head.secrets.saturating_sub(1);
    Ok(put(plan, secret))
}

fn make_room(plan: &mut Plan<'_>, is_name_new: bool) -> Result<(), Refusal> {
    let head = &mut plan.app.head;
    if is_name_new && head.secret_names >= MOST_NAMES {
        let rule =
            format!("the application had secrets under {MOST_NAMES} names, as many as allowed");
        let hint = "set one again that was removed: `wavecast secret list --removed` shows them";
        return Err(Refusal::new(Reason::Limit, "secret", rule, hint));
    }
    if head.secrets >= MOST_SECRETS {
        let rule = format!("the application has {MOST_SECRETS} secrets, as many as allowed");
        let hint = "remove one that nothing uses: `wavecast secret list` shows them";
        return Err(Refusal::new(Reason::Limit, "secret", rule, hint));
    }
    head.secrets += 1;
    head.secret_names += u32::from(is_name_new);
    Ok(())
}

fn days(remind: Remind) -> Result<Option<u32>, Refusal> {
    match remind {
        Remind::Never => Ok(None),
        Remind::Days(days) if REMIND_DAYS.contains(&days) => Ok(Some(days)),
        Remind::Days(days) => {
            let (least, most) = (REMIND_DAYS.start(), REMIND_DAYS.end());
            let rule = format!("a reminder comes after {least} to {most} days, not {days}");
            Err(Refusal::invalid("remind_days", rule, "90 suit most"))
        }
    }
}

fn forget(plan: &mut Plan<'_>, name: &SecretName, version: &mut SecretVersion) {
    if version.kept {
        version.kept = false;
        plan.delete(RecordKey::Sealed(name.clone(), version.n));
    }
}

fn found(plan: &Plan<'_>, name: &SecretName) -> Result<AppSecret, Refusal> {
    let live = plan.secret(name).filter(|secret| secret.removed.is_none());
    live.ok_or_else(|| {
        let hint = "`wavecast secret list` shows the secrets";
        Refusal::missing(format!("secret {name}"), hint)
    })
}

fn put(plan: &mut Plan<'_>, secret: AppSecret) -> Outcome {
    let outcome = Outcome::Secret {
        name: secret.name.clone(),
        version: secret.current,
    };
    let key = RecordKey::Secret(secret.name.clone());
    plan.put(key, Record::Secret(Box::new(secret)));
    outcome
}
