//! Secrets of an application: set and told of, never read.

use std::sync::Arc;

use wavecast_domain::decide::Outcome;
use wavecast_domain::name::SecretName;
use wavecast_domain::refusal::Reason;
use wavecast_domain::vault::{AppSecret, NewVersion, Remind, Sealed, SecretPlace, VALUE_BYTES};
use wavecast_domain::{Command, Context, Refusal, decide};
use wavecast_wire::name::{AppName, OrgName};
use zeroize::Zeroizing;

use super::commit::Plan;
use super::execute::{Prepared, Work, never_asks};
use super::idempotency::Slot;
use super::list::{PageAsk, prefix};
use super::stale::stale;
use super::{Control, ControlError, Done, Listing, Request};
use crate::port::{PortError, Proof, Prover, Wrap};
use crate::record::key;
use crate::vault;

/// What setting secrets needs. None of it opens one.
#[derive(Clone)]
pub struct Secrets {
    /// Wraps data keys.
    pub wrap: Arc<dyn Wrap>,
    /// Tries for control whether a secret opens.
    pub prover: Arc<dyn Prover>,
}

/// A value on its way to be sealed. It stands in no log, and is wiped when it goes.
#[derive(Clone)]
pub struct SecretValue(Zeroizing<Vec<u8>>);

impl SecretValue {
    /// A value of any bytes.
    ///
    /// # Errors
    /// An empty one, or one that is too long.
    pub fn new(bytes: Zeroizing<Vec<u8>>) -> Result<Self, Refusal> {
        if VALUE_BYTES.contains(&bytes.len()) {
            return Ok(Self(bytes));
        }
        let (least, most) = (VALUE_BYTES.start(), VALUE_BYTES.end());
        let rule = format!("a value has {least} to {most} bytes, not {}", bytes.len());
        let hint = "keep what is longer elsewhere, and the key to it here";
        Err(Refusal::invalid("value", rule, hint))
    }
}

impl std::fmt::Debug for SecretValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretValue(…)")
    }
}

/// A secret to set.
#[derive(Clone, Debug)]
pub struct NewSecret {
    /// Which.
    pub name: SecretName,
    /// Its value.
    pub value: SecretValue,
    /// When somebody is reminded from now on; as before if not said.
    pub remind: Option<Remind>,
    /// What there is to say about it.
    pub note: Option<String>,
}

impl Control {
    /// Sets the next version of a secret.
    ///
    /// # Errors
    /// [`ControlError`]; a key that can't be used leaves nothing behind.
    pub async fn set_secret(
        &self,
        org: &OrgName,
        app: &AppName,
        request: Request,
        new: &NewSecret,
    ) -> Result<Done, ControlError> {
        never_asks(&request)?;
        let work = Work::Secret(org, app, new);
        let run = self.run(&work, &request).await?;
        self.answer(org, app, &request, run).await
    }

    /// Decides first and seals then: who may not set it, or what has no room, touches no key. The
    /// version is known by then, and the value is sealed for exactly that one.
    pub(super) async fn prepare_secret(
        &self,
        (org, app): (&OrgName, &AppName),
        new: &NewSecret,
        request: &Request,
        slot: &Slot,
        cx: &Context,
    ) -> Result<Prepared, ControlError> {
        let mut loaded = match self.open(org, app, &[], request, slot).await? {
            Ok(loaded) => loaded,
            Err(answered) => return Ok(Prepared::Answered(Box::new(answered))),
        };
        stale(&loaded, None, request)?;
        let command = |sealed: Sealed| {
            Command::SetSecret(NewVersion {
                name: new.name.clone(),
                sealed,
                remind: new.remind,
                note: new.note.clone(),
            })
        };
        self.load_facts(&mut loaded, &command(Sealed::default()))
            .await?;
        let first = decide(&loaded.app, &loaded.facts, cx, command(Sealed::default()));
        let mut decision = match first {
            Err(_) if self.is_overtaken(&loaded, org, app).await? => {
                return Ok(Prepared::Overtaken);
            }
            decided => decided?,
        };
        if let (Outcome::Secret { name, version }, false) = (&decision.outcome, request.dry_run) {
            let place = SecretPlace {
                org: org.clone(),
                app: app.clone(),
                name: name.clone(),
                version: *version,
            };
            let wrap = &self.secrets()?.wrap;
            let sealed = vault::seal(&**wrap, &place, &new.value.0).await?;
            decision = decide(&loaded.app, &loaded.facts, cx, command(sealed))?;
        }
        let plan = Plan::of(&loaded, &decision, slot, cx)?;
        Ok(Prepared::Plan(Box::new(plan)))
    }

    fn secrets(&self) -> Result<&Secrets, PortError> {
        self.secrets.as_ref().ok_or_else(|| {
            PortError::Setup("this part of the server has no hand in secrets".to_owned())
        })
    }

    /// A secret, also one that was removed.
    ///
    /// # Errors
    /// As [`Control::orgs`].
    pub async fn secret(
        &self,
        org: &OrgName,
        app: &AppName,
        name: &SecretName,
    ) -> Result<Option<AppSecret>, ControlError> {
        self.read_one(key::secret(org, app, name)).await
    }

    /// The secrets of an application, by name; those that were removed if asked for.
    ///
    /// # Errors
    /// As [`Control::orgs`].
    pub async fn secrets_of(
        &self,
        org: &OrgName,
        app: &AppName,
        removed: bool,
        ask: &PageAsk,
    ) -> Result<Listing<AppSecret>, ControlError> {
        let query = prefix(key::state(org, app), key::SECRET);
        let fits = |secret: &AppSecret| removed || secret.removed.is_none();
        self.walk(&query, ask, fits).await
    }

    /// Whether the version of a secret that is in use opens, as whoever could use it finds.
    ///
    /// # Errors
    /// [`ControlError::Refused`] if there is no such secret; else nobody could try.
    pub async fn check_secret(
        &self,
        org: &OrgName,
        app: &AppName,
        name: &SecretName,
    ) -> Result<Proof, ControlError> {
        let found = self.secret(org, app, name).await?;
        if found.is_none_or(|secret| secret.removed.is_some()) {
            return Err(no_secret(name).into());
        }
        Ok(self.secrets()?.prover.prove(org, app, name).await?)
    }
}

fn no_secret(name: &SecretName) -> Refusal {
    Refusal::new(
        Reason::NotFound,
        format!("secret {name}"),
        format!("secret {name} doesn't exist"),
        "`wavecast secret list` shows the secrets",
    )
}
