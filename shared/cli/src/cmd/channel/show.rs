//! Channels for people.

use wavecast_client::types;

use crate::cmd::act::{publication_line, settled};
use crate::cmd::approval::asked_line;
use crate::cmd::rule::finding_line;
use crate::cmd::status::pin_line;
use crate::error::Result;
use crate::output::{Cell, Out, Table, Tone};
use crate::run::Run;

/// Says what came of a change of a channel.
///
/// # Errors
/// It isn't at the edge yet.
pub fn report(run: &Run, change: &types::ChannelChange) -> Result {
    run.out.result(change, |out| {
        if let Some(approval) = &change.approval {
            out.line(asked_line(out, approval));
            return;
        }
        match &change.channel {
            Some(channel) => show(out, channel),
            None => out.line("it is gone; its name keeps its number and root"),
        }
        for finding in &change.findings {
            out.line(finding_line(out, finding));
        }
        for publication in &change.publications {
            out.line(publication_line(out, publication));
        }
    })?;
    settled(&change.publications)
}

/// The channels of an application.
pub fn list(out: &Out, channels: &[types::AppChannel]) {
    let mut table = Table::new(&["channel", "state", "moved to"]);
    for channel in channels {
        table.row([
            Cell::toned(Tone::Strong, &channel.name),
            Cell::from(channel.state),
            Cell::from(channel.moved_to.as_deref().unwrap_or_default()),
        ]);
    }
    out.table(&table);
}

/// A channel.
pub fn show(out: &Out, channel: &types::Channel) {
    let moved = channel
        .moved_to
        .as_deref()
        .map(|to| format!(" to {to}"))
        .unwrap_or_default();
    out.line(format_args!(
        "{}  {}{moved}",
        out.paint(Tone::Strong, &channel.name),
        channel.state
    ));
    let settings = &channel.settings;
    out.line(format_args!(
        "  devices ask every {} s (idle {} s, active {} s, spread {} ‱)",
        channel.poll_seconds, settings.poll_idle, settings.poll_active, settings.jitter
    ));
    out.line(format_args!(
        "  good for {} s (timestamp), {} s (targets), {} s (root)",
        settings.timestamp_lifetime, settings.targets_lifetime, settings.root_lifetime
    ));
    for rule in &channel.rules {
        if rule.stack.is_empty() {
            out.line(format_args!("  {} places nothing", rule.name));
        }
        for placement in &rule.stack {
            let held = if placement.held { ", held" } else { "" };
            out.line(format_args!(
                "  {} places {} at {}{held} (release {})",
                rule.name, placement.version, placement.share, placement.release
            ));
        }
    }
    for pin in &channel.pins {
        out.line(pin_line(out, pin));
    }
}
