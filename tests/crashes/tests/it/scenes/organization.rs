//! Organizations: who belongs to one, and what acts in it.

use std::collections::BTreeSet;

use wavecast_domain::access::{Access, Scope};
use wavecast_domain::org::{
    NewExchange, NewInvitation, NewToken, OrgCommand, Settled, Trust, Unit, Workflow,
};
use wavecast_domain::permission::Permission;
use wavecast_domain::principal::Principal;
use wavecast_domain::role::{Grants, OrgRole};
use wavecast_domain::secret::{Kind, Secret};
use wavecast_engine::control::Request;
use wavecast_engine::port::Clock as _;
use wavecast_engine::testing::act::request;
use wavecast_wire::manifest;

use super::{Scene, Set, Stage, known_secret, scenes};
use crate::act::Act;

pub const CREATE: &[Scene] = scenes! { "organization is created": create };
pub const CREATE_APP: &[Scene] = scenes! { "application is created": create_app };
pub const INVITE: &[Scene] = scenes! { "somebody is invited": invite };
pub const REVOKE_INVITATION: &[Scene] = scenes! { "invitation is taken back": take_back };
pub const ACCEPT: &[Scene] = scenes! { "invitation is accepted": accept };
pub const DECLINE: &[Scene] = scenes! { "invitation is declined": decline };
pub const SET_MEMBER: &[Scene] = scenes! { "member gets another role": set_member };
pub const REMOVE_MEMBER: &[Scene] = scenes! { "member goes with a token": remove_member };
pub const TRANSFER: &[Scene] = scenes! { "ownership is handed over": transfer };
pub const SET_ROLE: &[Scene] = scenes! { "role is made": set_role };
pub const DELETE_ROLE: &[Scene] = scenes! { "role is forgotten": delete_role };
pub const SET_ACCOUNT: &[Scene] = scenes! { "service account is made": set_account };
pub const DELETE_ACCOUNT: &[Scene] =
    scenes! { "service account ends with a token": delete_account };
pub const SET_TRUST: &[Scene] = scenes! { "rule of trust is made": set_trust };
pub const DELETE_TRUST: &[Scene] = scenes! { "rule of trust ends with a token": delete_trust };
pub const EXCHANGE: &[Scene] = scenes! { "workflow gets a token": exchange };
pub const MAKE_GROUPS: &[Scene] = scenes! { "groups are asked for": make_groups };
pub const REMOVE_GROUPS: &[Scene] = scenes! { "groups are given up": remove_groups };
pub const SETTLE_GROUPS: &[Scene] = scenes! { "groups stand": settle_groups };
pub const SET_QUOTA: &[Scene] = scenes! { "quota is set": set_quota };
pub const CREATE_TOKEN: &[Scene] = scenes! { "token is made": create_token };
pub const REVOKE_TOKEN: &[Scene] = scenes! { "token is revoked": revoke_token };

const ISSUER: &str = "https://token.actions.githubusercontent.com";

impl Stage {
    /// Carries commands on the organization out.
    async fn ordered(&self, commands: impl IntoIterator<Item = OrgCommand>) {
        for command in commands {
            self.ordered_by(Principal::Bootstrap, command).await;
        }
    }

    async fn ordered_by(&self, principal: Principal, command: OrgCommand) {
        let by = Request {
            principal,
            ..request()
        };
        let (control, org) = (&self.world.control, &self.scope.org);
        control.execute_org(org, by, command).await.unwrap();
    }

    /// Somebody who belongs to the organization, with what they may do there by now.
    async fn person(&self) -> Principal {
        let org = self.world.control.org(&self.scope.org).await.unwrap();
        let access = org.unwrap().access_of_user(&ada());
        Principal::person(ada(), "Ada").with_access(access.unwrap_or_default())
    }

    /// Somebody joins.
    async fn joined(&self, role: OrgRole) {
        self.ordered([invitation(self, role)]).await;
        self.ordered_by(self.person().await, accepted()).await;
    }

    /// The account `ci` and a rule that trusts a workflow with its tokens.
    async fn trusting(&self) {
        self.shipped().await;
        self.ordered([account(), trust()]).await;
    }
}

fn ada() -> wavecast_domain::name::UserId {
    "p-0123456789abcdef01234567".parse().unwrap()
}

fn ci() -> wavecast_domain::name::AccountName {
    "ci".parse().unwrap()
}

fn code() -> Secret {
    known_secret(Kind::Invitation, 1)
}

fn invitation(stage: &Stage, role: OrgRole) -> OrgCommand {
    OrgCommand::Invite(NewInvitation {
        id: code().id().clone(),
        hash: code().hash(),
        whom: "ada@example.com".to_owned(),
        role,
        grants: Grants::default(),
        expires: stage.world.clock.now().plus(7 * 86_400),
    })
}

fn accepted() -> OrgCommand {
    OrgCommand::AcceptInvitation {
        id: code().id().clone(),
        hash: code().hash(),
    }
}

fn role() -> OrgCommand {
    OrgCommand::SetRole {
        name: "releaser".parse().unwrap(),
        title: "Moves releases".to_owned(),
        permissions: BTreeSet::from([Permission::Read, Permission::Release]),
    }
}

fn account() -> OrgCommand {
    OrgCommand::SetAccount {
        name: ci(),
        title: "builds".to_owned(),
        grants: Grants {
            every: Some("write".parse().unwrap()),
            ..Grants::default()
        },
    }
}

fn token(stage: &Stage, of_account: bool) -> OrgCommand {
    let secret = known_secret(Kind::Service, 2);
    OrgCommand::CreateToken(NewToken {
        id: secret.id().clone(),
        hash: secret.hash(),
        account: of_account.then(ci),
        label: "builds".to_owned(),
        scope: Scope {
            permissions: BTreeSet::from([Permission::Read]),
            apps: None,
        },
        expires: stage.world.clock.now().plus(30 * 86_400),
    })
}

fn trust() -> OrgCommand {
    OrgCommand::SetTrust {
        name: "main".parse().unwrap(),
        trust: Trust {
            account: ci(),
            issuer: ISSUER.to_owned(),
            repository: "acme/lamp".to_owned(),
            reference: Some("refs/heads/main".to_owned()),
            environment: None,
            minutes: 15,
        },
    }
}

/// What a workflow asks for, and who asks: the account, by the token that it is about to get.
fn workflow(stage: &Stage) -> (Principal, OrgCommand) {
    let secret = known_secret(Kind::Service, 3);
    let by = Principal::Service {
        org: stage.scope.org.clone(),
        account: ci(),
        token: secret.id().clone(),
        access: Access::default(),
    };
    let exchange = OrgCommand::Exchange(NewExchange {
        id: secret.id().clone(),
        hash: secret.hash(),
        account: ci(),
        workflow: Workflow {
            issuer: ISSUER.to_owned(),
            repository: "acme/lamp".to_owned(),
            reference: Some("refs/heads/main".to_owned()),
            environment: None,
            run: None,
        },
    });
    (by, exchange)
}

async fn create(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.scope.org = "nova".parse().unwrap();
    let create = OrgCommand::CreateOrg {
        name: stage.scope.org.clone(),
        title: "Nova".to_owned(),
    };
    Act::from(create).into()
}

async fn create_app(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.scope.app = "sign".parse().unwrap();
    let create = OrgCommand::CreateApp {
        name: stage.scope.app.clone(),
        kind: manifest::Kind::Bundle,
        settings: None,
        dimensions: None,
    };
    Act::from(create).into()
}

async fn invite(stage: &mut Stage) -> Set {
    stage.shipped().await;
    Act::from(invitation(stage, OrgRole::Member)).into()
}

async fn take_back(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.ordered([invitation(stage, OrgRole::Member)]).await;
    let id = code().id().clone();
    Act::from(OrgCommand::RevokeInvitation { id }).into()
}

async fn accept(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.ordered([invitation(stage, OrgRole::Member)]).await;
    Act::Org(stage.person().await, Box::new(accepted())).into()
}

async fn decline(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.ordered([invitation(stage, OrgRole::Member)]).await;
    let decline = OrgCommand::DeclineInvitation {
        id: code().id().clone(),
        hash: code().hash(),
    };
    Act::Org(stage.person().await, Box::new(decline)).into()
}

async fn set_member(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.joined(OrgRole::Member).await;
    let set = OrgCommand::SetMember {
        user: ada(),
        role: OrgRole::Admin,
        grants: Grants::default(),
    };
    Act::from(set).into()
}

async fn remove_member(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.joined(OrgRole::Admin).await;
    stage
        .ordered_by(stage.person().await, token(stage, false))
        .await;
    Act::from(OrgCommand::RemoveMember { user: ada() }).into()
}

async fn transfer(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.joined(OrgRole::Member).await;
    Act::from(OrgCommand::TransferOwnership { to: ada() }).into()
}

async fn set_role(stage: &mut Stage) -> Set {
    stage.shipped().await;
    Act::from(role()).into()
}

async fn delete_role(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.ordered([role()]).await;
    let name = "releaser".parse().unwrap();
    Act::from(OrgCommand::DeleteRole { name }).into()
}

async fn set_account(stage: &mut Stage) -> Set {
    stage.shipped().await;
    Act::from(account()).into()
}

async fn delete_account(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.ordered([account(), token(stage, true)]).await;
    Act::from(OrgCommand::DeleteAccount { name: ci() }).into()
}

async fn set_trust(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.ordered([account()]).await;
    Act::from(trust()).into()
}

async fn delete_trust(stage: &mut Stage) -> Set {
    stage.trusting().await;
    let (by, given) = workflow(stage);
    stage.ordered_by(by, given).await;
    let name = "main".parse().unwrap();
    Act::from(OrgCommand::DeleteTrust { name }).into()
}

async fn exchange(stage: &mut Stage) -> Set {
    stage.trusting().await;
    let (by, exchange) = workflow(stage);
    Act::Org(by, Box::new(exchange)).into()
}

async fn make_groups(stage: &mut Stage) -> Set {
    stage.shipped().await;
    Act::from(OrgCommand::MakeGroups).into()
}

async fn remove_groups(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.ordered([OrgCommand::MakeGroups]).await;
    stage.ordered_by(upkeep(), stand()).await;
    Act::from(OrgCommand::RemoveGroups).into()
}

async fn settle_groups(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.ordered([OrgCommand::MakeGroups]).await;
    Act::Org(upkeep(), Box::new(stand())).into()
}

fn upkeep() -> Principal {
    Principal::System {
        function: "upkeep".to_owned(),
    }
}

fn stand() -> OrgCommand {
    OrgCommand::SettleGroups(Settled::Stands {
        unit: Unit::Org,
        saga: "01KAJ5W3M0Q8Z4T7V2X6Y9B1CD".parse().unwrap(),
    })
}

async fn set_quota(stage: &mut Stage) -> Set {
    stage.shipped().await;
    let quota = "apps=20,storage=50GB".parse().unwrap();
    Act::from(OrgCommand::SetQuota(quota)).into()
}

async fn create_token(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.ordered([account()]).await;
    Act::from(token(stage, true)).into()
}

async fn revoke_token(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.ordered([account(), token(stage, true)]).await;
    let id = known_secret(Kind::Service, 2).id().clone();
    Act::from(OrgCommand::RevokeToken { id }).into()
}
