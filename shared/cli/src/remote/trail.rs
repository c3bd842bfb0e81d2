//! An audit trail at the server.

use wavecast_client::types;
use wavecast_domain::trail::Chain;
use wavecast_wire::name::OrgName;

use super::pages::{PAGE, all};
use super::{Remote, RemoteApp, sent};
use crate::error::Result;

/// The trail of an application, or of an organization itself, or what was seen of one besides.
#[derive(Clone, Debug)]
pub enum Trail {
    /// Of an application.
    App(RemoteApp),
    /// Of an organization.
    Org(Remote, String),
    /// Sign-ins, refusals and uses of keys of an organization.
    Access(Remote, String),
    /// What was seen of the installation.
    Installation(Remote),
}

impl Remote {
    /// A part of an organization's signed heads, after the one that named this cursor; of the newest
    /// alone, or the oldest first.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn heads_part(
        &self,
        org: &str,
        cursor: Option<&str>,
        newest: bool,
    ) -> Result<types::HeadsPart> {
        let part = || {
            let ask = self.client.export_heads().org(org);
            let ask = match (newest, cursor) {
                (true, _) => ask.limit(1_u64).sort(types::ExportHeadsSort::Xcreated),
                (false, _) => ask.limit(PAGE),
            };
            match cursor {
                Some(cursor) => ask.cursor(cursor),
                None => ask,
            }
        };
        self.read(async || sent!(part())).await
    }
}

/// A part of what was seen of an organization, after the one that named this cursor; the newest
/// first, or the oldest.
async fn of_org(
    remote: &Remote,
    org: &str,
    cursor: Option<&str>,
    newest: bool,
) -> Result<types::ChainPart> {
    let part = || {
        let ask = remote.client.export_access().org(org).limit(PAGE);
        let ask = match newest {
            true => ask.sort(types::ExportAccessSort::Xcreated),
            false => ask,
        };
        match cursor {
            Some(cursor) => ask.cursor(cursor),
            None => ask,
        }
    };
    remote.read(async || sent!(part())).await
}

/// The same of the installation.
async fn of_installation(
    remote: &Remote,
    cursor: Option<&str>,
    newest: bool,
) -> Result<types::ChainPart> {
    let part = || {
        let ask = remote.client.export_installation_access().limit(PAGE);
        let ask = match newest {
            true => ask.sort(types::ExportInstallationAccessSort::Xcreated),
            false => ask,
        };
        match cursor {
            Some(cursor) => ask.cursor(cursor),
            None => ask,
        }
    };
    remote.read(async || sent!(part())).await
}

impl Trail {
    /// What was seen of an organization beside its changes.
    #[must_use]
    pub fn of_access(remote: Remote, org: &OrgName) -> Self {
        Self::Access(remote, org.to_string())
    }

    /// An organization's own.
    #[must_use]
    pub fn of_org(remote: Remote, org: &OrgName) -> Self {
        Self::Org(remote, org.to_string())
    }

    /// An application's.
    #[must_use]
    pub const fn of_app(app: RemoteApp) -> Self {
        Self::App(app)
    }

    /// Whose it is, for people.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::App(app) => format!("{}/{}", app.org, app.app),
            Self::Org(_, org) => org.clone(),
            Self::Access(_, org) => format!("{org}/~access"),
            Self::Installation(_) => "the installation".to_owned(),
        }
    }

    /// Its chain, before the first event.
    #[must_use]
    pub const fn chain(&self) -> Chain {
        match self {
            Self::App(_) => Chain::of_app(),
            Self::Org(..) => Chain::of_org(),
            Self::Access(..) | Self::Installation(_) => Chain::of_sightings(),
        }
    }

    /// Events, the newest first, at most `limit`.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn events(&self, channel: Option<&str>, limit: usize) -> Result<Vec<types::Event>> {
        match self {
            Self::App(app) => {
                let list = || {
                    let client = &app.remote.client;
                    let list = client.list_events().org(&app.org).app(&app.app);
                    match channel {
                        Some(channel) => list.channel(channel),
                        None => list,
                    }
                };
                all!(app.remote, limit, list())
            }
            Self::Org(remote, org) => {
                all!(remote, limit, remote.client.list_org_events().org(org))
            }
            // What was seen is no event: `newest` has it.
            Self::Access(..) | Self::Installation(_) => Ok(Vec::new()),
        }
    }

    /// The server that has it.
    #[must_use]
    pub const fn remote(&self) -> &Remote {
        match self {
            Self::App(app) => &app.remote,
            Self::Org(remote, _) | Self::Access(remote, _) | Self::Installation(remote) => remote,
        }
    }

    /// The organization, if it is one's.
    #[must_use]
    pub fn org(&self) -> Option<&str> {
        match self {
            Self::App(app) => Some(&app.org),
            Self::Org(_, org) | Self::Access(_, org) => Some(org),
            Self::Installation(_) => None,
        }
    }

    /// A part of what was seen, the newest first, after the one that named this cursor.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn newest(&self, cursor: Option<&str>) -> Result<types::ChainPart> {
        match self {
            Self::Access(remote, org) => of_org(remote, org, cursor, true).await,
            Self::Installation(remote) => of_installation(remote, cursor, true).await,
            Self::App(_) | Self::Org(..) => self.part(cursor).await,
        }
    }

    /// A part of its chain, after the one that named this cursor.
    ///
    /// # Errors
    /// As [`Remote::read`].
    pub async fn part(&self, cursor: Option<&str>) -> Result<types::ChainPart> {
        match self {
            Self::App(app) => {
                let part = || {
                    let client = &app.remote.client;
                    let ask = client.export_events().org(&app.org).app(&app.app);
                    let ask = ask.limit(PAGE);
                    match cursor {
                        Some(cursor) => ask.cursor(cursor),
                        None => ask,
                    }
                };
                app.remote.read(async || sent!(part())).await
            }
            Self::Org(remote, org) => {
                let part = || {
                    let ask = remote.client.export_org_events().org(org).limit(PAGE);
                    match cursor {
                        Some(cursor) => ask.cursor(cursor),
                        None => ask,
                    }
                };
                remote.read(async || sent!(part())).await
            }
            Self::Access(remote, org) => of_org(remote, org, cursor, false).await,
            Self::Installation(remote) => of_installation(remote, cursor, false).await,
        }
    }
}
