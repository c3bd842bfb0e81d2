//! Whether a publication stays within the limits of the published bytes, and what weighs most.

use wavecast_wire::name::TargetName;
use wavecast_wire::table::{KnownRow, Row};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::Targets;
use wavecast_wire::{envelope, json, limit};

use crate::channel::Channel;
use crate::package::TargetEntry;
use crate::refusal::{Reason, Refusal};
use crate::render::{Publication, rows_of_placement};
use crate::stamp;

/// Bytes of the envelope around a body: four signatures of the longest kind, a P-256 one in DER.
const ENVELOPE_BYTES: usize = 32 + 4 * 256;
/// How many contributors a refusal names.
const NAMED: usize = 3;

/// Refuses a publication above a limit of the targets line.
pub(crate) fn check(publication: &Publication, channel: &Channel) -> Result<(), Refusal> {
    let rows = publication.table.rows.len();
    if rows > limit::ROWS {
        let rule = format!(
            "the table would have {rows} rows; at most {} are allowed",
            limit::ROWS
        );
        return Err(too_large(&rule, channel));
    }
    let bytes = line_bytes(publication)?;
    if bytes > limit::TARGETS_BYTES {
        let rule = format!(
            "the targets line would have up to {bytes} bytes; at most {} are allowed",
            limit::TARGETS_BYTES,
        );
        return Err(too_large(&rule, channel));
    }
    Ok(())
}

/// Bytes of the signed line at the longest: the highest number, and every signature.
fn line_bytes(publication: &Publication) -> Result<usize, Refusal> {
    let body = stamp::targets_body(
        publication,
        limit::JSON_INTEGER.unsigned_abs(),
        Timestamp(0),
    );
    encoded(&body).map(|bytes| bytes + ENVELOPE_BYTES)
}

fn encoded(body: &Targets) -> Result<usize, Refusal> {
    envelope::message(body)
        .map(|bytes| bytes.len())
        .map_err(|error| {
            let hint = "`wavecast doctor` looks into it";
            Refusal::new(
                Reason::Invalid,
                "publication",
                format!("the table has {error}"),
                hint,
            )
        })
}

fn too_large(rule: &str, channel: &Channel) -> Refusal {
    let mut weights: Vec<(usize, String)> = Vec::new();
    for rule in &channel.rules {
        for placement in &rule.stack {
            let rows = rows_of_placement(rule, placement);
            let images = placement
                .variants
                .iter()
                .flat_map(|variant| &variant.images);
            let configs = placement.variants.iter().map(|variant| &variant.config);
            let entries: usize = configs.chain(images).map(entry_bytes).sum();
            let bytes = entries + rows.iter().map(row_bytes).sum::<usize>();
            let what = format!(
                "release {} ({} rows, {bytes} bytes)",
                placement.release,
                rows.len()
            );
            weights.push((bytes, what));
        }
    }
    weights.sort_by(|one, other| other.cmp(one));
    let largest: Vec<_> = weights
        .into_iter()
        .take(NAMED)
        .map(|(_, what)| what)
        .collect();
    let rule = format!("{rule}; the largest: {}", largest.join(", "));
    let hint = "conclude what moves, or use a package with fewer variants and images";
    Refusal::new(
        Reason::Limit,
        format!("channel {}", channel.name),
        rule,
        hint,
    )
}

fn row_bytes(row: &KnownRow) -> usize {
    json::canonical(&Row::Known(row.clone())).map_or(0, |bytes| bytes.len())
}

/// Name, length and hash of a target, with the JSON around them.
fn entry_bytes(entry: &TargetEntry) -> usize {
    let around = r#""":{"hashes":{"sha256":""},"length":0000000},"#.len() + 64;
    TargetName::as_str(&entry.name).len() + around
}
