//! Where scenes are set: `acme/lamp/stable` on an installation that runs.

use wavecast_domain::Command;
use wavecast_domain::channel::ChannelSettings;
use wavecast_domain::command::{NewRelease, ReleaseEdit, ReleaseRef, StartWhen};
use wavecast_domain::decide::Outcome;
use wavecast_domain::share::Share;
use wavecast_engine::control::Done;
use wavecast_engine::testing::act::TestFile;
use wavecast_engine::testing::world::World;
use wavecast_wire::manifest::{FileRole, Kind};
use wavecast_wire::name::{ChannelName, Scope};
use wavecast_wire::table::When;

use crate::site::Site;

/// An installation whose scene is being set.
pub struct Stage {
    pub site: Site,
    pub world: World,
    /// What the act is about.
    pub scope: Scope,
    /// The channels that clients follow.
    pub channels: Vec<ChannelName>,
}

impl Stage {
    pub fn new(site: Site, world: World) -> Self {
        let scope: Scope = "acme/lamp/stable".parse().unwrap();
        Self {
            site,
            world,
            channels: vec![scope.channel.clone()],
            scope,
        }
    }

    /// 1.0.0 at everybody.
    pub async fn shipped(&self) {
        self.world.open(&self.scope, Kind::Bundle).await.unwrap();
        self.package("1.0.0").await;
        self.release("1.0.0", None).await;
    }

    /// 1.0.0 at everybody, and 1.1.0 at 10 %.
    pub async fn moving(&self) -> ReleaseRef {
        self.shipped().await;
        self.package("1.1.0").await;
        self.release("1.1.0", Some(share(1000))).await
    }

    /// 1.0.0 at everybody, and 1.1.0 at 10 %, whose variants for ios and android may part.
    pub async fn parting(&self) -> ReleaseRef {
        self.shipped().await;
        let index: [TestFile<'_>; 1] = [("index.html", FileRole::Index, b"<h1>1.1.0</h1>")];
        let whens = [only("ios"), only("android")];
        let version = "1.1.0".parse().unwrap();
        let packed = self
            .world
            .package_for(&self.scope, &version, &index, &whens);
        packed.await.unwrap();
        self.release("1.1.0", Some(share(1000))).await
    }

    /// 1.0.0 at everybody, and a draft of 1.1.0.
    pub async fn drafted(&self) -> ReleaseRef {
        self.shipped().await;
        self.package("1.1.0").await;
        self.draft("1.1.0").await
    }

    pub async fn package(&self, version: &str) {
        let index = format!("<h1>{version}</h1>");
        let files: [TestFile<'_>; 2] = [
            ("index.html", FileRole::Index, index.as_bytes()),
            ("app.js", FileRole::Lazy, b"run()"),
        ];
        let version = version.parse().unwrap();
        let packed = self.world.package(&self.scope, &version, &files);
        packed.await.unwrap();
    }

    pub fn new_release(&self, version: &str, start: StartWhen) -> NewRelease {
        NewRelease {
            channel: self.scope.channel.clone(),
            rule: None,
            package: "lamp".parse().unwrap(),
            version: version.parse().unwrap(),
            edit: ReleaseEdit::default(),
            start,
            replace: false,
            only: None,
        }
    }

    pub async fn release(&self, version: &str, share: Option<Share>) -> ReleaseRef {
        let new = self.new_release(version, StartWhen::Now(share));
        reference(&self.run(Command::CreateRelease(new)).await)
    }

    pub async fn draft(&self, version: &str) -> ReleaseRef {
        let new = self.new_release(version, StartWhen::Draft);
        reference(&self.run(Command::CreateRelease(new)).await)
    }

    pub async fn run(&self, command: Command) -> Done {
        self.world.run(&self.scope, command).await.unwrap()
    }

    /// Opens another channel, whose clients look on too.
    pub async fn open(&mut self, name: &str, settings: Option<ChannelSettings>) -> ChannelName {
        let channel: ChannelName = name.parse().unwrap();
        let create = Command::CreateChannel {
            channel: channel.clone(),
            settings,
        };
        self.run(create).await;
        self.channels.push(channel.clone());
        channel
    }

    /// Days pass, and upkeep does each day what is due.
    pub async fn days(&self, days: u32) {
        for _ in 0..days {
            self.world.clock.advance(86_400);
            let report = self.world.upkeep.tick().await;
            assert_eq!(report.troubles, Vec::<String>::new());
        }
    }

    pub fn channel(&self) -> ChannelName {
        self.scope.channel.clone()
    }
}

pub fn reference(done: &Done) -> ReleaseRef {
    let Outcome::Release { channel, release } = &done.outcome else {
        panic!("no release: {:?}", done.outcome);
    };
    ReleaseRef {
        channel: channel.clone(),
        id: release.clone(),
    }
}

/// The devices of one os.
pub fn only(os: &str) -> When {
    serde_json::from_value(serde_json::json!({ "os": [os] })).unwrap()
}

pub fn share(permyriad: u16) -> Share {
    Share::permyriad(permyriad).unwrap()
}
