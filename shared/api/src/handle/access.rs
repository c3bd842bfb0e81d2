//! What the caller may do, and the table of permissions.

use axum::Extension;
use axum::extract::State;
use wavecast_domain::access;
use wavecast_domain::permission::table::TABLE;
use wavecast_domain::permission::{self, Permission};
use wavecast_domain::principal::Principal;
use wavecast_wire::name::OrgName;

use crate::answer::Answer;
use crate::at::{At, OrgPath};
use crate::contract::access::{Access, PermissionRow};
use crate::contract::page::Page;
use crate::problem::Problem;
use crate::state::ApiState;

/// Lists the permissions, and the roles that hold them.
#[utoipa::path(get, path = "/permissions", tag = "people", responses((status = 200, body = Page<PermissionRow>)))]
pub(crate) async fn list_permissions() -> Answer<Page<PermissionRow>> {
    let items = TABLE.iter().filter_map(PermissionRow::of).collect();
    Answer::ok(Page { items, next: None })
}

/// Shows what the caller may do in an organization.
#[utoipa::path(get, path = "/orgs/{org}/access", tag = "people", params(OrgPath), responses((status = 200, body = Access)))]
pub(crate) async fn get_access(
    State(state): State<ApiState>,
    Extension(caller): Extension<Principal>,
    At(path): At<OrgPath>,
) -> Result<Answer<Access>, Problem> {
    super::orgs::find(&state, &path.org).await?;
    let access = match &caller {
        Principal::User { access, .. } | Principal::Service { access, .. } => access.clone(),
        Principal::Bootstrap | Principal::System { .. } => everything(&caller, &path.org),
    };
    Ok(Answer::ok(Access::of(caller.into(), access)))
}

/// What somebody without roles may do, asked of the same table.
fn everything(caller: &Principal, org: &OrgName) -> access::Access {
    let place = access::Place::Org(org);
    let of = |level| {
        let rows = TABLE.iter().filter(move |row| row.level == level);
        let held = rows.map(|row| row.permission);
        held.filter(|one: &Permission| permission::allows(caller, *one, place))
            .collect()
    };
    access::Access {
        org: Some(org.clone()),
        organization: of(permission::table::Level::Organization),
        everywhere: of(permission::table::Level::Application),
        apps: std::collections::BTreeMap::new(),
    }
}
