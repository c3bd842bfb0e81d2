//! ⑦ What was wanted is marked as published, for those who watch.

use wavecast_domain::head::Head;
use wavecast_domain::id::Ulid;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::Poll;

use super::state::State;
use super::{PublishError, Publisher, lines};
use crate::control::{CdnState, PublicationState};
use crate::port::{Entry, Expect, PortError, Query, Write};
use crate::record::{due, entry, key};

/// Publications that are looked through at once.
const PAGE: usize = 100;
/// Pages that are looked through: what is older is long published.
const PAGES: u32 = 10;

/// Marks of one commit.
const BATCH: usize = 90;

/// Why a publication that answers a rotation is pending.
const KEYLESS: &str = "it waits for its new keys: the key maker is asked again by the next tick";

/// What a word on a pending publication replaces.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Over {
    /// Whatever stands there.
    Anything,
    /// Nothing: the key maker knows better why there are no keys.
    Nothing,
}

/// A publication that is still pending.
struct Pending {
    /// What it wants.
    state: PublicationState,
    /// The ledger's revision of it.
    at: u64,
}

/// What marks say beside the number.
#[derive(Default)]
pub(super) struct Marks {
    /// How often the readers of the publication before ask, where that is known.
    pub replaced: Option<Poll>,
    /// What the CDN was told.
    pub cdn: Option<CdnState>,
}

/// What marking came to.
pub(super) struct Marked {
    /// Whether all of it landed; else another was faster with some of it: look again.
    pub whole: bool,
    /// The publications that are marked for sure.
    pub shown: Vec<PublicationState>,
}

/// What is pending, and until when the publications before become visible.
#[derive(Default)]
pub(super) struct Wanted {
    /// Newest first.
    pending: Vec<Pending>,
    /// When all devices have polled past the last publication.
    visible_by: Option<Timestamp>,
}

impl Publisher {
    /// The channel's pending publications.
    pub(super) async fn wanted(&self, scope: &Scope) -> Result<Wanted, PublishError> {
        let query = Query::Prefix {
            pk: key::publications(scope),
            prefix: String::new(),
        };
        let mut wanted = Wanted::default();
        let mut after = None;
        for _ in 0..PAGES {
            let page = self
                .ledger
                .page(&query, after.as_deref(), PAGE, true)
                .await?;
            let before = wanted.pending.len();
            for found in &page.entries {
                wanted.note(found)?;
            }
            after = page.next;
            if after.is_none() {
                return Ok(wanted);
            }
            // A whole page without a pending one: what is further down and still pending is due.
            if wanted.pending.len() == before {
                break;
            }
        }
        self.add_due(scope, &mut wanted).await?;
        Ok(wanted)
    }

    /// Adds pending publications that the newest ones hide: ids of one second have no order, so one
    /// that is pending may stand beneath any number that are published.
    async fn add_due(&self, scope: &Scope, wanted: &mut Wanted) -> Result<(), PublishError> {
        let pk = key::publications(scope);
        let due = due::at(&scope.to_string(), self.clock.now());
        let query = Query::Due {
            group: due.group,
            until: due.order,
        };
        let mut after = None;
        for _ in 0..PAGES {
            let page = self
                .ledger
                .page(&query, after.as_deref(), PAGE, false)
                .await?;
            for found in page.entries.iter().filter(|found| found.key.pk == pk) {
                wanted.note(found)?;
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// Marks that the edge holds all of what was sealed, and every pending publication that it
    /// shows by that.
    pub(super) async fn mark(
        &self,
        state: &State,
        wanted: &Wanted,
        marks: Marks,
    ) -> Result<Marked, PublishError> {
        let (mut writes, mut shown) = (Vec::new(), Vec::new());
        if !state.head.written {
            let head = Head {
                written: true,
                ..state.head.clone()
            };
            let put = entry::head(&state.scope, &head)?;
            writes.push(Write::Put(put, state.expect()));
        }
        let now = self.clock.now();
        let visible_by = self.visible_by(state, wanted, marks.replaced);
        let keyless = keyless(state);
        for pending in &wanted.pending {
            if keyless.contains(&pending.state.id) {
                writes.extend(pending.complain(&state.scope, KEYLESS, Over::Nothing)?);
            } else if pending.is_shown_by(&state.head) {
                let one = PublicationState {
                    seq: Some(state.head.seq),
                    published: Some(now),
                    visible_by: Some(visible_by),
                    trouble: None,
                    cdn: marks.cdn.clone(),
                    ..pending.state.clone()
                };
                writes.push(pending.rewrite(&state.scope, &one)?);
                shown.push(one);
            }
        }
        let whole = self.settle_all(writes).await?;
        if !whole {
            // Which of them landed is seen by who looks.
            shown.clear();
        }
        self.shown.tell();
        Ok(Marked { whole, shown })
    }

    async fn settle_all(&self, mut writes: Vec<Write>) -> Result<bool, PublishError> {
        let mut whole = true;
        while !writes.is_empty() {
            let rest = writes.split_off(writes.len().min(BATCH));
            whole &= self.settle(std::mem::replace(&mut writes, rest)).await?;
        }
        Ok(whole)
    }

    /// Commits marks. Whether they landed is seen at the next look.
    async fn settle(&self, writes: Vec<Write>) -> Result<bool, PublishError> {
        match self.ledger.commit(writes).await {
            Ok(()) => Ok(true),
            Err(PortError::Conflict | PortError::Unknown(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Says on every pending publication why it is pending. Best effort: it is only a word.
    pub(super) async fn note_trouble(&self, scope: &Scope, trouble: &str, over: Over) {
        let noted = async {
            for pending in &self.wanted(scope).await?.pending {
                if let Some(noted) = pending.complain(scope, trouble, over)? {
                    self.settle(vec![noted]).await?;
                }
            }
            Ok::<_, PublishError>(())
        };
        if let Err(error) = noted.await {
            tracing::warn!(%scope, %error, "why it is pending couldn't be noted");
        }
    }

    /// When every online device has polled past this publication: those that still go by the
    /// interval of the one before included, and those that wait on an older one still.
    fn visible_by(&self, state: &State, wanted: &Wanted, replaced: Option<Poll>) -> Timestamp {
        let poll = replaced
            .or_else(|| slowest(state))
            .or_else(|| announced(state));
        let wait = poll.map_or(0, |poll| {
            let seconds = i64::from(poll.seconds);
            let spread = seconds * i64::from(poll.jitter) / 10_000;
            i64::from(ObjectKey::shared_seconds(poll.seconds)) + seconds + spread
        });
        let own = self.clock.now().plus(wait);
        wanted.visible_by.map_or(own, |before| before.max(own))
    }
}

/// The publications that wait for new keys: whoever asked for keys isn't told that they are published
/// before a root lists them.
fn keyless(state: &State) -> &[Ulid] {
    let Some(rotation) = &state.rotation else {
        return &[];
    };
    let shown = state.root.as_ref();
    let shown = shown.filter(|root| root.n <= state.head.root);
    let fulfilled = shown.and_then(|root| root.fulfils.as_ref());
    if fulfilled == Some(&rotation.id) {
        &[]
    } else {
        &rotation.publications
    }
}

impl Pending {
    /// Whether a publication shows all that this one wants.
    fn is_shown_by(&self, head: &Head) -> bool {
        self.state.revision <= head.revision && self.state.root <= Some(head.root)
    }

    /// The write of why it is pending, unless it says so already.
    fn complain(
        &self,
        scope: &Scope,
        trouble: &str,
        over: Over,
    ) -> Result<Option<Write>, PublishError> {
        let trouble = Some(trouble.to_owned());
        let stands = over == Over::Nothing && self.state.trouble.is_some();
        if stands || self.state.trouble == trouble {
            return Ok(None);
        }
        let state = PublicationState {
            trouble,
            ..self.state.clone()
        };
        self.rewrite(scope, &state).map(Some)
    }

    /// The write of its new state, unless another changed it.
    fn rewrite(&self, scope: &Scope, state: &PublicationState) -> Result<Write, PublishError> {
        let put = entry::publication(scope, state)?;
        Ok(Write::Put(put, Expect::Revision(self.at)))
    }
}

impl Wanted {
    /// Whether anything is wanted above this revision.
    pub fn is_above(&self, revision: u64) -> bool {
        self.pending.iter().any(|one| one.state.revision > revision)
    }

    /// Whether anything is wanted that shows a root above this one.
    pub fn wants_root_above(&self, n: u64) -> bool {
        self.pending.iter().any(|one| one.state.root > Some(n))
    }

    fn note(&mut self, found: &Entry) -> Result<(), PublishError> {
        let state: PublicationState = entry::read(found)?;
        if self.pending.iter().any(|one| one.state.id == state.id) {
            return Ok(());
        }
        if state.seq.is_none() {
            let at = found.revision;
            self.pending.push(Pending { state, at });
        } else {
            self.visible_by = self.visible_by.max(state.visible_by);
        }
        Ok(())
    }
}

/// The slowest interval that the channel may have announced.
fn slowest(state: &State) -> Option<Poll> {
    let settings = state
        .app
        .as_ref()?
        .channels
        .get(&state.scope.channel)?
        .settings;
    Some(Poll {
        seconds: settings.poll_idle.max(settings.poll_active),
        jitter: settings.jitter,
    })
}

/// The interval that the sealed publication announces.
fn announced(state: &State) -> Option<Poll> {
    let sealed = state.head.sealed.as_ref()?;
    let key = ObjectKey::Timestamp(state.scope.clone());
    lines::poll(&key, &state.scope, sealed.timestamp.as_bytes())
}
