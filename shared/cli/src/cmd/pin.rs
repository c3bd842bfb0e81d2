//! `wavecast pin` and `unpin`.

use clap::Args;
use wavecast_client::types;
use wavecast_wire::time::Timestamp;

use super::approval::Asking;
use super::channel::changed;
use crate::clock;
use crate::error::Result;
use crate::remote::{Ask, RemoteApp, sent};
use crate::run::Run;

/// Gives a device or a group a named release for a time, whatever the rules say
#[derive(Debug, Args)]
pub struct Pin {
    /// A group's name, or else a device's id; only its hash is kept
    who: String,
    /// The release, by its id or version
    release: String,
    /// When it ends by itself, such as 7d, 12h or 2026-12-24T12:00:00Z
    #[arg(long, value_name = "WHEN")]
    until: Until,
    /// Why, for those who see it in the status
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    asking: Asking,
}

/// Ends a pin before its time
#[derive(Debug, Args)]
pub struct Unpin {
    /// A group's name, or else a device's id
    who: String,
}

/// A moment: after a while, or a timestamp.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Until {
    /// After so many seconds.
    After(i64),
    /// At a moment.
    At(Timestamp),
}

impl std::str::FromStr for Until {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let units = [('d', 86_400), ('h', 3600), ('m', 60)];
        let while_of = units.iter().find_map(|(unit, seconds)| {
            let number = text.strip_suffix(*unit)?;
            let number: i64 = number.parse().ok().filter(|n| (1..=10_000).contains(n))?;
            Some(number * seconds)
        });
        if let Some(seconds) = while_of {
            return Ok(Self::After(seconds));
        }
        let rule = "an end is written 7d, 12h, 30m or 2026-12-24T12:00:00Z";
        text.parse().map(Self::At).map_err(|_| rule.to_owned())
    }
}

impl Until {
    fn timestamp(self) -> Timestamp {
        match self {
            Self::After(seconds) => clock::now().plus(seconds),
            Self::At(at) => at,
        }
    }
}

impl Pin {
    pub async fn run(self, run: &Run) -> Result {
        let (app, channel) = run.place()?;
        let release = app.earlier(&channel, &self.release).await?;
        let (device, group) = who(&app, self.who).await?;
        let body = types::SetPin {
            device,
            group,
            release: release.id,
            until: self.until.timestamp().to_string(),
            reason: self.reason,
        };
        let client = &app.remote.client;
        let set = || client.set_pin().org(&app.org).app(&app.app);
        let verb = async |ask: &Ask| {
            let send = set().channel(&channel).body(body.clone());
            let send = send.ask(self.asking.for_approval);
            sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        changed(run, &app, verb).await
    }
}

impl Unpin {
    pub async fn run(self, run: &Run) -> Result {
        let (app, channel) = run.place()?;
        let (device, group) = who(&app, self.who).await?;
        let body = types::EndPin { device, group };
        let client = &app.remote.client;
        let end = || client.end_pin().org(&app.org).app(&app.app);
        let verb = async |ask: &Ask| {
            let send = end().channel(&channel).body(body.clone());
            sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        changed(run, &app, verb).await
    }
}

/// Whom a name means: a group that there is, else a device.
async fn who(app: &RemoteApp, name: String) -> Result<(Option<String>, Option<String>)> {
    let get = || app.remote.client.get_app().org(&app.org).app(&app.app);
    let found = app.remote.read(async || sent!(get())).await?;
    let is_group = found.groups.iter().any(|group| group.name == name);
    Ok(if is_group {
        (None, Some(name))
    } else {
        (Some(name), None)
    })
}

#[cfg(test)]
mod tests {
    use super::Until;

    #[test]
    fn an_end_is_a_while_or_a_moment() {
        assert_eq!("7d".parse(), Ok(Until::After(604_800)));
        assert_eq!("30m".parse(), Ok(Until::After(1800)));
        assert!(matches!("2026-12-24T12:00:00Z".parse(), Ok(Until::At(_))));
        for text in [
            "",
            "d",
            "0d",
            "-1d",
            "7",
            "tomorrow",
            "99999999999999999999d",
        ] {
            assert!(text.parse::<Until>().is_err(), "{text}");
        }
    }
}
