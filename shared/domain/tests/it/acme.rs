//! An organization with people in it.

use std::collections::BTreeSet;

use wavecast_domain::Context;
use wavecast_domain::access::Scope;
use wavecast_domain::id::Fresh;
use wavecast_domain::name::{SecretId, UserId};
use wavecast_domain::org::{
    NewInvitation, NewToken, Org, OrgCommand, OrgDecision, Token, decide_org,
};
use wavecast_domain::permission::Permission;
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::Refusal;
use wavecast_domain::role::{Grants, OrgRole};
use wavecast_domain::secret::{Kind, Secret};
use wavecast_wire::hash::Sha256;
use wavecast_wire::time::Timestamp;

/// 2026-01-01T00:00:00Z.
const START: i64 = 1_767_225_600;

/// `acme` with the applications `lamp` and `bulb`, and Ada, who owns it.
pub struct Acme {
    pub org: Org,
    pub now: Timestamp,
    commands: u64,
}

pub fn id(user: &str) -> UserId {
    user.parse().unwrap()
}

/// Roles as `*: read, lamp: admin`.
pub fn grants(text: &str) -> Grants {
    let mut grants = Grants::default();
    for one in text.split(", ").filter(|one| !one.is_empty()) {
        let (app, role) = one.split_once(": ").unwrap();
        let role = role.parse().unwrap();
        if app == "*" {
            grants.every = Some(role);
        } else {
            grants.apps.insert(app.parse().unwrap(), role);
        }
    }
    grants
}

pub fn permissions(names: &str) -> BTreeSet<Permission> {
    let names = names.split(' ').filter(|name| !name.is_empty());
    names.map(|name| name.parse().unwrap()).collect()
}

/// A scope of these permissions, in these applications (or in all of them).
pub fn scope(names: &str, apps: Option<&[&str]>) -> Scope {
    let apps = apps.map(|apps| apps.iter().map(|app| app.parse().unwrap()).collect());
    Scope {
        permissions: permissions(names),
        apps,
    }
}

impl Acme {
    pub fn new() -> Self {
        let create = OrgCommand::CreateOrg {
            name: "acme".parse().unwrap(),
            title: "Acme".into(),
        };
        let ada = Principal::person(id("ada"), "Ada");
        let made = decide_org(None, &context(Timestamp(START), 0, ada), create).unwrap();
        let mut acme = Self {
            org: made.org,
            now: Timestamp(START),
            commands: 0,
        };
        for app in ["lamp", "bulb"] {
            acme.run("ada", create_app(app)).unwrap();
        }
        acme
    }

    /// A person with the roles that they have here.
    pub fn person(&self, user: &str) -> Principal {
        let access = self.org.access_of_user(&id(user)).unwrap_or_default();
        let name = self.org.members.get(&id(user));
        let name = name.map_or(user.to_owned(), |member| member.name.clone());
        Principal::person(id(user), name).with_access(access)
    }

    /// Whom a token speaks for, or nobody.
    pub fn token(&self, token: &Token) -> Option<Principal> {
        let access = self.org.access_of_token(token)?;
        Some(Principal::Service {
            org: self.org.name.clone(),
            account: "ci".parse().unwrap(),
            token: token.id.clone(),
            access,
        })
    }

    pub fn run(&mut self, user: &str, command: OrgCommand) -> Result<OrgDecision, Refusal> {
        self.run_as(self.person(user), command)
    }

    /// Decides a command, and goes on with what it made of the organization.
    pub fn run_as(&mut self, by: Principal, command: OrgCommand) -> Result<OrgDecision, Refusal> {
        self.commands += 1;
        let cx = context(self.now, self.commands, by);
        let decision = decide_org(Some(&self.org), &cx, command)?;
        assert_eq!(decision.org.revision, self.org.revision + 1);
        assert_eq!(decision.event.revision, decision.org.revision);
        self.org = decision.org.clone();
        Ok(decision)
    }

    /// A refused command, and the rule that refuses it.
    pub fn refused(&mut self, user: &str, command: OrgCommand) -> String {
        let before = self.org.clone();
        let refusal = self.run(user, command).unwrap_err();
        assert!(!refusal.hint.is_empty(), "{refusal:?}");
        assert_eq!(self.org, before);
        refusal.rule
    }

    /// Lets Ada invite somebody who accepts.
    pub fn join(&mut self, user: &str, role: OrgRole, roles: &str) {
        let (secret, invite) = self.invitation(role, roles);
        self.run("ada", invite).unwrap();
        self.run(user, accept(&secret)).unwrap();
    }

    /// An invitation to make, and its code.
    pub fn invitation(&mut self, role: OrgRole, roles: &str) -> (Secret, OrgCommand) {
        let secret = self.secret(Kind::Invitation);
        let invite = OrgCommand::Invite(NewInvitation {
            id: secret.id().clone(),
            hash: secret.hash(),
            whom: "somebody".into(),
            role,
            grants: grants(roles),
            expires: self.now.plus(7 * 86_400),
        });
        (secret, invite)
    }

    /// A token to make, for oneself or for a service account.
    pub fn new_token(&mut self, account: Option<&str>, scope: Scope) -> OrgCommand {
        let secret = self.secret(Kind::Service);
        OrgCommand::CreateToken(NewToken {
            id: secret.id().clone(),
            hash: secret.hash(),
            account: account.map(|account| account.parse().unwrap()),
            label: "for tests".into(),
            scope,
            expires: self.now.plus(86_400),
        })
    }

    /// The id and the hash of a token to come.
    pub fn fresh_secret(&mut self) -> (SecretId, Sha256) {
        let secret = self.secret(Kind::Service);
        (secret.id().clone(), secret.hash())
    }

    fn secret(&mut self, kind: Kind) -> Secret {
        self.commands += 1;
        Secret::make(kind, &fresh(self.now, self.commands)).unwrap()
    }
}

pub fn accept(secret: &Secret) -> OrgCommand {
    OrgCommand::AcceptInvitation {
        id: secret.id().clone(),
        hash: secret.hash(),
    }
}

pub fn set_member(user: &str, role: OrgRole, roles: &str) -> OrgCommand {
    OrgCommand::SetMember {
        user: id(user),
        role,
        grants: grants(roles),
    }
}

pub fn remove(user: &str) -> OrgCommand {
    OrgCommand::RemoveMember { user: id(user) }
}

pub fn transfer(to: &str) -> OrgCommand {
    OrgCommand::TransferOwnership { to: id(to) }
}

pub fn set_account(name: &str, roles: &str) -> OrgCommand {
    OrgCommand::SetAccount {
        name: name.parse().unwrap(),
        title: name.to_owned(),
        grants: grants(roles),
    }
}

pub fn revoke(id: &SecretId) -> OrgCommand {
    OrgCommand::RevokeToken { id: id.clone() }
}

pub fn create_app(name: &str) -> OrgCommand {
    OrgCommand::CreateApp {
        name: name.parse().unwrap(),
        kind: wavecast_wire::manifest::Kind::Firmware,
        settings: None,
        dimensions: None,
    }
}

fn fresh(at: Timestamp, count: u64) -> Fresh {
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&count.to_be_bytes());
    Fresh { at, seed }
}

pub fn context(now: Timestamp, count: u64, principal: Principal) -> Context {
    Context {
        now,
        principal,
        fresh: fresh(now, count),
        request: format!("request-{count}"),
        message_limit: None,
        judge: wavecast_schema::judge,
        founding: wavecast_domain::org::Founding::default(),
    }
}
