//! What is done in a scene, and what it was answered.

use std::sync::Arc;

use wavecast_domain::Command;
use wavecast_domain::org::OrgCommand;
use wavecast_domain::principal::Principal;
use wavecast_domain::secret::Secret;
use wavecast_domain::user::UserCommand;
use wavecast_engine::control::{
    ControlError, Done, NewSecret, PublicationState, Request, SecretValue,
};
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::world::World;
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::Role;

use crate::scenes::people::{ada, octocat, presented};

/// What somebody does, or upkeep by itself.
#[derive(Clone)]
pub enum Act {
    /// A command on the application.
    Command(Arc<Command>),
    /// A command on the organization, and who gives it.
    Org(Principal, Box<OrgCommand>),
    /// A command on somebody of the machine's own people.
    User(UserCommand),
    /// A command on somebody who comes by GitHub.
    Account(UserCommand),
    /// A session goes on; by its code, with what is shown beside it.
    Refresh(Secret, Option<&'static str>),
    /// The keys of these roles are rotated.
    Rotate(&'static [Role]),
    /// A fenced edge is adopted.
    Adopt,
    /// A secret is set.
    Secret(&'static str, &'static [u8]),
    /// A file is uploaded.
    Upload(&'static [u8]),
    /// Upkeep does what is due.
    Tick,
}

/// What it was answered with success.
#[derive(Debug, Default)]
pub struct Answer {
    /// Whether it says that this happened before; `None` where that isn't said.
    pub replayed: Option<bool>,
    /// The publications that it wanted.
    pub wanted: Vec<PublicationState>,
}

impl From<Command> for Act {
    fn from(command: Command) -> Self {
        Self::Command(Arc::new(command))
    }
}

impl Act {
    /// Does it; an admin's request is always under the same idempotency key.
    pub async fn run(&self, world: &World, scope: &Scope) -> Result<Answer, String> {
        let told = match self {
            Self::Command(command) => {
                let control = &world.control;
                let command = Command::clone(command);
                let done = control.execute(&scope.org, &scope.app, keyed(), command);
                done.await.map(Answer::from)
            }
            Self::Org(principal, command) => {
                let by = Request {
                    principal: principal.clone(),
                    ..keyed()
                };
                let done = world
                    .control
                    .change_org(&scope.org, by, OrgCommand::clone(command));
                done.await.map(|done| Answer::quiet(done.replayed))
            }
            Self::User(command) | Self::Account(command) => {
                let name = match self {
                    Self::Account(_) => octocat().name,
                    _ => ada(),
                };
                let done = world.control.change_user(&name, keyed(), command.clone());
                done.await.map(|done| Answer::quiet(done.replayed))
            }
            Self::Refresh(token, shown) => {
                let (control, by, text) = (&world.control, request(), token.reveal());
                match control
                    .refresh_session(&presented(token), (text, *shown), &by)
                    .await
                {
                    Ok(Err(refused)) => return Err(refused.to_string()),
                    done => done.map(|_| Answer::default()),
                }
            }
            Self::Rotate(roles) => {
                let done = world.control.rotate_keys(scope, keyed(), roles, None);
                done.await.map(Answer::from)
            }
            Self::Adopt => world.control.adopt(scope, keyed()).await.map(Answer::from),
            Self::Secret(name, value) => {
                let new = secret(name, value);
                let (org, app) = (&scope.org, &scope.app);
                let done = world.control.set_secret(org, app, keyed(), &new);
                done.await.map(Answer::from)
            }
            Self::Upload(bytes) => world.upload(scope, bytes).await.map(|_| Answer::default()),
            Self::Tick => {
                let report = world.upkeep.tick().await;
                if report.troubles.is_empty() {
                    return Ok(Answer::default());
                }
                return Err(report.troubles.join("; "));
            }
        };
        told.map_err(|error: ControlError| error.to_string())
    }

    /// Whether it is done again by itself, without anybody asking.
    pub fn is_by_itself(&self) -> bool {
        matches!(self, Self::Tick)
    }
}

impl From<OrgCommand> for Act {
    fn from(command: OrgCommand) -> Self {
        Self::Org(Principal::Bootstrap, Box::new(command))
    }
}

impl Answer {
    /// Of what publishes nothing.
    fn quiet(replayed: bool) -> Self {
        Self {
            replayed: Some(replayed),
            wanted: Vec::new(),
        }
    }
}

impl From<Done> for Answer {
    fn from(done: Done) -> Self {
        Self {
            replayed: Some(done.replayed),
            wanted: done.publications,
        }
    }
}

/// A secret as it is set.
pub fn secret(name: &str, value: &[u8]) -> NewSecret {
    NewSecret {
        name: name.parse().unwrap(),
        value: SecretValue::new(value.to_vec().into()).unwrap(),
        remind: None,
        note: None,
    }
}

fn keyed() -> Request {
    Request {
        idempotency: Some(("key".to_owned(), Sha256::of(b"body"))),
        ..request()
    }
}
