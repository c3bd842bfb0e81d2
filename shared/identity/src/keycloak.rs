//! Groups in Keycloak, through its Admin API.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use reqwest::Method;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use wavecast_domain::id::Ulid;
use wavecast_domain::org::GroupPath;
use wavecast_domain::saga::Mark;
use wavecast_engine::port::{Group, Groups, PortError};
use zeroize::Zeroizing;

use crate::http::{Http, HttpError, check};

/// The attributes that mark a group as ours.
const INSTALLATION: &str = "wavecast-installation";
const ORGANIZATION: &str = "wavecast-organization";
const SAGA: &str = "wavecast-saga";

/// Groups of one page.
const PAGE: usize = 100;
/// Pages that are read: more groups than an installation has organizations and applications for.
const PAGES: usize = 1000;
/// Seconds before its end from which on a token isn't used any more.
const EARLY: u64 = 10;
/// Characters of what it says that are passed on.
const SAID_CHARS: usize = 200;

/// Where groups are made, and as whom.
#[derive(Clone)]
pub struct KeycloakSettings {
    /// The realm, as an issuer.
    pub issuer: String,
    /// A confidential client with a service account that may manage groups.
    pub client: String,
    /// Its secret.
    pub secret: Zeroizing<String>,
    /// The group that holds all of ours, such as `/wavecast`; an administrator makes it.
    pub parent: String,
}

impl fmt::Debug for KeycloakSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeycloakSettings")
            .field("issuer", &self.issuer)
            .field("client", &self.client)
            .field("parent", &self.parent)
            .finish_non_exhaustive()
    }
}

/// Settings that name no place for groups.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum KeycloakError {
    /// The issuer is no realm.
    #[error("{0}: a realm of Keycloak is written https://…/realms/NAME")]
    Issuer(String),
    /// The group isn't written as one.
    #[error(
        "{0}: a group is written with its path, such as /wavecast, of a-z, A-Z, 0-9, '_', '-' and '.'"
    )]
    Parent(String),
    /// It can't be asked.
    #[error(transparent)]
    Http(#[from] HttpError),
}

/// The groups of a realm.
#[derive(Clone)]
pub struct Keycloak {
    http: Http,
    settings: KeycloakSettings,
    /// Where the realm is administered.
    admin: String,
    /// The last token.
    token: Arc<Mutex<Option<Kept>>>,
}

/// A token, and until when it is used.
type Kept = (Zeroizing<String>, Instant);

/// A group as Keycloak describes it.
#[derive(Deserialize)]
struct Described {
    id: String,
    path: String,
    #[serde(default)]
    attributes: BTreeMap<String, Vec<String>>,
}

impl Keycloak {
    /// The groups of this realm.
    ///
    /// # Errors
    /// An issuer that is no realm, or a parent that is no path.
    pub fn new(settings: KeycloakSettings, http: Http) -> Result<Self, KeycloakError> {
        check(&settings.issuer)?;
        let realm = settings.issuer.rsplit_once("/realms/");
        let (base, realm) = realm
            .filter(|(_, realm)| !realm.is_empty() && !realm.contains('/'))
            .ok_or_else(|| KeycloakError::Issuer(settings.issuer.clone()))?;
        let admin = format!("{base}/admin/realms/{realm}");
        check(&admin)?;
        if !is_path(&settings.parent) {
            return Err(KeycloakError::Parent(settings.parent));
        }
        Ok(Self {
            http,
            admin,
            settings,
            token: Arc::default(),
        })
    }

    async fn token(&self) -> Result<Zeroizing<String>, PortError> {
        #[derive(Deserialize)]
        struct Given {
            access_token: String,
            #[serde(default)]
            expires_in: u64,
        }
        let mut kept = self.token.lock().await;
        if let Some((token, until)) = &*kept
            && Instant::now() < *until
        {
            return Ok(token.clone());
        }
        let url = format!("{}/protocol/openid-connect/token", self.settings.issuer);
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", self.settings.client.as_str()),
            ("client_secret", self.settings.secret.as_str()),
        ];
        // Without a token nothing was asked.
        let given: Given = self.http.post(&url, &form).await.map_err(|error| {
            let why = match error {
                HttpError::Status {
                    status: 400 | 401, ..
                } => format!(
                    "Keycloak doesn't take the client {} with its secret: see --keycloak-client and its secret",
                    self.settings.client
                ),
                other => other.to_string(),
            };
            PortError::Lost(why)
        })?;
        let token = Zeroizing::new(given.access_token);
        let lasts = Duration::from_secs(given.expires_in.saturating_sub(EARLY));
        *kept = Some((token.clone(), Instant::now() + lasts));
        Ok(token)
    }

    /// Asks with a token, and once more with a new one where the old one isn't taken any more; `None`
    /// for what isn't there.
    async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Option<Vec<u8>>, PortError> {
        let url = format!("{}/{path}", self.admin);
        let token = self.token().await?;
        let mut answer = self.http.ask_as(method.clone(), &url, &token, body).await;
        if matches!(answer, Err(HttpError::Status { status: 401, .. })) {
            *self.token.lock().await = None;
            let token = self.token().await?;
            answer = self.http.ask_as(method, &url, &token, body).await;
        }
        match answer {
            Ok(said) => Ok(Some(said)),
            Err(HttpError::Status { status: 404, .. }) => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Reads something; `None` for what isn't there.
    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<Option<T>, PortError> {
        let Some(said) = self.ask(Method::GET, path, None).await? else {
            return Ok(None);
        };
        let read = serde_json::from_slice(&said);
        read.map(Some).map_err(|error| {
            PortError::Lost(format!("Keycloak answered what can't be read: {error}"))
        })
    }

    async fn described(&self, path: &str) -> Result<Option<Described>, PortError> {
        self.get(&format!("group-by-path{path}")).await
    }

    fn whole(&self, path: &str) -> String {
        format!("{}/{path}", self.settings.parent)
    }

    /// As the engine knows it; `None` for one that lies elsewhere.
    fn group(&self, found: Described) -> Option<Group> {
        let path = found.path.strip_prefix(self.settings.parent.as_str())?;
        let one = |name: &str| match found.attributes.get(name).map(Vec::as_slice) {
            Some([one]) => Some(one),
            _ => None,
        };
        let mark = || {
            Some(Mark {
                installation: one(INSTALLATION)?.parse().ok()?,
                org: one(ORGANIZATION)?.parse().ok()?,
                saga: one(SAGA)?.parse().ok()?,
            })
        };
        Some(Group {
            path: path.strip_prefix('/')?.to_owned(),
            mark: mark(),
            id: found.id,
        })
    }

    /// The id of the group that another one is made in.
    async fn parent_of(&self, path: &GroupPath) -> Result<String, PortError> {
        let parent = &self.settings.parent;
        match path.split().0 {
            None => self.described(parent).await?.ok_or_else(|| {
                PortError::Setup(format!(
                    "Keycloak has no group {parent}: make it there, it holds all that Wavecast makes"
                ))
            }),
            Some(within) => self.described(&self.whole(within)).await?.ok_or_else(|| {
                PortError::Refused(format!("the group {within} is gone from Keycloak"))
            }),
        }
        .map(|found| found.id)
    }

    /// What a failure means.
    fn failed(&self, error: HttpError) -> PortError {
        let HttpError::Status { url, status, body } = &error else {
            return match error {
                HttpError::Url(_) | HttpError::NoTls => PortError::Setup(error.to_string()),
                _ => PortError::Unknown(error.to_string()),
            };
        };
        let said = format!("{url} answered {status}{}", said(body));
        match status {
            403 => PortError::Setup(format!(
                "Keycloak doesn't let the client {} do this: its service account needs the role manage-users of realm-management",
                self.settings.client
            )),
            409 => PortError::Conflict,
            429 => PortError::Throttled(said),
            401 | 408 => PortError::Lost(said),
            400..=499 => PortError::Refused(said),
            _ => PortError::Unknown(said),
        }
    }
}

/// What Keycloak says, in a few words.
fn said(body: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Said {
        #[serde(alias = "errorMessage")]
        error: String,
    }
    let said = serde_json::from_slice::<Said>(body).ok();
    said.map(|said| {
        let text = said.error.chars().filter(|c| !c.is_control());
        let text: String = text.take(SAID_CHARS).collect();
        format!(": {text}")
    })
    .unwrap_or_default()
}

/// Whether it is written as the path of a group is, of characters that mean nothing in a URL.
fn is_path(text: &str) -> bool {
    let name = |part: &str| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"_-.".contains(&b);
        !part.is_empty() && part != "." && part != ".." && part.bytes().all(plain)
    };
    let parts = text.strip_prefix('/');
    text.len() <= 255 && parts.is_some_and(|parts| parts.split('/').all(name))
}

#[async_trait]
impl Groups for Keycloak {
    async fn find(&self, path: &GroupPath) -> Result<Option<Group>, PortError> {
        let found = self.described(&self.whole(path.as_str())).await?;
        Ok(found.and_then(|found| self.group(found)))
    }

    async fn within(&self, group: &Group) -> Result<Option<Group>, PortError> {
        let children = format!(
            "groups/{}/children?first=0&max=1&briefRepresentation=false",
            group.id
        );
        let found: Option<Vec<Described>> = self.get(&children).await?;
        let first = found.and_then(|found| found.into_iter().next());
        Ok(first.and_then(|first| self.group(first)))
    }

    async fn has_people(&self, group: &Group) -> Result<bool, PortError> {
        #[derive(Deserialize)]
        struct Somebody {}
        let members = format!(
            "groups/{}/members?first=0&max=1&briefRepresentation=true",
            group.id
        );
        let found: Option<Vec<Somebody>> = self.get(&members).await?;
        Ok(found.is_some_and(|found| !found.is_empty()))
    }

    async fn create(&self, path: &GroupPath, mark: &Mark) -> Result<(), PortError> {
        let parent = self.parent_of(path).await?;
        let body = json!({
            "name": path.split().1,
            "attributes": {
                INSTALLATION: [mark.installation.0],
                ORGANIZATION: [mark.org],
                SAGA: [mark.saga.0],
            },
        });
        let children = format!("groups/{parent}/children");
        match self.ask(Method::POST, &children, Some(&body)).await? {
            Some(_) => Ok(()),
            None => Err(PortError::Lost(format!(
                "the group that {path} lies in went at this moment"
            ))),
        }
    }

    async fn delete(&self, group: &Group) -> Result<(), PortError> {
        let path = format!("groups/{}", group.id);
        self.ask(Method::DELETE, &path, None).await.map(drop)
    }

    async fn marked(&self, installation: &Ulid) -> Result<Vec<Group>, PortError> {
        let mut all = Vec::new();
        for page in 0..PAGES {
            let query = format!(
                "groups?q={INSTALLATION}:{}&first={}&max={PAGE}&briefRepresentation=false&populateHierarchy=false&subGroupsCount=false",
                installation.0,
                page * PAGE
            );
            let found: Vec<Described> = self.get(&query).await?.unwrap_or_default();
            let is_last = found.len() < PAGE;
            all.extend(found.into_iter().filter_map(|found| self.group(found)));
            if is_last {
                return Ok(all);
            }
        }
        Err(PortError::Refused(format!(
            "Keycloak has more than {} groups of ours",
            PAGE * PAGES
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(issuer: &str, parent: &str) -> Result<Keycloak, KeycloakError> {
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let settings = KeycloakSettings {
            issuer: issuer.to_owned(),
            client: "wavecast-groups".to_owned(),
            secret: Zeroizing::new("hidden".to_owned()),
            parent: parent.to_owned(),
        };
        assert!(!format!("{settings:?}").contains("hidden"));
        Keycloak::new(settings, Http::new().unwrap())
    }

    #[test]
    fn a_realm_and_a_path_are_needed() {
        let good = of("https://id.example.com/auth/realms/x", "/wavecast").unwrap();
        assert_eq!(good.admin, "https://id.example.com/auth/admin/realms/x");
        for issuer in [
            "https://accounts.example.com",
            "https://id.example.com/realms/",
            "https://id.example.com/realms/x/y",
            "http://id.example.com/realms/x",
        ] {
            assert!(of(issuer, "/wavecast").is_err(), "{issuer}");
        }
        for parent in ["", "/", "wavecast", "/a//b", "/a/", "/a/..", "/a?b", "/ä"] {
            assert!(
                of("https://id.example.com/realms/x", parent).is_err(),
                "{parent}"
            );
        }
    }
}
