//! All output of the binary: events, results, errors; for people or as JSON.

use std::io::Write as _;

use serde_json::json;
use wavecast_agent::Driver;
use wavecast_device::Installed;
use wavecast_device::agent::{Gate, Report};
use wavecast_wire::time::Timestamp;

use crate::exit::Exit;
use crate::status::{installed_json, staged_json};

/// Writes to standard output and standard error.
pub struct Printer {
    /// One JSON object per line instead of text.
    pub json: bool,
    /// Whether the process goes on, so that a next try is its own.
    pub follows: bool,
}

impl Printer {
    /// One event.
    pub fn report(&self, report: &Report) {
        if self.json {
            self.line(&serde_json::to_string(report).unwrap_or_default());
        } else if let Some((word, rest)) = sentence(report, self.follows) {
            self.line(format!("{word:<12} {rest}").trim_end());
        }
    }

    /// What a run came to.
    pub fn result(&self, driver: &Driver, exit: Exit) {
        let state = driver.agent().state();
        if self.json {
            let result = json!({
                "event": "result",
                "exit": exit as u8,
                "running": state.device.running.as_ref().map(installed_json),
                "staged": state.staged.as_ref().map(staged_json),
            });
            return self.line(&result.to_string());
        }
        let running = state.device.running.as_ref().map_or_else(
            || "runs what shipped in the binary".into(),
            |Installed {
                 release, package, ..
             }| { format!("runs {} (release {release})", package.version()) },
        );
        self.line(&match (exit, &state.staged) {
            (Exit::Available, Some(staged)) => {
                let version = staged.install.package.version();
                format!("{running}; {version} is staged: wavecast-agent apply runs it now")
            }
            (Exit::Available, None) => {
                format!("{running}; there is something to install: wavecast-agent run does it")
            }
            (Exit::WentBack, _) => {
                format!("{running}; wavecast release retry sends the failed release again")
            }
            _ => running,
        });
    }

    /// Why it ended early.
    pub fn error(&self, why: &str) {
        // Where even standard error is gone, the exit code is left.
        let _ = if self.json {
            writeln!(
                std::io::stderr(),
                "{}",
                json!({ "event": "error", "why": why })
            )
        } else {
            writeln!(std::io::stderr(), "error: {why}")
        };
    }

    /// One line; a reader that went away is no reason to stop updating a device.
    pub fn line(&self, text: &str) {
        let _ = writeln!(std::io::stdout(), "{text}");
    }
}

/// A word and the rest; `None` for what people needn't read.
fn sentence(report: &Report, follows: bool) -> Option<(&'static str, String)> {
    Some(match report {
        Report::Verified { seq } => ("verified", format!("publication {seq}")),
        Report::Unchanged => ("unchanged", String::new()),
        Report::Root { version } => ("root", format!("{version} is trusted now")),
        Report::PollFailed {
            why,
            retry_at,
            refused: true,
        } => ("refused", retried(why, *retry_at, follows)),
        Report::PollFailed {
            why,
            retry_at,
            refused: false,
        } => ("no answer", retried(why, *retry_at, follows)),
        Report::Expired { why } => ("expired", why.clone()),
        Report::Keep { why } => ("keep", why.clone()),
        Report::Hold { why } => ("hold", format!("{why}; a newer wavecast-agent may")),
        Report::Moved { to } => ("moved", format!("follows {to} now")),
        Report::MoveRefused { to, why } => {
            ("stays", format!("the channel moved to {to}, but {why}"))
        }
        Report::Retired => ("retired", "the channel ended; what runs goes on".into()),
        Report::Available {
            release,
            version,
            bytes,
        } => (
            "available",
            format!("{version} (release {release}), {}", size(*bytes)),
        ),
        Report::Downloading { files, bytes, .. } => {
            let plural = if *files == 1 { "" } else { "s" };
            (
                "downloading",
                format!("{files} file{plural}, {}", size(*bytes)),
            )
        }
        Report::InstallFailed { why, retry_at, .. } => {
            ("waiting", retried(why, *retry_at, follows))
        }
        Report::Staged { version, slot, .. } => ("staged", format!("{version} in slot {slot}")),
        Report::Waiting { gate, .. } => ("waiting", waits_for(*gate).into()),
        Report::Activated {
            version, seconds, ..
        } => ("activated", format!("{version}, on trial for {seconds} s")),
        Report::Confirmed { version, .. } => ("confirmed", version.to_string()),
        Report::Failed { version, why, .. } => ("failed", format!("{version}: {why}")),
        Report::WentBack {
            release: Some(release),
        } => ("went back", format!("to release {release}")),
        Report::WentBack { release: None } => ("went back", "to what shipped in the binary".into()),
        Report::Adopted { release } => {
            ("adopted", format!("the same package, as release {release}"))
        }
        Report::Left { release } => ("left", format!("release {release}")),
        Report::Complete { .. } => ("complete", "all lazy files are here".into()),
        Report::StoreUpdate { least, store_url } => {
            let store = store_url.as_deref().unwrap_or("the store");
            (
                "binary",
                format!("this release wants {least} or later; get it from {store}"),
            )
        }
        Report::MustUpdate { below } => (
            "must update",
            format!("versions below {below} may not go on"),
        ),
    })
}

fn retried(why: &str, at: Timestamp, follows: bool) -> String {
    if follows {
        format!("{why}; next try at {at}")
    } else {
        why.into()
    }
}

fn waits_for(gate: Gate) -> &'static str {
    match gate {
        Gate::NextStart => "for the next start of the agent",
        Gate::Idle => "for an idle moment",
        Gate::Window => "for the release's window",
        Gate::Approval => "for somebody's word: wavecast-agent apply",
        Gate::FreshPoll => "for a verified poll that is younger than a day",
    }
}

/// Bytes for people.
#[allow(clippy::cast_precision_loss, reason = "one decimal is shown")]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}
