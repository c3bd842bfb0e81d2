//! The heads of an organization's chains, signed together.
//!
//! Whoever can rewrite the whole ledger can rewrite a whole chain, and the aggregate that it ends
//! with. A statement says where chains ended at some moment, and a key that no such writer holds signs
//! it; so what was rewritten since contradicts what was signed. Statements are a chain of their own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::{Sha256, from_hex, to_hex};
use wavecast_wire::json;
use wavecast_wire::key::{KeyId, PublicKey};
use wavecast_wire::name::OrgName;
use wavecast_wire::time::Timestamp;

use crate::refusal::Refusal;
use crate::trail::Link;

/// What the bytes that are signed begin with: nothing else that our keys sign does.
const PURPOSE: &str = "wavecast heads 1";

/// Where chains of an organization ended.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The organization.
    pub org: OrgName,
    /// Counts its statements, from 1.
    pub n: u64,
    /// When it was made.
    pub at: Timestamp,
    /// Digest of the statement before it; `None` for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Sha256>,
    /// The chains that went on since, by name: the organization's own is `acme`, an application's
    /// `acme/lamp`.
    pub chains: BTreeMap<String, Link>,
}

/// A statement with its signature.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// What is said.
    pub statement: Statement,
    /// Whose key says it.
    pub key: PublicKey,
    /// Its signature over [`Statement::message`], in hex.
    pub sig: String,
}

impl Statement {
    /// The digest that the next statement holds: SHA-256 of its canonical JSON.
    ///
    /// # Errors
    /// It can't be written as canonical JSON; none that was made is so.
    pub fn digest(&self) -> Result<Sha256, Refusal> {
        let bytes = json::file(self).map_err(|error| unwritable(&error))?;
        Ok(Sha256::of(&bytes))
    }

    /// What is signed: as short for many chains as for one, because some keys sign little.
    ///
    /// # Errors
    /// As [`Statement::digest`].
    pub fn message(&self) -> Result<Vec<u8>, Refusal> {
        Ok(format!("{PURPOSE}\n{}\n", self.digest()?).into_bytes())
    }

    /// With the signature of a key.
    #[must_use]
    pub fn signed(self, key: PublicKey, signature: &[u8]) -> Signed {
        Signed {
            statement: self,
            key,
            sig: to_hex(signature),
        }
    }
}

impl Signed {
    /// As it is exported: canonical JSON on one line.
    ///
    /// # Errors
    /// As [`Statement::digest`].
    pub fn line(&self) -> Result<String, Refusal> {
        let bytes = json::file(self).map_err(|error| unwritable(&error))?;
        String::from_utf8(bytes).map_err(|error| unwritable(&error))
    }
}

fn unwritable(error: &dyn std::fmt::Display) -> Refusal {
    let hint = "this is a defect: please report it";
    Refusal::invalid("statement", error.to_string(), hint)
}

/// Why statements, or what they say of a chain, aren't to be believed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Untrue {
    /// A line is no statement.
    #[error("what follows statement {after} is none: {why}")]
    Unreadable {
        /// The last one that was one.
        after: u64,
        /// What is wrong with it.
        why: String,
    },
    /// Statements are missing, doubled or out of order, or another's.
    #[error("after statement {after} of {org} comes {n} of {of}")]
    Order {
        /// The last one that was in order.
        after: u64,
        /// Whose they are.
        org: OrgName,
        /// The one that follows it.
        n: u64,
        /// Whose that is.
        of: OrgName,
    },
    /// A statement isn't the one that its successor saw.
    #[error("statement {n} was changed after it was signed, or what follows it was")]
    Changed {
        /// Its number.
        n: u64,
    },
    /// A statement is signed by another key.
    #[error("statement {n} is signed by key {key}, not by {expected}")]
    Key {
        /// Its number.
        n: u64,
        /// That key.
        key: KeyId,
        /// The key that was pinned, or that signed the statements before.
        expected: KeyId,
    },
    /// Its key didn't sign it.
    #[error("the signature of statement {n} isn't its key's")]
    Signature {
        /// Its number.
        n: u64,
    },
    /// A chain that is said to go back.
    #[error("statement {n} says that {chain} went back to revision {revision}")]
    Back {
        /// Its number.
        n: u64,
        /// The chain.
        chain: String,
        /// Where it would have gone.
        revision: u64,
    },
    /// A chain isn't the one that was signed.
    #[error("revision {revision} of {chain} isn't what statement {n} signed: it was rewritten")]
    Rewritten {
        /// The statement that says so.
        n: u64,
        /// The chain.
        chain: String,
        /// The revision.
        revision: u64,
    },
    /// A chain ends before what was signed.
    #[error("statement {n} signed revision {revision} of {chain}, which isn't there any more")]
    Dropped {
        /// The statement that says so.
        n: u64,
        /// The chain.
        chain: String,
        /// The revision.
        revision: u64,
    },
}

/// The statements of an organization, followed from the first.
#[derive(Clone, Debug)]
pub struct Heads {
    org: OrgName,
    key: Option<KeyId>,
    last: Option<(u64, Sha256)>,
    chains: BTreeMap<String, Vec<(u64, Link)>>,
}

impl Heads {
    /// Of an organization, by the key that is pinned; else by whichever signed the first.
    #[must_use]
    pub const fn of(org: OrgName, key: Option<KeyId>) -> Self {
        Self {
            org,
            key,
            last: None,
            chains: BTreeMap::new(),
        }
    }

    /// The last statement so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.last.map_or(0, |(n, _)| n)
    }

    /// The key that signs, once it is known.
    #[must_use]
    pub const fn key(&self) -> Option<KeyId> {
        self.key
    }

    /// Goes on to the next statement, a line as it is [exported](Signed::line).
    ///
    /// # Errors
    /// Why it isn't to be [believed](Untrue).
    pub fn follow(&mut self, line: &str) -> Result<(), Untrue> {
        let after = self.count();
        let unreadable = |why: String| Untrue::Unreadable { after, why };
        let signed: Signed =
            serde_json::from_str(line).map_err(|error| unreadable(error.to_string()))?;
        let written = signed.line().map_err(|refusal| unreadable(refusal.rule))?;
        if written != line {
            return Err(unreadable("it isn't written canonically".to_owned()));
        }
        let statement = &signed.statement;
        let n = statement.n;
        if after.checked_add(1) != Some(n) || statement.org != self.org {
            return Err(Untrue::Order {
                after,
                org: self.org.clone(),
                n,
                of: statement.org.clone(),
            });
        }
        if statement.previous != self.last.map(|(_, digest)| digest) {
            return Err(Untrue::Changed { n: after });
        }
        self.check_signature(&signed)?;
        self.check_forward(statement)?;
        let digest = statement.digest();
        let digest = digest.map_err(|refusal| unreadable(refusal.rule))?;
        self.last = Some((n, digest));
        for (chain, link) in signed.statement.chains {
            self.chains.entry(chain).or_default().push((n, link));
        }
        Ok(())
    }

    fn check_signature(&mut self, signed: &Signed) -> Result<(), Untrue> {
        let (n, key) = (signed.statement.n, signed.key.id());
        let expected = *self.key.get_or_insert(key);
        if key != expected {
            return Err(Untrue::Key { n, key, expected });
        }
        let message = signed.statement.message().ok();
        let signature = from_hex(&signed.sig);
        let is_its = message
            .zip(signature)
            .is_some_and(|(message, signature)| signed.key.verifies(&message, &signature));
        if is_its {
            Ok(())
        } else {
            Err(Untrue::Signature { n })
        }
    }

    fn check_forward(&self, statement: &Statement) -> Result<(), Untrue> {
        for (chain, link) in &statement.chains {
            let before = self.chains.get(chain).and_then(|links| links.last());
            if before.is_some_and(|(_, before)| before.revision >= link.revision) {
                return Err(Untrue::Back {
                    n: statement.n,
                    chain: chain.clone(),
                    revision: link.revision,
                });
            }
        }
        Ok(())
    }

    /// Holds a chain against all that was signed of it; answers up to which revision it is signed.
    /// `told` are its events' digests, by revision.
    ///
    /// # Errors
    /// [`Untrue::Rewritten`], [`Untrue::Dropped`].
    pub fn agree(&self, chain: &str, told: &BTreeMap<u64, Sha256>) -> Result<Option<u64>, Untrue> {
        let mut signed = None;
        for (n, link) in self.chains.get(chain).into_iter().flatten() {
            let (n, revision) = (*n, link.revision);
            let chain = chain.to_owned();
            match told.get(&revision) {
                Some(digest) if *digest == link.digest => signed = Some(revision),
                Some(_) => return Err(Untrue::Rewritten { n, chain, revision }),
                None => return Err(Untrue::Dropped { n, chain, revision }),
            }
        }
        Ok(signed)
    }
}
