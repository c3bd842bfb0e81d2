//! The scene of most tests: `acme/lamp/stable`, a bundle application in memory.

use wavecast_domain::Command;
use wavecast_domain::channel::Channel;
use wavecast_domain::command::{NewRelease, ReleaseEdit, ReleaseRef, StartWhen};
use wavecast_domain::decide::Outcome;
use wavecast_domain::head::Head;
use wavecast_domain::share::Share;
use wavecast_engine::control::{Done, PageAsk, PublicationState};
use wavecast_engine::port::Ledger;
use wavecast_engine::testing::faulty::Faults;
use wavecast_engine::testing::look::{Look, look};
use wavecast_engine::testing::world::{Memory, World};
use wavecast_wire::manifest::{FileRole, Kind};
use wavecast_wire::name::{ReleaseId, Scope};
use wavecast_wire::table::{Asker, Attributes, Choice, Lists};

pub struct Stage {
    pub memory: Memory,
    pub world: World,
    pub scope: Scope,
}

impl Stage {
    /// An open channel without a release.
    pub async fn new() -> Self {
        Self::over(Memory::default()).await
    }

    /// The same over backends that are new.
    pub async fn over(memory: Memory) -> Self {
        let world = World::of(&memory);
        let scope: Scope = "acme/lamp/stable".parse().unwrap();
        world.open(&scope, Kind::Bundle).await.unwrap();
        Self {
            memory,
            world,
            scope,
        }
    }

    /// The same installation in another process: nothing but the backends is shared.
    pub fn restarted(&self) -> Self {
        Self {
            memory: self.memory.clone(),
            world: World::of(&self.memory),
            scope: self.scope.clone(),
        }
    }

    /// A process with faults around its ports.
    pub fn with_faults(&self, faults: &Faults) -> Self {
        let ports = faults.around(self.memory.ports());
        let sink = self.memory.uploads.clone();
        Self {
            memory: self.memory.clone(),
            world: World::over(ports, sink, self.memory.clock.clone()),
            scope: self.scope.clone(),
        }
    }

    /// The ledger itself, whatever stands before it.
    pub fn memory_ledger(&self) -> &dyn Ledger {
        &*self.memory.ledger
    }

    /// The same with 1.0.0 at everybody.
    pub async fn shipped() -> Self {
        let stage = Self::new().await;
        stage.package("1.0.0").await;
        stage.release("1.0.0", None).await;
        stage
    }

    pub async fn package(&self, version: &str) -> Done {
        let index = format!("<h1>{version}</h1>");
        let files = [
            ("index.html", FileRole::Index, index.as_bytes()),
            ("app.js", FileRole::Important, b"run()".as_slice()),
        ];
        let version = version.parse().unwrap();
        self.world
            .package(&self.scope, &version, &files)
            .await
            .unwrap()
    }

    pub fn new_release(&self, version: &str, share: Option<Share>) -> Command {
        Command::CreateRelease(NewRelease {
            channel: self.scope.channel.clone(),
            rule: None,
            package: "lamp".parse().unwrap(),
            version: version.parse().unwrap(),
            edit: ReleaseEdit::default(),
            start: StartWhen::Now(share),
            replace: false,
            only: None,
        })
    }

    pub async fn release(&self, version: &str, share: Option<Share>) -> ReleaseRef {
        let done = self.run(self.new_release(version, share)).await;
        self.reference(&done)
    }

    pub fn reference(&self, done: &Done) -> ReleaseRef {
        let Outcome::Release { channel, release } = &done.outcome else {
            panic!("no release: {:?}", done.outcome);
        };
        ReleaseRef {
            channel: channel.clone(),
            id: release.clone(),
        }
    }

    pub async fn run(&self, command: Command) -> Done {
        self.world.run(&self.scope, command).await.unwrap()
    }

    /// The channel as the ledger has it.
    pub async fn channel(&self) -> Channel {
        let view = self.world.control.channel(&self.scope).await.unwrap();
        view.expect("an open channel").channel
    }

    /// The head of the publications.
    pub async fn head(&self) -> Head {
        let view = self.world.control.channel(&self.scope).await.unwrap();
        view.and_then(|view| view.head).expect("a sealed channel")
    }

    /// The application's revision.
    pub async fn revision(&self) -> u64 {
        let (org, app) = (&self.scope.org, &self.scope.app);
        let app = self.world.control.app(org, app, &[]).await.unwrap();
        app.expect("an application").head.revision
    }

    /// All publications of the channel, newest first.
    pub async fn publications(&self) -> Vec<PublicationState> {
        let ask = PageAsk {
            limit: 200,
            ..PageAsk::default()
        };
        let listed = self.world.control.publications(&self.scope, &ask).await;
        listed.unwrap().items
    }

    /// How many of them are still pending.
    pub async fn pending(&self) -> usize {
        let all = self.publications().await;
        all.iter().filter(|state| state.seq.is_none()).count()
    }

    /// The edge, verified.
    pub async fn look(&self) -> Look {
        let objects = &*self.memory.objects;
        look(objects, &self.scope)
            .await
            .unwrap()
            .expect("published")
    }

    /// How many of a thousand devices without a release are given this one.
    pub async fn reached(&self, release: &ReleaseId) -> usize {
        let look = self.look().await;
        (0..1000)
            .filter(|n| {
                let id = format!("device-{n}");
                let attributes = Attributes::new();
                let asker = Asker {
                    id: &id,
                    attributes: &attributes,
                    active: None,
                };
                matches!(look.table.choose(&asker, &Lists::new()), Choice::Config { release: chosen, .. } if chosen == *release)
            })
            .count()
    }
}

pub fn share(permyriad: u16) -> Share {
    Share::permyriad(permyriad).unwrap()
}

/// The `seq` that each wanted publication was shown with.
pub fn seqs(done: &Done) -> Vec<Option<u64>> {
    done.publications.iter().map(|state| state.seq).collect()
}
