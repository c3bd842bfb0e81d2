//! What one device gets, and why, from the ledger's state.

use wavecast_wire::name::{ReleaseId, Scope};
use wavecast_wire::table::{Asker, Attributes, DeviceList, Explanation, Lists, Table};

use super::{Control, ControlError};
use crate::record::{entry, key};
use wavecast_domain::record::{Record, RecordKey};
use wavecast_domain::render::Publication;

/// A table and what it answers to one device.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The application's revision that the table shows; the edge may be behind it.
    pub revision: u64,
    /// The table.
    pub table: Table,
    /// What each row said, and the choice.
    pub explanation: Explanation,
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
        let lists = self.lists(scope, &publication).await?;
        let asker = Asker {
            id,
            attributes,
            active,
        };
        let explanation = publication.table.explain(&asker, &lists);
        Ok(Some(Explained {
            revision: view.app.head.revision,
            table: publication.table,
            explanation,
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
            let Some(sha256) = publication.targets.get(name).and_then(|file| file.sha256()) else {
                continue;
            };
            let at = key::target(&scope.org, &scope.app, sha256, name);
            let Some(found) = self.find(at).await? else {
                continue;
            };
            let record = entry::read_record(&RecordKey::Target(sha256, name.clone()), &found)?;
            if let Record::Target(target) = record
                && let Ok(list) = DeviceList::read(&target.bytes)
            {
                lists.insert(name.clone(), list.devices);
            }
        }
        Ok(lists)
    }
}
