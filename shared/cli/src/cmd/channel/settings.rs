//! Settings of a channel, as flags.

use clap::Args;
use wavecast_client::types;

/// Settings of a channel.
#[derive(Debug, Args)]
pub struct SettingsFlags {
    /// Poll interval while nothing moves
    #[arg(long, value_name = "SECONDS")]
    poll_idle: Option<u32>,
    /// Poll interval while something moves and for a day after; at most 900
    #[arg(long, value_name = "SECONDS")]
    poll_active: Option<u32>,
    /// Spread of the interval, in hundredths of a percent
    #[arg(long, value_name = "PERMYRIAD")]
    jitter: Option<u16>,
    /// How long a timestamp is good: the freeze window
    #[arg(long, value_name = "SECONDS")]
    timestamp_lifetime: Option<u32>,
    /// How long snapshot and targets are good
    #[arg(long, value_name = "SECONDS")]
    targets_lifetime: Option<u32>,
    /// How long a root is good
    #[arg(long, value_name = "SECONDS")]
    root_lifetime: Option<u32>,
}

impl SettingsFlags {
    /// What is said of them.
    pub fn input(&self) -> types::ChannelSettingsInput {
        types::ChannelSettingsInput {
            poll_idle: self.poll_idle,
            poll_active: self.poll_active,
            jitter: self.jitter.map(Into::into),
            timestamp_lifetime: self.timestamp_lifetime,
            targets_lifetime: self.targets_lifetime,
            root_lifetime: self.root_lifetime,
        }
    }
}
