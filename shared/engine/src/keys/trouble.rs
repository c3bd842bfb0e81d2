//! Why keys can't be made, said where an admin looks: on the publications that wait for them.

use wavecast_wire::name::Scope;

use super::{Keys, unreadable};
use crate::control::PublicationState;
use crate::port::{Expect, PortError, Query, Write};
use crate::record::{entry, key};

/// The newest publications that are looked through.
const RECENT: usize = 20;

impl Keys {
    /// Says on every pending publication why it has no keys. Best effort: it is only a word.
    pub(super) async fn note_trouble(&self, scope: &Scope, trouble: &PortError) {
        let trouble = format!("it waits for new keys: {trouble}");
        if let Err(error) = self.note(scope, &trouble).await {
            tracing::warn!(%scope, %error, trouble, "why keys can't be made couldn't be noted");
        }
    }

    async fn note(&self, scope: &Scope, trouble: &str) -> Result<(), PortError> {
        let query = Query::Prefix {
            pk: key::publications(scope),
            prefix: String::new(),
        };
        let page = self.ledger.page(&query, None, RECENT, true).await?;
        for found in page.entries {
            let mut state: PublicationState = entry::read(&found).map_err(unreadable)?;
            if state.seq.is_some() || state.trouble.as_deref() == Some(trouble) {
                continue;
            }
            state.trouble = Some(trouble.to_owned());
            let put = entry::publication(scope, &state).map_err(unreadable)?;
            let write = Write::Put(put, Expect::Revision(found.revision));
            match self.ledger.commit(vec![write]).await {
                // Published meanwhile, or noted by another.
                Ok(()) | Err(PortError::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
