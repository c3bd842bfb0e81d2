//! Which records the last command on a channel needed: read with the head the next time, in one reading
//! instead of three.
//!
//! Only names are remembered, never what they hold. A wrong guess costs a reading, and nothing else.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use wavecast_domain::record::RecordKey;
use wavecast_wire::name::{AppName, ChannelName, OrgName};

/// Channels that are remembered.
const CHANNELS: usize = 1000;
/// Records of one channel that are guessed: with heads and channels they must fit in one reading.
const RECORDS: usize = 50;

type Channel = (OrgName, AppName, ChannelName);

/// What is remembered in this process. Clones share it.
#[derive(Clone, Default)]
pub struct Hints(Arc<Mutex<HashMap<Channel, BTreeSet<RecordKey>>>>);

impl Hints {
    /// The records that a command on one of these channels will need, if they are the same again.
    pub(super) fn guess(
        &self,
        org: &OrgName,
        app: &AppName,
        channels: &[ChannelName],
    ) -> BTreeSet<RecordKey> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |name: &ChannelName| known.get(&(org.clone(), app.clone(), name.clone()));
        let names = channels.iter().filter_map(of).flatten();
        names.take(RECORDS).cloned().collect()
    }

    /// Remembers what a command on these channels needed.
    pub(super) fn note(
        &self,
        org: &OrgName,
        app: &AppName,
        channels: &[ChannelName],
        needed: &BTreeSet<RecordKey>,
    ) {
        let [channel] = channels else { return };
        if needed.len() > RECORDS {
            return;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= CHANNELS {
            known.clear();
        }
        let channel = (org.clone(), app.clone(), channel.clone());
        known.insert(channel, needed.clone());
    }
}
