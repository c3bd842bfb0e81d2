//! A channel at an edge, written as one URL.

use wavecast_wire::name::Scope;

/// Where a channel is read: `http://127.0.0.1:8090/acme/lamp/stable`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ChannelUrl {
    /// The edge's base URL.
    pub base: String,
    /// The channel.
    pub scope: Scope,
}

impl ChannelUrl {
    /// A channel's URL; of an edge's, which has no path, the channel that is meant otherwise.
    ///
    /// # Errors
    /// The URL is neither, or no other channel is meant.
    pub fn read(
        text: &str,
        meant: impl FnOnce() -> crate::error::Result<Scope>,
    ) -> Result<Self, String> {
        let base = text.trim_end_matches('/');
        let host = base.split_once("://").map(|(_, host)| host);
        let is_edge = matches!(host, Some(host) if !host.is_empty() && !host.contains('/'));
        match text.parse() {
            Err(rule) if is_edge => Ok(Self {
                scope: meant().map_err(|_| rule)?,
                base: base.to_owned(),
            }),
            read => read,
        }
    }
}

impl std::str::FromStr for ChannelUrl {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let rule = "a channel's URL is the edge's with organization, application and channel, \
                    such as http://127.0.0.1:8090/acme/lamp/stable";
        let text = text.trim_end_matches('/');
        if !(text.starts_with("http://") || text.starts_with("https://")) {
            return Err(rule.to_owned());
        }
        let (place, _) = text.rmatch_indices('/').nth(2).ok_or(rule)?;
        let (base, scope) = (&text[..place], &text[place + 1..]);
        if base.len() <= "https:/".len() {
            return Err(rule.to_owned());
        }
        let scope = scope.parse().map_err(|error| format!("{error}; {rule}"))?;
        Ok(Self {
            base: base.to_owned(),
            scope,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_three_names_are_the_channel() {
        let url: ChannelUrl = "https://cdn.example.com/a/b/acme/lamp/stable/"
            .parse()
            .unwrap();
        assert_eq!(url.base, "https://cdn.example.com/a/b");
        assert_eq!(url.scope.to_string(), "acme/lamp/stable");
        for wrong in [
            "",
            "acme/lamp/stable",
            "http://acme/lamp/stable",
            "http://h/acme/lamp",
            "ftp://h/a/b/c",
        ] {
            assert!(wrong.parse::<ChannelUrl>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_edge_alone_is_read_for_the_channel_that_is_meant() {
        let meant = || Ok("acme/lamp/stable".parse().unwrap());
        let url = ChannelUrl::read("http://h:8090/", meant).unwrap();
        assert_eq!(
            (url.base.as_str(), url.scope.to_string().as_str()),
            ("http://h:8090", "acme/lamp/stable")
        );
        let said = ChannelUrl::read("http://h/a/b/c", meant).unwrap();
        assert_eq!(said.scope.to_string(), "a/b/c");
        assert!(ChannelUrl::read("http://h/a/b", meant).is_err());
        let nothing = || Err(crate::error::Failure::usage("no application is named"));
        assert!(ChannelUrl::read("http://h", nothing).is_err());
    }
}
