//! What a publication starts from, read in one transaction.

use wavecast_domain::App;
use wavecast_domain::head::Head;
use wavecast_wire::name::Scope;

use super::{PublishError, Publisher};
use crate::port::{Expect, PortError, Query, Write};
use crate::record::own::{Rotation, StoredRoot};
use crate::record::{entry, key, used};

/// The head, and the state that belongs to it.
pub(super) struct State {
    /// Which channel.
    pub scope: Scope,
    /// The head; the default before the first seal.
    pub head: Head,
    /// The ledger's revision of the head; `None` when there is none.
    pub at: Option<u64>,
    /// The application with this channel; `None` when either is missing.
    pub app: Option<App>,
    /// The rotation of keys that an admin asked for last.
    pub rotation: Option<Rotation>,
    /// The newest root that the key maker committed, then or a little later.
    pub root: Option<StoredRoot>,
}

impl State {
    /// What a write of the head expects: the head that everything else was read with.
    pub fn expect(&self) -> Expect {
        self.at.map_or(Expect::Absent, Expect::Revision)
    }

    /// The revision that last changed the channel.
    pub fn changed(&self) -> u64 {
        let channels = self.app.as_ref().map(|app| &app.channels);
        let channel = channels.and_then(|channels| channels.get(&self.scope.channel));
        channel.map_or(0, |channel| channel.changed)
    }

    /// The state after its head was swapped for this one.
    pub fn with_head(&self, head: Head) -> Self {
        Self {
            scope: self.scope.clone(),
            head,
            at: Some(self.at.unwrap_or(0) + 1),
            app: self.app.clone(),
            rotation: self.rotation.clone(),
            root: self.root.clone(),
        }
    }
}

impl Publisher {
    /// Head and state at one instant: a head that is read later could belong to a newer state, and
    /// the seal would then put old content under it. The root that this process knows is read along
    /// with them, and the next, to see that there is none.
    pub(super) async fn read(&self, scope: &Scope) -> Result<State, PublishError> {
        let known = self.known.get(scope);
        let roots = known.iter().flat_map(|known| [known.of.n, known.of.n + 1]);
        let mut keys = vec![
            key::head(scope),
            key::app(&scope.org, &scope.app),
            key::channel(&scope.org, &scope.app, &scope.channel),
            key::rotation(scope),
        ];
        keys.extend(roots.map(|n| key::root(scope, n)));
        let mut found = self.ledger.get(&keys).await?.into_iter();
        let mut next = || found.next().flatten();
        let (head, app, channel, rotation) = (next(), next(), next(), next());
        let app = match (app, channel) {
            (Some(app), Some(channel)) => Some(App {
                head: entry::read(&app)?,
                channels: [(scope.channel.clone(), entry::read(&channel)?)].into(),
            }),
            _ => None,
        };
        let root = match (next(), next()) {
            (Some(root), None) => Some(entry::read(&root)?),
            _ => self.newest_root(scope).await?,
        };
        Ok(State {
            scope: scope.clone(),
            at: head.as_ref().map(|head| head.revision),
            head: head
                .as_ref()
                .map(entry::read)
                .transpose()?
                .unwrap_or_default(),
            app,
            rotation: rotation.as_ref().map(entry::read).transpose()?,
            root,
        })
    }

    /// The head alone, and its revision.
    pub(super) async fn read_head(
        &self,
        scope: &Scope,
    ) -> Result<(Head, Option<u64>), PublishError> {
        let found = self.ledger.get(&[key::head(scope)]).await?.pop().flatten();
        let head = found.as_ref().map(entry::read).transpose()?;
        Ok((head.unwrap_or_default(), found.map(|found| found.revision)))
    }

    /// Replaces the head by one that was signed anew, and notes in the same commit which keys did.
    pub(super) async fn seal_head(&self, state: &State, head: &Head) -> Result<bool, PublishError> {
        let note = used::by_publisher(&state.scope, head, self.clock.now())?;
        self.swap_head_with(state, head, Some(Write::Put(note, Expect::Any)))
            .await
    }

    /// Replaces the head that the state was read with. `false` means that another was faster; an
    /// unknown outcome is looked up.
    pub(super) async fn swap_head(&self, state: &State, head: &Head) -> Result<bool, PublishError> {
        self.swap_head_with(state, head, None).await
    }

    async fn swap_head_with(
        &self,
        state: &State,
        head: &Head,
        note: Option<Write>,
    ) -> Result<bool, PublishError> {
        let put = entry::head(&state.scope, head)?;
        let put = Write::Put(put, state.expect());
        match self
            .ledger
            .commit([put].into_iter().chain(note).collect())
            .await
        {
            Ok(()) => Ok(true),
            Err(PortError::Conflict) => Ok(false),
            Err(PortError::Unknown(_)) => {
                let (now, _) = self.read_head(&state.scope).await?;
                Ok(now == *head)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The newest root that the key maker committed.
    async fn newest_root(&self, scope: &Scope) -> Result<Option<StoredRoot>, PublishError> {
        let query = Query::Prefix {
            pk: key::roots(scope),
            prefix: String::new(),
        };
        let page = self.ledger.page(&query, None, 1, true).await?;
        Ok(page.entries.first().map(entry::read).transpose()?)
    }
}
