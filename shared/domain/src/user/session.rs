//! Sessions: short tokens to act with, and a chain of tokens to go on with, each good for once.

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::{Hasher, Sha256};
use wavecast_wire::time::Timestamp;

use crate::id::Fresh;
use crate::name::{NameError, SecretId, UserId, UserName};
use crate::secret::{Kind, Presented, Secret, is_marked, same};

/// Seconds for which a session acts with one token.
const ACCESS: i64 = 15 * 60;
/// Seconds for which a session can be taken up again.
pub const REFRESH: i64 = 30 * 86_400;
/// Seconds for which a session waits for whoever it was opened for, in another program.
pub const CLAIM: i64 = 5 * 60;
/// Seconds after which a session ends however often it was taken up.
const LONGEST: i64 = 90 * 86_400;
/// Seconds for which the token before the newest is answered once more, for who didn't hear.
const GRACE: i64 = 60;
/// Tokens to act with that work at once: what others of the same person hold runs out by itself.
const ACCESSES: usize = 4;
/// Characters of what a session is told to run on.
const DEVICE_CHARS: usize = 100;

/// A session as it is kept: hashes, never the tokens.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Session {
    /// The public part of all its tokens.
    pub id: SecretId,
    /// Whose.
    pub user: UserName,
    /// The person's id.
    pub person: UserId,
    /// What to call the person, where that isn't the name that they sign in by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
    /// On what, as it said itself; for people.
    pub device: String,
    /// When it was opened.
    pub created: Timestamp,
    /// Until when it can be taken up again.
    pub expires: Timestamp,
    /// Tokens to act with, the newest first.
    access: Vec<Kept>,
    /// The one token to go on with.
    refresh: Sha256,
    /// The one before it, and until when it is still answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<Kept>,
    /// What the next tokens are made of, together with the text of the one that is presented. So who
    /// asks twice gets the same ones, and who reads the ledger can't make them. It marks them too: one that
    /// was used is known again for good, and one that is made up of the public part ends nothing.
    seed: Sha256,
    /// Who alone may take it up, where it was opened in a browser for another program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    claim: Option<Claim>,
}

/// A session to be taken up by who can show what a challenge was made of (as RFC 7636 has it for codes).
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
struct Claim {
    /// Hash of the first token to go on with, which is its code.
    code: Sha256,
    /// SHA-256 of what must be shown with it.
    challenge: Sha256,
}

/// Whose session is opened.
#[derive(Clone, Debug)]
pub struct Owner<'a> {
    /// By what name they sign in.
    pub name: &'a UserName,
    /// The person's id.
    pub person: &'a UserId,
    /// What to call them, where that isn't the name.
    pub shown: Option<&'a str>,
}

/// A token's hash, and until when it counts.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
struct Kept {
    hash: Sha256,
    until: Timestamp,
}

/// The tokens of a session, to be handed out.
#[derive(Clone, Debug)]
pub struct Pair {
    /// To act with.
    pub access: Secret,
    /// To go on with.
    pub refresh: Secret,
    /// Until when the first acts.
    pub until: Timestamp,
}

/// A session with what is known of its use.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SessionState {
    /// The session.
    pub session: Session,
    /// When it last acted, to the minute; `None` for never.
    pub used: Option<Timestamp>,
}

/// What the token to go on with leads to.
#[derive(Clone, Debug)]
pub enum Turn {
    /// The session as it is from now on, and its new tokens.
    On(Box<Session>, Pair),
    /// The tokens that were given before, to who didn't hear of them.
    Again(Pair),
}

/// Why a session doesn't go on by a token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ended {
    /// Its time is over.
    Over,
    /// The token isn't its newest one: it was used before, by its owner or by a thief.
    Reused,
    /// The token never was one of its own.
    Unknown,
}

impl Session {
    /// Opens one.
    ///
    /// # Errors
    /// Never: the id is made of the right characters.
    pub fn open(owner: &Owner<'_>, device: &str, fresh: &Fresh) -> Result<(Self, Pair), NameError> {
        let now = fresh.at;
        let id = Secret::make(Kind::Refresh, fresh)?.id().clone();
        let mut hasher = Hasher::default();
        hasher.update(&fresh.seed);
        hasher.update(b"session seed");
        let seed = hasher.finish();
        let pair = Pair::new(&id, fresh, &seed);
        let shown = device.chars().filter(|c| !c.is_control());
        let session = Self {
            id,
            user: owner.name.clone(),
            person: owner.person.clone(),
            shown: owner.shown.map(ToOwned::to_owned),
            device: shown.take(DEVICE_CHARS).collect(),
            created: now,
            expires: now.plus(REFRESH),
            access: vec![pair.kept()],
            refresh: pair.refresh.hash(),
            before: None,
            seed,
            claim: None,
        };
        Ok((session, pair))
    }

    /// Leaves it to another program, which shows what the challenge is the SHA-256 of within five minutes:
    /// the token to go on with is its code, and nobody acts before.
    #[must_use]
    pub fn for_claim(self, challenge: Sha256) -> Self {
        Self {
            expires: self.created.plus(CLAIM),
            access: Vec::new(),
            claim: Some(Claim {
                code: self.refresh,
                challenge,
            }),
            ..self
        }
    }

    /// What to call its owner.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(self.user.as_str())
    }

    /// The last moment that it can reach.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        self.created.plus(LONGEST)
    }

    /// Until when a token acts for it; `None` for one that isn't its own.
    #[must_use]
    pub fn acts_until(&self, presented: &Presented) -> Option<Timestamp> {
        let mut all = self.access.iter();
        let found = all.find(|kept| same(&kept.hash, &presented.hash));
        found.map(|kept| kept.until)
    }

    /// Goes on, by a token that has the session's id; by its code, with what belongs to that.
    ///
    /// # Errors
    /// It ended, or must end now.
    pub fn turn(&self, token: &str, shown: Option<&str>, now: Timestamp) -> Result<Turn, Ended> {
        if self.expires <= now {
            return Err(Ended::Over);
        }
        let hash = Sha256::of(token.as_bytes());
        let claim = self.claim.as_ref();
        if let Some(claim) = claim.filter(|claim| same(&claim.code, &hash)) {
            let shown = shown.map(|shown| Sha256::of(shown.as_bytes()));
            if !shown.is_some_and(|shown| same(&claim.challenge, &shown)) {
                return Err(Ended::Unknown);
            }
        } else if shown.is_some() {
            return Err(Ended::Unknown);
        }
        if same(&self.refresh, &hash) {
            let pair = self.next(token, now);
            return Ok(Turn::On(Box::new(self.after(&pair, now)), pair));
        }
        let is_before = |kept: &&Kept| same(&kept.hash, &hash) && now <= kept.until;
        if self.before.as_ref().filter(is_before).is_none() {
            return Err(if self.knows(token) {
                Ended::Reused
            } else {
                Ended::Unknown
            });
        }
        let mut pair = self.next(token, now);
        let made = pair.access.hash();
        let mut all = self.access.iter();
        let kept = all.find(|kept| kept.hash == made);
        pair.until = kept.map_or(now, |kept| kept.until);
        Ok(Turn::Again(pair))
    }

    /// Whether a token to go on with is its newest one, or one that was.
    #[must_use]
    pub fn knows(&self, token: &str) -> bool {
        is_marked(token, &self.seed)
    }

    /// The tokens that follow one.
    fn next(&self, token: &str, now: Timestamp) -> Pair {
        let mut hasher = Hasher::default();
        hasher.update(&self.seed.0);
        hasher.update(token.as_bytes());
        let fresh = Fresh {
            at: now,
            seed: hasher.finish().0,
        };
        Pair::new(&self.id, &fresh, &self.seed)
    }

    /// The session once these are given.
    fn after(&self, pair: &Pair, now: Timestamp) -> Self {
        let mut access = vec![pair.kept()];
        access.extend(self.access.iter().filter(|one| one.until > now).cloned());
        access.truncate(ACCESSES);
        Self {
            access,
            refresh: pair.refresh.hash(),
            before: Some(Kept {
                hash: self.refresh,
                until: now.plus(GRACE),
            }),
            expires: now.plus(REFRESH).min(self.end()),
            ..self.clone()
        }
    }
}

impl Pair {
    fn new(id: &SecretId, fresh: &Fresh, seed: &Sha256) -> Self {
        Self {
            access: Secret::under(Kind::Access, id, fresh),
            refresh: Secret::marked(Kind::Refresh, id, fresh, seed),
            until: fresh.at.plus(ACCESS),
        }
    }

    fn kept(&self) -> Kept {
        Kept {
            hash: self.access.hash(),
            until: self.until,
        }
    }
}
