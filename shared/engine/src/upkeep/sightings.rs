//! What was noted of an organization, or of the installation, goes into its chain: in the order in which it was noted, and each
//! note is deleted in the commit that takes it, so that a crash loses none and doubles none.

use wavecast_domain::sighting::{Seen, Sighting, Watch};
use wavecast_domain::trail::Link;

use super::Upkeep;
use crate::control::ControlError;
use crate::port::{Entry, Expect, PortError, Query, Write};
use crate::record::{entry, key};

/// Notes of one commit: each is a link that is written and a note that is deleted.
const TOGETHER: usize = 45;
/// Commits of one chain in one tick.
const COMMITS: usize = 10;
/// Seconds for which a note stands before it is taken: what comes again until then is counted in it.
const STANDS: i64 = 10;

impl Upkeep {
    /// Takes what was noted into the chain; says how many links that made. A chain that another tick
    /// moved is left to it.
    pub(super) async fn take_notes(&self, watch: &Watch) -> Result<u32, ControlError> {
        let ledger = &self.control.ledger;
        let until = key::noted_until(self.control.clock.now().plus(-STANDS));
        let query = Query::Prefix {
            pk: key::notes(watch),
            prefix: String::new(),
        };
        let mut taken = 0;
        for _ in 0..COMMITS {
            let page = ledger.page(&query, None, TOGETHER, false).await?;
            let mut notes = page.entries;
            notes.retain(|note| note.key.sk.as_str() < until.as_str());
            if notes.is_empty() {
                break;
            }
            match ledger.commit(self.links(watch, &notes).await?).await {
                Ok(()) => taken += u32::try_from(notes.len()).unwrap_or(u32::MAX),
                Err(PortError::Conflict) => break,
                Err(error) => return Err(error.into()),
            }
            if notes.len() < TOGETHER {
                break;
            }
        }
        Ok(taken)
    }

    /// The links of these notes, the end of the chain, and the notes' own end.
    async fn links(&self, watch: &Watch, notes: &[Entry]) -> Result<Vec<Write>, ControlError> {
        let at = key::seen_to(watch);
        let found = self.control.ledger.get(std::slice::from_ref(&at)).await?;
        let found = found.into_iter().next().flatten();
        let expect = found
            .as_ref()
            .map_or(Expect::Absent, |found| Expect::Revision(found.revision));
        let mut end: Option<Link> = found.as_ref().map(entry::read).transpose()?;
        let mut writes = Vec::new();
        for note in notes {
            let seen = Seen {
                revision: end.map_or(1, |end| end.revision + 1),
                previous: end.map(|end| end.digest),
                seen: entry::read::<Sighting>(note)?,
            };
            let link = Link {
                revision: seen.revision,
                digest: seen.digest()?,
            };
            let put = entry::plain(key::sighting(watch, link.revision), &seen)?;
            writes.push(Write::Put(put, Expect::Absent));
            let noted = Expect::Revision(note.revision);
            writes.push(Write::Delete(note.key.clone(), noted));
            end = Some(link);
        }
        if let Some(end) = end {
            writes.push(Write::Put(entry::plain(at, &end)?, expect));
        }
        Ok(writes)
    }
}
