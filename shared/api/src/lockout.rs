//! Wrong passwords: who tries again and again has to wait, longer from time to time.
//!
//! Counted by name and address, and by name alone, in the memory of the one process that there is: whoever
//! can start it anew needs no password. A stranger never keeps somebody out who signed in from where they are
//! before; at other addresses, or from the owner's own, as long as they go on. Each wait is a minute at
//! most, or a quarter of an hour. Sessions that go on, and a code of the administrator's, are never held up.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use wavecast_domain::name::UserName;
use wavecast_wire::time::Timestamp;

use crate::limits::{Origin, network};
use crate::problem::Problem;

/// Names and addresses that are remembered at most: the attack that fills them up may forget others'
/// counts, not make more memory be taken.
const MOST: usize = 10_000;
/// Seconds after which what was tried counts no more.
const FORGOTTEN: i64 = 86_400;

/// How many wrong ones cost nothing, and how many seconds the longest wait has.
#[derive(Clone, Copy)]
struct Patience {
    free: u32,
    longest: i64,
}

const FROM_ONE_ADDRESS: Patience = Patience {
    free: 5,
    longest: 900,
};
const FROM_ALL: Patience = Patience {
    free: 20,
    longest: 60,
};

/// Counts wrong passwords.
#[derive(Debug, Default)]
pub(crate) struct Lockout {
    tries: Mutex<HashMap<Who, Tries>>,
}

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
enum Who {
    /// Somebody's name, wherever it is tried from.
    Name(UserName),
    /// Somebody's name from one address; without one from this machine, or from where nobody knows.
    At(UserName, Option<IpAddr>),
}

#[derive(Clone, Copy, Debug)]
struct Tries {
    wrong: u32,
    until: Timestamp,
    last: Timestamp,
    /// The right password came from there.
    known: bool,
}

impl Tries {
    const fn none(now: Timestamp) -> Self {
        Self {
            wrong: 0,
            until: now,
            last: now,
            known: false,
        }
    }

    /// Seconds to wait, at most the longest.
    fn wait(&self, now: Timestamp, patience: Patience) -> Option<i64> {
        let left = self.until.0.saturating_sub(now.0).min(patience.longest);
        (left > 0).then_some(left)
    }

    /// One more that may be wrong.
    fn one_more(self, now: Timestamp, patience: Patience) -> Self {
        let wrong = self.wrong.saturating_add(1);
        let pause = match wrong.checked_sub(patience.free) {
            None => 0,
            Some(over) => 1_i64
                .checked_shl(over.min(32))
                .map_or(patience.longest, |pause| pause.min(patience.longest)),
        };
        Self {
            wrong,
            until: now.plus(pause),
            last: now,
            ..self
        }
    }
}

impl Lockout {
    /// Lets a password be looked at, and counts it as a wrong one until [`Lockout::right`] says
    /// otherwise: many at once are no way around.
    pub(crate) fn begin(
        &self,
        name: &UserName,
        from: Origin,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let (at, all) = (at(name, from), Who::Name(name.clone()));
        let mut tries = self.tries();
        let here = found(&tries, &at, now);
        let everywhere = found(&tries, &all, now);
        // Nobody but who may do everything here anyway asks from this machine.
        let is_trusted = here.known || from == Origin::Here;
        let wait = here.wait(now, FROM_ONE_ADDRESS).or_else(|| {
            let wait = everywhere.wait(now, FROM_ALL);
            wait.filter(|_| !is_trusted)
        });
        if let Some(seconds) = wait {
            let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
            return Err(Problem::too_many("whoever tries this name", seconds));
        }
        make_room(&mut tries, now);
        tries.insert(at, here.one_more(now, FROM_ONE_ADDRESS));
        if !is_trusted {
            tries.insert(all, everywhere.one_more(now, FROM_ALL));
        }
        Ok(())
    }

    /// The password wasn't looked at after all: it counts as none, and the next one may come at once.
    pub(crate) fn spare(&self, name: &UserName, from: Origin, now: Timestamp) {
        let mut tries = self.tries();
        let at = at(name, from);
        let is_trusted = from == Origin::Here || tries.get(&at).is_some_and(|here| here.known);
        // Where it is trusted, nothing was counted for all.
        let all = Some(Who::Name(name.clone())).filter(|_| !is_trusted);
        for who in std::iter::once(at).chain(all) {
            if let Some(one) = tries.get_mut(&who) {
                one.wrong = one.wrong.saturating_sub(1);
                one.until = now;
            }
        }
    }

    /// The password was right: nothing is held against its owner.
    pub(crate) fn right(&self, name: &UserName, from: Origin, now: Timestamp) {
        let mut tries = self.tries();
        let known = Tries {
            known: true,
            ..Tries::none(now)
        };
        tries.remove(&Who::Name(name.clone()));
        tries.insert(at(name, from), known);
    }

    fn tries(&self) -> MutexGuard<'_, HashMap<Who, Tries>> {
        // Nothing panics while holding it; a poisoned lock is still whole.
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn at(name: &UserName, from: Origin) -> Who {
    let address = match from {
        Origin::Address(ip) => Some(network(ip)),
        Origin::Here | Origin::Unknown => None,
    };
    Who::At(name.clone(), address)
}

fn found(tries: &HashMap<Who, Tries>, who: &Who, now: Timestamp) -> Tries {
    let found = tries.get(who).copied();
    // What was tried later than now, was by a clock that was set back since: it makes nobody wait for more
    // than the longest once.
    let counts = -FROM_ONE_ADDRESS.longest..FORGOTTEN;
    match found {
        Some(found) if counts.contains(&now.0.saturating_sub(found.last.0)) => found,
        Some(found) => Tries {
            known: found.known,
            ..Tries::none(now)
        },
        None => Tries::none(now),
    }
}

/// Forgets what makes nobody wait; then, for want of room, a tenth, whichever comes first.
fn make_room(tries: &mut HashMap<Who, Tries>, now: Timestamp) {
    if tries.len() + 2 <= MOST {
        return;
    }
    tries.retain(|_, one| one.known || one.until > now);
    if tries.len() + 2 > MOST {
        let mut dropped = 0..MOST / 10;
        tries.retain(|_, _| dropped.next().is_none());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_767_268_800);

    fn ada() -> UserName {
        "ada".parse().unwrap()
    }

    fn from(text: &str) -> Origin {
        Origin::Address(text.parse().unwrap())
    }

    /// Seconds that are asked to wait.
    fn told(lockout: &Lockout, origin: Origin, at: i64) -> Option<u32> {
        let begun = lockout.begin(&ada(), origin, NOON.plus(at));
        begun.err().and_then(|problem| problem.retry_after())
    }

    #[test]
    fn the_wait_doubles_up_to_a_quarter_of_an_hour_and_ends_with_the_right_one() {
        let (lockout, here) = (Lockout::default(), Origin::Here);
        for _ in 0..5 {
            assert_eq!(told(&lockout, here, 0), None);
        }
        let mut now = 0;
        for wait in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
            assert_eq!(told(&lockout, here, now), Some(wait));
            now += i64::from(wait);
            assert_eq!(told(&lockout, here, now), None);
        }
        lockout.right(&ada(), here, NOON.plus(now));
        for _ in 0..5 {
            assert_eq!(told(&lockout, here, now), None);
        }
        assert_eq!(told(&lockout, here, now), Some(1));
        // A day later nothing is held against anybody, and a clock that went back locks nobody out.
        assert_eq!(told(&lockout, here, now + 86_401), None);
        for _ in 0..4 {
            told(&lockout, here, now + 86_401);
        }
        for at in [-1_000_000, -1_000_000 + 901, 0] {
            assert_eq!(told(&lockout, here, at), None);
        }
    }

    #[test]
    fn what_was_never_looked_at_counts_as_nothing() {
        let lockout = Lockout::default();
        for at in 0..60 {
            let from = from("192.0.2.1");
            assert_eq!(told(&lockout, from, at), None);
            lockout.spare(&ada(), from, NOON.plus(at));
        }
    }

    #[test]
    fn strangers_make_an_owner_wait_a_minute_at_most_and_never_where_they_were_before() {
        let lockout = Lockout::default();
        lockout.right(&ada(), from("192.0.2.1"), NOON);
        for number in 0..60 {
            told(&lockout, from(&format!("198.51.100.{number}")), 0);
        }
        assert_eq!(told(&lockout, from("203.0.113.9"), 0), Some(1));
        for number in 60..90 {
            told(
                &lockout,
                from(&format!("198.51.100.{number}")),
                i64::from(number) * 100,
            );
        }
        assert_eq!(told(&lockout, from("203.0.113.9"), 8_900), Some(60));
        assert_eq!(told(&lockout, from("192.0.2.1"), 8_900), None);
        assert_eq!(told(&lockout, from("203.0.113.9"), 8_960), None);
    }

    #[test]
    fn names_and_addresses_beyond_what_is_kept_take_no_memory() {
        let lockout = Lockout::default();
        for number in 0..20_000_u32 {
            let name = format!("n{number}").parse().unwrap();
            lockout.begin(&name, from("192.0.2.1"), NOON).ok();
        }
        assert!(lockout.tries().len() <= MOST);
    }
}
