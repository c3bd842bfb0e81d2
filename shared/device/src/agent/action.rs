//! What a driver does for a device.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use wavecast_wire::config::Properties;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

use super::{Report, State};
use crate::Installed;
use crate::download::Item;

/// What a driver does next, in order. Each says which input answers it.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Put the state on disk, durably, then say [`super::Input::Saved`].
    Save(Box<State>),
    /// Fetch a small object from the provisioned base URL; answer with
    /// [`super::Input::Answer`], or [`super::Failed::Get`] when there was no answer at all.
    Get {
        /// Which.
        object: ObjectKey,
        /// For a conditional GET.
        if_none_match: Option<String>,
        /// Read no more than this; a longer body is a failure.
        max_bytes: u64,
    },
    /// Fetch these files, in this order, each through a [`crate::download::Download`]; files that
    /// are already on the device are fed to it too. Answer each with [`super::Input::Fetched`], or
    /// [`super::Failed::Download`] once.
    Download {
        /// Unique by hash.
        items: Vec<Item>,
    },
    /// Stop fetching files; what came may be resumed later. Not answered.
    Cancel,
    /// Build this slot from fetched files, aside, and put it in place whole; answer
    /// [`super::Input::Staged`]. Whatever lay under that number is left from a crash.
    Stage {
        /// The new slot's number.
        slot: u64,
        /// All files of it.
        items: Vec<Item>,
    },
    /// Add these fetched files to a slot that runs; answer [`super::Input::Staged`].
    Place {
        /// The slot.
        slot: u64,
        /// The lazy files.
        items: Vec<Item>,
    },
    /// Run what stands in the slot; answer [`super::Input::Activated`]. May be repeated after a
    /// crash.
    Activate(Box<Installed>),
    /// Ask for the health of what was activated, again and again until it is good or this many
    /// seconds have passed; answer [`super::Input::Health`].
    CheckHealth {
        /// Seconds that are left.
        seconds: u32,
    },
    /// What runs is confirmed: tell a boot loader, if there is one. Not answered.
    Confirm,
    /// Run this instead, or what shipped in the binary; answer [`super::Input::WentBack`]. May be
    /// repeated after a crash.
    GoBack(Option<Box<Installed>>),
    /// Slots that are not among these may go. Not answered.
    Prune {
        /// Slots to keep.
        slots: Vec<u64>,
    },
    /// The properties that the app sees changed. Not answered.
    Properties(Box<Properties>),
    /// Say [`super::Input::Tick`] at this device time; replaces any earlier one.
    WakeAt(Timestamp),
    /// Something to tell people. Not answered.
    Report(Report),
}
