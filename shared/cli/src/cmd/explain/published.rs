//! Explanations from published bytes: an edge, or a saved poll.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use wavecast_client::types;
use wavecast_device::Verified;
use wavecast_device::trust::{Source, TrustedState};
use wavecast_wire::envelope::Envelope;
use wavecast_wire::hash::Sha256;
use wavecast_wire::latest;
use wavecast_wire::name::TargetName;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::{
    Asker, Choice, Known, LayerOutcome, Need, Outcome, RowReason, Seen, Table,
};
use wavecast_wire::tuf::{Body, TargetFile, Targets};

use super::{Explain, Explained};
use crate::clock;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::reader::{ChannelUrl, DEVICE_FILE, Follower, Reader, TrustedRoot, untrusted};
use crate::run::Run;

impl Explain {
    /// From an edge, verified as a device would.
    pub(super) async fn of_edge(&self, url: &ChannelUrl) -> Result<Explained> {
        let reader = Reader::new(&url.base)?;
        let root = TrustedRoot::find(self.root.as_deref(), &url.scope, &reader).await?;
        let mut follower = Follower::new(reader, url.scope.clone(), &root.bytes)?;
        follower.poll().await?;
        let verified = follower.verified()?;
        let mut known = Known::default();
        loop {
            let need = match self.ask(verified.table(), &known) {
                Ok(outcome) => return Ok(self.explained(verified.table(), outcome)),
                Err(need) => need,
            };
            let bytes = fetch(follower.reader(), &verified, &need).await?;
            known.learn(&need, &bytes).map_err(|error| {
                Failure::new(Exit::Untrusted, format!("{}: {error}", need.target))
            })?;
        }
    }

    /// From a saved poll: verified where a root is at hand, else only read.
    pub(super) fn of_file(&self, file: &Path, run: &Run) -> Result<Explained> {
        let bytes = std::fs::read(file).map_err(|error| Failure::file("read", file, &error))?;
        let lines = latest::split(&bytes).map_err(|error| wrong(file, &error))?;
        let targets = Envelope::<Targets>::read(lines.targets, Targets::MAX_BYTES);
        let targets = targets.map_err(|error| wrong(file, &error))?.signed;
        let table = targets
            .wavecast
            .clone()
            .ok_or_else(|| wrong(file, &"it holds no cohort table"))?;
        let here = Path::new(DEVICE_FILE);
        match self
            .root
            .as_deref()
            .or_else(|| here.is_file().then_some(here))
        {
            Some(root) => {
                let root = TrustedRoot::of_file(root)?;
                let mut trusted =
                    TrustedState::provision(table.scope.clone(), &root.bytes).map_err(untrusted)?;
                let polled = trusted.poll(Source::Network, &bytes, None, clock::of_device());
                polled.map_err(untrusted)?;
            }
            None => run.out.warn(
                "no root is at hand: the file was read, not verified; --root FILE verifies it",
            ),
        }
        let mut known = Known::default();
        loop {
            let need = match self.ask(&table, &known) {
                Ok(outcome) => return Ok(self.explained(&table, outcome)),
                Err(need) => need,
            };
            match saved(file, &targets.targets, &need)? {
                Some((path, bytes)) => known
                    .learn(&need, &bytes)
                    .map_err(|error| wrong(&path, &error))?,
                None => known.lack(&need),
            }
        }
    }

    fn ask(&self, table: &Table, known: &Known) -> std::result::Result<Outcome, Need> {
        let attributes = self.attributes();
        let asker = Asker {
            id: &self.device,
            attributes: &attributes,
            active: self.active.as_ref(),
        };
        table.outcome(&asker, known)
    }

    fn explained(&self, table: &Table, outcome: Outcome) -> Explained {
        let met = outcome.explanation;
        Explained {
            scope: table.scope.to_string(),
            device: self.device.clone(),
            attributes: self.attributes(),
            choice: choice(met.choice),
            rows: met.rows.into_iter().map(row).collect(),
            package_version: outcome.package_version,
            layers: outcome.layers.into_iter().map(layer).collect(),
            values: outcome.values.into_iter().filter_map(value).collect(),
            missing: outcome.missing.into_iter().map(Into::into).collect(),
        }
    }
}

/// A file that was saved with the poll: beside it, or where a copy of the edge has it. Only the
/// bytes that the targets name count.
fn saved(
    poll: &Path,
    targets: &BTreeMap<TargetName, TargetFile>,
    need: &Need,
) -> Result<Option<(PathBuf, Vec<u8>)>> {
    let name = &need.target;
    let named = targets.get(name);
    let Some((target, sha256)) = named.and_then(|target| Some((target, target.sha256()?))) else {
        return Ok(None);
    };
    let beside = poll.parent().unwrap_or_else(|| Path::new("."));
    for folder in [beside.to_owned(), beside.join("../targets")] {
        let path = folder.join(format!("{sha256}.{name}"));
        let most = target.length.min(need.most_bytes() as u64);
        let Ok(file) = File::open(&path) else {
            continue;
        };
        let mut bytes = Vec::new();
        file.take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::file("read", &path, &error))?;
        if Sha256::of(&bytes) != sha256 {
            return Err(wrong(
                &path,
                &"its bytes are not those that the targets name",
            ));
        }
        return Ok(Some((path, bytes)));
    }
    Ok(None)
}

async fn fetch(reader: &Reader, verified: &Verified, need: &Need) -> Result<Vec<u8>> {
    let name = &need.target;
    let wrong = |why: &str| Failure::new(Exit::Untrusted, format!("{name}: {why}"));
    let target = verified
        .target(name)
        .ok_or_else(|| wrong("the signed targets don't name it"))?;
    let sha256 = target
        .sha256()
        .ok_or_else(|| wrong("its entry has no sha256"))?;
    let scope = verified.scope().clone();
    let key = ObjectKey::Target(scope.org, scope.app, sha256, name.clone());
    let mut bytes = Vec::new();
    let keep = |chunk: &[u8]| {
        bytes.extend_from_slice(chunk);
        if bytes.len() > need.most_bytes() {
            Err(wrong("it is too large"))
        } else {
            Ok(())
        }
    };
    if !reader.fetch(&key, (sha256, target.length), keep).await? {
        return Err(wrong("the edge doesn't have it"));
    }
    Ok(bytes)
}

fn wrong(file: &Path, why: &dyn std::fmt::Display) -> Failure {
    Failure::new(Exit::Untrusted, format!("{}: {why}", file.display()))
}

fn row(reason: RowReason) -> types::RowReason {
    types::RowReason {
        index: reason.index as u64,
        release: reason.release.map(Into::into),
        matched: reason.matched,
        why: reason.why,
        bucket: reason.bucket.map(Into::into),
        owner: None,
    }
}

fn layer(met: LayerOutcome) -> types::LayerReason {
    types::LayerReason {
        layer: met.layer.into(),
        choice: choice(met.explanation.choice),
        rows: met.explanation.rows.into_iter().map(row).collect(),
    }
}

/// A value; who sets it is the ledger's to say.
fn value(seen: Seen) -> Option<types::SeenValue> {
    let mut said = seen.said.into_iter();
    let first = said.next()?;
    let over = said.map(|said| types::SaidValue {
        value: said.value,
        layer: said.layer.map(Into::into),
        set_by: None,
    });
    Some(types::SeenValue {
        name: seen.name,
        value: first.value,
        layer: first.layer.map(Into::into),
        set_by: None,
        over: over.collect(),
    })
}

fn choice(choice: Choice) -> types::Choice {
    let of = |kind| types::Choice {
        kind,
        release: None,
        target: None,
        to: None,
        why: None,
    };
    match choice {
        Choice::Config { release, target } => types::Choice {
            release: Some(release.into()),
            target: Some(target.into()),
            ..of(types::ChoiceKind::Config)
        },
        Choice::Keep => of(types::ChoiceKind::Keep),
        Choice::Embedded { release } => types::Choice {
            release: Some(release.into()),
            ..of(types::ChoiceKind::Embedded)
        },
        Choice::Hold { why } => types::Choice {
            why: Some(why),
            ..of(types::ChoiceKind::Hold)
        },
        Choice::NeedsList(target) => types::Choice {
            target: Some(target.into()),
            ..of(types::ChoiceKind::NeedsList)
        },
        Choice::Moved(to) => types::Choice {
            to: Some(to.into()),
            ..of(types::ChoiceKind::Moved)
        },
        Choice::Retired => of(types::ChoiceKind::Retired),
    }
}
