//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Follow a channel: verify, download, stage, activate, confirm; go back when a release fails.
#[derive(Debug, Parser)]
#[command(name = "wavecast-agent", version, after_help = EXIT_CODES)]
pub struct Cli {
    /// What the device is provisioned with; `wavecast device config` writes it.
    #[arg(
        long,
        global = true,
        env = "WAVECAST_DEVICE_CONFIG",
        default_value = "wavecast-device.json"
    )]
    pub config: PathBuf,
    /// Where the device keeps its state and its slots; made at the first start.
    #[arg(
        long,
        global = true,
        env = "WAVECAST_DEVICE_DATA",
        default_value = "wavecast-data"
    )]
    pub data: PathBuf,
    /// Print one JSON object per event, and a last one with the result.
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Follow the channel until told to stop.
    Run(RunArgs),
    /// Ask once whether there is something to install, and install nothing.
    Check,
    /// Fetch and stage what there is to install, and activate nothing.
    Download,
    /// Activate what is staged or there is to install now, agreeing to whatever its policy asks.
    Apply {
        /// The operator's commands.
        #[command(flatten)]
        hooks: HookArgs,
    },
    /// Say what runs, what is staged and what is remembered, without asking the edge.
    Status,
}

/// How `run` runs.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// End when nothing is left to do now.
    #[arg(long)]
    pub once: bool,
    /// The operator's commands.
    #[command(flatten)]
    pub hooks: HookArgs,
}

/// The operator's commands; each is run by `sh -c` with WAVECAST_SLOT, WAVECAST_RELEASE,
/// WAVECAST_VERSION and more in its environment.
#[derive(Debug, Args)]
pub struct HookArgs {
    /// Run after every switch of the slot, forward and back; if it fails, the device goes back.
    #[arg(long, value_name = "CMD")]
    pub on_activate: Option<String>,
    /// Run after activation, again and again, until it exits with 0: then the release is
    /// confirmed. If it never does in time, the device goes back.
    #[arg(long, value_name = "CMD")]
    pub health: Option<String>,
}

const EXIT_CODES: &str = "\
Exit codes:
  0   done; check: up to date
  2   the command line is wrong
  3   the configuration or the data directory can't be used
  4   the edge can't be reached or gave nothing useful; try again later
  5   the edge's metadata is not trusted: expired, wrongly signed, of another channel
  6   the release failed, and the device went back to what ran before
  7   the disk is full or broken
  10  check: there is something to install; others: something is staged and waits";
