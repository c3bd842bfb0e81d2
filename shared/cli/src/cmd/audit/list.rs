//! What happened, for people to read.

use std::time::Duration;

use wavecast_client::types::{Change, Event};

use crate::error::Result;
use crate::output::{Cell, Table, Tone};
use crate::remote::Trail;
use crate::run::Run;

/// Between two looks at what is new.
const PAUSE: Duration = Duration::from_secs(2);

pub async fn list(run: &Run, trail: &Trail, limit: usize) -> Result {
    let channel = run.config.globals.channel.as_ref().map(ToString::to_string);
    let events = trail.events(channel.as_deref(), limit).await?;
    run.out.result(&events, |out| out.table(&table(&events)))
}

/// The last events, the oldest first; then those that come.
pub async fn tail(run: &Run, trail: &Trail, lines: usize, follow: bool) -> Result {
    let channel = run.config.globals.channel.as_ref().map(ToString::to_string);
    let mut seen = 0;
    let mut limit = lines;
    loop {
        let mut events = trail.events(channel.as_deref(), limit).await?;
        events.retain(|event| event.revision > seen);
        events.reverse();
        if let Some(last) = events.last() {
            seen = last.revision;
        }
        for event in &events {
            // One object a line, so that a script can follow too.
            run.out.result(event, |out| out.line(said(event)))?;
        }
        if !follow {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
        // More than so many in two seconds is more than anybody reads.
        limit = lines.max(200);
    }
}

fn said(event: &Event) -> String {
    let (at, who) = (&event.at, &event.actor.name);
    let (verb, subject, changes) = (&event.verb, &event.subject, changes(event));
    let line = format!("{at}  {who}  {verb}  {subject}  {changes}");
    line.trim_end().to_owned()
}

/// Events as people read them.
pub fn table(events: &[Event]) -> Table {
    let mut table = Table::new(&["when", "who", "verb", "subject", "change"]);
    for event in events {
        table.row([
            Cell::from(&event.at),
            Cell::from(&event.actor.name),
            Cell::toned(Tone::Strong, &event.verb),
            Cell::from(&event.subject),
            Cell::from(changes(event)),
        ]);
    }
    table
}

/// What is new has nothing before it; --json has all of it.
fn changes(event: &Event) -> String {
    let change = |change: &Change| {
        let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
        let (before, after) = (side(&change.before), side(&change.after));
        format!("{} {before} → {after}", change.field)
    };
    let changed = event.changes.iter();
    let changed = changed.filter(|change| change.before.is_some());
    changed.map(change).collect::<Vec<_>>().join(", ")
}
