//! Creating packages; the publisher then checks their files.

use wavecast_wire::limit;
use wavecast_wire::manifest::{DsseSignature, PACKAGE_VERSION};

use crate::app::Dimension;
use crate::command::NewPackage;
use crate::decide::Outcome;
use crate::org::{Held, Usage};
use crate::package::{Package, PackageStatus};
use crate::plan::Plan;
use crate::record::{Record, RecordKey};
use crate::refusal::{Reason, Refusal};

/// Dimensions that a package may require something of.
const MOST_REQUIRED: usize = 16;
/// Package signatures of a manifest.
const MOST_SIGNATURES: usize = 16;
/// The highest rollback index: above it no room would be left to go on.
const HIGHEST_INDEX: u32 = 4_000_000_000;

/// Creates a package; the same content again is a success without change.
pub fn create(plan: &mut Plan<'_>, new: &NewPackage) -> Result<Outcome, Refusal> {
    let outcome = Outcome::Package {
        name: new.name.clone(),
        version: new.version.clone(),
    };
    check_requires(plan, new)?;
    check_bounds(new)?;
    if let Some(present) = plan.find_package(&new.name, &new.version) {
        match settle_with(&present, new)? {
            Present::Keep => return Ok(outcome),
            Present::Replace => {}
        }
    }
    let created_by = plan.cx.principal.to_string();
    let package = Package::checking(new, plan.app.head.kind, plan.cx.now, created_by);
    count(plan, Usage::of(&package))?;
    plan.put_package(package);
    Ok(outcome)
}

/// Counts one more package in, if the quota of its organization lets it. One that was refused and is
/// created anew isn't counted at the time.
fn count(plan: &mut Plan<'_>, more: Usage) -> Result<(), Refusal> {
    let used = plan.usage();
    if let Some(org) = plan.org() {
        let (quota, name) = (&org.quota, &org.name);
        quota.let_in(name, Held::Packages, used.packages, more.packages)?;
        quota.let_in(name, Held::Storage, used.bytes, more.bytes)?;
    }
    plan.put(RecordKey::Usage, Record::Usage(used.with(more)));
    Ok(())
}

/// What becomes of a package that exists.
enum Present {
    Keep,
    Replace,
}

/// Versions are immutable once they may have been seen; a refused one never was.
fn settle_with(present: &Package, new: &NewPackage) -> Result<Present, Refusal> {
    let field = format!("package {} {}", present.name, present.version);
    let same = (present.list, &present.requires, present.rollback_index)
        == (new.list, &new.requires, new.rollback_index);
    match &present.status {
        PackageStatus::Refused { .. } => Ok(Present::Replace),
        PackageStatus::Yanked { reason, .. } => {
            let rule = format!("{field} was yanked: {reason}");
            Err(Refusal::new(
                Reason::Exists,
                field,
                rule,
                "create another version",
            ))
        }
        _ if same && is_signed_as(present, new) => Ok(Present::Keep),
        _ if same => {
            let rule =
                format!("{field} exists without these signatures, and a manifest never changes");
            Err(Refusal::new(
                Reason::Exists,
                field,
                rule,
                "create another version, signed from the start",
            ))
        }
        _ => {
            let rule = format!("{field} exists with other content, and a version never changes");
            Err(Refusal::new(
                Reason::Exists,
                field,
                rule,
                "create another version with `--version`",
            ))
        }
    }
}

/// Whether what is there carries every signature that is wanted of it.
fn is_signed_as(present: &Package, new: &NewPackage) -> bool {
    let mut wanted = new.signatures.iter();
    wanted.all(|signature| present.signatures.contains(signature))
}

fn check_requires(plan: &Plan<'_>, new: &NewPackage) -> Result<(), Refusal> {
    if new.requires.len() > MOST_REQUIRED {
        let rule = format!("a package may require something of {MOST_REQUIRED} dimensions");
        return Err(Refusal::new(
            Reason::Limit,
            "requires",
            rule,
            "leave some out",
        ));
    }
    for (name, range) in &new.requires {
        let field = format!("requires.{name}");
        let declared = plan.app.head.dimensions.get(name);
        match declared {
            _ if name.as_str() == PACKAGE_VERSION => {}
            Some(Dimension::Version) => {}
            Some(_) => {
                let rule = format!(
                    "dimension {name} holds no versions, so no range can be required of it"
                );
                return Err(Refusal::invalid(
                    field,
                    rule,
                    "use a variant's `when` instead",
                ));
            }
            None => {
                let rule = format!("dimension {name} isn't declared");
                let hint = "declare it with `wavecast dimension set --versions`";
                return Err(Refusal::invalid(field, rule, hint));
            }
        }
        if range.is_empty() {
            let rule = format!("no version lies within {range}");
            return Err(Refusal::invalid(field, rule, "mend the range"));
        }
    }
    Ok(())
}

fn check_bounds(new: &NewPackage) -> Result<(), Refusal> {
    if new.rollback_index > HIGHEST_INDEX {
        let rule = format!(
            "rollback_index must be at most {HIGHEST_INDEX}, not {}",
            new.rollback_index
        );
        let hint = "count up by one whenever older packages must never come back";
        return Err(Refusal::invalid("rollback_index", rule, hint));
    }
    if new.signatures.len() > MOST_SIGNATURES || !new.signatures.iter().all(is_sound) {
        let rule = format!(
            "a manifest has at most {MOST_SIGNATURES} signatures, each a hex key id and base64"
        );
        return Err(Refusal::invalid(
            "signatures",
            rule,
            "sign with the keys that the channel's root names",
        ));
    }
    if new.version.as_str().len() > limit::PACKAGE_VERSION_BYTES {
        let rule = format!(
            "a package's version has at most {} bytes",
            limit::PACKAGE_VERSION_BYTES
        );
        return Err(Refusal::invalid("version", rule, "shorten it"));
    }
    Ok(())
}

fn is_sound(signature: &DsseSignature) -> bool {
    let is_base64 = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    signature
        .keyid
        .parse::<wavecast_wire::hash::Sha256>()
        .is_ok()
        && (1..=512).contains(&signature.sig.len())
        && signature.sig.bytes().all(is_base64)
}
