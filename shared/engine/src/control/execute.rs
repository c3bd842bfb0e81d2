//! The straight line: load, decide, commit; then ask the publisher, and answer what is true.

use std::time::Duration;

use wavecast_domain::approval::Asked;
use wavecast_domain::decide::Decision;
use wavecast_domain::foreseen::Foreseen;
use wavecast_domain::name::UserName;
use wavecast_domain::org::OrgCommand;
use wavecast_domain::user::UserCommand;
use wavecast_domain::{Command, Context, Refusal, decide};
use wavecast_wire::name::{AppName, ChannelName, OrgName, Scope};

use super::commit::{Made, Plan, as_read};
use super::idempotency::{NEW_ORGS, Slot};
use super::load::{Beside, Loaded, no_app};
use super::secret::NewSecret;
use super::stale::{stale, subject};
use super::{Control, ControlError, Done, PublicationState, Request};
use crate::port::{PortError, Write};
use crate::record::key;
use crate::record::own::Answered;

/// How often a change that met others is decided anew.
const TRIES: u32 = 8;
/// The longest first pause between two tries; it doubles from try to try.
const PAUSE_MILLIS: u64 = 20;

/// What one try came to before it committed.
pub(super) enum Prepared {
    /// It happened before, under the same idempotency key.
    Answered(Box<Answered>),
    /// It is to be committed.
    Plan(Box<Plan>),
    /// It was refused on records of different moments: another change landed while they were read.
    Overtaken,
}

/// What running a request came to.
pub(super) struct Run {
    /// Its answer.
    pub answered: Answered,
    /// Whether it was a replay.
    pub replayed: bool,
    /// Publications that are known to be published by now.
    pub marked: Vec<PublicationState>,
    /// What a command on an organization made of it; `None` for a replay.
    pub made: Option<Made>,
}

/// Something to commit: a command of the domain, or one of the engine's own.
pub(super) enum Work<'a> {
    /// A command on an application.
    App(&'a OrgName, &'a AppName, &'a Command),
    /// The same, as if a package were there: dry runs alone.
    Foreseen(&'a OrgName, &'a AppName, &'a Command, &'a Foreseen),
    /// Another version of a secret, to be sealed.
    Secret(&'a OrgName, &'a AppName, &'a NewSecret),
    /// A command on an organization.
    Org(&'a OrgName, &'a OrgCommand),
    /// A command on one of the installation's own people.
    User(&'a UserName, &'a UserCommand),
    /// The next publication goes above a foreign edge.
    Adopt(&'a Scope),
    /// The key maker is asked for new keys.
    Rotate(&'a Scope, &'a super::edge::Wish),
}

impl Work<'_> {
    /// The aggregate that it changes.
    fn aggregate(&self) -> String {
        match self {
            Self::App(org, app, _) | Self::Foreseen(org, app, ..) | Self::Secret(org, app, _) => {
                key::space(org, app)
            }
            // A key that made one organization makes no other.
            Self::Org(_, OrgCommand::CreateOrg { .. }) => NEW_ORGS.to_owned(),
            Self::Org(org, _) => org.to_string(),
            Self::User(name, _) => format!("~{name}"),
            Self::Adopt(scope) | Self::Rotate(scope, _) => key::space(&scope.org, &scope.app),
        }
    }
}

impl Run {
    /// Of a request that was carried out just now.
    fn of(answered: Answered, made: Option<Made>, marked: Vec<PublicationState>) -> Self {
        Self {
            answered,
            replayed: false,
            marked,
            made,
        }
    }

    /// Of a request that was carried out before.
    pub fn again(answered: Answered) -> Self {
        Self {
            replayed: true,
            ..Self::of(answered, None, Vec::new())
        }
    }
}

/// The command, or the request for its approvals.
pub(super) fn asked(request: &Request, command: Command) -> Command {
    if request.ask {
        Command::Ask(Asked::Command(Box::new(command)))
    } else {
        command
    }
}

/// Refuses to ask approvals for what never needs any: that would do it.
pub(super) fn never_asks(request: &Request) -> Result<(), Refusal> {
    if !request.ask {
        return Ok(());
    }
    let rule = "this needs no approval";
    Err(Refusal::state("ask", rule, "do it"))
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
        let command = self.measured(org, app, command).await?;
        let command = asked(&request, command);
        let work = Work::App(org, app, &command);
        let run = self.run(&work, &request).await?;
        self.answer(org, app, &request, run).await
    }

    /// What a decision is made with, the same for every try.
    fn context(&self, request: &Request) -> Context {
        let now = self.clock.now();
        Context {
            now,
            principal: request.principal.clone(),
            fresh: self.ids.fresh(now),
            request: request.id.clone(),
            message_limit: self.message_limit,
            judge: wavecast_schema::judge,
            founding: self.founding.clone(),
        }
    }

    /// Loads, decides and commits until it is done, refused, or others kept changing it.
    pub(super) async fn run(
        &self,
        work: &Work<'_>,
        request: &Request,
    ) -> Result<Run, ControlError> {
        let cx = self.context(request);
        let slot = Slot::of(&work.aggregate(), request, &cx.fresh);
        let (mut wakes, mut made) = (Vec::new(), None::<Made>);
        let mut last = ControlError::Contended;
        for turn in 0..TRIES {
            let plan = match self.prepare(work, request, &slot, &cx).await? {
                // Found on a later turn it is our own commit, whose outcome was unknown.
                Prepared::Answered(answered) => {
                    let answered = slot.check(*answered)?;
                    let marked = self.ring(wakes).await;
                    let made = made.filter(|made| made.org.revision == answered.revision);
                    return Ok(Run {
                        replayed: turn == 0,
                        ..Run::of(answered, made, marked)
                    });
                }
                Prepared::Plan(plan) => *plan,
                Prepared::Overtaken => {
                    self.pause(turn).await;
                    continue;
                }
            };
            if request.dry_run {
                return Ok(Run::of(plan.answered, plan.made, Vec::new()));
            }
            (wakes, made) = (plan.wakes, plan.made);
            match self.commit(plan.ahead, plan.writes).await {
                Ok(()) => {
                    let marked = self.ring(wakes).await;
                    return Ok(Run::of(plan.answered, made, marked));
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

    /// Commits what goes ahead, then the transaction that makes it count.
    async fn commit(&self, ahead: Vec<Vec<Write>>, writes: Vec<Write>) -> Result<(), PortError> {
        for some in ahead {
            self.ledger.commit(some).await?;
        }
        self.ledger.commit(writes).await
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
                self.prepare_command((org, app), command, None, request, slot, cx)
                    .await
            }
            Work::Foreseen(org, app, command, package) => {
                self.prepare_command((org, app), command, Some(package), request, slot, cx)
                    .await
            }
            Work::Secret(org, app, new) => {
                self.prepare_secret((org, app), new, request, slot, cx)
                    .await
            }
            Work::Org(org, command) => self.prepare_org(org, command, request, slot, cx).await,
            Work::User(name, command) => self.prepare_user(name, command, request, slot, cx).await,
            Work::Adopt(scope) => self.prepare_adoption(scope, request, slot, cx).await,
            Work::Rotate(scope, wish) => {
                self.prepare_rotation(scope, wish, request, slot, cx).await
            }
        }
    }

    async fn prepare_command(
        &self,
        (org, app): (&OrgName, &AppName),
        command: &Command,
        foreseen: Option<&Foreseen>,
        request: &Request,
        slot: &Slot,
        cx: &Context,
    ) -> Result<Prepared, ControlError> {
        let channels = decide::channels(command);
        let mut loaded = match self.open(org, app, &channels, request, slot).await? {
            Ok(loaded) => loaded,
            Err(answered) => return Ok(Prepared::Answered(Box::new(answered))),
        };
        stale(&loaded, subject(command), request)?;
        if decide::every_channel(command) {
            self.load_every_channel(&mut loaded).await?;
        }
        let needed = self.load_facts(&mut loaded, command).await?;
        self.hints.note(org, app, &channels, &needed);
        self.count_first(&mut loaded, &needed).await?;
        if let Some(foreseen) = foreseen {
            foreseen.join(&mut loaded.facts, loaded.app.head.kind, cx.now)?;
        }
        let decision: Decision = match decide(&loaded.app, &loaded.facts, cx, command.clone()) {
            // A commit compares all that was read; a refusal has only this to tell that it is
            // about a state that there was.
            Err(_) if self.is_overtaken(&loaded, org, app).await? => {
                return Ok(Prepared::Overtaken);
            }
            decided => decided?,
        };
        let plan = Plan::of(&loaded, &decision, slot, cx)?;
        Ok(Prepared::Plan(Box::new(plan)))
    }

    /// Whether the application's head, whose revision orders all its commits, has moved since.
    pub(super) async fn is_overtaken(
        &self,
        loaded: &Loaded,
        org: &OrgName,
        app: &AppName,
    ) -> Result<bool, ControlError> {
        let head = key::app(org, app);
        let found = self.ledger.get(std::slice::from_ref(&head)).await?;
        let present = found.into_iter().next().flatten();
        Ok(as_read(present.as_ref()) != loaded.expect(&head))
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
        let beside = Beside {
            slot: Some(&slot.key),
            guess: self.hints.guess(org, app, channels),
        };
        let loaded = self.load(org, app, channels, beside).await?;
        let mut loaded = loaded.ok_or_else(|| no_app(org, app))?;
        match loaded.answered.take() {
            Some(answered) if !request.dry_run => Ok(Err(answered)),
            _ => Ok(Ok(loaded)),
        }
    }

    /// A jittered pause, longer from try to try.
    async fn pause(&self, turn: u32) {
        let most = PAUSE_MILLIS << turn.min(5);
        let millis = self.ids.jitter() % (most + 1);
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }
}
