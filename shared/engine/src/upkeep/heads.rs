//! Which organizations' chains went on since they were signed: organization after organization, round
//! after round. Upkeep only finds them; who holds the key signs.

use wavecast_domain::org::Org;
use wavecast_domain::sighting::Watch;
use wavecast_wire::name::OrgName;

use super::Upkeep;
use super::tick::Tick;
use crate::control::ControlError;
use crate::keys::heads::standing;
use crate::port::{Expect, Page, PortError, Query, Wake, Write};
use crate::record::own::HeadsRound;
use crate::record::{entry, key};

/// Organizations that one tick looks at: no more than the key maker takes in between without keeping
/// anybody waiting.
const ORGS: usize = 20;
/// Seconds at least between two statements of an organization.
const APART: i64 = 60;

impl Upkeep {
    /// Takes what was noted of the installation and of the next organizations into their chains, and has the heads of chains
    /// signed that went on. A tick of its own, because it may wait for everything else.
    pub async fn sign_heads(&self) -> super::TickReport {
        let mut tick = Tick::new(None, self.pace.handed);
        let orgs = self.next_orgs().await;
        let orgs = tick.note("listing organizations", orgs).unwrap_or_default();
        let taken = self.take_notes(&Watch::Installation).await;
        tick.report.seen += tick.note("the installation", taken).unwrap_or_default();
        let mut wakes = Vec::new();
        for org in orgs {
            let taken = self.take_notes(&Watch::from(&org)).await;
            tick.report.seen += tick.note(&org, taken).unwrap_or_default();
            let due = self.is_unsigned(&org).await;
            if tick.note(&org, due) == Some(true) {
                wakes.push(Wake::Heads(org));
            }
        }
        tick.report.signed += self.hand(&mut tick, wakes).await.signed;
        tick.report
    }

    async fn is_unsigned(&self, org: &OrgName) -> Result<bool, PortError> {
        let Some(standing) = standing(&*self.control.ledger, org).await? else {
            return Ok(false);
        };
        let now = self.control.clock.now();
        let last = standing.signed.as_ref().map(|signed| signed.at);
        let is_lately = last.is_some_and(|last| last <= now && last.plus(APART) > now);
        Ok(!is_lately && standing.needs_a_look())
    }

    /// The next organizations of the round, by name. The ledger keeps where it is: the next tick may
    /// be another process's.
    async fn next_orgs(&self) -> Result<Vec<OrgName>, ControlError> {
        let (ledger, now) = (&self.control.ledger, self.control.clock.now());
        let kept = ledger.get(&[key::heads_round()]).await?.pop().flatten();
        let expect = kept
            .as_ref()
            .map_or(Expect::Absent, |kept| Expect::Revision(kept.revision));
        // What can't be read begins anew.
        let round = kept.as_ref().and_then(|kept| entry::read(kept).ok());
        let mut round = match round {
            Some(HeadsRound { after: None, next }) if now < next => return Ok(Vec::new()),
            Some(round @ HeadsRound { after: Some(_), .. }) => round,
            _ => HeadsRound {
                after: None,
                next: now.plus(i64::from(self.pace.round)),
            },
        };
        let page = self.orgs_after(round.after.as_deref()).await?;
        round.after = page.next;
        self.keep_heads_round(round, expect).await?;
        let orgs = page.entries.iter().map(entry::read::<Org>);
        let orgs = orgs.map(|org| org.map(|org| org.name));
        Ok(orgs.collect::<Result<_, _>>()?)
    }

    async fn orgs_after(&self, after: Option<&str>) -> Result<Page, PortError> {
        let ledger = &self.control.ledger;
        let query = Query::Prefix {
            pk: key::ORGS.to_owned(),
            prefix: String::new(),
        };
        match ledger.page(&query, after, ORGS, false).await {
            // A place that another version noted: it begins anew.
            Err(PortError::Refused(_)) if after.is_some() => {
                ledger.page(&query, None, ORGS, false).await
            }
            page => page,
        }
    }

    /// Notes where the round is. One that is over, after which the next may begin at once, is none to
    /// note.
    async fn keep_heads_round(
        &self,
        round: HeadsRound,
        expect: Expect,
    ) -> Result<(), ControlError> {
        let is_over = round.after.is_none() && round.next <= self.control.clock.now();
        let write = match (is_over, expect) {
            (true, Expect::Absent) => return Ok(()),
            (true, expect) => Write::Delete(key::heads_round(), expect),
            (false, expect) => Write::Put(entry::plain(key::heads_round(), &round)?, expect),
        };
        match self.control.ledger.commit(vec![write]).await {
            // Another tick at the same time: what both look at is signed once.
            Err(PortError::Conflict) => Ok(()),
            other => Ok(other?),
        }
    }
}
