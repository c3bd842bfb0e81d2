//! Faults around every port: any write may fail, landed or not, and the process may die with it.
//!
//! A write point is (port, method, kind of key, occurrence). One run records the points that a
//! verb passes; then each is failed in turn, and recovery is the ordinary tick.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::local::Ports;
use crate::port::{Groups, PartSink, PortError};

mod ports;

/// One write of a run.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Point {
    /// Such as `ledger`.
    pub port: &'static str,
    /// Such as `commit`.
    pub method: &'static str,
    /// Kind of key: letters of the partitions, or the kind of object.
    pub kind: String,
    /// From 0.
    pub occurrence: u32,
}

/// What happens at a write point.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Plan {
    /// Where.
    pub point: Point,
    /// Whether the write lands; the caller is told "unknown" either way.
    pub landed: bool,
    /// Whether the process is dead from here on: every call fails.
    pub dead: bool,
}

/// Looks at the world after each write that landed, before the writer goes on.
#[async_trait]
pub trait Witness: Send + Sync {
    /// This write landed.
    async fn landed(&self, point: &Point);
}

/// The faults of one process. Clones share them.
#[derive(Clone, Default)]
pub struct Faults {
    state: Arc<Mutex<State>>,
    witness: Option<Arc<dyn Witness>>,
}

#[derive(Default)]
struct State {
    seen: BTreeMap<(&'static str, &'static str, String), u32>,
    points: Vec<Point>,
    plan: Option<Plan>,
    /// Whether the planned write is told for sure that it didn't happen.
    refused: bool,
    met: bool,
    dead: bool,
}

/// What a write is told.
enum Fate {
    Go(Point),
    Fail { landed: bool, point: Point },
    Refused,
    Dead,
}

impl Faults {
    /// Faults whose every landed write this one sees.
    #[must_use]
    pub fn seen_by(witness: Arc<dyn Witness>) -> Self {
        Self {
            witness: Some(witness),
            ..Self::default()
        }
    }

    /// Begins to count, without any fault; also makes a dead process alive.
    pub fn clear(&self) {
        *self.state() = State::default();
    }

    /// Begins to count, and fails at this point.
    pub fn plan(&self, plan: Plan) {
        *self.state() = State {
            plan: Some(plan),
            ..State::default()
        };
    }

    /// Begins to count, and refuses the write at this point: it doesn't land, and is told so.
    pub fn refuse(&self, point: Point) {
        let plan = Plan {
            point,
            landed: false,
            dead: false,
        };
        *self.state() = State {
            plan: Some(plan),
            refused: true,
            ..State::default()
        };
    }

    /// The writes since it began to count, in order.
    #[must_use]
    pub fn points(&self) -> Vec<Point> {
        self.state().points.clone()
    }

    /// Whether the planned point was reached.
    #[must_use]
    pub fn was_met(&self) -> bool {
        self.state().met
    }

    /// These ports with faults around each of them.
    #[must_use]
    pub fn around(&self, ports: Ports) -> Ports {
        Ports {
            ledger: self.wrap(ports.ledger),
            objects: self.wrap(ports.objects),
            uploads: self.wrap(ports.uploads),
            signer: self.wrap(ports.signer),
            maker: self.wrap(ports.maker),
            wrap: self.wrap(ports.wrap),
            unwrap: self.wrap(ports.unwrap),
            cdn: ports.cdn,
            clock: ports.clock,
            ids: ports.ids,
        }
    }

    /// The taker of an upload's parts, with faults around it.
    #[must_use]
    pub fn around_sink(&self, sink: Arc<dyn PartSink>) -> Arc<dyn PartSink> {
        self.wrap(sink)
    }

    /// Groups with faults around them: each request is a point, because each goes over a network.
    #[must_use]
    pub fn around_groups(&self, groups: Arc<dyn Groups>) -> Arc<dyn Groups> {
        self.wrap(groups)
    }

    fn wrap<P: ?Sized>(&self, inner: Arc<P>) -> Arc<Faulty<P>> {
        let faults = self.clone();
        Arc::new(Faulty { inner, faults })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn meet(&self, port: &'static str, method: &'static str, kind: String) -> Fate {
        let mut state = self.state();
        if state.dead {
            return Fate::Dead;
        }
        let count = state.seen.entry((port, method, kind.clone())).or_default();
        let point = Point {
            port,
            method,
            kind,
            occurrence: *count,
        };
        *count += 1;
        let fate = match &state.plan {
            Some(plan) if plan.point == point && state.refused => Fate::Refused,
            Some(plan) if plan.point == point => Fate::Fail {
                landed: plan.landed,
                point: point.clone(),
            },
            _ => Fate::Go(point.clone()),
        };
        if !matches!(fate, Fate::Go(_)) {
            state.met = true;
            state.dead = state.plan.as_ref().is_some_and(|plan| plan.dead);
        }
        state.points.push(point);
        fate
    }

    async fn tell(&self, point: &Point) {
        if let Some(witness) = &self.witness {
            witness.landed(point).await;
        }
    }
}

/// A port with faults around it.
pub struct Faulty<P: ?Sized> {
    inner: Arc<P>,
    faults: Faults,
}

impl<P: ?Sized> Faulty<P> {
    /// A write: it may fail as planned. What isn't awaited doesn't happen.
    async fn write<T>(
        &self,
        port: &'static str,
        method: &'static str,
        kind: String,
        call: impl Future<Output = Result<T, PortError>>,
    ) -> Result<T, PortError> {
        let unknown = |what: &str| Err(PortError::Unknown(format!("a planned fault {what}")));
        match self.faults.meet(port, method, kind) {
            Fate::Go(point) => {
                let written = call.await?;
                self.faults.tell(&point).await;
                Ok(written)
            }
            Fate::Fail {
                landed: true,
                point,
            } => {
                call.await?;
                self.faults.tell(&point).await;
                unknown("after")
            }
            Fate::Fail { landed: false, .. } => unknown("before"),
            Fate::Refused => Err(PortError::Lost("a planned refusal".to_owned())),
            Fate::Dead => Err(dead()),
        }
    }

    /// A reading: it fails only when the process is dead.
    async fn read<T>(
        &self,
        call: impl Future<Output = Result<T, PortError>>,
    ) -> Result<T, PortError> {
        if self.faults.state().dead {
            return Err(dead());
        }
        call.await
    }
}

fn dead() -> PortError {
    PortError::Lost("the process is dead".to_owned())
}
