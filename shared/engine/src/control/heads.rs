//! The signed heads of an organization's chains, to be kept elsewhere and to hold trails against.

use wavecast_domain::heads::Signed;
use wavecast_wire::name::OrgName;

use super::list::{PageAsk, limit_of, prefix};
use super::{Control, ControlError, Listing};
use crate::record::key;

/// Statements that are read together: each may name a hundred chains.
const TOGETHER: usize = 20;
/// Bytes after which a part ends. With what is read together beyond, it stays below a MiB.
const PART_BYTES: usize = 384 * 1024;

impl Control {
    /// Statements of an organization as [lines](Signed::line), by their numbers. A part may be short
    /// with more to come.
    ///
    /// # Errors
    /// As [`Control::orgs`].
    pub async fn statements(
        &self,
        org: &OrgName,
        ask: &PageAsk,
    ) -> Result<Listing<String>, ControlError> {
        let query = prefix(key::heads(org), key::STATEMENT);
        let (mut items, mut bytes) = (Vec::new(), 0);
        let mut after = ask.after.clone();
        loop {
            let few = PageAsk {
                after,
                limit: TOGETHER.min(limit_of(ask) - items.len()),
                ascending: ask.ascending,
            };
            let found = self.walk(&query, &few, |_: &Signed| true).await?;
            for signed in &found.items {
                let line = signed.line()?;
                bytes += line.len();
                items.push(line);
            }
            after = found.next;
            let is_full = items.len() >= limit_of(ask) || bytes >= PART_BYTES;
            if is_full || found.items.is_empty() || after.is_none() {
                return Ok(Listing { items, next: after });
            }
        }
    }
}
