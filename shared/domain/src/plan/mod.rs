//! What a verb gathers while it decides; [`Plan::finish`] turns it into a decision.

mod beneath;
mod finish;

use std::collections::{BTreeMap, BTreeSet};

use wavecast_wire::name::{ChannelName, PackageName, ReleaseId};
use wavecast_wire::version::Version;

use crate::app::{App, AppHead};
use crate::approval::Request;
use crate::approval::deed::Deed;
use crate::channel::{Channel, ChannelState, Placement, Rule, RuleName};
use crate::command::ReleaseRef;
use crate::decide::{Context, Facts, LiveUse, Movement, Named};
use crate::id::Ulid;
use crate::name::SecretName;
use crate::org::{Org, Usage};
use crate::package::{Package, PackageStatus, Ready};
use crate::record::{Record, RecordKey, TargetBytes};
use crate::refusal::Refusal;
use crate::release::Release;
use crate::share::Share;
use crate::vault::AppSecret;

/// A decision in the making.
pub(crate) struct Plan<'a> {
    before: &'a App,
    facts: &'a Facts,
    /// Who, when, and the seed of new ids.
    pub cx: &'a Context,
    /// The application as it becomes.
    pub app: App,
    records: BTreeMap<RecordKey, Record>,
    deleted: BTreeSet<RecordKey>,
    keys: BTreeSet<ChannelName>,
    movements: Vec<Movement>,
    uses: Vec<LiveUse>,
    /// What would need approvals, where somebody only asks for them.
    asked: Option<Vec<Deed>>,
}

impl<'a> Plan<'a> {
    pub fn new(app: &'a App, facts: &'a Facts, cx: &'a Context) -> Self {
        Self {
            before: app,
            facts,
            cx,
            app: app.clone(),
            records: BTreeMap::new(),
            deleted: BTreeSet::new(),
            keys: BTreeSet::new(),
            movements: Vec::new(),
            uses: Vec::new(),
            asked: None,
        }
    }

    /// The same from the beginning, to find what needs approvals; it is never committed.
    pub fn rehearsal(&self) -> Self {
        Self {
            asked: Some(Vec::new()),
            ..Self::new(self.before, self.facts, self.cx)
        }
    }

    /// Whether somebody only asks.
    pub const fn is_rehearsal(&self) -> bool {
        self.asked.is_some()
    }

    /// Notes a deed where somebody only asks; else it is given back, to be held against approvals.
    pub fn rehearse(&mut self, deed: Deed) -> Option<Deed> {
        match &mut self.asked {
            Some(asked) => {
                asked.push(deed);
                None
            }
            None => Some(deed),
        }
    }

    /// What a rehearsal found to need approvals, and who would move.
    pub fn rehearsed(self) -> (Vec<Deed>, Vec<Movement>) {
        (self.asked.unwrap_or_default(), self.movements)
    }

    /// The organization, if the command needed it.
    pub fn org(&self) -> Option<&Org> {
        match self.facts.get(&RecordKey::Org) {
            Some(Record::Org(org)) => Some(org),
            _ => None,
        }
    }

    /// What the organization's packages come to.
    pub fn usage(&self) -> Usage {
        match self.facts.get(&RecordKey::Usage) {
            Some(Record::Usage(usage)) => *usage,
            _ => Usage::default(),
        }
    }

    /// A request for approvals, if it was loaded or made.
    pub fn approval(&self, id: &Ulid) -> Option<Request> {
        let key = RecordKey::Approval(id.clone());
        match self.records.get(&key).or_else(|| self.facts.get(&key)) {
            Some(Record::Approval(request)) => Some(request.as_ref().clone()),
            _ => None,
        }
    }

    pub fn put_approval(&mut self, request: Request) {
        let key = RecordKey::Approval(request.id.clone());
        self.records
            .insert(key, Record::Approval(Box::new(request)));
    }

    /// A secret, if it was loaded.
    pub fn secret(&self, name: &SecretName) -> Option<AppSecret> {
        match self.facts.get(&RecordKey::Secret(name.clone())) {
            Some(Record::Secret(secret)) => Some(secret.as_ref().clone()),
            _ => None,
        }
    }

    /// Writes a record.
    pub fn put(&mut self, key: RecordKey, record: Record) {
        self.records.insert(key, record);
    }

    /// The records that are to be written so far.
    pub fn made(&self) -> impl Iterator<Item = &Record> {
        self.records.values()
    }

    /// Whether a release was there before the command.
    pub fn was_there(&self, id: &ReleaseId) -> bool {
        self.facts.contains_key(&RecordKey::Release(id.clone()))
    }

    /// A channel in any state.
    pub fn channel(&mut self, name: &ChannelName) -> Result<&mut Channel, Refusal> {
        let known = self.app.channels.get_mut(name);
        known
            .filter(|_| self.before.head.channels.get(name) != Some(&ChannelState::Deleted))
            .ok_or_else(|| {
                Refusal::missing(
                    format!("channel {name}"),
                    "`wavecast channel list` shows the channels",
                )
            })
    }

    /// A channel that serves.
    pub fn open(&mut self, name: &ChannelName) -> Result<&mut Channel, Refusal> {
        let channel = self.channel(name)?;
        let ended = match &channel.state {
            ChannelState::Open => return Ok(channel),
            ChannelState::Moved { to } => format!("has moved to {to}"),
            ChannelState::Retired | ChannelState::Deleted => "is retired".into(),
        };
        let hint =
            format!("`wavecast channel create {name}` opens it again, or use another channel");
        Err(Refusal::state(
            format!("channel {name}"),
            format!("channel {name} {ended}"),
            hint,
        ))
    }

    /// A rule of a channel that serves.
    pub fn rule(&mut self, channel: &ChannelName, rule: &RuleName) -> Result<&mut Rule, Refusal> {
        let missing = Refusal::missing(
            format!("rule {}", rule.0),
            "`wavecast rule list` shows the channel's rules",
        );
        self.open(channel)?.rule_mut(rule).ok_or(missing)
    }

    /// A release, checked against its channel.
    pub fn release(&self, which: &ReleaseRef) -> Result<Release, Refusal> {
        self.find_release(&which.id)
            .filter(|release| release.channel == which.channel)
            .ok_or_else(|| {
                let hint = format!(
                    "`wavecast release list --channel {}` shows its releases",
                    which.channel
                );
                Refusal::missing(format!("release {}", which.id), hint)
            })
    }

    /// A release, if it was loaded or made.
    pub fn find_release(&self, id: &ReleaseId) -> Option<Release> {
        let key = RecordKey::Release(id.clone());
        match self.records.get(&key).or_else(|| self.facts.get(&key)) {
            Some(Record::Release(release)) => Some(release.as_ref().clone()),
            _ => None,
        }
    }

    /// A package, if it was loaded or made.
    pub fn find_package(&self, name: &PackageName, version: &Version) -> Option<Package> {
        let key = RecordKey::Package(name.clone(), version.clone());
        match self.records.get(&key).or_else(|| self.facts.get(&key)) {
            Some(Record::Package(package)) => Some(package.as_ref().clone()),
            _ => None,
        }
    }

    /// A package that may be released.
    pub fn ready(
        &self,
        name: &PackageName,
        version: &Version,
    ) -> Result<(Package, Ready), Refusal> {
        let field = format!("package {name} {version}");
        let Some(package) = self.find_package(name, version) else {
            return Err(Refusal::missing(
                field,
                "`wavecast package list` shows the packages",
            ));
        };
        match &package.status {
            PackageStatus::Ready(ready) => {
                let ready = ready.clone();
                Ok((package, ready))
            }
            PackageStatus::Checking => Err(Refusal::state(
                &field,
                format!("{field} is still being checked"),
                "try again in a moment; `wavecast package show` tells when it is ready",
            )),
            PackageStatus::Refused { reason } => Err(Refusal::state(
                &field,
                format!("{field} was refused: {reason}"),
                "mend its files and create it again",
            )),
            PackageStatus::Yanked { reason, .. } => Err(Refusal::state(
                &field,
                format!("{field} was yanked: {reason}"),
                "release another version",
            )),
        }
    }

    /// Whether a release's package was yanked.
    pub fn is_yanked(&self, release: &Release) -> bool {
        let package = self.find_package(&release.package, &release.version);
        package.is_some_and(|p| matches!(p.status, PackageStatus::Yanked { .. }))
    }

    /// The dimensions and groups that audiences name.
    pub fn head(&self) -> &AppHead {
        &self.app.head
    }

    pub fn put_release(&mut self, release: Release) {
        self.records.insert(
            RecordKey::Release(release.id.clone()),
            Record::Release(Box::new(release)),
        );
    }

    pub fn put_package(&mut self, package: Package) {
        let key = RecordKey::Package(package.name.clone(), package.version.clone());
        self.records.insert(key, Record::Package(Box::new(package)));
    }

    pub fn put_targets(&mut self, targets: Vec<TargetBytes>) {
        for target in targets {
            let key = RecordKey::Target(target.entry.sha256, target.entry.name.clone());
            self.records.insert(key, Record::Target(target));
        }
    }

    pub fn delete(&mut self, key: RecordKey) {
        self.deleted.insert(key);
    }

    /// A channel needs keys and a first root.
    pub fn want_keys(&mut self, channel: &ChannelName) {
        self.keys.insert(channel.clone());
    }

    /// Some of a rule's audience moves, at most.
    pub fn moves(
        &mut self,
        release: &Release,
        share: Share,
        from: Option<Named>,
        to: Option<Named>,
    ) {
        if share != Share::NONE && from != to {
            let (channel, rule) = (release.channel.clone(), release.rule.clone());
            self.movements.push(Movement {
                channel,
                rule,
                share,
                from,
                to,
            });
        }
    }

    /// A live use of a package, for people to see.
    pub fn uses(&mut self, live: LiveUse) {
        self.uses.push(live);
    }
}

impl From<&Placement> for Named {
    fn from(placement: &Placement) -> Self {
        Self {
            release: placement.release.clone(),
            version: placement.version.clone(),
        }
    }
}

impl From<&Release> for Named {
    fn from(release: &Release) -> Self {
        Self {
            release: release.id.clone(),
            version: release.version.clone(),
        }
    }
}
