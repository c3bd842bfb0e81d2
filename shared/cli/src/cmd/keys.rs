//! `wavecast keys`.

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};
use wavecast_client::types;
use wavecast_wire::key::PublicKey;

use super::approval::Asking;
use super::channel::report;
use crate::error::Result;
use crate::remote::{Ask, sent};
use crate::run::Run;
use crate::ship::{SignKey, read_public};

/// Signing keys: of a channel, and of packages
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Replaces keys by new ones; devices follow the chain of roots
    ///
    /// The old keys of timestamp and snapshot stay good for one more root. After a theft rotate
    /// twice: only then is what the thief signed worth nothing.
    Rotate {
        /// Of which roles [default: timestamp and snapshot and targets]
        #[arg(value_enum)]
        roles: Vec<Role>,
        #[command(flatten)]
        asking: Asking,
    },
    /// Makes a key that signs packages: the secret half in FILE, the public one in FILE.pub
    ///
    /// It never leaves this machine; `ship --sign-key FILE` signs with it.
    Make {
        /// Where the secret half goes; it must not exist
        file: PathBuf,
    },
    /// Lets devices install only packages that these keys signed, whoever publishes them
    ///
    /// From the next root on: unsigned packages are refused then, those that run go on.
    Packages {
        /// Public halves: the .pub files of `keys make`
        #[arg(required = true, value_name = "FILE")]
        keys: Vec<PathBuf>,
        /// How many of them must sign
        #[arg(long, default_value_t = 1, value_name = "N")]
        threshold: u64,
        #[command(flatten)]
        asking: Asking,
    },
}

/// Who signs.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Role {
    /// Says which keys the others have
    Root,
    /// Says what is newest
    Timestamp,
    /// Says which files belong together
    Snapshot,
    /// Says what devices get
    Targets,
}

impl From<Role> for types::KeyRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Root => Self::Root,
            Role::Timestamp => Self::Timestamp,
            Role::Snapshot => Self::Snapshot,
            Role::Targets => Self::Targets,
        }
    }
}

impl Keys {
    pub async fn run(self, run: &Run) -> Result {
        match self {
            Self::Make { file } => make(run, &file),
            Self::Rotate { roles, asking } => {
                let body = types::RotateKeys {
                    roles: roles.into_iter().map(Into::into).collect(),
                    package_keys: None,
                };
                rotate(run, body, asking).await
            }
            Self::Packages {
                keys,
                threshold,
                asking,
            } => {
                let keys = keys.iter().map(|file| read_public(file).map(named));
                let body = types::RotateKeys {
                    roles: Vec::new(),
                    package_keys: Some(types::PackageKeys {
                        threshold,
                        keys: keys.collect::<Result<_>>()?,
                    }),
                };
                rotate(run, body, asking).await
            }
        }
    }
}

fn make(run: &Run, file: &Path) -> Result {
    let shown = file.display();
    if run.is_dry() {
        let json = serde_json::json!({"file": file, "dry_run": true});
        return run.out.result(&json, |out| {
            out.line(format_args!("dry run: a key would be made in {shown}"));
        });
    }
    let (public, public_file) = SignKey::make(file)?;
    let json = serde_json::json!({
        "file": file,
        "public_file": public_file,
        "keyid": public.id(),
    });
    run.out.result(&json, |out| {
        out.line(format_args!("made key {}", public.id()));
        out.line(format_args!(
            "  secret  {shown}; keep it, and keep it to yourself"
        ));
        out.line(format_args!("  public  {}", public_file.display()));
        out.line(format_args!(
            "next: wavecast keys packages {}",
            public_file.display()
        ));
    })
}

fn named(key: PublicKey) -> types::PackageKey {
    types::PackageKey {
        keytype: key.keytype,
        scheme: key.scheme,
        keyval: types::PackageKeyValue {
            public: key.keyval.public,
        },
    }
}

async fn rotate(run: &Run, body: types::RotateKeys, asking: Asking) -> Result {
    let (app, channel) = run.place()?;
    let client = &app.remote.client;
    let rotate = || {
        client
            .rotate_channel_keys()
            .org(&app.org)
            .app(&app.app)
            .channel(&channel)
            .body(body.clone())
            .ask(asking.for_approval)
    };
    let verb = async |ask: &Ask| sent!(rotate().dry_run(ask.dry).idempotency_key(&ask.key));
    if run.is_dry() {
        let plan = app.remote.change(verb).await?;
        return run
            .out
            .result(&plan, |out| out.line("dry run: nothing was changed"));
    }
    let change = app.remote.change(verb).await?;
    report(run, &change)
}
