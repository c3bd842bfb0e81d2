//! `wavecast user`: the installation's own people, where no issuer signs them in.

use std::io::{BufRead as _, Read as _};

use clap::{Args, Subcommand};
use wavecast_client::types;

use super::audit::events_table;
use super::factor::Factor;
use super::people::in_days;
use crate::error::{Failure, Result};
use crate::output::{Cell, Table, Tone};
use crate::remote::{Ask, Remote, sent};
use crate::run::Run;

/// People of the installation's own, with passwords: for a small team without an issuer
#[derive(Debug, Subcommand)]
pub enum User {
    Add(Add),
    Accept(Accept),
    /// Lists them
    List,
    /// Removes somebody; their sessions end at once
    Remove {
        /// By what name they sign in
        name: String,
    },
    /// Prints a code, good for an hour, by which somebody sets another password
    Reset {
        /// By what name they sign in
        name: String,
    },
    /// Lists what happened to somebody: codes, passwords, sessions; the newest first
    History {
        /// By what name they sign in; of somebody who was removed, the person's id
        name: String,
        /// At most so many
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: usize,
    },
    Password(Password),
    #[command(subcommand)]
    Factor(Factor),
    /// Your own sessions
    #[command(subcommand)]
    Sessions(Sessions),
}

/// Adds somebody; prints what to give them. An account at GitHub is let in as github- and its number
#[derive(Debug, Args)]
pub struct Add {
    /// By what name they are to sign in
    name: String,
    /// Their address; for people, nothing is sent there
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// For how many days the code is good: 1 to 30; 7 if not said
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=30))]
    days: Option<u16>,
}

/// Sets your password by a code that you were given
#[derive(Debug, Args)]
pub struct Accept {
    /// By what name you sign in
    name: String,
    /// The code that you were given
    code: String,
    #[command(flatten)]
    passwords: PasswordArgs,
}

/// Changes your password; your other sessions end
#[derive(Debug, Args)]
pub struct Password {
    #[command(flatten)]
    passwords: PasswordArgs,
}

/// Sessions of yours
#[derive(Debug, Subcommand)]
pub enum Sessions {
    /// Lists those that go on, with what each runs on
    List,
    /// Ends one, at once
    End {
        /// Its id
        id: String,
    },
}

/// Where passwords come from.
#[derive(Clone, Copy, Debug, Args)]
pub struct PasswordArgs {
    /// Read passwords and codes from standard input, one a line, instead of asking for them
    #[arg(long)]
    password_stdin: bool,
}

impl PasswordArgs {
    /// As it was said.
    pub const fn new(password_stdin: bool) -> Self {
        Self { password_stdin }
    }

    /// The present password.
    ///
    /// # Errors
    /// Nobody can be asked, or nothing is typed.
    pub fn present(self, run: &Run) -> Result<String> {
        match self.password_stdin {
            true => line("password"),
            false => run.out.secret("password"),
        }
    }

    /// A code of the authenticator, or one to fall back on.
    ///
    /// # Errors
    /// As [`Self::present`].
    pub fn code(self, run: &Run) -> Result<String> {
        match self.password_stdin {
            true => line("password"),
            false => run.out.secret("code of the authenticator"),
        }
    }

    /// A new password; who is asked types it twice.
    fn another(self, run: &Run) -> Result<String> {
        if self.password_stdin {
            return line("password");
        }
        let first = run.out.secret("new password")?;
        if first == run.out.secret("the same once more")? {
            return Ok(first);
        }
        Err(Failure::usage(
            "the two aren't the same; nothing was changed",
        ))
    }
}

/// How the names of those begin who sign in with an account at GitHub.
const GITHUB: &str = "github-";

/// Bytes of a line that is read: of longer ones the server says that they are no password.
const LINE_BYTES: u64 = 8 * 1024;

/// A line of standard input, without its end.
pub(super) fn line(what: &str) -> Result<String> {
    let mut text = String::new();
    let mut bounded = std::io::stdin().lock().take(LINE_BYTES);
    let read = bounded.read_line(&mut text);
    if read
        .as_ref()
        .is_err_and(|error| error.kind() == std::io::ErrorKind::InvalidData)
    {
        return Err(Failure::usage(format!(
            "the {what} on standard input isn't UTF-8"
        )));
    }
    if !matches!(read, Ok(1..)) {
        let hint = format!("write one {what} a line to it");
        return Err(Failure::usage(format!("standard input has no {what}")).hint(hint));
    }
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

impl User {
    pub async fn run(self, run: &Run) -> Result {
        match self {
            Self::Add(add) => add.run(run).await,
            Self::Accept(accept) => accept.run(run).await,
            Self::List => list(run).await,
            Self::Remove { name } => remove(run, &name).await,
            Self::Reset { name } => reset(run, &name).await,
            Self::History { name, limit } => history(run, &name, limit).await,
            Self::Password(password) => password.run(run).await,
            Self::Factor(factor) => factor.run(run).await,
            Self::Sessions(sessions) => sessions.run(run).await,
        }
    }
}

impl Add {
    async fn run(self, run: &Run) -> Result {
        let remote = run.remote()?;
        let body = types::AddUser {
            name: self.name,
            email: self.email,
            expires: self.days.map(in_days),
        };
        let add = || remote.client.add_user();
        let send = async |ask: &Ask| {
            let add = add().body(body.clone());
            sent!(add.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        let made = remote.change(send).await?;
        tell(run, &made, "added", "nobody was added")
    }
}

async fn reset(run: &Run, name: &str) -> Result {
    let remote = run.remote()?;
    let reset = || remote.client.reset_user().user(name);
    let send = async |ask: &Ask| sent!(reset().dry_run(ask.dry).idempotency_key(&ask.key));
    let made = remote.change(send).await?;
    tell(run, &made, "reset", "no code was made")
}

/// The code, and what to do with it.
fn tell(run: &Run, made: &types::UserMade, done: &str, not_done: &str) -> Result {
    run.out.result(made, |out| match (&made.user, &made.code) {
        (Some(user), Some(code)) => {
            let (name, until) = (&user.name, user.code_until.as_deref().unwrap_or_default());
            out.line(format_args!(
                "{done} {name}; give them this until {until}, it is shown once:"
            ));
            out.line(format_args!("  wavecast user accept {name} {code}"));
            out.line(format_args!("or, in a browser:"));
            out.line(format_args!(
                "  {}/sign-in#user={name}&code={code}",
                run.config.url().trim_end_matches('/')
            ));
        }
        (Some(user), None) if user.name.starts_with(GITHUB) => out.line(format_args!(
            "{} is let in; now they run: wavecast login --github",
            user.name
        )),
        (Some(user), None) => out.line(format_args!(
            "a code for {0} was made, but it was lost on the way: wavecast user reset {0}",
            user.name
        )),
        _ => out.line(format_args!("dry run: {not_done}")),
    })
}

impl Accept {
    async fn run(self, run: &Run) -> Result {
        let url = run.config.url();
        let name = self.name;
        if run.is_dry() {
            let asked = serde_json::json!({"url": url, "name": name});
            let told = "dry run: no password was set";
            return run.out.result(&asked, |out| out.line(told));
        }
        let body = types::AcceptUser {
            user: name.clone(),
            code: self.code,
            password: self.passwords.another(run)?,
        };
        // The code says who asks.
        let remote = Remote::new(&url, "none", false)?;
        let accepted = remote
            .once(async { sent!(remote.client.accept_user().body(body)) })
            .await?;
        run.out.result(&accepted, |out| {
            out.line(format_args!(
                "the password of {name} is set; now: wavecast login --user {name} --url {url}"
            ))
        })
    }
}

async fn history(run: &Run, name: &str, limit: usize) -> Result {
    let remote = run.remote()?;
    let all = remote.users().await?;
    let found = all.into_iter().find(|user| user.name == name);
    let person = match found {
        Some(user) => user.person,
        None if name.starts_with("p-") => name.to_owned(),
        None => {
            let hint =
                "`wavecast user list` shows them; of somebody who was removed, say the id, p-…";
            return Err(Failure::failed(format!("there is no user {name}")).hint(hint));
        }
    };
    let events = remote.person_events(&person, limit).await?;
    run.out
        .result(&events, |out| out.table(&events_table(&events)))
}

async fn list(run: &Run) -> Result {
    let all = run.remote()?.users().await?;
    run.out.result(&all, |out| {
        let mut table = Table::new(&[
            "name",
            "person",
            "email",
            "signs in",
            "password since",
            "second factor since",
            "code until",
        ]);
        for one in &all {
            table.row([
                Cell::toned(Tone::Strong, &one.name),
                Cell::from(&one.person),
                Cell::from(one.email.as_deref().unwrap_or_default()),
                Cell::from(signs_in(one)),
                Cell::from(one.password_set.as_deref().unwrap_or_default()),
                Cell::from(one.factor_since.as_deref().unwrap_or_default()),
                Cell::from(one.code_until.as_deref().unwrap_or_default()),
            ]);
        }
        out.table(&table);
    })
}

/// By what somebody signs in.
fn signs_in(user: &types::User) -> String {
    match (&user.removed, &user.github) {
        (Some(since), _) => format!("no more, since {since}"),
        (None, Some(login)) => format!("at GitHub, as {login}"),
        (None, None) if user.name.starts_with(GITHUB) => "at GitHub, not seen yet".to_owned(),
        (None, None) if user.password_set.is_some() => "by password".to_owned(),
        (None, None) => "not yet".to_owned(),
    }
}

async fn remove(run: &Run, name: &str) -> Result {
    let remote = run.remote()?;
    let remove = || remote.client.remove_user().user(name);
    let send = async |ask: &Ask| sent!(remove().dry_run(ask.dry).idempotency_key(&ask.key));
    let change = remote.change(send).await?;
    told(run, &change, &format!("user {name} is removed"))
}

/// Says that something was done.
pub(super) fn told(run: &Run, change: &types::UserChange, what: &str) -> Result {
    run.out.result(change, |out| match change.dry_run {
        true => out.line(format_args!(
            "dry run: {what} would be so; nothing was changed"
        )),
        false => out.line(what),
    })
}

impl Password {
    async fn run(self, run: &Run) -> Result {
        let remote = run.remote()?;
        if run.is_dry() {
            let asked = serde_json::json!({"url": remote.url});
            let told = "dry run: no password was changed";
            return run.out.result(&asked, |out| out.line(told));
        }
        let body = types::ChangePassword {
            old: self.passwords.present(run)?,
            new: self.passwords.another(run)?,
        };
        let change = remote
            .once(async { sent!(remote.client.change_password().body(body)) })
            .await?;
        told(
            run,
            &change,
            "your password is changed, and your other sessions are over",
        )
    }
}

impl Sessions {
    async fn run(self, run: &Run) -> Result {
        let remote = run.remote()?;
        match self {
            Self::List => {
                let all = remote.sessions().await?;
                run.out.result(&all, |out| {
                    let heads = ["session", "on", "since", "last used", "until"];
                    let mut table = Table::new(&heads);
                    for one in &all {
                        let id = match one.current {
                            true => format!("{} (this one)", one.id),
                            false => one.id.clone(),
                        };
                        table.row([
                            Cell::toned(Tone::Strong, id),
                            Cell::from(&one.device),
                            Cell::from(&one.created),
                            Cell::from(one.used.as_deref().unwrap_or("never")),
                            Cell::from(&one.expires),
                        ]);
                    }
                    out.table(&table);
                })
            }
            Self::End { id } => {
                let end = || remote.client.end_own_session().id(&id);
                let send =
                    async |ask: &Ask| sent!(end().dry_run(ask.dry).idempotency_key(&ask.key));
                let change = remote.change(send).await?;
                told(run, &change, &format!("session {id} is over"))
            }
        }
    }
}
