//! The straight line: load, decide, commit; then ask the publisher, and answer what is true.

use std::time::Duration;

use wavecast_domain::decide::{Decision, Outcome};
use wavecast_domain::refusal::Reason;
use wavecast_domain::{Command, Context, Refusal, decide};
use wavecast_wire::name::{AppName, ChannelName, OrgName, Scope};

use super::commit::Plan;
use super::idempotency::Slot;
use super::load::{Loaded, no_app};
use super::{Control, ControlError, Done, PublicationState, Request};
use crate::port::{PortError, Wake};
use crate::record::key;
use crate::record::own::Answered;

/// How often a change that met others is decided anew.
const TRIES: u32 = 8;
/// The longest first pause between two tries; it doubles from try to try.
const PAUSE_MILLIS: u64 = 20;

/// What one try came to before it committed.
pub(super) enum Prepared {
    /// It happened before, under the same idempotency key.
    Answered(Answered),
    /// It is to be committed.
    Plan(Box<Plan>),
}

/// Something to commit: a command of the domain, or one of the engine's own.
pub(super) enum Work<'a> {
    /// A command on an application.
    App(&'a OrgName, &'a AppName, &'a Command),
    /// A command on an organization.
    Org(&'a OrgName, &'a wavecast_domain::org::OrgCommand),
    /// The next publication goes above a foreign edge.
    Adopt(&'a Scope),
    /// The key maker is asked for new keys.
    Rotate(&'a Scope, &'a super::edge::Wish),
}

impl Work<'_> {
    /// The aggregate that it changes.
    fn aggregate(&self) -> String {
        match self {
            Self::App(org, app, _) => key::space(org, app),
            Self::Org(org, _) => org.to_string(),
            Self::Adopt(scope) | Self::Rotate(scope, _) => key::space(&scope.org, &scope.app),
        }
    }
}

impl Control {
    /// Carries out a command on an application.
    ///
    /// # Errors
    /// [`ControlError`]; it never says success for what did not happen.
    pub async fn execute(
        &self,
        org: &OrgName,
        app: &AppName,
        request: Request,
        command: Command,
    ) -> Result<Done, ControlError> {
        let work = Work::App(org, app, &command);
        let (answered, replayed) = self.run(&work, &request).await?;
        self.answer(org, app, &request, answered, replayed).await
    }

    /// Loads, decides and commits until it is done, refused, or others kept changing it. Says
    /// whether it was a replay.
    pub(super) async fn run(
        &self,
        work: &Work<'_>,
        request: &Request,
    ) -> Result<(Answered, bool), ControlError> {
        let now = self.clock.now();
        let cx = Context {
            now,
            principal: request.principal.clone(),
            fresh: self.ids.fresh(now),
            request: request.id.clone(),
        };
        let slot = Slot::of(&work.aggregate(), request, &cx.fresh);
        let mut wakes = Vec::new();
        let mut last = ControlError::Contended;
        for turn in 0..TRIES {
            let plan = match self.prepare(work, request, &slot, &cx).await? {
                // Found on a later turn it is our own commit, whose outcome was unknown.
                Prepared::Answered(answered) => {
                    self.ring(wakes).await;
                    return Ok((slot.check(answered)?, turn == 0));
                }
                Prepared::Plan(plan) => *plan,
            };
            if request.dry_run {
                return Ok((plan.answered, false));
            }
            wakes = plan.wakes;
            match self.ledger.commit(plan.writes).await {
                Ok(()) => {
                    self.ring(wakes).await;
                    return Ok((plan.answered, false));
                }
                Err(PortError::Conflict) => {}
                Err(error @ (PortError::Unknown(_) | PortError::Throttled(_))) => {
                    last = error.into();
                }
                Err(error) => return Err(error.into()),
            }
            self.pause(turn).await;
        }
        Err(last)
    }

    async fn prepare(
        &self,
        work: &Work<'_>,
        request: &Request,
        slot: &Slot,
        cx: &Context,
    ) -> Result<Prepared, ControlError> {
        match work {
            Work::App(org, app, command) => {
                self.prepare_command(org, app, command, request, slot, cx)
                    .await
            }
            Work::Org(org, command) => self.prepare_org(org, command, request, slot, cx).await,
            Work::Adopt(scope) => self.prepare_adoption(scope, request, slot, cx).await,
            Work::Rotate(scope, wish) => {
                self.prepare_rotation(scope, wish, request, slot, cx).await
            }
        }
    }

    async fn prepare_command(
        &self,
        org: &OrgName,
        app: &AppName,
        command: &Command,
        request: &Request,
        slot: &Slot,
        cx: &Context,
    ) -> Result<Prepared, ControlError> {
        let channels = self.channels_of(org, app, command).await?;
        let mut loaded = match self.open(org, app, &channels, request, slot).await? {
            Ok(loaded) => loaded,
            Err(answered) => return Ok(Prepared::Answered(answered)),
        };
        stale(&loaded, subject(command), request)?;
        if decide::every_channel(command) {
            self.load_every_channel(&mut loaded).await?;
        }
        self.load_facts(&mut loaded, command).await?;
        let decision: Decision = decide(&loaded.app, &loaded.facts, cx, command.clone())?;
        let plan = Plan::of(&loaded, &decision, slot, cx)?;
        Ok(Prepared::Plan(Box::new(plan)))
    }

    /// The channels that a command looks at.
    async fn channels_of(
        &self,
        org: &OrgName,
        app: &AppName,
        command: &Command,
    ) -> Result<Vec<ChannelName>, ControlError> {
        if !decide::every_channel(command) {
            return Ok(decide::channels(command));
        }
        let loaded = self.load_app(org, app, &[]).await?;
        let head = loaded.ok_or_else(|| no_app(org, app))?.app.head;
        Ok(head.channels.into_keys().collect())
    }

    /// Loads an application with the answer that lies under the slot; that answer, if there is
    /// one, goes before everything else.
    pub(super) async fn open(
        &self,
        org: &OrgName,
        app: &AppName,
        channels: &[ChannelName],
        request: &Request,
        slot: &Slot,
    ) -> Result<Result<Loaded, Answered>, ControlError> {
        let loaded = self.load(org, app, channels, Some(&slot.key)).await?;
        let mut loaded = loaded.ok_or_else(|| no_app(org, app))?;
        match loaded.answered.take() {
            Some(answered) if !request.dry_run => Ok(Err(answered)),
            _ => Ok(Ok(loaded)),
        }
    }

    /// Wakes the others. That is no part of the outcome: what isn't heard is found by the tick.
    pub(super) async fn ring(&self, wakes: Vec<Wake>) {
        for wake in wakes {
            if let Err(error) = self.bell.ring(wake.clone()).await {
                tracing::warn!(?wake, %error, "the bell wasn't heard; the next tick does it");
            }
        }
    }

    /// The answer, with every publication's present state.
    pub(super) async fn answer(
        &self,
        org: &OrgName,
        app: &AppName,
        request: &Request,
        answered: Answered,
        replayed: bool,
    ) -> Result<Done, ControlError> {
        let mut publications = Vec::new();
        if !request.dry_run {
            for (channel, id) in &answered.publications {
                let scope = Scope {
                    org: org.clone(),
                    app: app.clone(),
                    channel: channel.clone(),
                };
                publications.extend(self.present(&scope, id).await);
            }
        }
        Ok(Done {
            outcome: answered.outcome.unwrap_or(Outcome::App),
            movements: answered.movements,
            uses: answered.uses,
            publications,
            revision: answered.revision,
            replayed,
            dry_run: request.dry_run,
        })
    }

    /// A publication's present state. The change is committed: a ledger that can't be read now
    /// makes its state unknown, not the answer an error.
    async fn present(
        &self,
        scope: &Scope,
        id: &wavecast_domain::id::Ulid,
    ) -> Option<PublicationState> {
        match self.publication(scope, id).await {
            Ok(state) => state,
            Err(error) => {
                let channel = scope.channel.clone();
                let mut state = PublicationState::wanted(id.clone(), channel, 0, self.clock.now());
                state.trouble = Some(format!("its state can't be read now: {error}"));
                Some(state)
            }
        }
    }

    /// A jittered pause, longer from try to try.
    async fn pause(&self, turn: u32) {
        let most = PAUSE_MILLIS << turn.min(5);
        let millis = self.ids.jitter() % (most + 1);
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }
}

/// The channel whose revision If-Match speaks of; `None` for the application's head.
fn subject(command: &Command) -> Option<ChannelName> {
    match command {
        Command::Promote { to, .. } => Some(to.clone()),
        Command::YankPackage { .. } => None,
        other => decide::channels(other).into_iter().next(),
    }
}

/// Refuses when the resource isn't at the expected revision.
pub(super) fn stale(
    loaded: &Loaded,
    subject: Option<ChannelName>,
    request: &Request,
) -> Result<(), Refusal> {
    let Some(expected) = request.expected else {
        return Ok(());
    };
    let (field, present) = match &subject {
        None => ("application".to_owned(), Some(loaded.app.head.changed)),
        Some(name) => {
            let channel = loaded.app.channels.get(name);
            (
                format!("channel {name}"),
                channel.map(|channel| channel.changed),
            )
        }
    };
    if present == Some(expected) {
        return Ok(());
    }
    let present = present.map_or("it doesn't exist".to_owned(), |at| format!("it is at {at}"));
    Err(Refusal::new(
        Reason::Stale,
        field,
        format!("revision {expected} was expected, but {present}"),
        "read it again, look at what changed, and repeat the change on the new revision",
    ))
}
