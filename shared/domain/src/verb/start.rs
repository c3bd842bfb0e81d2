//! Starting: a release takes its place on top of its rule.

use wavecast_wire::table::{self, When};

use crate::access::Place;
use crate::audience::in_words;
use crate::channel::Placement;
use crate::command::ReleaseRef;
use crate::config;
use crate::decide::{Named, Outcome};
use crate::dimension::expand;
use crate::package::{Package, Ready};
use crate::permission::{Permission, allows};
use crate::plan::Plan;
use crate::refusal::{Reason, Refusal};
use crate::release::{Release, Status};
use crate::share::Share;
use crate::verb::bounds::check_policy;
use crate::verb::only::check_only;
use crate::verb::schema::check_release;
use crate::verb::{about, conclude, guard, put, release_in, schedule, stage, supersede};

/// Floors of one rule.
const MOST_FLOORS: usize = 8;

/// Starts a draft or a missed release, or (upkeep's alone) a scheduled one that is due.
pub fn start(
    plan: &mut Plan<'_>,
    which: &ReleaseRef,
    share: Option<Share>,
    only: Option<&When>,
    replace: bool,
) -> Result<Outcome, Refusal> {
    let (org, app) = (plan.head().org.clone(), plan.head().name.clone());
    let place = Place::App(&org, &app);
    let is_upkeep = allows(&plan.cx.principal, Permission::Tend, place);
    let allowed: &[Status] = match (is_upkeep, plan.is_rehearsal()) {
        (true, _) => &[Status::Scheduled],
        // Whoever asks for approvals asks before it is due.
        (false, true) => &[Status::Draft, Status::Missed, Status::Scheduled],
        (false, false) => &[Status::Draft, Status::Missed],
    };
    let release = release_in(plan, which, "start it", allowed)?;
    if release.status == Status::Scheduled && !plan.is_rehearsal() {
        schedule::check_due(plan, &release)?;
    }
    // A draft may have waited for longer than its deadline.
    check_policy(&release.policy, &release.version, plan.cx.now)?;
    let stage = release
        .schedule
        .as_ref()
        .and_then(|s| s.stages.first())
        .map(|stage| stage.share);
    begin(plan, release, share.or(stage), only, replace)
}

/// Starts a release with a share, or the one that its place calls for: all of the audience where
/// nothing was placed before, else the application's first step.
pub fn begin(
    plan: &mut Plan<'_>,
    mut release: Release,
    share: Option<Share>,
    only: Option<&When>,
    replace: bool,
) -> Result<Outcome, Refusal> {
    let (package, ready) = plan.ready(&release.package, &release.version)?;
    let first_step = plan.app.head.settings.first_step;
    let rule = plan.rule(&release.channel, &release.rule)?;
    release.replaced = rule.serving().map(|placement| placement.release.clone());
    let is_first = rule.is_fresh();
    match (rule.moving.clone(), replace) {
        (Some(_), true) if only.is_some() => return Err(replaces_all()),
        (Some(moving), true) => return supersede::take_over(plan, release, share, &moving),
        (Some(moving), false) => return Err(occupied(plan, &moving)),
        (None, true) => return Err(nothing_to_replace(&release)),
        (None, false) => {}
    }
    check_version(plan, &release)?;
    check_index(plan, &package, &release)?;
    check_floors(plan, &release)?;
    let share = share.unwrap_or(if is_first { Share::ALL } else { first_step });
    guard::start(plan, &release, share, only, None)?;
    release.share = if only.is_some() { Share::NONE } else { share };
    place(plan, &mut release, &package, &ready)?;
    let rule = plan.rule(&release.channel, &release.rule)?;
    if let Some(placement) = rule.placement_mut(&release.id) {
        check_only(placement, only)?;
        placement.reach(share, only);
        release.share = placement.share;
    }
    let from = plan.serving(&release.channel, &release.rule)?;
    plan.moves(&release, share, from, Some(Named::from(&release)));
    settle(plan, release)
}

/// Makes the configs of a release and puts it on top of its rule, active.
pub fn place(
    plan: &mut Plan<'_>,
    release: &mut Release,
    package: &Package,
    ready: &Ready,
) -> Result<(), Refusal> {
    release.status = Status::Active;
    release.times.started = Some(plan.cx.now);
    release.times.moved = Some(plan.cx.now);
    check_release(plan, release)?;
    let values = plan.open(&release.channel)?.settled_values(&release.rule);
    let made = config::make(&plan.app.head, release, package, ready, &values)?;
    check_met(plan, release, &made.placement)?;
    plan.put_targets(made.configs);
    let channel = plan.open(&release.channel)?;
    channel.readmit(&release.id);
    channel.unplan(&release.id);
    plan.rule(&release.channel, &release.rule)?
        .start(made.placement);
    Ok(())
}

/// Refuses a package that no device of its rule can run: it would reach everybody and be nobody's.
pub fn check_met(
    plan: &mut Plan<'_>,
    release: &Release,
    placement: &Placement,
) -> Result<(), Refusal> {
    let dimensions = plan.app.head.dimensions.clone();
    let rule = plan.rule(&release.channel, &release.rule)?;
    let whens = expand(&dimensions, &rule.audience);
    let mut variants = placement.variants.iter();
    let is_met = |when: &When| whens.iter().any(|one| table::join(&[one, when]).is_some());
    if variants.any(|variant| is_met(&variant.when)) {
        return Ok(());
    }
    let needs = placement.variants.iter().map(|one| in_words(&one.when));
    let sentence = format!(
        "no device of rule {} can run {} {}, which is for {}",
        release.rule.0,
        release.package,
        release.version,
        needs.collect::<Vec<_>>().join(" or ")
    );
    let hint = "release it in another rule, or a version whose variants and `requires` meet this one's audience";
    Err(Refusal::invalid("package", sentence, hint))
}

/// Concludes what was just placed if it reaches everybody and none of its variants is paused, else
/// plans its next stage.
pub fn settle(plan: &mut Plan<'_>, mut release: Release) -> Result<Outcome, Refusal> {
    let outcome = about(&release);
    let rule = plan.rule(&release.channel, &release.rule)?;
    let placement = rule.placement(&release.id);
    let waits = placement.is_some_and(Placement::is_partly_paused);
    if release.share == Share::ALL && !release.keep_open && !waits {
        conclude::finish(plan, release)?;
    } else {
        stage::realign(plan, &mut release)?;
        put(plan, release)?;
    }
    Ok(outcome)
}

/// A version below what the audience runs is a mistake, unless the release allows it; below a
/// floor, devices would be sent up again at once.
pub fn check_version(plan: &mut Plan<'_>, release: &Release) -> Result<(), Refusal> {
    let rule = plan.rule(&release.channel, &release.rule)?;
    if let Some(floor) = rule
        .floors
        .last()
        .filter(|floor| release.version < floor.version)
    {
        let rule = format!(
            "version {} is below release {} ({}), a floor that every device passes first",
            release.version, floor.release, floor.version
        );
        let hint = "`wavecast rollback --to` goes back beneath a floor, and takes it away";
        return Err(Refusal::state("version", rule, hint));
    }
    let own = rule.newest_version(rule.moving.as_ref()).cloned();
    let beneath = plan.beneath(&release.channel, &release.rule)?;
    let Some(newest) = own.or_else(|| beneath.into_iter().map(|p| p.version).max()) else {
        return Ok(());
    };
    if release.version >= newest || release.policy.downgrade {
        return Ok(());
    }
    let rule = format!(
        "version {} is below {newest}, which the audience in {} runs; devices wouldn't take it",
        release.version, release.channel,
    );
    let hint = "go back with `wavecast rollback`, ship a higher version, or allow the downgrade in the release's policy";
    Err(Refusal::state("version", rule, hint))
}

/// Floors are never swept, so there are few.
fn check_floors(plan: &mut Plan<'_>, release: &Release) -> Result<(), Refusal> {
    let floors = plan.rule(&release.channel, &release.rule)?.floors.len();
    if !release.floor || floors < MOST_FLOORS {
        return Ok(());
    }
    let rule = format!(
        "rule {} has {floors} floors, as many as allowed",
        release.rule.0
    );
    let hint = "ship it without `--floor`, or say what it needs in the package's `requires`";
    Err(Refusal::new(Reason::Limit, "floor", rule, hint))
}

/// Nothing goes below a rollback index that devices confirmed, so a package below what is at the
/// edge would reach nobody.
pub fn check_index(
    plan: &mut Plan<'_>,
    package: &Package,
    release: &Release,
) -> Result<(), Refusal> {
    let stack = plan.rule(&release.channel, &release.rule)?.stack.clone();
    let placed = stack
        .iter()
        .filter_map(|placement| plan.find_release(&placement.release));
    let packages =
        placed.filter_map(|release| plan.find_package(&release.package, &release.version));
    let highest = packages
        .map(|package| package.rollback_index)
        .max()
        .unwrap_or_default();
    if package.rollback_index >= highest {
        return Ok(());
    }
    let rule = format!(
        "package {} {} has rollback index {}; devices in {} may have confirmed {highest}, and nothing goes below it",
        package.name, package.version, package.rollback_index, release.channel,
    );
    let hint = "create a version with at least that rollback index, and release it with `wavecast ship --replace`; `wavecast pause` holds what moves";
    Err(Refusal::state("rollback_index", rule, hint))
}

pub(super) fn occupied(plan: &Plan<'_>, moving: &wavecast_wire::name::ReleaseId) -> Refusal {
    let what = plan.find_release(moving).map_or_else(
        || format!("release {moving} moves"),
        |release| {
            let status = release.status.as_str();
            format!(
                "release {moving} ({}) is {status} at {}",
                release.version, release.share
            )
        },
    );
    let rule = format!("{what}, and a rule has one active or paused release at a time");
    let hint = "take its place with `wavecast ship --replace`, bring it to 100% with `wavecast ramp 100%`, or take it back with `wavecast rollback`";
    Refusal::state("release", rule, hint)
}

fn replaces_all() -> Refusal {
    let rule = "what replaces a release reaches whomever that one reached, in all of its variants";
    Refusal::invalid("only", rule, "leave it out")
}

fn nothing_to_replace(release: &Release) -> Refusal {
    let rule = format!(
        "no release is active or paused in {}, so there is nothing to replace",
        release.channel
    );
    Refusal::state("replace", rule, "ship it without `--replace`")
}
