//! Measures in CloudWatch's embedded format: a line of the log that CloudWatch counts.

use std::io::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

/// What is measured. The alarms of `cdk/lib/watch` read these names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Measure {
    /// Seconds since the oldest publication that isn't at the edge was wanted.
    OldestPending,
    /// Channels whose edge is ahead of the ledger.
    FencedChannels,
    /// Objects of the edge that were missing or damaged, and were mended.
    EdgeDamage,
    /// Channels that should have been renewed a day ago.
    OverdueRenewals,
    /// Groups of due things, of 16, that the tick couldn't read whole.
    UnreadShards,
    /// Calls that AWS refuses until somebody changes a setting.
    RefusedByAws,
}

impl Measure {
    fn name(self) -> &'static str {
        match self {
            Self::OldestPending => "OldestPendingSeconds",
            Self::FencedChannels => "FencedChannels",
            Self::EdgeDamage => "EdgeDamage",
            Self::OverdueRenewals => "OverdueRenewals",
            Self::UnreadShards => "UnreadShards",
            Self::RefusedByAws => "RefusedByAws",
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Self::OldestPending => "Seconds",
            _ => "Count",
        }
    }
}

/// Measures one stage.
#[derive(Clone, Debug)]
pub struct Meter {
    stage: String,
}

impl Meter {
    /// Measures a stage.
    #[must_use]
    pub fn new(stage: &str) -> Self {
        let stage = stage.to_owned();
        Self { stage }
    }

    /// Tells values, all of this moment.
    pub fn tell(&self, values: &[(Measure, u64)]) {
        if values.is_empty() {
            return;
        }
        let millis = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_millis());
        let line = self.line(values, u64::try_from(millis).unwrap_or(u64::MAX));
        // A measure that can't be told is missing, which the alarms of the tick notice.
        let _ = writeln!(std::io::stdout().lock(), "{line}");
    }

    /// Tells how many calls AWS refused since this was asked last, if any.
    pub fn refusals(&self) {
        let refused = wavecast_aws::refusals();
        if refused > 0 {
            self.tell(&[(Measure::RefusedByAws, refused)]);
        }
    }

    fn line(&self, values: &[(Measure, u64)], millis: u64) -> Value {
        let metrics = values.iter().map(|(measure, _)| {
            let (name, unit) = (measure.name(), measure.unit());
            json!({"Name": name, "Unit": unit})
        });
        let mut line = json!({
            "_aws": {
                "Timestamp": millis,
                "CloudWatchMetrics": [{
                    "Namespace": "Wavecast",
                    "Dimensions": [["stage"]],
                    "Metrics": metrics.collect::<Vec<_>>(),
                }],
            },
            "stage": self.stage,
        });
        for (measure, value) in values {
            line[measure.name()] = json!(value);
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As AWS's specification of the embedded metric format has it.
    #[test]
    fn a_line_is_what_cloudwatch_reads() {
        let values = [(Measure::OldestPending, 61), (Measure::FencedChannels, 0)];
        let expected = json!({
            "_aws": {
                "Timestamp": 1_795_251_600_000_u64,
                "CloudWatchMetrics": [{
                    "Namespace": "Wavecast",
                    "Dimensions": [["stage"]],
                    "Metrics": [
                        {"Name": "OldestPendingSeconds", "Unit": "Seconds"},
                        {"Name": "FencedChannels", "Unit": "Count"},
                    ],
                }],
            },
            "stage": "dev",
            "OldestPendingSeconds": 61,
            "FencedChannels": 0,
        });
        assert_eq!(Meter::new("dev").line(&values, 1_795_251_600_000), expected);
    }
}
