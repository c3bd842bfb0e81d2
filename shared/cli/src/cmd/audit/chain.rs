//! The trail as a chain: exported, and verified.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use wavecast_domain::heads::Heads;
use wavecast_domain::trail::{Broken, Chain, Link};
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::OrgName;

use super::Whose;
use super::heads::{self, Agreed};
use super::lines::{Lines, lines_of};
use crate::error::{Failure, Result};
use crate::output::count;
use crate::remote::Trail;
use crate::run::Run;

/// What was verified.
#[derive(Serialize)]
struct Whole {
    events: u64,
    revision: u64,
    digest: String,
    /// Up to which revision it is signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    signed: Option<u64>,
    /// By which key.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

/// What a trail shall be held against, besides itself.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Against {
    /// The digest that it must end with, as an earlier run told it
    #[arg(long, value_name = "SHA256")]
    digest: Option<Sha256>,
    /// The key that must have signed the heads, as an earlier run told it
    #[arg(long, value_name = "KEYID")]
    key: Option<Sha256>,
    /// The signed heads, as `audit heads --out` wrote them; of a file's application, or --organization
    #[arg(long, value_name = "FILE", requires = "file")]
    heads: Option<PathBuf>,
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
    let mut lines = Lines::create(&path)?;
    each_line(trail, |line| lines.put(line)).await?;
    let (number, path) = (count(lines.done()?, "event"), path.display());
    run.out
        .note(format!("{number} of {} in {path}", trail.name()));
    Ok(())
}

/// Verifies the server's own trail, against the end that the server tells.
pub async fn verify(run: &Run, trail: &Trail, against: &Against) -> Result {
    // First, so that nothing is signed of the trail that isn't read then.
    let heads = signed(run, trail, against).await?;
    let mut read = Read::of(trail.chain(), format!("the trail of {}", trail.name()));
    let end = each_line(trail, |line| read.follow(line)).await?;
    let ended = read.chain.end(&end);
    ended.map_err(|broken| is_broken(&read.name, &broken))?;
    let agreed = heads.map(|heads| heads::agree(&heads, &trail.name(), &read.digests));
    told(run, &read, against.digest, agreed.transpose()?.as_ref())
}

/// What was signed of the trails of its organization, if it is one's.
async fn signed(run: &Run, trail: &Trail, against: &Against) -> Result<Option<Heads>> {
    let Some(org) = trail.org() else {
        return match against.key {
            Some(_) => Err(unsigned("--key")),
            None => Ok(None),
        };
    };
    let org: OrgName = org
        .parse()
        .map_err(|error| Failure::failed(format!("the organization: {error}")))?;
    heads::of_server(run, trail.remote(), &org, against.key).await
}

/// A trail as far as it was read.
struct Read {
    name: String,
    chain: Chain,
    digests: BTreeMap<u64, Sha256>,
}

impl Read {
    const fn of(chain: Chain, name: String) -> Self {
        Self {
            name,
            chain,
            digests: BTreeMap::new(),
        }
    }

    fn follow(&mut self, line: &str) -> Result {
        let followed = self.chain.go_on(line);
        followed.map_err(|broken| is_broken(&self.name, &broken))?;
        let at = self.chain.at();
        self.digests.extend(at.map(|at| (at.revision, at.digest)));
        Ok(())
    }
}

/// Verifies what was exported. Without a digest or signed heads to compare, events may be missing at
/// its end, and all of it may have been rewritten.
pub fn verify_file(run: &Run, path: &Path, whose: Whose, against: &Against) -> Result {
    if against.key.is_some() && against.heads.is_none() {
        let wrong = "--key: a file holds no signatures; say --heads as well";
        return Err(Failure::usage(wrong).hint("`wavecast audit heads --out` writes them"));
    }
    if whose.is_of_installation() && against.heads.is_some() {
        return Err(unsigned("--heads"));
    }
    let mut read = Read::of(whose.chain(), path.display().to_string());
    lines_of(path, |line| read.follow(line))?;
    let agreed = match &against.heads {
        Some(file) => {
            let app = run.config.app()?;
            let heads = heads::of_file(file, &app.org, against.key)?;
            Some(heads::agree(&heads, &whose.name(&app), &read.digests)?)
        }
        None => None,
    };
    told(run, &read, against.digest, agreed.as_ref())
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

fn told(run: &Run, read: &Read, digest: Option<Sha256>, agreed: Option<&Agreed>) -> Result {
    let (name, chain) = (&read.name, &read.chain);
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
        signed: agreed.and_then(|agreed| agreed.signed),
        key: agreed
            .and_then(|agreed| agreed.key)
            .map(|key| key.to_string()),
    };
    run.out.result(&whole, |out| {
        let events = count(whole.events, "event");
        out.line(format!(
            "{name} is whole: {events}, up to revision {}",
            whole.revision
        ));
        out.line(format!("  it ends with {}", whole.digest));
        if let Some(agreed) = agreed {
            out.line(signed_line(agreed, &whole));
        }
    })
}

/// `  signed up to revision 5, in 3 statements, by key …`.
fn signed_line(agreed: &Agreed, whole: &Whole) -> String {
    let (Some(revision), Some(key)) = (agreed.signed, &whole.key) else {
        return "  nothing of it is signed yet".to_owned();
    };
    let statements = count(agreed.statements, "statement");
    format!("  signed up to revision {revision}, in {statements}, by key {key}")
}

fn unsigned(flag: &str) -> Failure {
    Failure::usage(format!("{flag}: the installation's chain isn't signed"))
        .hint("keep its digest elsewhere, and say it with --digest")
}

fn is_broken(name: &str, broken: &Broken) -> Failure {
    Failure::failed(format!("{name} is broken: {broken}"))
        .hint("compare it with an earlier export, from that revision on")
}
