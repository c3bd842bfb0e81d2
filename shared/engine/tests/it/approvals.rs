//! Approvals as they are committed: who may still approve is asked at that moment, by nobody's word.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use tokio::sync::Notify;
use wavecast_domain::Command;
use wavecast_domain::approval::{Asked, Policy, State};
use wavecast_domain::command::{NewRelease, ReleaseRef, StartWhen};
use wavecast_domain::decide::Outcome;
use wavecast_domain::id::Ulid;
use wavecast_domain::org::OrgCommand;
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::Reason;
use wavecast_domain::release::Stage as Step;
use wavecast_domain::role::Grants;
use wavecast_engine::control::{Control, ControlError, Done, PageAsk, Request};
use wavecast_engine::port::{Clock as _, Entry, Key, Ledger, Page, PortError, Query, Write};
use wavecast_engine::testing::act::request;
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::Kind;
use wavecast_wire::tuf::Role;

use crate::stage::{Stage, share};

fn policy(count: u32) -> Policy {
    Policy {
        count,
        start: true,
        beyond: Some(share(2000)),
        keys: true,
        hours: 72,
    }
}

/// Whoever acts as a service account with a role in every application.
async fn machine(stage: &Stage, name: &str, role: &str) -> Principal {
    let set = OrgCommand::SetAccount {
        name: name.parse().unwrap(),
        title: name.to_owned(),
        grants: Grants {
            every: Some(role.parse().unwrap()),
            ..Grants::default()
        },
    };
    let org = &stage.scope.org;
    let control = &stage.world.control;
    let made = control.execute_org(org, request(), set).await.unwrap();
    let account = name.parse().unwrap();
    Principal::Service {
        access: made.access_of_account(&account).unwrap(),
        org: org.clone(),
        account,
        token: "4j7c9q2m8x0d5v1k".parse().unwrap(),
    }
}

async fn run_as(
    stage: &Stage,
    principal: &Principal,
    command: Command,
) -> Result<Done, ControlError> {
    let by = Request {
        principal: principal.clone(),
        ..request()
    };
    let control = &stage.world.control;
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    control.execute(org, app, by, command).await
}

fn id(done: &Done) -> Ulid {
    match &done.outcome {
        Outcome::Approval { request } => request.clone(),
        other => panic!("{other:?}"),
    }
}

async fn vote(stage: &Stage, request: &Ulid) -> Command {
    let control = &stage.world.control;
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let found = control.approval(org, app, request).await.unwrap().unwrap();
    Command::Approve {
        request: request.clone(),
        digest: found.digest,
        comment: None,
    }
}

async fn state(stage: &Stage, request: &Ulid) -> State {
    let control = &stage.world.control;
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let found = control.approval(org, app, request).await.unwrap().unwrap();
    found.state_at(stage.world.clock.now())
}

fn start(release: &ReleaseRef) -> Command {
    Command::Start {
        release: release.clone(),
        share: Some(share(1000)),
        only: None,
        replace: false,
    }
}

fn asking(command: &Command) -> Command {
    Command::Ask(Asked::Command(Box::new(command.clone())))
}

fn is_unapproved(done: &Result<Done, ControlError>) -> bool {
    matches!(done, Err(ControlError::Refused(refusal)) if refusal.reason == Reason::Approval)
}

async fn drafted(count: u32) -> (Stage, ReleaseRef) {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let Command::CreateRelease(new) = stage.new_release("1.1.0", None) else {
        unreachable!("that is what it makes");
    };
    let draft = Command::CreateRelease(NewRelease {
        start: StartWhen::Draft,
        ..new
    });
    let release = stage.reference(&stage.run(draft).await);
    stage
        .run(Command::SetApprovals {
            policy: Some(policy(count)),
        })
        .await;
    (stage, release)
}

#[tokio::test]
async fn two_who_approve_at_once_both_count() {
    let (stage, release) = drafted(2).await;
    let one = machine(&stage, "one", "approver").await;
    let two = machine(&stage, "two", "approver").await;
    let asked = stage.run(asking(&start(&release))).await;
    let request = id(&asked);
    let vote = vote(&stage, &request).await;
    let (first, second) = tokio::join!(
        run_as(&stage, &one, vote.clone()),
        run_as(&stage, &two, vote)
    );
    first.unwrap();
    second.unwrap();
    stage.run(start(&release)).await;
    assert_eq!(state(&stage, &request).await, State::Used);
}

#[tokio::test]
async fn a_role_that_is_lost_before_the_commit_takes_the_approval_along() {
    let (stage, release) = drafted(1).await;
    let one = machine(&stage, "one", "approver").await;
    let request = id(&stage.run(asking(&start(&release))).await);
    let vote = vote(&stage, &request).await;
    run_as(&stage, &one, vote).await.unwrap();
    machine(&stage, "one", "read").await;
    let control = &stage.world.control;
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let refused = control
        .execute(org, app, self::request(), start(&release))
        .await;
    assert!(is_unapproved(&refused), "{refused:?}");
    assert_eq!(state(&stage, &request).await, State::Open);
    machine(&stage, "one", "approver").await;
    stage.run(start(&release)).await;
}

/// Falls asleep before its first commit, with all that was decided in its hands.
struct Sleepy {
    inner: Arc<dyn Ledger>,
    slept: AtomicBool,
    asleep: Notify,
    wake: Notify,
}

#[async_trait]
impl Ledger for Sleepy {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        self.inner.get(keys).await
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), PortError> {
        if !self.slept.swap(true, Ordering::SeqCst) {
            self.asleep.notify_one();
            self.wake.notified().await;
        }
        self.inner.commit(writes).await
    }

    async fn page(
        &self,
        query: &Query,
        after: Option<&str>,
        limit: usize,
        descending: bool,
    ) -> Result<Page, PortError> {
        self.inner.page(query, after, limit, descending).await
    }
}

/// What a control plane answers whose commit comes after the only approver lost the role.
async fn overtaken<T>(
    stage: &Stage,
    act: impl AsyncFnOnce(Control) -> Result<T, ControlError>,
) -> Result<T, ControlError> {
    let sleepy = Arc::new(Sleepy {
        inner: stage.world.control.ledger.clone(),
        slept: AtomicBool::new(false),
        asleep: Notify::new(),
        wake: Notify::new(),
    });
    let control = Control {
        ledger: sleepy.clone(),
        ..stage.world.control.clone()
    };
    let meanwhile = async {
        sleepy.asleep.notified().await;
        machine(stage, "one", "read").await;
        sleepy.wake.notify_one();
    };
    let (answer, ()) = tokio::join!(act(control), meanwhile);
    machine(stage, "one", "approver").await;
    answer
}

#[tokio::test]
async fn a_role_that_is_lost_between_decision_and_commit_takes_the_approval_along() {
    let (stage, release) = drafted(1).await;
    let one = machine(&stage, "one", "approver").await;
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let request = id(&stage.run(asking(&start(&release))).await);
    let approval = vote(&stage, &request).await;
    run_as(&stage, &one, approval).await.unwrap();
    let begin = start(&release);
    let refused = overtaken(&stage, async |control| {
        control.execute(org, app, self::request(), begin).await
    });
    let refused = refused.await;
    assert!(is_unapproved(&refused), "{refused:?}");
    stage.run(start(&release)).await;

    let rotate = async |control: &Control, ask: bool| {
        let request = Request {
            ask,
            ..self::request()
        };
        let roles = &[Role::Timestamp];
        control
            .rotate_keys(&stage.scope, request, roles, None)
            .await
    };
    let request = id(&rotate(&stage.world.control, true).await.unwrap());
    let approval = vote(&stage, &request).await;
    run_as(&stage, &one, approval).await.unwrap();
    let refused = overtaken(&stage, async |control| rotate(&control, false).await).await;
    assert!(is_unapproved(&refused), "{refused:?}");
    rotate(&stage.world.control, false).await.unwrap();
}

#[tokio::test]
async fn a_repeated_request_asks_once_and_a_dry_run_not_at_all() {
    let (stage, release) = drafted(1).await;
    let control = &stage.world.control;
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let dry = Request {
        ask: true,
        dry_run: true,
        ..request()
    };
    let tried = control.execute(org, app, dry, start(&release)).await;
    assert!(tried.unwrap().dry_run);
    let doing = Request {
        dry_run: true,
        ..request()
    };
    let refused = control.execute(org, app, doing, start(&release)).await;
    assert!(is_unapproved(&refused), "a dry run says so: {refused:?}");
    let keyed = Request {
        ask: true,
        idempotency: Some(("key".to_owned(), Sha256::of(b"body"))),
        ..request()
    };
    let first = control.execute(org, app, keyed.clone(), start(&release));
    let first = first.await.unwrap();
    let again = control.execute(org, app, keyed, start(&release));
    let again = again.await.unwrap();
    assert!(again.replayed);
    assert_eq!(id(&first), id(&again));
    let page = PageAsk {
        limit: 10,
        ..PageAsk::default()
    };
    let found = control.approvals(org, app, Some(State::Open), &page).await;
    assert_eq!(found.unwrap().items.len(), 1);
    let used = control.approvals(org, app, Some(State::Used), &page).await;
    assert!(used.unwrap().items.is_empty());
}

#[tokio::test]
async fn keys_are_rotated_once_somebody_else_approved_it() {
    let (stage, _) = drafted(1).await;
    let one = machine(&stage, "one", "approver").await;
    let control = &stage.world.control;
    let rotate = |ask: bool, roles: &'static [Role]| {
        let request = Request { ask, ..request() };
        control.rotate_keys(&stage.scope, request, roles, None)
    };
    let refused = rotate(false, &[Role::Timestamp]).await;
    assert!(is_unapproved(&refused), "{refused:?}");
    let request = id(&rotate(true, &[Role::Timestamp]).await.unwrap());
    let vote = vote(&stage, &request).await;
    run_as(&stage, &one, vote).await.unwrap();
    let other = rotate(false, &[Role::Snapshot]).await;
    assert!(is_unapproved(&other), "{other:?}");
    rotate(false, &[Role::Timestamp]).await.unwrap();
    assert_eq!(state(&stage, &request).await, State::Used);
    let again = rotate(false, &[Role::Timestamp]).await;
    assert!(is_unapproved(&again), "an approval is spent: {again:?}");
}

#[tokio::test]
async fn what_is_never_asked_for_is_not_done_instead() {
    let (stage, _) = drafted(1).await;
    let control = &stage.world.control;
    let asking = Request {
        ask: true,
        ..request()
    };
    let create = OrgCommand::CreateApp {
        name: "bulb".parse().unwrap(),
        kind: Kind::Bundle,
        settings: None,
        dimensions: None,
    };
    let refused = control
        .execute_org(&stage.scope.org, asking.clone(), create)
        .await;
    assert!(matches!(refused, Err(ControlError::Refused(_))));
    let refused = control.adopt(&stage.scope, asking).await;
    assert!(matches!(refused, Err(ControlError::Refused(refusal)) if refusal.field == "ask"));
}

#[tokio::test]
async fn a_stage_that_waits_is_no_trouble_and_is_told() {
    let (stage, release) = drafted(1).await;
    let one = machine(&stage, "one", "approver").await;
    let schedule = Command::Schedule {
        release: release.clone(),
        start: stage.world.clock.now().plus(3600),
        window: 600,
        stages: vec![
            Step {
                share: share(1000),
                after: 0,
            },
            Step {
                share: share(5000),
                after: 3600,
            },
        ],
    };
    stage.run(schedule).await;
    let begin = Command::Start {
        release: release.clone(),
        share: None,
        only: None,
        replace: false,
    };
    let request = id(&stage.run(asking(&begin)).await);
    let approval = vote(&stage, &request).await;
    run_as(&stage, &one, approval).await.unwrap();
    stage.world.clock.advance(3600);
    let report = stage.world.upkeep.tick().await;
    assert_eq!((report.started, report.unapproved), (1, 0), "{report:?}");
    stage.world.clock.advance(3600);
    let report = stage.world.upkeep.tick().await;
    assert_eq!((report.stages, report.unapproved), (0, 1), "{report:?}");
    assert_eq!(report.troubles, Vec::<String>::new());
    let control = &stage.world.control;
    let view = control.channel(&stage.scope).await.unwrap().unwrap();
    let waiting = control.waiting(&stage.scope, &view.channel).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].release, release.id);
    assert!(waiting[0].why.rule.contains("to 50%"), "{waiting:?}");
    let ramp = Command::Ramp {
        release,
        to: share(5000),
        only: None,
        keep_open: false,
    };
    let request = id(&stage.run(asking(&ramp)).await);
    let approval = vote(&stage, &request).await;
    run_as(&stage, &one, approval).await.unwrap();
    assert_eq!(stage.world.upkeep.tick().await.stages, 1);
    let view = control.channel(&stage.scope).await.unwrap().unwrap();
    let waiting = control.waiting(&stage.scope, &view.channel).await;
    assert!(waiting.unwrap().is_empty());
}
