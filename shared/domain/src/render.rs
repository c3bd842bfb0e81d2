//! A channel's state as devices see it: pure, without time.

pub(crate) mod contributors;
mod layers;
pub(crate) mod rows;

use std::collections::BTreeMap;

use wavecast_wire::name::{ChannelName, Scope, TargetName};
use wavecast_wire::table::{Table, TableError};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{Poll, TargetFile};
use wavecast_wire::{envelope, limit};

use crate::app::{App, AppHead};
use crate::channel::{Channel, ChannelSettings, ChannelState};
use crate::refusal::{Reason, Refusal};
use crate::stamp;

use layers::layers;
use rows::{rows, targets};

/// Bytes of the envelope around a body: four signatures of the longest kind, a P-256 one in DER.
const ENVELOPE_BYTES: usize = 32 + 4 * 256;

/// One whole state of a channel at the edge, before it is numbered and signed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Publication {
    /// What it speaks for.
    pub scope: Scope,
    /// The cohort table.
    pub table: Table,
    /// Every target that the table or a manifest names.
    pub targets: BTreeMap<TargetName, TargetFile>,
    /// How often devices ask.
    pub poll: Poll,
    /// For the lifetimes.
    pub settings: ChannelSettings,
}

/// Renders a loaded channel.
///
/// # Errors
/// A [`Refusal`] that names the largest contributors when a limit is passed.
pub fn render(app: &App, channel: &ChannelName) -> Result<Publication, Refusal> {
    let Some(state) = app.channels.get(channel) else {
        let hint = "`wavecast channel list` shows the channels";
        return Err(Refusal::missing(format!("channel {channel}"), hint));
    };
    let publication = Publication {
        scope: app.scope(channel),
        table: table_of(app, state),
        targets: targets(&app.head, state),
        poll: poll(state),
        settings: state.settings,
    };
    check_limits(state, &publication)?;
    Ok(publication)
}

/// Whether two states of a channel answer every device alike, the poll interval aside.
pub(crate) fn answers_alike(one: (&AppHead, &Channel), other: (&AppHead, &Channel)) -> bool {
    (&one.1.state, &one.1.withdrawn) == (&other.1.state, &other.1.withdrawn)
        && rows(one.0, one.1) == rows(other.0, other.1)
        && layers(one.0, one.1) == layers(other.0, other.1)
        && targets(one.0, one.1) == targets(other.0, other.1)
}

/// How often devices ask: seldom only when nothing moved for a day.
pub(crate) const fn poll(channel: &Channel) -> Poll {
    let settings = &channel.settings;
    let seconds = if channel.calm {
        settings.poll_idle
    } else {
        settings.poll_active
    };
    Poll {
        seconds,
        jitter: settings.jitter,
    }
}

fn table_of(app: &App, channel: &Channel) -> Table {
    Table {
        withdrawn: channel.withdrawn.clone(),
        rows: rows(&app.head, channel),
        properties: layers(&app.head, channel),
        moved: match &channel.state {
            ChannelState::Moved { to } => Some(to.clone()),
            _ => None,
        },
        retired: matches!(channel.state, ChannelState::Retired | ChannelState::Deleted),
        ..Table::new(app.scope(&channel.name))
    }
}

/// Refuses what the keys of this installation couldn't sign: KMS takes no more than 4,096 bytes for an
/// Ed25519 key that never leaves it.
pub(crate) fn check_signable(
    publication: &Publication,
    most: Option<usize>,
) -> Result<(), Refusal> {
    let bytes = longest_message(publication).unwrap_or(usize::MAX);
    match most {
        Some(most) if bytes > most => Err(Refusal::new(
            Reason::Limit,
            format!("channel {}", publication.scope.channel),
            format!(
                "its targets would have up to {bytes} bytes to sign, and the keys of this installation sign at most {most}"
            ),
            "conclude or abort what moves, or use fewer rules, variants and images; keys of the kinds `sealed` and `kms-p256` sign any length",
        )),
        _ => Ok(()),
    }
}

/// Bytes of the targets' body under the highest number, as it is signed.
fn longest_message(publication: &Publication) -> Result<usize, String> {
    let highest = limit::JSON_INTEGER.unsigned_abs();
    let body = stamp::targets_body(publication, highest, Timestamp::MAX);
    let message = envelope::message(&body).map_err(|error| error.to_string())?;
    Ok(message.len())
}

/// Refuses what the publisher promises never to write, at its longest: the highest number, and
/// every signature.
fn check_limits(channel: &Channel, publication: &Publication) -> Result<(), Refusal> {
    let table = &publication.table;
    let line = longest_message(publication).map(|bytes| bytes + ENVELOPE_BYTES);
    line.and_then(|bytes| {
        let checked = table.check().and_then(|()| table.check_line(bytes));
        checked.map_err(|error| in_words(channel, publication, &error))
    })
    .map_err(|rule| {
        let hint = "conclude what moves, end rules or experiments, or use a package with fewer variants and images";
        Refusal::new(
            Reason::Limit,
            format!("channel {}", publication.scope.channel),
            rule,
            hint,
        )
    })
}

/// What a table breaks; who takes most of it where it is too large.
fn in_words(channel: &Channel, publication: &Publication, error: &TableError) -> String {
    match error {
        TableError::Rows { rows, .. } => format!(
            "the table would have {rows} rows, at most {} fit; most of them are of {}",
            limit::ROWS,
            contributors::of_rows(channel, publication)
        ),
        TableError::Bytes { bytes, .. } => format!(
            "the targets line would have {bytes} bytes, at most {} fit; most of them are of {}",
            limit::TARGETS_BYTES,
            contributors::of_bytes(channel, publication)
        ),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wavecast_wire::hash::Sha256;
    use wavecast_wire::key::Signature;

    use super::*;

    #[test]
    fn four_of_the_longest_signatures_fit_and_little_more() {
        let body = json!({});
        // DER of two integers of 33 bytes.
        let signature = |n: u8| Signature::new(Sha256::of(&[n]), &[0xff; 72]);
        let signed = envelope::seal(&body, &[0, 1, 2, 3].map(signature)).unwrap();
        let around = signed.len() - envelope::message(&body).unwrap().len();
        assert!(
            (ENVELOPE_BYTES - 128..=ENVELOPE_BYTES).contains(&around),
            "{around}"
        );
    }
}
