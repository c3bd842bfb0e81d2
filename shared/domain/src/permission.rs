//! The one table of permissions.

use serde::{Deserialize, Serialize};

use crate::command::Command;
use crate::principal::Principal;
use crate::refusal::{Reason, Refusal};

/// What a command needs.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
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
    /// Create applications, change the organization.
    Organize,
    /// Do what is due by itself: starts, stages, the idle interval.
    Tend,
}

/// Whether a principal holds a permission.
///
/// Until sign-in exists every person may do what an administrator may; what is due by itself is
/// left to upkeep, which in turn can't act for a person.
#[must_use]
pub fn allows(principal: &Principal, permission: Permission) -> bool {
    use Permission::{Keys, Package, Read, Tend};
    match principal {
        Principal::Bootstrap | Principal::User { .. } => permission != Tend,
        Principal::System { function } => match function.as_str() {
            "upkeep" => matches!(permission, Read | Tend),
            "publisher" => matches!(permission, Read | Package),
            "keys" => matches!(permission, Read | Keys),
            _ => false,
        },
    }
}

/// The permissions of which a command needs one.
#[must_use]
pub const fn of(command: &Command) -> &'static [Permission] {
    match command {
        Command::ConfigureApp { .. }
        | Command::SetGroup { .. }
        | Command::SetSchema { .. }
        | Command::DeleteGroup { .. }
        | Command::CreateRule(_)
        | Command::MoveRule { .. }
        | Command::DeleteRule { .. }
        | Command::CreateChannel { .. }
        | Command::ConfigureChannel { .. }
        | Command::MoveChannel { .. }
        | Command::RetireChannel { .. }
        | Command::DeleteChannel { .. } => &[Permission::Configure],
        Command::CreatePackage(_) => &[Permission::Package],
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
        | Command::Revert { .. }
        | Command::Clone { .. }
        | Command::Promote { .. }
        | Command::Retry(_) => &[Permission::Release],
    }
}

/// Refuses a command that its principal may not give.
pub(crate) fn check(principal: &Principal, command: &Command) -> Result<(), Refusal> {
    let needed = of(command);
    if needed
        .iter()
        .any(|permission| allows(principal, *permission))
    {
        return Ok(());
    }
    let hint = if needed == [Permission::Tend] {
        "nothing is to be done: it happens by itself when it is due"
    } else {
        "ask an administrator of the organization"
    };
    let rule = format!("this needs the permission {:?}", needed[0]).to_lowercase();
    Err(Refusal::new(Reason::Forbidden, "principal", rule, hint))
}
