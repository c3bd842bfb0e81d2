//! Creating an organization.

use std::collections::BTreeMap;

use wavecast_wire::json;
use wavecast_wire::name::OrgName;

use super::decide::{OrgDecision, Told, event};
use super::{Member, Org};
use crate::decide::Context;
use crate::permission::{self, Permission};
use crate::principal::Principal;
use crate::refusal::{Reason, Refusal};
use crate::role::{Grants, OrgRole};

/// Characters of a title.
const TITLE_CHARS: usize = 100;

/// Creates it. The installation's own token may, and any person who signed in, who then owns it.
pub fn create(
    org: Option<&Org>,
    cx: &Context,
    name: OrgName,
    title: String,
) -> Result<OrgDecision, Refusal> {
    let owner = cx.principal.in_person();
    if owner.is_none() && cx.principal != Principal::Bootstrap {
        let hint = "sign in yourself: a token belongs to one organization";
        let mut refusal = permission::lacks(Permission::Organize);
        hint.clone_into(&mut refusal.hint);
        return Err(refusal);
    }
    if let Some(org) = org {
        return Err(exists(&org.name));
    }
    check_title("title", &title)?;
    let mut told = Told::new("org.create", format!("organization {name}")).change(
        "title",
        None,
        Some(title.clone()),
    );
    let mut members = BTreeMap::new();
    if let Some((id, person)) = owner {
        told = told.change("owner", None, Some(person.clone()));
        let member = Member {
            name: person.clone(),
            role: OrgRole::Owner,
            grants: Grants::default(),
            since: cx.now,
        };
        members.insert(id.clone(), member);
    }
    let mut org = Org {
        name,
        title,
        revision: 1,
        created: cx.now,
        apps: BTreeMap::new(),
        members,
        invitations: BTreeMap::new(),
        roles: BTreeMap::new(),
        accounts: BTreeMap::new(),
        trusts: BTreeMap::new(),
        tokens: BTreeMap::new(),
        groups: None,
        trail: None,
    };
    let event = event(cx, &told, &mut org)?;
    Ok(OrgDecision {
        org,
        app: None,
        token: None,
        about: None,
        event,
    })
}

/// A text for people: one line, and no longer than it is read.
pub(super) fn check_title(field: &str, title: &str) -> Result<(), Refusal> {
    let length = title.chars().count();
    if (1..=TITLE_CHARS).contains(&length) && json::is_signable(title) {
        return Ok(());
    }
    let rule = format!("the {field} must be 1 to {TITLE_CHARS} characters on one line");
    Err(Refusal::invalid(field, rule, "shorten it"))
}

pub(super) fn exists(name: &OrgName) -> Refusal {
    let what = format!("organization {name}");
    let rule = format!("{what} exists");
    let hint = "`wavecast org list` shows those that you belong to; choose another name";
    Refusal::new(Reason::Exists, what, rule, hint)
}
