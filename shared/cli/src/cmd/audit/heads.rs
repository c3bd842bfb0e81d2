//! The signed heads of an organization's chains: shown, exported, and what a trail is held against.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use wavecast_domain::heads::{Heads, Signed, Untrue};
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::OrgName;

use super::lines::{Lines, lines_of};
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::output::count;
use crate::remote::Remote;
use crate::run::Run;

/// What a trail was held against.
pub struct Agreed {
    /// How many statements.
    pub statements: u64,
    /// The key that signed them.
    pub key: Option<Sha256>,
    /// Up to which revision the trail is signed.
    pub signed: Option<u64>,
}

/// Shows the newest statement, or writes all of them.
pub async fn heads(run: &Run, remote: &Remote, org: &OrgName, out: Option<PathBuf>) -> Result {
    if let Some(path) = out {
        return export(run, remote, org, &path).await;
    }
    let newest = remote.heads_part(org.as_str(), None, true).await?;
    let Some(line) = newest.lines.first() else {
        run.out.note(format!(
            "nothing of {org} is signed yet: the next tick does it"
        ));
        return Ok(());
    };
    let signed: Signed = serde_json::from_str(line)
        .map_err(|error| Failure::failed(format!("the answer is no statement: {error}")))?;
    run.out.result(&signed, |out| {
        let said = &signed.statement;
        out.line(format!("statement {} of {org}, {}", said.n, said.at));
        out.line(format!("  signed by key {}", signed.key.id()));
        for (chain, link) in &said.chains {
            let (revision, digest) = (link.revision, link.digest);
            out.line(format!("  {chain} at revision {revision}: {digest}"));
        }
    })
}

async fn export(run: &Run, remote: &Remote, org: &OrgName, path: &Path) -> Result {
    let mut lines = Lines::create(path)?;
    each(remote, org, |line| lines.put(line)).await?;
    let (number, path) = (count(lines.done()?, "statement"), path.display());
    run.out.note(format!("{number} of {org} in {path}"));
    Ok(())
}

/// The server's statements; none where whoever asks may not see them, which is said.
pub async fn of_server(
    run: &Run,
    remote: &Remote,
    org: &OrgName,
    key: Option<Sha256>,
) -> Result<Option<Heads>> {
    let mut heads = Heads::of(org.clone(), key);
    let followed = each(remote, org, |line| heads.follow(line).map_err(untrue)).await;
    match followed {
        Ok(()) => Ok(Some(heads)),
        Err(failure) if failure.exit == Exit::Denied && key.is_none() => {
            run.out
                .note("the signed heads weren't looked at: that needs the permission members");
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

/// Statements that were exported.
pub fn of_file(path: &Path, org: &OrgName, key: Option<Sha256>) -> Result<Heads> {
    let mut heads = Heads::of(org.clone(), key);
    lines_of(path, |line| heads.follow(line).map_err(untrue))?;
    Ok(heads)
}

/// Holds a trail against what was signed of it.
pub fn agree(heads: &Heads, chain: &str, told: &BTreeMap<u64, Sha256>) -> Result<Agreed> {
    if let (0, Some(key)) = (heads.count(), heads.key()) {
        let none = format!("nothing is signed, by key {key} or any other");
        return Err(Failure::failed(none)
            .hint("that key signed something once: look for who could delete it from the ledger"));
    }
    let signed = heads.agree(chain, told).map_err(untrue)?;
    Ok(Agreed {
        statements: heads.count(),
        key: heads.key(),
        signed,
    })
}

/// Asks for all statements, part by part.
async fn each(remote: &Remote, org: &OrgName, mut each: impl FnMut(&str) -> Result) -> Result {
    let mut cursor = None;
    loop {
        let part = remote
            .heads_part(org.as_str(), cursor.as_deref(), false)
            .await?;
        part.lines.iter().try_for_each(|line| each(line))?;
        cursor = part.next;
        if cursor.is_none() {
            return Ok(());
        }
    }
}

fn untrue(why: Untrue) -> Failure {
    let hint = match &why {
        Untrue::Key { .. } => "if that key isn't known to you, believe none of it",
        Untrue::Dropped { .. } => {
            "of another application, say its --app; an older export, export the trail after the heads; else look for who could write the ledger"
        }
        _ => "compare it with an earlier export, and look for who could write the ledger",
    };
    Failure::failed(format!("the signed heads don't bear it out: {why}")).hint(hint)
}
