//! A second factor: codes that an authenticator makes of a key and the time (RFC 6238), and a few to fall
//! back on that are good for once each.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::{Hasher, Sha256};
use wavecast_wire::time::Timestamp;

use crate::id::Fresh;
use crate::refusal::Refusal;
use crate::secret::{digits, same};

/// Codes to fall back on.
const RECOVERY: usize = 10;
/// Digits of one: 80 bits of chance.
const RECOVERY_DIGITS: usize = 16;

/// Somebody's second factor, as it is kept: neither its key nor a code stands in it.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Factor {
    /// What the key is made of, together with one that the ledger doesn't hold.
    pub salt: Sha256,
    /// Since when it is asked for; `None` until a first code has shown that an authenticator has the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// The last time step whose code was taken: of the steps up to it none is good any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<u64>,
    /// Hashes of the codes to fall back on that are left.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    recovery: BTreeSet<Sha256>,
}

/// What a code proved to be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Proof {
    /// The authenticator's of this time step.
    Step(u64),
    /// One to fall back on, by its hash.
    Recovery(Sha256),
}

impl Proof {
    /// A code to fall back on, however it was typed; `None` for what has another form.
    #[must_use]
    pub fn recovery(typed: &str) -> Option<Self> {
        let digits = typed.chars().filter(|c| *c != '-' && !c.is_whitespace());
        let digits: String = digits.map(|c| c.to_ascii_lowercase()).collect();
        let is_one = digits.len() == RECOVERY_DIGITS && digits.is_ascii();
        is_one.then(|| Self::Recovery(hash(&digits)))
    }
}

/// Codes to fall back on: what is shown once, and what is kept.
#[derive(Clone)]
pub struct Recovery {
    /// To be shown.
    pub codes: Vec<String>,
    /// Their hashes.
    pub kept: BTreeSet<Sha256>,
}

impl Recovery {
    /// New ones, from a seed that is used for nothing else.
    #[must_use]
    pub fn make(fresh: &Fresh) -> Self {
        let one = |n: usize| digits(fresh, &format!("recovery code {n}"), RECOVERY_DIGITS);
        let all: Vec<String> = (0..RECOVERY).map(one).collect();
        Self {
            kept: all.iter().map(|code| hash(code)).collect(),
            codes: all.iter().map(|code| grouped(code)).collect(),
        }
    }
}

/// Four digits at a time, to be read.
fn grouped(code: &str) -> String {
    let place = |(n, c)| match n % 4 == 0 && n > 0 {
        true => vec!['-', c],
        false => vec![c],
    };
    code.chars().enumerate().flat_map(place).collect()
}

fn hash(digits: &str) -> Sha256 {
    let mut hasher = Hasher::default();
    hasher.update(b"recovery code");
    hasher.update(digits.as_bytes());
    hasher.finish()
}

impl Factor {
    /// One that nobody is asked for yet.
    pub(super) fn begin(fresh: &Fresh) -> Self {
        let mut hasher = Hasher::default();
        hasher.update(&fresh.seed);
        hasher.update(b"second factor");
        Self {
            salt: hasher.finish(),
            since: None,
            step: None,
            recovery: BTreeSet::new(),
        }
    }

    /// Whether it is asked for.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.since.is_some()
    }

    /// How many codes to fall back on are left.
    #[must_use]
    pub fn left(&self) -> usize {
        self.recovery.len()
    }

    /// Whether a proof is good still.
    #[must_use]
    pub fn takes(&self, proof: &Proof) -> bool {
        match proof {
            Proof::Step(step) => self.step.is_none_or(|last| *step > last),
            Proof::Recovery(hash) => self.recovery.iter().any(|kept| same(kept, hash)),
        }
    }

    /// Takes a proof: it is good for once.
    pub(super) fn take(&mut self, proof: &Proof) -> Result<(), Refusal> {
        if !self.takes(proof) {
            return Err(used());
        }
        match proof {
            Proof::Step(step) => self.step = Some(*step),
            Proof::Recovery(hash) => {
                self.recovery.remove(hash);
            }
        }
        Ok(())
    }

    /// It is asked for from now on, with other codes to fall back on.
    pub(super) fn confirm(
        &mut self,
        step: u64,
        recovery: BTreeSet<Sha256>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.take(&Proof::Step(step))?;
        self.since = Some(self.since.unwrap_or(now));
        self.recovery = recovery;
        Ok(())
    }
}

fn used() -> Refusal {
    let rule = "was used already";
    Refusal::state("code", rule, "wait for the next one of the authenticator")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh(byte: u8) -> Fresh {
        Fresh {
            at: Timestamp(0),
            seed: [byte; 32],
        }
    }

    #[test]
    fn a_code_to_fall_back_on_is_known_however_it_is_typed() {
        let made = Recovery::make(&fresh(7));
        assert_eq!((made.codes.len(), made.kept.len()), (RECOVERY, RECOVERY));
        let code = made.codes.first().unwrap();
        assert_eq!(code.len(), 19, "{code}");
        let known = |typed: &str| match Proof::recovery(typed) {
            Some(Proof::Recovery(hash)) => made.kept.contains(&hash),
            _ => false,
        };
        for typed in [
            code.clone(),
            code.to_uppercase(),
            code.replace('-', ""),
            code.replace('-', " "),
            format!(" {code}\n"),
        ] {
            assert!(known(&typed), "{typed}");
        }
        let short = code.get(..18).unwrap();
        for typed in ["", "123456", short, &format!("{code}0"), "éééééééé"] {
            assert!(!known(typed), "{typed}");
        }
    }

    #[test]
    fn no_code_is_good_twice_nor_one_of_before() {
        let mut factor = Factor::begin(&fresh(1));
        let made = Recovery::make(&fresh(2));
        factor.confirm(10, made.kept, Timestamp(300)).unwrap();
        for step in [10, 9, 0] {
            assert!(factor.take(&Proof::Step(step)).is_err(), "{step}");
        }
        factor.take(&Proof::Step(11)).unwrap();
        let proof = Proof::recovery(made.codes.first().unwrap()).unwrap();
        factor.take(&proof).unwrap();
        assert!(factor.take(&proof).is_err());
        assert_eq!(factor.left(), RECOVERY - 1);
    }
}
