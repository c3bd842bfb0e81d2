//! Commands of the engine's own, which change no state of the domain.

use wavecast_domain::app::AppHead;
use wavecast_domain::approval;
use wavecast_domain::decide::Outcome;
use wavecast_domain::event::{Change, Event};
use wavecast_domain::record::{Record, RecordKey};
use wavecast_domain::refusal::Reason;
use wavecast_domain::{Context, Refusal};
use wavecast_wire::name::Scope;

use super::commit::{Plan, Writes, named, wanted};
use super::execute::Prepared;
use super::idempotency::Slot;
use super::load::Loaded;
use super::stale::stale;
use super::{Control, ControlError, Request};
use crate::port::{Entry, Wake};
use crate::record::own::Answered;
use crate::record::{entry, key};

/// A command of the engine's own.
pub(super) struct Own {
    /// As the audit trail names it.
    pub verb: &'static str,
    /// What changes, for people.
    pub change: Change,
    /// The one entry that it writes.
    pub entry: Entry,
    /// Whether the key maker is woken, before the publisher.
    pub keys: bool,
    /// The head and the request whose approvals are spent on it, if it needed some.
    pub spent: Option<(AppHead, Box<approval::Request>)>,
}

impl Control {
    pub(super) async fn open_channel(
        &self,
        scope: &Scope,
        request: &Request,
        slot: &Slot,
    ) -> Result<Result<Loaded, Answered>, ControlError> {
        let channels = [scope.channel.clone()];
        let opened = self
            .open(&scope.org, &scope.app, &channels, request, slot)
            .await?;
        if let Ok(loaded) = &opened {
            if !loaded.app.channels.contains_key(&scope.channel) {
                return Err(no_channel(scope).into());
            }
            stale(loaded, Some(scope.channel.clone()), request)?;
        }
        Ok(opened)
    }

    /// The plan of a command that changes no state of the domain: the head's revision moves on,
    /// so that the audit trail has no gap, and one entry of the engine's own is written.
    pub(super) async fn own_plan(
        &self,
        scope: &Scope,
        loaded: &mut Loaded,
        slot: &Slot,
        cx: &Context,
        mut own: Own,
    ) -> Result<Prepared, ControlError> {
        let before = self.find(own.entry.key.clone()).await?;
        loaded
            .read
            .insert(own.entry.key.clone(), before.map(|found| found.revision));
        let spent = own.spent.take();
        let (mut head, spent) = match spent {
            Some((head, request)) => (head, Some(request)),
            None => (loaded.app.head.clone(), None),
        };
        head.revision += 1;
        let publications = wanted(std::slice::from_ref(scope), head.revision, &cx.fresh);
        let channel = scope.channel.clone();
        let answered = Answered {
            body: slot.body,
            outcome: Some(Outcome::Channel { channel }),
            movements: Vec::new(),
            uses: Vec::new(),
            previews: Vec::new(),
            findings: Vec::new(),
            publications: named(&publications),
            revision: head.revision,
            about: None,
        };
        let event = own_event(scope, &own, spent.as_deref(), &head, cx);
        head.trail = Some(event.digest()?);
        let mut writes = Writes::new(loaded);
        writes.put(entry::app(&head)?);
        writes.put(own.entry);
        if let Some(request) = spent {
            let name = RecordKey::Approval(request.id.clone());
            let record = Record::Approval(request);
            let put = entry::record(&scope.org, &scope.app, &name, &record)?;
            writes.put(put);
            writes.check(key::org(&scope.org));
        }
        writes.put(entry::event(&key::space(&scope.org, &scope.app), &event)?);
        for (scope, state) in &publications {
            writes.put(entry::publication(scope, state)?);
        }
        let put = slot.put(&answered, loaded.expect(&slot.key), cx.now)?;
        let keys = own.keys.then(|| Wake::Keys(scope.clone()));
        let wakes = keys.into_iter().chain([Wake::Publish(scope.clone())]);
        Ok(Prepared::Plan(Box::new(Plan {
            ahead: Vec::new(),
            writes: writes.finish(put)?,
            answered,
            wakes: wakes.collect(),
            made: None,
        })))
    }
}

fn own_event(
    scope: &Scope,
    own: &Own,
    spent: Option<&approval::Request>,
    head: &AppHead,
    cx: &Context,
) -> Event {
    let changes = spent.map(approval::spent).unwrap_or_default();
    Event {
        id: cx.fresh.id("event"),
        at: cx.now,
        actor: cx.principal.clone(),
        verb: own.verb.to_owned(),
        channels: vec![scope.channel.clone()],
        subject: format!("channel {}", scope.channel),
        revision: head.revision,
        request: cx.request.clone(),
        changes: [vec![own.change.clone()], changes].concat(),
        previous: head.trail,
    }
}

fn no_channel(scope: &Scope) -> Refusal {
    Refusal::new(
        Reason::NotFound,
        format!("channel {scope}"),
        "there is no such channel",
        format!("see the application's channels, or create it: wavecast channel create {scope}"),
    )
}
