//! A channel as people name it: within the application that is known, or whole.

use std::str::FromStr;

use wavecast_wire::name::{ChannelName, Scope};

use crate::config::AppPath;

/// `stable`, or `acme/lamp/stable` as troubles and logs name it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Named {
    /// The application, where it is said.
    pub app: Option<AppPath>,
    /// The channel.
    pub channel: ChannelName,
}

impl FromStr for Named {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if !text.contains('/') {
            let channel = text.parse().map_err(|error| format!("{error}"))?;
            return Ok(Self { app: None, channel });
        }
        let Scope { org, app, channel } = text.parse().map_err(|error| format!("{error}"))?;
        let app = Some(AppPath { org, app });
        Ok(Self { app, channel })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_named_alone_or_whole() {
        let read = |text: &str| text.parse::<Named>().ok();
        let alone = read("stable").unwrap();
        assert_eq!((alone.app, alone.channel.as_str()), (None, "stable"));
        let whole = read("acme/lamp/stable").unwrap();
        let app = whole.app.map(|app| app.to_string());
        assert_eq!(app.as_deref(), Some("acme/lamp"));
        assert_eq!(whole.channel.as_str(), "stable");
        for wrong in ["", "acme/lamp", "acme/lamp/stable/x", "Stable!"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
