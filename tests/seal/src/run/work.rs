//! What each part does, over ports that wait for the schedule.

use std::pin::Pin;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};

use wavecast_engine::control::{Control, ControlError, Founding, Hints, Sightings};
use wavecast_engine::port::{Clock, Ledger, Objects, Signer};
use wavecast_engine::publisher::{Known, Published, Publisher, Turns};
use wavecast_engine::shown::Shown;
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::clock::TestClock;

use super::broken::{BrokenLedger, BrokenObjects};
use super::gate::{Call, Gate};
use super::play::Stand;
use super::ports::{NoKeys, OwnIds, Stepped, SteppedClock, Steps};
use super::scene::{Broken, Part, Scene, Silent};

type Work = Pin<Box<dyn Future<Output = ()>>>;

impl Scene {
    /// What a part does from its beginning.
    pub(super) fn work(&self, part: usize, stand: &Stand, gate: &Gate) -> Work {
        match &self.parts[part] {
            Part::Publisher | Part::Keyless | Part::Signing(_) => self.publish(part, stand, gate),
            Part::Admin(commands) => {
                let control = self.control(part, stand, gate, Steps::Commits);
                let (scope, commands) = (self.scope.clone(), commands.clone());
                Box::pin(async move {
                    for command in commands {
                        let done = control.execute(&scope.org, &scope.app, request(), command);
                        done.await.expect("nobody else changes it");
                    }
                })
            }
            Part::Adopter => self.adopt(part, stand, gate),
            Part::KeyMaker(writes) => {
                let ledger = self.ledger(stand, gate, Steps::Commits);
                let writes = writes.clone();
                Box::pin(
                    async move { ledger.commit(writes).await.expect("nobody else makes keys") },
                )
            }
            Part::Remover(object) => {
                let (objects, gate) = (stand.objects.clone(), gate.clone());
                let (object, watch) = (object.clone(), stand.watch.clone());
                Box::pin(async move {
                    let (name, writes) = ("an object is removed".to_owned(), false);
                    gate.pass(Call { name, writes }).await;
                    objects.tamper(&object, None);
                    watch.tampered();
                })
            }
            Part::Time(seconds) => {
                let (clock, gate, seconds) = (stand.clock.clone(), gate.clone(), *seconds);
                Box::pin(async move {
                    let (name, writes) = ("time passes".to_owned(), false);
                    gate.pass(Call { name, writes }).await;
                    clock.advance(seconds);
                })
            }
        }
    }

    fn publish(&self, part: usize, stand: &Stand, gate: &Gate) -> Work {
        let signer: Arc<dyn Signer> = match &self.parts[part] {
            Part::Keyless => Arc::new(NoKeys),
            Part::Signing(signer) => signer.clone(),
            _ => self.memory.signer.clone(),
        };
        let publisher = self.publisher(signer, stand, gate, Steps::All);
        let (scope, watch, gate) = (self.scope.clone(), stand.watch.clone(), gate.clone());
        Box::pin(async move {
            let result = publisher.publish(&scope).await;
            match &result {
                Ok(Published::At { seq }) => watch.told(*seq),
                Ok(Published::Fenced { edge }) => watch.told_fenced(*edge),
                Ok(Published::Waiting { .. }) | Err(_) => {}
            }
            let said = match result {
                Ok(published) => format!("{published:?}"),
                Err(error) => error.to_string(),
            };
            gate.note(said);
        })
    }

    /// The publisher after all the others: nobody interrupts it.
    pub(super) fn last(&self, stand: &Stand) -> Publisher {
        let signer = self.memory.signer.clone();
        self.publisher(signer, stand, &Gate::default(), Steps::None)
    }

    fn publisher(
        &self,
        signer: Arc<dyn Signer>,
        stand: &Stand,
        gate: &Gate,
        steps: Steps,
    ) -> Publisher {
        Publisher {
            ledger: self.ledger(stand, gate, steps),
            objects: self.objects(stand, gate, steps),
            uploads: stand.uploads.clone(),
            signer,
            cdn: None,
            clock: self.clock(stand, gate),
            ids: Arc::new(OwnIds(AtomicU64::new(0))),
            shown: Shown::default(),
            turns: Turns::default(),
            known: Known::default(),
        }
    }

    fn adopt(&self, part: usize, stand: &Stand, gate: &Gate) -> Work {
        let control = self.control(part, stand, gate, Steps::Commits);
        let (scope, gate) = (self.scope.clone(), gate.clone());
        Box::pin(async move {
            for _ in 0..3 {
                let (name, writes) = ("an admin looks".to_owned(), false);
                gate.pass(Call { name, writes }).await;
                match control.adopt(&scope, request()).await {
                    Ok(_) => return,
                    Err(ControlError::Refused(_)) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        })
    }

    /// An admin's control that nobody interrupts, `ahead` seconds later, with seeds of its own.
    #[must_use]
    pub fn admin(&self, stand: &Stand, ahead: u64) -> Control {
        let control = self.control(1000, stand, &Gate::default(), Steps::None);
        let later = TestClock::at(stand.clock.now());
        later.advance(i64::try_from(ahead).unwrap_or(0));
        Control {
            clock: Arc::new(later),
            ids: Arc::new(OwnIds(AtomicU64::new((1000 + ahead) << 32))),
            ..control
        }
    }

    pub(super) fn control(&self, part: usize, stand: &Stand, gate: &Gate, steps: Steps) -> Control {
        Control {
            ledger: self.ledger(stand, gate, steps),
            uploads: stand.uploads.clone(),
            bell: Arc::new(Silent),
            clock: self.clock(stand, gate),
            // Seeds of its own, beyond those that the scene was made with.
            ids: Arc::new(OwnIds(AtomicU64::new((part as u64 + 1) << 32))),
            shown: Shown::default(),
            hints: Hints::default(),
            secrets: None,
            sightings: Sightings::default(),
            message_limit: None,
            founding: Founding::default(),
        }
    }

    fn clock(&self, stand: &Stand, gate: &Gate) -> Arc<dyn Clock> {
        Arc::new(SteppedClock {
            inner: Arc::new(stand.clock.clone()),
            gate: gate.clone(),
        })
    }

    fn ledger(&self, stand: &Stand, gate: &Gate, steps: Steps) -> Arc<dyn Ledger> {
        let mut inner: Arc<dyn Ledger> = stand.ledger.clone();
        if self.broken != Broken::Nothing {
            let (broken, read) = (self.broken, Mutex::default());
            inner = Arc::new(BrokenLedger {
                inner,
                broken,
                read,
            });
        }
        Arc::new(Stepped {
            inner,
            gate: gate.clone(),
            watch: stand.watch.clone(),
            steps,
        })
    }

    fn objects(&self, stand: &Stand, gate: &Gate, steps: Steps) -> Arc<dyn Objects> {
        let mut inner: Arc<dyn Objects> = stand.objects.clone();
        if self.broken != Broken::Nothing {
            let broken = self.broken;
            inner = Arc::new(BrokenObjects { inner, broken });
        }
        Arc::new(Stepped {
            inner,
            gate: gate.clone(),
            watch: stand.watch.clone(),
            steps,
        })
    }
}
