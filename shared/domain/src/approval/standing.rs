//! Which approvals stand: those of people and machines that may still approve.

use crate::access::Place;
use crate::app::AppHead;
use crate::approval::{Request, Vote};
use crate::org::Org;
use crate::permission::Permission;
use crate::principal::Principal;

/// Names that a refusal tells.
const NAMED: usize = 5;

/// The approvals of a request that count now. Who lost the permission since doesn't; nor does who
/// holds it by a sign-in's word alone, which nobody can look up later.
#[must_use]
pub fn standing<'a>(org: &Org, head: &AppHead, request: &'a Request) -> Vec<&'a Vote> {
    let counts = |vote: &&Vote| !request.is_by(&vote.by) && may_approve(org, head, &vote.by);
    request.votes.iter().filter(counts).collect()
}

/// Whether somebody holds the permission by the roles that the organization keeps.
pub(crate) fn may_approve(org: &Org, head: &AppHead, by: &Principal) -> bool {
    let held = match by {
        Principal::Bootstrap => return true,
        Principal::System { .. } => return false,
        Principal::User { id, .. } => org.access_of_user(id),
        Principal::Service { account, .. } => org.access_of_account(account),
    };
    let place = Place::App(&head.org, &head.name);
    held.is_some_and(|held| held.allows(Permission::Approve, place))
}

/// Who may approve, for people: a few names, and how many more.
pub(crate) fn electorate(org: &Org, head: &AppHead, request: Option<&Request>) -> String {
    let place = Place::App(&head.org, &head.name);
    let is_author = |identity: &str| request.is_some_and(|one| one.authors.contains(identity));
    let people = org.members.iter().filter(|(id, _)| {
        let held = org.access_of_user(id);
        held.is_some_and(|held| held.allows(Permission::Approve, place))
            && !is_author(&id.to_string())
    });
    let machines = org.accounts.keys().filter(|name| {
        let held = org.access_of_account(name);
        held.is_some_and(|held| held.allows(Permission::Approve, place))
            && !is_author(&format!("service:{}/{name}", org.name))
    });
    let people = people.map(|(_, member)| member.name.clone());
    let names: Vec<String> = people
        .chain(machines.map(|name| format!("service {name}")))
        .collect();
    match names.len() {
        0 => "nobody yet: give somebody the role approver".to_owned(),
        count if count > NAMED => {
            let told = names[..NAMED].join(", ");
            format!("{told} and {} more", count - NAMED)
        }
        _ => names.join(", "),
    }
}
