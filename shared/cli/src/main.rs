//! `wavecast`: ships releases, watches them land, and runs the whole stack on one machine.
#![allow(
    rustdoc::bare_urls,
    reason = "these comments are also the help that people read on a terminal"
)]

use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};

mod cli;
mod clock;
mod cmd;
mod config;
mod error;
mod exit;
mod files;
mod fleet;
mod local;
mod login;
mod output;
mod reader;
mod remote;
mod run;
mod ship;
mod tour;
mod version;

use cli::Cli;
use error::{Failure, Result};
use exit::Exit;
use output::{Colour, Out};
use run::Run;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    let out = Out::new(cli.globals.json, cli.globals.quiet, cli.globals.color);
    match start(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            out.failure(&failure);
            ExitCode::from(failure.exit.code())
        }
    }
}

fn start(cli: Cli) -> Result {
    let machine = |why: String| Failure::new(Exit::Machine, why);
    rustls::crypto::ring::default_provider()
        .install_default()
        .map_err(|_| machine("the cryptography provider was installed twice".to_owned()))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| machine(format!("no runtime: {error}")))?;
    let run = Run::new(cli.globals)?;
    runtime.block_on(cmd::execute(cli.command, &run))
}

/// Help and version are answers; anything else is a usage error, with a hint for peers' words.
fn refuse(error: &clap::Error) -> ExitCode {
    let word = match (error.kind(), error.get(ContextKind::InvalidSubcommand)) {
        (ErrorKind::InvalidSubcommand, Some(ContextValue::String(word))) => Some(word.as_str()),
        _ => None,
    };
    // What was not understood can't be asked for its flags.
    let json = std::env::args_os().any(|word| word == "--json");
    let out = Out::new(json, false, Colour::Auto);
    if let Some((word, hint)) = word.and_then(|word| Some((word, cli::hint_for(word)?))) {
        let failure = Failure::usage(format!("there is no command `{word}`")).hint(hint);
        out.failure(&failure);
        return ExitCode::from(failure.exit.code());
    }
    if json && error.use_stderr() {
        let text = error.to_string();
        let message = text.lines().next().unwrap_or_default();
        let message = message.strip_prefix("error: ").unwrap_or(message);
        out.failure(&Failure::usage(message).hint("--help says what there is"));
        return ExitCode::from(Exit::Usage.code());
    }
    error.print().ok();
    u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}
