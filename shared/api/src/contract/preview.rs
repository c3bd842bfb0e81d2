//! What a change would do to devices.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::preview;

/// What a change would do to the devices of one channel.
#[derive(Debug, Serialize, ToSchema)]
pub struct Preview {
    /// The channel.
    #[schema(example = "stable")]
    pub channel: String,
    /// What a uniform fleet would do: as many devices of every kind that the table tells apart.
    pub uniform: Comparison,
    /// The channel's table as it would be; `compare` counts a list of devices with it.
    pub after: After,
}

/// A channel's table as it would be.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// The cohort table.
    #[schema(value_type = Object)]
    pub table: serde_json::Value,
    /// The releases that it names.
    pub releases: BTreeMap<String, KnownRelease>,
    /// The hashes of the properties files that it names: files of one hash are the same values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
}

/// A release that devices may go to.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownRelease {
    /// Its package's version.
    #[schema(example = "1.2.0")]
    pub version: String,
    /// Whether devices may go down to it.
    #[serde(default)]
    pub downgrade: bool,
}

/// What came of asking two tables.
#[derive(Debug, Serialize, ToSchema)]
pub struct Comparison {
    /// How many devices were asked.
    pub asked: usize,
    /// How many would get something else.
    pub moved: usize,
    /// How many would see other values of the remote configuration.
    pub values: usize,
    /// Those that would, by what they say of themselves and where they go.
    pub cohorts: Vec<Cohort>,
}

/// Devices that say the same of themselves and go the same way.
#[derive(Debug, Serialize, ToSchema)]
pub struct Cohort {
    /// What they say of themselves.
    pub attributes: BTreeMap<String, String>,
    /// What they get now.
    pub from: Gets,
    /// What they would get.
    pub to: Gets,
    /// How many.
    pub devices: usize,
    /// How many were asked that say the same of themselves.
    pub of: usize,
}

/// What a device gets.
#[derive(Debug, Serialize, ToSchema)]
pub struct Gets {
    /// Which kind.
    pub kind: GetsKind,
    /// The release, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// Its package's version.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "1.2.0")]
    pub version: Option<String>,
}

/// The kinds of what a device gets.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum GetsKind {
    /// A release.
    Release,
    /// What shipped in its binary.
    Embedded,
    /// Whatever it runs.
    Keeps,
    /// Another channel's.
    Moved,
}

/// Devices to ask a table as it would be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// The table as it would be: `after` of a dry run's preview.
    pub after: After,
    /// The devices, at most 20,000.
    pub devices: Vec<AskedDevice>,
}

/// A device to ask for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedDevice {
    /// Its id.
    pub id: String,
    /// What it says of itself.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
}

impl From<preview::Preview> for Preview {
    fn from(preview: preview::Preview) -> Self {
        let uniform = comparison(preview.uniform(), &preview.releases);
        let releases = preview.releases.iter().map(|(id, known)| {
            let known = KnownRelease {
                version: known.version.to_string(),
                downgrade: known.downgrade,
            };
            (id.to_string(), known)
        });
        let files = preview.files_after.iter();
        let files = files.map(|(name, hash)| (name.to_string(), hash.to_string()));
        Self {
            channel: preview.channel.into(),
            uniform,
            after: After {
                releases: releases.collect(),
                files: files.collect(),
                table: serde_json::to_value(&preview.after).unwrap_or_default(),
            },
        }
    }
}

/// A comparison with the versions of what devices get.
pub(crate) fn comparison(found: preview::Comparison, releases: &preview::Releases) -> Comparison {
    let gets = |gets: preview::Gets| match gets {
        preview::Gets::Release { release } => Gets {
            kind: GetsKind::Release,
            version: releases
                .get(&release)
                .map(|known| known.version.to_string()),
            release: Some(release.into()),
        },
        preview::Gets::Embedded => plain(GetsKind::Embedded),
        preview::Gets::Keeps => plain(GetsKind::Keeps),
        preview::Gets::Moved => plain(GetsKind::Moved),
    };
    let cohorts = found.cohorts.into_iter().map(|cohort| Cohort {
        attributes: cohort.attributes,
        from: gets(cohort.from),
        to: gets(cohort.to),
        devices: cohort.devices,
        of: cohort.of,
    });
    Comparison {
        asked: found.asked,
        moved: found.moved,
        values: found.values,
        cohorts: cohorts.collect(),
    }
}

const fn plain(kind: GetsKind) -> Gets {
    Gets {
        kind,
        release: None,
        version: None,
    }
}
