//! The trail as a chain: exported, and verified.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use wavecast_domain::trail::{Broken, Chain, Link};
use wavecast_wire::hash::Sha256;

use crate::error::{Failure, Result};
use crate::output::count;
use crate::remote::Trail;
use crate::run::Run;

/// Bytes of a line that is read from a file: no event has as many.
const LINE_BYTES: u64 = 1024 * 1024;

/// What was verified.
#[derive(Serialize)]
struct Whole {
    events: u64,
    revision: u64,
    digest: String,
}

pub async fn export(run: &Run, trail: &Trail, out: Option<PathBuf>) -> Result {
    let Some(path) = out else {
        return each_line(trail, |line| {
            run.out.raw(line.as_bytes());
            run.out.raw(b"\n");
            Ok(())
        })
        .await
        .map(drop);
    };
    let failed = |error: std::io::Error| unusable(&path, "written", &error);
    let mut file = BufWriter::new(File::create_new(&path).map_err(failed)?);
    let mut events = 0;
    each_line(trail, |line| {
        events += 1;
        writeln!(file, "{line}").map_err(failed)
    })
    .await?;
    let file = file
        .into_inner()
        .map_err(|error| failed(error.into_error()))?;
    file.sync_all().map_err(failed)?;
    let (number, path) = (count(events, "event"), path.display());
    run.out
        .note(format!("{number} of {} in {path}", trail.name()));
    Ok(())
}

/// Verifies the server's own trail, against the end that the server tells.
pub async fn verify(run: &Run, trail: &Trail, digest: Option<Sha256>) -> Result {
    let mut chain = trail.chain();
    let name = format!("the trail of {}", trail.name());
    let end = each_line(trail, |line| {
        let followed = chain.follow(line).map(drop);
        followed.map_err(|broken| is_broken(&name, &broken))
    })
    .await?;
    chain
        .end(&end)
        .map_err(|broken| is_broken(&name, &broken))?;
    told(run, &name, &chain, digest)
}

/// Verifies what was exported. Without a digest to compare, events may be missing at its end.
pub fn verify_file(run: &Run, path: &Path, of_org: bool, digest: Option<Sha256>) -> Result {
    let failed = |error: std::io::Error| unusable(path, "read", &error);
    let mut file = BufReader::new(File::open(path).map_err(failed)?);
    let mut chain = if of_org {
        Chain::of_org()
    } else {
        Chain::of_app()
    };
    let name = path.display().to_string();
    let mut line = String::new();
    loop {
        line.clear();
        let mut bounded = std::io::Read::take(&mut file, LINE_BYTES);
        if bounded.read_line(&mut line).map_err(failed)? == 0 {
            break;
        }
        let followed = chain.follow(line.trim_end_matches('\n'));
        followed.map_err(|broken| is_broken(&name, &broken))?;
    }
    told(run, &name, &chain, digest)
}

/// Asks for the whole chain, part by part; answers its end.
async fn each_line(trail: &Trail, mut each: impl FnMut(&str) -> Result) -> Result<Link> {
    let mut cursor = None;
    loop {
        let part = trail.part(cursor.as_deref()).await?;
        part.lines.iter().try_for_each(|line| each(line))?;
        cursor = part.next;
        if cursor.is_none() {
            let revision = part.end.revision;
            let digest = part.end.digest.parse();
            let digest = digest.map_err(|error| Failure::failed(format!("the answer: {error}")))?;
            return Ok(Link { revision, digest });
        }
    }
}

fn told(run: &Run, name: &str, chain: &Chain, digest: Option<Sha256>) -> Result {
    let at = chain.at();
    if let Some(digest) = digest.filter(|digest| at.map(|at| at.digest) != Some(*digest)) {
        let end = at.map_or("no event".to_owned(), |at| {
            format!("{} at revision {}", at.digest, at.revision)
        });
        let hint = "verify an export of that time: it may have grown since";
        return Err(
            Failure::failed(format!("{name} ends with {end}, not with {digest}")).hint(hint),
        );
    }
    let Some(at) = at else {
        run.out
            .note(format!("nothing happened yet: {name} has no events"));
        return Ok(());
    };
    let whole = Whole {
        events: at.revision - chain.before_first(),
        revision: at.revision,
        digest: at.digest.to_string(),
    };
    run.out.result(&whole, |out| {
        let events = count(whole.events, "event");
        out.line(format!(
            "{name} is whole: {events}, up to revision {}",
            whole.revision
        ));
        out.line(format!("  it ends with {}", whole.digest));
    })
}

fn is_broken(name: &str, broken: &Broken) -> Failure {
    Failure::failed(format!("{name} is broken: {broken}"))
        .hint("compare it with an earlier export, from that revision on")
}

fn unusable(path: &Path, what: &str, error: &std::io::Error) -> Failure {
    Failure::failed(format!("{} can't be {what}: {error}", path.display()))
}
