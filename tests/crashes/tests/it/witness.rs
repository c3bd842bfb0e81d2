//! Those who look on: after every write that lands, a device polls, and a stock client updates.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::Mutex;
use wavecast_engine::port::{Clock as _, Objects};
use wavecast_engine::testing::clock::TestClock;
use wavecast_engine::testing::faulty::{Point, Witness};
use wavecast_engine::testing::look::look_at_latest;
use wavecast_wire::envelope::Envelope;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::Attributes;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::TimestampBody;

use crate::clients::Ours;
use crate::content::{Content, Known};
use crate::stock::{Stock, get};

/// What devices may see of a channel in a scene, and nothing else.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    /// What is told apart from what the scene makes.
    pub known: Known,
    /// Before; `None` where nothing is at the edge.
    pub old: Option<Content>,
    /// After; the same where devices see nothing of it.
    pub new: Option<Content>,
    /// The edge is damaged at first: until it is mended polls may fail, and never lie.
    pub damaged: bool,
    /// Keys that are replaced at once: who walks to the new root before the publication that goes
    /// with it refuses the old one, and waits.
    pub at_once: bool,
}

/// The clients of one channel.
pub struct Observer {
    pub scope: Scope,
    allowed: Arc<Allowed>,
    attributes: Attributes,
    ours: Option<Ours>,
    stock: Option<Stock>,
    /// Who has seen the new state: device, stock client, newcomer.
    reached: [bool; 3],
    /// The highest number that a stock client trusts.
    pub seq: u64,
    /// How often somebody had to wait for the publication that goes with a new root.
    pub waited: u64,
}

/// The views of one look: a device, a stock client, a newcomer without a memory.
const VIEWS: [&str; 3] = ["a device", "a stock client", "a newcomer"];

impl Observer {
    pub fn new(scope: &Scope, attributes: &Attributes) -> Self {
        Self {
            scope: scope.clone(),
            allowed: Arc::default(),
            attributes: attributes.clone(),
            ours: None,
            stock: None,
            reached: [false; 3],
            seq: 0,
            waited: 0,
        }
    }

    /// The same clients in another world.
    pub fn copy(&self) -> Self {
        Self {
            scope: self.scope.clone(),
            allowed: self.allowed.clone(),
            attributes: self.attributes.clone(),
            ours: self.ours.as_ref().map(Ours::copy),
            stock: self.stock.clone(),
            reached: self.reached,
            seq: self.seq,
            waited: self.waited,
        }
    }

    /// From here on this is what they may see.
    pub fn allow(&mut self, allowed: Allowed) {
        self.allowed = Arc::new(allowed);
        self.reached = [false; 3];
    }

    /// What is at the edge now, as a newcomer sees it.
    pub async fn content(&self, objects: &dyn Objects) -> Result<Option<Content>, String> {
        let look = look_at_latest(objects, &self.scope).await?;
        Ok(look.as_ref().map(Content::of_look))
    }

    /// The device polls, and where the edge may have changed the others look too. Answers what
    /// is wrong.
    pub async fn look(&mut self, objects: &dyn Objects, now: Timestamp, all: bool) -> Vec<String> {
        let mut wrong = Vec::new();
        let device = self.device(objects, now).await;
        wrong.extend(self.judge(0, device));
        if all {
            let stock = self.stock(objects, now).await;
            let newcomer = self.newcomer(objects).await;
            let (timestamp, latest) = (
                ObjectKey::Timestamp(self.scope.clone()),
                ObjectKey::Latest(self.scope.clone()),
            );
            for (view, seen, mutable) in [(1, stock, timestamp), (2, newcomer, latest)] {
                if seen.is_err() && self.waits(objects, &mutable).await {
                    self.waited += 1;
                } else {
                    wrong.extend(self.judge(view, seen));
                }
            }
        }
        wrong
    }

    /// Whether whoever walks to the newest root has to wait for the publication that goes with it.
    async fn waits(&self, objects: &dyn Objects, mutable: &ObjectKey) -> bool {
        self.allowed.at_once && is_between(objects, &self.scope, mutable).await
    }

    /// Answers what is wrong once all is done: the edge is whole, and shows this state.
    pub async fn settled(
        &mut self,
        objects: &dyn Objects,
        now: Timestamp,
        new: bool,
    ) -> Vec<String> {
        self.allowed = Arc::new(Allowed {
            damaged: false,
            ..Allowed::clone(&self.allowed)
        });
        let mut wrong = self.look(objects, now, true).await;
        let Self {
            scope,
            reached,
            allowed,
            ..
        } = self;
        // Where both are the same, it is the new one that is seen.
        let said = |content: &Option<Content>| content.as_ref().map(|one| one.said.clone());
        let same = allowed.old == allowed.new;
        let alike = said(&allowed.old) == said(&allowed.new);
        if wrong.is_empty() && *reached != [new || alike, new || same, new || same] {
            wrong.push(format!(
                "{scope}: the new state is seen by {reached:?} of {VIEWS:?}"
            ));
        }
        wrong
    }

    /// The device starts anew; answers the channel that it follows then, and what it runs.
    pub async fn end(&mut self, objects: &dyn Objects, now: Timestamp) -> Result<String, String> {
        let Some(ours) = &mut self.ours else {
            return Ok(String::new());
        };
        ours.start(objects, now).await?;
        let runs = ours.runs().map_or("nothing", |release| release.as_str());
        let end = format!("{} {runs}", ours.follows());
        Ok(self.allowed.known.mask(&end))
    }

    async fn device(&mut self, objects: &dyn Objects, now: Timestamp) -> Seen {
        if self.ours.is_none() {
            self.ours = Ours::new(&self.scope, &self.attributes, objects).await?;
        }
        let Some(ours) = &mut self.ours else {
            return Ok(None);
        };
        let seen = ours.poll(objects, now).await?;
        if *ours.follows() != self.scope {
            // The other channel's clients see to that one.
            return Ok(Some((MOVED_ON.to_owned(), None)));
        }
        Ok(seen.map(|(_, said)| (said, None)))
    }

    async fn stock(&mut self, objects: &dyn Objects, now: Timestamp) -> Seen {
        if self.stock.is_none() {
            self.stock = Stock::new(&self.scope, objects).await?;
        }
        let Some(stock) = &mut self.stock else {
            return Ok(None);
        };
        let seen = stock.refresh(objects, now).await?;
        Ok(seen.map(|(seq, content)| {
            self.seq = seq;
            (content.said, Some(content.rest))
        }))
    }

    async fn newcomer(&self, objects: &dyn Objects) -> Seen {
        let seen = self.content(objects).await?;
        Ok(seen.map(|content| (content.said, Some(content.rest))))
    }

    /// What a view showed: the old state, or the new one and then never the old one again.
    fn judge(&mut self, view: usize, seen: Seen) -> Option<String> {
        let known = &self.allowed.known;
        let (who, scope) = (VIEWS[view], &self.scope);
        let seen = match seen {
            Ok(seen) => seen,
            Err(_) if self.allowed.damaged => return None,
            Err(why) => return Some(format!("{scope}: {who}: {why}")),
        };
        let seen = seen.map(|(said, rest)| (known.mask(&said), rest.map(|rest| known.mask(&rest))));
        let is = |content: &Option<Content>| match (&seen, content) {
            (None, None) => true,
            (Some((said, rest)), Some(content)) => {
                *said == content.said && rest.as_ref().is_none_or(|rest| *rest == content.rest)
            }
            (None, Some(_)) | (Some(_), None) => false,
        };
        let moved_on = matches!(&seen, Some((said, _)) if said == MOVED_ON);
        if is(&self.allowed.new) || moved_on {
            self.reached[view] = true;
            return None;
        }
        if !is(&self.allowed.old) {
            return Some(format!(
                "{scope}: {who} sees neither the old state nor the new: {seen:?}"
            ));
        }
        let back = self.reached[view];
        back.then(|| format!("{scope}: {who} sees the old state after the new one"))
    }
}

/// What a device says of a channel that it has left for another.
const MOVED_ON: &str = "moved on";

/// What a view shows: what our client goes by, and the rest where it reads that.
type Seen = Result<Option<(String, Option<String>)>, String>;

/// Whether the newest root stands at the edge before the mutable object that announces it.
async fn is_between(objects: &dyn Objects, scope: &Scope, mutable: &ObjectKey) -> bool {
    let Ok(Some(bytes)) = get(objects, mutable).await else {
        return false;
    };
    let line = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let Ok(timestamp) = Envelope::<TimestampBody>::read(line, line.len()) else {
        return false;
    };
    let announced = timestamp.signed.wavecast.map_or(0, |extra| extra.root);
    let next = ObjectKey::Root(scope.clone(), announced + 1);
    matches!(get(objects, &next).await, Ok(Some(_)))
}

/// The clients of all channels of a scene, in one process's world.
pub struct Watch {
    objects: Arc<dyn Objects>,
    clock: TestClock,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    observers: Vec<Observer>,
    wrong: Vec<String>,
    polls: u64,
    /// Whether the edge changed since all looked at it.
    unseen: bool,
}

impl Watch {
    /// `unseen`: whether the edge isn't the one that they all have seen.
    pub fn new(
        objects: Arc<dyn Objects>,
        clock: &TestClock,
        observers: Vec<Observer>,
        unseen: bool,
    ) -> Arc<Self> {
        let inner = Inner {
            observers,
            unseen,
            ..Inner::default()
        };
        Arc::new(Self {
            objects,
            clock: clock.clone(),
            inner: Mutex::new(inner),
        })
    }

    /// All have looked at the world as it stands now; answers the clients and how often they
    /// polled, or all that was wrong.
    pub async fn end(&self) -> Result<(Vec<Observer>, u64), String> {
        let mut inner = self.inner.lock().await;
        let mut inner = std::mem::take(&mut *inner);
        if inner.unseen {
            for observer in &mut inner.observers {
                let wrong = observer.look(&*self.objects, self.clock.now(), true).await;
                inner.wrong.extend(wrong);
                inner.polls += 1;
            }
        }
        if inner.wrong.is_empty() {
            return Ok((inner.observers, inner.polls));
        }
        Err(inner.wrong.join("\n    "))
    }
}

#[async_trait]
impl Witness for Watch {
    async fn landed(&self, point: &Point) {
        let mut inner = self.inner.lock().await;
        let Inner {
            observers,
            wrong,
            polls,
            unseen,
        } = &mut *inner;
        let edge = point.port == "objects" || point.method == "promote";
        for observer in observers {
            let found = observer.look(&*self.objects, self.clock.now(), edge).await;
            let after = format!("{} {} {}", point.port, point.method, point.kind);
            wrong.extend(
                found
                    .into_iter()
                    .map(|what| format!("after {after}: {what}")),
            );
            *polls += 1;
        }
        *unseen &= !edge;
    }
}
