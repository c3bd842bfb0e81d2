//! Whether a deployment is as it must be, and what to mend: the checks behind
//! `wavecast doctor --aws`.
//!
//! Everything is looked at, whatever else is wrong. Only two checks write, and both clear up after
//! themselves: the probe of the edge bucket, and a seed that is sealed and opened again.

mod buckets;
mod keys;
mod rest;
mod table;

use wavecast_engine::port::PortError;

use crate::backend::Backend;

/// One thing that was looked at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// What: a setting, or a property of what it names.
    pub what: String,
    /// How it is.
    pub state: State,
}

/// How something is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum State {
    /// As it must be.
    Good,
    /// It works, and should be better: what and why.
    Advice(String),
    /// It must be mended: what is wrong, and the way out.
    Mend(String),
}

/// What was found, in the order in which it was looked at.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
    /// Everything.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing must be mended.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| !matches!(finding.state, State::Mend(_)))
    }

    fn good(&mut self, what: &str) {
        self.note(what, State::Good);
    }

    fn note(&mut self, what: &str, state: State) {
        let what = what.to_owned();
        self.findings.push(Finding { what, state });
    }

    /// Good, or what must be mended.
    fn must(&mut self, what: &str, holds: bool, else_mend: &str) {
        let mend = || State::Mend(else_mend.to_owned());
        self.note(what, if holds { State::Good } else { mend() });
    }

    /// Good, or what should be better.
    fn should(&mut self, what: &str, holds: bool, else_advise: &str) {
        let advise = || State::Advice(else_advise.to_owned());
        self.note(what, if holds { State::Good } else { advise() });
    }

    /// What was asked for, unless that failed.
    fn ask<T>(&mut self, what: &str, result: Result<T, PortError>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.note(what, State::Mend(error.to_string()));
                None
            }
        }
    }
}

impl Backend {
    /// Looks at every part of the deployment.
    pub async fn examine(&self) -> Report {
        let mut report = Report::default();
        self.examine_identity(&mut report).await;
        self.examine_table(&mut report).await;
        self.examine_buckets(&mut report).await;
        self.examine_keys(&mut report).await;
        self.examine_rest(&mut report).await;
        report
    }
}
