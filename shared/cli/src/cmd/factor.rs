//! `wavecast user factor`: a second factor besides the password.

use clap::Subcommand;
use wavecast_client::types;

use super::user::{PasswordArgs, told};
use crate::error::Result;
use crate::remote::{Ask, Remote, sent};
use crate::run::Run;

/// A second factor: codes of an authenticator, asked for besides the password
#[derive(Debug, Subcommand)]
pub enum Factor {
    /// Shows whether you are asked for one
    Show,
    /// Sets one up: prints the key for an authenticator, and asks for a first code
    On {
        #[command(flatten)]
        from: PasswordArgs,
    },
    /// Makes other recovery codes; those of before are void
    Recovery {
        #[command(flatten)]
        from: PasswordArgs,
    },
    /// You are asked for it no more
    Off {
        #[command(flatten)]
        from: PasswordArgs,
    },
    /// Somebody who lost their authenticator is asked for it no more
    Remove {
        /// By what name they sign in
        name: String,
    },
}

impl Factor {
    pub async fn run(self, run: &Run) -> Result {
        let remote = run.remote()?;
        match self {
            Self::Show => show(run, &remote).await,
            Self::On { from } => on(run, &remote, from).await,
            Self::Recovery { from } => recovery(run, &remote, from).await,
            Self::Off { from } => off(run, &remote, from).await,
            Self::Remove { name } => remove(run, &remote, &name).await,
        }
    }
}

async fn show(run: &Run, remote: &Remote) -> Result {
    let get = || remote.client.get_factor();
    let factor = remote.read(async || sent!(get())).await?;
    run.out.result(&factor, |out| match &factor.since {
        Some(since) => out.line(format_args!(
            "a second factor is asked for since {since}; {} recovery codes are left",
            factor.recovery_codes
        )),
        None => out.line("no second factor is asked for; wavecast user factor on"),
    })
}

async fn on(run: &Run, remote: &Remote, from: PasswordArgs) -> Result {
    if run.is_dry() {
        return not_done(run, remote, "no second factor was set up");
    }
    let body = types::BeginFactor {
        password: from.present(run)?,
    };
    let begin = || remote.client.begin_factor();
    let made = remote.once(async { sent!(begin().body(body)) }).await?;
    // To whoever is at the terminal: what the command answers with is the codes.
    run.out.note(format_args!(
        "add this to an authenticator:\n  key  {}\n  URI  {}",
        made.key.unwrap_or_default(),
        made.uri.unwrap_or_default()
    ));
    confirm(
        run,
        remote,
        from,
        "a second factor is asked for from now on",
    )
    .await
}

async fn recovery(run: &Run, remote: &Remote, from: PasswordArgs) -> Result {
    if run.is_dry() {
        return not_done(run, remote, "no recovery codes were made");
    }
    confirm(run, remote, from, "the recovery codes of before are void").await
}

/// Shows a code, and prints the recovery codes.
async fn confirm(run: &Run, remote: &Remote, from: PasswordArgs, done: &str) -> Result {
    let body = types::ConfirmFactor {
        code: from.code(run)?,
    };
    let send = || remote.client.confirm_factor();
    let on = remote.once(async { sent!(send().body(body)) }).await?;
    run.out.result(&on, |out| {
        out.line(format_args!(
            "{done}; keep these recovery codes, each is good for once:"
        ));
        for code in &on.recovery_codes {
            out.line(format_args!("  {code}"));
        }
    })
}

async fn off(run: &Run, remote: &Remote, from: PasswordArgs) -> Result {
    if run.is_dry() {
        return not_done(run, remote, "a second factor is asked for as before");
    }
    let body = types::EndFactor {
        password: from.present(run)?,
        code: from.code(run)?,
    };
    let end = || remote.client.end_factor();
    let change = remote.once(async { sent!(end().body(body)) }).await?;
    told(run, &change, "no second factor is asked for any more")
}

async fn remove(run: &Run, remote: &Remote, name: &str) -> Result {
    let remove = || remote.client.remove_factor().user(name);
    let send = async |ask: &Ask| sent!(remove().dry_run(ask.dry).idempotency_key(&ask.key));
    let change = remote.change(send).await?;
    told(
        run,
        &change,
        &format!("{name} signs in with the password alone"),
    )
}

fn not_done(run: &Run, remote: &Remote, what: &str) -> Result {
    let asked = serde_json::json!({"url": remote.url});
    run.out
        .result(&asked, |out| out.line(format_args!("dry run: {what}")))
}
