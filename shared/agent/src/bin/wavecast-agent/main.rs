//! `wavecast-agent`: one device that follows a channel.

mod cli;
mod exit;
mod output;
mod result;
mod status;

use std::process::ExitCode;

use clap::Parser as _;
use wavecast_agent::{AgentError, Driver, Hooks, Options, Outcome};
use wavecast_device::agent::{Goal, Report};

use cli::{Cli, Command, RunArgs};
use exit::Exit;
use output::Printer;
use result::Seen;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let follows = matches!(&cli.command, Command::Run(args) if !args.once);
    let printer = Printer {
        json: cli.json,
        follows,
    };
    // Only fails when another provider was installed before, and this is the first line.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match execute(&cli, &printer) {
        Ok(exit) => exit.into(),
        Err(error) => {
            printer.error(&error.to_string());
            Exit::of(&error).into()
        }
    }
}

fn execute(cli: &Cli, printer: &Printer) -> Result<Exit, AgentError> {
    let options = match &cli.command {
        Command::Status => return status::print(cli, printer),
        Command::Run(RunArgs { once, hooks }) => Options {
            goal: Goal::Run,
            once: *once,
            approve: false,
            hooks: hooks.into(),
        },
        Command::Apply { hooks } => Options {
            goal: Goal::Run,
            once: true,
            approve: true,
            hooks: hooks.into(),
        },
        Command::Check => Options {
            goal: Goal::Check,
            once: true,
            ..Options::default()
        },
        Command::Download => Options {
            goal: Goal::Download,
            once: true,
            ..Options::default()
        },
    };
    drive(cli, printer, options)
}

fn drive(cli: &Cli, printer: &Printer, options: Options) -> Result<Exit, AgentError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|source| AgentError::Io {
            path: "the runtime".into(),
            source,
        })?;
    let mut driver = Driver::open(&cli.config, &cli.data, options)?;
    let mut seen = Seen::default();
    let mut tell = |report: &Report| {
        seen.note(report);
        printer.report(report);
    };
    let outcome = runtime.block_on(driver.run(stopped(), &mut tell))?;
    let exit = seen.exit(&driver, outcome);
    if outcome != Outcome::Stopped {
        printer.result(&driver, exit);
    }
    Ok(exit)
}

/// Ready when somebody wants the agent to end: Ctrl-C or SIGTERM.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

impl From<&cli::HookArgs> for Hooks {
    fn from(args: &cli::HookArgs) -> Self {
        Self {
            on_activate: args.on_activate.clone(),
            health: args.health.clone(),
        }
    }
}
