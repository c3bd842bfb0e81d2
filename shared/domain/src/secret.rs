//! Secrets that are shown once: tokens and codes.
//!
//! `wcp_` (a person's token), `wcs_` (a service account's), `wci_` (an invitation), `wcu_` and `wcr_`
//! (a session's, to act and to go on) or `wcn_` (the code by which somebody sets a password), then 16
//! characters of public id, 32 of secret and 7 of checksum, in Crockford's base 32 in lower case.
//! One word, so that a double click takes all of it; a scanner finds it by
//! `wc[psiurn]_[0-9a-hjkmnp-tv-z]{55}` and knows by the checksum that it is one. Kept is the SHA-256
//! of the whole: 160 random bits, or 100 beside a mark, need no slower hash.

use std::fmt;

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use wavecast_wire::hash::{Hasher, Sha256};

use crate::id::Fresh;
use crate::name::SecretId;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const ID: usize = 16;
const SECRET: usize = 32;
/// Digits at the end of a marked secret, by which whoever made it knows it again.
const MARK: usize = 12;
const CHECK: usize = 7;

/// What a secret opens.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A person's token.
    Personal,
    /// A service account's token.
    Service,
    /// An invitation.
    Invitation,
    /// What a session acts with, for minutes.
    Access,
    /// What a session goes on with, once.
    Refresh,
    /// The code by which one of the installation's own people sets a password.
    Password,
}

impl Kind {
    const ALL: [Self; 6] = [
        Self::Personal,
        Self::Service,
        Self::Invitation,
        Self::Access,
        Self::Refresh,
        Self::Password,
    ];

    const fn prefix(self) -> &'static str {
        match self {
            Self::Personal => "wcp_",
            Self::Service => "wcs_",
            Self::Invitation => "wci_",
            Self::Access => "wcu_",
            Self::Refresh => "wcr_",
            Self::Password => "wcn_",
        }
    }
}

/// Whether two hashes of secrets are one, in a time that tells nothing of where they differ.
#[must_use]
pub fn same(kept: &Sha256, presented: &Sha256) -> bool {
    kept.0.ct_eq(&presented.0).into()
}

/// A secret to hand out. It never stands in a log: what is printed of it is its id.
#[derive(Clone)]
pub struct Secret {
    kind: Kind,
    id: SecretId,
    text: String,
}

impl Secret {
    /// A new one, from a seed that is used for nothing else.
    ///
    /// # Errors
    /// Never: the id is made of the right characters.
    pub fn make(kind: Kind, fresh: &Fresh) -> Result<Self, crate::name::NameError> {
        let id: SecretId = digits(fresh, "secret id", ID).parse()?;
        Ok(Self::spelled(kind, id, &digits(fresh, "secret", SECRET)))
    }

    /// One of several under an id that there is, from a seed that is used for nothing else.
    #[must_use]
    pub fn under(kind: Kind, id: &SecretId, fresh: &Fresh) -> Self {
        let purpose = format!("secret {}", kind.prefix());
        Self::spelled(kind, id.clone(), &digits(fresh, &purpose, SECRET))
    }

    /// The same, with a mark that [`is_marked`] knows again, however many were made since.
    #[must_use]
    pub fn marked(kind: Kind, id: &SecretId, fresh: &Fresh, by: &Sha256) -> Self {
        let purpose = format!("secret {}", kind.prefix());
        let chance = digits(fresh, &purpose, SECRET - MARK);
        let secret = format!("{chance}{}", mark(by, id, &chance));
        Self::spelled(kind, id.clone(), &secret)
    }

    fn spelled(kind: Kind, id: SecretId, secret: &str) -> Self {
        let begin = format!("{}{id}{secret}", kind.prefix());
        let text = format!("{begin}{}", checksum(&begin));
        Self { kind, id, text }
    }

    /// Its public part.
    #[must_use]
    pub const fn id(&self) -> &SecretId {
        &self.id
    }

    /// What is kept of it.
    #[must_use]
    pub fn hash(&self) -> Sha256 {
        Sha256::of(self.text.as_bytes())
    }

    /// The text, to be shown once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}…", self.kind.prefix(), self.id)
    }
}

/// A secret that somebody presents; not yet known to be one of ours.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Presented {
    /// What it opens.
    pub kind: Kind,
    /// Its public part.
    pub id: SecretId,
    /// The hash of the whole.
    pub hash: Sha256,
}

impl Presented {
    /// Reads a secret; `None` for what has another form, or a slip in it.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let kind = Kind::ALL
            .into_iter()
            .find(|kind| text.starts_with(kind.prefix()))?;
        let length = kind.prefix().len() + ID + SECRET;
        let (begin, check) = text.split_at_checked(length)?;
        let id = begin.get(kind.prefix().len()..kind.prefix().len() + ID)?;
        let is_one = text.is_ascii() && check == checksum(begin);
        is_one.then_some(())?;
        Some(Self {
            kind,
            id: id.parse().ok()?,
            hash: Sha256::of(text.as_bytes()),
        })
    }
}

/// Whether a secret has the mark of whoever holds `by`: it was made there, and not of its public part.
#[must_use]
pub fn is_marked(text: &str, by: &Sha256) -> bool {
    let Some(Presented { kind, id, .. }) = Presented::read(text) else {
        return false;
    };
    let secret = text.get(kind.prefix().len() + ID..);
    let parts = secret.and_then(|secret| secret.split_at_checked(SECRET - MARK));
    parts.is_some_and(|(chance, rest)| {
        let given = rest.as_bytes().get(..MARK);
        given.is_some_and(|given| mark(by, &id, chance).as_bytes().ct_eq(given).into())
    })
}

fn mark(by: &Sha256, id: &SecretId, chance: &str) -> String {
    let mut hasher = Hasher::default();
    hasher.update(&by.0);
    hasher.update(b"mark");
    hasher.update(id.as_str().as_bytes());
    hasher.update(chance.as_bytes());
    spell(&hasher.finish(), MARK)
}

/// Whether a text looks like a secret of ours, well formed or not.
#[must_use]
pub fn is_ours(text: &str) -> bool {
    Kind::ALL.iter().any(|kind| text.starts_with(kind.prefix()))
}

/// Catches slips of copying, no forgery.
fn checksum(begin: &str) -> String {
    spell(&Sha256::of(begin.as_bytes()), CHECK)
}

/// So many digits of chance, for one purpose.
pub(crate) fn digits(fresh: &Fresh, purpose: &str, count: usize) -> String {
    let mut hasher = Hasher::default();
    hasher.update(&fresh.seed);
    hasher.update(purpose.as_bytes());
    spell(&hasher.finish(), count)
}

/// Five bits a digit: up to 51 digits of a hash.
fn spell(hash: &Sha256, count: usize) -> String {
    let bit = |n: usize| hash.0.get(n / 8).map_or(0, |byte| byte >> (7 - n % 8) & 1);
    let digit = |place: usize| (0..5).fold(0, |sum, n| sum << 1 | bit(place * 5 + n));
    let letters = (0..count).map(|place| ALPHABET.get(usize::from(digit(place))));
    letters
        .flatten()
        .map(|letter| char::from(*letter))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wavecast_wire::time::Timestamp;

    fn secret(kind: Kind, byte: u8) -> Secret {
        let fresh = Fresh {
            at: Timestamp(0),
            seed: [byte; 32],
        };
        Secret::make(kind, &fresh).unwrap()
    }

    #[test]
    fn what_is_made_is_read() {
        for kind in Kind::ALL {
            let made = secret(kind, 7);
            let read = Presented::read(made.reveal()).unwrap();
            assert_eq!((read.kind, &read.id), (kind, made.id()));
            assert_eq!(read.hash, made.hash());
            assert_eq!(made.reveal().len(), 59);
        }
        assert_ne!(
            secret(Kind::Personal, 1).hash(),
            secret(Kind::Personal, 2).hash()
        );
    }

    #[test]
    fn secrets_under_one_id_have_nothing_else_in_common() {
        let id = secret(Kind::Access, 1).id().clone();
        let fresh = Fresh {
            at: Timestamp(0),
            seed: [1; 32],
        };
        let made = [Kind::Access, Kind::Refresh].map(|kind| Secret::under(kind, &id, &fresh));
        for one in &made {
            let read = Presented::read(one.reveal()).unwrap();
            assert_eq!((&read.id, read.hash), (&id, one.hash()));
        }
        let [access, refresh] = made;
        assert_ne!(access.reveal()[20..52], refresh.reveal()[20..52]);
    }

    #[test]
    fn every_slip_is_noticed_and_nothing_else_is_read() {
        let made = secret(Kind::Service, 3);
        let text = made.reveal();
        for place in 4..text.len() {
            let mut slip: Vec<char> = text.chars().collect();
            slip[place] = if slip[place] == '0' { '1' } else { '0' };
            let slip: String = slip.into_iter().collect();
            assert_eq!(Presented::read(&slip), None, "{slip}");
        }
        let other = text.replacen("wcs_", "wcp_", 1);
        for wrong in [
            "",
            "wcs_",
            "wct_0123",
            &text[..58],
            &format!("{text}0"),
            &other,
            "wcs_é",
        ] {
            assert_eq!(Presented::read(wrong), None, "{wrong}");
        }
    }

    /// As another implementation of SHA-256 and of this base 32 spells it: what was handed out once
    /// is read for as long as it works.
    #[test]
    fn a_seed_makes_the_same_secret_for_ever() {
        let made = secret(Kind::Personal, 7);
        assert_eq!(made.id().as_str(), "05zm12vst43pkvn9");
        let checksum = "4pa92fb";
        let text = format!("wcp_05zm12vst43pkvn9t92230nr6x84eptz3jh3cvf2m36n2txj{checksum}");
        assert_eq!(made.reveal(), text);
    }

    #[test]
    fn what_looks_like_ours_is_ours_even_with_a_slip_in_it() {
        for kind in Kind::ALL {
            assert!(is_ours(secret(kind, 5).reveal()));
        }
        for text in ["wcp_", "wcs_x", "wci_0123"] {
            assert!(is_ours(text), "{text}");
        }
        for text in ["", "wcp", "wct_0123", " wcp_0123", "eyJhbGciOiJFUzI1NiJ9"] {
            assert!(!is_ours(text), "{text}");
        }
    }

    #[test]
    fn a_log_never_shows_the_secret() {
        let made = secret(Kind::Personal, 9);
        let shown = format!("{made:?}");
        assert!(shown.contains(made.id().as_str()));
        assert!(!shown.contains(&made.reveal()[20..52]), "{shown}");
    }
}
