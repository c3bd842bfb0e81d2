//! The application, its channels and their keys.

use wavecast_domain::Command;
use wavecast_domain::app::Settings;
use wavecast_domain::channel::ChannelSettings;
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::Role;

use super::stage::share;
use super::{Scene, Set, Stage, Then, scenes};
use crate::act::Act;

pub const CONFIGURE_APP: &[Scene] = scenes! { "application is configured": configure_app };
pub const CREATE: &[Scene] = scenes! {
    "channel is opened": open,
    "channel is opened again": open_again,
};
pub const CONFIGURE: &[Scene] = scenes! { "channel is configured": configure };
pub const MOVE: &[Scene] = scenes! { "channel moves": move_on };
pub const RETIRE: &[Scene] = scenes! { "channel is retired": retire };
pub const DELETE: &[Scene] = scenes! { "channel is deleted": delete };
pub const KEYS: &[Scene] = scenes! {
    "timestamp key is rotated": rotate_timestamp,
    "all keys are rotated": rotate_all,
};
pub const ADOPT: &[Scene] = scenes! { "edge is adopted": adopt };

async fn configure_app(stage: &mut Stage) -> Set {
    stage.shipped().await;
    let settings = Settings {
        first_step: share(100),
        ..Settings::default()
    };
    Command::ConfigureApp {
        settings: Some(settings),
        dimensions: None,
    }
    .into()
}

async fn open(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.scope.channel = "beta".parse().unwrap();
    stage.channels.push(stage.channel());
    Command::CreateChannel {
        channel: stage.channel(),
        settings: None,
    }
    .into()
}

async fn open_again(stage: &mut Stage) -> Set {
    stage.shipped().await;
    let channel = stage.channel();
    stage
        .run(Command::RetireChannel {
            channel: channel.clone(),
        })
        .await;
    stage
        .run(Command::DeleteChannel {
            channel: channel.clone(),
        })
        .await;
    Command::CreateChannel {
        channel,
        settings: None,
    }
    .into()
}

async fn configure(stage: &mut Stage) -> Set {
    stage.shipped().await;
    Command::ConfigureChannel {
        channel: stage.channel(),
        settings: ChannelSettings {
            poll_active: 600,
            ..ChannelSettings::default()
        },
    }
    .into()
}

async fn move_on(stage: &mut Stage) -> Set {
    stage.shipped().await;
    let channel = stage.open("next", None).await;
    let to = Scope {
        channel,
        ..stage.scope.clone()
    };
    Command::MoveChannel {
        channel: stage.channel(),
        to,
    }
    .into()
}

async fn retire(stage: &mut Stage) -> Set {
    stage.moving().await;
    Command::RetireChannel {
        channel: stage.channel(),
    }
    .into()
}

async fn delete(stage: &mut Stage) -> Set {
    stage.shipped().await;
    let channel = stage.channel();
    stage
        .run(Command::RetireChannel {
            channel: channel.clone(),
        })
        .await;
    Command::DeleteChannel { channel }.into()
}

async fn rotate_timestamp(stage: &mut Stage) -> Set {
    stage.shipped().await;
    Act::Rotate(&[Role::Timestamp]).into()
}

async fn rotate_all(stage: &mut Stage) -> Set {
    stage.shipped().await;
    Act::Rotate(&Role::ALL).into()
}

/// The ledger is from before the last release.
async fn adopt(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.package("1.1.0").await;
    let backup = stage.site.copy();
    stage.release("1.1.0", Some(share(1000))).await;
    Set {
        act: Act::Adopt,
        then: Then::Restore(Box::new(backup)),
    }
}
