//! Roles that an organization makes: names for permissions on applications.

use std::collections::BTreeSet;

use super::Org;
use super::create::check_title;
use super::decide::{Draft, Told};
use super::giving::check_held;
use crate::access::Access;
use crate::name::RoleName;
use crate::permission::Permission;
use crate::permission::table::Level;
use crate::refusal::{Reason, Refusal};
use crate::role::{AppRole, CustomRole};

/// Roles that an organization may make.
const MOST_ROLES: usize = 50;

/// Makes a role, or changes what it permits.
pub fn set(
    draft: &mut Draft<'_>,
    name: RoleName,
    title: String,
    permissions: BTreeSet<Permission>,
) -> Result<Told, Refusal> {
    check_title("title", &title)?;
    let other = permissions
        .iter()
        .find(|one| one.row().level != Level::Application);
    if let Some(other) = other {
        let rule = format!("'{}' is no permission on an application", other.name());
        let hint = "give it with a role in the organization instead";
        return Err(Refusal::invalid("permissions", rule, hint));
    }
    if !permissions.contains(&Permission::Read) {
        let rule = "a role must permit 'read': nothing can be done about what can't be seen";
        return Err(Refusal::invalid("permissions", rule, "add 'read'"));
    }
    let given = Access {
        everywhere: permissions.clone(),
        ..Access::default()
    };
    check_held(draft, &given)?;
    let before = draft.org.roles.get(&name);
    if before.is_none() && draft.org.roles.len() >= MOST_ROLES {
        let rule = format!("the organization has {MOST_ROLES} roles, as many as allowed");
        let hint = "delete one with `wavecast org role delete`";
        return Err(Refusal::new(Reason::Limit, "roles", rule, hint));
    }
    let told = Told::new("role.set", format!("role {name}"))
        .change(
            "title",
            before.map(|one| one.title.clone()),
            Some(title.clone()),
        )
        .change(
            "permissions",
            before.map(|one| names(&one.permissions)),
            Some(names(&permissions)),
        );
    let role = CustomRole { title, permissions };
    draft.org.roles.insert(name, role);
    Ok(told)
}

/// Forgets a role that nobody has.
pub fn delete(draft: &mut Draft<'_>, name: &RoleName) -> Result<Told, Refusal> {
    let field = format!("role {name}");
    let users = users(&draft.org, name);
    if !users.is_empty() {
        let rule = format!("{field} is held by {}", users.join(", "));
        let hint = "give them other roles first";
        return Err(Refusal::state(field, rule, hint));
    }
    let gone = draft.org.roles.remove(name).ok_or_else(|| {
        Refusal::missing(field.clone(), "`wavecast org role list` shows the roles")
    })?;
    let told = Told::new("role.delete", field);
    Ok(told.change("permissions", Some(names(&gone.permissions)), None))
}

/// Who has a role, for people.
fn users(org: &Org, name: &RoleName) -> Vec<String> {
    let role = AppRole::Custom(name.clone());
    let members = org
        .members
        .values()
        .map(|one| (one.name.clone(), &one.grants));
    let accounts = org.accounts.iter();
    let accounts = accounts.map(|(name, one)| (format!("service {name}"), &one.grants));
    let invited = org.invitations.values();
    let invited = invited.map(|one| (format!("the invitation of {}", one.whom), &one.grants));
    let all = members.chain(accounts).chain(invited);
    all.filter(|(_, grants)| grants.roles().any(|one| *one == role))
        .map(|(who, _)| who)
        .collect()
}

/// Names of permissions, for people.
pub(super) fn names(permissions: &BTreeSet<Permission>) -> String {
    let names: Vec<_> = permissions.iter().map(|one| one.name()).collect();
    names.join(", ")
}
