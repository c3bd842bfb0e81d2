//! Creating, changing and deleting releases that are not at the edge yet.

use crate::app::Settings;
use crate::channel::RuleName;
use crate::command::{NewRelease, ReleaseEdit, ReleaseRef, StartWhen};
use crate::config;
use crate::decide::Outcome;
use crate::dimension::check_variant;
use crate::plan::Plan;
use crate::record::RecordKey;
use crate::refusal::Refusal;
use crate::release::{Release, Status, Times};
use crate::schema::check_public;
use crate::share::Share;
use crate::verb::bounds::check_policy;
use crate::verb::schema::check_release;
use crate::verb::{about, guard, release_in, start};
use wavecast_wire::config::{Policy, Properties};
use wavecast_wire::name::{ChannelName, PackageName, ReleaseId, Salt};
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::Version;

/// Creates a release of a ready package, as a draft or started at once.
pub fn create(plan: &mut Plan<'_>, new: &NewRelease) -> Result<Outcome, Refusal> {
    let rule = new.rule.clone().unwrap_or_else(RuleName::everyone);
    let mut release = blank(plan, &new.channel, &rule, &new.package, &new.version)?;
    fill(
        &mut release,
        &new.edit,
        &plan.app.head.settings,
        plan.cx.now,
    )?;
    check(plan, &release)?;
    match new.start {
        StartWhen::Now(share) => start::begin(plan, release, share, new.only.as_ref(), new.replace),
        StartWhen::Draft if new.only.is_some() => {
            let rule = "a draft reaches nobody until it starts";
            Err(Refusal::invalid("only", rule, "say it when it starts"))
        }
        StartWhen::Draft if new.replace => {
            let rule = "a draft replaces nothing until it starts";
            Err(Refusal::invalid(
                "replace",
                rule,
                "say `--replace` when it starts",
            ))
        }
        StartWhen::Draft => {
            let outcome = about(&release);
            plan.put_release(release);
            Ok(outcome)
        }
    }
}

/// Changes a draft.
pub fn edit(
    plan: &mut Plan<'_>,
    which: &ReleaseRef,
    edit: &ReleaseEdit,
) -> Result<Outcome, Refusal> {
    let mut release = release_in(plan, which, "change it", &[Status::Draft])?;
    fill(&mut release, edit, &plan.app.head.settings, plan.cx.now)?;
    check(plan, &release)?;
    release.authors.extend(plan.cx.principal.identity());
    guard::void(plan, &release);
    let outcome = about(&release);
    plan.put_release(release);
    Ok(outcome)
}

/// Deletes a draft or a missed release.
pub fn delete(plan: &mut Plan<'_>, which: &ReleaseRef) -> Result<Outcome, Refusal> {
    let release = release_in(plan, which, "delete it", &[Status::Draft, Status::Missed])?;
    plan.open(&release.channel)?.unplan(&release.id);
    guard::void(plan, &release);
    plan.delete(RecordKey::Release(release.id.clone()));
    Ok(about(&release))
}

/// A draft with a fresh id and salt, and the application's defaults.
pub fn blank(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    rule: &RuleName,
    package: &PackageName,
    version: &Version,
) -> Result<Release, Refusal> {
    plan.rule(channel, rule)?;
    let settings = plan.app.head.settings.clone();
    let (id, salt) = fresh(plan, settings.salt.as_ref())?;
    Ok(Release {
        id,
        channel: channel.clone(),
        rule: rule.clone(),
        package: package.clone(),
        version: version.clone(),
        status: Status::Draft,
        share: Share::NONE,
        salt,
        attempt: 1,
        policy: default_policy(&settings),
        notes: Default::default(),
        properties: Default::default(),
        keep_open: false,
        floor: false,
        schedule: None,
        placement: None,
        replaced: None,
        origin: None,
        times: Times {
            created: plan.cx.now,
            ..Times::default()
        },
        created_by: plan.cx.principal.to_string(),
        authors: plan.cx.principal.identity().into_iter().collect(),
    })
}

/// Makes the configs of a release and drops them, so that a draft is refused early for what
/// would be refused when it starts.
pub fn check(plan: &mut Plan<'_>, release: &Release) -> Result<(), Refusal> {
    let (package, ready) = plan.ready(&release.package, &release.version)?;
    for variant in &ready.variants {
        check_variant(&plan.app.head.dimensions, &variant.when)?;
    }
    for name in release.properties.keys() {
        check_public(&format!("properties.{name}"), name)?;
    }
    check_release(plan, release)?;
    let (head, nothing) = (&plan.app.head, Properties::new());
    let made = config::make(head, release, &package, &ready, &nothing)?;
    start::check_met(plan, release, &made.placement)
}

fn fresh(plan: &Plan<'_>, fixed: Option<&Salt>) -> Result<(ReleaseId, Salt), Refusal> {
    let text = plan.cx.fresh.id("release").0;
    let unusable =
        |error: &dyn std::fmt::Display| Refusal::invalid("release", error.to_string(), "try again");
    let id = text.parse().map_err(|error| unusable(&error))?;
    let salt = match fixed {
        Some(salt) => salt.clone(),
        None => text.parse().map_err(|error| unusable(&error))?,
    };
    Ok((id, salt))
}

fn default_policy(settings: &Settings) -> Policy {
    Policy {
        downgrade: settings.downgrade,
        confirm_seconds: settings.confirm_seconds,
        ..Policy::default()
    }
}

/// Takes over what an edit says; [`check`] then finds what devices would refuse.
pub fn fill(
    release: &mut Release,
    edit: &ReleaseEdit,
    settings: &Settings,
    now: Timestamp,
) -> Result<(), Refusal> {
    if let Some(policy) = &edit.policy {
        release.policy = policy.clone();
        if release.policy.confirm_seconds == 0 {
            release.policy.confirm_seconds = settings.confirm_seconds;
        }
        check_policy(&release.policy, &release.version, now)?;
    }
    if let Some(notes) = &edit.notes {
        release.notes.clone_from(notes);
    }
    if let Some(properties) = &edit.properties {
        release.properties.clone_from(properties);
    }
    release.keep_open = edit.keep_open.unwrap_or(release.keep_open);
    release.floor = edit.floor.unwrap_or(release.floor);
    Ok(())
}
