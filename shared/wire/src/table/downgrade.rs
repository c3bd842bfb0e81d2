//! When a device may leave what it runs for something lower.

use crate::name::ReleaseId;
use crate::version::Version;

/// A device about to go from what it runs to what was chosen.
#[derive(Clone, Copy, Debug)]
pub struct Move<'a> {
    /// The release that it runs, if it runs one of this channel's.
    pub running: Option<&'a ReleaseId>,
    /// The version of the package that it runs; `None` for what shipped in the binary.
    pub running_version: Option<&'a Version>,
    /// Whether what it runs still fits: `requires` (`package_version` aside) and variant.
    pub running_fits: bool,
    /// The highest `rollback_index` that this device has confirmed.
    pub confirmed_index: u32,
    /// The version of the chosen package.
    pub chosen_version: &'a Version,
    /// The `rollback_index` of the chosen manifest.
    pub chosen_index: u32,
    /// `policy.downgrade` of the chosen config.
    pub downgrade: bool,
    /// The table's withdrawn releases.
    pub withdrawn: &'a [ReleaseId],
}

/// Why a device keeps what it has.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Downgrade {
    /// The chosen package lies below an index that this device confirmed. Nothing overrides it.
    #[error(
        "the chosen package has rollback index {chosen}, below {confirmed}, which this device confirmed"
    )]
    Index {
        /// Of the chosen manifest.
        chosen: u32,
        /// By this device.
        confirmed: u32,
    },
    /// The version is lower, the running release is not withdrawn and the config forbids it.
    #[error("the chosen version is lower, and the running release is not withdrawn")]
    Version,
}

impl Move<'_> {
    /// Whether the device may go.
    ///
    /// # Errors
    /// The rule for which it keeps what it has.
    pub fn check(&self) -> Result<(), Downgrade> {
        if self.chosen_index < self.confirmed_index {
            return Err(Downgrade::Index {
                chosen: self.chosen_index,
                confirmed: self.confirmed_index,
            });
        }
        let lower = self
            .running_version
            .is_some_and(|running| self.chosen_version < running);
        let withdrawn = self
            .running
            .is_some_and(|running| self.withdrawn.contains(running));
        if lower && self.running_fits && !withdrawn && !self.downgrade {
            return Err(Downgrade::Version);
        }
        Ok(())
    }
}
