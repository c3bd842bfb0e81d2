//! A channel on a backend, with a release on its way.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use tempfile::TempDir;
use wavecast_domain::Command;
use wavecast_domain::command::{NewRelease, ReleaseEdit, ReleaseRef, StartWhen};
use wavecast_domain::decide::Outcome;
use wavecast_domain::share::Share;
use wavecast_edge::{Edge, Limits, serve};
use wavecast_embedded::{Embedded, Local};
use wavecast_engine::control::Done;
use wavecast_engine::local::Ports;
use wavecast_engine::testing::act::TestFile;
use wavecast_engine::testing::clock::TestClock;
use wavecast_engine::testing::counted::Counter;
use wavecast_engine::testing::world::{Memory, World};
use wavecast_wire::manifest::{FileRole, Kind};
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;

/// A channel on a backend.
pub struct Stage {
    /// The installation.
    pub world: World,
    /// What passed its ports.
    pub counter: Counter,
    /// The channel.
    pub scope: Scope,
    /// Where it lies, if on a disk.
    pub home: Option<TempDir>,
}

impl Stage {
    /// An open channel in memory.
    pub async fn memory() -> Self {
        let memory = Memory::default();
        let counter = Counter::default();
        let ports = counter.around(memory.ports());
        let world = World::over(ports, memory.uploads.clone(), memory.clock.clone());
        Self::open(world, counter, None).await
    }

    /// An open channel in a fresh data directory below `folder`, with every sync that it does.
    pub async fn disk(folder: &Path) -> Self {
        let home = TempDir::with_prefix_in("bench-", folder).expect("a folder");
        let clock = TestClock::default();
        let embedded = Embedded::open_at(home.path(), Arc::new(clock.clone()));
        let local = embedded.and_then(|embedded| embedded.local("http://127.0.0.1:8080/api/v1"));
        let local = local.expect("a data directory");
        let counter = Counter::default();
        let ports = counter.around(ports(&local));
        let world = World::over(ports, local.parts, clock);
        Self::open(world, counter, Some(home)).await
    }

    async fn open(world: World, counter: Counter, home: Option<TempDir>) -> Self {
        let scope: Scope = "acme/lamp/stable".parse().expect("a scope");
        world.open(&scope, Kind::Bundle).await.expect("a channel");
        Self {
            world,
            counter,
            scope,
            home,
        }
    }

    /// A package of two files under a version.
    pub async fn package(&self, version: &str) {
        self.package_of(version, 2).await;
    }

    /// A package of so many small files, no two alike, under a version.
    pub async fn package_of(&self, version: &str, files: usize) {
        let path = |n| match n {
            0 => "index.html".to_owned(),
            n => format!("assets/{n:05}.txt"),
        };
        let content = |n| format!("{version}: {}", path(n));
        let contents: Vec<(String, String)> = (0..files).map(|n| (path(n), content(n))).collect();
        let role = |n| match n {
            0 => FileRole::Index,
            _ => FileRole::Important,
        };
        let listed = contents.iter().enumerate();
        let files: Vec<TestFile<'_>> = listed
            .map(|(n, (path, content))| (path.as_str(), role(n), content.as_bytes()))
            .collect();
        let version = version.parse().expect("a version");
        let made = self.world.package(&self.scope, &version, &files).await;
        made.expect("a package");
    }

    /// A release of a package, at a share.
    pub async fn release(&self, version: &str, share: Share) -> ReleaseRef {
        let command = Command::CreateRelease(NewRelease {
            channel: self.scope.channel.clone(),
            rule: None,
            package: "lamp".parse().expect("a name"),
            version: version.parse().expect("a version"),
            edit: ReleaseEdit::default(),
            start: StartWhen::Now(Some(share)),
            replace: false,
            only: None,
        });
        let done = self.run(command).await;
        let Outcome::Release { channel, release } = done.outcome else {
            panic!("no release: {:?}", done.outcome);
        };
        ReleaseRef {
            channel,
            id: release,
        }
    }

    /// The first release, at 0.01 %: one row.
    pub async fn moving(&self) -> ReleaseRef {
        self.package("1.0.0").await;
        self.release("1.0.0", share(1)).await
    }

    /// The second release, at 10 %, above the first at everybody: two rows.
    pub async fn ramping(&self) -> ReleaseRef {
        self.ramping_of(2).await
    }

    /// The same; the second package has so many files.
    pub async fn ramping_of(&self, files: usize) -> ReleaseRef {
        self.package("1.0.0").await;
        self.release("1.0.0", Share::ALL).await;
        self.package_of("1.1.0", files).await;
        self.release("1.1.0", share(1_000)).await
    }

    /// Serves the edge of a stage on a disk, on the runtime of the caller; says on which port.
    pub async fn serve(&self) -> u16 {
        let home = self.home.as_ref().expect("a folder").path();
        let edge = Edge::open(home.join("edge")).expect("an edge");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let forever = std::future::pending();
        tokio::spawn(serve(listener, edge, Limits::default(), forever));
        port
    }

    /// Ramps a release, and leaves it open at 100 %.
    pub async fn ramp(&self, release: &ReleaseRef, to: u16) -> Done {
        let release = release.clone();
        self.run(Command::Ramp {
            release,
            to: share(to),
            keep_open: true,
            only: None,
        })
        .await
    }

    /// Carries out a command.
    pub async fn run(&self, command: Command) -> Done {
        let done = self.world.run(&self.scope, command).await;
        done.expect("a command")
    }

    /// An object at the edge.
    pub async fn object(&self, key: &ObjectKey) -> Bytes {
        let found = self.world.ports.objects.get(key).await;
        found.expect("an edge").expect("an object").bytes
    }

    /// What a device polls.
    pub async fn latest(&self) -> Bytes {
        self.object(&ObjectKey::Latest(self.scope.clone())).await
    }

    /// What a device is provisioned with.
    pub async fn root(&self) -> Bytes {
        self.object(&ObjectKey::Root(self.scope.clone(), 1)).await
    }
}

/// The ports of a data directory.
fn ports(local: &Local) -> Ports {
    Ports {
        ledger: local.ledger.clone(),
        objects: local.objects.clone(),
        uploads: local.uploads.clone(),
        signer: local.signer.clone(),
        maker: local.key_maker.clone(),
        wrap: local.wrap.clone(),
        unwrap: local.unwrap.clone(),
        cdn: None,
        clock: local.clock.clone(),
        ids: local.ids.clone(),
    }
}

/// A share of at most 10,000 permyriad.
#[must_use]
pub fn share(permyriad: u16) -> Share {
    Share::permyriad(permyriad).expect("a share")
}
