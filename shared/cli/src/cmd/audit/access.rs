//! What was seen of an organization beside its changes, for people to read.

use std::time::Duration;

use wavecast_domain::principal::Principal;
use wavecast_domain::sighting::Seen;

use crate::error::{Failure, Result};
use crate::output::{Cell, Table, Tone, count};
use crate::remote::Trail;
use crate::run::Run;

/// Between two looks at what is new.
const PAUSE: Duration = Duration::from_secs(2);

pub async fn list(run: &Run, trail: &Trail, limit: usize) -> Result {
    let seen = newest(trail, limit).await?;
    run.out.result(&seen, |out| out.table(&table(&seen)))
}

/// The last that was seen, the oldest first; then what comes.
pub async fn tail(run: &Run, trail: &Trail, lines: usize, follow: bool) -> Result {
    let mut last = 0;
    let mut limit = lines;
    loop {
        let mut seen = newest(trail, limit).await?;
        seen.retain(|one| one.revision > last);
        seen.reverse();
        last = seen.last().map_or(last, |one| one.revision);
        for one in &seen {
            // One object a line, so that a script can follow too.
            run.out.result(one, |out| out.line(said(one)))?;
        }
        if !follow {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
        // More than so many in two seconds is more than anybody reads.
        limit = lines.max(200);
    }
}

/// The newest first, at most so many.
async fn newest(trail: &Trail, limit: usize) -> Result<Vec<Seen>> {
    let (mut seen, mut cursor) = (Vec::new(), None);
    while seen.len() < limit {
        let part = trail.newest(cursor.as_deref()).await?;
        for line in &part.lines {
            let one = serde_json::from_str(line)
                .map_err(|error| Failure::failed(format!("the answer is none: {error}")))?;
            seen.push(one);
        }
        cursor = part.next;
        if cursor.is_none() {
            break;
        }
    }
    seen.truncate(limit);
    Ok(seen)
}

fn who(one: &Seen) -> String {
    match (&one.seen.actor, &one.seen.token) {
        // As the trail calls it.
        (Some(Principal::Bootstrap), _) => "bootstrap token".to_owned(),
        (Some(actor), _) => actor.to_string(),
        (None, Some(token)) => format!("token {token}"),
        (None, None) => "–".to_owned(),
    }
}

fn what(one: &Seen) -> String {
    let seen = &one.seen;
    let mut what = seen.subject.clone();
    if let Some(why) = &seen.why {
        what += &format!(": {why}");
    }
    if !seen.keys.is_empty() {
        what += &format!(
            " by {}",
            count(u64::try_from(seen.keys.len()).unwrap_or(u64::MAX), "key")
        );
    }
    if seen.times > 1 {
        what += &format!(", {} times at least", seen.times);
    }
    what
}

fn said(one: &Seen) -> String {
    let (seen, who, what) = (&one.seen, who(one), what(one));
    let kind = seen.kind.word();
    match &seen.source {
        Some(source) => format!("{}  {who}  from {source}  {kind}  {what}", seen.at),
        None => format!("{}  {who}  {kind}  {what}", seen.at),
    }
}

fn table(all: &[Seen]) -> Table {
    let mut table = Table::new(&["when", "who", "from", "kind", "what"]);
    for one in all {
        table.row([
            Cell::from(one.seen.at.to_string()),
            Cell::from(who(one)),
            Cell::from(one.seen.source.clone().unwrap_or_default()),
            Cell::toned(Tone::Strong, one.seen.kind.word()),
            Cell::from(what(one)),
        ]);
    }
    table
}
