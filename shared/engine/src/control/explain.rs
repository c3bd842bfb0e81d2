//! What one device gets, and why, from the ledger's state.

use wavecast_wire::name::{ReleaseId, Scope, TargetName};
use wavecast_wire::table::{Asker, Attributes, DeviceList, Known, Lists, Outcome, Table};

use super::{Control, ControlError};
use crate::record::{entry, key};
use wavecast_domain::app::{AppHead, Channel};
use wavecast_domain::explain::Owners;
use wavecast_domain::record::{Record, RecordKey};
use wavecast_domain::render::Publication;

/// A table and what it answers to one device.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The application; the edge may be behind its revision.
    pub app: AppHead,
    /// The channel.
    pub channel: Channel,
    /// The table.
    pub table: Table,
    /// What the device ends up with.
    pub outcome: Outcome,
}

impl Explained {
    /// Whose the rows are.
    #[must_use]
    pub fn owners(&self) -> Owners<'_> {
        Owners::new(&self.app, &self.channel, &self.table, &self.outcome)
    }
}

impl Control {
    /// Explains what a device gets; `None` when the channel doesn't exist.
    ///
    /// # Errors
    /// A failing ledger, an unreadable entry, or a state that can't be rendered.
    pub async fn explain(
        &self,
        scope: &Scope,
        id: &str,
        attributes: &Attributes,
        active: Option<&ReleaseId>,
    ) -> Result<Option<Explained>, ControlError> {
        let Some(view) = self.channel(scope).await? else {
            return Ok(None);
        };
        let publication = view.publication?;
        let asker = Asker {
            id,
            attributes,
            active,
        };
        let mut known = Known::default();
        let outcome = loop {
            let need = match publication.table.outcome(&asker, &known) {
                Ok(outcome) => break outcome,
                Err(need) => need,
            };
            let found = self.target(scope, &publication, &need.target).await?;
            if found.is_none_or(|bytes| known.learn(&need, &bytes).is_err()) {
                known.lack(&need);
            }
        };
        Ok(Some(Explained {
            app: view.app.head,
            channel: view.channel,
            table: publication.table,
            outcome,
        }))
    }

    /// The device lists that the table names, from the records that their bytes are made of.
    ///
    /// # Errors
    /// As [`Control::explain`].
    pub async fn lists(
        &self,
        scope: &Scope,
        publication: &Publication,
    ) -> Result<Lists, ControlError> {
        let mut lists = Lists::new();
        for name in publication.table.lists() {
            if let Some(bytes) = self.target(scope, publication, name).await?
                && let Ok(list) = DeviceList::read(&bytes)
            {
                lists.insert(name.clone(), list.devices);
            }
        }
        Ok(lists)
    }

    /// The bytes of a target that a publication names.
    async fn target(
        &self,
        scope: &Scope,
        publication: &Publication,
        name: &TargetName,
    ) -> Result<Option<Vec<u8>>, ControlError> {
        let named = publication.targets.get(name);
        let Some(sha256) = named.and_then(|file| file.sha256()) else {
            return Ok(None);
        };
        let at = key::target(&scope.org, &scope.app, sha256, name);
        let Some(found) = self.find(at).await? else {
            return Ok(None);
        };
        let record = entry::read_record(&RecordKey::Target(sha256, name.clone()), &found)?;
        Ok(match record {
            Record::Target(target) => Some(target.bytes),
            _ => None,
        })
    }
}
