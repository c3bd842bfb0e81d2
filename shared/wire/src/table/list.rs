//! Device lists that stand as targets of their own.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::json::JsonError;
use crate::limit;

/// A device list: `{"devices":[…],"v":1}` (`docs/wire.md`, "Device lists").
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct DeviceList {
    /// 1.
    pub v: u64,
    /// List hashes, sorted and unique.
    pub devices: Vec<String>,
}

impl DeviceList {
    /// A list of hashes in any order.
    #[must_use]
    pub fn new(mut devices: Vec<String>) -> Self {
        devices.sort_unstable();
        devices.dedup();
        Self { v: 1, devices }
    }

    /// Reads a list as a client does.
    ///
    /// # Errors
    /// Not readable, of a higher version, too long, unsorted, or an entry that is no list hash.
    pub fn read(bytes: &[u8]) -> Result<Self, JsonError> {
        let list: Self = crate::json::read(bytes, limit::DEVICE_LIST_BYTES_CLIENT)?;
        list.check()?;
        Ok(list)
    }

    /// The file at the edge.
    ///
    /// # Errors
    /// As [`DeviceList::read`]. The most devices that fit have fewer bytes than
    /// [`limit::DEVICE_LIST_BYTES`].
    pub fn write(&self) -> Result<Vec<u8>, JsonError> {
        self.check()?;
        crate::json::canonical(self)
    }

    fn check(&self) -> Result<(), JsonError> {
        let rule = |what: &str| Err(JsonError::new(0, what));
        if self.v != 1 {
            return rule("a device list must have v 1");
        }
        if self.devices.len() > limit::DEVICES_LISTED {
            return rule("a device list must have at most 100,000 devices");
        }
        if !self.devices.is_sorted_by(|left, right| left < right) {
            return rule("a device list must be sorted, each device once");
        }
        if !self.devices.iter().all(|hash| is_list_hash(hash)) {
            return rule("a device must be 16 lower-case hex digits");
        }
        Ok(())
    }
}

/// Whether a text has the shape of [`crate::bucket::list_hash`].
pub(super) fn is_list_hash(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
