//! The name of a channel among all channels.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{AppName, ChannelName, NameError, OrgName};

/// `org/app/channel`: what a piece of signed metadata speaks for.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scope {
    /// The organization.
    pub org: OrgName,
    /// The application.
    pub app: AppName,
    /// The channel.
    pub channel: ChannelName,
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.org, self.app, self.channel)
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        alloc::format!("{scope}")
    }
}

impl FromStr for Scope {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Self, NameError> {
        let rule = NameError {
            kind: "scope",
            rule: "must be organization/application/channel",
        };
        let mut parts = text.split('/');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(org), Some(app), Some(channel), None) => Ok(Self {
                org: org.parse()?,
                app: app.parse()?,
                channel: channel.parse()?,
            }),
            _ => Err(rule),
        }
    }
}

impl TryFrom<String> for Scope {
    type Error = NameError;
    fn try_from(text: String) -> Result<Self, NameError> {
        text.parse()
    }
}
