//! Giving roles: they must exist, and a token gives no more than it holds.

use super::Org;
use super::decide::Draft;
use crate::access::Access;
use crate::permission;
use crate::refusal::{Reason, Refusal};
use crate::role::{AppRole, Grants, OrgRole};

/// Applications in which somebody has a role of their own.
const MOST_APPS: usize = 100;

/// Refuses roles that aren't there, and those that the giver's token doesn't hold.
pub(super) fn check(draft: &Draft<'_>, role: OrgRole, grants: &Grants) -> Result<(), Refusal> {
    check_names(&draft.org, grants)?;
    check_held(draft, &draft.org.access(role, grants))
}

/// Refuses to give what the giver's token doesn't hold. Who gives in person holds all that can be
/// given: the permissions to give are those of owners and admins.
pub(super) fn check_held(draft: &Draft<'_>, given: &Access) -> Result<(), Refusal> {
    let mine = draft.cx.principal.narrowed();
    match mine.and_then(|mine| mine.lacks_of(given)) {
        Some(permission) => Err(permission::lacks(permission)),
        None => Ok(()),
    }
}

fn check_names(org: &Org, grants: &Grants) -> Result<(), Refusal> {
    if grants.apps.len() > MOST_APPS {
        let rule = format!(
            "names {} applications; at most {MOST_APPS}",
            grants.apps.len()
        );
        let hint = "give a role in every application with `*`";
        return Err(Refusal::new(Reason::Limit, "grants", rule, hint));
    }
    let unknown = grants.apps.keys().find(|app| !org.apps.contains_key(*app));
    if let Some(app) = unknown {
        let what = format!("application {}/{app}", org.name);
        let hint = "`wavecast app list` shows the applications";
        return Err(Refusal::missing(what, hint));
    }
    for role in grants.roles() {
        if let AppRole::Custom(name) = role
            && !org.roles.contains_key(name)
        {
            let hint = "`wavecast org role list` shows the roles";
            return Err(Refusal::missing(format!("role {name}"), hint));
        }
    }
    Ok(())
}
