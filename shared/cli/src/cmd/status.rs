//! `wavecast status`.

use clap::Args;
use serde::Serialize;
use wavecast_client::types;

use super::act::{cdn_words, tone};
use super::condition::shown;
use super::experiment::running_line;
use super::rule::finding_line;
use super::secret::due_line;
use crate::error::Result;
use crate::output::{Cell, Out, Table, Tone};
use crate::run::Run;

/// Shows what runs where, what moves, and how long a stop takes to reach devices
#[derive(Debug, Args)]
pub struct Status {}

/// An application's channels.
#[derive(Serialize)]
struct Standing {
    app: String,
    channels: Vec<types::ChannelStatus>,
    /// Secrets of which another version is due.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    secrets: Vec<types::AppSecret>,
}

impl Status {
    pub async fn run(self, run: &Run) -> Result {
        let app = run.app()?;
        let names = match &run.config.globals.channel {
            Some(channel) => vec![channel.to_string()],
            None => app
                .channels(200)
                .await?
                .into_iter()
                .map(|channel| channel.name)
                .collect(),
        };
        let mut channels = Vec::new();
        for name in names {
            channels.push(app.status(&name).await?);
        }
        let mut secrets = app.secrets(false).await?;
        secrets.retain(|secret| secret.due);
        let standing = Standing {
            app: format!("{}/{}", app.org, app.app),
            channels,
            secrets,
        };
        run.out.result(&standing, |out| show(out, &standing))
    }
}

fn show(out: &Out, standing: &Standing) {
    if standing.channels.is_empty() {
        out.line(format_args!(
            "{} has no channel yet: wavecast channel create stable",
            standing.app
        ));
    }
    for (index, channel) in standing.channels.iter().enumerate() {
        if index > 0 {
            out.line("");
        }
        show_channel(out, channel);
    }
    for secret in &standing.secrets {
        out.line(due_line(out, secret));
    }
}

fn show_channel(out: &Out, channel: &types::ChannelStatus) {
    let name = out.paint(Tone::Strong, &channel.scope);
    out.line(format_args!(
        "{name}  {}, devices ask every {}; a stop reaches those online within {}",
        channel.state,
        duration(channel.poll_seconds.into()),
        duration(channel.reach_seconds.into()),
    ));
    let mut table = Table::new(&[
        "  rule", "package", "version", ">share", "status", "release",
    ]);
    for rule in &channel.rules {
        for placed in &rule.releases {
            table.row([
                Cell::from(format!("  {}", rule.name)),
                Cell::from(&placed.package),
                Cell::toned(Tone::Strong, &placed.version),
                Cell::from(share(placed)),
                Cell::toned(tone(placed.status), placed.status),
                Cell::toned(Tone::Faint, &placed.release),
            ]);
        }
    }
    let is_embedded = channel.rules.iter().any(|one| one.embedded == Some(true));
    if !table.is_empty() {
        out.table(&table);
    } else if !is_embedded {
        out.line("  nothing was released here yet: wavecast ship PATH");
    }
    show_exceptions(out, channel);
    for due in &channel.agenda {
        let release = due.release.as_deref().or(due.pin.as_deref());
        let release = release.unwrap_or_default();
        let due = format!("  due {}: {} {release}", due.at, due.do_);
        out.line(due.trim_end());
    }
    for waiting in &channel.waiting {
        out.line(format_args!(
            "  {}: {}; {}",
            out.paint(Tone::Warn, "waits for approval"),
            waiting.why,
            waiting.hint
        ));
    }
    for pending in &channel.pending {
        let why = pending.trouble.as_deref().unwrap_or("on its way");
        out.line(format_args!(
            "  {} since {}: {why}",
            out.paint(Tone::Warn, "not at the edge"),
            pending.wanted
        ));
    }
    if let Some(cdn) = channel.published.as_ref().and_then(cdn_words) {
        out.line(format_args!("  {}", out.paint(Tone::Warn, cdn)));
    }
    if let Some(fence) = channel.edge.as_ref().and_then(|edge| edge.fence.as_ref()) {
        let fenced = out.paint(Tone::Bad, "fenced");
        out.line(format_args!(
            "  {fenced} at {}: {}; wavecast channel adopt goes on",
            fence.edge, fence.why
        ));
    }
}

/// What stands besides the stacks: floors, pins, and rules that share devices.
fn show_exceptions(out: &Out, channel: &types::ChannelStatus) {
    for rule in &channel.rules {
        for floor in &rule.floors {
            out.line(format_args!(
                "  floor of {}: devices below {} install it first (release {})",
                rule.name, floor.version, floor.release
            ));
        }
        if rule.embedded == Some(true) {
            out.line(format_args!(
                "  {} falls back to what shipped in the binary",
                rule.name
            ));
        }
    }
    for pin in &channel.pins {
        out.line(pin_line(out, pin));
    }
    for experiment in &channel.experiments {
        out.line(running_line(out, experiment));
    }
    for finding in &channel.findings {
        out.line(finding_line(out, finding));
    }
}

/// `pinned: group testers to 1.0.0 until 2026-12-24T12:00:00Z: why (by whom)`.
pub fn pin_line(out: &Out, pin: &types::Pin) -> String {
    let who = match (&pin.group, &pin.device) {
        (Some(group), _) => format!("group {group}"),
        (None, device) => format!("device {}", device.as_deref().unwrap_or_default()),
    };
    format!(
        "  {}: {who} to {} until {}: {} ({})",
        out.paint(Tone::Warn, "pinned"),
        pin.release.version,
        pin.until,
        pin.reason,
        pin.by
    )
}

/// `12.5%`, or `50% (os: ios), 0% (os: android)` where variants move one by one.
fn share(placed: &types::PlacedRelease) -> String {
    if placed.variants.is_empty() {
        return placed.share.clone();
    }
    let each = placed.variants.iter();
    let each: Vec<String> = each
        .map(|variant| {
            let stopped = variant.stopped.map(|how| format!(", {how}"));
            let stopped = stopped.unwrap_or_default();
            let whose = shown(&variant.when);
            match whose.is_empty() {
                true => format!("{}{stopped}", variant.share),
                false => format!("{} ({whose}{stopped})", variant.share),
            }
        })
        .collect();
    each.join(", ")
}

/// `22m 30s`.
pub fn duration(seconds: u64) -> String {
    let parts = [
        (seconds / 86_400, "d"),
        (seconds / 3600 % 24, "h"),
        (seconds / 60 % 60, "m"),
        (seconds % 60, "s"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .take(2)
        .map(|(n, unit)| format!("{n}{unit}"))
        .collect();
    if said.is_empty() {
        "0s".to_owned()
    } else {
        said.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_short() {
        let said: Vec<String> = [0, 45, 900, 1350, 5400, 604_800, 90_061]
            .map(duration)
            .into();
        assert_eq!(
            said,
            ["0s", "45s", "15m", "22m 30s", "1h 30m", "7d", "1d 1h"]
        );
    }
}
