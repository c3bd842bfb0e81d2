//! Secrets of an application.

use wavecast_domain::Command;
use wavecast_engine::testing::act::request;

use super::{Scene, Set, Stage, scenes};
use crate::act::{Act, secret};

pub const SET: &[Scene] = scenes! {
    "first secret is set": set,
    "secret is set so often that an old value goes": set_again,
};
pub const USE: &[Scene] = scenes! { "older version of a secret is used": choose };
pub const REMOVE: &[Scene] = scenes! { "secret is removed": remove };

impl Stage {
    /// 1.0.0 at everybody, and a secret with so many versions.
    async fn keeping(&self, versions: u8) {
        self.shipped().await;
        for n in 0..versions {
            let (org, app) = (&self.scope.org, &self.scope.app);
            let (control, new) = (&self.world.control, secret("hook", &[n]));
            let set = control.set_secret(org, app, request(), &new);
            set.await.unwrap();
        }
    }
}

async fn set(stage: &mut Stage) -> Set {
    stage.shipped().await;
    Act::Secret("hook", b"a value").into()
}

async fn set_again(stage: &mut Stage) -> Set {
    stage.keeping(5).await;
    Act::Secret("hook", b"a value").into()
}

async fn choose(stage: &mut Stage) -> Set {
    stage.keeping(2).await;
    let name = "hook".parse().unwrap();
    Command::UseSecret { name, version: 1 }.into()
}

async fn remove(stage: &mut Stage) -> Set {
    stage.keeping(2).await;
    let name = "hook".parse().unwrap();
    Command::RemoveSecret { name }.into()
}
