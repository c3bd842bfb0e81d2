//! What admins read of one resource.

use wavecast_domain::app::{App, AppHead, Channel};
use wavecast_domain::head::Head;
use wavecast_domain::org::Org;
use wavecast_domain::package::{File, Package};
use wavecast_domain::release::Release;
use wavecast_domain::{Publication, Refusal, render};
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{AppName, ChannelName, OrgName, PackageName, ReleaseId, Scope};
use wavecast_wire::version::Version;

use super::{Control, ControlError};
use crate::port::{Entry, Key};
use crate::record::{entry, key};

/// A channel and what its devices see.
#[derive(Clone, Debug)]
pub struct ChannelView {
    /// The application, with this channel loaded.
    pub app: App,
    /// The channel; its ETag is `changed`.
    pub channel: Channel,
    /// The head of its publications; `None` before the first was sealed.
    pub head: Option<Head>,
    /// The state as devices will see it, or why it can't be rendered.
    pub publication: Result<Publication, Refusal>,
}

impl Control {
    /// An organization.
    ///
    /// # Errors
    /// A failing ledger, or an unreadable entry.
    pub async fn org(&self, org: &OrgName) -> Result<Option<Org>, ControlError> {
        self.read_one(key::org(org)).await
    }

    /// The heads of an organization's named applications, in their order.
    ///
    /// # Errors
    /// As [`Control::org`].
    pub async fn heads(
        &self,
        org: &OrgName,
        names: &[AppName],
    ) -> Result<Vec<AppHead>, ControlError> {
        let mut heads = Vec::new();
        for some in names.chunks(100) {
            let keys: Vec<Key> = some.iter().map(|app| key::app(org, app)).collect();
            for found in self.ledger.get(&keys).await?.iter().flatten() {
                heads.push(entry::read(found)?);
            }
        }
        Ok(heads)
    }

    /// An application with the named channels; `None` when it doesn't exist. A named channel
    /// that doesn't exist is left out.
    ///
    /// # Errors
    /// As [`Control::org`].
    pub async fn app(
        &self,
        org: &OrgName,
        app: &AppName,
        channels: &[ChannelName],
    ) -> Result<Option<App>, ControlError> {
        Ok(self
            .load_app(org, app, channels)
            .await?
            .map(|loaded| loaded.app))
    }

    /// A channel, its head and its rendered state; `None` when it doesn't exist.
    ///
    /// # Errors
    /// As [`Control::org`].
    pub async fn channel(&self, scope: &Scope) -> Result<Option<ChannelView>, ControlError> {
        let keys = [
            key::app(&scope.org, &scope.app),
            key::channel(&scope.org, &scope.app, &scope.channel),
            key::head(scope),
        ];
        let mut found = self.ledger.get(&keys).await?.into_iter();
        let mut next = || found.next().flatten();
        let (Some(app), Some(channel), head) = (next(), next(), next()) else {
            return Ok(None);
        };
        let channel: Channel = entry::read(&channel)?;
        let app = App {
            head: entry::read(&app)?,
            channels: [(scope.channel.clone(), channel.clone())].into(),
        };
        let publication = render(&app, &scope.channel);
        let head = head.as_ref().map(entry::read).transpose()?;
        Ok(Some(ChannelView {
            app,
            channel,
            head,
            publication,
        }))
    }

    /// A release.
    ///
    /// # Errors
    /// As [`Control::org`].
    pub async fn release(
        &self,
        org: &OrgName,
        app: &AppName,
        id: &ReleaseId,
    ) -> Result<Option<Release>, ControlError> {
        self.read_one(key::release(org, app, id)).await
    }

    /// A package.
    ///
    /// # Errors
    /// As [`Control::org`].
    pub async fn package(
        &self,
        org: &OrgName,
        app: &AppName,
        name: &PackageName,
        version: &Version,
    ) -> Result<Option<Package>, ControlError> {
        self.read_one(key::package(org, app, name, version)).await
    }

    /// A file of an application.
    ///
    /// # Errors
    /// As [`Control::org`].
    pub async fn file(
        &self,
        org: &OrgName,
        app: &AppName,
        sha256: Sha256,
    ) -> Result<Option<File>, ControlError> {
        self.read_one(key::file(org, app, sha256)).await
    }

    pub(super) async fn find(&self, key: Key) -> Result<Option<Entry>, ControlError> {
        let now = self.clock.now();
        let found = self.ledger.get(&[key]).await?.pop().flatten();
        Ok(found.filter(|found| !entry::is_over(found, now)))
    }

    pub(super) async fn read_one<T: serde::de::DeserializeOwned>(
        &self,
        key: Key,
    ) -> Result<Option<T>, ControlError> {
        let found = self.find(key).await?;
        Ok(found.as_ref().map(entry::read).transpose()?)
    }
}
