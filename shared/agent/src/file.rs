//! `wavecast-device.json`: all that a device is provisioned with.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use wavecast_wire::name::Scope;
use wavecast_wire::table::Attributes;
use wavecast_wire::{bucket, limit};

/// The configuration of one device, as `wavecast device config` writes it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceFile {
    /// 1.
    pub v: u64,
    /// The edge, such as `https://edge.example.com`; a path in it is kept.
    pub base_url: String,
    /// The channel that the device follows.
    pub scope: Scope,
    /// The root that the device trusts.
    pub root: ProvisionedRoot,
    /// The device's id; without one the agent makes 16 random bytes at its first start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What the device says of itself, such as `device_type`.
    #[serde(default)]
    pub attributes: Attributes,
    /// The local time zone, in minutes east of UTC: for activation windows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utc_offset_minutes: Option<i32>,
}

/// The provisioned root: the root's JSON itself, or the path of a file that holds it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(transparent)]
pub struct ProvisionedRoot(Box<RawValue>);

/// What is wrong with a device's configuration.
#[derive(Debug, thiserror::Error)]
pub enum DeviceFileError {
    /// It can't be read or written.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// There is none.
    #[error("{path} doesn't exist: write it with `wavecast device config`, or name it with --config",
        path = path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// It isn't the JSON that it should be.
    #[error("{path}: {source}", path = path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        source: serde_json::Error,
    },
    /// A field breaks a rule.
    #[error("{path}: {field} {rule}", path = path.display())]
    Field {
        /// The file.
        path: PathBuf,
        /// Which field.
        field: &'static str,
        /// The rule.
        rule: String,
    },
}

impl ProvisionedRoot {
    /// A root from its exact bytes, as they are at the edge.
    ///
    /// # Errors
    /// The bytes aren't JSON.
    pub fn from_bytes(root: &[u8]) -> Result<Self, serde_json::Error> {
        let root: &RawValue = serde_json::from_slice(root)?;
        Ok(Self(root.to_owned()))
    }
}

impl DeviceFile {
    /// The configuration of a device without id and attributes; `root` is the exact root at the
    /// edge, the newest one.
    ///
    /// # Errors
    /// The root isn't JSON.
    pub fn new(base_url: &str, scope: Scope, root: &[u8]) -> Result<Self, serde_json::Error> {
        Ok(Self {
            v: 1,
            base_url: base_url.trim_end_matches('/').into(),
            scope,
            root: ProvisionedRoot::from_bytes(root)?,
            id: None,
            attributes: Attributes::new(),
            utc_offset_minutes: None,
        })
    }

    /// Reads and checks a configuration.
    ///
    /// # Errors
    /// [`DeviceFileError`], naming the field and the rule.
    pub fn read(path: &Path) -> Result<Self, DeviceFileError> {
        let bytes = std::fs::read(path).map_err(|source| match source.kind() {
            ErrorKind::NotFound => DeviceFileError::Missing { path: path.into() },
            _ => DeviceFileError::Io {
                path: path.into(),
                source,
            },
        })?;
        let file: Self =
            serde_json::from_slice(&bytes).map_err(|source| DeviceFileError::Json {
                path: path.into(),
                source,
            })?;
        file.check(path)?;
        Ok(file)
    }

    /// Writes the configuration, readable by people, through a temporary file.
    ///
    /// # Errors
    /// It can't be written.
    pub fn write(&self, path: &Path) -> Result<(), DeviceFileError> {
        let io = |source| DeviceFileError::Io {
            path: path.into(),
            source,
        };
        let mut bytes =
            serde_json::to_vec_pretty(self).map_err(|source| DeviceFileError::Json {
                path: path.into(),
                source,
            })?;
        bytes.push(b'\n');
        let temporary = path.with_extension("json.new");
        let mut file = std::fs::File::create(&temporary).map_err(io)?;
        file.write_all(&bytes)
            .and_then(|()| file.sync_all())
            .map_err(io)?;
        std::fs::rename(&temporary, path).map_err(io)
    }

    /// The exact bytes of the provisioned root; a path is taken relative to the configuration.
    ///
    /// # Errors
    /// The root's file can't be read or is too large.
    pub fn root_bytes(&self, config: &Path) -> Result<Vec<u8>, DeviceFileError> {
        let Ok(name) = serde_json::from_str::<PathBuf>(self.root.0.get()) else {
            return Ok(self.root.0.get().as_bytes().to_vec());
        };
        let path = config.parent().unwrap_or(Path::new(".")).join(name);
        let bytes = std::fs::read(&path).map_err(|source| DeviceFileError::Io {
            path: path.clone(),
            source,
        })?;
        if bytes.len() > limit::ROOT_BYTES_CLIENT {
            let rule = format!(
                "is {} bytes, a root has at most {}",
                bytes.len(),
                limit::ROOT_BYTES_CLIENT
            );
            return Err(DeviceFileError::Field {
                path,
                field: "root",
                rule,
            });
        }
        Ok(bytes)
    }

    fn check(&self, path: &Path) -> Result<(), DeviceFileError> {
        let refuse = |field, rule: &str| {
            Err(DeviceFileError::Field {
                path: path.into(),
                field,
                rule: rule.into(),
            })
        };
        if self.v != 1 {
            return refuse("v", "must be 1; a newer file needs a newer wavecast-agent");
        }
        if !(self.base_url.starts_with("http://") || self.base_url.starts_with("https://")) {
            return refuse("base_url", "must begin with https:// or http://");
        }
        if let Some(id) = &self.id
            && let Err(error) = bucket::check_id(id)
        {
            return refuse("id", &error.to_string());
        }
        if self.attributes.contains_key("package_version") {
            return refuse(
                "attributes",
                "must not set package_version, which the agent sets itself",
            );
        }
        if self
            .attributes
            .values()
            .any(|value| value.len() > limit::ATTRIBUTE_BYTES)
        {
            return refuse("attributes", "must be at most 256 bytes each");
        }
        Ok(())
    }
}
