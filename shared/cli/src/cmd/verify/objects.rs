//! The objects that a channel names: each exists, with the signed hash and size.

use std::collections::BTreeMap;

use wavecast_wire::envelope::Envelope;
use wavecast_wire::hash::Sha256;
use wavecast_wire::limit;
use wavecast_wire::manifest::Manifest;
use wavecast_wire::name::{Scope, TargetName};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::tuf::{Body, Role, TargetFile, Targets};

use super::Report;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::output::Out;
use crate::reader::{Follower, Reader};

/// Reads every target, and every file of every manifest among them.
///
/// # Errors
/// The edge can't be reached. What is missing or wrong is reported, so that all of it is seen.
pub async fn check(follower: &Follower, out: &Out, report: &mut Report) -> Result {
    let source = wavecast_device::trust::Source::Network;
    let line = follower
        .trusted()
        .stored(source, Role::Targets)
        .unwrap_or_default();
    let targets = Envelope::<Targets>::read(line, Targets::MAX_BYTES)
        .map_err(|error| Failure::new(Exit::Untrusted, error.to_string()))?
        .signed;
    let verified = follower.verified()?;
    let mut check = Check {
        reader: follower.reader(),
        scope: verified.scope(),
        report,
    };
    let progress = out.bytes(
        "reading every object",
        targets.targets.values().map(|file| file.length).sum(),
    );
    let mut files = BTreeMap::new();
    for (name, target) in &targets.targets {
        check.target(name, target, &mut files).await?;
        progress.add(target.length);
    }
    for ((sha256, size), path) in files {
        check.file(sha256, size, &path).await?;
    }
    Ok(())
}

struct Check<'a> {
    reader: &'a Reader,
    scope: &'a Scope,
    report: &'a mut Report,
}

impl Check<'_> {
    /// Checks a target; a manifest adds the files that it names.
    async fn target(
        &mut self,
        name: &TargetName,
        target: &TargetFile,
        files: &mut BTreeMap<(Sha256, u64), String>,
    ) -> Result {
        let Some(sha256) = target.sha256() else {
            self.report
                .problems
                .push(format!("{name}: its entry has no sha256"));
            return Ok(());
        };
        let Scope { org, app, .. } = self.scope.clone();
        let key = ObjectKey::Target(org, app, sha256, name.clone());
        let is_manifest = name.as_str().starts_with("package-") && name.as_str().ends_with(".json");
        let mut kept = Vec::new();
        let keep = |bytes: &[u8]| {
            if is_manifest && kept.len() + bytes.len() <= limit::MANIFEST_BYTES {
                kept.extend_from_slice(bytes);
            }
            Ok(())
        };
        let found = self.reader.fetch(&key, (sha256, target.length), keep).await;
        if !self.count(&key, target.length, found)? {
            return Ok(());
        }
        self.report.targets += 1;
        if is_manifest {
            self.manifest(name, &kept, files);
        }
        Ok(())
    }

    fn manifest(
        &mut self,
        name: &TargetName,
        bytes: &[u8],
        files: &mut BTreeMap<(Sha256, u64), String>,
    ) {
        match Manifest::open(bytes, None) {
            Err(error) => self.report.problems.push(format!("{name}: {error}")),
            Ok(manifest) => {
                // Images are targets themselves and were read as such.
                let named = manifest
                    .variants
                    .into_iter()
                    .flat_map(|variant| variant.files);
                let plain = named.filter(|file| file.target.is_none());
                files.extend(plain.map(|file| ((file.sha256, file.size), file.path)));
            }
        }
    }

    async fn file(&mut self, sha256: Sha256, size: u64, path: &str) -> Result {
        let Scope { org, app, .. } = self.scope.clone();
        let key = ObjectKey::File(org, app, sha256);
        let found = self.reader.fetch(&key, (sha256, size), |_| Ok(())).await;
        if self.count(&key, size, found.map_err(|failure| failure.of(path)))? {
            self.report.files += 1;
        }
        Ok(())
    }

    /// Whether it is there and right; what isn't goes into the report.
    fn count(&mut self, key: &ObjectKey, size: u64, found: Result<bool>) -> Result<bool> {
        let problem = match found {
            Ok(true) => {
                self.report.bytes += size;
                return Ok(true);
            }
            Ok(false) => format!("{}: is missing", key.path()),
            Err(failure) if failure.exit == Exit::Untrusted => failure.message,
            Err(failure) => return Err(failure),
        };
        self.report.problems.push(problem);
        Ok(false)
    }
}
