//! Creating an organization.

use std::collections::BTreeMap;

use wavecast_wire::json;
use wavecast_wire::name::OrgName;

use super::decide::{OrgDecision, Told, event};
use super::founding::Founders;
use super::quota::{self, Quota};
use super::{Member, Org};
use crate::decide::Context;
use crate::permission::{self, Permission};
use crate::principal::Principal;
use crate::refusal::{Reason, Refusal};
use crate::role::{Grants, OrgRole};

/// Characters of a title.
const TITLE_CHARS: usize = 100;

/// Creates it. The installation's own token may; so may any person who signed in, who then owns it,
/// where the installation leaves it to them.
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
    if owner.is_some() && cx.founding.by == Founders::Installation {
        return Err(not_by_people());
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
    let mut given = Quota::default();
    if let Some((id, person)) = owner {
        told = told.change("owner", None, Some(person.clone()));
        let member = Member {
            name: person.clone(),
            role: OrgRole::Owner,
            grants: Grants::default(),
            since: cx.now,
        };
        members.insert(id.clone(), member);
        given.clone_from(&cx.founding.quota);
        told = quota::told(told, &Quota::default(), &given);
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
        quota: given,
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

fn not_by_people() -> Refusal {
    let rule = "people don't create organizations here: the installation's own token does";
    let hint = "ask whoever holds it for `wavecast org create`, and for an invitation as its owner";
    Refusal::new(Reason::Forbidden, "principal", rule, hint)
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
