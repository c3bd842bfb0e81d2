//! The real publishers that play a walk of the model.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_domain::command::ReleaseRef;
use wavecast_domain::head::Head;
use wavecast_engine::control::{Control, PublicationState};
use wavecast_engine::port::{Entry, PortError, SealedKey, Signer};
use wavecast_engine::record::{entry, key};
use wavecast_engine::testing::act::request;
use wavecast_seal::model::act::Act;
use wavecast_seal::model::state::{At, Pointer, Sig, State};
use wavecast_seal::run::play::{Choice, Run};
use wavecast_seal::run::scene::{Part, Scene, Stage, ramp};
use wavecast_seal::run::watch::seq;
use wavecast_wire::object::ObjectKey;

use crate::honest::call;

/// Readings of what never changes, or belongs to rotations: the model doesn't have them.
const SILENT: [&str; 8] = [
    "ledger page N",
    "ledger get N",
    "ledger get S",
    "ledger get T",
    "ledger get A",
    "objects get root",
    "objects create root",
    "objects head target",
];

/// A call as the model names it: once a publisher knows a root, it reads that along with the state.
fn named(call: &str) -> String {
    call.replace("ledger get AHN", "ledger get AH")
}

/// Signs so that the bytes of two publishers always differ, and those before and after a restore.
struct Salted {
    inner: Arc<dyn Signer>,
    by: u8,
    shared: Arc<Shared>,
}

struct Shared {
    keys: AtomicBool,
    restored: AtomicBool,
}

#[async_trait]
impl Signer for Salted {
    async fn sign(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        if !self.shared.keys.load(Ordering::SeqCst) {
            return Err(PortError::Setup("the keys are lost".to_owned()));
        }
        let mut signature = self.inner.sign(key, message).await?;
        let restored = u8::from(self.shared.restored.load(Ordering::SeqCst));
        signature.extend([self.by, restored]);
        Ok(signature)
    }

    fn message_limit(&self) -> Option<usize> {
        None
    }
}

/// What can be seen of ledger and edge, counted from the walk's beginning.
#[derive(Debug, Eq, PartialEq)]
struct Seen {
    seq: u64,
    is_sealed: bool,
    written: bool,
    fence: Option<u64>,
    at: u64,
    /// Of each wanted publication: its ledger revision, where it is shown, whether it has trouble.
    wanted: Vec<(u64, Option<u64>, bool)>,
    pointers: [Option<u64>; 2],
    targets: BTreeSet<u64>,
    snapshots: BTreeSet<u64>,
}

/// The numbers at the beginning, less those of the model's beginning.
#[derive(Clone, Copy, Default)]
struct Offsets {
    seq: u64,
    at: u64,
}

/// A scene of publishers that sign as no other does.
pub struct Set {
    scene: Scene,
    shared: Arc<Shared>,
}

impl Set {
    pub fn of(stage: &Stage, publishers: usize) -> Self {
        let shared = Arc::new(Shared {
            keys: AtomicBool::new(true),
            restored: AtomicBool::new(false),
        });
        let signing = |by: usize| {
            Part::Signing(Arc::new(Salted {
                inner: stage.memory.signer.clone(),
                by: u8::try_from(by).unwrap(),
                shared: shared.clone(),
            }))
        };
        let mut scene = Scene::of(stage, (0..publishers).map(signing).collect());
        scene.may_fence = true;
        Self { scene, shared }
    }
}

/// Plays acts of the model on the real publisher.
pub struct Stand<'s> {
    set: &'s Set,
    run: Run<'s>,
    offsets: Offsets,
    /// Publications from before.
    old: BTreeSet<String>,
    backup: Vec<Entry>,
    admin: u64,
    /// The timestamp that each signature of the model stands for.
    bytes: HashMap<Sig, Bytes>,
}

impl<'s> Stand<'s> {
    pub async fn begin(set: &'s Set, published: bool) -> Self {
        let run = Run::begin(&set.scene, u32::MAX, u32::MAX).await;
        let mut stand = Self {
            set,
            run,
            offsets: Offsets::default(),
            old: BTreeSet::new(),
            backup: Vec::new(),
            admin: 0,
            bytes: HashMap::new(),
        };
        let (head, at, publications) = stand.ledger();
        if published {
            stand.offsets = Offsets {
                seq: head.seq - 1,
                at: at - 1,
            };
            stand.old = publications
                .into_iter()
                .map(|(state, _)| state.id.0)
                .collect();
        }
        stand
    }

    /// One act. `before` is the model's state that it begins in, `next` the one that it ends in.
    pub async fn play(&mut self, before: &State, act: Act, next: &State, seed: u64) {
        let scope = self.set.scene.scope.clone();
        match act {
            Act::Step(by) => self.step(before, next, by, Choice::Go(by), seed).await,
            Act::Landed(by) => self.step(before, next, by, Choice::Land(by), seed).await,
            Act::Flies(by) => self.step(before, next, by, Choice::Lose(by), seed).await,
            Act::Crash(by) => self.run.apply(Choice::Kill(by)).await,
            Act::Arrives(_) => panic!("such a walk isn't chosen"),
            Act::Commit => {
                let share = 2000 + 500 * u16::from(next.ledger.rev);
                let view = self.control().channel(&scope).await.unwrap().expect("open");
                let rule = view.channel.rules.first().expect("a rule");
                let release = ReleaseRef {
                    channel: scope.channel.clone(),
                    id: rule.moving.clone().expect("an active release"),
                };
                let command = ramp(&release, share);
                let control = self.control();
                let done = control.execute(&scope.org, &scope.app, request(), command);
                done.await.unwrap();
            }
            Act::Adopt => drop(self.control().adopt(&scope, request()).await.unwrap()),
            Act::Time => self.run.stand.clock.advance(9 * 86_400),
            Act::Outage => self.set.shared.keys.store(false, Ordering::SeqCst),
            Act::Damage(pointer) => self.run.stand.objects.tamper(&self.key(pointer), None),
            Act::Backup => self.backup = self.run.stand.ledger.dump(),
            Act::Restore => {
                self.run.stand.ledger.restore(self.backup.clone());
                self.set.shared.restored.store(true, Ordering::SeqCst);
                for by in 0..before.publishers.len() {
                    self.run.apply(Choice::Kill(by)).await;
                }
            }
        }
    }

    async fn step(&mut self, before: &State, next: &State, by: usize, choice: Choice, seed: u64) {
        if self.run.waiting(by).is_none() {
            assert_eq!(before.publishers[by], At::Look, "seed {seed}: it is done");
            self.run.apply(Choice::Kill(by)).await;
        }
        let expected = call(&before.publishers[by]);
        let waits = self.run.waiting(by).map(|call| named(&call.name));
        assert_eq!(
            waits.as_deref(),
            Some(expected.as_str()),
            "seed {seed}: {:?}",
            before.publishers[by]
        );
        self.run.apply(choice).await;
        let expected = call(&next.publishers[by]);
        while let Some(waits) = self.run.waiting(by)
            && named(&waits.name) != expected
            && SILENT.contains(&waits.name.as_str())
        {
            self.run.apply(Choice::Go(by)).await;
        }
    }

    fn control(&mut self) -> Control {
        self.admin += 1;
        self.set.scene.admin(&self.run.stand, self.admin)
    }

    fn key(&self, pointer: Pointer) -> ObjectKey {
        let scope = self.set.scene.scope.clone();
        match pointer {
            Pointer::Timestamp => ObjectKey::Timestamp(scope),
            Pointer::Latest => ObjectKey::Latest(scope),
        }
    }

    /// Head, its revision, and all publications with theirs.
    fn ledger(&self) -> (Head, u64, Vec<(PublicationState, u64)>) {
        let scope = &self.set.scene.scope;
        let (at_head, of_publications) = (key::head(scope), key::publications(scope));
        let (mut head, mut at, mut publications) = (Head::default(), 0, Vec::new());
        for found in self.run.stand.ledger.dump() {
            if found.key == at_head {
                (head, at) = (entry::read(&found).unwrap(), found.revision);
            } else if found.key.pk == of_publications {
                let state: PublicationState = entry::read(&found).unwrap();
                if !self.old.contains(&state.id.0) {
                    publications.push((state, found.revision));
                }
            }
        }
        publications.sort_by_key(|(state, _)| state.revision);
        (head, at, publications)
    }

    fn seen(&self) -> Seen {
        let (head, at, publications) = self.ledger();
        let base = self.offsets.seq;
        let less = |seq: u64| seq.saturating_sub(base);
        let (mut targets, mut snapshots) = (BTreeSet::new(), BTreeSet::new());
        for path in self.run.stand.objects.dump().into_keys() {
            match ObjectKey::parse(&path) {
                Some(ObjectKey::Targets(_, n)) if n > base => drop(targets.insert(n - base)),
                Some(ObjectKey::Snapshot(_, n)) if n > base => drop(snapshots.insert(n - base)),
                _ => {}
            }
        }
        let pointers = [Pointer::Timestamp, Pointer::Latest].map(|pointer| {
            let key = self.key(pointer);
            let bytes = self.run.stand.objects.dump().remove(&key.path())?;
            seq(&key, &bytes).map(less)
        });
        Seen {
            seq: less(head.seq),
            is_sealed: head.sealed.is_some(),
            written: head.written,
            fence: head.fence.map(|fence| less(fence.edge)),
            at: at - self.offsets.at,
            wanted: publications
                .into_iter()
                .map(|(state, at)| (at, state.seq.map(less), state.trouble.is_some()))
                .collect(),
            pointers,
            targets,
            snapshots,
        }
    }

    /// Ledger and edge must be as the model says.
    pub fn compare(&mut self, state: &State, seed: u64, count: usize) {
        let said = Seen::of(state);
        assert_eq!(
            self.seen(),
            said,
            "seed {seed}, after {count} acts: {state:#?}"
        );
        let Some(sig) = state.edge.timestamp else {
            return;
        };
        let path = self.key(Pointer::Timestamp).path();
        let shown = self.run.stand.objects.dump()[&path].clone();
        let before = self.bytes.entry(sig).or_insert_with(|| shown.clone());
        assert_eq!(
            *before, shown,
            "seed {seed}: the same signature, other bytes"
        );
        let same = self.bytes.values().filter(|bytes| **bytes == shown).count();
        assert_eq!(same, 1, "seed {seed}: another signature, the same bytes");
    }
}

impl Seen {
    /// As the model has it.
    fn of(state: &State) -> Self {
        let (ledger, edge) = (&state.ledger, &state.edge);
        let files = |files: &[Option<Sig>]| -> BTreeSet<u64> {
            let there = (0..).zip(files).filter(|(_, file)| file.is_some());
            there.map(|(n, _)| n).collect()
        };
        let shown = |pointer| edge.shown(pointer).map(|sig| u64::from(sig.seq));
        Self {
            seq: ledger.head.seq.into(),
            is_sealed: ledger.head.sealed.is_some(),
            written: ledger.head.written,
            fence: ledger.head.fence.map(u64::from),
            at: ledger.at.into(),
            wanted: ledger
                .wanted
                .iter()
                .map(|wanted| {
                    let shown = wanted.shown.map(u64::from);
                    (wanted.at.into(), shown, wanted.trouble.is_some())
                })
                .collect(),
            pointers: [Pointer::Timestamp, Pointer::Latest].map(shown),
            targets: files(&edge.targets),
            snapshots: files(&edge.snapshot),
        }
    }
}
