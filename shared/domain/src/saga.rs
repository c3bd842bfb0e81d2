//! Groups at whoever signs people in, made or taken away step by step.
//!
//! A saga is kept before its first step, and after each. A step may be done any number of times: it
//! looks first, and what it finds decides. What can't be made takes back all that the saga made, the
//! last first; whoever doesn't answer is asked again later. Pure: what is found comes from outside,
//! what is to be done is answered.

use serde::{Deserialize, Serialize};
use wavecast_wire::name::OrgName;
use wavecast_wire::time::Timestamp;

use crate::id::Ulid;
use crate::org::{GroupPath, Unit};

/// The longest pause between two tries, in seconds.
const LONGEST_PAUSE: i64 = 300;
/// Bytes of a reason that are kept.
const WHY_BYTES: usize = 500;

/// Groups under way.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Saga {
    /// Its id, which all groups carry that it makes.
    pub id: Ulid,
    /// For what.
    pub unit: Unit,
    /// Where it goes.
    pub way: Way,
    /// Its groups, each behind the one that it lies in.
    pub steps: Vec<Step>,
    /// Tries since something last worked.
    pub tries: u32,
    /// When it goes on.
    pub next: Timestamp,
    /// Why it waits, for people.
    pub trouble: Option<String>,
}

/// Where a saga goes.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub enum Way {
    /// It makes groups.
    Make,
    /// It takes back what it made.
    Back {
        /// Why.
        why: String,
    },
    /// It takes away what another one made.
    Remove {
        /// Which.
        of: Ulid,
    },
}

/// One group of a saga.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Step {
    /// Where.
    pub path: GroupPath,
    /// Whether it is there, or gone, as the saga wants it.
    pub done: bool,
}

/// What every group of ours carries.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mark {
    /// The installation that made it.
    pub installation: Ulid,
    /// For which organization.
    pub org: OrgName,
    /// The saga that made it.
    pub saga: Ulid,
}

/// What is found where a step looks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Seen {
    /// No group.
    Nothing,
    /// One that the saga looks for.
    Own {
        /// A group in it, if there is one.
        holds: Option<String>,
    },
    /// One that this installation made otherwise.
    Earlier,
    /// Somebody else's.
    Foreign,
}

/// What a step does about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Deed {
    /// Nothing: it is as it should be.
    Done,
    /// Make the group.
    Create,
    /// Delete it.
    Delete,
    /// Nothing ever: the saga goes back.
    Refuse(String),
    /// Nothing now.
    Wait(String),
}

impl Saga {
    /// One that makes the groups of a unit.
    #[must_use]
    pub fn make(id: Ulid, org: &OrgName, unit: Unit, now: Timestamp) -> Self {
        Self::new(id, org, unit, Way::Make, now)
    }

    /// One that takes those away that another one made.
    #[must_use]
    pub fn remove(id: Ulid, org: &OrgName, unit: Unit, of: Ulid, now: Timestamp) -> Self {
        Self::new(id, org, unit, Way::Remove { of }, now)
    }

    fn new(id: Ulid, org: &OrgName, unit: Unit, way: Way, now: Timestamp) -> Self {
        let groups = unit.groups(org).into_iter();
        let steps = groups.map(|(path, _)| Step { path, done: false });
        Self {
            id,
            steps: steps.collect(),
            unit,
            way,
            tries: 0,
            next: now,
            trouble: None,
        }
    }

    /// The saga whose groups it is about.
    #[must_use]
    pub const fn of(&self) -> &Ulid {
        match &self.way {
            Way::Make | Way::Back { .. } => &self.id,
            Way::Remove { of } => of,
        }
    }

    /// The step that is next; `None` when all are done. What is taken away goes from within.
    #[must_use]
    pub fn step(&self) -> Option<&GroupPath> {
        let mut open = self.steps.iter().filter(|step| !step.done);
        let step = match self.way {
            Way::Make => open.next(),
            Way::Back { .. } | Way::Remove { .. } => open.next_back(),
        };
        step.map(|step| &step.path)
    }

    /// What a step does about what it finds.
    #[must_use]
    pub fn deed(&self, path: &GroupPath, seen: Seen) -> Deed {
        match (&self.way, seen) {
            (Way::Make, Seen::Nothing) => Deed::Create,
            (Way::Make, Seen::Own { .. }) => Deed::Done,
            (Way::Make, Seen::Earlier) => Deed::Wait(format!(
                "the group {path} is left of an earlier attempt; it goes by itself if nobody is in it, else delete it"
            )),
            (Way::Make, Seen::Foreign) => Deed::Refuse(format!(
                "there is a group {path} that isn't ours; rename or delete it, then ask again"
            )),
            (Way::Back { .. }, Seen::Nothing | Seen::Earlier | Seen::Foreign)
            | (Way::Remove { .. }, Seen::Nothing) => Deed::Done,
            (Way::Remove { .. }, Seen::Earlier | Seen::Foreign) => Deed::Wait(format!(
                "there is a group {path} in place of ours; rename or delete it"
            )),
            (_, Seen::Own { holds: None }) => Deed::Delete,
            (_, Seen::Own { holds: Some(other) }) => Deed::Wait(format!(
                "the group {path} holds {other}, which isn't ours; move or delete that one"
            )),
        }
    }

    /// A step is done.
    pub fn did(&mut self, path: &GroupPath, now: Timestamp) {
        for step in &mut self.steps {
            step.done |= step.path == *path;
        }
        (self.tries, self.trouble, self.next) = (0, None, now);
    }

    /// What it wanted can't be, or isn't wanted any more: all that it may have made is taken back.
    pub fn turn_back(&mut self, why: &str, now: Timestamp) {
        for step in &mut self.steps {
            step.done = false;
        }
        let why = shortened(why);
        self.way = Way::Back { why };
        (self.tries, self.trouble, self.next) = (0, None, now);
    }

    /// Somebody doesn't answer, or something is in the way that people must clear: later again.
    pub fn wait(&mut self, trouble: &str, now: Timestamp) {
        let pause = 1_i64.checked_shl(self.tries.min(16)).unwrap_or(1);
        self.tries = self.tries.saturating_add(1);
        self.next = now.plus(pause.min(LONGEST_PAUSE));
        self.trouble = Some(shortened(trouble));
    }
}

fn shortened(text: &str) -> String {
    let mut end = text.len().min(WHY_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}
