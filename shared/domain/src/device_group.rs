//! Groups of devices by hashed id: whom an admin names, not what devices say of themselves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wavecast_wire::bucket::list_hash;
use wavecast_wire::hash::Sha256;
use wavecast_wire::limit;
use wavecast_wire::name::{AppName, Salt};
use wavecast_wire::table::{DeviceList, Devices};

use crate::package::TargetEntry;
use crate::record::TargetBytes;
use crate::refusal::{Reason, Refusal};

/// A group's name: written as an application's.
pub type GroupName = AppName;
/// The groups of an application.
pub type DeviceGroups = BTreeMap<GroupName, DeviceGroup>;

/// Groups of an application.
pub(crate) const MOST_GROUPS: usize = 32;
/// Hashes that stand in a row itself. A longer list would stand in every row that names it.
const INLINE: usize = 100;
/// Hashes of one list target, so that each is one record of every ledger (300 kB).
const PER_TARGET: usize = 15_000;

/// Devices by the hashes of their ids; the ids themselves are kept nowhere.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct DeviceGroup {
    /// What the hashes were made with: fresh for every content, so that two lists tell nothing of
    /// each other.
    pub salt: Salt,
    /// How many devices.
    pub count: u32,
    /// The hashes, where they are few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hashes: Vec<String>,
    /// Else targets that hold them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<TargetEntry>,
}

/// The devices of a group, as they are given.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub enum DevicesInput {
    /// Their ids; hashed at once, and kept nowhere.
    Ids(Vec<String>),
    /// Hashes that were made elsewhere.
    Hashed {
        /// What they were made with.
        salt: Salt,
        /// 16 lower-case hex digits each.
        hashes: Vec<String>,
    },
}

impl DevicesInput {
    /// How many were given.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::Ids(ids) => ids.len(),
            Self::Hashed { hashes, .. } => hashes.len(),
        }
    }

    /// Whether none were given.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl DeviceGroup {
    /// A group and the targets that hold its list, if it is long.
    ///
    /// # Errors
    /// Nobody, too many, an id or a hash that isn't one.
    pub fn make(input: &DevicesInput, fresh: &Salt) -> Result<(Self, Vec<TargetBytes>), Refusal> {
        let count = input.len();
        if input.is_empty() || count > limit::DEVICES_LISTED {
            let rule = format!(
                "a group has 1 to {} devices, not {count}",
                limit::DEVICES_LISTED
            );
            let hint =
                "`wavecast group delete` deletes a group; a declared dimension reaches any number";
            return Err(Refusal::new(Reason::Limit, "devices", rule, hint));
        }
        let (salt, hashes) = match input {
            DevicesInput::Ids(ids) => (fresh, hash_all(fresh, ids)?),
            DevicesInput::Hashed { salt, hashes } => (salt, hashes.clone()),
        };
        let all = DeviceList::new(hashes).devices;
        let mut group = Self {
            salt: salt.clone(),
            count: u32::try_from(all.len()).unwrap_or(u32::MAX),
            hashes: Vec::new(),
            lists: Vec::new(),
        };
        let mut targets = Vec::new();
        for some in all.chunks(PER_TARGET) {
            targets.push(target(some)?);
        }
        if all.len() <= INLINE {
            group.hashes = all;
            return Ok((group, Vec::new()));
        }
        group.lists = targets.iter().map(|target| target.entry.clone()).collect();
        Ok((group, targets))
    }

    /// What rows say of it: a device is on exactly one of these.
    pub(crate) fn rows(&self) -> Vec<Devices> {
        if self.lists.is_empty() {
            return vec![Devices::Inline(self.hashes.clone())];
        }
        let listed = |list: &TargetEntry| Devices::Listed(list.name.clone());
        self.lists.iter().map(listed).collect()
    }
}

fn hash_all(salt: &Salt, ids: &[String]) -> Result<Vec<String>, Refusal> {
    let hash = |(place, id): (usize, &String)| {
        wavecast_wire::bucket::check_id(id).map_err(|error| {
            let hint = "name it as `wavecast-agent` does: the file `id` in its data";
            Refusal::invalid(format!("devices[{place}]"), error.to_string(), hint)
        })?;
        Ok(list_hash(salt.as_str(), id))
    };
    ids.iter().enumerate().map(hash).collect()
}

/// A list as a target, named after its content.
fn target(hashes: &[String]) -> Result<TargetBytes, Refusal> {
    let unusable = |error: &dyn std::fmt::Display| {
        Refusal::invalid(
            "devices",
            error.to_string(),
            "give 16 lower-case hex digits each",
        )
    };
    let bytes = DeviceList::new(hashes.to_vec())
        .write()
        .map_err(|error| unusable(&error))?;
    let sha256 = Sha256::of(&bytes);
    let digest = sha256.to_string();
    let name = format!("devices-{}.json", digest.get(..16).unwrap_or_default());
    let entry = TargetEntry {
        name: name.parse().map_err(|error| unusable(&error))?,
        sha256,
        length: bytes.len() as u64,
    };
    Ok(TargetBytes { entry, bytes })
}
