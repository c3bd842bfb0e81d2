//! Dimensions: what devices declare of themselves.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::app;

/// A declared device attribute.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// What its values are.
    #[serde(rename = "type")]
    pub kind: DimensionType,
    /// The values of an `enum`; absent otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
}

/// What the values of a dimension are.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DimensionType {
    /// One of the declared values.
    Enum,
    /// Any text up to 256 bytes.
    String,
    /// A version.
    Version,
}

impl From<app::Dimension> for Dimension {
    fn from(dimension: app::Dimension) -> Self {
        let (kind, values) = match dimension {
            app::Dimension::Enum { values } => (DimensionType::Enum, values),
            app::Dimension::String => (DimensionType::String, Vec::new()),
            app::Dimension::Version => (DimensionType::Version, Vec::new()),
        };
        Self { kind, values }
    }
}
