//! From a plan to a decision: numbered, rendered, checked against every limit, and told.

use std::collections::{BTreeMap, BTreeSet};

use wavecast_wire::name::{ChannelName, TargetName};
use wavecast_wire::table::When;

use super::Plan;
use crate::app::AppHead;
use crate::audit;
use crate::channel::{Channel, DueKind, Placement, RuleName};
use crate::command::Command;
use crate::coverage::{self, Finding};
use crate::decide::{Decision, Outcome};
use crate::device_group::GroupName;
use crate::event::{Change, Event};
use crate::needs;
use crate::preview::{self, Preview};
use crate::record::Record;
use crate::refusal::{Reason, Refusal};
use crate::remote;
use crate::render::{self, Publication, contributors, render};
use crate::verb::{self, experiment};

/// Bytes of an encoded channel.
const CHANNEL_BYTES: usize = 150 * 1024;
/// Seconds after the last movement in which devices still ask often.
const CALM_AFTER: i64 = 24 * 60 * 60;

impl Plan<'_> {
    /// The decision: numbered, rendered and checked against every limit.
    pub fn finish(mut self, command: &Command, outcome: Outcome) -> Result<Decision, Refusal> {
        let revision = self.before.head.revision.saturating_add(1);
        self.check_audiences()?;
        self.renew_opened()?;
        self.refresh_configs()?;
        self.settle(revision)?;
        let (publish, previews) = self.publications()?;
        if is_changed(&self.before.head, &self.app.head) {
            self.app.head.changed = revision;
        }
        self.app.head.revision = revision;
        let findings = self.findings();
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
            previous: self.before.head.trail,
        };
        self.app.head.trail = Some(event.digest()?);
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
            previews,
            findings,
        })
    }

    /// Values wait for a rule of their name, and experiments on values reach devices for whom
    /// another rule may decide from now on. What a rule's dimensions mean never changes.
    fn check_audiences(&self) -> Result<(), Refusal> {
        for (name, channel) in &self.app.channels {
            let before = self.before.channels.get(name);
            if before.is_some_and(|before| audiences(before) != audiences(channel)) {
                verb::schema::check_rules(self, channel)?;
            }
        }
        Ok(())
    }

    /// What stands again or was opened again carries what was set meanwhile: of what is held,
    /// nothing changes, and what only may be returned to isn't made anew each time.
    fn renew_opened(&mut self) -> Result<(), Refusal> {
        let channels = self.app.channels.iter();
        let opened = channels.flat_map(|(name, channel)| {
            let before = self.before.channels.get(name);
            let before = before.map(placements).unwrap_or_default();
            let anew = placements(channel).into_iter().filter(move |one| {
                let mut before = before.iter();
                let before = before.find(|was| was.1.release == one.1.release);
                before.is_none_or(|before| {
                    let open = held(one).into_iter().filter(|(_, is_held)| !is_held);
                    let before = held(before);
                    let mut open = open.map(|(name, _)| before.get(name));
                    open.any(|was_held| was_held.copied().unwrap_or(true))
                })
            });
            anew.map(|(rule, placement, _)| (name.clone(), rule.clone(), placement.release.clone()))
        });
        let opened: Vec<_> = opened.collect();
        for (channel, rule, release) in opened {
            verb::remote::renew(self, &channel, &rule, &release, false)?;
        }
        Ok(())
    }

    /// What rules and live releases set may have changed: the files of remote configuration follow.
    fn refresh_configs(&mut self) -> Result<(), Refusal> {
        let names: Vec<ChannelName> = self.app.channels.keys().cloned().collect();
        for name in names {
            let schema_changed = self.before.head.schema != self.app.head.schema;
            let Some(channel) = self.app.channels.get_mut(&name) else {
                continue;
            };
            let before = self.before.channels.get(&name);
            let has_config = !channel.config.stack.is_empty();
            if !has_config || (before == Some(&*channel) && !schema_changed) {
                continue;
            }
            let targets = remote::refresh(&self.app.head, channel)?;
            self.put_targets(targets);
        }
        Ok(())
    }

    /// Marks every channel that changed, and begins the often-asking day where devices get
    /// something else.
    fn settle(&mut self, revision: u64) -> Result<(), Refusal> {
        let now = self.cx.now;
        let (head_before, head) = (&self.before.head, &self.app.head);
        for (name, channel) in &mut self.app.channels {
            let before = self.before.channels.get(name);
            let alike = |before| render::answers_alike((head_before, before), (head, channel));
            let is_same = before == Some(&*channel);
            if is_same && before.is_some_and(alike) {
                continue;
            }
            if before.is_some_and(|before| !alike(before)) {
                channel.moved = Some(now);
                channel.calm = false;
                channel.plan(now.plus(CALM_AFTER), DueKind::Calm);
            }
            channel.changed = revision;
            experiment::check_floors(channel)?;
            let bytes = serde_json::to_vec(channel).map_or(usize::MAX, |bytes| bytes.len());
            if bytes >= CHANNEL_BYTES {
                let rule = format!(
                    "channel {name} would take {bytes} bytes, below {CHANNEL_BYTES} are allowed; most of them are of {}",
                    contributors::of_state(channel)
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
    fn publications(&self) -> Result<(BTreeSet<ChannelName>, Vec<Preview>), Refusal> {
        let (mut publish, mut previews) = (BTreeSet::new(), Vec::new());
        for (name, channel) in &self.app.channels {
            // What a rule names may have changed in the head: then `settle` touched the channel.
            let before = self.before.channels.get(name);
            if before == Some(channel) {
                continue;
            }
            let after = render(&self.app, name)?;
            render::check_signable(&after, self.cx.message_limit)?;
            let before = before.and_then(|_| render(self.before, name).ok());
            if before.as_ref() == Some(&after) {
                continue;
            }
            publish.insert(name.clone());
            let of = |one: &Publication| preview::files(&one.table, &one.targets);
            previews.push(Preview {
                channel: name.clone(),
                files_before: before.as_ref().map(of).unwrap_or_default(),
                files_after: of(&after),
                before: before.map(|publication| publication.table),
                after: after.table,
                releases: self.known(),
            });
        }
        Ok((publish, previews))
    }

    /// How rules stand to each other, in the channels in which one was added, moved, edited or
    /// deleted.
    fn findings(&self) -> Vec<Finding> {
        let changed = self.app.channels.iter().filter(|(name, channel)| {
            let before = self.before.channels.get(*name);
            before.is_some_and(|before| audiences(before) != audiences(channel))
        });
        changed
            .flat_map(|(_, channel)| coverage::findings(&self.app.head, channel))
            .collect()
    }

    /// The releases that were loaded or made.
    fn known(&self) -> preview::Releases {
        let made = self.records.values().chain(self.facts.values());
        let release = |record: &Record| match record {
            Record::Release(release) => {
                let known = preview::Known {
                    version: release.version.clone(),
                    downgrade: release.policy.downgrade,
                };
                Some((release.id.clone(), known))
            }
            _ => None,
        };
        made.filter_map(release).collect()
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

/// Whether something of a head changed that people set: requests come and go, and how many secrets
/// there are is counted.
fn is_changed(before: &AppHead, after: &AppHead) -> bool {
    let mut before = before.clone();
    before.approvals.open.clone_from(&after.approvals.open);
    before.secrets = after.secrets;
    before.secret_names = after.secret_names;
    before != *after
}

/// What a channel gives, of rules and of experiments, and whether its experiment is held.
fn placements(channel: &Channel) -> Vec<(&RuleName, &Placement, bool)> {
    let of_rules = channel.rules.iter().flat_map(|rule| {
        let stack = rule.stack.iter();
        stack.map(|placement| (&rule.name, placement, false))
    });
    let running = channel.experiments.running();
    let tried = running.flat_map(|(_, one)| {
        let placements = one.placements();
        placements.map(|(_, placement)| (&one.rule, placement, one.held))
    });
    of_rules.chain(tried).collect()
}

/// Of each variant of a placement, by its config: whether only those keep it who have it.
fn held<'a>(
    (_, placement, held): &(&RuleName, &'a Placement, bool),
) -> BTreeMap<&'a TargetName, bool> {
    let variants = placement.variants.iter();
    variants
        .map(|variant| (&variant.config.name, *held || placement.is_held(variant)))
        .collect()
}

/// Whom the rules of a channel are for, in their order.
fn audiences(channel: &Channel) -> Vec<(&RuleName, &When, Option<&GroupName>)> {
    let rules = channel.rules.iter();
    rules
        .map(|rule| (&rule.name, &rule.audience, rule.devices.as_ref()))
        .collect()
}
