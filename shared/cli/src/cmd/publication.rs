//! `wavecast publication`.

use std::time::Duration;

use clap::Subcommand;
use wavecast_client::types;

use super::act::{publication_line, settled};
use crate::error::Result;
use crate::output::{Cell, Table};
use crate::run::Run;

/// Publications: whole states of a channel at the edge
#[derive(Debug, Subcommand)]
pub enum Publication {
    /// Waits until a publication is at the edge
    Watch {
        /// Its id
        id: String,
        /// Seconds to wait at most
        #[arg(long, value_name = "SECONDS", default_value_t = 600)]
        timeout: u64,
    },
    /// Shows a publication as it stands
    Show {
        /// Its id
        id: String,
    },
    /// Lists a channel's publications, the newest first
    List {
        /// At most so many
        #[arg(long, default_value_t = 20, value_name = "N")]
        limit: usize,
    },
}

impl Publication {
    pub async fn run(self, run: &Run) -> Result {
        let (app, channel) = run.place()?;
        match self {
            Self::Watch { id, timeout } => {
                let progress = run.out.waiting("waiting for the edge");
                let found = app
                    .publication(&channel, &id, Duration::from_secs(timeout))
                    .await?;
                drop(progress);
                show(run, &found)?;
                settled(std::slice::from_ref(&found))
            }
            Self::Show { id } => show(run, &app.publication(&channel, &id, Duration::ZERO).await?),
            Self::List { limit } => {
                let found = app.publications(&channel, limit).await?;
                run.out.result(&found, |out| {
                    let mut table = Table::new(&[
                        "publication",
                        ">seq",
                        "wanted",
                        "published",
                        "cdn",
                        "trouble",
                    ]);
                    for one in &found {
                        table.row([
                            Cell::from(&one.id),
                            Cell::from(
                                one.seq
                                    .map_or_else(|| "–".to_owned(), |seq| seq.to_string()),
                            ),
                            Cell::from(&one.wanted),
                            Cell::from(one.published.as_deref().unwrap_or("–")),
                            Cell::from(
                                one.cdn
                                    .as_ref()
                                    .map_or_else(|| "–".to_owned(), |cdn| cdn.state.to_string()),
                            ),
                            Cell::from(trouble(one).unwrap_or_default()),
                        ]);
                    }
                    out.table(&table);
                })
            }
        }
    }
}

/// Why it is pending, or why the CDN wasn't told.
fn trouble(one: &types::Publication) -> Option<&str> {
    let of_cdn = || one.cdn.as_ref()?.trouble.as_deref();
    one.trouble.as_deref().or_else(of_cdn)
}

fn show(run: &Run, publication: &types::Publication) -> Result {
    run.out.result(publication, |out| {
        out.line(publication_line(out, publication))
    })
}
