//! A channel's state as devices see it: pure, without time.

use std::collections::BTreeMap;

use wavecast_wire::name::{ChannelName, Scope, TargetName};
use wavecast_wire::table::{self, Answer, KnownRow, Row, Table, When};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{Poll, TargetFile};
use wavecast_wire::{envelope, limit};

use crate::app::App;
use crate::channel::{Channel, ChannelSettings, ChannelState, PlacedVariant, Placement, Rule};
use crate::package::TargetEntry;
use crate::refusal::{Reason, Refusal};
use crate::stamp;

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
        table: table_of(app.scope(channel), state),
        targets: targets(state),
        poll: poll(state),
        settings: state.settings,
    };
    check_limits(&publication)?;
    Ok(publication)
}

/// Whether two states of a channel answer every device alike, the poll interval aside.
pub(crate) fn answers_alike(one: &Channel, other: &Channel) -> bool {
    let rows =
        |channel: &Channel| -> Vec<Row> { channel.rules.iter().flat_map(rows_of_rule).collect() };
    (&one.state, &one.withdrawn) == (&other.state, &other.withdrawn)
        && rows(one) == rows(other)
        && targets(one) == targets(other)
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

fn table_of(scope: Scope, channel: &Channel) -> Table {
    Table {
        withdrawn: channel.withdrawn.clone(),
        rows: channel.rules.iter().flat_map(rows_of_rule).collect(),
        moved: match &channel.state {
            ChannelState::Moved { to } => Some(to.clone()),
            _ => None,
        },
        retired: matches!(channel.state, ChannelState::Retired | ChannelState::Deleted),
        ..Table::new(scope)
    }
}

/// The stack top down, then what shipped in the binary.
fn rows_of_rule(rule: &Rule) -> Vec<Row> {
    let placed = rule
        .stack
        .iter()
        .flat_map(|placement| rows_of_placement(rule, placement));
    let embedded = rule.embedded.iter().map(|release| KnownRow {
        release: release.clone(),
        when: rule.audience.clone(),
        devices: None,
        salt: None,
        hold: false,
        answer: Answer::Embedded,
    });
    placed.chain(embedded).map(Row::Known).collect()
}

/// One row per variant that some device of the audience can meet.
fn rows_of_placement(rule: &Rule, placement: &Placement) -> Vec<KnownRow> {
    let variants = placement.variants.iter();
    variants
        .filter_map(|variant| {
            let when = table::join(&[&rule.audience, &variant.when])?;
            row(rule, placement, variant, when)
        })
        .collect()
}

/// Concluded: one config for all. Else the share's buckets; a share of nobody makes no row.
fn row(
    rule: &Rule,
    placement: &Placement,
    variant: &PlacedVariant,
    when: When,
) -> Option<KnownRow> {
    let config = variant.config.name.clone();
    let (salt, answer) = if rule.is_concluded(placement) {
        (None, Answer::Config(Some(config)))
    } else {
        let (first, last) = placement.share.buckets()?;
        (
            Some(placement.salt.clone()),
            Answer::Ranges(vec![(first, last, config)]),
        )
    };
    let release = placement.release.clone();
    Some(KnownRow {
        release,
        when,
        devices: None,
        salt,
        hold: placement.held,
        answer,
    })
}

/// Configs, manifests and images of everything that has a row.
fn targets(channel: &Channel) -> BTreeMap<TargetName, TargetFile> {
    let mut targets = BTreeMap::new();
    let mut add = |entry: &TargetEntry| {
        targets.insert(
            entry.name.clone(),
            TargetFile::new(entry.length, entry.sha256),
        );
    };
    for rule in &channel.rules {
        for placement in &rule.stack {
            if rows_of_placement(rule, placement).is_empty() {
                continue;
            }
            add(&placement.manifest);
            for variant in &placement.variants {
                add(&variant.config);
                variant.images.iter().for_each(&mut add);
            }
        }
    }
    targets
}

/// Refuses what the publisher promises never to write, at its longest: the highest number, and
/// every signature.
fn check_limits(publication: &Publication) -> Result<(), Refusal> {
    let table = &publication.table;
    let highest = limit::JSON_INTEGER.unsigned_abs();
    let body = stamp::targets_body(publication, highest, Timestamp::MAX);
    let line = envelope::message(&body).map(|bytes| bytes.len() + ENVELOPE_BYTES);
    let line = line.map_err(|error| error.to_string());
    line.and_then(|bytes| {
        let checked = table.check().and_then(|()| table.check_line(bytes));
        checked.map_err(|error| error.to_string())
    })
    .map_err(|rule| {
        let hint = "conclude what moves, or use a package with fewer variants and images";
        Refusal::new(
            Reason::Limit,
            format!("channel {}", publication.scope.channel),
            rule,
            hint,
        )
    })
}
