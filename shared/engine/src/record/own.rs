//! What the engine keeps for itself beside the domain's values.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wavecast_domain::coverage::Finding;
use wavecast_domain::decide::{LiveUse, Movement, Outcome};
use wavecast_domain::id::Ulid;
use wavecast_domain::name::SecretId;
use wavecast_domain::preview::Preview;
use wavecast_domain::trail::Link;
use wavecast_wire::hash::Sha256;
use wavecast_wire::key::KeyId;
use wavecast_wire::name::{AppName, ChannelName, OrgName, Scope};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{PackageKeys, Role};

use crate::port::SealedKey;

/// What a request came to, under its idempotency key.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Answered {
    /// Hash of the request's body.
    pub body: Sha256,
    /// What it was about; `None` for a command on an organization.
    pub outcome: Option<Outcome>,
    /// Who moved.
    pub movements: Vec<Movement>,
    /// Live uses of a yanked package.
    #[serde(default)]
    pub uses: Vec<LiveUse>,
    /// How rules stand to each other, where some changed.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// What devices would see; nothing that is kept.
    #[serde(skip)]
    pub previews: Vec<Preview>,
    /// The publications that it wanted.
    pub publications: Vec<(ChannelName, Ulid)>,
    /// The aggregate's revision after it.
    pub revision: u64,
    /// The token or invitation that a command on an organization was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<SecretId>,
}

impl Answered {
    /// Of a command that moves no device.
    #[must_use]
    pub fn quiet(body: Sha256, revision: u64, about: Option<SecretId>) -> Self {
        Self {
            body,
            outcome: None,
            movements: Vec::new(),
            uses: Vec::new(),
            previews: Vec::new(),
            findings: Vec::new(),
            publications: Vec::new(),
            revision,
            about,
        }
    }
}

/// A signed root, exactly as it stands at the edge.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct StoredRoot {
    /// Its version.
    pub n: u64,
    /// The exact bytes of `{n}.root.json`.
    pub file: String,
    /// When it was made.
    pub made: Timestamp,
    /// When it expires.
    pub expires: Timestamp,
    /// The asked rotation that it fulfils.
    pub fulfils: Option<Ulid>,
}

/// A sealed key and the first root that lists it.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct StoredKey {
    /// The key.
    pub key: SealedKey,
    /// The first root that lists it.
    pub root: u64,
}

/// A rotation that an admin asked for. The key maker can't change it: the root that fulfils it
/// names it.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Rotation {
    /// Its id.
    pub id: Ulid,
    /// The channel.
    pub scope: Scope,
    /// Which keys.
    pub roles: Vec<Role>,
    /// The package keys that the next root names; `None` keeps what it has.
    pub package_keys: Option<PackageKeys>,
    /// The publications that answer it: pending until one shows the root that fulfils it.
    #[serde(default)]
    pub publications: Vec<Ulid>,
}

impl Rotation {
    /// Asks for what an earlier, unfulfilled rotation asked for too. The newer word on package
    /// keys stands.
    pub fn take_on(&mut self, earlier: Self) {
        for role in earlier.roles {
            if !self.roles.contains(&role) {
                self.roles.push(role);
            }
        }
        self.package_keys = self.package_keys.take().or(earlier.package_keys);
        self.publications.extend(earlier.publications);
    }
}

/// An admin's word that a channel goes on above an edge that is ahead of the ledger.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Adoption {
    /// The edge's number, as the admin was told.
    pub edge: u64,
}

/// Where the round of repairs is, so that a process that is new goes on where the last one stopped.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Round {
    /// The shard of published channels that is next.
    pub shard: u8,
    /// Shards that this round has still to see; none: it is over.
    pub left: u8,
    /// Where in the shard it goes on; at its beginning without it.
    pub after: Option<String>,
    /// When the next round may begin.
    pub next: Timestamp,
}

/// Up to where the chains of an organization are signed.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct SignedTo {
    /// The last statement's number.
    pub n: u64,
    /// When it was made.
    pub at: Timestamp,
    /// Its digest.
    pub digest: Sha256,
    /// The key that signed it, and signs the next.
    pub key: KeyId,
    /// Where each chain was.
    pub chains: BTreeMap<String, Link>,
}

/// Where the round of signing heads is, while it is longer than a tick or waits for its time.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct HeadsRound {
    /// The ledger's own cursor; `None` when all organizations had their turn.
    pub after: Option<String>,
    /// When the next may begin.
    pub next: Timestamp,
}

/// Who this installation is to whoever holds its groups, and when it next looks there for what isn't
/// wanted.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct GroupRound {
    /// What every group of ours names.
    pub installation: Ulid,
    /// When the next sweep may begin.
    pub next: Timestamp,
}

/// An unfinished upload.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct StoredUpload {
    /// Its id.
    pub id: String,
    /// The organization.
    pub org: OrgName,
    /// The application.
    pub app: AppName,
    /// The hash that the bytes must have.
    pub sha256: Sha256,
    /// Bytes.
    pub size: u64,
    /// When it began.
    pub begun: Timestamp,
}
