//! What a device is provisioned with.

use serde::Serialize;
use utoipa::ToSchema;

/// All that a device must be given to follow a channel: the core of `wavecast-device.json`.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeviceConfig {
    /// Where it polls and downloads.
    #[schema(example = "http://127.0.0.1:8090")]
    pub base_url: String,
    /// What it follows.
    #[schema(example = "acme/lamp/stable")]
    pub scope: String,
    /// The newest root: its first trust.
    #[schema(value_type = Object)]
    pub root: serde_json::Value,
    /// That root's version.
    #[schema(example = 1)]
    pub root_version: u64,
}
