//! Groups of devices by hashed id.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::app;

/// A group of devices, of which only hashes are kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeviceGroup {
    /// Its name.
    #[schema(example = "testers")]
    pub name: String,
    /// How many devices belong to it.
    pub devices: u32,
    /// What their ids were hashed with.
    pub salt: String,
    /// How many targets hold the hashes; none where they stand in the rows themselves.
    pub lists: usize,
}

/// All devices of a group. Either ids, or hashes with their salt.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetGroup {
    /// Ids of devices, at most 100,000; they are hashed at once and kept nowhere.
    pub ids: Option<Vec<String>>,
    /// Hashes that were made elsewhere: 16 lower-case hex digits each, at most 100,000.
    pub hashes: Option<Vec<String>>,
    /// What those were made with: 1 to 64 printable ASCII characters, fresh for every list.
    pub salt: Option<String>,
}

impl From<(&app::GroupName, &app::DeviceGroup)> for DeviceGroup {
    fn from((name, group): (&app::GroupName, &app::DeviceGroup)) -> Self {
        Self {
            name: name.to_string(),
            devices: group.count,
            salt: group.salt.to_string(),
            lists: group.lists.len(),
        }
    }
}
