//! Releases until they move.

use std::collections::BTreeMap;

use wavecast_domain::Command;
use wavecast_domain::command::{ReleaseEdit, ReleaseRef, StartWhen};
use wavecast_domain::release::Stage as Step;
use wavecast_engine::port::Clock as _;

use super::stage::share;
use super::{Scene, Set, Stage, scenes};

pub const CREATE: &[Scene] = scenes! {
    "first release is created": create_first,
    "release is created": create,
    "draft is created": create_draft,
    "superseding release is created": create_superseding,
};
pub const EDIT: &[Scene] = scenes! { "draft is edited": edit };
pub const DELETE: &[Scene] = scenes! {
    "draft is deleted": delete,
    "draft is deleted with a request about it": super::approvals::void,
};
pub const SCHEDULE: &[Scene] = scenes! { "draft is scheduled": schedule };
pub const UNSCHEDULE: &[Scene] = scenes! { "release is unscheduled": unschedule };
pub const START: &[Scene] = scenes! {
    "draft is started": start,
    "draft is started in place of another": start_superseding,
    "approved release starts": super::approvals::start_approved,
};
pub const CLONE: &[Scene] = scenes! { "release is cloned": clone };
pub const PROMOTE: &[Scene] = scenes! { "release is promoted": promote };

async fn create_first(stage: &mut Stage) -> Set {
    let kind = wavecast_wire::manifest::Kind::Bundle;
    stage.world.open(&stage.scope, kind).await.unwrap();
    stage.package("1.0.0").await;
    Command::CreateRelease(stage.new_release("1.0.0", StartWhen::Now(None))).into()
}

async fn create(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.package("1.1.0").await;
    let start = StartWhen::Now(Some(share(1000)));
    Command::CreateRelease(stage.new_release("1.1.0", start)).into()
}

async fn create_draft(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.package("1.1.0").await;
    Command::CreateRelease(stage.new_release("1.1.0", StartWhen::Draft)).into()
}

async fn create_superseding(stage: &mut Stage) -> Set {
    stage.moving().await;
    stage.package("1.2.0").await;
    let mut new = stage.new_release("1.2.0", StartWhen::Now(None));
    new.replace = true;
    Command::CreateRelease(new).into()
}

async fn edit(stage: &mut Stage) -> Set {
    let release = stage.drafted().await;
    let notes = BTreeMap::from([("en".to_owned(), "Brighter".to_owned())]);
    let edit = ReleaseEdit {
        notes: Some(notes),
        ..ReleaseEdit::default()
    };
    Command::EditRelease { release, edit }.into()
}

async fn delete(stage: &mut Stage) -> Set {
    Command::DeleteRelease(stage.drafted().await).into()
}

async fn schedule(stage: &mut Stage) -> Set {
    let release = stage.drafted().await;
    scheduled(stage, release).into()
}

/// It starts in an hour at 10 %, and reaches half an hour after that.
pub fn scheduled(stage: &Stage, release: ReleaseRef) -> Command {
    let step = |permyriad, after| Step {
        share: share(permyriad),
        after,
    };
    Command::Schedule {
        release,
        start: stage.world.clock.now().plus(3600),
        window: 1800,
        stages: vec![step(1000, 0), step(5000, 3600)],
    }
}

async fn unschedule(stage: &mut Stage) -> Set {
    let release = stage.drafted().await;
    stage.run(scheduled(stage, release.clone())).await;
    Command::Unschedule(release).into()
}

async fn start(stage: &mut Stage) -> Set {
    Command::Start {
        release: stage.drafted().await,
        share: Some(share(2000)),
        replace: false,
        only: None,
    }
    .into()
}

async fn start_superseding(stage: &mut Stage) -> Set {
    stage.moving().await;
    stage.package("1.2.0").await;
    Command::Start {
        release: stage.draft("1.2.0").await,
        share: None,
        replace: true,
        only: None,
    }
    .into()
}

async fn clone(stage: &mut Stage) -> Set {
    Command::Clone {
        release: stage.moving().await,
        into: None,
    }
    .into()
}

async fn promote(stage: &mut Stage) -> Set {
    stage.shipped().await;
    let to = stage.open("beta", None).await;
    Command::Promote {
        from: stage.channel(),
        to,
        share: None,
        replace: false,
    }
    .into()
}
