//! One application with its records, as a ledger would hold it.

mod make;

use std::collections::{BTreeMap, BTreeSet};

use wavecast_domain::app::{App, AppHead, Channel, Placement, Rule, RuleName, Settings};
use wavecast_domain::command::{NewPackage, NewRelease, ReleaseEdit, ReleaseRef, StartWhen};
use wavecast_domain::decide::{Decision, Outcome, every_channel};
use wavecast_domain::foreseen::Foreseen;
use wavecast_domain::id::Fresh;
use wavecast_domain::org::{OrgCommand, decide_org};
use wavecast_domain::package::{FileList, Package, PackageStatus, manifest, ready};
use wavecast_domain::principal::Principal;
use wavecast_domain::record::{Record, RecordKey};
use wavecast_domain::refusal::Refusal;
use wavecast_domain::release::{Release, Status};
use wavecast_domain::share::Share;
use wavecast_domain::{
    Command, Context, Facts, Publication, channels, decide, more, needs, render,
};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{FileEntry, FileRole, Kind, Variant};
use wavecast_wire::name::{ChannelName, ReleaseId};
use wavecast_wire::table::When;
use wavecast_wire::time::Timestamp;

/// 2026-01-01T00:00:00Z.
const START: i64 = 1_767_225_600;

pub struct World {
    pub head: AppHead,
    pub channels: BTreeMap<ChannelName, Channel>,
    pub records: BTreeMap<RecordKey, Record>,
    pub now: Timestamp,
    /// Bytes that the installation's keys sign at most.
    pub message_limit: Option<usize>,
    commands: u64,
}

pub fn upkeep() -> Principal {
    Principal::System {
        function: "upkeep".into(),
    }
}

pub fn channel(name: &str) -> ChannelName {
    name.parse().expect("a channel's name")
}

pub fn share(text: &str) -> Share {
    text.parse().expect("a share")
}

pub fn when(text: &str) -> When {
    serde_json::from_str(text).expect("a condition")
}

impl World {
    /// `acme/site` or `acme/lamp` with the channel `stable`, and `beta` beside it.
    pub fn new(kind: Kind) -> Self {
        let mut world = Self::without_channels(kind);
        for name in ["stable", "beta"] {
            world.run(Command::CreateChannel {
                channel: channel(name),
                settings: None,
            });
        }
        world
    }

    /// An application as it is created.
    pub fn without_channels(kind: Kind) -> Self {
        let cx = context(Timestamp(START), 0, Principal::Bootstrap);
        let create = OrgCommand::CreateOrg {
            name: "acme".parse().expect("a name"),
            title: "Acme".into(),
        };
        let org = decide_org(None, &cx, create).expect("created").org;
        let name = if kind == Kind::Bundle { "site" } else { "lamp" };
        let create = OrgCommand::CreateApp {
            name: name.parse().expect("a name"),
            kind,
            settings: None,
            dimensions: None,
        };
        let head = decide_org(Some(&org), &cx, create)
            .expect("created")
            .app
            .expect("an application");
        Self {
            head,
            channels: BTreeMap::new(),
            records: BTreeMap::new(),
            now: Timestamp(START),
            message_limit: None,
            commands: 0,
        }
    }

    /// Commits a command that must succeed.
    pub fn run(&mut self, command: Command) -> Decision {
        self.run_as(Principal::Bootstrap, command.clone())
            .unwrap_or_else(|refusal| panic!("{command:?}\nrefused: {refusal:?}"))
    }

    /// A command that must be refused.
    pub fn refused(&mut self, command: Command) -> Refusal {
        self.refused_as(Principal::Bootstrap, command)
    }

    pub fn refused_as(&mut self, principal: Principal, command: Command) -> Refusal {
        let before = (
            self.head.clone(),
            self.channels.clone(),
            self.records.clone(),
        );
        let refusal = self
            .run_as(principal, command.clone())
            .expect_err(&format!("{command:?}"));
        assert_eq!(
            before,
            (
                self.head.clone(),
                self.channels.clone(),
                self.records.clone()
            )
        );
        for text in [&refusal.field, &refusal.rule, &refusal.hint] {
            assert!(!text.is_empty(), "{refusal:?}");
        }
        refusal
    }

    /// Loads what the command names, no more, decides, and commits.
    pub fn run_as(&mut self, principal: Principal, command: Command) -> Result<Decision, Refusal> {
        let cx = self.context(principal);
        self.commands += 1;
        let app = self.load(&command);
        let facts = self.facts(&app, &command);
        let decision = decide(&app, &facts, &cx, command.clone())?;
        let again = decide(&app, &facts, &cx, command).expect("the same again");
        assert_eq!(decision, again, "a decision is a function of its input");
        self.commit(&app, &decision);
        Ok(decision)
    }

    /// What would be decided, were a package there that isn't.
    pub fn foresee(&self, command: Command, package: &Foreseen) -> Result<Decision, Refusal> {
        let app = self.load(&command);
        let mut facts = self.facts(&app, &command);
        package.join(&mut facts, self.head.kind, self.now)?;
        decide(&app, &facts, &self.context(Principal::Bootstrap), command)
    }

    /// Of the next command.
    fn context(&self, principal: Principal) -> Context {
        Context {
            message_limit: self.message_limit,
            ..context(self.now, self.commands + 1, principal)
        }
    }

    fn load(&self, command: &Command) -> App {
        let named: Vec<_> = if every_channel(command) {
            self.head.channels.keys().cloned().collect()
        } else {
            channels(command)
        };
        self.app_with(&named)
    }

    pub fn app_with(&self, names: &[ChannelName]) -> App {
        let part = |name: &ChannelName| Some((name.clone(), self.channels.get(name)?.clone()));
        App {
            head: self.head.clone(),
            channels: names.iter().filter_map(part).collect(),
        }
    }

    fn facts(&self, app: &App, command: &Command) -> Facts {
        let mut facts = Facts::new();
        let mut asked = BTreeSet::new();
        let mut names = needs(app, command);
        while !names.is_empty() {
            for key in names {
                facts.extend(
                    self.records
                        .get(&key)
                        .map(|record| (key.clone(), record.clone())),
                );
                asked.insert(key);
            }
            names = more(app, &facts, command);
            names.retain(|key| !asked.contains(key));
        }
        facts
    }

    fn commit(&mut self, before: &App, decision: &Decision) {
        let revision = self.head.revision + 1;
        assert_eq!(decision.app.head.revision, revision);
        assert_eq!(decision.event.revision, revision);
        for (name, part) in &decision.app.channels {
            if before.channels.get(name) != Some(part) {
                assert_eq!(
                    part.changed, revision,
                    "{name} carries the revision that changed it"
                );
                assert!(part.agenda.is_sorted(), "{:?}", part.agenda);
            }
        }
        self.head = decision.app.head.clone();
        self.channels.extend(decision.app.channels.clone());
        self.records.extend(decision.records.clone());
        for key in &decision.deleted {
            assert!(self.records.remove(key).is_some(), "{key:?} was there");
        }
    }

    /// Lets time pass.
    pub fn wait(&mut self, seconds: i64) {
        self.now = self.now.plus(seconds);
    }

    /// Does all that is due, as upkeep does.
    pub fn tick(&mut self) {
        use wavecast_domain::app::DueKind;
        let due: Vec<_> = self
            .channels
            .values()
            .flat_map(|channel| {
                let now = self.now;
                channel
                    .agenda
                    .iter()
                    .filter(move |due| due.at <= now)
                    .map(|due| (channel.name.clone(), due.clone()))
            })
            .collect();
        for (channel, due) in due {
            let command = match due.what {
                DueKind::Start { release } => {
                    let release = ReleaseRef {
                        channel,
                        id: release,
                    };
                    let start = Command::Start {
                        release: release.clone(),
                        share: None,
                        replace: false,
                        only: None,
                    };
                    match self.run_as(upkeep(), start) {
                        Ok(_) => continue,
                        Err(_) => Command::Miss(release),
                    }
                }
                DueKind::Stage { release } => Command::NextStage(ReleaseRef {
                    channel,
                    id: release,
                }),
                DueKind::Unpin { pin } => Command::ExpirePin { channel, pin },
                DueKind::Calm => Command::Calm { channel },
            };
            let _ = self.run_as(upkeep(), command);
        }
    }
}

pub fn rollback(to: Option<&ReleaseRef>) -> Command {
    Command::Revert {
        channel: channel("stable"),
        rule: RuleName::everyone(),
        to: to.map(|release| release.id.clone()),
    }
}

/// The release that a decision was about.
pub fn released(decision: &Decision) -> ReleaseRef {
    match &decision.outcome {
        Outcome::Release { channel, release } => ReleaseRef {
            channel: channel.clone(),
            id: release.clone(),
        },
        other => panic!("not about a release: {other:?}"),
    }
}

pub fn package_key(version: &str) -> RecordKey {
    RecordKey::Package(
        "app".parse().expect("a name"),
        version.parse().expect("a version"),
    )
}

fn context(now: Timestamp, number: u64, principal: Principal) -> Context {
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&number.to_be_bytes());
    Context {
        now,
        principal,
        fresh: Fresh { at: now, seed },
        request: format!("request-{number}"),
        message_limit: None,
        judge: wavecast_schema::judge,
        founding: wavecast_domain::org::Founding::default(),
    }
}
