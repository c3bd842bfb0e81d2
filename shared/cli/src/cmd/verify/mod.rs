//! `wavecast verify`.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::output::{Out, Tone};
use crate::reader::{ChannelUrl, Follower, Reader, TrustedRoot};
use crate::run::Run;

mod metadata;
mod objects;

/// Checks a whole channel at an edge, as a device would
///
/// Every root from the first to the newest, the poll, the files that stock TUF clients read,
/// and every target and package file with its hash and size.
#[derive(Debug, Args)]
pub struct Verify {
    /// The channel at the edge, such as http://127.0.0.1:8090/acme/lamp/stable; of an edge alone,
    /// the project's channel
    #[arg(value_name = "URL")]
    place: String,
    /// A trusted root, or a device's wavecast-device.json [default: the one here, else the edge's first]
    #[arg(long, value_name = "FILE")]
    root: Option<PathBuf>,
}

/// What was found.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The channel.
    pub scope: String,
    /// The publication's number.
    pub seq: u64,
    /// The newest root.
    pub root: u64,
    /// Whether the first root came from somewhere else than the edge itself.
    pub root_is_provisioned: bool,
    /// When devices stop installing unless it is renewed.
    pub expires: String,
    /// Targets that exist with hash and size.
    pub targets: u64,
    /// Package files that exist with hash and size.
    pub files: u64,
    /// Bytes read.
    pub bytes: u64,
    /// What is wrong.
    pub problems: Vec<String>,
}

impl Verify {
    pub async fn run(self, run: &Run) -> Result {
        let ChannelUrl { base, scope } =
            ChannelUrl::read(&self.place, || run.config.scope()).map_err(Failure::usage)?;
        let reader = Reader::new(&base)?;
        let root = TrustedRoot::find(self.root.as_deref(), &scope, &reader).await?;
        if !root.proves {
            run.out.warn(format_args!(
                "the first root is the edge's own ({}): that all fits together is checked, not who published it; --root FILE does",
                root.from
            ));
        }
        let mut follower = Follower::new(reader, scope.clone(), &root.bytes)?;
        follower.walk_roots().await?;
        follower.poll().await?;
        if root.proves {
            metadata::check_roots(&follower, &scope).await?;
        }
        let mut report = metadata::check(&follower, &scope, root.proves).await?;
        objects::check(&follower, &run.out, &mut report).await?;
        run.out.result(&report, |out| show(out, &report))?;
        match report.problems.len() {
            0 => Ok(()),
            n => Err(Failure::new(
                Exit::Untrusted,
                format!("{scope}: {n} objects are not as signed"),
            )
            .hint("the server's upkeep mends objects at its next tick: wavecast doctor")),
        }
    }
}

fn show(out: &Out, report: &Report) {
    let ok = out.paint(Tone::Good, "ok");
    out.line(format_args!(
        "{ok}  roots 1 to {} are one chain",
        report.root
    ));
    out.line(format_args!(
        "{ok}  publication {} is signed for {}",
        report.seq, report.scope
    ));
    out.line(format_args!(
        "{ok}  timestamp.json, snapshot and targets are the lines of latest.ndjson"
    ));
    for problem in &report.problems {
        out.line(format_args!("{}  {problem}", out.paint(Tone::Bad, "bad")));
    }
    out.line(format_args!(
        "{}  {} targets and {} package files, {} bytes, have the signed hash and size",
        if report.problems.is_empty() {
            &ok
        } else {
            "--"
        },
        report.targets,
        report.files,
        report.bytes
    ));
    out.line(format_args!(
        "    devices trust it until {}, unless it is renewed",
        report.expires
    ));
}
