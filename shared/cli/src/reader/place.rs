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
}
