//! What one function says to another: the payload of an invocation, and the body of a queue's message.

use serde::{Deserialize, Serialize};
use wavecast_domain::name::SecretName;
use wavecast_engine::control::PublicationState;
use wavecast_engine::port::{Proof, Wake, Work};
use wavecast_wire::name::{AppName, OrgName, PackageName, Scope};
use wavecast_wire::version::Version;

/// The version of the format.
const V: u32 = 1;

/// A message, such as `{"v":1,"wake":"publish","scope":"acme/lamp/stable","correlation":"…"}`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Message {
    v: u32,
    /// What is to be done.
    #[serde(flatten)]
    pub what: What,
    /// The id of the request that it came from, for logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation: Option<String>,
}

/// What is to be done.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "wake", rename_all = "snake_case")]
pub enum What {
    /// Publish a channel.
    Publish {
        /// Which.
        scope: Scope,
    },
    /// Make a channel's keys and its next root.
    Keys {
        /// Which.
        scope: Scope,
    },
    /// Check a package.
    Package {
        /// Whose.
        org: OrgName,
        /// Of which application.
        app: AppName,
        /// Which.
        name: PackageName,
        /// Of which version.
        version: Version,
    },
    /// Renew a channel's freshness: a publication that may wait.
    Renew {
        /// Which.
        scope: Scope,
    },
    /// Compare a channel's edge with the ledger and mend it: it may wait too.
    Repair {
        /// Which.
        scope: Scope,
    },
    /// Sign where the chains of an organization are.
    Heads {
        /// Whose.
        org: OrgName,
    },
    /// Try whether a secret opens.
    Secret {
        /// Whose.
        org: OrgName,
        /// Of which application.
        app: AppName,
        /// Which.
        name: SecretName,
    },
    /// Have the CDN forget paths.
    Invalidate {
        /// Each with its leading slash.
        paths: Vec<String>,
    },
}

/// What a function answers to whoever waits for it: `{"v":1,"marked":[…]}`.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Told {
    v: u32,
    /// The publications that were marked as published for it, as they stand.
    pub marked: Vec<PublicationState>,
    /// Whether the secret that it is about opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

impl Told {
    /// The answer after some work.
    #[must_use]
    pub fn of(work: Work) -> Self {
        let marked = match work {
            Work::Published(work) => work.marked,
            Work::Checked | Work::Mended(_) | Work::Signed(_) => Vec::new(),
        };
        Self::passed_on(marked)
    }

    /// The answer of who tried whether a secret opens.
    #[must_use]
    pub fn proven(proof: Proof) -> Self {
        Self {
            proof: Some(proof),
            ..Self::passed_on(Vec::new())
        }
    }

    /// The answer of who had the work done by another, with what that one said.
    #[must_use]
    pub fn passed_on(marked: Vec<PublicationState>) -> Self {
        Self {
            v: V,
            marked,
            proof: None,
        }
    }

    /// As JSON.
    #[must_use]
    pub fn to_value(&self) -> serde_json::Value {
        // Text and numbers alone: nothing in them can fail to be written.
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Reads an answer. One that can't be understood says nothing: who needs to know looks into the
    /// ledger.
    #[must_use]
    pub fn from_json(json: &[u8]) -> Self {
        let told: Result<Self, _> = serde_json::from_slice(json);
        told.ok().filter(|told| told.v == V).unwrap_or_default()
    }
}

/// A message can't be understood.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "the message isn't one of Wavecast's, version {V}: {0}; deploy all functions from one version"
)]
pub struct Foreign(String);

impl Message {
    /// A message from whoever carries out the current request.
    #[must_use]
    pub fn new(what: What) -> Self {
        Self {
            v: V,
            what,
            correlation: crate::correlation::current(),
        }
    }

    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings and lists of strings: nothing in them can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads JSON.
    ///
    /// # Errors
    /// [`Foreign`] for anything else, another version of the format included.
    pub fn from_json(json: &[u8]) -> Result<Self, Foreign> {
        #[derive(Deserialize)]
        struct Version {
            v: u32,
        }
        let foreign = |error: serde_json::Error| Foreign(error.to_string());
        let version: Version = serde_json::from_slice(json).map_err(foreign)?;
        if version.v != V {
            return Err(Foreign(format!("it has version {}", version.v)));
        }
        serde_json::from_slice(json).map_err(foreign)
    }

    /// Reads an event that was parsed already.
    ///
    /// # Errors
    /// As [`Message::from_json`].
    pub fn from_value(event: &serde_json::Value) -> Result<Self, Foreign> {
        Self::from_json(event.to_string().as_bytes())
    }
}

impl From<Wake> for What {
    fn from(wake: Wake) -> Self {
        match wake {
            Wake::Publish(scope) => Self::Publish { scope },
            Wake::Keys(scope) => Self::Keys { scope },
            Wake::Package(org, app, name, version) => Self::Package {
                org,
                app,
                name,
                version,
            },
            Wake::Renew(scope) => Self::Renew { scope },
            Wake::Repair(scope) => Self::Repair { scope },
            Wake::Heads(org) => Self::Heads { org },
        }
    }
}

impl What {
    /// As the engine's publisher and key maker take it; `None` for what is the CDN's or the vault's.
    #[must_use]
    pub fn wake(self) -> Option<Wake> {
        Some(match self {
            Self::Publish { scope } => Wake::Publish(scope),
            Self::Keys { scope } => Wake::Keys(scope),
            Self::Package {
                org,
                app,
                name,
                version,
            } => Wake::Package(org, app, name, version),
            Self::Renew { scope } => Wake::Renew(scope),
            Self::Repair { scope } => Wake::Repair(scope),
            Self::Heads { org } => Wake::Heads(org),
            Self::Secret { .. } | Self::Invalidate { .. } => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_travel_as_they_are_written_down() {
        let scope: Scope = "acme/lamp/stable".parse().unwrap();
        let package = Wake::Package(
            "acme".parse().unwrap(),
            "lamp".parse().unwrap(),
            "lamp".parse().unwrap(),
            "1.0.0".parse().unwrap(),
        );
        let paths = vec![String::from("/acme/lamp/stable/timestamp.json")];
        for (what, json) in [
            (
                What::from(Wake::Publish(scope.clone())),
                r#"{"v":1,"wake":"publish","scope":"acme/lamp/stable"}"#,
            ),
            (
                What::from(Wake::Keys(scope.clone())),
                r#"{"v":1,"wake":"keys","scope":"acme/lamp/stable"}"#,
            ),
            (
                What::from(package),
                r#"{"v":1,"wake":"package","org":"acme","app":"lamp","name":"lamp","version":"1.0.0"}"#,
            ),
            (
                What::from(Wake::Renew(scope.clone())),
                r#"{"v":1,"wake":"renew","scope":"acme/lamp/stable"}"#,
            ),
            (
                What::from(Wake::Repair(scope)),
                r#"{"v":1,"wake":"repair","scope":"acme/lamp/stable"}"#,
            ),
            (
                What::from(Wake::Heads("acme".parse().unwrap())),
                r#"{"v":1,"wake":"heads","org":"acme"}"#,
            ),
            (
                What::Secret {
                    org: "acme".parse().unwrap(),
                    app: "lamp".parse().unwrap(),
                    name: "hook".parse().unwrap(),
                },
                r#"{"v":1,"wake":"secret","org":"acme","app":"lamp","name":"hook"}"#,
            ),
            (
                What::Invalidate { paths },
                r#"{"v":1,"wake":"invalidate","paths":["/acme/lamp/stable/timestamp.json"]}"#,
            ),
        ] {
            let message = Message::new(what);
            assert_eq!(message.to_json(), json);
            assert_eq!(Message::from_json(json.as_bytes()).unwrap(), message);
            let wake = message.what.clone().wake();
            assert!(wake.is_none_or(|wake| What::from(wake) == message.what));
        }
    }

    #[tokio::test]
    async fn the_correlation_goes_with_it() {
        let what = What::Invalidate { paths: Vec::new() };
        let message = crate::correlation::with(String::from("r-1"), async { Message::new(what) });
        let json = message.await.to_json();
        assert!(json.ends_with(r#""correlation":"r-1"}"#), "{json}");
        assert_eq!(
            Message::from_json(json.as_bytes())
                .unwrap()
                .correlation
                .as_deref(),
            Some("r-1")
        );
    }

    #[test]
    fn others_are_refused() {
        for (json, word) in [
            (&b"{}"[..], "missing field `v`"),
            (br#"{"v":2,"wake":"later"}"#, "version 2"),
            (br#"{"v":1,"wake":"later"}"#, "unknown variant"),
            (br#"{"v":1,"wake":"publish","scope":"acme"}"#, "scope"),
            (b"\xff", "expected value"),
        ] {
            let error = Message::from_json(json).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }
}
