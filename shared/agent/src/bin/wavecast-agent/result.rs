//! What a run came to, from what was told on the way.

use wavecast_agent::{Driver, Outcome};
use wavecast_device::Decision;
use wavecast_device::agent::{Goal, Report};

use crate::exit::Exit;

/// What was told.
#[derive(Debug, Default)]
pub struct Seen {
    refused: bool,
    unreachable: bool,
    disk: bool,
    failed: bool,
}

impl Seen {
    /// Takes note of a report.
    pub fn note(&mut self, report: &Report) {
        match report {
            Report::PollFailed { refused, .. } => {
                self.refused = *refused;
                self.unreachable = !refused;
            }
            Report::Verified { .. } | Report::Unchanged => {
                (self.refused, self.unreachable) = (false, false);
            }
            Report::InstallFailed { local, .. } => {
                self.disk = *local;
                self.unreachable = !local;
            }
            Report::Staged { .. } => (self.disk, self.unreachable) = (false, false),
            Report::Failed { .. } => self.failed = true,
            Report::Confirmed { .. } => self.failed = false,
            _ => {}
        }
    }

    /// The exit code that says it.
    pub fn exit(&self, driver: &Driver, outcome: Outcome) -> Exit {
        match outcome {
            _ if self.failed => Exit::WentBack,
            Outcome::Stopped => Exit::Done,
            _ if self.refused => Exit::Untrusted,
            _ if self.disk => Exit::Disk,
            _ if self.unreachable => Exit::Unreachable,
            Outcome::GaveUp => Exit::Unreachable,
            Outcome::Settled if is_undone(driver) => Exit::Available,
            Outcome::Settled => Exit::Done,
        }
    }
}

fn is_undone(driver: &Driver) -> bool {
    let agent = driver.agent();
    let decided = matches!(
        agent.decision(),
        Some(Decision::Install(_) | Decision::Adopt(_) | Decision::Embedded { .. })
    );
    decided && (driver.goal() == Goal::Check || agent.state().staged.is_some())
}
