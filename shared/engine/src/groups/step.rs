//! One step: look, then do what is missing.

use wavecast_domain::org::{GroupPath, Org};
use wavecast_domain::saga::{Deed, Mark, Saga, Seen, Way};

use super::GroupKeeper;
use crate::control::ControlError;
use crate::port::{Group, PortError};

/// What a step came to.
pub(super) enum Came {
    /// It is as it should be.
    Done,
    /// It never will be.
    Never(String),
    /// Not now.
    Later(String),
}

impl GroupKeeper {
    /// Does a step. What the issuer says is no failure of ours: it decides how the saga goes on.
    pub(super) async fn step(
        &self,
        org: &Org,
        saga: &Saga,
        path: &GroupPath,
    ) -> Result<Came, ControlError> {
        let mark = Mark {
            installation: self.installation().await?,
            org: org.name.clone(),
            saga: saga.of().clone(),
        };
        let done = self.try_step(saga, path, &mark).await;
        Ok(match done {
            Ok(came) => came,
            Err(PortError::Conflict) => {
                Came::Later(format!("the group {path} was made at this moment"))
            }
            Err(error @ (PortError::Refused(_) | PortError::Setup(_)))
                if matches!(saga.way, Way::Make) =>
            {
                Came::Never(error.to_string())
            }
            Err(error) => Came::Later(error.to_string()),
        })
    }

    async fn try_step(
        &self,
        saga: &Saga,
        path: &GroupPath,
        mark: &Mark,
    ) -> Result<Came, PortError> {
        let found = self.groups.find(path).await?;
        let seen = self.seen(found.as_ref(), mark, saga).await?;
        match (saga.deed(path, seen), found) {
            (Deed::Create, _) => self.groups.create(path, mark).await?,
            (Deed::Delete, Some(group)) => self.groups.delete(&group).await?,
            (Deed::Done | Deed::Delete, _) => {}
            (Deed::Refuse(why), _) => return Ok(Came::Never(why)),
            (Deed::Wait(why), _) => return Ok(Came::Later(why)),
        }
        Ok(Came::Done)
    }

    async fn seen(
        &self,
        found: Option<&Group>,
        mark: &Mark,
        saga: &Saga,
    ) -> Result<Seen, PortError> {
        let Some(group) = found else {
            return Ok(Seen::Nothing);
        };
        Ok(match &group.mark {
            Some(other) if other == mark => {
                // What lies in a group goes with it, so only what is to go is looked into.
                let inside = match saga.way {
                    Way::Make => None,
                    Way::Back { .. } | Way::Remove { .. } => self.groups.within(group).await?,
                };
                let holds = inside.map(|group| group.path);
                Seen::Own { holds }
            }
            Some(other) if other.installation == mark.installation => Seen::Earlier,
            Some(_) | None => Seen::Foreign,
        })
    }
}
