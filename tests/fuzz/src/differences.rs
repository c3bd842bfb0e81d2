//! Where our client and another implementation of TUF are meant to differ. Each rule is exact: it
//! knows who accepted, and looks at the file itself. Whatever none of them explains is a finding.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sigstore_tuf::Key;
use wavecast_device::trust::TrustError;
use wavecast_wire::envelope::EnvelopeError;
use wavecast_wire::json;
use wavecast_wire::key::PublicKey;
use wavecast_wire::limit;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::Role;

/// One file that one client accepted and the other refused.
pub struct Disagreement<'a> {
    /// What the file is.
    pub role: Role,
    /// The file.
    pub bytes: &'a [u8],
    /// The root that both trust, parsed; for a first root itself.
    pub root: &'a Value,
    /// What was announced of the file, where something is.
    pub pin: Option<&'a Value>,
    /// Whether it is a plain repository, without scopes.
    pub plain: bool,
    /// The time.
    pub now: i64,
    /// Why we refused it; `None` where they did.
    pub ours: Option<&'a TrustError>,
    /// Whether a new root dropped one of the files that we keep, so that they know less.
    pub forgot: bool,
}

/// A rule: its name, where it is written, and whether it explains a disagreement.
pub type Rule = (&'static str, &'static str, fn(&Disagreement<'_>) -> bool);

/// Every rule.
pub const RULES: [Rule; 17] = [
    (
        "strict JSON: a key twice, a fraction, 2^53, depth 32",
        "wire.md, What is signed",
        |d| d.refused() && json::scan(d.bytes, usize::MAX).is_err(),
    ),
    (
        "a file larger than a client accepts",
        "wire.md, Limits",
        |d| d.refused() && d.bytes.len() > d.limit(),
    ),
    (
        "our own extension's rules",
        "wire.md, What is signed",
        |d| {
            !d.plain
                && (d.is_json()
                    || matches!(d.ours, Some(TrustError::Body(_) | TrustError::Source(_))))
        },
    ),
    (
        "another form of time than YYYY-MM-DDTHH:MM:SSZ",
        "TUF 4.2.1; wire.md, What is signed",
        |d| {
            d.is_json()
                && d.signed()["expires"]
                    .as_str()
                    .is_some_and(|text| text.parse::<Timestamp>().is_err())
        },
    ),
    (
        "what expires now has expired",
        "TUF 5.3.10, 5.4.4, 5.5.6, 5.6.6",
        |d| matches!(d.ours, Some(TrustError::Expired { expires, now, .. }) if expires == now),
    ),
    (
        "time never lies before what was issued",
        "wire.md, What a client does",
        |d| matches!(d.ours, Some(TrustError::Expired { now, .. }) if !d.plain && now.0 > d.now),
    ),
    (
        "one signature per key id, whoever it is of",
        "TUF 4.2.1; wire.md, What is signed",
        |d| d.is_json() && d.has_id_twice(),
    ),
    (
        "thresholds count keys, not the ids under which they stand",
        "TUF 5.3.4; wire.md, Keys",
        |d| d.is_threshold() && d.keys().any(|key| d.has_twice(&key)),
    ),
    (
        "other kinds and forms of keys are unusable",
        "wire.md, Keys",
        |d| d.is_threshold() && d.keys().any(|key| !key.is_usable()),
    ),
    ("signatures are lower-case hex", "wire.md, Keys", |d| {
        d.is_threshold()
            && d.signatures()
                .any(|(_, sig)| sig.chars().any(|c| c.is_ascii_uppercase()))
    }),
    (
        "versions begin with 1; spec_version has a minor part",
        "TUF 4.2.1, 4.3",
        |d| {
            let body = d.signed();
            matches!(d.ours, Some(TrustError::Body(_)))
                && (body["version"] == 0 || body["spec_version"] == "1")
        },
    ),
    ("a file announces the next one", "TUF 4.5, 4.6", |d| {
        let next = match d.role {
            Role::Timestamp => "snapshot.json",
            _ => "targets.json",
        };
        matches!(d.ours, Some(TrustError::Body(_))) && d.signed()["meta"].get(next).is_none()
    }),
    (
        "SHA-256 in lower-case hex, and a length where we publish",
        "wire.md, What is signed",
        |d| {
            matches!(d.ours, Some(TrustError::Mismatch { .. }))
                && d.pin.is_some_and(|pin| {
                    let sha256 = pin["hashes"]["sha256"].as_str();
                    sha256.is_none_or(|hex| hex.chars().any(|c| c.is_ascii_uppercase()))
                        || pin.get("length").is_none_or(Value::is_null)
                })
        },
    ),
    (
        "one version has one content",
        "wire.md, What a client does",
        |d| matches!(d.ours, Some(TrustError::Equivocation { .. })),
    ),
    (
        "what a new root still vouches for is kept",
        "TUF 5.3.11; wire.md, What a client does",
        |d| d.forgot && matches!(d.ours, Some(TrustError::Rollback { .. })),
    ),
    (
        "a key of an unknown shape is no error",
        "wire.md, Keys",
        |d| {
            d.ours.is_none()
                && d.role == Role::Root
                && d.signed()["keys"].as_object().is_some_and(|keys| {
                    keys.values()
                        .any(|key| serde_json::from_value::<Key>(key.clone()).is_err())
                })
        },
    ),
    (
        "not read: names of a stranger's targets, delegations, SHA-512, the year 10,000",
        "TUF 4.7; wire.md",
        |d| {
            let body = d.signed();
            let announced = d.pin.is_some_and(|pin| {
                pin["hashes"]
                    .as_object()
                    .is_some_and(|hashes| hashes.len() > 1)
            });
            let far = body["expires"]
                .as_str()
                .is_some_and(|text| text.parse::<jiff::Timestamp>().is_err());
            let targets = d.role == Role::Targets && (d.plain || body.get("delegations").is_some());
            d.ours.is_none() && (announced || far || targets)
        },
    ),
];

impl Disagreement<'_> {
    /// The rule that explains it.
    #[must_use]
    pub fn explained(&self) -> Option<&'static str> {
        RULES
            .iter()
            .find(|(_, _, explains)| explains(self))
            .map(|(name, _, _)| *name)
    }

    fn refused(&self) -> bool {
        self.ours.is_some()
    }

    fn limit(&self) -> usize {
        match self.role {
            Role::Root => limit::ROOT_BYTES_CLIENT,
            Role::Timestamp => limit::TIMESTAMP_BYTES,
            Role::Snapshot => limit::SNAPSHOT_BYTES_CLIENT,
            Role::Targets => limit::TARGETS_BYTES_CLIENT,
        }
    }

    fn is_json(&self) -> bool {
        matches!(
            self.ours,
            Some(TrustError::Envelope {
                source: EnvelopeError::Json(_),
                ..
            })
        )
    }

    fn is_threshold(&self) -> bool {
        matches!(
            self.ours,
            Some(TrustError::Envelope {
                source: EnvelopeError::Threshold { .. },
                ..
            })
        )
    }

    fn file(&self) -> Value {
        serde_json::from_slice(self.bytes).unwrap_or_default()
    }

    fn signed(&self) -> Value {
        self.file()["signed"].take()
    }

    fn signatures(&self) -> impl Iterator<Item = (String, String)> {
        let list = self.file()["signatures"].take();
        let list = list.as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        list.into_iter()
            .map(move |one| (text(&one["keyid"]), text(&one["sig"])))
    }

    fn has_id_twice(&self) -> bool {
        let ids: Vec<_> = self.signatures().map(|(id, _)| id).collect();
        ids.iter().collect::<BTreeSet<_>>().len() < ids.len()
    }

    /// The keys of the trusted root, and of the file itself if it is one.
    fn all_keys(&self) -> BTreeMap<String, PublicKey> {
        let own = self.signed();
        let roots = [self.root, &own];
        let keys = roots
            .into_iter()
            .filter_map(|root| root["keys"].as_object())
            .flatten();
        keys.map(|(id, key)| (id.clone(), PublicKey::from(key.clone())))
            .collect()
    }

    fn keys(&self) -> impl Iterator<Item = PublicKey> {
        self.all_keys().into_values()
    }

    fn has_twice(&self, key: &PublicKey) -> bool {
        let material = key.material();
        material.is_some()
            && self
                .keys()
                .filter(|other| other.material() == material)
                .count()
                > 1
    }
}
