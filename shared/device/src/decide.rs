//! The choice of one device: the table's, then the rules that protect the device.

use alloc::boxed::Box;
use alloc::string::String;

use wavecast_wire::config::Properties;
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{ReleaseId, TargetName};
use wavecast_wire::table::{Asker, Attributes, Choice, Move};
use wavecast_wire::tuf::TargetFile;

use crate::catalog::Small;
use crate::{Decision, Device, Install, Keep, Need, Verified};

/// The reserved dimension that a client sets itself.
const PACKAGE_VERSION: &str = "package_version";

impl Device {
    /// What this device does about a publication: a function of the two and its attributes, with
    /// no memory of earlier answers. It doesn't check expiry.
    #[must_use]
    pub fn decide(&self, verified: &Verified, attributes: &Attributes) -> Decision {
        if let Some(why) = verified.hold() {
            return Decision::Hold {
                why: String::from(why),
            };
        }
        let attributes = self.asked(attributes);
        let active = self.running.as_ref().map(|running| &running.release);
        let asker = Asker {
            id: &self.id,
            attributes: &attributes,
            active,
        };
        match verified.table().choose(&asker, verified.lists()) {
            Choice::Config { release, target } => self
                .consider(verified, &attributes, &release, &target)
                .unwrap_or_else(|other| other),
            Choice::Keep => Decision::Keep(Keep::NoRow),
            Choice::Embedded { .. } if self.running.is_none() => Decision::Keep(Keep::Current),
            Choice::Embedded { release } => Decision::Embedded { release },
            Choice::Hold { why } => Decision::Hold { why },
            Choice::NeedsList(target) => needs(verified, &target, Small::List),
            Choice::Moved(scope) => Decision::Moved(scope),
            Choice::Retired => Decision::Retired,
        }
    }

    /// The attributes with `package_version`, which no device declares by itself.
    pub(crate) fn asked(&self, attributes: &Attributes) -> Attributes {
        let mut attributes = attributes.clone();
        match &self.running {
            Some(running) => {
                let version = running.package.version().as_str();
                attributes.insert(String::from(PACKAGE_VERSION), String::from(version))
            }
            None => attributes.remove(PACKAGE_VERSION),
        };
        attributes
    }

    /// Whether what runs still fits this device; what shipped in the binary always does.
    #[must_use]
    pub fn running_fits(&self, attributes: &Attributes) -> bool {
        let attributes = &self.asked(attributes);
        self.running
            .as_ref()
            .is_none_or(|running| running.package.still_fits(attributes))
    }

    /// Whether a publication still leads this device to an install that it decided on earlier.
    /// It needs no small targets, so a device can ask without a network.
    #[must_use]
    pub fn still_chosen(
        &self,
        verified: &Verified,
        attributes: &Attributes,
        install: &Install,
    ) -> bool {
        let attributes = self.asked(attributes);
        let active = self.running.as_ref().map(|running| &running.release);
        let asker = Asker {
            id: &self.id,
            attributes: &attributes,
            active,
        };
        let Choice::Config { release, target } = verified.table().choose(&asker, verified.lists())
        else {
            return false;
        };
        let config = verified.target(&target).and_then(TargetFile::sha256);
        verified.hold().is_none()
            && release == install.release
            && config == Some(install.config)
            && install.package.fits(&attributes)
            && install.package.manifest.rollback_index >= self.floor
            && !self.has_failed(&install.package.sha256, install.attempt)
    }

    /// The early ends are decisions too, so they return through `Err` and `?`.
    fn consider(
        &self,
        verified: &Verified,
        attributes: &Attributes,
        release: &ReleaseId,
        target: &TargetName,
    ) -> Result<Decision, Decision> {
        let need = verified
            .need(target, Small::Config)
            .ok_or_else(|| unnamed(target))?;
        let learned = verified.config(&need.sha256);
        let config_sha256 = need.sha256;
        if self.has_all_of(&need.sha256, attributes) {
            return Ok(Decision::Keep(Keep::Current));
        }
        hold_if_newer(verified, &need)?;
        let (config, properties) = learned.ok_or(Decision::Needs(need))?;
        if config.release != *release {
            let why = alloc::format!("{target} is of release {}, not {release}", config.release);
            return Err(Decision::Hold { why });
        }
        let manifest = &config.manifest.target;
        let need = verified
            .need(manifest, Small::Manifest)
            .ok_or_else(|| unnamed(manifest))?;
        if need.sha256 != config.manifest.sha256 {
            return Err(Decision::Hold {
                why: alloc::format!("{target} names another manifest than the channel"),
            });
        }
        hold_if_newer(verified, &need)?;
        let learned = verified.manifest(&need.sha256);
        let (_, packages) = learned.ok_or(Decision::Needs(need))?;
        let index = usize::try_from(config.manifest.variant).ok();
        let package = index
            .and_then(|index| packages.get(index))
            .ok_or(Decision::Keep(Keep::DoesNotFit))?;
        let install = Install {
            release: release.clone(),
            attempt: config.attempt,
            package: package.clone(),
            policy: config.policy.clone(),
            properties: properties.clone(),
            config: config_sha256,
            urgent: !self.running_fits(attributes),
        };
        self.protect(verified, attributes, install, properties)
    }

    /// Whether what runs came of this config, whole, and still fits: then nothing need be read.
    fn has_all_of(&self, config: &Sha256, attributes: &Attributes) -> bool {
        let running = self.running.as_ref().filter(|running| running.complete);
        running.is_some_and(|running| {
            running.config == *config && running.package.still_fits(attributes)
        })
    }

    /// The rules that hold whatever the table says.
    fn protect(
        &self,
        verified: &Verified,
        attributes: &Attributes,
        install: Install,
        properties: &Properties,
    ) -> Result<Decision, Decision> {
        let keep = |why| Err(Decision::Keep(why));
        let package = &install.package;
        if let Some(running) = &self.running
            && running.package.sha256 == package.sha256
            && running.package.variant == package.variant
        {
            let same = running.release == install.release
                && running.attempt == install.attempt
                && *running.properties == *properties;
            return Ok(if same {
                Decision::Keep(Keep::Current)
            } else {
                Decision::Adopt(Box::new(install))
            });
        }
        if !package.fits(attributes) {
            return keep(Keep::DoesNotFit);
        }
        if self.has_failed(&package.sha256, install.attempt) {
            return keep(Keep::FailedBefore);
        }
        match self.move_to(verified, &install).check() {
            Ok(()) => Ok(Decision::Install(Box::new(install))),
            Err(downgrade) => keep(Keep::Lower(downgrade)),
        }
    }

    fn move_to<'a>(&'a self, verified: &'a Verified, install: &'a Install) -> Move<'a> {
        let running = self.running.as_ref();
        Move {
            running: running.map(|running| &running.release),
            running_version: running.map(|running| running.package.version()),
            running_fits: !install.urgent,
            confirmed_index: self.floor,
            chosen_version: install.package.version(),
            chosen_index: install.package.manifest.rollback_index,
            downgrade: install.policy.downgrade,
            withdrawn: &verified.table().withdrawn,
        }
    }
}

fn hold_if_newer(verified: &Verified, need: &Need) -> Result<(), Decision> {
    match verified.newer(&need.sha256) {
        Some(why) => Err(Decision::Hold {
            why: alloc::format!("{}: {why}", need.target),
        }),
        None => Ok(()),
    }
}

pub(crate) fn needs(verified: &Verified, target: &TargetName, kind: Small) -> Decision {
    verified
        .need(target, kind)
        .map_or_else(|| unnamed(target), Decision::Needs)
}

fn unnamed(target: &TargetName) -> Decision {
    Decision::Keep(Keep::Unnamed(String::from(target.as_str())))
}
