//! A channel put together and read back, with nothing but this crate's public parts.

use std::collections::BTreeMap;

use serde_json::Value;
use wavecast_wire::envelope::{Envelope, message, seal};
use wavecast_wire::key::PublicKey;
use wavecast_wire::latest::{self, Lines};
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::Table;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{
    Body, MetaFile, Poll, Role, Root, Snapshot, TargetFile, Targets, TimestampBody, TimestampExtra,
};

use crate::keys::Pair;

/// When the sample channel was signed: 2026-11-21T09:00:00Z.
pub const ISSUED: Timestamp = Timestamp(1_795_251_600);
const DAY: i64 = 86_400;

pub fn scope() -> Scope {
    "acme/lamp/stable".parse().unwrap()
}

/// Whose keys sign for which role.
#[derive(Clone)]
pub struct Signers(pub BTreeMap<Role, (u64, Vec<Pair>)>);

impl Signers {
    /// One Ed25519 key per role: seeds 1 to 4.
    pub fn plain() -> Self {
        let seeds = Role::ALL.into_iter().zip(1..);
        Self(
            seeds
                .map(|(role, seed)| (role, (1, vec![Pair::ed25519(seed)])))
                .collect(),
        )
    }

    pub fn with(mut self, role: Role, threshold: u64, pairs: &[Pair]) -> Self {
        self.0.insert(role, (threshold, pairs.to_vec()));
        self
    }

    pub fn publics(&self) -> BTreeMap<Role, (u64, Vec<PublicKey>)> {
        let publics = |pairs: &Vec<Pair>| pairs.iter().map(Pair::public).collect();
        self.0
            .iter()
            .map(|(role, (threshold, pairs))| (*role, (*threshold, publics(pairs))))
            .collect()
    }

    /// Signs a body with every key of its role.
    pub fn sign<B: Body>(&self, body: &B) -> Vec<u8> {
        sign_by(body, &self.0[&B::ROLE].1)
    }

    pub fn root(&self, version: u64) -> Root {
        Root::new(
            scope(),
            version,
            ISSUED.plus(365 * DAY),
            &self.publics(),
            None,
        )
    }
}

pub fn sign_by<B: Body>(body: &B, pairs: &[Pair]) -> Vec<u8> {
    let bytes = message(body).unwrap();
    let signatures: Vec<_> = pairs.iter().map(|pair| pair.signature(&bytes)).collect();
    seal(body, &signatures).unwrap()
}

/// One publication: what is sealed for one `seq`.
#[derive(Clone)]
pub struct Publication {
    pub seq: u64,
    pub root: u64,
    pub table: Value,
    pub targets: BTreeMap<String, Vec<u8>>,
    pub expires: Timestamp,
    pub crit: Vec<String>,
}

impl Publication {
    /// One release for everybody.
    pub fn new(seq: u64, root: u64) -> Self {
        let rows = serde_json::json!([{"release": "01A", "config": "release-01A.json"}]);
        let table = serde_json::json!({"v": 1, "scope": scope(), "buckets": 10000, "rows": rows});
        let config = (
            String::from("release-01A.json"),
            crate::sample::config().write().unwrap(),
        );
        let targets = BTreeMap::from([config]);
        Self {
            seq,
            root,
            table,
            targets,
            expires: ISSUED.plus(14 * DAY),
            crit: Vec::new(),
        }
    }

    pub fn targets_body(&self) -> Value {
        let table: Table = Table::new(scope());
        let entries = self.targets.iter().map(|(name, bytes)| {
            let entry = TargetFile::new(bytes.len() as u64, wavecast_wire::hash::Sha256::of(bytes));
            (name.parse().unwrap(), entry)
        });
        let body = Targets::new(self.seq, ISSUED.plus(90 * DAY), entries.collect(), table);
        let mut body = serde_json::to_value(body).unwrap();
        // As JSON, so that a table may hold what this reader doesn't know.
        body["x-wavecast"] = self.table.clone();
        body
    }

    pub fn timestamp_body(&self, snapshot: &[u8]) -> TimestampBody {
        let extra = TimestampExtra {
            v: 1,
            scope: scope(),
            crit: self.crit.clone(),
            issued: ISSUED,
            root: self.root,
            poll: Poll {
                seconds: 3600,
                jitter: 5000,
            },
        };
        TimestampBody::new(
            self.seq,
            self.expires,
            MetaFile::of(self.seq, snapshot),
            extra,
        )
    }

    pub fn snapshot_body(&self, targets: &[u8]) -> Snapshot {
        Snapshot::new(
            scope(),
            self.seq,
            ISSUED.plus(90 * DAY),
            MetaFile::of(self.seq, targets),
        )
    }

    /// The three lines, signed.
    pub fn lines(&self, signers: &Signers) -> [Vec<u8>; 3] {
        let body = self.targets_body();
        let bytes = message(&body).unwrap();
        let signatures: Vec<_> = signers.0[&Role::Targets]
            .1
            .iter()
            .map(|pair| pair.signature(&bytes))
            .collect();
        let targets = seal(&body, &signatures).unwrap();
        let snapshot = signers.sign(&self.snapshot_body(&targets));
        let timestamp = signers.sign(&self.timestamp_body(&snapshot));
        [timestamp, snapshot, targets]
    }
}

pub fn join([timestamp, snapshot, targets]: &[Vec<u8>; 3]) -> Vec<u8> {
    latest::join(Lines {
        timestamp,
        snapshot,
        targets,
    })
}

/// What a device has when it asks.
pub struct Device {
    pub root: Vec<u8>,
    pub seq: u64,
    pub now: Timestamp,
}

/// What verified.
pub struct Verified {
    pub root: u64,
    pub timestamp: TimestampBody,
    pub targets: Targets,
}

/// The rules in the order of `docs/wire.md`, "Verification": the shortest client that keeps them.
pub fn verify(device: &Device, edge: &BTreeMap<String, Vec<u8>>) -> Result<Verified, &'static str> {
    let get = |key: ObjectKey| edge.get(&key.path());
    let mut root = open::<Root>(&device.root)?.signed;
    while let Some(bytes) = get(ObjectKey::Root(scope(), root.version + 1)) {
        let next = open::<Root>(bytes)?;
        for by in [&root, &next.signed] {
            next.verify(Role::Root, &by.role(Role::Root).ok_or("shape")?)
                .map_err(|_| "signature")?;
        }
        if next.signed.version != root.version + 1 {
            return Err("version");
        }
        root = next.signed;
    }
    expired(&root, device.now)?;
    let latest = get(ObjectKey::Latest(scope())).ok_or("missing")?;
    let lines = latest::split(latest).map_err(|_| "shape")?;
    let timestamp: TimestampBody = signed(lines.timestamp, &root)?;
    if timestamp.version < device.seq {
        return Err("version");
    }
    expired(&timestamp, device.now)?;
    if timestamp.is_offline() {
        return Err("offline");
    }
    let snapshot: Snapshot = named(timestamp.snapshot(), lines.snapshot, &root)?;
    expired(&snapshot, device.now)?;
    let targets: Targets = named(snapshot.targets(), lines.targets, &root)?;
    expired(&targets, device.now)?;
    if timestamp
        .newer(&[])
        .or(snapshot.newer(&[]))
        .or(root.newer(&[]))
        .is_some()
    {
        return Err("newer");
    }
    Ok(Verified {
        root: root.version,
        timestamp,
        targets,
    })
}

fn open<B: Body>(bytes: &[u8]) -> Result<Envelope<B>, &'static str> {
    let envelope = Envelope::<B>::read(bytes, B::MAX_BYTES).map_err(|_| "shape")?;
    match envelope.signed.header().wavecast {
        Some((_, theirs, _)) if *theirs != scope() => Err("scope"),
        _ => envelope
            .signed
            .check(&scope())
            .map(|()| envelope)
            .map_err(|_| "shape"),
    }
}

fn signed<B: Body>(bytes: &[u8], root: &Root) -> Result<B, &'static str> {
    let envelope = open::<B>(bytes)?;
    let keys = root.role(B::ROLE).ok_or("shape")?;
    envelope.verify(B::ROLE, &keys).map_err(|_| "signature")?;
    Ok(envelope.signed)
}

/// A file of the length, hash and version that the file before it names.
fn named<B: Body>(meta: Option<&MetaFile>, bytes: &[u8], root: &Root) -> Result<B, &'static str> {
    let meta = meta.ok_or("shape")?;
    if !meta.is_of(bytes) {
        return Err("hash");
    }
    let body: B = signed(bytes, root)?;
    if body.header().version == meta.version {
        Ok(body)
    } else {
        Err("version")
    }
}

fn expired<B: Body>(body: &B, now: Timestamp) -> Result<(), &'static str> {
    if body.header().expires <= now {
        Err("expired")
    } else {
        Ok(())
    }
}
