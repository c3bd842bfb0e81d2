//! The people of an organization, and their roles.

use super::decide::{Draft, Told};
use super::giving::check;
use super::quota::Held;
use super::token::Holder;
use super::{Member, Org};
use crate::name::UserId;
use crate::permission::Permission;
use crate::refusal::{Reason, Refusal};
use crate::role::{Grants, OrgRole};

/// People in an organization.
pub(super) const MOST_MEMBERS: usize = 500;

/// Gives a member other roles.
pub fn set(
    draft: &mut Draft<'_>,
    user: UserId,
    role: OrgRole,
    grants: Grants,
) -> Result<Told, Refusal> {
    check(draft, role, &grants)?;
    let member = find(&draft.org, &user)?.clone();
    if (member.role == OrgRole::Owner) != (role == OrgRole::Owner) {
        draft.need(Permission::Own)?;
    }
    if role != OrgRole::Owner {
        keep_an_owner(&draft.org, &user)?;
    }
    let told = Told::new("member.set", format!("member {}", member.name))
        .change(
            "role",
            Some(member.role.to_string()),
            Some(role.to_string()),
        )
        .change(
            "applications",
            Some(member.grants.to_string()),
            Some(grants.to_string()),
        );
    let member = Member {
        role,
        grants,
        ..member
    };
    draft.org.members.insert(user, member);
    Ok(told)
}

/// Lets a member go, with all their tokens.
pub fn remove(draft: &mut Draft<'_>, user: &UserId) -> Result<Told, Refusal> {
    let leaves = draft.cx.principal.in_person().map(|(id, _)| id) == Some(user);
    if !leaves {
        draft.need(Permission::Members)?;
    }
    let member = find(&draft.org, user)?.clone();
    if member.role == OrgRole::Owner && !leaves {
        draft.need(Permission::Own)?;
    }
    keep_an_owner(&draft.org, user)?;
    draft.org.members.remove(user);
    draft.org.end_tokens(&Holder::User { user: user.clone() });
    let verb = if leaves {
        "member.leave"
    } else {
        "member.remove"
    };
    let told = Told::new(verb, format!("member {}", member.name));
    Ok(told.change("role", Some(member.role.to_string()), None))
}

/// Makes a member an owner; who does it stays as an admin.
pub fn transfer(draft: &mut Draft<'_>, to: &UserId) -> Result<Told, Refusal> {
    let member = find(&draft.org, to)?.clone();
    let by = draft.cx.principal.user().cloned();
    if member.role == OrgRole::Owner {
        let rule = format!("{} is an owner already", member.name);
        let hint = "give yourself another role with `wavecast org member set`";
        return Err(Refusal::state("to", rule, hint));
    }
    let mut told = Told::new("org.transfer", format!("organization {}", draft.org.name)).change(
        format!("member {}", member.name),
        Some(member.role.to_string()),
        Some(OrgRole::Owner.to_string()),
    );
    let mut become_role = |user: &UserId, role: OrgRole| {
        let known = draft.org.members.get_mut(user);
        known.map(|member| {
            member.role = role;
            member.name.clone()
        })
    };
    become_role(to, OrgRole::Owner);
    if let Some(name) = by.as_ref().and_then(|by| become_role(by, OrgRole::Admin)) {
        let (owner, admin) = (OrgRole::Owner, OrgRole::Admin);
        let field = format!("member {name}");
        told = told.change(field, Some(owner.to_string()), Some(admin.to_string()));
    }
    Ok(told)
}

/// Adds a person. An invitation that waited was counted when it was made; the limit may be lower by
/// now.
pub(super) fn add(draft: &mut Draft<'_>, user: UserId, member: Member) -> Result<(), Refusal> {
    let org = &draft.org;
    let used = org.members.len() as u64;
    org.quota.let_in(&org.name, Held::Members, used, 1)?;
    if draft.org.members.len() >= MOST_MEMBERS {
        let rule = format!("the organization has {MOST_MEMBERS} members, as many as allowed");
        let hint = "remove members who left, with `wavecast org member remove`";
        return Err(Refusal::new(Reason::Limit, "members", rule, hint));
    }
    draft.org.members.insert(user, member);
    Ok(())
}

fn find<'a>(org: &'a Org, user: &UserId) -> Result<&'a Member, Refusal> {
    let hint = "`wavecast org member list` shows the members with their ids";
    let missing = || Refusal::missing(format!("member {user}"), hint);
    org.members.get(user).ok_or_else(missing)
}

/// An organization that had an owner keeps one.
fn keep_an_owner(org: &Org, without: &UserId) -> Result<(), Refusal> {
    let owns = |member: &Member| member.role == OrgRole::Owner;
    let mut others = org.members.iter().filter(|(user, _)| *user != without);
    let is_owner = org.members.get(without).is_some_and(owns);
    if !is_owner || others.any(|(_, member)| owns(member)) {
        return Ok(());
    }
    let rule = "this is the organization's only owner";
    let hint = "transfer the ownership first, with `wavecast org transfer`";
    Err(Refusal::state("role", rule, hint))
}
