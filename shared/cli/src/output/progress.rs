//! Progress of long work: a bar on a terminal, plain lines elsewhere.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Out;

/// How far some work is.
pub struct Progress {
    bar: Option<ProgressBar>,
}

impl Out {
    /// Counts bytes up to `total`.
    pub fn bytes(&self, label: &str, total: u64) -> Progress {
        self.bar(
            label,
            total,
            "{msg} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}",
        )
    }

    /// Waits for something of unknown length.
    pub fn waiting(&self, label: &str) -> Progress {
        let progress = self.bar(label, 0, "{spinner} {msg} {elapsed}");
        if let Some(bar) = &progress.bar {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        progress
    }

    fn bar(&self, label: &str, total: u64, template: &str) -> Progress {
        let live = std::io::stderr().is_terminal() && !self.quiet();
        if !live {
            self.note(format!("{label} …"));
            return Progress { bar: None };
        }
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸ "));
        }
        bar.set_message(label.to_owned());
        Progress { bar: Some(bar) }
    }
}

impl Progress {
    /// So much more is done.
    pub fn add(&self, done: u64) {
        if let Some(bar) = &self.bar {
            bar.inc(done);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
