//! Approvals: nobody does alone what the policy is about, and nothing but what was approved is done.

use wavecast_domain::Command;
use wavecast_domain::approval::{Asked, Policy, Request, State};
use wavecast_domain::channel::RuleName;
use wavecast_domain::command::{
    NewExperiment, NewVariant, PackageRef, ReleaseEdit, ReleaseRef, StartWhen, VariantVerb, Who,
};
use wavecast_domain::decide::{Decision, Outcome};
use wavecast_domain::id::Ulid;
use wavecast_domain::org::OrgCommand;
use wavecast_domain::principal::Principal;
use wavecast_domain::record::{Record, RecordKey};
use wavecast_domain::refusal::{Reason, Refusal};
use wavecast_domain::release::{Stage, Status};
use wavecast_domain::role::OrgRole::Member;
use wavecast_wire::manifest::Kind;

use crate::acme::{Acme, set_account, set_member};
use crate::world::{World, channel, released, rollback, share, upkeep, when};

const HOUR: i64 = 3600;

/// `acme/lamp` with 1.0 at everybody; Wes writes, Ann and Bea approve, Adam does both.
struct Office {
    world: World,
    acme: Acme,
}

fn policy(count: u32, start: bool, beyond: Option<&str>) -> Policy {
    Policy {
        count,
        start,
        beyond: beyond.map(share),
        keys: false,
        hours: 72,
    }
}

impl Office {
    fn new(policy: Policy) -> Self {
        let mut world = World::new(Kind::Firmware);
        world.ship("1.0", None);
        let mut acme = Acme::new();
        acme.join("wes", Member, "lamp: write");
        acme.join("ann", Member, "lamp: approver");
        acme.join("bea", Member, "lamp: approver");
        acme.join("adam", Member, "lamp: admin");
        let mut office = Self { world, acme };
        office.open();
        office.world.run(Command::SetApprovals {
            policy: Some(policy),
        });
        office
    }

    /// The organization as commands find it.
    fn open(&mut self) {
        let org = Record::Org(Box::new(self.acme.org.clone()));
        self.world.records.insert(RecordKey::Org, org);
    }

    fn change(&mut self, command: OrgCommand) {
        self.acme.run("ada", command).unwrap();
        self.open();
    }

    fn run(&mut self, user: &str, command: Command) -> Decision {
        let by = self.acme.person(user);
        self.world
            .run_as(by, command.clone())
            .unwrap_or_else(|refusal| panic!("{command:?}: {refusal:?}"))
    }

    fn refused(&mut self, user: &str, command: Command) -> Refusal {
        let by = self.acme.person(user);
        self.world.refused_as(by, command)
    }

    fn ask(&mut self, user: &str, command: &Command) -> Ulid {
        let ask = Command::Ask(Asked::Command(Box::new(command.clone())));
        let before = (self.world.channels.clone(), self.world.records.len());
        let decision = self.run(user, ask);
        assert_eq!(self.world.channels, before.0, "asking does nothing");
        assert_eq!(self.world.records.len(), before.1 + 1);
        assert!(decision.publish.is_empty() && decision.movements.is_empty());
        match decision.outcome {
            Outcome::Approval { request } => request,
            other => panic!("{other:?}"),
        }
    }

    fn request(&self, id: &Ulid) -> Request {
        match &self.world.records[&RecordKey::Approval(id.clone())] {
            Record::Approval(request) => request.as_ref().clone(),
            other => panic!("{other:?}"),
        }
    }

    fn vote(&self, id: &Ulid) -> Command {
        Command::Approve {
            request: id.clone(),
            digest: self.request(id).digest,
            comment: None,
        }
    }

    fn approve(&mut self, user: &str, id: &Ulid) {
        let vote = self.vote(id);
        self.run(user, vote);
    }

    /// A draft of Wes's.
    fn draft(&mut self, version: &str) -> ReleaseRef {
        self.world.package(version);
        let new = self.world.new_release(version, StartWhen::Draft);
        released(&self.run("wes", Command::CreateRelease(new)))
    }

    fn state(&self, id: &Ulid) -> State {
        self.request(id).state_at(self.world.now)
    }

    fn open_requests(&self) -> usize {
        self.world.head.approvals.open.len()
    }
}

fn start(release: &ReleaseRef, to: Option<&str>) -> Command {
    Command::Start {
        release: release.clone(),
        share: to.map(share),
        only: None,
        replace: false,
    }
}

fn ramp(release: &ReleaseRef, to: &str) -> Command {
    Command::Ramp {
        release: release.clone(),
        to: share(to),
        only: None,
        keep_open: false,
    }
}

#[track_caller]
fn needs(refusal: &Refusal, words: &str) {
    assert_eq!(refusal.reason, Reason::Approval, "{refusal:?}");
    assert!(refusal.rule.contains(words), "{refusal:?}");
}

#[test]
fn a_release_starts_once_somebody_else_approved_it() {
    let mut office = Office::new(policy(1, true, None));
    let release = office.draft("2.0");
    let refusal = office.refused("wes", start(&release, None));
    needs(
        &refusal,
        "starting app 2.0 in stable at 5% needs 1 approval by others, and nobody asked for that",
    );
    assert!(refusal.hint.contains("--for-approval"), "{refusal:?}");
    assert!(refusal.hint.contains("ann, bea"), "{refusal:?}");
    let id = office.ask("wes", &start(&release, None));
    let request = office.request(&id);
    assert_eq!(request.what, "starting app 2.0 in stable at 5%");
    assert_eq!(request.movements.len(), 1);
    let refusal = office.refused("wes", start(&release, None));
    needs(&refusal, &format!("and request {} has none", id.0));
    assert_eq!(
        office.refused("wes", office.vote(&id)).reason,
        Reason::Forbidden
    );
    office.approve("ann", &id);
    let done = office.run("wes", start(&release, None));
    assert_eq!(office.world.status(&release), Status::Active);
    assert_eq!(office.state(&id), State::Used);
    assert_eq!(office.open_requests(), 0);
    let told = done.event.changes.iter();
    let told = told.map(|one| (one.field.as_str(), one.after.as_deref()));
    let told: Vec<_> = told.collect();
    let field = format!("approval {} approved by", id.0);
    assert!(told.contains(&(field.as_str(), Some("ann"))), "{told:?}");
}

#[test]
fn nobody_approves_their_own() {
    let mut office = Office::new(policy(1, true, None));
    let release = office.draft("2.0");
    let id = office.ask("adam", &start(&release, None));
    let refusal = office.refused("adam", office.vote(&id));
    assert_eq!(refusal.reason, Reason::Forbidden);
    assert!(refusal.rule.contains("you asked"), "{refusal:?}");
    // What Adam made he doesn't approve either, whoever asks.
    office.world.package("2.1");
    let new = office.world.new_release("2.1", StartWhen::Draft);
    let own = released(&office.run("adam", Command::CreateRelease(new)));
    let id = office.ask("wes", &start(&own, None));
    let refusal = office.refused("adam", office.vote(&id));
    assert_eq!(refusal.reason, Reason::Forbidden);
    // Nor what he changed.
    let edit = Command::EditRelease {
        release: release.clone(),
        edit: ReleaseEdit {
            keep_open: Some(true),
            ..ReleaseEdit::default()
        },
    };
    office.run("adam", edit);
    let id = office.ask("wes", &start(&release, None));
    assert_eq!(
        office.refused("adam", office.vote(&id)).reason,
        Reason::Forbidden
    );
    office.approve("bea", &id);
    office.run("adam", start(&release, None));
}

#[test]
fn two_approvals_are_those_of_two() {
    let mut office = Office::new(policy(2, true, None));
    let release = office.draft("2.0");
    let id = office.ask("wes", &start(&release, None));
    office.approve("ann", &id);
    let refusal = office.refused("wes", start(&release, None));
    needs(&refusal, &format!("request {} has 1 (ann)", id.0));
    let twice = office.refused("ann", office.vote(&id));
    assert!(twice.rule.contains("already"), "{twice:?}");
    office.approve("bea", &id);
    office.run("wes", start(&release, None));
    assert_eq!(office.state(&id), State::Used);
}

#[test]
fn whatever_changes_voids_an_approval() {
    let mut office = Office::new(policy(1, true, None));
    let release = office.draft("2.0");
    let id = office.ask("wes", &start(&release, None));
    office.approve("ann", &id);
    // Another share, a replacement, or some variants alone is another deed.
    for other in [start(&release, Some("6%")), start(&release, Some("100%"))] {
        needs(
            &office.refused("wes", other),
            &format!("request {} is about something else", id.0),
        );
    }
    let edit = Command::EditRelease {
        release: release.clone(),
        edit: ReleaseEdit {
            floor: Some(true),
            ..ReleaseEdit::default()
        },
    };
    office.run("wes", edit);
    assert_eq!(office.state(&id), State::Void);
    assert_eq!(office.open_requests(), 0);
    needs(
        &office.refused("wes", start(&release, None)),
        "nobody asked for that",
    );
    let void = office.refused("bea", office.vote(&id));
    assert!(void.rule.contains("is void"), "{void:?}");
    let anew = office.ask("wes", &start(&release, None));
    assert_ne!(office.request(&anew).digest, office.request(&id).digest);
    // A draft that goes takes its requests along.
    office.run("wes", Command::DeleteRelease(release));
    assert_eq!(office.state(&anew), State::Void);
}

#[test]
fn a_group_that_changed_is_another_audience() {
    let mut office = Office::new(policy(1, true, None));
    let group = |ids: &[&str]| Command::SetGroup {
        group: "testers".parse().unwrap(),
        devices: wavecast_domain::app::DevicesInput::Ids(
            ids.iter().map(|id| (*id).to_owned()).collect(),
        ),
    };
    office.world.run(group(&["device-1"]));
    office
        .world
        .run(Command::CreateRule(wavecast_domain::command::NewRule {
            channel: channel("stable"),
            name: RuleName("testers".into()),
            audience: when("{}"),
            devices: Some("testers".parse().unwrap()),
            before: None,
        }));
    office.world.package("2.0");
    let mut new = office.world.new_release("2.0", StartWhen::Draft);
    new.rule = Some(RuleName("testers".into()));
    let release = released(&office.run("wes", Command::CreateRelease(new)));
    let unasked = office.refused("wes", start(&release, None));
    needs(
        &unasked,
        "starting app 2.0 in rule testers of stable at 100%",
    );
    let id = office.ask("wes", &start(&release, None));
    office.approve("ann", &id);
    office.world.run(group(&["device-1", "device-2"]));
    needs(
        &office.refused("wes", start(&release, None)),
        "is about something else",
    );
}

#[test]
fn an_approval_counts_as_long_as_its_giver_may_approve() {
    let mut office = Office::new(policy(1, true, None));
    let release = office.draft("2.0");
    let id = office.ask("wes", &start(&release, None));
    office.approve("ann", &id);
    office.change(set_member("ann", Member, "lamp: read"));
    needs(
        &office.refused("wes", start(&release, None)),
        &format!("request {} has none", id.0),
    );
    office.change(set_member("ann", Member, "bulb: approver, lamp: read"));
    needs(&office.refused("wes", start(&release, None)), "has none");
    office.change(set_member("ann", Member, "*: approver"));
    office.run("wes", start(&release, None));
}

#[test]
fn a_request_is_over_in_time() {
    let mut office = Office::new(policy(1, true, None));
    let release = office.draft("2.0");
    let id = office.ask("wes", &start(&release, None));
    office.approve("ann", &id);
    office.world.wait(72 * HOUR);
    assert_eq!(office.state(&id), State::Expired);
    needs(
        &office.refused("wes", start(&release, None)),
        "nobody asked for that",
    );
    let late = office.refused("bea", office.vote(&id));
    assert!(late.rule.contains("has expired"), "{late:?}");
    let anew = office.ask("wes", &start(&release, None));
    assert_eq!(office.open_requests(), 1, "what is over is forgotten");
    assert_ne!(anew, id);
}

#[test]
fn an_approval_names_what_was_read() {
    let mut office = Office::new(policy(1, true, None));
    let release = office.draft("2.0");
    let id = office.ask("wes", &start(&release, None));
    let request = office.request(&id);
    let digest = wavecast_wire::hash::Sha256::of(request.content.as_bytes());
    assert_eq!(digest, request.digest);
    for said in ["\"app\":\"acme/lamp\"", "\"share\":\"5%\"", "\"manifest\":"] {
        assert!(request.content.contains(said), "{}", request.content);
    }
    let other = Command::Approve {
        request: id,
        digest: wavecast_wire::hash::Sha256::of(b"something else"),
        comment: None,
    };
    assert_eq!(office.refused("ann", other).field, "digest");
}

#[test]
fn reaching_further_than_the_step_needs_approval_however_it_is_done() {
    let mut office = Office::new(policy(1, false, Some("20%")));
    let release = office.draft("2.0");
    needs(
        &office.refused("wes", start(&release, Some("21%"))),
        "starting",
    );
    office.run("wes", start(&release, Some("10%")));
    office.run("wes", ramp(&release, "20%"));
    needs(&office.refused("wes", ramp(&release, "20.01%")), "ramping");
    needs(
        &office.refused("wes", Command::Conclude(release.clone())),
        "to 100%",
    );
    let some = Command::Variants {
        release: release.clone(),
        only: when(r#"{"os": ["x"]}"#),
        verb: VariantVerb::Conclude,
    };
    assert_eq!(office.refused("wes", some).field, "only");
    office.world.package("3.0");
    let mut new = office
        .world
        .new_release("3.0", StartWhen::Now(Some(share("30%"))));
    new.replace = true;
    needs(
        &office.refused("wes", Command::CreateRelease(new)),
        "starting app 3.0",
    );
    let promote = Command::Promote {
        from: channel("stable"),
        to: channel("beta"),
        share: None,
        replace: false,
    };
    needs(&office.refused("wes", promote), "in beta at 100%");
    let id = office.ask("wes", &ramp(&release, "50%"));
    office.approve("ann", &id);
    needs(&office.refused("wes", ramp(&release, "51%")), "else");
    office.run("wes", ramp(&release, "50%"));
    assert_eq!(office.world.release_record(&release).share, share("50%"));
    // Again is no movement, and needs nothing.
    office.run("wes", ramp(&release, "50%"));
}

#[test]
fn a_group_is_not_pinned_past_the_step() {
    let mut office = Office::new(policy(1, false, Some("20%")));
    office.world.run(Command::SetGroup {
        group: "testers".parse().unwrap(),
        devices: wavecast_domain::app::DevicesInput::Ids(vec!["device-1".into()]),
    });
    let release = office.draft("2.0");
    office.run("wes", start(&release, Some("10%")));
    let pin = |who| Command::Pin {
        release: release.clone(),
        who,
        until: office.world.now.plus(HOUR),
        reason: "to see it".into(),
    };
    let (group, device) = (
        pin(Who::Group("testers".parse().unwrap())),
        pin(Who::Device("device-1".into())),
    );
    needs(
        &office.refused("wes", group.clone()),
        "pinning group testers",
    );
    office.run("wes", device);
    let id = office.ask("wes", &group);
    office.approve("ann", &id);
    office.run("wes", group);
}

#[test]
fn to_stop_never_needs_approval() {
    let mut office = Office::new(policy(10, false, Some("0%")));
    let release = office.draft("2.0");
    // The first share is zero: nothing is beyond it.
    office.run("wes", start(&release, Some("0%")));
    office.run("wes", Command::Pause(release.clone()));
    office.run("wes", Command::Resume(release.clone()));
    office.run(
        "wes",
        Command::Abort {
            release,
            keep: false,
        },
    );
    let mut office = Office::new(policy(1, false, Some("50%")));
    let release = office.draft("2.0");
    office.run("wes", start(&release, Some("10%")));
    let id = office.ask("wes", &ramp(&release, "100%"));
    office.approve("ann", &id);
    office.run("wes", ramp(&release, "100%"));
    assert_eq!(office.world.status(&release), Status::Concluded);
    office.run("wes", rollback(None));
    assert_eq!(office.world.status(&release), Status::Reverted);
}

fn variant(name: &str, version: Option<&str>) -> NewVariant {
    NewVariant {
        name: name.into(),
        weight: share("50%"),
        properties: Default::default(),
        package: version.map(|version| PackageRef {
            name: "app".parse().unwrap(),
            version: version.parse().unwrap(),
        }),
    }
}

/// 2.0 for each system at 10 %, a group pinned to it, and an experiment that gives it; from now on
/// everything needs ten approvals, which nobody could give.
fn under_way() -> (Office, ReleaseRef) {
    let mut office = Office::new(Policy {
        keys: true,
        ..policy(1, false, None)
    });
    office.world.package_of("2.0", &[], &BOTH);
    let new = office.world.new_release("2.0", StartWhen::Draft);
    let release = released(&office.run("wes", Command::CreateRelease(new)));
    office.run("wes", start(&release, Some("10%")));
    let (stable, ids) = (channel("stable"), vec!["device-1".to_owned()]);
    office.world.run(Command::SetGroup {
        group: "testers".parse().unwrap(),
        devices: wavecast_domain::app::DevicesInput::Ids(ids),
    });
    let pin = Command::Pin {
        release: release.clone(),
        who: testers(),
        until: office.world.now.plus(HOUR),
        reason: "to see it".into(),
    };
    office.run("wes", pin);
    let trial = NewExperiment {
        channel: stable,
        name: "trial".into(),
        rule: None,
        layer: None,
        reserve: share("50%"),
        share: share("10%"),
        variants: vec![variant("old", None), variant("new", Some("2.0"))],
        policy: None,
        notes: None,
    };
    office.run("wes", Command::CreateExperiment(trial));
    let strict = Policy {
        keys: true,
        ..policy(10, true, Some("0%"))
    };
    office.world.run(Command::SetApprovals {
        policy: Some(strict),
    });
    (office, release)
}

fn testers() -> Who {
    Who::Group("testers".parse().unwrap())
}

#[test]
fn every_way_to_stop_works_where_everything_else_needs_ten_others() {
    let (mut office, release) = under_way();
    needs(&office.refused("wes", ramp(&release, "10.01%")), "ramping");
    let of_stable = || channel("stable");
    let trial = || "trial".to_owned();
    let for_some = |verb| Command::Variants {
        release: release.clone(),
        only: when(BOTH[0]),
        verb,
    };
    let abort = |keep| Command::Abort {
        release: release.clone(),
        keep,
    };
    let ways = [
        Command::Pause(release.clone()),
        abort(false),
        abort(true),
        rollback(None),
        for_some(VariantVerb::Pause),
        for_some(VariantVerb::Abort { keep: false }),
        for_some(VariantVerb::Abort { keep: true }),
        Command::HoldExperiment {
            channel: of_stable(),
            name: trial(),
            held: true,
        },
        Command::StopExperiment {
            channel: of_stable(),
            name: trial(),
        },
        Command::Unpin {
            channel: of_stable(),
            who: testers(),
        },
        Command::YankPackage {
            name: "app".parse().unwrap(),
            version: "2.0".parse().unwrap(),
            reason: "it burns".into(),
            now: vec![of_stable()],
        },
    ];
    for way in ways {
        let (mut office, _) = under_way();
        office.run("wes", way);
    }
}

#[test]
fn a_rollback_to_what_never_reached_everybody_is_no_way_around() {
    let mut office = Office::new(policy(1, false, Some("20%")));
    let bad = office.draft("2.0");
    office.run("wes", start(&bad, Some("10%")));
    let abort = Command::Abort {
        release: bad.clone(),
        keep: false,
    };
    office.run("wes", abort);
    needs(
        &office.refused("wes", rollback(Some(&bad))),
        "rolling everybody back to",
    );
    let id = office.ask("wes", &rollback(Some(&bad)));
    office.approve("ann", &id);
    office.run("wes", rollback(Some(&bad)));
    assert_eq!(office.world.status(&bad), Status::Concluded);
    // Back to what everybody had, by name too.
    let first = office.world.channels[&channel("stable")].rules[0].concluded[0].clone();
    let first = ReleaseRef {
        channel: channel("stable"),
        id: first.release,
    };
    office.run("wes", rollback(Some(&first)));
    assert_eq!(office.world.status(&bad), Status::Reverted);
}

#[test]
fn a_stage_beyond_the_step_waits_for_approval() {
    let mut office = Office::new(policy(1, false, Some("20%")));
    let release = office.draft("2.0");
    let stages = [("10%", 0), ("50%", 3600)].map(|(to, after)| Stage {
        share: share(to),
        after,
    });
    let at = office.world.now.plus(HOUR);
    office.run(
        "wes",
        Command::Schedule {
            release: release.clone(),
            start: at,
            window: 600,
            stages: stages.to_vec(),
        },
    );
    office.world.wait(HOUR);
    office.world.tick();
    assert_eq!(office.world.release_record(&release).share, share("10%"));
    office.world.wait(2 * HOUR);
    office.world.tick();
    assert_eq!(office.world.release_record(&release).share, share("10%"));
    needs(
        &office
            .world
            .refused_as(upkeep(), Command::NextStage(release.clone())),
        "to 50%",
    );
    let id = office.ask("wes", &ramp(&release, "50%"));
    office.approve("ann", &id);
    office.world.tick();
    assert_eq!(office.world.release_record(&release).share, share("50%"));
    assert_eq!(office.state(&id), State::Used);
}

#[test]
fn a_scheduled_start_waits_for_approval_and_is_missed_without() {
    let mut office = Office::new(policy(1, true, None));
    for approves in [true, false] {
        let version = if approves { "2.0" } else { "3.0" };
        let release = office.draft(version);
        let at = office.world.now.plus(HOUR);
        office.run(
            "wes",
            Command::Schedule {
                release: release.clone(),
                start: at,
                window: 600,
                stages: Vec::new(),
            },
        );
        let id = office.ask("wes", &start(&release, None));
        if approves {
            office.approve("ann", &id);
        }
        office.world.wait(HOUR);
        office.world.tick();
        let status = office.world.status(&release);
        if approves {
            assert_eq!(status, Status::Active);
            office.run(
                "wes",
                Command::Abort {
                    release,
                    keep: false,
                },
            );
        } else {
            assert_ne!(status, Status::Active);
            office.world.wait(601);
            office.world.tick();
            assert_eq!(office.world.status(&release), Status::Missed);
        }
    }
}

#[test]
fn to_ask_for_less_needs_what_is_asked_for_now() {
    let mut office = Office::new(policy(1, true, Some("20%")));
    let set = |policy: Option<Policy>| Command::SetApprovals { policy };
    for less in [
        None,
        Some(policy(1, false, Some("20%"))),
        Some(policy(1, true, None)),
        Some(policy(1, true, Some("21%"))),
        Some(Policy {
            hours: 73,
            ..policy(1, true, Some("20%"))
        }),
    ] {
        needs(
            &office.refused("adam", set(less.clone())),
            "asking for fewer approvals",
        );
        let id = office.ask("adam", &set(less));
        let own = office.refused("adam", office.vote(&id));
        assert_eq!(own.reason, Reason::Forbidden);
    }
    // To ask for more is free, and leaves what was given too little.
    let more = policy(2, true, Some("10%"));
    office.run("adam", set(Some(more.clone())));
    let less = set(Some(policy(1, true, Some("10%"))));
    let id = office.ask("adam", &less);
    office.approve("ann", &id);
    needs(&office.refused("adam", less.clone()), "has 1 (ann)");
    office.approve("bea", &id);
    office.run("adam", less);
    // Wes may not set it at all.
    assert_eq!(office.refused("wes", set(None)).reason, Reason::Forbidden);
}

#[test]
fn a_machine_approves_only_by_a_permission_of_its_own() {
    let mut office = Office::new(policy(1, true, None));
    office.change(set_account("ci", "lamp: write"));
    office.change(set_account("gate", "lamp: approver"));
    let release = office.draft("2.0");
    let machine = |office: &Office, name: &str| Principal::Service {
        org: "acme".parse().unwrap(),
        account: name.parse().unwrap(),
        token: "4j7c9q2m8x0d5v1k".parse().unwrap(),
        access: office
            .acme
            .org
            .access_of_account(&name.parse().unwrap())
            .unwrap_or_default(),
    };
    let id = office.ask("wes", &start(&release, None));
    let (ci, gate) = (machine(&office, "ci"), machine(&office, "gate"));
    let refusal = office.world.refused_as(ci, office.vote(&id));
    assert_eq!(refusal.reason, Reason::Forbidden);
    office.world.run_as(gate, office.vote(&id)).unwrap();
    office.run("wes", start(&release, None));
    // A token of a person is the person: what Adam asks with one, he doesn't approve himself.
    let other = office.draft("2.1");
    let mut token = office.acme.person("adam");
    if let Principal::User { token, .. } = &mut token {
        *token = Some("4j7c9q2m8x0d5v1k".parse().unwrap());
    }
    let replace = Command::Start {
        release: other,
        share: None,
        only: None,
        replace: true,
    };
    let ask = Command::Ask(Asked::Command(Box::new(replace)));
    let decision = office.world.run_as(token, ask).unwrap();
    let Outcome::Approval { request } = decision.outcome else {
        panic!("{:?}", decision.outcome);
    };
    let refusal = office.refused("adam", office.vote(&request));
    assert_eq!(refusal.reason, Reason::Forbidden);
}

#[test]
fn a_word_of_the_sign_in_approves_nothing() {
    let mut office = Office::new(policy(1, true, None));
    let release = office.draft("2.0");
    let id = office.ask("wes", &start(&release, None));
    // She is let in by what an issuer said of her, and is no member.
    let access = office
        .acme
        .org
        .access_of_user(&"ann".parse().unwrap())
        .unwrap();
    let guest = Principal::person("guest".parse().unwrap(), "Guest").with_access(access);
    let refusal = office.world.refused_as(guest, office.vote(&id));
    assert_eq!(refusal.reason, Reason::Forbidden);
    assert!(refusal.rule.contains("sign-in"), "{refusal:?}");
}

#[test]
fn requests_and_comments_are_bounded() {
    let mut office = Office::new(policy(1, true, None));
    let release = office.draft("2.0");
    let id = office.ask("wes", &start(&release, None));
    let ask = Command::Ask(Asked::Command(Box::new(start(&release, None))));
    let twice = office.refused("wes", ask);
    assert_eq!(twice.reason, Reason::Exists);
    assert!(twice.rule.contains(&id.0), "{twice:?}");
    let say = |text: String| Command::Comment {
        request: id.clone(),
        text,
    };
    for bad in [String::new(), "x".repeat(501), "two\nlines".into()] {
        assert_eq!(office.refused("wes", say(bad)).field, "comment");
    }
    for n in 0..30 {
        let user = if n % 2 == 0 { "wes" } else { "ann" };
        office.run(user, say(format!("comment {n}")));
    }
    assert_eq!(
        office.refused("ann", say("one more".into())).reason,
        Reason::Limit
    );
    office.run(
        "ann",
        Command::Reject {
            request: id.clone(),
            comment: None,
        },
    );
    assert_eq!(office.state(&id), State::Rejected);
    needs(
        &office.refused("wes", start(&release, None)),
        "nobody asked for that",
    );
    for n in 1..=20 {
        office.ask("wes", &start(&release, Some(&format!("{n}%"))));
    }
    let full = Command::Ask(Asked::Command(Box::new(start(&release, Some("21%")))));
    assert_eq!(office.refused("wes", full).reason, Reason::Limit);
}

#[test]
fn what_needs_no_approval_is_not_asked_for() {
    let mut office = Office::new(policy(1, false, Some("20%")));
    let release = office.draft("2.0");
    for needless in [
        start(&release, Some("5%")),
        Command::DeleteRelease(release.clone()),
    ] {
        let ask = Command::Ask(Asked::Command(Box::new(needless)));
        let refusal = office.refused("wes", ask);
        assert_eq!(refusal.field, "ask", "{refusal:?}");
    }
    // What can't be done can't be asked for either, and nobody asks for what they may not do.
    let ask = |command| Command::Ask(Asked::Command(Box::new(command)));
    let idle = office.refused("wes", ask(ramp(&release, "50%")));
    assert_eq!(idle.reason, Reason::State);
    let lacking = office.refused("ann", ask(start(&release, Some("50%"))));
    assert_eq!(lacking.reason, Reason::Forbidden);
}

#[test]
fn a_policy_has_bounds() {
    let mut office = Office::new(policy(1, true, None));
    for (bad, field) in [
        (policy(0, true, None), "count"),
        (policy(11, true, None), "count"),
        (
            Policy {
                hours: 0,
                ..policy(1, true, None)
            },
            "hours",
        ),
        (policy(1, false, None), "start"),
    ] {
        let set = Command::SetApprovals { policy: Some(bad) };
        assert_eq!(office.refused("adam", set).field, field);
    }
}

#[test]
fn an_experiment_on_packages_needs_what_a_release_would() {
    let mut office = Office::new(policy(1, true, Some("20%")));
    office.world.package("2.0");
    let create = Command::CreateExperiment(NewExperiment {
        channel: channel("stable"),
        name: "trial".into(),
        rule: None,
        layer: None,
        reserve: share("50%"),
        share: share("10%"),
        variants: vec![variant("old", None), variant("new", Some("2.0"))],
        policy: None,
        notes: None,
    });
    let ramp = |to: &str| Command::RampExperiment {
        channel: channel("stable"),
        name: "trial".into(),
        to: share(to),
    };
    let conclude = Command::ConcludeExperiment {
        channel: channel("stable"),
        name: "trial".into(),
        variant: "new".into(),
    };
    for (command, words) in [
        (create, "starting experiment trial in stable at 5%"),
        (ramp("100%"), "ramping experiment trial in stable to 50%"),
        (conclude, "concluding experiment trial in stable with new"),
    ] {
        needs(&office.refused("wes", command.clone()), words);
        let id = office.ask("wes", &command);
        office.approve("ann", &id);
        office.run("wes", command);
        assert_eq!(office.state(&id), State::Used);
    }
}

const BOTH: [&str; 2] = [r#"{"os":["ios"]}"#, r#"{"os":["android"]}"#];

impl Office {
    /// A release of 2.0 at 10 %, a variant for each system; iOS alone was allowed to have all.
    fn uneven(&mut self) -> ReleaseRef {
        self.world.package_of("2.0", &[], &BOTH);
        let new = self.world.new_release("2.0", StartWhen::Draft);
        let release = released(&self.run("wes", Command::CreateRelease(new)));
        self.run("wes", start(&release, Some("10%")));
        let wide = Command::Ramp {
            release: release.clone(),
            to: share("100%"),
            only: Some(when(BOTH[0])),
            keep_open: false,
        };
        let id = self.ask("wes", &wide);
        self.approve("ann", &id);
        self.run("wes", wide);
        release
    }
}

#[test]
fn a_variant_alone_is_measured_as_well() {
    let mut office = Office::new(policy(1, false, Some("20%")));
    let release = office.uneven();
    let alone = |to: &str| Command::Ramp {
        release: release.clone(),
        to: share(to),
        only: Some(when(BOTH[1])),
        keep_open: false,
    };
    office.run("wes", alone("20%"));
    needs(
        &office.refused("wes", alone("20.01%")),
        "ramping app 2.0 in stable, for os=android alone, to 20.01%",
    );
    let conclude = Command::Variants {
        release: release.clone(),
        only: when(BOTH[1]),
        verb: VariantVerb::Conclude,
    };
    needs(&office.refused("wes", conclude), "to 100%");
}

/// Paused, a variant has no part in its release's share; rolled back to, it would get all.
#[test]
fn a_paused_variant_gets_no_further_by_a_rollback() {
    let mut office = Office::new(policy(1, false, Some("20%")));
    let release = office.uneven();
    let pause = Command::Variants {
        release: release.clone(),
        only: when(BOTH[1]),
        verb: VariantVerb::Pause,
    };
    office.run("wes", pause);
    let abort = Command::Abort {
        release: release.clone(),
        keep: false,
    };
    office.run("wes", abort);
    let refused = office.refused("wes", rollback(Some(&release)));
    needs(&refused, "rolling everybody back to");
}

#[test]
fn what_takes_a_place_is_approved_for_as_far_as_any_variant_got() {
    let mut office = Office::new(policy(1, false, Some("20%")));
    office.uneven();
    office.world.package_of("2.1", &[], &BOTH);
    let mut new = office.world.new_release("2.1", StartWhen::Now(None));
    new.replace = true;
    let refused = office.refused("wes", Command::CreateRelease(new));
    needs(&refused, "starting app 2.1 in stable at 100%");
}

/// A replacement that was approved for what there was isn't one for what a variant reached since.
#[test]
fn an_approved_replacement_is_void_once_a_variant_of_the_old_got_further() {
    let mut office = Office::new(policy(1, true, None));
    office.world.package_of("2.0", &[], &BOTH);
    let new = office
        .world
        .new_release("2.0", StartWhen::Now(Some(share("5%"))));
    let first = Command::CreateRelease(new);
    let id = office.ask("wes", &first);
    office.approve("ann", &id);
    let old = released(&office.run("wes", first));
    office.world.package_of("2.1", &[], &BOTH);
    let mut new = office.world.new_release("2.1", StartWhen::Now(None));
    new.replace = true;
    let replace = Command::CreateRelease(new);
    let id = office.ask("wes", &replace);
    office.approve("ann", &id);
    let wide = Command::Ramp {
        release: old,
        to: share("100%"),
        only: Some(when(BOTH[0])),
        keep_open: false,
    };
    office.run("wes", wide);
    let refused = office.refused("wes", replace);
    assert_eq!(refused.reason, Reason::Approval, "{refused:?}");
}

/// To let a release reach everybody and to send everybody back to it are two things.
#[test]
fn an_approved_ramp_is_no_rollback() {
    let mut office = Office::new(policy(1, false, Some("20%")));
    let bad = office.draft("2.0");
    office.run("wes", start(&bad, Some("10%")));
    let id = office.ask("wes", &ramp(&bad, "100%"));
    office.approve("ann", &id);
    let abort = Command::Abort {
        release: bad.clone(),
        keep: false,
    };
    office.run("wes", abort);
    needs(
        &office.refused("wes", rollback(Some(&bad))),
        "rolling everybody back to",
    );
}
