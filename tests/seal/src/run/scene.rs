//! Where a run begins: an installation in memory, and who acts on it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_domain::Command;
use wavecast_domain::command::{NewRelease, ReleaseEdit, ReleaseRef, StartWhen};
use wavecast_domain::decide::Outcome;
use wavecast_domain::share::Share;
use wavecast_engine::control::{Control, PublicationState};
use wavecast_engine::keys::Keys;
use wavecast_engine::port::{
    Doorbell, Entry, Key, Ledger, Page, PortError, Query, Signer, Wake, Write,
};
use wavecast_engine::testing::memory::MemoryLedger;
use wavecast_engine::testing::world::{Memory, World};
use wavecast_wire::manifest::{FileRole, Kind};
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::tuf::Role;

use super::play::{Choice, Run};

/// Who acts.
#[derive(Clone)]
pub enum Part {
    /// A process that publishes the channel once, as a tick or a bell makes it.
    Publisher,
    /// A process that publishes, but whose signer has lost its keys.
    Keyless,
    /// A process that publishes with this signer.
    Signing(Arc<dyn Signer>),
    /// An admin's changes, one after the other.
    Admin(Vec<Command>),
    /// An admin who adopts a fenced channel as soon as there is one.
    Adopter,
    /// The key maker's commit, made ready before.
    KeyMaker(Vec<Write>),
    /// Somebody removes this object from the edge, behind everybody's back.
    Remover(ObjectKey),
    /// So many seconds pass.
    Time(i64),
}

/// A rule of the ports that is broken on purpose, to see that it is missed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Broken {
    /// None.
    Nothing,
    /// A head is stored whatever the seal expects.
    Seal,
    /// An object is replaced whatever its ETag.
    ETag,
    /// An object is created over one that is there.
    Create,
    /// Who reads the head again is shown what it read before.
    Reread,
}

/// The beginning of every run.
pub struct Scene {
    /// The channel.
    pub scope: Scope,
    /// Who acts.
    pub parts: Vec<Part>,
    /// Which rule is broken.
    pub broken: Broken,
    /// Whether the edge may be ahead of the ledger.
    pub may_fence: bool,
    pub(super) ledger: Vec<Entry>,
    pub(super) edge: BTreeMap<String, Bytes>,
    pub(super) memory: Memory,
}

impl Scene {
    /// Every publisher in a process of its own, on an installation as it stands.
    #[must_use]
    pub fn of(stage: &Stage, parts: Vec<Part>) -> Self {
        Self {
            scope: stage.scope.clone(),
            parts,
            broken: Broken::Nothing,
            may_fence: false,
            ledger: stage.memory.ledger.dump(),
            edge: stage.memory.objects.dump(),
            memory: stage.memory.clone(),
        }
    }

    /// The same with a rule broken.
    #[must_use]
    pub fn breaking(mut self, broken: Broken) -> Self {
        self.broken = broken;
        self
    }
}

/// An installation that a scene is made of: `acme/lamp/stable`, a bundle application in memory.
pub struct Stage {
    /// Its backends.
    pub memory: Memory,
    /// Its functions, in a process that publishes at once.
    pub world: World,
    /// The channel.
    pub scope: Scope,
}

impl Stage {
    /// An installation without anything.
    fn empty() -> Self {
        let memory = Memory::default();
        Self {
            world: World::of(&memory),
            memory,
            scope: "acme/lamp/stable".parse().unwrap(),
        }
    }

    /// A channel that was just created, with its keys and root: nothing is sealed yet.
    pub async fn opened() -> Self {
        let mut stage = Self::empty();
        stage.world.control = stage.silent();
        stage.world.open(&stage.scope, Kind::Bundle).await.unwrap();
        stage.world.keys.ensure(&stage.scope).await.unwrap();
        stage
    }

    /// A channel with 1.0.0 at everybody and 1.1.0 at a tenth; answers 1.1.0 besides.
    pub async fn shipped() -> (Self, ReleaseRef) {
        let stage = Self::empty();
        stage.world.open(&stage.scope, Kind::Bundle).await.unwrap();
        stage.release("1.0.0", None).await;
        let share = Share::permyriad(1000).unwrap();
        let newest = stage.release("1.1.0", Some(share)).await;
        (stage, newest)
    }

    async fn release(&self, version: &str, share: Option<Share>) -> ReleaseRef {
        let files = [("index.html", FileRole::Index, version.as_bytes())];
        let number = version.parse().unwrap();
        self.world
            .package(&self.scope, &number, &files)
            .await
            .unwrap();
        let command = Command::CreateRelease(NewRelease {
            channel: self.scope.channel.clone(),
            rule: None,
            package: "lamp".parse().unwrap(),
            version: number,
            edit: ReleaseEdit::default(),
            start: StartWhen::Now(share),
            replace: false,
            only: None,
        });
        let done = self.world.run(&self.scope, command).await.unwrap();
        let Outcome::Release { channel, release } = done.outcome else {
            panic!("no release: {:?}", done.outcome);
        };
        ReleaseRef {
            channel,
            id: release,
        }
    }

    /// Its control, whose bell wakes nobody: what is committed stays pending.
    #[must_use]
    pub fn silent(&self) -> Control {
        Control {
            bell: Arc::new(Silent),
            ..self.world.control.clone()
        }
    }

    /// The commit by which the key maker answers a rotation that was just asked for; it isn't made.
    pub async fn next_root(&self) -> Vec<Write> {
        let roles = [Role::Timestamp, Role::Targets];
        let control = self.silent();
        let request = wavecast_engine::testing::act::request();
        let asked = control.rotate_keys(&self.scope, request, &roles, None);
        asked.await.unwrap();
        let captured = Arc::new(Capture {
            inner: self.memory.ledger.clone(),
            taken: Mutex::default(),
        });
        let keys = Keys {
            ledger: captured.clone(),
            ..self.world.keys.clone()
        };
        keys.ensure(&self.scope).await.unwrap();
        captured.taken.lock().unwrap().clone()
    }

    /// Lets a publisher seal what is wanted, and die before it writes anything to the edge.
    pub async fn seal(&self) {
        let scene = Scene::of(self, vec![Part::Publisher]);
        let mut run = Run::begin(&scene, 0, 0).await;
        while let Some(call) = run.waiting(0)
            && call.name != "objects create targets"
        {
            run.apply(Choice::Go(0)).await;
        }
        self.memory.ledger.restore(run.stand.ledger.dump());
    }

    /// Commits a change that nobody publishes.
    pub async fn commit(&self, command: Command) {
        let control = self.silent();
        let (org, app) = (&self.scope.org, &self.scope.app);
        let request = wavecast_engine::testing::act::request();
        control.execute(org, app, request, command).await.unwrap();
    }
}

/// A ramp.
#[must_use]
pub fn ramp(release: &ReleaseRef, permyriad: u16) -> Command {
    Command::Ramp {
        release: release.clone(),
        to: Share::permyriad(permyriad).unwrap(),
        keep_open: false,
        only: None,
    }
}

/// A ledger that keeps what is committed to itself.
struct Capture {
    inner: Arc<MemoryLedger>,
    taken: Mutex<Vec<Write>>,
}

#[async_trait]
impl Ledger for Capture {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        self.inner.get(keys).await
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), PortError> {
        self.taken.lock().unwrap().extend(writes);
        Ok(())
    }

    async fn page(
        &self,
        query: &Query,
        after: Option<&str>,
        limit: usize,
        descending: bool,
    ) -> Result<Page, PortError> {
        self.inner.page(query, after, limit, descending).await
    }
}

/// A bell that nobody hears.
pub(super) struct Silent;

#[async_trait]
impl Doorbell for Silent {
    async fn ring(&self, _: Wake) -> Result<Vec<PublicationState>, PortError> {
        Ok(Vec::new())
    }
}
