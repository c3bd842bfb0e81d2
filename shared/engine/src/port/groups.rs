//! Groups at whoever signs people in.

use async_trait::async_trait;
use wavecast_domain::id::Ulid;
use wavecast_domain::org::GroupPath;
use wavecast_domain::saga::Mark;

use super::PortError;

/// A group that is there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Group {
    /// The issuer's own id of it.
    pub id: String,
    /// Where it lies, beneath the group that holds all of ours.
    pub path: String,
    /// Who made it; `None` for somebody else, or a mark that isn't whole.
    pub mark: Option<Mark>,
}

/// Groups at whoever signs people in, beneath one that an administrator made there.
///
/// Contract: of one path there is at most one group. `create` makes a group with its mark at once, or
/// says `Conflict` where one is; `Refused` and `Setup` mean that it surely didn't, and that asking
/// again doesn't help. `Unknown` means that it may have happened, or still will.
#[async_trait]
pub trait Groups: Send + Sync {
    /// The group at a path.
    async fn find(&self, path: &GroupPath) -> Result<Option<Group>, PortError>;

    /// One group that lies in another, if there is one.
    async fn within(&self, group: &Group) -> Result<Option<Group>, PortError>;

    /// Whether somebody is in it.
    async fn has_people(&self, group: &Group) -> Result<bool, PortError>;

    /// Makes a group in the one that it lies in.
    async fn create(&self, path: &GroupPath, mark: &Mark) -> Result<(), PortError>;

    /// Deletes a group, with whatever lies in it; one that is gone is fine.
    async fn delete(&self, group: &Group) -> Result<(), PortError>;

    /// All groups with the mark of an installation.
    async fn marked(&self, installation: &Ulid) -> Result<Vec<Group>, PortError>;
}
