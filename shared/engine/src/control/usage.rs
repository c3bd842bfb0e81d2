//! What the packages of an organization come to, kept beside them: only creating one, and refusing its
//! files, writes it.

use std::collections::BTreeSet;

use wavecast_domain::Command;
use wavecast_domain::org::{Held, Org, Usage};
use wavecast_domain::package::FileList;
use wavecast_domain::record::{Record, RecordKey};
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{AppName, OrgName};
use wavecast_wire::{json, limit};

use super::list::{PAGE, PageAsk};
use super::load::Loaded;
use super::{Control, ControlError};
use crate::port::PortError;
use crate::record::{entry, key};

impl Control {
    /// An organization, and what its packages come to, at one instant.
    ///
    /// # Errors
    /// A failing ledger, or an unreadable entry.
    pub async fn org_with_usage(
        &self,
        org: &OrgName,
    ) -> Result<Option<(Org, Usage)>, ControlError> {
        let found = self.ledger.get(&[key::org(org), key::usage(org)]).await?;
        let [Some(org), usage] = found.as_slice() else {
            return Ok(None);
        };
        let org: Org = entry::read(org)?;
        let usage = match usage {
            Some(usage) => entry::read(usage)?,
            None => self.counted(&org).await?,
        };
        Ok(Some((org, usage)))
    }

    /// Counts the packages of an organization that nobody counted yet. The commit expects that nobody
    /// has since: whoever creates one in between writes what they counted.
    pub(super) async fn count_first(
        &self,
        loaded: &mut Loaded,
        needed: &BTreeSet<RecordKey>,
    ) -> Result<(), ControlError> {
        let is_known = loaded.facts.contains_key(&RecordKey::Usage);
        if is_known || !needed.contains(&RecordKey::Usage) {
            return Ok(());
        }
        let Some(Record::Org(org)) = loaded.facts.get(&RecordKey::Org) else {
            return Ok(());
        };
        let usage = self.counted(org).await?;
        loaded.facts.insert(RecordKey::Usage, Record::Usage(usage));
        Ok(())
    }

    async fn counted(&self, org: &Org) -> Result<Usage, ControlError> {
        let mut usage = Usage::default();
        for app in org.apps.keys() {
            let mut ask = PageAsk {
                after: None,
                limit: PAGE,
                ascending: true,
            };
            loop {
                let page = self.packages(&org.name, app, None, &ask).await?;
                let all = page.items.iter().map(Usage::of);
                usage = all.fold(usage, Usage::with);
                ask.after = page.next;
                if ask.after.is_none() {
                    break;
                }
            }
        }
        Ok(usage)
    }

    /// The command, with the bytes of a package that it creates.
    pub(super) async fn measured(
        &self,
        org: &OrgName,
        app: &AppName,
        command: Command,
    ) -> Result<Command, ControlError> {
        let Command::CreatePackage(mut new) = command else {
            return Ok(command);
        };
        new.bytes = self.listed_bytes(&key::space(org, app), new.list).await?;
        Ok(Command::CreatePackage(new))
    }

    /// The bytes of a list and of the files that it names. Where it isn't here or can't be read, the
    /// check of the package refuses it.
    async fn listed_bytes(&self, space: &str, list: Sha256) -> Result<Option<u64>, ControlError> {
        if self.uploads.staged(space, list).await?.is_none() {
            return Ok(None);
        }
        let read = self.uploads.read(space, list, limit::MANIFEST_BYTES);
        let bytes = match read.await {
            Ok(bytes) => bytes,
            Err(PortError::Refused(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let list = json::read::<FileList>(&bytes, limit::MANIFEST_BYTES).ok();
        Ok(list.map(|list| list.bytes(bytes.len())))
    }

    /// Refuses a file that no package with it could be created of, before it is sent. Whether a package
    /// fits is decided when it is created.
    pub(super) async fn has_room(&self, org: &OrgName, size: u64) -> Result<(), ControlError> {
        let found = self.ledger.get(&[key::org(org), key::usage(org)]).await?;
        let [Some(stored), usage] = found.as_slice() else {
            return Ok(());
        };
        let stored: Org = entry::read(stored)?;
        let usage: Option<Usage> = usage.as_ref().map(entry::read).transpose()?;
        let used = usage.unwrap_or_default().bytes;
        Ok(stored.quota.let_in(org, Held::Storage, used, size)?)
    }
}
