//! `wavecast secret`.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use clap::{Args, Subcommand};
use wavecast_client::types;
use wavecast_domain::name::SecretName;
use wavecast_domain::vault::VALUE_BYTES;
use zeroize::Zeroizing;

use crate::error::{Failure, Result};
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, RemoteApp, sent};
use crate::run::Run;

/// Secrets that the server's own parts use, such as those of webhooks; nobody reads one back
#[derive(Debug, Subcommand)]
pub enum Secret {
    /// Lists the application's secrets, without values
    List {
        /// Those too that were removed
        #[arg(long)]
        removed: bool,
    },
    Set(Set),
    /// Shows a secret's versions, without values
    History {
        /// Which
        name: SecretName,
    },
    /// Uses another version of a secret, one of the last five
    Use {
        /// Which
        name: SecretName,
        /// The version
        version: u32,
    },
    /// Tries whether a secret opens, as after a restored backup or a changed key
    Check {
        /// Which
        name: SecretName,
    },
    /// Forgets all values of a secret
    Remove {
        /// Which
        name: SecretName,
    },
}

/// Sets the next version of a secret; its value comes from stdin, a file, or a prompt that shows nothing
#[derive(Debug, Args)]
pub struct Set {
    /// Which
    name: SecretName,
    /// The file that holds the value; stdin if not said
    #[arg(long, value_name = "FILE")]
    from_file: Option<PathBuf>,
    /// Keep a line feed at its end, which is left out else
    #[arg(long)]
    exact: bool,
    /// When another is due, counted from every version, such as 90d; `never` for no more; as before if
    /// not said
    #[arg(long, value_name = "DAYS")]
    remind_in: Option<RemindIn>,
    /// What there is to say about this version
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Days until somebody is reminded; 0 for never.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct RemindIn(u32);

impl std::str::FromStr for RemindIn {
    type Err = &'static str;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        if text == "never" {
            return Ok(Self(0));
        }
        let days = text.strip_suffix('d').and_then(|days| days.parse().ok());
        let days = days.filter(|days| (1..=3650).contains(days));
        days.map(Self)
            .ok_or("is written 90d, 1 to 3650 days, or never")
    }
}

impl Secret {
    pub async fn run(self, run: &Run) -> Result {
        let app = run.app()?;
        let client = &app.remote.client;
        match self {
            Self::List { removed } => {
                let all = app.secrets(removed).await?;
                run.out.result(&all, |out| list(out, &all))
            }
            Self::Set(set) => set.run(run, &app).await,
            Self::History { name } => {
                let get = || client.get_secret().org(&app.org).app(&app.app);
                let read = async || sent!(get().secret(name.as_str()));
                let found = app.remote.read(read).await?;
                run.out.result(&found, |out| history(out, &found))
            }
            Self::Use { name, version } => {
                let body = types::UseSecret { version };
                let choose = || client.use_secret().org(&app.org).app(&app.app);
                let verb = async |ask: &Ask| {
                    let send = choose().secret(name.as_str()).body(body.clone());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                let change = app.remote.change(verb).await?;
                let done = format!("version {version} of secret {name} is in use");
                tell(run, &change, &done)
            }
            Self::Check { name } => check(run, &app, &name).await,
            Self::Remove { name } => {
                run.confirm(&format!("All values of secret {name} are forgotten."))?;
                let remove = || client.remove_secret().org(&app.org).app(&app.app);
                let verb = async |ask: &Ask| {
                    let send = remove().secret(name.as_str());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                let change = app.remote.change(verb).await?;
                tell(run, &change, &format!("secret {name} is removed"))
            }
        }
    }
}

impl Set {
    async fn run(self, run: &Run, app: &RemoteApp) -> Result {
        let value = self.value(run)?;
        let body = types::SetSecret {
            value: None,
            base64: Some(BASE64.encode(value.as_slice())),
            remind_days: self.remind_in.map(|RemindIn(days)| days),
            note: self.note,
        };
        let set = || app.remote.client.set_secret().org(&app.org).app(&app.app);
        let verb = async |ask: &Ask| {
            let send = set().secret(self.name.as_str()).body(body.clone());
            sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        let change = app.remote.change(verb).await?;
        let version = change.version;
        let done = format!(
            "version {} of secret {} is set",
            version.unwrap_or_default(),
            self.name
        );
        tell(run, &change, &done)
    }

    /// The value, of at most so many bytes that a longer one is noticed.
    fn value(&self, run: &Run) -> Result<Zeroizing<Vec<u8>>> {
        let mut value = match &self.from_file {
            Some(file) if file != Path::new("-") => {
                let failed = |error: &std::io::Error| Failure::file("read", file, error);
                read(std::fs::File::open(file).map_err(|error| failed(&error))?)
                    .map_err(|error| failed(&error))?
            }
            None if run.out.can_ask() => {
                let prompt = format!("value of {} (not shown)", self.name);
                Zeroizing::new(run.out.secret(&prompt)?.into_bytes())
            }
            _ => read(std::io::stdin())
                .map_err(|error| Failure::file("read", Path::new("stdin"), &error))?,
        };
        if !self.exact && value.last() == Some(&b'\n') {
            value.pop();
        }
        let hint = "the value is what stdin or --from-file holds";
        let most = *VALUE_BYTES.end();
        match value.len() {
            0 => Err(Failure::usage("the value is empty").hint(hint)),
            length if length > most => {
                let rule = format!("the value is longer than {most} bytes");
                Err(Failure::usage(rule).hint(hint))
            }
            _ => Ok(value),
        }
    }
}

fn read(from: impl std::io::Read) -> std::io::Result<Zeroizing<Vec<u8>>> {
    // A line feed more than the longest, and one byte to see that it is longer.
    let most = VALUE_BYTES.end() + 2;
    // With room from the start: a buffer that grows leaves copies behind.
    let mut value = Zeroizing::new(Vec::with_capacity(most + 1));
    from.take(most as u64).read_to_end(&mut value)?;
    Ok(value)
}

async fn check(run: &Run, app: &RemoteApp, name: &SecretName) -> Result {
    let client = &app.remote.client;
    let check = || client.check_secret().org(&app.org).app(&app.app);
    let read = async || sent!(check().secret(name.as_str()));
    let found = app.remote.read(read).await?;
    let version = found.version;
    run.out.result(&found, |out| {
        if found.opens {
            out.line(format_args!("version {version} of secret {name} opens"));
        }
    })?;
    if found.opens {
        return Ok(());
    }
    let why = found.why.unwrap_or_default();
    let message = format!("version {version} of secret {name} doesn't open: {why}");
    Err(Failure::failed(message))
}

fn tell(run: &Run, change: &types::SecretChange, done: &str) -> Result {
    run.out.result(change, |out| {
        if change.dry_run {
            out.line("dry run: nothing was changed");
        } else {
            out.line(done);
        }
    })
}

fn list(out: &Out, all: &[types::AppSecret]) {
    let mut table = Table::new(&["secret", ">version", "set", "by", "another is due"]);
    for one in all {
        let version = one.version.map(|version| version.to_string());
        let removed = one.removed.as_ref();
        let removed = removed.map(|at| format!("removed {at}"));
        let due = removed.or_else(|| one.reminder.clone());
        table.row([
            Cell::toned(Tone::Strong, &one.name),
            Cell::from(version.unwrap_or_default()),
            Cell::from(&one.set),
            Cell::from(&one.by.name),
            match one.due {
                true => Cell::toned(Tone::Warn, format!("{} (due)", due.unwrap_or_default())),
                false => Cell::from(due.unwrap_or_default()),
            },
        ]);
    }
    out.table(&table);
}

fn history(out: &Out, secret: &types::AppSecret) {
    let mut table = Table::new(&[">version", "set", "by", "value", "note"]);
    for one in &secret.versions {
        table.row([
            Cell::toned(Tone::Strong, one.version),
            Cell::from(&one.set),
            Cell::from(&one.by.name),
            Cell::from(match (one.current, one.kept) {
                (true, _) => "in use",
                (false, true) => "kept",
                (false, false) => "gone",
            }),
            Cell::from(one.note.as_deref().unwrap_or_default()),
        ]);
    }
    out.table(&table);
    if let Some(removed) = &secret.removed {
        out.line(format_args!("removed {removed}"));
    }
}

/// `secret hook: another value is due since …`.
pub fn due_line(out: &Out, secret: &types::AppSecret) -> String {
    let since = secret.reminder.as_deref().unwrap_or_default();
    format!(
        "{}: another value is due since {since}: wavecast secret set {}",
        out.paint(Tone::Warn, format_args!("secret {}", secret.name)),
        secret.name
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reminders_are_days_or_never() {
        for (text, days) in [("1d", 1), ("90d", 90), ("3650d", 3650), ("never", 0)] {
            assert_eq!(text.parse(), Ok(RemindIn(days)));
        }
        for wrong in ["", "0d", "3651d", "90", "90h", "-1d", "Never"] {
            assert!(wrong.parse::<RemindIn>().is_err(), "{wrong}");
        }
    }
}
