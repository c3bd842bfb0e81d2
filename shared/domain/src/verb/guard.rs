//! What stands before a deed that needs approvals: where the policy asks for some, a request of
//! exactly this deed with enough of them must stand, and is spent.

use std::collections::BTreeSet;

use wavecast_wire::hash::Sha256;
use wavecast_wire::name::ChannelName;
use wavecast_wire::table::When;
use wavecast_wire::time::Timestamp;

use crate::app::GroupName;
use crate::approval::deed::{Act, Content, Deed, Listed, Variant};
use crate::approval::{KeyChange, Kind, Policy, Request, State, electorate, standing};
use crate::audience::in_words;
use crate::channel::{Placement, RuleName, Stopped};
use crate::experiment::Experiment;
use crate::plan::Plan;
use crate::refusal::{Reason, Refusal};
use crate::release::Release;
use crate::share::Share;

/// Before a release starts.
pub fn start(
    plan: &mut Plan<'_>,
    release: &Release,
    share: Share,
    only: Option<&When>,
    replaces: Option<&Placement>,
) -> Result<(), Refusal> {
    // Variants of what is replaced may have got further than the rest: so does what takes its place.
    let reached = replaces.map_or(share, |replaced| share.max(replaced.widest()));
    if !asks(plan, |policy| policy.start || policy.is_beyond(reached)) {
        return Ok(());
    }
    let act = Act::Start {
        release: Box::new(Content::of(plan, release)?),
        share,
        only: only.cloned(),
        replaces: replaces.map(Into::into),
    };
    let what = format!("starting {} at {reached}", named(release, only));
    let deed = Deed::on(plan, Kind::Start, what, release, act);
    require(plan, deed)
}

/// Before a release reaches more.
pub fn reach(
    plan: &mut Plan<'_>,
    release: &Release,
    to: Share,
    only: Option<&When>,
    concludes: bool,
) -> Result<(), Refusal> {
    if !asks(plan, |policy| policy.is_beyond(to)) {
        return Ok(());
    }
    let act = Act::Reach {
        release: Box::new(Content::of(plan, release)?),
        to,
        only: only.cloned(),
        concludes,
    };
    let what = format!("ramping {} to {to}", named(release, only));
    let deed = Deed::on(plan, Kind::Ramp, what, release, act);
    require(plan, deed)
}

/// Before everybody is sent to a release by name. One that reached everybody before is a way back,
/// which needs nothing; one that never did reaches more than it was ever allowed to.
pub fn come_back(plan: &mut Plan<'_>, release: &Release) -> Result<(), Refusal> {
    // Of the shares of variants only those that go on make a placement's own.
    let had_all = |placement: &Placement| {
        let mut variants = placement.variants.iter();
        variants
            .all(|one| one.stopped == Some(Stopped::Kept) || placement.share_of(one) == Share::ALL)
    };
    let was_wide = release.placement.as_ref().is_some_and(had_all);
    if was_wide || !asks(plan, |policy| policy.is_beyond(Share::ALL)) {
        return Ok(());
    }
    let stack = plan.rule(&release.channel, &release.rule)?.stack.iter();
    let from = stack.map(|placement| placement.release.clone()).collect();
    let act = Act::Return {
        release: Box::new(Content::of(plan, release)?),
        from,
    };
    let what = format!("rolling everybody back to {}", named(release, None));
    let deed = Deed::on(plan, Kind::Ramp, what, release, act);
    require(plan, deed)
}

/// Before a group gets a release, however far that one got by itself.
pub fn pin(
    plan: &mut Plan<'_>,
    release: &Release,
    group: &GroupName,
    until: Timestamp,
) -> Result<(), Refusal> {
    if !asks(plan, |policy| policy.beyond.is_some()) {
        return Ok(());
    }
    let act = Act::Pin {
        release: Box::new(Content::of(plan, release)?),
        group: Listed::of(plan, group.clone())?,
        until,
    };
    let what = format!("pinning group {group} to {}", named(release, None));
    let deed = Deed::on(plan, Kind::Ramp, what, release, act);
    require(plan, deed)
}

/// Before an experiment gives packages to more: when it is made, ramped, or concluded.
pub fn try_out(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    experiment: &Experiment,
    verb: &'static str,
    chosen: Option<&str>,
) -> Result<(), Refusal> {
    let reached = match chosen {
        Some(_) => Share::ALL,
        None => experiment.reached(),
    };
    let starts = verb == "create";
    let is_on_packages = experiment.placements().next().is_some();
    let needs = |policy: &Policy| policy.is_beyond(reached) || (starts && policy.start);
    if !is_on_packages || !asks(plan, needs) {
        return Ok(());
    }
    let mut variants = Vec::new();
    let mut authors = BTreeSet::new();
    for one in &experiment.variants {
        let release = one.placement().and_then(|p| plan.find_release(&p.release));
        if chosen.is_some_and(|chosen| chosen != one.name) {
            continue;
        }
        authors.extend(release.iter().flat_map(|one| one.authors.clone()));
        let release = release.map(|one| Content::of(plan, &one)).transpose()?;
        variants.push(Variant {
            name: one.name.clone(),
            weight: one.weight,
            release,
        });
    }
    let name = &experiment.name;
    let (kind, what) = match (verb, chosen) {
        ("create", _) => (
            Kind::Start,
            format!("starting experiment {name} in {channel} at {reached}"),
        ),
        (_, Some(chosen)) => (
            Kind::Ramp,
            format!("concluding experiment {name} in {channel} with {chosen}"),
        ),
        _ => (
            Kind::Ramp,
            format!("ramping experiment {name} in {channel} to {reached}"),
        ),
    };
    let act = Act::Try {
        verb,
        name: name.clone(),
        rule: experiment.rule.clone(),
        width: experiment.width,
        share: experiment.share,
        variants,
    };
    let deed = Deed {
        kind,
        what,
        channel: Some(channel.clone()),
        release: None,
        authors,
        act,
    };
    require(plan, deed)
}

/// Before keys change.
pub fn keys(plan: &mut Plan<'_>, change: &KeyChange) -> Result<(), Refusal> {
    if !asks(plan, |policy| policy.keys) {
        return Ok(());
    }
    let mut names: Vec<&str> = change.roles.iter().map(|role| role.as_str()).collect();
    names.extend(change.package_keys.as_ref().map(|_| "packages"));
    let what = format!("new keys of {} for {}", change.channel, names.join(", "));
    let deed = Deed {
        kind: Kind::Keys,
        what,
        channel: Some(change.channel.clone()),
        release: None,
        authors: BTreeSet::new(),
        act: Act::Keys(change.clone()),
    };
    require(plan, deed)
}

/// Before the policy asks for less.
pub fn policy(plan: &mut Plan<'_>, policy: Option<&Policy>) -> Result<(), Refusal> {
    if !asks(plan, |present| {
        policy.is_none_or(|policy| policy.is_weaker_than(present))
    }) {
        return Ok(());
    }
    let deed = Deed {
        kind: Kind::Policy,
        what: "asking for fewer approvals".to_owned(),
        channel: None,
        release: None,
        authors: BTreeSet::new(),
        act: Act::Policy {
            policy: policy.cloned(),
        },
    };
    require(plan, deed)
}

/// Requests about a release whose content changes, or that goes, are void.
pub fn void(plan: &mut Plan<'_>, release: &Release) {
    let is_about = |id: &Option<_>| id.as_ref() == Some(&release.id);
    let open = &mut plan.app.head.approvals.open;
    let gone: Vec<_> = open
        .extract_if(.., |open| is_about(&open.release))
        .collect();
    for open in gone {
        if let Some(request) = plan.approval(&open.id) {
            end(plan, request, State::Void);
        }
    }
}

/// Ends a request: it no longer waits.
pub fn end(plan: &mut Plan<'_>, mut request: Request, state: State) {
    let now = plan.cx.now;
    let open = &mut plan.app.head.approvals.open;
    open.retain(|open| open.id != request.id);
    request.state = state;
    request.ended = Some(now);
    plan.put_approval(request);
}

fn asks(plan: &Plan<'_>, needs: impl Fn(&Policy) -> bool) -> bool {
    plan.head().approvals.policy.as_ref().is_some_and(needs)
}

/// `lamp 1.1.0 in stable`, or `lamp 1.1.0 in rule testers of stable, for os=ios alone,`.
fn named(release: &Release, only: Option<&When>) -> String {
    let (package, version, channel) = (&release.package, &release.version, &release.channel);
    let place = if release.rule == RuleName::everyone() {
        channel.to_string()
    } else {
        format!("rule {} of {channel}", release.rule.0)
    };
    let only = only.map(|only| format!(", for {} alone,", in_words(only)));
    format!("{package} {version} in {place}{}", only.unwrap_or_default())
}

/// Spends the approvals of a deed, or says what is missing. Whoever only asks is told none: the
/// deed is noted.
fn require(plan: &mut Plan<'_>, deed: Deed) -> Result<(), Refusal> {
    let Some(deed) = plan.rehearse(deed) else {
        return Ok(());
    };
    let digest = Sha256::of(deed.content(plan)?.as_bytes());
    let now = plan.cx.now;
    let open = plan.head().approvals.open.iter();
    let mut open = open.filter(|open| open.until > now);
    let id = open
        .find(|open| open.digest == digest)
        .map(|open| open.id.clone());
    let request = id.and_then(|id| plan.approval(&id));
    let Some(request) = request else {
        return Err(not_asked(plan, &deed));
    };
    let wanted = count(plan);
    let counted = plan
        .org()
        .map_or(0, |org| standing(org, plan.head(), &request).len());
    if counted < wanted {
        return Err(too_few(plan, &deed, &request));
    }
    end(plan, request, State::Used);
    Ok(())
}

fn count(plan: &Plan<'_>) -> usize {
    let policy = plan.head().approvals.policy.as_ref();
    policy.map_or(0, |policy| {
        usize::try_from(policy.count).unwrap_or(usize::MAX)
    })
}

/// `2 approvals`.
fn counted(count: usize) -> String {
    match count {
        1 => "1 approval".to_owned(),
        count => format!("{count} approvals"),
    }
}

fn not_asked(plan: &Plan<'_>, deed: &Deed) -> Refusal {
    let now = plan.cx.now;
    let mut open = plan.head().approvals.open.iter();
    let other = open.find(|open| {
        let is_about = open.release.is_some() && open.release == deed.release;
        let request = plan.approval(&open.id);
        open.until > now && is_about && request.is_some_and(|one| one.kind == deed.kind)
    });
    let why = other.map_or_else(
        || "and nobody asked for that".to_owned(),
        |open| {
            format!(
                "and request {} is about something else than this",
                open.id.0
            )
        },
    );
    let rule = format!(
        "{} needs {} by others, {why}",
        deed.what,
        counted(count(plan))
    );
    let hint = format!(
        "ask with `--for-approval` (`ask=true` of the API); who may approve: {}",
        who(plan, None)
    );
    Refusal::new(Reason::Approval, "approvals", rule, hint)
}

fn too_few(plan: &Plan<'_>, deed: &Deed, request: &Request) -> Refusal {
    let votes = plan
        .org()
        .map(|org| standing(org, plan.head(), request))
        .unwrap_or_default();
    let by: Vec<String> = votes.iter().map(|vote| vote.by.to_string()).collect();
    let has = match by.len() {
        0 => "none".to_owned(),
        count => format!("{count} ({})", by.join(", ")),
    };
    let rule = format!(
        "{} needs {} by others, and request {} has {has}",
        deed.what,
        counted(count(plan)),
        request.id.0
    );
    let hint = format!(
        "`wavecast approval approve {}`; who may: {}",
        request.id.0,
        who(plan, Some(request))
    );
    Refusal::new(Reason::Approval, "approvals", rule, hint)
}

fn who(plan: &Plan<'_>, request: Option<&Request>) -> String {
    let org = plan.org();
    org.map_or_else(
        || "those who hold the permission approve".to_owned(),
        |org| electorate(org, plan.head(), request),
    )
}
