//! What upkeep does by itself.

use wavecast_domain::channel::ChannelSettings;

use super::releases::scheduled;
use super::{Scene, Set, Stage, Then, scenes};
use crate::act::Act;

pub const CALM: &[Scene] = scenes! { "channel calms down": calm };
pub const MISS: &[Scene] = scenes! { "start is missed": miss };
pub const NEXT_STAGE: &[Scene] = scenes! {
    "scheduled release starts": start,
    "stage is reached": stage_reached,
};
pub const RENEWAL: &[Scene] = scenes! {
    "timestamp is renewed": renew,
    "all metadata is renewed": renew_all,
    "root is renewed": renew_root,
};
pub const REPAIR: &[Scene] = scenes! { "edge is repaired": repair };
pub const SWEEP: &[Scene] = scenes! {
    "file is condemned": condemn,
    "file is swept": sweep,
};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

fn after(seconds: i64) -> Set {
    Set {
        act: Act::Tick,
        then: Then::Wait(seconds),
    }
}

async fn calm(stage: &mut Stage) -> Set {
    stage.moving().await;
    after(DAY + 1)
}

async fn start(stage: &mut Stage) -> Set {
    let release = stage.drafted().await;
    stage.run(scheduled(stage, release)).await;
    after(HOUR)
}

async fn miss(stage: &mut Stage) -> Set {
    let release = stage.drafted().await;
    stage.run(scheduled(stage, release)).await;
    after(HOUR + 1801)
}

async fn stage_reached(stage: &mut Stage) -> Set {
    let release = stage.drafted().await;
    stage.run(scheduled(stage, release)).await;
    stage.world.clock.advance(HOUR);
    assert_eq!(stage.world.upkeep.tick().await.started, 1);
    after(HOUR)
}

/// Days after the last movement: nothing else is due.
async fn renew(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.days(4).await;
    after(8 * DAY)
}

/// Targets and snapshot have less than half of their life left.
async fn renew_all(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.days(42).await;
    after(9 * DAY)
}

/// A root of thirty days: it has less than a quarter of its life left. Its timestamp lasts.
async fn renew_root(stage: &mut Stage) -> Set {
    stage.shipped().await;
    let days = |days: i64| u32::try_from(days * DAY).unwrap();
    let settings = ChannelSettings {
        root_lifetime: days(30),
        timestamp_lifetime: days(60),
        ..ChannelSettings::default()
    };
    stage.open("beta", Some(settings)).await;
    stage.days(22).await;
    after(DAY)
}

async fn repair(stage: &mut Stage) -> Set {
    stage.moving().await;
    Set {
        act: Act::Tick,
        then: Then::Damage,
    }
}

async fn condemn(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.days(4).await;
    stage.world.upload(&stage.scope, b"nobody's").await.unwrap();
    after(DAY + 1)
}

async fn sweep(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.days(4).await;
    stage.world.upload(&stage.scope, b"nobody's").await.unwrap();
    stage.days(1).await;
    after(DAY + 1)
}
