//! Listings, page by page.

use wavecast_client::types;

use super::{Remote, RemoteApp, sent};
use crate::error::Result;

/// The most secrets that are listed: those that were removed count.
const SECRETS: usize = 1000;

/// The most that one page holds.
pub(super) const PAGE: u64 = 200;

/// Goes through all pages: `$ask` is the request, to which limit and cursor are added.
macro_rules! all {
    ($remote:expr, $limit:expr, $ask:expr) => {{
        let (mut items, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let left = u64::try_from($limit - items.len()).unwrap_or(PAGE);
            let page = async || {
                let ask = $ask.limit(left.min(PAGE));
                let ask = match &cursor {
                    Some(cursor) => ask.cursor(cursor),
                    None => ask,
                };
                sent!(ask)
            };
            let page = $remote.read(page).await?;
            items.extend(page.items);
            cursor = page.next;
            if cursor.is_none() || items.len() >= $limit {
                items.truncate($limit);
                return Ok(items);
            }
        }
    }};
}

pub(super) use all;

impl Remote {
    /// All organizations that the token may see, at most `limit`.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn orgs(&self, limit: usize) -> Result<Vec<types::Org>> {
        all!(self, limit, self.client.list_orgs())
    }

    /// The applications of an organization, at most `limit`.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn apps(&self, org: &str, limit: usize) -> Result<Vec<types::App>> {
        all!(self, limit, self.client.list_apps().org(org))
    }
}

impl RemoteApp {
    /// Its channels, at most `limit`.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn channels(&self, limit: usize) -> Result<Vec<types::AppChannel>> {
        all!(
            self.remote,
            limit,
            self.remote
                .client
                .list_channels()
                .org(&self.org)
                .app(&self.app)
        )
    }

    /// Its packages, the newest first, at most `limit`.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn packages(&self, name: Option<&str>, limit: usize) -> Result<Vec<types::Package>> {
        let list = || {
            let list = self
                .remote
                .client
                .list_packages()
                .org(&self.org)
                .app(&self.app);
            match name {
                Some(name) => list.name(name),
                None => list,
            }
        };
        all!(self.remote, limit, list())
    }

    /// Its releases, the newest first, at most `limit`.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn releases(
        &self,
        channel: Option<&str>,
        status: Option<types::ReleaseStatus>,
        limit: usize,
    ) -> Result<Vec<types::Release>> {
        let list = || {
            let mut list = self
                .remote
                .client
                .list_releases()
                .org(&self.org)
                .app(&self.app);
            if let Some(channel) = channel {
                list = list.channel(channel);
            }
            match status {
                Some(status) => list.status(status),
                None => list,
            }
        };
        all!(self.remote, limit, list())
    }

    /// Its requests for approvals, the newest first, at most `limit`.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn approvals(
        &self,
        state: Option<types::ApprovalState>,
        limit: usize,
    ) -> Result<Vec<types::Approval>> {
        let list = || {
            let list = self
                .remote
                .client
                .list_approvals()
                .org(&self.org)
                .app(&self.app);
            match state {
                Some(state) => list.state(state),
                None => list,
            }
        };
        all!(self.remote, limit, list())
    }

    /// Its secrets, without values, by name.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn secrets(&self, removed: bool) -> Result<Vec<types::AppSecret>> {
        let client = &self.remote.client;
        let list = || {
            let list = client.list_secrets().org(&self.org).app(&self.app);
            list.removed(removed)
        };
        all!(self.remote, SECRETS, list())
    }

    /// A request for approvals.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn approval(&self, id: &str) -> Result<types::Approval> {
        let client = &self.remote.client;
        let get = || client.get_approval().org(&self.org).app(&self.app).id(id);
        self.remote.read(async || sent!(get())).await
    }

    /// A channel's publications, the newest first, at most `limit`.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn publications(
        &self,
        channel: &str,
        limit: usize,
    ) -> Result<Vec<types::Publication>> {
        let list = || {
            self.remote
                .client
                .list_publications()
                .org(&self.org)
                .app(&self.app)
                .channel(channel)
        };
        all!(self.remote, limit, list())
    }
}
