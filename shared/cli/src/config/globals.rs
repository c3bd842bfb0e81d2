//! Flags that every command takes.

use std::path::PathBuf;

use wavecast_wire::name::ChannelName;

use super::AppPath;
use crate::output::Colour;

/// Flags that every command takes, and their environment.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Globals {
    /// Results as JSON on stdout; everything else goes to stderr
    #[arg(long, global = true)]
    pub json: bool,
    /// Say what would happen, change nothing
    #[arg(long, global = true)]
    pub dry_run: bool,
    /// With --dry-run, counts how many of these devices would move: an id, or
    /// {"id":…,"attributes":{…}}, a line
    #[arg(long, global = true, value_name = "FILE")]
    pub devices_file: Option<PathBuf>,
    /// Don't ask before devices move
    #[arg(long, short, global = true)]
    pub yes: bool,
    /// Only results, warnings and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// The application, such as acme/lamp
    #[arg(long, global = true, value_name = "ORG/APP", env = "WAVECAST_APP")]
    pub app: Option<AppPath>,
    /// The channel [default: stable]
    #[arg(
        long,
        short,
        global = true,
        value_name = "NAME",
        env = "WAVECAST_CHANNEL"
    )]
    pub channel: Option<ChannelName>,
    /// The server [default: http://127.0.0.1:8080]
    #[arg(long, global = true, value_name = "URL", env = "WAVECAST_URL")]
    pub url: Option<String>,
    /// Where devices read [default: http://127.0.0.1:8090]
    #[arg(long, global = true, value_name = "URL", env = "WAVECAST_EDGE_URL")]
    pub edge_url: Option<String>,
    /// The token for the server; a file is safer
    #[arg(
        long,
        global = true,
        value_name = "TOKEN",
        env = "WAVECAST_TOKEN",
        hide_env_values = true
    )]
    pub token: Option<String>,
    /// The file that holds the token [default: .wavecast/token, here or further up]
    #[arg(long, global = true, value_name = "FILE", env = "WAVECAST_TOKEN_FILE")]
    pub token_file: Option<PathBuf>,
    /// The project's file [default: wavecast.toml, here or further up]
    #[arg(long, global = true, value_name = "FILE", env = "WAVECAST_CONFIG")]
    pub config: Option<PathBuf>,
    /// When to colour
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub color: Colour,
}
