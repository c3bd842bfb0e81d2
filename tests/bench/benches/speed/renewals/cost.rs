//! What AWS bills for it, by list prices of us-east-1. What functions compute isn't in it: that is told
//! by a bill, and no simulation knows it.

use wavecast_engine::testing::counted::Counts;

use super::fleet::Watched;

/// Dollars for one.
const READ_UNIT: f64 = 0.125e-6;
const WRITE_UNIT: f64 = 0.625e-6;
const GET: f64 = 0.4e-6;
const PUT: f64 = 5e-6;
const SIGNATURE: f64 = 3e-6;
const MESSAGE_CALL: f64 = 0.4e-6;
const INVOCATION: f64 = 0.2e-6;
/// Calls of the queue for a message, ten at a time: sent, taken, deleted.
const CALLS: f64 = 0.3;
/// Minutes in 30 days.
const MONTH: f64 = 30.0 * 24.0 * 60.0;

/// Prices of one renewal, and of what a tick reads.
pub struct Cost {
    renewal: f64,
    head_units: f64,
    counts: Counts,
}

impl Cost {
    /// By what one renewal asked, and the bytes of a head.
    pub fn of(counts: Counts, head_bytes: usize) -> Self {
        let kibibytes = (head_bytes as f64 / 1024.0).ceil();
        // In a transaction everything counts twice. The seal and the mark each write the head.
        let reads = counts.keys as f64 + counts.entry_bytes as f64 / 4096.0;
        let renewal = 2.0 * reads * READ_UNIT
            + 2.0 * counts.commits as f64 * kibibytes * WRITE_UNIT
            + counts.object_reads as f64 * GET
            + counts.puts as f64 * PUT
            + counts.signatures as f64 * SIGNATURE
            + CALLS * MESSAGE_CALL
            + INVOCATION / 10.0;
        Self {
            renewal,
            head_units: (head_bytes as f64 / 4096.0).ceil(),
            counts,
        }
    }

    /// Of the ticks, for 30 days of such minutes.
    pub fn ticks(&self, watched: &Watched) -> String {
        let counts = watched.counts;
        let units = counts.pages as f64 + counts.gets as f64;
        let units = units + counts.entries as f64 * self.head_units;
        let dollars = units * READ_UNIT + watched.minutes as f64 * INVOCATION;
        dollars_of(dollars * MONTH / watched.minutes as f64)
    }

    /// Of the renewals, for 30 days of such minutes.
    pub fn renewals(&self, watched: &Watched) -> String {
        let dollars = watched.renewals as f64 * self.renewal;
        dollars_of(dollars * MONTH / watched.minutes as f64)
    }

    /// What one renewal asks, and costs.
    pub fn words(&self) -> String {
        let Counts {
            gets,
            pages,
            commits,
            object_reads,
            puts,
            signatures,
            ..
        } = self.counts;
        format!(
            "One renewal: {gets} reading and {pages} listing of the table, {commits} commits, {object_reads} readings and {puts} writes of the edge, {signatures} signature: {:.1} dollars for a million.",
            self.renewal * 1e6
        )
    }
}

fn dollars_of(dollars: f64) -> String {
    format!("{dollars:.2}")
}
