//! The client workflow of the TUF specification, file by file.

use std::time::SystemTime;

use anyhow::Context as _;
use wavecast_device::trust::{Clock, Source, TrustError, TrustedState};
use wavecast_wire::envelope::Envelope;
use wavecast_wire::limit;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{Body, MetaFile, Role, Snapshot, TimestampBody};

use crate::http::Base;
use crate::keys::StockKeys;
use crate::store::Store;

type Trusted = TrustedState<StockKeys>;
/// How a role's bytes become trusted.
type Update = fn(&mut Trusted, Source, &[u8], Clock) -> Result<(), TrustError>;

/// A client of one repository, and what it trusts.
pub struct Client {
    pub(crate) store: Store,
    pub(crate) metadata: Base,
    pub(crate) clock: Clock,
    trusted: Trusted,
}

impl Client {
    /// Trusts a root that verifies itself.
    pub fn init(store: &Store, root: &[u8]) -> anyhow::Result<()> {
        Trusted::stock(root)?;
        store.keep("root", Some(root))
    }

    /// Takes up what is stored, verified anew.
    pub fn open(store: Store, metadata: Base) -> anyhow::Result<Self> {
        let root = store
            .read("root")?
            .context("no root is trusted: run init")?;
        let mut stored = Vec::new();
        for role in [Role::Timestamp, Role::Snapshot, Role::Targets] {
            if let Some(bytes) = store.read(role.as_str())? {
                stored.push((role, bytes));
            }
        }
        let stored: Vec<_> = stored
            .iter()
            .map(|(role, bytes)| (*role, bytes.as_slice()))
            .collect();
        Ok(Self {
            trusted: Trusted::resume(&root, &stored)?,
            store,
            metadata,
            clock: now()?,
        })
    }

    /// Updates the top-level metadata. What was accepted before a failure stays.
    pub fn refresh(&mut self) -> anyhow::Result<()> {
        self.walk_roots()?;
        self.trusted.check_root(self.clock)?;
        self.timestamp()?;
        let timestamp: TimestampBody = self.body(Role::Timestamp)?;
        self.follow(
            Role::Snapshot,
            timestamp.snapshot(),
            Trusted::update_snapshot,
        )?;
        let snapshot = self.snapshot()?;
        self.follow(Role::Targets, snapshot.targets(), Trusted::update_targets)
    }

    /// The trusted snapshot.
    pub(crate) fn snapshot(&self) -> anyhow::Result<Snapshot> {
        self.body(Role::Snapshot)
    }

    /// The exact bytes of trusted metadata.
    pub(crate) fn bytes(&self, role: Role) -> anyhow::Result<&[u8]> {
        let stored = self.trusted.stored(Source::Network, role);
        stored.with_context(|| format!("no {role} is trusted"))
    }

    /// Whether files have their version or hash in their name.
    pub(crate) fn is_consistent(&self) -> anyhow::Result<bool> {
        Ok(self.trusted.root()?.consistent_snapshot)
    }

    /// Where a role's metadata of this version lies; its name is escaped already.
    pub(crate) fn path(&self, role: &str, version: u64) -> anyhow::Result<String> {
        Ok(if self.is_consistent()? {
            format!("{version}.{role}.json")
        } else {
            format!("{role}.json")
        })
    }

    /// Each root is stored as soon as it is trusted, so that a broken walk goes on from there.
    fn walk_roots(&mut self) -> anyhow::Result<()> {
        for _ in 0..limit::ROOT_WALK {
            let path = format!("{}.root.json", self.trusted.root_version()? + 1);
            let Some(bytes) = self.metadata.get(&path, limit::ROOT_BYTES_CLIENT as u64)? else {
                break;
            };
            self.trusted.update_root(&bytes)?;
            self.keep(Role::Root)?;
        }
        self.trusted.settle_roots()?;
        [Role::Timestamp, Role::Snapshot, Role::Targets]
            .into_iter()
            .try_for_each(|role| self.keep(role))
    }

    fn timestamp(&mut self) -> anyhow::Result<()> {
        let bytes = self
            .metadata
            .get("timestamp.json", limit::TIMESTAMP_BYTES as u64)?
            .context("the repository has no timestamp.json")?;
        self.trusted
            .update_timestamp(Source::Network, &bytes, self.clock)?;
        self.keep(Role::Timestamp)
    }

    /// Takes a role from the store if it still is what is announced, else from the repository.
    fn follow(
        &mut self,
        role: Role,
        announced: Option<&MetaFile>,
        update: Update,
    ) -> anyhow::Result<()> {
        let announced = announced.with_context(|| format!("no {role} is announced"))?;
        if let Ok(bytes) = self.bytes(role).map(<[u8]>::to_vec)
            && update(&mut self.trusted, Source::Network, &bytes, self.clock).is_ok()
        {
            return Ok(());
        }
        let path = self.path(role.as_str(), announced.version)?;
        let bytes = self
            .metadata
            .get(&path, max_bytes(role) as u64)?
            .with_context(|| format!("the repository announces {path} and doesn't have it"))?;
        update(&mut self.trusted, Source::Network, &bytes, self.clock)?;
        self.keep(role)
    }

    /// Makes the store hold what is trusted of a role, which may be nothing.
    fn keep(&self, role: Role) -> anyhow::Result<()> {
        let bytes = self.trusted.stored(Source::Network, role);
        self.store.keep(role.as_str(), bytes)
    }

    fn body<B: Body>(&self, role: Role) -> anyhow::Result<B> {
        Ok(Envelope::<B>::read(self.bytes(role)?, max_bytes(role))?.signed)
    }
}

/// Bytes that a role's file may have.
pub(crate) fn max_bytes(role: Role) -> usize {
    match role {
        Role::Root => limit::ROOT_BYTES_CLIENT,
        Role::Timestamp => limit::TIMESTAMP_BYTES,
        Role::Snapshot => limit::SNAPSHOT_BYTES_CLIENT,
        Role::Targets => limit::TARGETS_BYTES_CLIENT,
    }
}

/// The machine's clock alone: the suite moves it into the past too.
fn now() -> anyhow::Result<Clock> {
    let seconds = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)?
        .as_secs();
    Ok(Clock {
        now: Timestamp(i64::try_from(seconds)?),
        build: Timestamp::MIN,
    })
}
