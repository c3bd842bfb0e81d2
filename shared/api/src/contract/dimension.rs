//! Dimensions: what devices declare of themselves.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::app;
use wavecast_domain::dimension::{Group, Membership};

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
    /// What values of a `string` must look like where audiences name them: text in which `*`
    /// stands for any characters; absent otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
    /// The dimension that a `derived` one groups; absent otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "device_type")]
    pub of: Option<String>,
    /// The groups of a `derived` dimension, in order: the first that fits counts; absent otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<DimensionGroup>,
}

/// A named group of a dimension's values. Exactly one of `among`, `within` and `prefix`.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DimensionGroup {
    /// What audiences call it.
    #[schema(example = "small")]
    pub name: String,
    /// These values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub among: Option<Vec<String>>,
    /// The versions of this range.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = ">=1.4,<3")]
    pub within: Option<String>,
    /// The values that begin with this: of an `enum`, or of versions (`1.4`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "lamp-")]
    pub prefix: Option<String>,
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
    /// Named groups of another dimension's values; devices know nothing of it.
    Derived,
}

impl From<app::Dimension> for Dimension {
    fn from(dimension: app::Dimension) -> Self {
        let plain = |kind| Self {
            kind,
            values: Vec::new(),
            patterns: Vec::new(),
            of: None,
            groups: Vec::new(),
        };
        match dimension {
            app::Dimension::Enum { values } => Self {
                values,
                ..plain(DimensionType::Enum)
            },
            app::Dimension::String { patterns } => Self {
                patterns,
                ..plain(DimensionType::String)
            },
            app::Dimension::Version => plain(DimensionType::Version),
            app::Dimension::Derived { of, groups } => Self {
                of: Some(of.into()),
                groups: groups.into_iter().map(Into::into).collect(),
                ..plain(DimensionType::Derived)
            },
        }
    }
}

impl From<Group> for DimensionGroup {
    fn from(group: Group) -> Self {
        let plain = Self {
            name: group.name,
            ..Self::default()
        };
        match group.by {
            Membership::Among(values) => Self {
                among: Some(values),
                ..plain
            },
            Membership::Within(range) => Self {
                within: Some(range.into()),
                ..plain
            },
            Membership::Prefix(prefix) => Self {
                prefix: Some(prefix),
                ..plain
            },
        }
    }
}
