//! What it costs to tell many cohorts apart: rules × variants × layers.

use std::collections::BTreeMap;

use wavecast_domain::app::{
    App, AppHead, Channel, ChannelState, DeviceGroups, PlacedVariant, Placement, Rule, RuleName,
    Settings, default_dimensions,
};
use wavecast_domain::approval::Approvals;
use wavecast_domain::channel::ChannelSettings;
use wavecast_domain::experiment::{Experiment, ExperimentLayer, ExperimentVariant, Treatment};
use wavecast_domain::package::TargetEntry;
use wavecast_domain::render;
use wavecast_domain::share::Share;
use wavecast_wire::hash::Sha256;
use wavecast_wire::json;
use wavecast_wire::manifest::Kind;
use wavecast_wire::table::{Asker, Attributes, Lists, Matcher, When};
use wavecast_wire::time::Timestamp;

use crate::report::{Table, bytes, time};
use crate::sample::cpu_seconds;

const TURNS: usize = 200;

/// How much a table tells apart.
struct Shape {
    rules: usize,
    variants: usize,
    layers: usize,
    /// Values of each variant's condition.
    values: usize,
}

const fn shape(rules: usize, variants: usize, layers: usize, values: usize) -> Shape {
    Shape {
        rules,
        variants,
        layers,
        values,
    }
}

/// The last two are at the caps: 256 rows, and about 128 KiB as well.
const SHAPES: [Shape; 7] = [
    shape(1, 1, 0, 1),
    shape(10, 2, 1, 1),
    shape(31, 2, 8, 1),
    shape(31, 4, 15, 1),
    shape(31, 7, 15, 1),
    shape(31, 8, 8, 1),
    shape(31, 8, 8, 17),
];

pub fn run() {
    let mut table = Table::new(
        "Rules × variants × layers: one rendering, its table, one device's decision",
        &[
            "rules",
            "variants",
            "layers",
            "rows",
            "render",
            "table",
            "with what it names",
            "decision that asks every row",
        ],
    );
    for Shape {
        rules,
        variants,
        layers,
        values,
    } in SHAPES
    {
        let app = app(rules, variants, layers, values);
        let channel = "stable".parse().expect("a name");
        let rendered = render(&app, &channel).expect("a publication");
        let rows = rendered.table.rows.len()
            + rendered
                .table
                .properties
                .iter()
                .map(|layer| layer.rows.len())
                .sum::<usize>();
        let length = |bytes: Result<Vec<u8>, _>| bytes.expect("a table").len();
        let size = length(json::canonical(&rendered.table));
        let named = length(json::canonical(&rendered.targets));
        let rendering = cpu_seconds(TURNS, |_| (), |()| render(&app, &channel));
        // Of the last rule, of no variant: every row is asked to its end, and none fits.
        let version = format!("{}.5", rules - 1);
        let says = [("app_version", version.as_str()), ("device_type", "none")];
        let says = says.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let attributes: Attributes = says.into();
        let deciding = cpu_seconds(
            TURNS,
            |turn| format!("device-{turn}"),
            |id| {
                let asker = Asker {
                    id: &id,
                    attributes: &attributes,
                    active: None,
                };
                let lists = Lists::new();
                let layers = rendered.table.properties.iter();
                let layers = layers.map(|layer| rendered.table.choose_in(layer, &asker, &lists));
                (rendered.table.choose(&asker, &lists), layers.count())
            },
        );
        table.row([
            rules.to_string(),
            variants.to_string(),
            layers.to_string(),
            rows.to_string(),
            rendering.show(time),
            bytes(size as f64),
            bytes((size + named) as f64),
            deciding.show(time),
        ]);
    }
    table.print();
}

/// An application whose channel has so many rules, each with a release of so many variants on its
/// way, each for so many device types, and so many layers with an experiment each.
fn app(rules: usize, variants: usize, layers: usize, values: usize) -> App {
    let name = "stable".parse().expect("a name");
    let mut channel = Channel::new(name, ChannelSettings::default());
    for number in 0..rules {
        let audience = format!(r#"{{"app_version":">={number},<{}"}}"#, number + 1);
        let audience: When = serde_json::from_str(&audience).expect("a condition");
        let mut rule = Rule::new(RuleName(format!("rule-{number}")), audience, None);
        let placement = placement(&format!("r{number}"), variants, values);
        rule.stack.push(placement);
        rule.moving = rule.stack.first().map(|placed| placed.release.clone());
        let last = channel.rules.len() - 1;
        channel.rules.insert(last, rule);
    }
    for number in 0..layers {
        channel.experiments.layers.push(layer(number));
    }
    let head = AppHead {
        org: "acme".parse().expect("a name"),
        name: "lamp".parse().expect("a name"),
        kind: Kind::Bundle,
        revision: 1,
        changed: 1,
        created: Timestamp(0),
        settings: Settings::default(),
        dimensions: default_dimensions(),
        groups: DeviceGroups::new(),
        schema: None,
        channels: [(channel.name.clone(), ChannelState::Open)].into(),
        trail: None,
        approvals: Approvals::default(),
        secrets: 0,
        secret_names: 0,
    };
    App {
        head,
        channels: BTreeMap::from([(channel.name.clone(), channel)]),
    }
}

fn placement(release: &str, variants: usize, values: usize) -> Placement {
    let variant = |number: usize| {
        let models = (0..values).map(|value| format!("model-{number}-{value}"));
        let name = "device_type".parse().expect("a name");
        PlacedVariant {
            when: When::from([(name, Matcher::Among(models.collect()))]),
            config: entry(&format!("release-{release}-{number}.json")),
            images: Vec::new(),
            share: None,
            stopped: None,
        }
    };
    Placement {
        release: release.parse().expect("an id"),
        version: "1.0".parse().expect("a version"),
        salt: release.parse().expect("a salt"),
        share: Share::permyriad(2500).expect("a share"),
        held: false,
        variants: (0..variants).map(variant).collect(),
        manifest: entry(&format!("package-lamp-{release}.json")),
        floor: false,
        properties: BTreeMap::new(),
        partly_withdrawn: false,
    }
}

fn layer(number: usize) -> ExperimentLayer {
    let variant = |name: &str| ExperimentVariant {
        name: name.to_owned(),
        weight: Share::permyriad(5000).expect("a share"),
        treatment: Treatment::Properties {
            properties: BTreeMap::new(),
            entry: entry(&format!("properties-{number}-{name}.json")),
        },
    };
    let name = format!("layer-{number}");
    ExperimentLayer {
        name: name.parse().expect("a layer"),
        salt: name.parse().expect("a salt"),
        running: vec![Experiment {
            id: format!("e{number}").parse().expect("an id"),
            name,
            rule: RuleName::everyone(),
            from: 0,
            width: 10_000,
            share: Share::ALL,
            held: false,
            variants: vec![variant("off"), variant("on")],
            at: Timestamp(0),
            by: "bench".to_owned(),
        }],
    }
}

fn entry(name: &str) -> TargetEntry {
    TargetEntry {
        name: name.parse().expect("a target"),
        sha256: Sha256::of(name.as_bytes()),
        length: 1000,
    }
}
