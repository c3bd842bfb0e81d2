//! The log: one JSON object a line, which Lambda takes from standard output.

use std::str::FromStr as _;

use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::trace;

/// Starts the log. `WAVECAST_LOG` filters it, such as `debug` or `info,wavecast_api=debug`.
pub(crate) fn start() {
    let asked = std::env::var("WAVECAST_LOG").unwrap_or_default();
    let (filter, wrong) = filter(&asked);
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_span_list(false)
        .with_writer(std::io::stdout);
    let (spans, unusable) = trace::layer();
    // Fails when there is one already, which is as good.
    let _ = tracing_subscriber::registry()
        .with(spans)
        .with(lines.with_filter(filter))
        .try_init();
    if let Some(wrong) = wrong {
        tracing::warn!(wrong, "WAVECAST_LOG can't be read; info is logged");
    }
    if let Some(wrong) = unusable {
        tracing::warn!(wrong, "nothing is traced");
    }
}

/// What is logged, and what of it couldn't be read.
fn filter(asked: &str) -> (Targets, Option<String>) {
    let info = || Targets::new().with_default(LevelFilter::INFO);
    if asked.trim().is_empty() {
        return (info(), None);
    }
    match Targets::from_str(asked.trim()) {
        Ok(targets) => (targets, None),
        Err(error) => (info(), Some(format!("{asked}: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_parts_are_read_and_nonsense_is_told() {
        let (by_default, wrong) = filter(" ");
        assert_eq!(
            (by_default.default_level(), wrong),
            (Some(LevelFilter::INFO), None)
        );
        let (parts, wrong) = filter("warn,wavecast_api=debug");
        assert!(parts.would_enable("wavecast_api::frame", &tracing::Level::DEBUG));
        assert!(!parts.would_enable("hyper", &tracing::Level::INFO));
        assert_eq!(wrong, None);
        let (kept, wrong) = filter("wavecast_api=loud");
        assert_eq!(kept.default_level(), Some(LevelFilter::INFO));
        assert!(wrong.is_some_and(|wrong| wrong.starts_with("wavecast_api=loud: ")));
    }
}
