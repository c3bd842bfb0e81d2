//! A publisher in memory: real keys, real signatures, the objects of one application's edge.

mod package;

pub use package::Packed;

use std::collections::BTreeMap;

use ed25519_dalek::{Signer as _, SigningKey};
use wavecast_wire::envelope::{message, seal};
use wavecast_wire::key::{PublicKey, Signature};
use wavecast_wire::latest::{Lines, join};
use wavecast_wire::name::{ReleaseId, Scope, TargetName};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::{Answer, KnownRow, Table, When};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{
    MetaFile, PackageKeys, Poll, Role, Root, Snapshot, TargetFile, Targets, TimestampBody,
    TimestampExtra,
};

const YEAR: i64 = 365 * 86_400;

/// One channel and its edge.
pub struct Forge {
    pub scope: Scope,
    pub keys: BTreeMap<Role, SigningKey>,
    pub root: u64,
    pub seq: u64,
    pub now: Timestamp,
    pub seconds_to_live: i64,
    pub poll: Poll,
    pub crit: Vec<String>,
    pub package_keys: Option<PackageKeys>,
    pub table: Table,
    pub targets: BTreeMap<TargetName, TargetFile>,
    /// Every object at the edge, by path.
    pub edge: BTreeMap<String, Vec<u8>>,
}

pub fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

pub fn public(key: &SigningKey) -> PublicKey {
    PublicKey::ed25519(key.verifying_key().as_bytes())
}

pub fn sign(body: &impl serde::Serialize, keys: &[&SigningKey]) -> Vec<u8> {
    let bytes = message(body).unwrap();
    let one = |key: &&SigningKey| Signature::new(public(key).id(), &key.sign(&bytes).to_bytes());
    seal(body, &keys.iter().map(one).collect::<Vec<_>>()).unwrap()
}

impl Forge {
    /// A channel with root 1 and an empty table, published once.
    pub fn new(scope: &str, now: i64) -> Self {
        let scope: Scope = scope.parse().unwrap();
        let mut forge = Self {
            table: Table::new(scope.clone()),
            scope,
            keys: Role::ALL
                .into_iter()
                .zip([key(1), key(2), key(3), key(4)])
                .collect(),
            root: 0,
            seq: 0,
            now: Timestamp(now),
            seconds_to_live: 14 * 86_400,
            poll: Poll {
                seconds: 600,
                jitter: 0,
            },
            crit: Vec::new(),
            package_keys: None,
            targets: BTreeMap::new(),
            edge: BTreeMap::new(),
        };
        forge.write_root(&[]);
        forge.publish();
        forge
    }

    /// The next root, with new keys for these roles, signed by the old root key and the new one.
    pub fn rotate(&mut self, fresh: &[(Role, u8)]) {
        let old = self.keys[&Role::Root].clone();
        for (role, seed) in fresh {
            self.keys.insert(*role, key(*seed));
        }
        self.write_root(&[&old]);
    }

    fn write_root(&mut self, also: &[&SigningKey]) {
        self.root += 1;
        let roles = self
            .keys
            .iter()
            .map(|(role, key)| (*role, (1, vec![public(key)])))
            .collect();
        let expires = self.now.plus(YEAR);
        let body = Root::new(
            self.scope.clone(),
            self.root,
            expires,
            &roles,
            self.package_keys.clone(),
        );
        let own = &self.keys[&Role::Root];
        let mut keys = vec![own];
        keys.extend(also.iter().filter(|key| key.to_bytes() != own.to_bytes()));
        let bytes = sign(&body, &keys);
        self.put(&ObjectKey::Root(self.scope.clone(), self.root), bytes);
    }

    pub fn root_bytes(&self, n: u64) -> Vec<u8> {
        self.edge[&ObjectKey::Root(self.scope.clone(), n).path()].clone()
    }

    pub fn latest(&self) -> Vec<u8> {
        self.edge[&ObjectKey::Latest(self.scope.clone()).path()].clone()
    }

    pub fn put(&mut self, key: &ObjectKey, bytes: Vec<u8>) {
        self.edge.insert(key.path(), bytes);
    }

    /// Signs the table and the targets as the next `seq`.
    pub fn publish(&mut self) {
        self.seq += 1;
        let lines = self.sign_publication();
        let latest = join(Lines {
            timestamp: &lines[0],
            snapshot: &lines[1],
            targets: &lines[2],
        });
        let [timestamp, snapshot, targets] = lines;
        self.put(&ObjectKey::Targets(self.scope.clone(), self.seq), targets);
        self.put(&ObjectKey::Snapshot(self.scope.clone(), self.seq), snapshot);
        self.put(&ObjectKey::Timestamp(self.scope.clone()), timestamp);
        self.put(&ObjectKey::Latest(self.scope.clone()), latest);
    }

    /// Timestamp, snapshot and targets of the present `seq`.
    pub fn sign_publication(&self) -> [Vec<u8>; 3] {
        let (scope, seq, expires) = (&self.scope, self.seq, self.now.plus(self.seconds_to_live));
        let targets = Targets::new(seq, expires, self.targets.clone(), self.table.clone());
        let targets = sign(&targets, &[&self.keys[&Role::Targets]]);
        let snapshot = Snapshot::new(scope.clone(), seq, expires, MetaFile::of(seq, &targets));
        let snapshot = sign(&snapshot, &[&self.keys[&Role::Snapshot]]);
        let extra = TimestampExtra {
            v: 1,
            scope: scope.clone(),
            crit: self.crit.clone(),
            issued: self.now,
            root: self.root,
            poll: self.poll,
        };
        let timestamp = TimestampBody::new(seq, expires, MetaFile::of(seq, &snapshot), extra);
        [
            sign(&timestamp, &[&self.keys[&Role::Timestamp]]),
            snapshot,
            targets,
        ]
    }
}

pub fn everyone(id: &str, target: TargetName) -> KnownRow {
    row(id, Answer::Config(Some(target)))
}

pub fn row(id: &str, answer: Answer) -> KnownRow {
    KnownRow {
        release: release(id),
        when: When::new(),
        devices: None,
        salt: None,
        hold: false,
        answer,
    }
}

pub fn release(id: &str) -> ReleaseId {
    id.parse().unwrap()
}
