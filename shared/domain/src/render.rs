//! A channel's state as devices see it: pure, without time.

use std::collections::BTreeMap;

use wavecast_wire::name::{ChannelName, Scope, TargetName};
use wavecast_wire::table::Table;
use wavecast_wire::tuf::{Poll, TargetFile};

use crate::app::{App, ChannelSettings};
use crate::refusal::Refusal;

/// One whole state of a channel at the edge, before it is numbered and signed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Publication {
    /// What it speaks for.
    pub scope: Scope,
    /// The cohort table.
    pub table: Table,
    /// Every target that the table or a manifest names.
    pub targets: BTreeMap<TargetName, TargetFile>,
    /// How often devices ask.
    pub poll: Poll,
    /// For the lifetimes.
    pub settings: ChannelSettings,
}

/// Renders a loaded channel.
///
/// # Errors
/// A [`Refusal`] that names the largest contributors when a limit is passed.
pub fn render(_app: &App, _channel: &ChannelName) -> Result<Publication, Refusal> {
    todo!()
}
