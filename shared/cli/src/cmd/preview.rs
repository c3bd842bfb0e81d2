//! What a dry run says: which cohorts change, what they move from and to, and how many devices of
//! a list or of a uniform fleet move.

use std::path::Path;

use serde::{Deserialize, Serialize};
use wavecast_client::types;
use wavecast_wire::bucket::check_id;

use super::group::lines;
use crate::error::{Failure, Result};
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{RemoteApp, sent};
use crate::run::Run;

/// Devices of one question.
const AT_ONCE: usize = 20_000;
/// Cohorts that are shown.
const SHOWN: usize = 20;

/// A device of a list: an id, or what it says of itself as well.
#[derive(Deserialize)]
struct Listed {
    id: String,
    #[serde(default)]
    attributes: std::collections::BTreeMap<String, String>,
}

/// A change, and what the devices of a list would do.
#[derive(Serialize)]
struct Counted<'a, T> {
    #[serde(flatten)]
    plan: &'a T,
    devices: Vec<types::Comparison>,
}

/// Says what a change would do.
///
/// # Errors
/// A list of devices that can't be read; or as reading from the server.
pub async fn dry<T: Serialize>(
    run: &Run,
    app: &RemoteApp,
    plan: &T,
    previews: &[types::Preview],
) -> Result {
    let mut devices = Vec::new();
    if let Some(file) = &run.config.globals.devices_file {
        for preview in previews {
            devices.push(count(app, preview, file).await?);
        }
    }
    run.out.result(
        &Counted {
            plan,
            devices: devices.clone(),
        },
        |out| {
            for preview in previews {
                show(
                    out,
                    &format!("a uniform fleet in {}", preview.channel),
                    &preview.uniform,
                );
            }
            for (preview, counted) in previews.iter().zip(&devices) {
                show(out, &format!("the list in {}", preview.channel), counted);
            }
            out.line("dry run: nothing was changed");
        },
    )
}

/// Counts the devices of a list, some at a time.
async fn count(
    app: &RemoteApp,
    preview: &types::Preview,
    file: &Path,
) -> Result<types::Comparison> {
    let device = |(place, line): (usize, String)| {
        let listed = if line.starts_with('{') {
            serde_json::from_str(&line).map_err(|error| {
                Failure::usage(format!("{} line {}: {error}", file.display(), place + 1))
            })?
        } else {
            Listed {
                id: line,
                attributes: Default::default(),
            }
        };
        check_id(&listed.id).map_err(|error| {
            Failure::usage(format!("{} line {}: {error}", file.display(), place + 1))
        })?;
        Ok(types::AskedDevice {
            id: listed.id,
            attributes: listed.attributes,
        })
    };
    let all = lines(file)?.into_iter().enumerate().map(device);
    let all: Vec<types::AskedDevice> = all.collect::<Result<_>>()?;
    let mut total = types::Comparison {
        asked: 0,
        moved: 0,
        values: 0,
        cohorts: Vec::new(),
    };
    for some in all.chunks(AT_ONCE) {
        let body = types::Compare {
            after: preview.after.clone(),
            devices: some.to_vec(),
        };
        let ask = || {
            app.remote
                .client
                .compare_devices()
                .org(&app.org)
                .app(&app.app)
        };
        let send = async || sent!(ask().channel(&preview.channel).body(body.clone()));
        let found = app.remote.read(send).await?;
        total.asked += found.asked;
        total.moved += found.moved;
        total.values += found.values;
        total.cohorts.extend(found.cohorts);
    }
    Ok(total)
}

fn show(out: &Out, what: &str, found: &types::Comparison) {
    let values = match found.values {
        0 => String::new(),
        some => format!(", {some} see other values"),
    };
    out.line(format_args!(
        "{what}: {} of {} devices move{values}",
        found.moved, found.asked
    ));
    let mut table = Table::new(&["  devices that say", ">move", ">of", "from", "to"]);
    for cohort in found.cohorts.iter().take(SHOWN) {
        let says: Vec<String> = cohort
            .attributes
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let says = if says.is_empty() {
            "nothing".to_owned()
        } else {
            says.join(" ")
        };
        table.row([
            Cell::from(format!("  {says}")),
            Cell::toned(Tone::Strong, cohort.devices),
            Cell::from(cohort.of),
            Cell::from(gets(&cohort.from)),
            Cell::from(gets(&cohort.to)),
        ]);
    }
    if !table.is_empty() {
        out.table(&table);
    }
    if found.cohorts.len() > SHOWN {
        out.line(format_args!(
            "  and {} more cohorts",
            found.cohorts.len() - SHOWN
        ));
    }
}

fn gets(gets: &types::Gets) -> String {
    match gets.kind {
        types::GetsKind::Release => {
            let named = gets.version.as_ref().or(gets.release.as_ref());
            named.cloned().unwrap_or_default()
        }
        types::GetsKind::Embedded => "what shipped with them".to_owned(),
        types::GetsKind::Keeps => "what they run".to_owned(),
        types::GetsKind::Moved => "another channel".to_owned(),
    }
}
