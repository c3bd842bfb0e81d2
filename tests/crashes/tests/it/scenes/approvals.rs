//! What needs the approvals of others: asked for, given, refused, spent.

use wavecast_domain::Command;
use wavecast_domain::approval::{Asked, KeyChange, Policy};
use wavecast_domain::command::ReleaseRef;
use wavecast_domain::decide::Outcome;
use wavecast_domain::id::Ulid;
use wavecast_domain::org::OrgCommand;
use wavecast_domain::principal::Principal;
use wavecast_domain::role::Grants;
use wavecast_engine::control::Request;
use wavecast_engine::testing::act::request;
use wavecast_wire::tuf::Role;

use super::stage::share;
use super::{Scene, Set, Stage, scenes};
use crate::act::Act;

pub const SET_POLICY: &[Scene] = scenes! { "approvals are asked for from now on": set_policy };
pub const ASK: &[Scene] = scenes! { "approval is requested": ask };
pub const APPROVE: &[Scene] = scenes! { "request is approved": approve };
pub const REJECT: &[Scene] = scenes! { "request is rejected": reject };
pub const COMMENT: &[Scene] = scenes! { "request is commented on": comment };
pub const KEYS: &[Scene] = scenes! { "approved key is rotated": rotate_approved };

fn policy() -> Command {
    let policy = Policy {
        count: 1,
        start: true,
        beyond: Some(share(5000)),
        keys: true,
        hours: 72,
    };
    Command::SetApprovals {
        policy: Some(policy),
    }
}

fn new_keys(stage: &Stage) -> Asked {
    Asked::Keys(KeyChange {
        channel: stage.channel(),
        roles: vec![Role::Timestamp],
        package_keys: None,
    })
}

impl Stage {
    /// A service account with a role in every application.
    async fn machine(&self, name: &str, role: &str) -> Principal {
        let (control, org) = (&self.world.control, &self.scope.org);
        let set = OrgCommand::SetAccount {
            name: name.parse().unwrap(),
            title: name.to_owned(),
            grants: Grants {
                every: Some(role.parse().unwrap()),
                ..Grants::default()
            },
        };
        let made = control.execute_org(org, request(), set).await.unwrap();
        let account = name.parse().unwrap();
        Principal::Service {
            access: made.access_of_account(&account).unwrap(),
            org: org.clone(),
            account,
            token: "4j7c9q2m8x0d5v1k".parse().unwrap(),
        }
    }

    async fn run_as(&self, principal: &Principal, command: Command) -> Outcome {
        let by = Request {
            principal: principal.clone(),
            ..request()
        };
        let (org, app) = (&self.scope.org, &self.scope.app);
        let done = self.world.control.execute(org, app, by, command);
        done.await.unwrap().outcome
    }

    /// A request of somebody, with what an approval of it is of.
    async fn requested(&self, by: &Principal, asked: Asked) -> Command {
        let outcome = self.run_as(by, Command::Ask(asked)).await;
        let Outcome::Approval { request } = outcome else {
            panic!("{outcome:?}");
        };
        self.approval(request).await
    }

    async fn approval(&self, request: Ulid) -> Command {
        let (org, app) = (&self.scope.org, &self.scope.app);
        let found = self.world.control.approval(org, app, &request).await;
        Command::Approve {
            digest: found.unwrap().unwrap().digest,
            request,
            comment: None,
        }
    }

    /// A request for a new key, of a machine: whoever installed it may approve that.
    async fn keys_requested(&self) -> Command {
        self.shipped().await;
        self.run(policy()).await;
        let by = self.machine("ci", "admin").await;
        self.requested(&by, new_keys(self)).await
    }

    /// A draft whose start was asked for and approved.
    async fn start_requested(&self) -> (ReleaseRef, Command) {
        let release = self.drafted().await;
        self.run(policy()).await;
        let start = Command::Start {
            release: release.clone(),
            share: Some(share(1000)),
            only: None,
            replace: false,
        };
        let gate = self.machine("gate", "approver").await;
        let asked = Asked::Command(Box::new(start.clone()));
        let approval = self.requested(&Principal::Bootstrap, asked).await;
        self.run_as(&gate, approval).await;
        (release, start)
    }
}

async fn set_policy(stage: &mut Stage) -> Set {
    stage.shipped().await;
    policy().into()
}

async fn ask(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.run(policy()).await;
    Command::Ask(new_keys(stage)).into()
}

async fn approve(stage: &mut Stage) -> Set {
    stage.keys_requested().await.into()
}

fn requested(approval: Command) -> Ulid {
    let Command::Approve { request, .. } = approval else {
        panic!("{approval:?}");
    };
    request
}

async fn reject(stage: &mut Stage) -> Set {
    let request = requested(stage.keys_requested().await);
    Command::Reject {
        request,
        comment: Some("not today".to_owned()),
    }
    .into()
}

async fn comment(stage: &mut Stage) -> Set {
    let request = requested(stage.keys_requested().await);
    Command::Comment {
        request,
        text: "why now?".to_owned(),
    }
    .into()
}

/// A release that somebody else approved is started.
pub async fn start_approved(stage: &mut Stage) -> Set {
    stage.start_requested().await.1.into()
}

async fn rotate_approved(stage: &mut Stage) -> Set {
    let approval = stage.keys_requested().await;
    stage.run(approval).await;
    Act::Rotate(&[Role::Timestamp]).into()
}

/// A draft is deleted, with the request about it.
pub async fn void(stage: &mut Stage) -> Set {
    let (release, _) = stage.start_requested().await;
    Command::DeleteRelease(release).into()
}
