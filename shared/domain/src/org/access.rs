//! What somebody may do in an organization, from their roles.

use std::collections::BTreeSet;

use super::Org;
use super::token::{Holder, Token};
use crate::access::{Access, Place};
use crate::name::{AccountName, UserId};
use crate::permission::Permission;
use crate::permission::table::{Level, of_built_in, of_org_role};
use crate::principal::Principal;
use crate::role::{AppRole, Grants, OrgRole, Said};

impl Org {
    /// What a person may do here; `None` for who isn't a member.
    #[must_use]
    pub fn access_of_user(&self, user: &UserId) -> Option<Access> {
        let member = self.members.get(user)?;
        Some(self.access(member.role, &member.grants))
    }

    /// What somebody who signed in may do here: as a member, and by what the sign-in says of them.
    /// `None` for who is neither.
    #[must_use]
    pub fn access_of_person(&self, user: &UserId, said: &[Said]) -> Option<Access> {
        let counted = said.iter().filter(|said| self.counts(said));
        let by_claims = counted.map(|said| self.access(said.role, &said.grants));
        let as_member = self.access_of_user(user);
        by_claims.chain(as_member).reduce(Access::joined)
    }

    /// What a service account may do here; `None` for one that isn't known.
    #[must_use]
    pub fn access_of_account(&self, name: &AccountName) -> Option<Access> {
        let account = self.accounts.get(name)?;
        Some(self.access(OrgRole::Member, &account.grants))
    }

    /// What a token may do here: no more than it says, and no more than its holder may by now.
    /// `None` for one that was revoked, or whose holder is gone.
    #[must_use]
    pub fn access_of_token(&self, token: &Token) -> Option<Access> {
        let live = self.tokens.get(&token.id)?;
        if token.org != self.name || live.holder != token.holder {
            return None;
        }
        let held = match &token.holder {
            Holder::User { user } => self.access_of_user(user),
            Holder::Account { account } => self.access_of_account(account),
        };
        held.map(|access| access.narrowed(&token.scope))
    }

    /// Whether somebody still holds a permission here. They were let in by what stood when they
    /// asked; others may have changed it since.
    pub(super) fn still_allows(&self, by: &Principal, permission: Permission) -> bool {
        let held = match by {
            Principal::User { id, .. } => self.access_of_person(id, by.said(&self.name)),
            Principal::Service { account, .. } => self.access_of_account(account),
            Principal::Bootstrap | Principal::System { .. } => return true,
        };
        held.is_some_and(|held| held.allows(permission, Place::Org(&self.name)))
    }

    pub(super) fn access(&self, role: OrgRole, grants: &Grants) -> Access {
        let mut everywhere = of_org_role(role, Level::Application);
        everywhere.extend(grants.every.iter().flat_map(|role| self.permissions(role)));
        let apps = grants.apps.iter();
        Access {
            org: Some(self.name.clone()),
            organization: of_org_role(role, Level::Organization),
            everywhere,
            apps: apps
                .map(|(app, role)| (app.clone(), self.permissions(role)))
                .collect(),
        }
    }

    /// What a role in an application permits; a role that is gone permits nothing.
    fn permissions(&self, role: &AppRole) -> BTreeSet<Permission> {
        match role {
            AppRole::BuiltIn(role) => of_built_in(*role),
            AppRole::Custom(name) => {
                let custom = self.roles.get(name);
                custom
                    .map(|custom| custom.permissions.clone())
                    .unwrap_or_default()
            }
        }
    }
}
