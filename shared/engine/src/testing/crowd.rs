//! A channel with much in it, as years of work leave one: many rules and rows, many past releases.
//! The state is written as commands would leave it, without the years.

use wavecast_domain::app::{AppHead, Channel, Placement, Rule, RuleName};
use wavecast_domain::package::{File, FileStatus, TargetEntry};
use wavecast_domain::record::{Record, RecordKey, TargetBytes};
use wavecast_domain::release::{Release, Status};
use wavecast_domain::share::Share;
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{NameError, ReleaseId, Scope};
use wavecast_wire::table::{Matcher, When};

use super::world::World;
use crate::control::ControlError;
use crate::port::{Entry, Expect, Key, Write};
use crate::record::{entry, key};

/// Rules of a crowded channel, where it has as many rows.
const RULES: usize = 10;
/// Writes of one commit.
const BATCH: usize = 100;

impl World {
    /// Puts up to nine rules before the rule `everyone`, which moves a release, so that the table
    /// has `rows` rows in all. Each rule moves a release of its own above concluded ones, with a
    /// share that is a multiple of `grain` permyriad.
    ///
    /// # Errors
    /// A failing ledger, or a channel that moves nothing.
    pub async fn crowd(&self, scope: &Scope, rows: usize, grain: u16) -> Result<(), ControlError> {
        let (mut head, mut channel) = self.state(scope).await?;
        let pattern = channel
            .rules
            .last()
            .and_then(|rule| rule.stack.first())
            .cloned();
        let pattern = pattern.ok_or_else(|| broken("the channel moves no release"))?;
        let config = self.config_of(scope, &pattern).await?;
        let present: usize = channel.rules.iter().map(|rule| rule.stack.len()).sum();
        let more = rows.saturating_sub(present);
        let rules = more.min(RULES - 1);
        let (mut made, mut targets) = (Vec::new(), Vec::new());
        for index in 0..rules {
            let mut rule = Rule::everyone();
            let group = format!("group-{index}");
            rule.name = RuleName(group.clone());
            let name = "group".parse().map_err(misnamed)?;
            rule.audience = When::from([(name, Matcher::Among(vec![group]))]);
            for _ in 0..more / rules + usize::from(index < more % rules) {
                let share = grain * (1 + u16::try_from(targets.len()).unwrap_or(0) % 9);
                let (placement, target) = copy(&pattern, &config, targets.len(), share)?;
                rule.stack.push(placement);
                targets.push(target);
            }
            rule.moving = rule
                .stack
                .first()
                .map(|placement| placement.release.clone());
            made.push(rule);
        }
        channel.rules.splice(0..0, made);
        self.put_records(scope, targets.into_iter().map(Record::Target))
            .await?;
        self.put_state(scope, &mut head, &mut channel).await
    }

    /// Sets the share of the release that `everyone` moves. A publication is then wanted, and all
    /// that is left to do is to render, to sign and to write it.
    ///
    /// # Errors
    /// A failing ledger.
    pub async fn nudge(&self, scope: &Scope, share: Share) -> Result<(), ControlError> {
        let (mut head, mut channel) = self.state(scope).await?;
        let rule = channel.rules.last_mut();
        if let Some(placement) = rule.and_then(|rule| rule.stack.first_mut()) {
            placement.share = share;
        }
        self.put_state(scope, &mut head, &mut channel).await
    }

    /// Adds so many releases of the past, each like the one that `everyone` moves.
    ///
    /// # Errors
    /// As [`World::crowd`].
    pub async fn age(&self, scope: &Scope, releases: usize) -> Result<(), ControlError> {
        let (_, channel) = self.state(scope).await?;
        let current = channel.rules.last().and_then(|rule| rule.stack.first());
        let current = current.ok_or_else(|| broken("the channel places no release"))?;
        let name = RecordKey::Release(current.release.clone());
        let found = self.one(key::record(&scope.org, &scope.app, &name)).await?;
        let Record::Release(pattern) = entry::read_record(&name, &found)? else {
            return Err(broken("a release is no release"));
        };
        let past = |n: usize| -> Result<Record, ControlError> {
            Ok(Record::Release(Box::new(Release {
                id: id("PAST", n)?,
                status: Status::Superseded,
                ..(*pattern).clone()
            })))
        };
        let past: Vec<Record> = (0..releases).map(past).collect::<Result<_, _>>()?;
        self.put_records(scope, past.into_iter()).await
    }

    /// Adds so many files that are at the edge, none of them of any package.
    ///
    /// # Errors
    /// A failing ledger.
    pub async fn file(&self, scope: &Scope, files: usize) -> Result<(), ControlError> {
        let file = |n: usize| {
            Record::File(File {
                sha256: Sha256::of(&n.to_be_bytes()),
                size: 1000,
                status: FileStatus::Ready,
            })
        };
        self.put_records(scope, (0..files).map(file)).await
    }

    async fn state(&self, scope: &Scope) -> Result<(AppHead, Channel), ControlError> {
        let head = self.one(key::app(&scope.org, &scope.app)).await?;
        let channel = key::channel(&scope.org, &scope.app, &scope.channel);
        let channel = self.one(channel).await?;
        Ok((entry::read(&head)?, entry::read(&channel)?))
    }

    async fn one(&self, key: Key) -> Result<Entry, ControlError> {
        let found = self.ports.ledger.get(&[key]).await?.pop().flatten();
        found.ok_or_else(|| broken("the ledger lacks an entry"))
    }

    /// One more change of the channel.
    async fn put_state(
        &self,
        scope: &Scope,
        head: &mut AppHead,
        channel: &mut Channel,
    ) -> Result<(), ControlError> {
        head.revision += 1;
        channel.changed = head.revision;
        let entries = [
            entry::app(head)?,
            entry::channel(&scope.org, &scope.app, channel)?,
        ];
        let writes = entries.map(|entry| Write::Put(entry, Expect::Any));
        Ok(self.ports.ledger.commit(writes.into()).await?)
    }

    async fn put_records(
        &self,
        scope: &Scope,
        records: impl Iterator<Item = Record>,
    ) -> Result<(), ControlError> {
        let mut writes = Vec::new();
        for record in records {
            let name = match &record {
                Record::Release(release) => RecordKey::Release(release.id.clone()),
                Record::Target(target) => {
                    RecordKey::Target(target.entry.sha256, target.entry.name.clone())
                }
                Record::File(file) => RecordKey::File(file.sha256),
                Record::Package(_)
                | Record::Approval(_)
                | Record::Secret(_)
                | Record::Sealed(_)
                | Record::Org(_)
                | Record::Usage(_) => {
                    return Err(broken("releases and their files are all that is made here"));
                }
            };
            let put = entry::record(&scope.org, &scope.app, &name, &record)?;
            writes.push(Write::Put(put, Expect::Any));
        }
        for some in writes.chunks(BATCH) {
            self.ports.ledger.commit(some.to_vec()).await?;
        }
        Ok(())
    }

    async fn config_of(
        &self,
        scope: &Scope,
        placement: &Placement,
    ) -> Result<TargetBytes, ControlError> {
        let variant = placement.variants.first();
        let config = &variant
            .ok_or_else(|| broken("a package without variants"))?
            .config;
        let name = RecordKey::Target(config.sha256, config.name.clone());
        let found = self.one(key::record(&scope.org, &scope.app, &name)).await?;
        match entry::read_record(&name, &found)? {
            Record::Target(target) => Ok(target),
            _ => Err(broken("a target is no target")),
        }
    }
}

/// The same placement of another release, with a config of its own.
fn copy(
    pattern: &Placement,
    config: &TargetBytes,
    n: usize,
    share: u16,
) -> Result<(Placement, TargetBytes), ControlError> {
    let id = id("CROWD", n)?;
    let renamed = |text: &str| text.replace(pattern.release.as_str(), id.as_str());
    let bytes = renamed(&String::from_utf8_lossy(&config.bytes)).into_bytes();
    let entry = TargetEntry {
        name: renamed(config.entry.name.as_str())
            .parse()
            .map_err(misnamed)?,
        sha256: Sha256::of(&bytes),
        length: bytes.len() as u64,
    };
    let mut placement = pattern.clone();
    placement.salt = id.as_str().parse().map_err(misnamed)?;
    placement.share = Share::permyriad(share).unwrap_or(Share::ALL);
    placement.release = id;
    for variant in &mut placement.variants {
        variant.config = entry.clone();
    }
    Ok((placement, TargetBytes { entry, bytes }))
}

/// As long as a ULID.
fn id(word: &str, n: usize) -> Result<ReleaseId, ControlError> {
    let width = 24 - word.len();
    format!("01{word}{n:0width$}").parse().map_err(misnamed)
}

fn broken(what: &str) -> ControlError {
    ControlError::Layout(what.to_owned())
}

fn misnamed(error: NameError) -> ControlError {
    ControlError::Layout(error.to_string())
}
