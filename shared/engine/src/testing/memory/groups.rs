//! Groups of an issuer, in memory.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use wavecast_domain::id::Ulid;
use wavecast_domain::org::GroupPath;
use wavecast_domain::saga::Mark;

use super::lock;
use crate::port::{Group, Groups, PortError};

/// Groups of an issuer.
#[derive(Default)]
pub struct MemoryGroups {
    all: Mutex<BTreeMap<String, Made>>,
    forbidden: Mutex<Option<String>>,
}

#[derive(Clone, Default)]
struct Made {
    mark: Option<Mark>,
    people: bool,
}

impl MemoryGroups {
    fn all(&self) -> MutexGuard<'_, BTreeMap<String, Made>> {
        lock(&self.all)
    }

    /// The paths of all groups.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        self.all().keys().cloned().collect()
    }

    /// Somebody else makes a group.
    pub fn put(&self, path: &str) {
        self.all().insert(path.to_owned(), Made::default());
    }

    /// Nobody may make a group at this path.
    pub fn forbid(&self, path: &str) {
        *lock(&self.forbidden) = Some(path.to_owned());
    }

    /// Somebody is put into a group.
    pub fn join(&self, path: &str) {
        if let Some(made) = self.all().get_mut(path) {
            made.people = true;
        }
    }

    /// Somebody else deletes a group.
    pub fn take_away(&self, path: &str) {
        self.all().remove(path);
    }
}

fn group(path: &str, made: &Made) -> Group {
    Group {
        id: path.to_owned(),
        path: path.to_owned(),
        mark: made.mark.clone(),
    }
}

#[async_trait]
impl Groups for MemoryGroups {
    async fn find(&self, path: &GroupPath) -> Result<Option<Group>, PortError> {
        let all = self.all();
        Ok(all
            .get(path.as_str())
            .map(|made| group(path.as_str(), made)))
    }

    async fn within(&self, of: &Group) -> Result<Option<Group>, PortError> {
        let (all, begin) = (self.all(), format!("{}/", of.path));
        let mut inside = all.iter().filter(|(path, _)| path.starts_with(&begin));
        Ok(inside.next().map(|(path, made)| group(path, made)))
    }

    async fn has_people(&self, of: &Group) -> Result<bool, PortError> {
        Ok(self.all().get(&of.path).is_some_and(|made| made.people))
    }

    async fn create(&self, path: &GroupPath, mark: &Mark) -> Result<(), PortError> {
        if lock(&self.forbidden).as_deref() == Some(path.as_str()) {
            return Err(PortError::Setup(format!("nobody may make {path}")));
        }
        let mut all = self.all();
        if all.contains_key(path.as_str()) {
            return Err(PortError::Conflict);
        }
        if let (Some(parent), _) = path.split()
            && !all.contains_key(parent)
        {
            return Err(PortError::Refused(format!("there is no group {parent}")));
        }
        let made = Made {
            mark: Some(mark.clone()),
            people: false,
        };
        all.insert(path.to_string(), made);
        Ok(())
    }

    async fn delete(&self, of: &Group) -> Result<(), PortError> {
        let begin = format!("{}/", of.path);
        self.all()
            .retain(|path, _| *path != of.path && !path.starts_with(&begin));
        Ok(())
    }

    async fn marked(&self, installation: &Ulid) -> Result<Vec<Group>, PortError> {
        let all = self.all();
        let ours = |made: &Made| {
            let mark = made.mark.as_ref();
            mark.is_some_and(|mark| mark.installation == *installation)
        };
        let marked = all.iter().filter(|(_, made)| ours(made));
        Ok(marked.map(|(path, made)| group(path, made)).collect())
    }
}
