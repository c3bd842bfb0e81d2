//! What a verb gathers while it decides; [`Plan::finish`] turns it into a decision.

use std::collections::{BTreeMap, BTreeSet};

use wavecast_wire::name::{ChannelName, PackageName, ReleaseId};
use wavecast_wire::version::Version;

use crate::app::App;
use crate::channel::{Channel, ChannelState, DueKind, Placement, Rule, RuleName};
use crate::command::{Command, ReleaseRef};
use crate::decide::{Context, Decision, Facts, LiveUse, Movement, Named, Outcome};
use crate::event::{Change, Event};
use crate::package::{Package, PackageStatus, Ready};
use crate::record::{Record, RecordKey, TargetBytes};
use crate::refusal::{Reason, Refusal};
use crate::release::Release;
use crate::render::{self, render};
use crate::share::Share;
use crate::{audit, needs};

/// Bytes of an encoded channel.
const CHANNEL_BYTES: usize = 150 * 1024;
/// Seconds after the last movement in which devices still ask often.
const CALM_AFTER: i64 = 24 * 60 * 60;

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
        }
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
            "a channel begins with the rule `everyone`",
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

    /// The decision: numbered, rendered and checked against every limit.
    pub fn finish(mut self, command: &Command, outcome: Outcome) -> Result<Decision, Refusal> {
        let revision = self.before.head.revision.saturating_add(1);
        self.settle(revision)?;
        let publish = self.publications()?;
        if self.app.head != self.before.head {
            self.app.head.changed = revision;
        }
        self.app.head.revision = revision;
        let event = Event {
            id: self.cx.fresh.id("event"),
            at: self.cx.now,
            actor: self.cx.principal.clone(),
            verb: audit::verb(command).into(),
            channels: needs::channels(command),
            subject: audit::subject(&self.app, &outcome),
            revision,
            request: self.cx.request.clone(),
            changes: self.changes(&outcome),
        };
        Ok(Decision {
            app: self.app,
            records: self.records,
            deleted: self.deleted,
            event,
            publish,
            keys: self.keys,
            outcome,
            movements: self.movements,
            uses: self.uses,
        })
    }

    /// Marks every channel that changed, and begins the often-asking day where devices get
    /// something else.
    fn settle(&mut self, revision: u64) -> Result<(), Refusal> {
        let now = self.cx.now;
        for (name, channel) in &mut self.app.channels {
            let before = self.before.channels.get(name);
            if before == Some(&*channel) {
                continue;
            }
            if before.is_some_and(|before| !render::answers_alike(before, channel)) {
                channel.moved = Some(now);
                channel.calm = false;
                channel.plan(now.plus(CALM_AFTER), DueKind::Calm);
            }
            channel.changed = revision;
            let bytes = serde_json::to_vec(channel).map_or(usize::MAX, |bytes| bytes.len());
            if bytes >= CHANNEL_BYTES {
                let rule = format!(
                    "channel {name} would take {bytes} bytes; below {CHANNEL_BYTES} are allowed"
                );
                let hint =
                    "use packages with fewer variants, or conclude and unschedule releases first";
                return Err(Refusal::new(
                    Reason::Limit,
                    format!("channel {name}"),
                    rule,
                    hint,
                ));
            }
        }
        Ok(())
    }

    /// Renders every channel that changed, so that each limit refuses before anything is written;
    /// tells which of them look different to devices.
    fn publications(&self) -> Result<BTreeSet<ChannelName>, Refusal> {
        let mut publish = BTreeSet::new();
        for (name, channel) in &self.app.channels {
            let before = self.before.channels.get(name);
            if before == Some(channel) {
                continue;
            }
            let after = render(&self.app, name)?;
            let same = before.is_some() && render(self.before, name).is_ok_and(|b| b == after);
            if !same {
                publish.insert(name.clone());
            }
        }
        Ok(publish)
    }

    fn changes(&self, outcome: &Outcome) -> Vec<Change> {
        let mut changes = audit::state_changes(self.before, &self.app);
        for (key, record) in &self.records {
            changes.extend(audit::record_changes(
                key,
                self.facts.get(key),
                record,
                outcome,
            ));
        }
        changes.extend(self.uses.iter().map(audit::live_use));
        changes
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
