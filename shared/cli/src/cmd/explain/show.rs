//! An explanation for people.

use wavecast_client::types;

use super::Explained;
use crate::output::{Cell, Out, Table, Tone};

pub fn show(out: &Out, explained: &Explained) {
    out.line(format_args!(
        "device {} in {}",
        explained.device, explained.scope
    ));
    let rows: Vec<_> = explained.rows.iter().map(|row| ("", row)).collect();
    reasons(out, &["row", "release"], &rows);
    out.line(format_args!(
        "answer: {}",
        out.paint(Tone::Strong, answer(&explained.choice))
    ));
    layers(out, explained);
    values(out, explained);
    for target in &explained.missing {
        out.line(format_args!(
            "  {target} isn't here: what it says isn't known"
        ));
    }
}

/// The layers of values, and those that say nothing.
fn layers(out: &Out, explained: &Explained) {
    let layers = &explained.layers;
    if layers.is_empty() {
        return out.line("no layer of values: nothing is configured or tried in this channel");
    }
    let rows: Vec<_> = layers
        .iter()
        .flat_map(|one| one.rows.iter().map(|row| (one.layer.as_str(), row)))
        .collect();
    reasons(out, &["layer", "row", "version"], &rows);
    let silent = layers
        .iter()
        .filter(|one| !one.rows.iter().any(|row| row.matched));
    let silent: Vec<&str> = silent.map(|one| one.layer.as_str()).collect();
    match silent.len() {
        0 => {}
        all if all == layers.len() => out.line("no layer reaches it"),
        _ => out.line(format_args!("no row reaches it in: {}", silent.join(", "))),
    }
}

/// Rows with their reasons; whose they are, where that is known.
fn reasons(out: &Out, first: &[&str], rows: &[(&str, &types::RowReason)]) {
    let is_owned = rows.iter().any(|(_, row)| row.owner.is_some());
    let owner: &[&str] = if is_owned { &["of"] } else { &[] };
    let mut table = Table::new(&[first, owner, &[">bucket", "matches", "why"]].concat());
    for (layer, row) in rows {
        let (tone, mark) = if row.matched {
            (Tone::Good, "yes")
        } else {
            (Tone::Faint, "no")
        };
        let mut cells = vec![
            Cell::from(row.index),
            Cell::from(row.release.as_deref().unwrap_or("?")),
        ];
        if first.len() > cells.len() {
            cells.insert(0, Cell::from(layer));
        }
        if is_owned {
            cells.push(Cell::from(
                row.owner.as_ref().map(owned).unwrap_or_default(),
            ));
        }
        let bucket = row.bucket.map(|bucket| bucket.to_string());
        cells.push(Cell::from(bucket.unwrap_or_default()));
        cells.push(Cell::toned(tone, mark));
        cells.push(Cell::from(&row.why));
        table.row(cells);
    }
    if !table.is_empty() {
        out.table(&table);
    }
}

/// `rule lamps`, `experiment button of everyone, variant on`, `the hold-out`, `a pin`.
fn owned(owner: &types::RowOwner) -> String {
    if owner.pinned {
        return "a pin".to_owned();
    }
    if owner.held_out {
        return "the hold-out".to_owned();
    }
    let rule = owner.rule.as_deref().unwrap_or("?");
    let variant = |variant| format!(", variant {variant}");
    let variant = owner.variant.as_ref().map(variant).unwrap_or_default();
    let runs = |version| format!(", on {version}");
    let runs = owner.runs.as_ref().map(runs).unwrap_or_default();
    match &owner.experiment {
        Some(experiment) => format!("experiment {experiment} of {rule}{variant}"),
        None => format!("rule {rule}{runs}"),
    }
}

/// What its app sees, who says it, and what that goes before.
fn values(out: &Out, explained: &Explained) {
    use types::ChoiceKind::{Config, Embedded};
    let version = explained.package_version.as_deref();
    let over = match (explained.choice.kind, version) {
        (Config, Some(version)) => format!("on {version}"),
        (Config, None) => "as far as is known".to_owned(),
        (Embedded, _) => "over what shipped in the binary".to_owned(),
        _ => "over what its package sets".to_owned(),
    };
    let seen = &explained.values;
    if seen.is_empty() && !explained.missing.is_empty() {
        return;
    }
    if seen.is_empty() {
        return out.line(format_args!("its app sees no values {over}"));
    }
    out.line(format_args!("its app sees, {over}:"));
    let is_set = seen.iter().any(|one| one.set_by.is_some());
    let by: &[&str] = if is_set { &["set by"] } else { &[] };
    let mut table = Table::new(&[&["property", "value", "from"], by, &["instead of"]].concat());
    for one in seen {
        let mut cells = vec![
            Cell::toned(Tone::Strong, &one.name),
            Cell::from(&one.value),
            Cell::from(source(one.layer.as_ref())),
        ];
        if is_set {
            cells.push(Cell::from(one.set_by.as_deref().unwrap_or_default()));
        }
        let over = one.over.iter();
        let over: Vec<String> = over
            .map(|said| format!("{} ({})", said.value, source(said.layer.as_ref())))
            .collect();
        cells.push(Cell::from(over.join(", ")));
        table.row(cells);
    }
    out.table(&table);
}

fn source(layer: Option<&String>) -> String {
    layer.map_or("the release config".to_owned(), |layer| {
        format!("layer {layer}")
    })
}

/// A choice in a sentence.
fn answer(choice: &types::Choice) -> String {
    use types::ChoiceKind::{Config, Embedded, Hold, Keep, Moved, NeedsList, Retired};
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    match choice.kind {
        Config => format!(
            "release {} ({})",
            said(&choice.release),
            said(&choice.target)
        ),
        Keep => "keep what it runs".to_owned(),
        Embedded => format!(
            "back to what shipped in the binary (release {})",
            said(&choice.release)
        ),
        Hold => format!("hold: {}", said(&choice.why)),
        NeedsList => format!("keep, until the list {} was fetched", said(&choice.target)),
        Moved => format!("go on in {}", said(&choice.to)),
        Retired => "keep what it runs: the channel ended".to_owned(),
    }
}
