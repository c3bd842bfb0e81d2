//! How devices go about a release.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use wavecast_client::types;

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
        let said = activate.is_some() || self.downgrade || self.confirm_seconds.is_some();
        said.then(|| types::Policy {
            activate,
            downgrade: self.downgrade.then_some(true),
            confirm_seconds: self.confirm_seconds,
            ..types::Policy::default()
        })
    }

    /// Notes by language.
    pub fn notes(&self) -> BTreeMap<String, String> {
        self.notes
            .iter()
            .map(|text| ("en".to_owned(), text.clone()))
            .collect()
    }
}
