//! Shows a fleet: a table that lives on a terminal, one line per change elsewhere.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use super::census::{Census, Count, Release};
use crate::output::{Cell, Out, Table, Tone};

/// Between two lines into a file, at least: a change is told once it has some weight.
const LINE_EVERY: Duration = Duration::from_millis(900);

/// Shows a fleet.
pub struct Board {
    out: Out,
    live: bool,
    /// Lines of the table on the terminal now.
    drawn: usize,
    told: Option<(Duration, Census)>,
}

impl Board {
    /// For this run's streams.
    pub fn new(out: Out) -> Self {
        let live = std::io::stdout().is_terminal() && !out.is_json();
        Self {
            out,
            live,
            drawn: 0,
            told: None,
        }
    }

    /// Shows a moment, if something changed.
    pub fn show(&mut self, at: Duration, census: &Census) {
        let same = self.told.as_ref().is_some_and(|(_, told)| told == census);
        let soon = self
            .told
            .as_ref()
            .is_some_and(|(told, _)| at < *told + LINE_EVERY);
        if same || (soon && !self.live) {
            return;
        }
        self.tell(at, census);
    }

    /// Shows a moment for good, and lets the next output stand beneath it.
    pub fn settle(&mut self, at: Duration, census: &Census) {
        if self.told.as_ref().is_none_or(|(_, told)| told != census) {
            self.tell(at, census);
        }
        self.drawn = 0;
        self.told = None;
    }

    fn tell(&mut self, at: Duration, census: &Census) {
        if self.out.is_json() {
            let moment = serde_json::json!({"seconds": at.as_secs_f64(), "fleet": census});
            self.out.json(&moment).ok();
        } else if self.live {
            self.draw(census);
        } else {
            self.out.line(line(at, census));
        }
        self.told = Some((at, census.clone()));
    }

    fn draw(&mut self, census: &Census) {
        if self.drawn > 0 {
            // Up to the first line of the table, and clear from there.
            self.out
                .raw(format!("\u{1b}[{}A\u{1b}[J", self.drawn).as_bytes());
        }
        let table = table(census);
        self.out.table(&table);
        self.drawn = table.height();
        std::io::stdout().flush().ok();
    }
}

fn name(release: &Release) -> &str {
    if release.version.is_empty() {
        "as shipped"
    } else {
        &release.version
    }
}

fn table(census: &Census) -> Table {
    let mut table = Table::new(&[
        "release",
        "",
        ">installed",
        ">trial",
        ">staged",
        ">failed",
        ">offline",
    ]);
    for (release, count) in &census.releases {
        let number = |n: u64, tone| {
            if n == 0 {
                Cell::from("·")
            } else {
                Cell::toned(tone, n)
            }
        };
        table.row([
            Cell::toned(Tone::Strong, name(release)),
            Cell::toned(
                Tone::Good,
                bar(count.installed + count.trial, census.devices),
            ),
            number(count.installed, Tone::Good),
            number(count.trial, Tone::Warn),
            number(count.staged, Tone::Plain),
            number(count.failed, Tone::Bad),
            number(count.offline, Tone::Faint),
        ]);
    }
    table
}

/// A bar of at most 24 places; whoever is there has at least one.
fn bar(part: u64, whole: u64) -> String {
    let places = if part == 0 {
        0
    } else {
        (part * 24 / whole.max(1)).max(1)
    };
    let places = usize::try_from(places).unwrap_or(24);
    format!("{}{}", "█".repeat(places), " ".repeat(24 - places.min(24)))
}

/// One moment as a line: `  12.3s  1.0.0 898 · 1.1.0 90 (+12 on trial) · offline 100`.
fn line(at: Duration, census: &Census) -> String {
    let part = |(release, count): (&Release, &Count)| {
        let mut part = format!("{} {}", name(release), count.installed);
        for (n, what) in [
            (count.trial, "on trial"),
            (count.staged, "staged"),
            (count.failed, "failed"),
        ] {
            if n > 0 {
                part.push_str(&format!(" ({n} {what})"));
            }
        }
        part
    };
    let parts: Vec<String> = census.releases.iter().map(part).collect();
    format!(
        "{:7.1}s  {} · offline {}",
        at.as_secs_f64(),
        parts.join(" · "),
        census.offline
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_line() {
        let release = |version: &str| Release {
            version: version.into(),
            id: "01K".into(),
        };
        let census = Census {
            devices: 1000,
            offline: 100,
            releases: [
                (
                    release("1.0.0"),
                    Count {
                        installed: 898,
                        ..Count::default()
                    },
                ),
                (
                    release("1.1.0"),
                    Count {
                        installed: 90,
                        trial: 12,
                        failed: 3,
                        ..Count::default()
                    },
                ),
            ]
            .into(),
        };
        assert_eq!(
            line(Duration::from_millis(12_345), &census),
            "   12.3s  1.0.0 898 · 1.1.0 90 (12 on trial) (3 failed) · offline 100"
        );
        assert_eq!(bar(0, 1000).trim(), "");
        assert_eq!(bar(1, 1000).trim(), "█");
        assert_eq!(bar(1000, 1000).chars().count(), 24);
    }
}
