//! Releases that move, stop and go back.

use wavecast_domain::Command;
use wavecast_domain::channel::RuleName;
use wavecast_domain::command::{ReleaseRef, VariantVerb};
use wavecast_domain::share::Share;

use super::stage::{only, share};
use super::{Scene, Set, Stage, scenes};

pub const RAMP: &[Scene] = scenes! {
    "release is ramped": ramp,
    "release is ramped to everybody": ramp_to_all,
};
pub const PAUSE: &[Scene] = scenes! { "release is paused": pause };
pub const RESUME: &[Scene] = scenes! { "release is resumed": resume };
pub const CONCLUDE: &[Scene] = scenes! { "release is concluded": conclude };
pub const ABORT: &[Scene] = scenes! {
    "release is aborted": abort,
    "release is aborted and kept": abort_and_keep,
};
pub const VARIANTS: &[Scene] = scenes! {
    "variant is paused": pause_one,
    "variant is taken back": take_one_back,
};
pub const REVERT_VARIANTS: &[Scene] =
    scenes! { "variant of a concluded release goes back": revert_one };
pub const REVERT: &[Scene] = scenes! { "release is reverted": revert };
pub const RETRY: &[Scene] = scenes! { "release is retried": retry };

fn ramped(release: ReleaseRef, to: Share) -> Command {
    Command::Ramp {
        release,
        to,
        keep_open: false,
        only: None,
    }
}

async fn ramp(stage: &mut Stage) -> Set {
    ramped(stage.moving().await, share(5000)).into()
}

async fn ramp_to_all(stage: &mut Stage) -> Set {
    ramped(stage.moving().await, Share::ALL).into()
}

async fn pause(stage: &mut Stage) -> Set {
    Command::Pause(stage.moving().await).into()
}

async fn resume(stage: &mut Stage) -> Set {
    let release = stage.moving().await;
    stage.run(Command::Pause(release.clone())).await;
    Command::Resume(release).into()
}

async fn conclude(stage: &mut Stage) -> Set {
    Command::Conclude(stage.moving().await).into()
}

async fn abort(stage: &mut Stage) -> Set {
    Command::Abort {
        release: stage.moving().await,
        keep: false,
    }
    .into()
}

async fn abort_and_keep(stage: &mut Stage) -> Set {
    Command::Abort {
        release: stage.moving().await,
        keep: true,
    }
    .into()
}

async fn pause_one(stage: &mut Stage) -> Set {
    one(stage.parting().await, VariantVerb::Pause).into()
}

async fn take_one_back(stage: &mut Stage) -> Set {
    one(stage.parting().await, VariantVerb::Abort { keep: false }).into()
}

async fn revert_one(stage: &mut Stage) -> Set {
    let release = stage.parting().await;
    stage.run(Command::Conclude(release)).await;
    Command::RevertVariants {
        channel: stage.channel(),
        rule: RuleName::everyone(),
        only: only("ios"),
    }
    .into()
}

fn one(release: ReleaseRef, verb: VariantVerb) -> Command {
    Command::Variants {
        release,
        only: only("ios"),
        verb,
    }
}

/// Back to what was concluded before.
async fn revert(stage: &mut Stage) -> Set {
    let release = stage.moving().await;
    stage.run(Command::Conclude(release)).await;
    Command::Revert {
        channel: stage.channel(),
        rule: RuleName::everyone(),
        to: None,
    }
    .into()
}

async fn retry(stage: &mut Stage) -> Set {
    Command::Retry(stage.moving().await).into()
}
