//! What is seen of an organization, or of the installation, beside changes: noted here, one write each, and read back from
//! the chain that the tick makes of it.
//!
//! No request fails with a note, and few make one. What comes again within a minute is counted in the
//! note that stands, which is written at every doubling: a flood costs a handful of writes.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use wavecast_domain::principal::Principal;
use wavecast_domain::sighting::{Kind, Seen, Sighting, Watch};
use wavecast_domain::trail::Link;
use wavecast_wire::hash::{Hasher, Sha256};
use wavecast_wire::time::Timestamp;

use super::list::{PageAsk, prefix};
use super::{Control, ControlError, Part};
use crate::port::{Expect, PortError, Write};
use crate::record::{entry, key};

/// Notes of one kind that a process begins for one chain in a minute. What is beyond is counted
/// together.
const MOST: usize = 60;
/// As many of strangers: they push out nobody else.
const MOST_OF_STRANGERS: usize = 20;
/// Notes that a process begins for one chain in a day; what is beyond is counted together, too.
const A_DAY: usize = 5000;
/// Notes of strangers that a process begins in a minute, for all chains. Those beyond are dropped.
const STRANGERS: usize = 60;
/// Sign-ins that a process remembers, so that each is noted once.
const SESSIONS: usize = 10_000;

/// What this process noted lately. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Sightings(Arc<Mutex<Lately>>);

#[derive(Debug, Default)]
struct Lately {
    minute: i64,
    notes: HashMap<What, Note>,
    begun: HashMap<(Watch, Kind, Who), usize>,
    strangers: usize,
    dropped: u64,
    day: i64,
    of_day: HashMap<Watch, usize>,
    sessions: HashSet<What>,
}

/// A note by what it is of.
type What = (Watch, Sha256);

/// A note that stands in the ledger, and what came since it was written.
#[derive(Clone, Debug)]
struct Note {
    order: String,
    /// As it was first seen.
    seen: Sighting,
    /// How often it was seen.
    times: u64,
    /// How much of that was written.
    told: u64,
    /// How much of that stands in notes before this one.
    taken: u64,
    /// The ledger's revision of it; 0 before it is written.
    written: u64,
    /// How often it is to be seen before it is written again.
    next: u64,
    /// Somebody writes it.
    busy: bool,
}

/// Who is seen.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Who {
    /// Somebody who belongs there.
    Its,
    /// Somebody else; there may be no such organization.
    Stranger,
}

impl Control {
    /// Notes what was seen of an organization. What can't be noted is left to the log.
    pub async fn sight(&self, watch: &Watch, who: Who, seen: Sighting) {
        let kind = seen.kind.word();
        let Some(turn) = self.begin_note(watch, who, seen) else {
            return;
        };
        let noted = match self.is_there(watch, who).await {
            Ok(true) => self.write_note(turn).await,
            other => other.map(drop),
        };
        if let Err(error) = noted {
            tracing::warn!(%watch, kind, %error, "what was seen wasn't noted");
        }
    }

    /// Whoever belongs to it knows that it is; others may make up a name.
    async fn is_there(&self, watch: &Watch, who: Who) -> Result<bool, ControlError> {
        match (watch, who) {
            (Watch::Org(org), Who::Stranger) => Ok(self.find(key::org(org)).await?.is_some()),
            _ => Ok(true),
        }
    }

    /// Notes a sign-in, if this process sees it there for the first time.
    pub async fn sight_first(&self, watch: &Watch, who: Who, session: Sha256, seen: Sighting) {
        if self.sightings.lately().knows(watch, session) {
            return;
        }
        // Who may do everything may name what isn't there yet, and is seen once it is.
        let is_there = self.is_there(watch, Who::Stranger).await;
        if is_there.unwrap_or_default() && self.sightings.lately().meets(watch, session) {
            self.sight(watch, who, seen).await;
        }
    }

    /// Counts it; answers the turn to write its note, if that is to be done now.
    fn begin_note(&self, watch: &Watch, who: Who, seen: Sighting) -> Option<Turn<'_>> {
        let mut lately = self.sightings.lately();
        lately.turn_to(seen.at);
        let mut what = (watch.clone(), digest(&seen));
        let mut told = seen;
        if !lately.notes.contains_key(&what) && lately.is_full(watch, told.kind, who) {
            told = others(&told);
            what.1 = digest(&told);
        }
        if !lately.notes.contains_key(&what) {
            if who == Who::Stranger && lately.strangers >= STRANGERS {
                lately.dropped += 1;
                return None;
            }
            lately.count(watch, told.kind, who);
            let order = self.fresh_order(told.at);
            lately.notes.insert(what.clone(), Note::new(order, told));
        }
        let note = lately.notes.get_mut(&what)?;
        note.times += 1;
        // Whoever writes it already looks once more when that is done.
        if note.busy || note.times < note.next {
            return None;
        }
        note.busy = true;
        let order = note.order.clone();
        Some(Turn {
            sightings: &self.sightings,
            what,
            order,
            over: false,
        })
    }

    /// Writes a note, until no more came meanwhile than waits for the next time.
    async fn write_note(&self, mut turn: Turn<'_>) -> Result<(), ControlError> {
        while let Some(note) = turn.due() {
            let note = self.put_note(&turn.what.0, note).await?;
            turn.keep(note);
        }
        Ok(())
    }

    /// Puts a note, or another one where the tick took it; answers how it stands.
    async fn put_note(&self, watch: &Watch, mut note: Note) -> Result<Note, ControlError> {
        match self.try_note(watch, &note).await {
            Err(ControlError::Port(PortError::Conflict)) => {
                let taken = note.told;
                note = self.another(note, taken);
                self.try_note(watch, &note).await?;
            }
            done => done?,
        }
        note.told = note.times;
        note.written += 1;
        note.next = note.times.saturating_mul(2);
        Ok(note)
    }

    /// A note of what came after so many, which stand elsewhere.
    fn another(&self, note: Note, taken: u64) -> Note {
        let now = self.clock.now();
        Note {
            order: self.fresh_order(now),
            seen: Sighting {
                at: now,
                ..note.seen
            },
            told: taken,
            taken,
            written: 0,
            ..note
        }
    }

    async fn try_note(&self, watch: &Watch, note: &Note) -> Result<(), ControlError> {
        let seen = Sighting {
            times: note.times.saturating_sub(note.taken),
            ..note.seen.clone()
        };
        let expect = match note.written {
            0 => Expect::Absent,
            written => Expect::Revision(written),
        };
        let put = entry::note(watch, &note.order, &seen)?;
        Ok(self.ledger.commit(vec![Write::Put(put, expect)]).await?)
    }

    fn fresh_order(&self, at: Timestamp) -> String {
        key::note_order(at, &self.ids.fresh(at).id("sighting"))
    }

    /// A part of the chain of what was seen; by their order, or the newest first.
    ///
    /// # Errors
    /// As [`Control::orgs`].
    pub async fn sightings(&self, watch: &Watch, ask: &PageAsk) -> Result<Part, ControlError> {
        let head = self.find(key::seen_to(watch)).await?;
        let head: Option<Link> = head.as_ref().map(entry::read).transpose()?;
        let end = head.unwrap_or(Link {
            revision: 0,
            digest: Sha256::of(b""),
        });
        let query = prefix(key::seen(watch), key::SEEN);
        let within = |seen: &Seen| seen.revision <= end.revision;
        let found = self.walk(&query, ask, within).await?;
        let lines = found.items.iter().map(Seen::line);
        Ok(Part {
            lines: lines.collect::<Result<_, _>>()?,
            next: found.next,
            end,
        })
    }
}

impl Sightings {
    fn lately(&self) -> MutexGuard<'_, Lately> {
        // Nothing panics while holding it; a poisoned lock is still whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The turn to write a note: one at a time has it.
struct Turn<'a> {
    sightings: &'a Sightings,
    what: What,
    order: String,
    over: bool,
}

impl Turn<'_> {
    /// The note, if it is still to be written; else the turn is over.
    fn due(&mut self) -> Option<Note> {
        let mut lately = self.sightings.lately();
        let note = lately.note(&self.what, &self.order);
        let note = note.and_then(|note| {
            note.busy = note.times >= note.next;
            note.busy.then(|| note.clone())
        });
        self.over = note.is_none();
        note
    }

    /// Remembers how the note stands. What was counted meanwhile stays counted.
    fn keep(&mut self, note: Note) {
        let mut lately = self.sightings.lately();
        let before = std::mem::replace(&mut self.order, note.order.clone());
        if let Some(kept) = lately.note(&self.what, &before) {
            let times = kept.times;
            *kept = Note { times, ..note };
        }
    }
}

impl Drop for Turn<'_> {
    /// It failed, or whoever asked was gone before it was over: nobody knows whether the note stands. What comes
    /// from now on begins another, and nothing is counted twice.
    fn drop(&mut self) {
        let mut lately = self.sightings.lately();
        if !self.over && lately.note(&self.what, &self.order).is_some() {
            lately.notes.remove(&self.what);
        }
    }
}

impl Lately {
    /// A note that was begun under this order: with the next minute there may be another.
    fn note(&mut self, what: &What, order: &str) -> Option<&mut Note> {
        self.notes.get_mut(what).filter(|note| note.order == order)
    }

    fn turn_to(&mut self, now: Timestamp) {
        let minute = now.0.div_euclid(60);
        if self.minute != minute {
            if self.dropped > 0 {
                let dropped = self.dropped;
                tracing::warn!(dropped, "strangers were seen too often to be noted");
            }
            self.minute = minute;
            self.notes.clear();
            self.begun.clear();
            self.strangers = 0;
            self.dropped = 0;
        }
        let day = now.0.div_euclid(86_400);
        if self.day != day {
            self.day = day;
            self.of_day.clear();
        }
    }

    fn knows(&self, watch: &Watch, session: Sha256) -> bool {
        self.sessions.contains(&(watch.clone(), session))
    }

    /// Whether it is the first time.
    fn meets(&mut self, watch: &Watch, session: Sha256) -> bool {
        if self.sessions.len() >= SESSIONS {
            // Some may be noted once more.
            self.sessions.clear();
        }
        self.sessions.insert((watch.clone(), session))
    }

    /// Whether no more notes of their own are begun of an organization.
    fn is_full(&self, watch: &Watch, kind: Kind, who: Who) -> bool {
        let most = match who {
            Who::Its => MOST,
            Who::Stranger => MOST_OF_STRANGERS,
        };
        let begun = self.begun.get(&(watch.clone(), kind, who));
        begun.is_some_and(|begun| *begun >= most)
            || self.of_day.get(watch).is_some_and(|begun| *begun >= A_DAY)
    }

    fn count(&mut self, watch: &Watch, kind: Kind, who: Who) {
        *self.begun.entry((watch.clone(), kind, who)).or_default() += 1;
        *self.of_day.entry(watch.clone()).or_default() += 1;
        self.strangers += usize::from(who == Who::Stranger);
    }
}

impl Note {
    const fn new(order: String, seen: Sighting) -> Self {
        Self {
            order,
            seen,
            times: 0,
            told: 0,
            taken: 0,
            written: 0,
            next: 1,
            busy: false,
        }
    }
}

/// What makes two sightings the same: all but when, and by which request.
fn digest(seen: &Sighting) -> Sha256 {
    let mut hasher = Hasher::default();
    let actor = seen.actor.as_ref().map(entry::actor);
    let token = seen.token.as_ref().map(ToString::to_string);
    let acting = seen.actor.as_ref().and_then(Principal::token);
    let acting = acting.map(ToString::to_string);
    let parts = [
        Some(seen.kind.word()),
        actor.as_deref(),
        token.as_deref(),
        acting.as_deref(),
        seen.source.as_deref(),
        Some(seen.subject.as_str()),
        seen.why.as_deref(),
    ];
    for part in parts {
        hasher.update(part.unwrap_or_default().as_bytes());
        hasher.update(&[0]);
    }
    hasher.finish()
}

/// What is noted instead of one too many.
fn others(seen: &Sighting) -> Sighting {
    let subject = match seen.kind {
        Kind::SignIn => "more sign-ins",
        Kind::Refusal => "more refusals",
        Kind::KeyUse => "more uses of keys",
    };
    Sighting::new(seen.kind, seen.at, subject)
}
