//! How a channel stands.

use wavecast_client::types;
use wavecast_wire::name::ChannelName;

use super::{RemoteApp, sent};
use crate::error::{Failure, Result};
use crate::exit::Exit;

impl RemoteApp {
    /// What runs where, what moves, what is due.
    ///
    /// # Errors
    /// As [`super::Remote::read`].
    pub async fn status(&self, channel: &str) -> Result<types::ChannelStatus> {
        let get = || {
            self.remote
                .client
                .get_channel_status()
                .org(&self.org)
                .app(&self.app)
                .channel(channel)
        };
        self.remote.read(async || sent!(get())).await
    }

    /// The release that moves in a channel, or in one of its rules: the active or paused one.
    ///
    /// # Errors
    /// Nothing moves there, or several do; or as [`super::Remote::read`].
    pub async fn moving(
        &self,
        channel: &str,
        rule: Option<&ChannelName>,
    ) -> Result<types::PlacedRelease> {
        use types::ReleaseStatus::{Active, Paused};
        let status = self.status(channel).await?;
        let mut moving = Vec::new();
        for of in status.rules {
            let is_meant = rule.is_none_or(|rule| rule.as_str() == of.name);
            let mut placed = of.releases.into_iter().filter(|_| is_meant);
            let found = placed.find(|release| matches!(release.status, Active | Paused));
            moving.extend(found.map(|release| (of.name, release)));
        }
        let place = format!("{}/{}/{channel}", self.org, self.app);
        if moving.len() > 1 {
            let names: Vec<&str> = moving.iter().map(|(name, _)| name.as_str()).collect();
            let rules = names.join(", ");
            let what = format!("releases move in several rules of {place}: {rules}");
            return Err(Failure::new(Exit::Refused, what).hint("say which with --rule"));
        }
        moving.pop().map(|(_, release)| release).ok_or_else(|| {
            Failure::new(Exit::Refused, format!("no release moves in {place}"))
                .hint("wavecast status shows what runs; wavecast ship PATH starts a release")
        })
    }

    /// A release by its id, or the channel's newest of a version.
    ///
    /// # Errors
    /// There is none; or as [`super::Remote::read`].
    pub async fn release(&self, channel: &str, named: &str) -> Result<types::Release> {
        self.newest(channel, named, |_| true).await
    }

    /// A release by its id, or the channel's newest of a version that was there before; else its
    /// newest, so that the refusal tells how that one stands.
    ///
    /// # Errors
    /// As [`RemoteApp::release`].
    pub async fn earlier(&self, channel: &str, named: &str) -> Result<types::Release> {
        use types::ReleaseStatus::{Aborted, Concluded, Reverted, Superseded};
        let was_there = |release: &types::Release| {
            matches!(release.status, Aborted | Concluded | Reverted | Superseded)
        };
        self.newest(channel, named, was_there).await
    }

    /// A release by its id, or the newest of a version, those first that are preferred.
    async fn newest(
        &self,
        channel: &str,
        named: &str,
        preferred: impl Fn(&types::Release) -> bool,
    ) -> Result<types::Release> {
        let get = || {
            self.remote
                .client
                .get_release()
                .org(&self.org)
                .app(&self.app)
                .id(named)
        };
        if named.len() == 26 && !named.contains('.') {
            return self.remote.read(async || sent!(get())).await;
        }
        let releases = self.releases(Some(channel), None, 1000).await?;
        let mut of_version: Vec<_> = releases
            .into_iter()
            .filter(|release| release.version == named)
            .collect();
        // The sort is stable: among equals the newest stays first.
        of_version.sort_by_key(|release| !preferred(release));
        of_version.into_iter().next().ok_or_else(|| {
            Failure::new(
                Exit::NotFound,
                format!(
                    "no release of {named} in {}/{}/{channel}",
                    self.org, self.app
                ),
            )
            .hint("name one by its id or version: wavecast release list")
        })
    }

    /// What a device needs to follow a channel.
    ///
    /// # Errors
    /// As [`super::Remote::read`]; pending while the channel's keys are being made.
    pub async fn device_config(&self, channel: &str) -> Result<types::DeviceConfig> {
        let get = || {
            self.remote
                .client
                .get_device_config()
                .org(&self.org)
                .app(&self.app)
                .channel(channel)
        };
        self.remote.read(async || sent!(get())).await
    }
}
