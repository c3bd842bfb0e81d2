//! How devices go about a release.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use wavecast_client::types;
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::Version;

/// How devices go about the release.
#[derive(Debug, Args)]
#[command(next_help_heading = "How devices go about it")]
pub struct PolicyFlags {
    /// When devices activate it
    #[arg(long, value_enum, value_name = "WHEN")]
    activate: Option<When>,
    /// Let devices go to a lower version
    #[arg(long)]
    downgrade: bool,
    /// Seconds in which it must confirm its health
    #[arg(long, value_name = "SECONDS")]
    confirm_seconds: Option<u32>,
    /// Devices that run less than this version install it before they go on
    #[arg(long, value_name = "VERSION")]
    force_below: Option<Version>,
    /// Devices with a binary below this version are sent to the store
    #[arg(long, value_name = "VERSION", requires = "store_url")]
    least_binary: Option<Version>,
    /// Where to get a newer binary
    #[arg(long, value_name = "URL")]
    store_url: Option<String>,
    /// Local times of day in which it may activate, such as 01:00-05:00
    #[arg(long, value_name = "HH:MM-HH:MM")]
    window: Option<String>,
    /// Ask a person before it activates
    #[arg(long)]
    ask: bool,
    /// After this neither window nor question holds it back
    #[arg(long, value_name = "TIME")]
    deadline: Option<Timestamp>,
    /// What's new, in English
    #[arg(long, value_name = "TEXT")]
    notes: Option<String>,
}

/// When devices activate a release.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum When {
    /// At the next start of the app or device
    NextStart,
    /// When nobody uses it
    Idle,
    /// At once
    Now,
}

impl PolicyFlags {
    /// What is said of the policy; `None` for nothing.
    pub fn policy(&self) -> Option<types::Policy> {
        let activate = self.activate.map(|when| match when {
            When::NextStart => types::Activate::NextStart,
            When::Idle => types::Activate::Idle,
            When::Now => types::Activate::Now,
        });
        let policy = types::Policy {
            activate,
            downgrade: self.downgrade.then_some(true),
            confirm_seconds: self.confirm_seconds,
            force_below: self.force_below.as_ref().map(ToString::to_string),
            least_binary: self.least_binary.as_ref().map(ToString::to_string),
            store_url: self.store_url.clone(),
            window: self.window.clone(),
            ask: self.ask.then_some(true),
            deadline: self.deadline.map(|deadline| deadline.to_string()),
        };
        let said = serde_json::to_value(&policy).is_ok_and(|said| said != serde_json::json!({}));
        said.then_some(policy)
    }

    /// Notes by language.
    pub fn notes(&self) -> BTreeMap<String, String> {
        self.notes
            .iter()
            .map(|text| ("en".to_owned(), text.clone()))
            .collect()
    }
}
