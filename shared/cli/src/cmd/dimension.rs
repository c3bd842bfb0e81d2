//! `wavecast dimension`.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use wavecast_client::types;
use wavecast_wire::name::DimensionName;

use super::app::changed;
use crate::error::{Failure, Result};
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, RemoteApp, sent};
use crate::run::Run;

/// Dimensions: what devices say of themselves, and groups that are worked out of it
#[derive(Debug, Subcommand)]
pub enum Dimension {
    /// Lists the application's dimensions
    List,
    /// Declares a dimension, or changes it; free text, unless something else is said
    Set {
        /// Its name
        name: DimensionName,
        #[command(flatten)]
        declared: Declared,
    },
    /// Forgets a dimension that no live release uses
    Delete {
        /// Which
        name: DimensionName,
    },
}

/// What a dimension holds.
#[derive(Debug, Args)]
pub struct Declared {
    /// Its only values, such as north,south
    #[arg(long, value_delimiter = ',', conflicts_with_all = ["patterns", "versions", "of"])]
    values: Vec<String>,
    /// What values that a rule names must look like, such as 'hall-*'; may repeat
    #[arg(long = "pattern", conflicts_with_all = ["versions", "of"])]
    patterns: Vec<String>,
    /// It holds versions
    #[arg(long, conflicts_with = "of")]
    versions: bool,
    /// It groups the values of this dimension
    #[arg(long, value_name = "DIMENSION", requires = "groups")]
    of: Option<DimensionName>,
    /// A group: small=lamp-1,lamp-2 or old="<2" or pro='pro-*'; may repeat, the first that fits counts
    #[arg(
        long = "group",
        value_name = "NAME=WHAT",
        requires = "of",
        id = "groups"
    )]
    groups: Vec<Group>,
}

/// One group of a derived dimension.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Group {
    name: String,
    by: By,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum By {
    Among(Vec<String>),
    Within(String),
    Prefix(String),
}

impl std::str::FromStr for Group {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let rule = "a group is written name=value,value, name=\">=1,<2\" or name='prefix*'";
        let (name, what) = text.split_once('=').ok_or(rule)?;
        let by = match what.strip_suffix('*') {
            Some(prefix) => By::Prefix(prefix.to_owned()),
            None if what.starts_with(['<', '>', '=']) => By::Within(what.to_owned()),
            None if what.is_empty() => return Err(rule.to_owned()),
            None => By::Among(what.split(',').map(str::to_owned).collect()),
        };
        Ok(Self {
            name: name.to_owned(),
            by,
        })
    }
}

impl Dimension {
    pub async fn run(self, run: &Run) -> Result {
        let app = run.app()?;
        let found = read(&app).await?;
        let mut dimensions = found.dimensions;
        match self {
            Self::List => return run.out.result(&dimensions, |out| list(out, &dimensions)),
            Self::Set { name, declared } => {
                dimensions.insert(name.into(), declared.dimension());
            }
            Self::Delete { name } => {
                if dimensions.remove(name.as_str()).is_none() {
                    let rule = format!("dimension {name} isn't declared");
                    return Err(Failure::new(crate::exit::Exit::NotFound, rule)
                        .hint("wavecast dimension list"));
                }
            }
        }
        let body = types::EditApp {
            settings: None,
            dimensions,
        };
        // All of them are written back, so nobody else may have changed them in between.
        let etag = format!("\"{}\"", found.revision);
        let edit = || app.remote.client.edit_app().org(&app.org).app(&app.app);
        let verb = async |ask: &Ask| {
            let send = edit().body(body.clone()).if_match(&etag);
            sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        changed(run, &app, verb).await
    }
}

async fn read(app: &RemoteApp) -> Result<types::App> {
    let get = || app.remote.client.get_app().org(&app.org).app(&app.app);
    app.remote.read(async || sent!(get())).await
}

impl Declared {
    fn dimension(self) -> types::Dimension {
        let plain = |type_| types::Dimension {
            type_,
            values: Vec::new(),
            patterns: Vec::new(),
            of: None,
            groups: Vec::new(),
        };
        if let Some(of) = self.of {
            return types::Dimension {
                of: Some(of.into()),
                groups: self.groups.into_iter().map(Group::input).collect(),
                ..plain(types::DimensionType::Derived)
            };
        }
        if self.versions {
            return plain(types::DimensionType::Version);
        }
        if !self.values.is_empty() {
            return types::Dimension {
                values: self.values,
                ..plain(types::DimensionType::Enum)
            };
        }
        types::Dimension {
            patterns: self.patterns,
            ..plain(types::DimensionType::String)
        }
    }
}

impl Group {
    fn input(self) -> types::DimensionGroup {
        let (mut among, mut within, mut prefix) = (Vec::new(), None, None);
        match self.by {
            By::Among(values) => among = values,
            By::Within(range) => within = Some(range),
            By::Prefix(text) => prefix = Some(text),
        }
        types::DimensionGroup {
            name: self.name,
            among,
            within,
            prefix,
        }
    }
}

fn list(out: &Out, dimensions: &BTreeMap<String, types::Dimension>) {
    let mut table = Table::new(&["dimension", "type", "holds"]);
    for (name, dimension) in dimensions {
        table.row([
            Cell::toned(Tone::Strong, name),
            Cell::from(dimension.type_),
            Cell::from(holds(dimension)),
        ]);
    }
    out.table(&table);
}

/// What a dimension holds, in a line.
pub fn holds(dimension: &types::Dimension) -> String {
    let group = |group: &types::DimensionGroup| {
        let by = match (&group.within, &group.prefix) {
            (Some(range), _) => range.clone(),
            (None, Some(prefix)) => format!("{prefix}*"),
            (None, None) => group.among.join(", "),
        };
        format!("{} ({by})", group.name)
    };
    match &dimension.of {
        Some(of) => {
            let groups: Vec<String> = dimension.groups.iter().map(group).collect();
            format!("of {of}: {}", groups.join(", "))
        }
        None => [dimension.values.join(", "), dimension.patterns.join(", ")].concat(),
    }
}
