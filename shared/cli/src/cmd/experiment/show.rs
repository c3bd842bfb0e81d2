//! Experiments for people.

use serde::Serialize;
use wavecast_client::{ClientError, types};

use crate::cmd::act::{publication_line, settled};
use crate::cmd::channel::{carry_out, report};
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, RemoteApp, sent};
use crate::run::Run;

/// A change, and the experiment that it left.
#[derive(Serialize)]
struct Left {
    #[serde(flatten)]
    change: types::ChannelChange,
    experiment: types::Experiment,
}

/// An experiment by its name.
///
/// # Errors
/// None runs under it; or as reading from the server.
pub async fn named(app: &RemoteApp, channel: &str, name: &str) -> Result<types::Experiment> {
    let client = &app.remote.client;
    let get = || client.list_experiments().org(&app.org).app(&app.app);
    let get = async || sent!(get().channel(channel));
    let found = app.remote.read(get).await?;
    let mut running = found.running.into_iter();
    let one = running.find(|experiment| experiment.name == name);
    one.ok_or_else(|| {
        let what = format!("no experiment {name} runs in {channel}");
        Failure::new(Exit::NotFound, what).hint("wavecast experiment list")
    })
}

/// Carries a verb out, and shows the experiment that it left.
///
/// # Errors
/// As [`crate::cmd::act::act`].
pub async fn left(
    run: &Run,
    app: &RemoteApp,
    channel: &str,
    name: &str,
    verb: impl AsyncFn(&Ask) -> std::result::Result<types::ChannelChange, ClientError>,
) -> Result {
    let Some(change) = carry_out(run, app, verb).await? else {
        return Ok(());
    };
    // Nothing was left where approvals were only asked for.
    if change.approval.is_some() {
        return report(run, &change);
    }
    let experiment = match named(app, channel, name).await {
        Ok(experiment) => experiment,
        // It is done, whatever can't be shown of it.
        Err(failure) => {
            run.out
                .note(format_args!("what it left can't be read: {failure}"));
            return report(run, &change);
        }
    };
    let left = Left { change, experiment };
    run.out.result(&left, |out| {
        one(out, &left.experiment);
        for publication in &left.change.publications {
            out.line(publication_line(out, publication));
        }
    })?;
    settled(&left.change.publications)
}

/// An experiment with what each of its variants gives.
pub fn one(out: &Out, one: &types::Experiment) {
    let held = if one.held { ", paused" } else { "" };
    out.line(format_args!(
        "experiment {} of {} in layer {}: reserves {}, reaches {} of that{held}",
        out.paint(Tone::Strong, &one.name),
        one.rule,
        one.layer,
        one.reserve,
        one.share
    ));
    let mut table = Table::new(&["variant", ">weight", ">of all", "gives"]);
    for variant in &one.variants {
        table.row([
            Cell::toned(Tone::Strong, &variant.name),
            Cell::from(&variant.weight),
            Cell::from(&variant.reaches),
            Cell::from(gives(variant)),
        ]);
    }
    out.table(&table);
}

/// What a variant gives: its values, or its release; else whatever is there without it.
fn gives(variant: &types::ExperimentVariant) -> String {
    if let Some(release) = &variant.release {
        return format!("{} (release {})", release.version, release.release);
    }
    let set = variant.properties.iter();
    let set: Vec<String> = set.map(|(name, value)| format!("{name}={value}")).collect();
    match set.is_empty() {
        true => "what there is without it".to_owned(),
        false => set.join(", "),
    }
}

/// All that runs, a line each.
pub fn list(out: &Out, found: &types::Experiments) {
    let mut table = Table::new(&[
        "experiment",
        "layer",
        "rule",
        ">reserves",
        ">reaches",
        "variants",
    ]);
    for one in &found.running {
        let held = if one.held { ", paused" } else { "" };
        let variants: Vec<String> = one.variants.iter().map(shown).collect();
        table.row([
            Cell::toned(Tone::Strong, &one.name),
            Cell::from(&one.layer),
            Cell::from(&one.rule),
            Cell::from(&one.reserve),
            Cell::from(format!("{}{held}", one.share)),
            Cell::from(variants.join(", ")),
        ]);
    }
    if table.is_empty() {
        out.line("no experiment runs");
    } else {
        out.table(&table);
    }
    out.line(format_args!("  held out of all of them: {}", found.holdout));
}

/// `on 50%`, or `new 50% of 1.2.0`.
fn shown(variant: &types::ExperimentVariant) -> String {
    let (name, weight) = (&variant.name, &variant.weight);
    match &variant.release {
        Some(release) => format!("{name} {weight} of {}", release.version),
        None => format!("{name} {weight}"),
    }
}

/// `experiment button of everyone: off 25%, on 25%`.
pub fn running_line(out: &Out, one: &types::Experiment) -> String {
    let reaches = |variant: &types::ExperimentVariant| {
        let release = variant.release.as_ref();
        let release = release.map(|release| format!(" of {}", release.version));
        let release = release.unwrap_or_default();
        format!("{} {}{release}", variant.name, variant.reaches)
    };
    let variants: Vec<String> = one.variants.iter().map(reaches).collect();
    let held = if one.held { " (paused)" } else { "" };
    format!(
        "  experiment {}{held} of {}: {}",
        out.paint(Tone::Strong, &one.name),
        one.rule,
        variants.join(", ")
    )
}
