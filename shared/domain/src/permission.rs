//! The one table of permissions.

use serde::{Deserialize, Serialize};

use crate::access::Place;
use crate::command::Command;
use crate::org::OrgCommand;
use crate::principal::Principal;
use crate::refusal::{Reason, Refusal};

pub mod table;

/// What a command needs. The names of variants are kept in records: they never change.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See an organization.
    See,
    /// Create applications.
    Organize,
    /// Invite and change members, make roles.
    Members,
    /// Make service accounts and tokens for them.
    Machines,
    /// Make and end owners.
    Own,
    /// See anything of an application.
    Read,
    /// Upload files and create packages.
    Package,
    /// Create and move releases.
    Release,
    /// Yank packages.
    Yank,
    /// Change settings, create and end channels.
    Configure,
    /// Rotate keys.
    Keys,
    /// Approve what an application lets nobody do alone.
    Approve,
    /// Say who the installation's own people are.
    Users,
    /// Say how much an organization may hold.
    Quotas,
    /// Do what is due by itself: starts, stages, the idle interval.
    Tend,
}

/// Whether a principal holds a permission somewhere.
///
/// The bootstrap token is the installation's own administrator, in every organization. What is due
/// by itself is left to upkeep, which in turn can't act for a person.
#[must_use]
pub fn allows(principal: &Principal, permission: Permission, place: Place<'_>) -> bool {
    use Permission::{Keys, Package, Read, Tend};
    match principal {
        Principal::Bootstrap => permission != Tend,
        Principal::User { access, .. } | Principal::Service { access, .. } => {
            access.allows(permission, place)
        }
        Principal::System { function } => match function.as_str() {
            "upkeep" => matches!(permission, Read | Tend),
            "publisher" => matches!(permission, Read | Package),
            "keys" => matches!(permission, Read | Keys),
            _ => false,
        },
    }
}

/// The permission that a command on an organization needs; `None` where something else decides:
/// who a person is, or what code they were given.
#[must_use]
pub const fn of_org(command: &OrgCommand) -> Option<Permission> {
    match command {
        OrgCommand::CreateApp { .. } => Some(Permission::Organize),
        OrgCommand::Invite(_)
        | OrgCommand::RevokeInvitation { .. }
        | OrgCommand::SetMember { .. }
        | OrgCommand::SetRole { .. }
        | OrgCommand::DeleteRole { .. }
        | OrgCommand::MakeGroups
        | OrgCommand::RemoveGroups => Some(Permission::Members),
        OrgCommand::SettleGroups(_) => Some(Permission::Tend),
        OrgCommand::SetQuota(_) => Some(Permission::Quotas),
        OrgCommand::TransferOwnership { .. } => Some(Permission::Own),
        OrgCommand::SetAccount { .. }
        | OrgCommand::DeleteAccount { .. }
        | OrgCommand::SetTrust { .. }
        | OrgCommand::DeleteTrust { .. } => Some(Permission::Machines),
        // Any person may make an organization, leave one, answer an invitation, and have tokens; a
        // workflow gets what a rule gives it.
        OrgCommand::CreateOrg { .. }
        | OrgCommand::RemoveMember { .. }
        | OrgCommand::AcceptInvitation { .. }
        | OrgCommand::DeclineInvitation { .. }
        | OrgCommand::Exchange(_)
        | OrgCommand::CreateToken(_)
        | OrgCommand::RevokeToken { .. } => None,
    }
}

/// The permissions of which a command needs one.
#[must_use]
pub fn of(command: &Command) -> &'static [Permission] {
    match command.meant() {
        Command::ConfigureApp { .. }
        | Command::SetGroup { .. }
        | Command::SetSchema { .. }
        | Command::DeleteGroup { .. }
        | Command::CreateRule(_)
        | Command::EditRule(_)
        | Command::MoveRule { .. }
        | Command::DeleteRule { .. }
        | Command::CreateChannel { .. }
        | Command::ConfigureChannel { .. }
        | Command::MoveChannel { .. }
        | Command::RetireChannel { .. }
        | Command::DeleteChannel { .. }
        | Command::SetApprovals { .. }
        | Command::SetSecret(_)
        | Command::UseSecret { .. }
        | Command::RemoveSecret { .. } => &[Permission::Configure],
        Command::CreatePackage(_) => &[Permission::Package],
        Command::Approve { .. } | Command::Reject { .. } => &[Permission::Approve],
        // Whoever may ask may answer.
        Command::Comment { .. } => &[
            Permission::Approve,
            Permission::Release,
            Permission::Configure,
            Permission::Keys,
        ],
        Command::Ask(_) => &[Permission::Keys],
        Command::YankPackage { .. } => &[Permission::Yank],
        Command::Calm { .. }
        | Command::Miss(_)
        | Command::NextStage(_)
        | Command::ExpirePin { .. } => &[Permission::Tend],
        // A person starts a draft, upkeep what is due; the verb tells them apart.
        Command::Start { .. } => &[Permission::Release, Permission::Tend],
        Command::CreateRelease(_)
        | Command::EditRelease { .. }
        | Command::DeleteRelease(_)
        | Command::Schedule { .. }
        | Command::Unschedule(_)
        | Command::Ramp { .. }
        | Command::Pin { .. }
        | Command::SetConfig { .. }
        | Command::CreateExperiment(_)
        | Command::RampExperiment { .. }
        | Command::HoldExperiment { .. }
        | Command::StopExperiment { .. }
        | Command::ConcludeExperiment { .. }
        | Command::HoldOut { .. }
        | Command::RampConfig { .. }
        | Command::RevertConfig { .. }
        | Command::Unpin { .. }
        | Command::Embed { .. }
        | Command::Pause(_)
        | Command::Resume(_)
        | Command::Conclude(_)
        | Command::Abort { .. }
        | Command::Variants { .. }
        | Command::RevertVariants { .. }
        | Command::Revert { .. }
        | Command::Clone { .. }
        | Command::Promote { .. }
        | Command::Retry(_) => &[Permission::Release],
    }
}

/// Refuses a command that its principal may not give.
pub(crate) fn check(
    principal: &Principal,
    command: &Command,
    place: Place<'_>,
) -> Result<(), Refusal> {
    let needed = of(command);
    let holds = |permission: &Permission| allows(principal, *permission, place);
    if needed.iter().any(holds) {
        return Ok(());
    }
    Err(lacks(needed[0]))
}

/// The refusal of somebody who lacks a permission.
#[must_use]
pub fn lacks(permission: Permission) -> Refusal {
    let hint = if permission == Permission::Tend {
        "nothing is to be done: it happens by itself when it is due"
    } else if matches!(permission, Permission::Users | Permission::Quotas) {
        "ask whoever holds the installation's own token"
    } else {
        "ask an administrator of the organization"
    };
    let rule = format!("this needs the permission {}", permission.name());
    Refusal::new(Reason::Forbidden, "principal", rule, hint)
}
