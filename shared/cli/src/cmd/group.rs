//! `wavecast group`.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use wavecast_client::types;
use wavecast_wire::bucket::{check_id, list_hash};
use wavecast_wire::hash::to_hex;
use wavecast_wire::name::AppName;

use super::app::changed;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, sent};
use crate::run::Run;

/// Groups: devices that you name, by the hashes of their ids
#[derive(Debug, Subcommand)]
pub enum Group {
    /// Lists the application's groups
    List,
    /// Names a group, or changes who belongs to it; ids are hashed here and never leave
    Set {
        /// Its name
        name: AppName,
        /// All of its devices: a file with one id a line; - for stdin
        file: Option<PathBuf>,
        /// A device of it; may repeat
        #[arg(long = "device", value_name = "ID")]
        devices: Vec<String>,
    },
    /// Forgets a group that no rule or pin names
    Delete {
        /// Which
        name: AppName,
    },
}

impl Group {
    pub async fn run(self, run: &Run) -> Result {
        let app = run.app()?;
        let client = &app.remote.client;
        match self {
            Self::List => {
                let get = || client.get_app().org(&app.org).app(&app.app);
                let found = app.remote.read(async || sent!(get())).await?;
                run.out
                    .result(&found.groups, |out| list(out, &found.groups))
            }
            Self::Set {
                name,
                file,
                devices,
            } => {
                let mut ids = devices;
                if let Some(file) = file {
                    ids.extend(lines(&file)?);
                }
                if ids.is_empty() {
                    let rule = "a group has at least one device";
                    let hint = "name a file with one id a line, or `--device ID`";
                    return Err(Failure::usage(rule).hint(hint));
                }
                let body = hashed(&ids)?;
                let set = || client.set_group().org(&app.org).app(&app.app);
                let verb = async |ask: &Ask| {
                    let send = set().group(name.as_str()).body(body.clone());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                changed(run, &app, verb).await
            }
            Self::Delete { name } => {
                let delete = || client.delete_group().org(&app.org).app(&app.app);
                let verb = async |ask: &Ask| {
                    let send = delete().group(name.as_str());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                changed(run, &app, verb).await
            }
        }
    }
}

/// Ids as hashes under a fresh salt.
fn hashed(ids: &[String]) -> Result<types::SetGroup> {
    let mut random = [0; 16];
    getrandom::fill(&mut random)
        .map_err(|error| Failure::new(Exit::Machine, format!("no randomness: {error}")))?;
    let salt = to_hex(&random);
    let hash = |(place, id): (usize, &String)| {
        check_id(id).map_err(|error| Failure::usage(format!("device {}: {error}", place + 1)))?;
        Ok(list_hash(&salt, id))
    };
    let hashes: Vec<String> = ids.iter().enumerate().map(hash).collect::<Result<_>>()?;
    Ok(types::SetGroup {
        ids: Vec::new(),
        hashes,
        salt: Some(salt),
    })
}

/// The lines of a file that aren't empty.
pub fn lines(file: &Path) -> Result<Vec<String>> {
    let text = if file == Path::new("-") {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(file)
    };
    let text = text.map_err(|error| Failure::file("read", file, &error))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(lines.map(str::to_owned).collect())
}

fn list(out: &Out, groups: &[types::DeviceGroup]) {
    let mut table = Table::new(&["group", ">devices", ">lists"]);
    for group in groups {
        table.row([
            Cell::toned(Tone::Strong, &group.name),
            Cell::from(group.devices),
            Cell::from(group.lists),
        ]);
    }
    out.table(&table);
}
