//! `wavecast audit`.

use clap::Subcommand;

use crate::error::Result;
use crate::output::{Cell, Table, Tone};
use crate::run::Run;

/// The audit trail: who changed what, when
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Lists what happened, the newest first; --channel narrows it
    List {
        /// At most so many
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: usize,
    },
}

impl Audit {
    pub async fn run(self, run: &Run) -> Result {
        let Self::List { limit } = self;
        let app = run.app()?;
        let channel = run.config.globals.channel.as_ref().map(ToString::to_string);
        let events = app.events(channel.as_deref(), limit).await?;
        run.out.result(&events, |out| {
            let mut table = Table::new(&["when", "who", "verb", "subject", "change"]);
            for event in &events {
                let change = |change: &wavecast_client::types::Change| {
                    let side =
                        |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
                    format!(
                        "{} {} → {}",
                        change.field,
                        side(&change.before),
                        side(&change.after)
                    )
                };
                // What is new has nothing before it; --json has all of it.
                let changed = event
                    .changes
                    .iter()
                    .filter(|change| change.before.is_some());
                let changes: Vec<String> = changed.map(change).collect();
                table.row([
                    Cell::from(&event.at),
                    Cell::from(&event.actor.name),
                    Cell::toned(Tone::Strong, &event.verb),
                    Cell::from(&event.subject),
                    Cell::from(changes.join(", ")),
                ]);
            }
            out.table(&table);
        })
    }
}
