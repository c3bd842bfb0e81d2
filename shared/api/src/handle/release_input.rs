//! What inputs say of a release, parsed.

use std::collections::BTreeMap;

use wavecast_domain::app::RuleName;
use wavecast_domain::command::{NewRelease, ReleaseEdit, StartWhen};
use wavecast_domain::foreseen::{Foreseen, ForeseenVariant};
use wavecast_domain::release::{Release, Stage};
use wavecast_wire::config;
use wavecast_wire::limit;
use wavecast_wire::name::PackageName;
use wavecast_wire::table::When;
use wavecast_wire::version::Version;

use crate::at::AppPath;
use crate::contract::policy::Policy;
use crate::contract::release::Stage as StageInput;
use crate::contract::rule::Matcher;
use crate::contract::verb::{CreateRelease, EditRelease, ForeseenPackage, SupersedeRelease};
use crate::field::{entries, optional, parse, when};
use crate::problem::Problem;
use crate::state::ApiState;

/// A release to create.
pub(crate) async fn new_release(
    state: &ApiState,
    path: &AppPath,
    input: CreateRelease,
) -> Result<NewRelease, Problem> {
    let share = optional("share", input.share.as_ref())?;
    let start = match (input.start, share) {
        (true, share) => StartWhen::Now(share),
        (false, None) => StartWhen::Draft,
        (false, Some(_)) => {
            let rule = "a draft has no share; say it when it starts";
            return Err(Problem::invalid("share", rule).hint("add \"start\": true"));
        }
    };
    let edit = EditRelease {
        policy: input.policy,
        notes: input.notes,
        properties: input.properties,
        keep_open: input.keep_open,
        floor: input.floor,
    };
    Ok(NewRelease {
        channel: parse("channel", &input.channel)?,
        rule: input.rule.map(RuleName),
        package: parse("package", &input.package)?,
        version: parse("version", &input.version)?,
        edit: edit_release(state, path, edit).await?,
        start,
        only: only(input.only)?,
        replace: input.replace,
    })
}

/// The package of a release, in case that it isn't there yet.
pub(crate) fn foreseen(new: &NewRelease, input: ForeseenPackage) -> Result<Foreseen, Problem> {
    if !(1..=limit::ROWS / 2).contains(&input.variants.len()) {
        let rule = format!("a package has 1 to {} variants", limit::ROWS / 2);
        return Err(Problem::invalid("foreseen.variants", rule).hint("one that is empty fits all"));
    }
    let images = input.images;
    let in_all = images
        .iter()
        .try_fold(0usize, |sum, one| sum.checked_add(*one));
    if images.len() > input.variants.len() || in_all.is_none_or(|sum| sum > limit::PACKAGE_FILES) {
        let rule = format!(
            "one count for each variant, {} images in all at most",
            limit::PACKAGE_FILES
        );
        return Err(Problem::invalid("foreseen.images", rule).hint("leave it out for bundles"));
    }
    let variants = input.variants.into_iter().enumerate();
    let variants = variants.map(|(place, one)| {
        let when = when(&format!("foreseen.variants[{place}]"), one)?;
        let images = images.get(place).copied().unwrap_or_default();
        Ok(ForeseenVariant { when, images })
    });
    Ok(Foreseen {
        name: new.package.clone(),
        version: new.version.clone(),
        requires: entries("foreseen.requires", &input.requires)?,
        rollback_index: input.rollback_index,
        variants: variants.collect::<Result<_, Problem>>()?,
    })
}

/// A package that takes another release's place at once.
pub(crate) struct Superseding {
    package: PackageName,
    version: Version,
    edit: ReleaseEdit,
}

/// A package that takes another release's place at once.
pub(crate) async fn superseding(
    state: &ApiState,
    path: &AppPath,
    input: SupersedeRelease,
) -> Result<Superseding, Problem> {
    let edit = EditRelease {
        policy: input.policy,
        notes: input.notes,
        properties: input.properties,
        keep_open: input.keep_open,
        floor: None,
    };
    Ok(Superseding {
        package: parse("package", &input.package)?,
        version: parse("version", &input.version)?,
        edit: edit_release(state, path, edit).await?,
    })
}

impl Superseding {
    /// The release in place of another.
    pub(crate) fn in_place_of(self, other: Release) -> NewRelease {
        NewRelease {
            channel: other.channel,
            rule: Some(other.rule),
            package: self.package,
            version: self.version,
            edit: self.edit,
            start: StartWhen::Now(None),
            only: None,
            replace: true,
        }
    }
}

/// What to change of a draft.
pub(crate) async fn edit_release(
    state: &ApiState,
    path: &AppPath,
    input: EditRelease,
) -> Result<ReleaseEdit, Problem> {
    let policy = match input.policy {
        None => None,
        Some(policy) => Some(parse_policy(state, path, policy).await?),
    };
    Ok(ReleaseEdit {
        policy,
        notes: input.notes,
        properties: input.properties,
        keep_open: input.keep_open,
        floor: input.floor,
    })
}

/// How devices go about it, with the application's word where nothing is said.
pub(crate) async fn parse_policy(
    state: &ApiState,
    path: &AppPath,
    input: Policy,
) -> Result<config::Policy, Problem> {
    let confirm_seconds = match input.confirm_seconds {
        Some(seconds) => seconds,
        None => {
            let head = super::apps::head(state, &path.org, &path.app).await?;
            head.settings.confirm_seconds
        }
    };
    Ok(config::Policy {
        downgrade: input.downgrade,
        force_below: optional("policy.force_below", input.force_below.as_ref())?,
        activate: input.activate.into(),
        window: input.window,
        ask: input.ask,
        deadline: optional("policy.deadline", input.deadline.as_ref())?,
        confirm_seconds,
        store_url: input.store_url,
        least_binary: optional("policy.least_binary", input.least_binary.as_ref())?,
    })
}

/// The variants that are meant.
pub(crate) fn only(input: Option<BTreeMap<String, Matcher>>) -> Result<Option<When>, Problem> {
    input.map(|input| when("only", input)).transpose()
}

/// The stages of a schedule.
pub(crate) fn stages(input: &[StageInput]) -> Result<Vec<Stage>, Problem> {
    let stage = |(place, stage): (usize, &StageInput)| {
        Ok(Stage {
            share: parse(&format!("stages[{place}].share"), &stage.share)?,
            after: stage.after,
        })
    };
    input.iter().enumerate().map(stage).collect()
}
