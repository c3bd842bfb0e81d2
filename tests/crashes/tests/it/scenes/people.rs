//! People of the machine's own, and their sessions.

use wavecast_domain::id::Fresh;
use wavecast_domain::name::UserName;
use wavecast_domain::secret::{Kind, Presented, Secret};
use wavecast_domain::user::{
    GitHubPerson, NewCode, Owner, Pair, Proof, Recovery, Session, UserCommand,
};
use wavecast_engine::port::Clock as _;
use wavecast_engine::testing::act::request;
use wavecast_wire::hash::Sha256;

use super::{Scene, Set, Stage, known_fresh, known_secret, scenes};
use crate::act::Act;

pub const ADD: &[Scene] = scenes! { "somebody is added": add };
pub const ADMIT: &[Scene] = scenes! {
    "account at GitHub is let in": admit,
    "account at GitHub is let in again": admit_again,
};
pub const ARRIVE: &[Scene] = scenes! {
    "somebody comes by GitHub": arrive,
    "somebody comes by GitHub for the first time": arrive_first,
};
pub const RESET: &[Scene] = scenes! { "password is reset": reset };
pub const REMOVE: &[Scene] = scenes! {
    "somebody is removed with a session": remove,
    "account at GitHub is let in no more": remove_account,
};
pub const ACCEPT: &[Scene] = scenes! { "password is set by a code": accept };
pub const CHANGE_PASSWORD: &[Scene] = scenes! { "password is changed": change_password };
pub const SIGN_IN: &[Scene] = scenes! { "session is opened": sign_in };
pub const END: &[Scene] = scenes! { "session is ended": end };
pub const BEGIN_FACTOR: &[Scene] = scenes! { "second factor is made": begin_factor };
pub const CONFIRM_FACTOR: &[Scene] = scenes! { "second factor is confirmed": confirm_factor };
pub const END_FACTOR: &[Scene] = scenes! { "second factor is ended by its code": end_factor };
pub const REMOVE_FACTOR: &[Scene] = scenes! { "second factor is taken off": remove_factor };
pub const REFRESH: &[Scene] = scenes! {
    "session goes on": go_on,
    "session is taken up by its code": claim,
};

/// What a terminal shows that its session waits for.
const PROOF: &str = "what only the terminal knows";
/// What stands for a slow hash: nobody looks into it here.
const HELD: &str = "$a hash of a password";

impl Stage {
    async fn told(&self, command: UserCommand) {
        self.told_of(ada(), command).await;
    }

    async fn told_of(&self, name: UserName, command: UserCommand) {
        let done = self.world.control.change_user(&name, request(), command);
        done.await.unwrap();
    }

    /// Somebody who has a password.
    async fn with_password(&self) {
        self.shipped().await;
        self.told(added(self)).await;
        self.told(accepted()).await;
    }

    /// The next session of theirs, and its tokens.
    async fn session(&self) -> (Session, Pair) {
        let user = self.world.control.user(&ada()).await.unwrap().unwrap();
        let fresh = Fresh {
            at: self.world.clock.now(),
            ..known_fresh(3)
        };
        Session::open(&user.owner(), "a laptop", &fresh).unwrap()
    }

    /// Somebody with a session.
    async fn signed_in(&self) -> (Session, Pair) {
        self.with_password().await;
        let (session, pair) = self.session().await;
        self.told(opened(&session)).await;
        (session, pair)
    }
}

pub fn ada() -> UserName {
    "ada".parse().unwrap()
}

pub fn octocat() -> GitHubPerson {
    GitHubPerson::new("https://github.com", 583_231, "octocat").unwrap()
}

fn code(stage: &Stage, n: u8) -> NewCode {
    let secret = known_secret(Kind::Password, n);
    NewCode {
        id: secret.id().clone(),
        hash: secret.hash(),
        expires: stage.world.clock.now().plus(86_400),
    }
}

fn added(stage: &Stage) -> UserCommand {
    UserCommand::Add {
        email: Some("ada@example.com".to_owned()),
        code: code(stage, 1),
    }
}

fn accepted() -> UserCommand {
    UserCommand::Accept {
        code: known_secret(Kind::Password, 1).hash(),
        password: HELD.to_owned(),
    }
}

fn opened(session: &Session) -> UserCommand {
    UserCommand::SignIn {
        held: HELD.to_owned(),
        again: None,
        session: Box::new(session.clone()),
        proof: None,
    }
}

async fn add(stage: &mut Stage) -> Set {
    stage.shipped().await;
    Act::User(added(stage)).into()
}

async fn reset(stage: &mut Stage) -> Set {
    stage.signed_in().await;
    Act::User(UserCommand::Reset(code(stage, 2))).into()
}

async fn remove(stage: &mut Stage) -> Set {
    stage.signed_in().await;
    Act::User(UserCommand::Remove).into()
}

async fn accept(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.told(added(stage)).await;
    Act::User(accepted()).into()
}

async fn change_password(stage: &mut Stage) -> Set {
    stage.signed_in().await;
    let change = UserCommand::ChangePassword {
        held: HELD.to_owned(),
        password: "$another hash".to_owned(),
        keep: known_secret(Kind::Refresh, 2).id().clone(),
    };
    Act::User(change).into()
}

async fn sign_in(stage: &mut Stage) -> Set {
    stage.with_password().await;
    let (session, _) = stage.session().await;
    Act::User(opened(&session)).into()
}

async fn end(stage: &mut Stage) -> Set {
    let (session, _) = stage.signed_in().await;
    Act::User(UserCommand::End(session.id)).into()
}

fn factor_begun() -> UserCommand {
    let held = HELD.to_owned();
    UserCommand::BeginFactor { held }
}

fn factor_confirmed() -> UserCommand {
    UserCommand::ConfirmFactor {
        step: 1,
        recovery: Recovery::make(&known_fresh(4)).kept,
    }
}

async fn begin_factor(stage: &mut Stage) -> Set {
    stage.with_password().await;
    Act::User(factor_begun()).into()
}

async fn confirm_factor(stage: &mut Stage) -> Set {
    stage.with_password().await;
    stage.told(factor_begun()).await;
    Act::User(factor_confirmed()).into()
}

async fn end_factor(stage: &mut Stage) -> Set {
    stage.with_password().await;
    stage.told(factor_begun()).await;
    stage.told(factor_confirmed()).await;
    let end = UserCommand::EndFactor {
        held: HELD.to_owned(),
        proof: Proof::Step(2),
    };
    Act::User(end).into()
}

async fn remove_factor(stage: &mut Stage) -> Set {
    stage.with_password().await;
    stage.told(factor_begun()).await;
    stage.told(factor_confirmed()).await;
    Act::User(UserCommand::RemoveFactor).into()
}

async fn go_on(stage: &mut Stage) -> Set {
    let (_, pair) = stage.signed_in().await;
    Act::Refresh(pair.refresh, None).into()
}

fn admitted() -> UserCommand {
    UserCommand::Admit {
        person: octocat().person,
        email: None,
    }
}

/// Somebody comes by GitHub: the next session, and its tokens.
fn arrived(stage: &Stage, anybody: bool) -> (UserCommand, Pair) {
    let who = octocat();
    let owner = Owner {
        name: &who.name,
        person: &who.person,
        shown: Some(&who.login),
    };
    let fresh = Fresh {
        at: stage.world.clock.now(),
        ..known_fresh(5)
    };
    let (session, pair) = Session::open(&owner, "a browser", &fresh).unwrap();
    let session = session.for_claim(Sha256::of(PROOF.as_bytes()));
    let command = UserCommand::Arrive {
        who,
        anybody,
        session: Box::new(session),
    };
    (command, pair)
}

async fn admit(stage: &mut Stage) -> Set {
    stage.shipped().await;
    Act::Account(admitted()).into()
}

async fn admit_again(stage: &mut Stage) -> Set {
    remove_account(stage).await;
    stage.told_of(octocat().name, UserCommand::Remove).await;
    Act::Account(admitted()).into()
}

async fn arrive(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.told_of(octocat().name, admitted()).await;
    Act::Account(arrived(stage, false).0).into()
}

async fn arrive_first(stage: &mut Stage) -> Set {
    stage.shipped().await;
    Act::Account(arrived(stage, true).0).into()
}

async fn remove_account(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.told_of(octocat().name, arrived(stage, true).0).await;
    Act::Account(UserCommand::Remove).into()
}

async fn claim(stage: &mut Stage) -> Set {
    stage.shipped().await;
    let (command, pair) = arrived(stage, true);
    stage.told_of(octocat().name, command).await;
    Act::Refresh(pair.refresh, Some(PROOF)).into()
}

/// As it is presented.
pub fn presented(token: &Secret) -> Presented {
    Presented::read(token.reveal()).unwrap()
}
