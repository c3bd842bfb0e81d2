//! What a command on one of the installation's own people changes, or why it is refused.

use std::collections::BTreeSet;

use wavecast_wire::hash::Sha256;
use wavecast_wire::time::Timestamp;

use super::github::{self, GitHubPerson, has_no_password, unknown_account};
use super::{Code, Factor, Password, Proof, Session, User, person};
use crate::decide::Context;
use crate::event::{Change, Event};
use crate::name::{SecretId, UserId, UserName};
use crate::permission::{self, Permission};
use crate::principal::Principal;
use crate::refusal::{Reason, Refusal};
use crate::secret::same;

/// Sessions of one person; one more ends the oldest.
const MOST_SESSIONS: usize = 20;
/// Characters of an address.
const EMAIL_CHARS: usize = 254;
/// Seconds for which a code may be good: 30 days.
const LONGEST_CODE: i64 = 30 * 86_400;

/// What is done with one of the installation's own people.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum UserCommand {
    /// Adds somebody, who sets a password with the code.
    Add {
        /// For people.
        email: Option<String>,
        /// The code.
        code: NewCode,
    },
    /// Lets an account at GitHub in, for the first time or again.
    Admit {
        /// The person's id, made of the account.
        person: UserId,
        /// For people.
        email: Option<String>,
    },
    /// Opens a session for who came with an account at GitHub.
    Arrive {
        /// Who.
        who: GitHubPerson,
        /// Whether anybody may come, who wasn't let in before.
        anybody: bool,
        /// The session.
        session: Box<Session>,
    },
    /// Lets somebody set another password, with the code.
    Reset(NewCode),
    /// Removes somebody, with their sessions.
    Remove,
    /// Sets the password by a code, and ends all sessions.
    Accept {
        /// The code's hash.
        code: Sha256,
        /// The slow hash of the password.
        password: String,
    },
    /// Sets another password, and ends the other sessions.
    ChangePassword {
        /// The slow hash that the old password was held against.
        held: String,
        /// The slow hash of the new one.
        password: String,
        /// The session that goes on.
        keep: SecretId,
    },
    /// Opens a session.
    SignIn {
        /// The slow hash that the password was held against.
        held: String,
        /// The hash of the same password by today's parameters, where they changed.
        again: Option<String>,
        /// The session.
        session: Box<Session>,
        /// What was proved besides, where a second factor is asked for.
        proof: Option<Proof>,
    },
    /// Ends a session.
    End(SecretId),
    /// Makes a second factor, which is asked for once it is confirmed.
    BeginFactor {
        /// The slow hash that the password was held against.
        held: String,
    },
    /// Asks for the second factor from now on, or makes other codes to fall back on.
    ConfirmFactor {
        /// The time step of the authenticator's code.
        step: u64,
        /// Hashes of the codes to fall back on.
        recovery: BTreeSet<Sha256>,
    },
    /// Asks for it no more.
    EndFactor {
        /// The slow hash that the password was held against.
        held: String,
        /// What was proved.
        proof: Proof,
    },
    /// Asks somebody for it no more, who can't show it.
    RemoveFactor,
}

/// A code to keep.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewCode {
    /// Its public part.
    pub id: SecretId,
    /// Hash of it.
    pub hash: Sha256,
    /// Until when it is good.
    pub expires: Timestamp,
}

/// All that such a command changes.
#[derive(Clone, Debug, PartialEq)]
pub struct UserDecision {
    /// The person afterwards; `None` for who was removed.
    pub user: Option<User>,
    /// The person as the trail names them.
    pub person: UserId,
    /// A session that is opened.
    pub session: Option<Session>,
    /// Sessions that end.
    pub ended: BTreeSet<SecretId>,
    /// The id of the code that was made.
    pub about: Option<SecretId>,
    /// The audit event.
    pub event: Event,
}

/// What a command came to.
pub(super) struct Told {
    verb: &'static str,
    changes: Vec<Change>,
    session: Option<Session>,
    about: Option<SecretId>,
    removed: bool,
}

impl Told {
    pub(super) fn new(verb: &'static str) -> Self {
        Self {
            verb,
            changes: Vec::new(),
            session: None,
            about: None,
            removed: false,
        }
    }

    pub(super) fn change(
        mut self,
        field: &str,
        before: Option<String>,
        after: Option<String>,
    ) -> Self {
        self.changes.push(Change {
            field: field.to_owned(),
            before,
            after,
        });
        self
    }
}

/// Decides a command on one of the installation's own people; `None` for who isn't there.
///
/// # Errors
/// A [`Refusal`]; nothing has changed.
pub fn decide_user(
    present: Option<&User>,
    name: &UserName,
    cx: &Context,
    command: UserCommand,
) -> Result<UserDecision, Refusal> {
    let by_administrator = matches!(
        command,
        UserCommand::Add { .. }
            | UserCommand::Admit { .. }
            | UserCommand::Reset(_)
            | UserCommand::Remove
            | UserCommand::RemoveFactor
    );
    if by_administrator && cx.principal != Principal::Bootstrap {
        return Err(permission::lacks(Permission::Users));
    }
    let (mut user, told) = match (command, present) {
        (UserCommand::Add { email, code }, None) => add(name, cx, email, code)?,
        (UserCommand::Add { .. }, Some(_)) => return Err(exists(name)),
        (UserCommand::Admit { person, email }, None) => github::add(name, cx, person, email)?,
        (
            UserCommand::Arrive {
                who,
                anybody,
                session,
            },
            None,
        ) => {
            if !anybody {
                return Err(unknown_account(&who));
            }
            let mut user = github::nobody_yet(name, who.person.clone(), cx);
            let told = github::arrive(&mut user, &who, *session)?;
            (user, told)
        }
        (_, None) => return Err(missing(name)),
        (command, Some(present)) => {
            let mut user = present.clone();
            let told = apply(&mut user, cx, command)?;
            (user, told)
        }
    };
    user.revision = user.revision.saturating_add(1);
    user.sessions.retain(|_, end| *end > cx.now);
    let event = Event {
        id: cx.fresh.id("event"),
        at: cx.now,
        actor: cx.principal.clone(),
        verb: told.verb.into(),
        channels: Vec::new(),
        subject: format!("user {name}"),
        revision: user.revision,
        request: cx.request.clone(),
        changes: told.changes,
        previous: user.trail,
    };
    user.trail = Some(event.digest()?);
    let before = present.into_iter().flat_map(|user| user.sessions.keys());
    let ended = before.filter(|id| told.removed || !user.sessions.contains_key(*id));
    Ok(UserDecision {
        ended: ended.cloned().collect(),
        person: user.person.clone(),
        user: (!told.removed).then_some(user),
        session: told.session,
        about: told.about,
        event,
    })
}

pub(super) fn exists(name: &UserName) -> Refusal {
    let what = format!("user {name}");
    let rule = format!("{what} exists already");
    let hint = "`wavecast user reset` gives them another code";
    Refusal::new(Reason::Exists, what, rule, hint)
}

pub(super) fn missing(name: &UserName) -> Refusal {
    Refusal::missing(format!("user {name}"), "`wavecast user list` shows them")
}

fn add(
    name: &UserName,
    cx: &Context,
    email: Option<String>,
    code: NewCode,
) -> Result<(User, Told), Refusal> {
    if email.as_ref().is_some_and(|email| !is_address(email)) {
        let rule = "must be an address such as ada@example.com, of at most 254 characters";
        return Err(Refusal::invalid(
            "email",
            rule,
            "leave it out, or correct it",
        ));
    }
    if github::is_reserved(name) {
        let rule = "names that begin with github- are for accounts at GitHub";
        return Err(Refusal::invalid("name", rule, "choose another name"));
    }
    let invalid = |error: crate::name::NameError| {
        let hint = "this is a defect: please report it";
        Refusal::invalid("person", error.to_string(), hint)
    };
    let person = person(&cx.fresh).map_err(invalid)?;
    let told = Told::new("user.add").change("email", None, email.clone());
    let mut user = User {
        email,
        ..User::new(name.clone(), person, cx.now)
    };
    let told = give(&mut user, cx, told, code)?;
    Ok((user, told))
}

fn is_address(text: &str) -> bool {
    let plain = |c: char| !c.is_control() && !c.is_whitespace();
    let parts = text.split_once('@');
    text.chars().count() <= EMAIL_CHARS
        && text.chars().all(plain)
        && parts.is_some_and(|(name, place)| !name.is_empty() && !place.is_empty())
}

/// Keeps a code instead of the one before it.
fn give(user: &mut User, cx: &Context, told: Told, code: NewCode) -> Result<Told, Refusal> {
    if code.expires <= cx.now || code.expires > cx.now.plus(LONGEST_CODE) {
        let rule = "a code is good for at most 30 days from now";
        return Err(Refusal::invalid("expires", rule, "choose an earlier day"));
    }
    user.code = Some(Code {
        id: code.id.clone(),
        hash: code.hash,
        expires: code.expires,
        used: false,
    });
    let mut told = told.change("code until", None, Some(code.expires.to_string()));
    told.about = Some(code.id);
    Ok(told)
}

fn apply(user: &mut User, cx: &Context, command: UserCommand) -> Result<Told, Refusal> {
    match command {
        UserCommand::Add { .. } => Err(exists(&user.name)),
        UserCommand::Admit { email, .. } => github::again(user, email),
        UserCommand::Arrive { who, session, .. } => github::arrive(user, &who, *session),
        UserCommand::Reset(_) if user.github.is_some() => Err(has_no_password(&user.name)),
        UserCommand::Remove if user.github.is_some() => github::remove(user, cx),
        UserCommand::Reset(code) => give(user, cx, Told::new("user.reset"), code),
        UserCommand::Remove => Ok(Told {
            removed: true,
            ..Told::new("user.remove")
        }),
        UserCommand::Accept { code, password } => accept(user, cx, &code, password),
        UserCommand::ChangePassword {
            held,
            password,
            keep,
        } => {
            check_held(user, &held)?;
            set(user, cx, password);
            user.sessions.retain(|id, _| *id == keep);
            Ok(Told::new("user.password"))
        }
        UserCommand::SignIn {
            held,
            again,
            session,
            proof,
        } => {
            check_held(user, &held)?;
            let left = proved(user, proof.as_ref())?;
            if let (Some(again), Some(password)) = (again, &mut user.password) {
                password.hash = again;
            }
            Ok(counted(open(user, *session), user, left))
        }
        UserCommand::End(id) => {
            if user.sessions.remove(&id).is_none() {
                let hint = "`wavecast user sessions list` shows those that go on";
                return Err(Refusal::missing(format!("session {id}"), hint));
            }
            Ok(Told::new("session.end").change("session", Some(id.to_string()), None))
        }
        UserCommand::BeginFactor { held } => {
            check_held(user, &held)?;
            begin_factor(user, cx)
        }
        UserCommand::ConfirmFactor { step, recovery } => {
            let factor = user.factor.as_mut().ok_or_else(no_factor)?;
            let verb = match factor.is_on() {
                true => "factor.recovery",
                false => "factor.on",
            };
            factor.confirm(step, recovery, cx.now)?;
            Ok(Told::new(verb))
        }
        UserCommand::EndFactor { held, proof } => {
            check_held(user, &held)?;
            let factor = user.factor.as_mut().filter(|factor| factor.is_on());
            factor.ok_or_else(no_factor)?.take(&proof)?;
            user.factor = None;
            Ok(Told::new("factor.off"))
        }
        UserCommand::RemoveFactor => {
            user.factor.take().ok_or_else(|| {
                let hint = "`wavecast user list` shows who is asked for one";
                Refusal::missing(format!("second factor of {}", user.name), hint)
            })?;
            Ok(Told::new("factor.remove"))
        }
    }
}

fn begin_factor(user: &mut User, cx: &Context) -> Result<Told, Refusal> {
    if user.factor.as_ref().is_some_and(Factor::is_on) {
        let rule = "is on already";
        let hint = "`wavecast user factor off` first, if the authenticator is another one";
        return Err(Refusal::state("second factor", rule, hint));
    }
    user.factor = Some(Factor::begin(&cx.fresh));
    Ok(Told::new("factor.begin"))
}

fn no_factor() -> Refusal {
    let hint = "`wavecast user factor on` sets one up";
    Refusal::missing("second factor", hint)
}

/// Takes what was proved besides the password, where that is asked for; answers how many codes to fall back
/// on were left before.
fn proved(user: &mut User, proof: Option<&Proof>) -> Result<Option<usize>, Refusal> {
    let Some(factor) = user.factor.as_mut().filter(|factor| factor.is_on()) else {
        return Ok(None);
    };
    let left = factor.left();
    let proof = proof.ok_or_else(|| {
        let rule = "is asked for since this very moment";
        Refusal::state(
            "code",
            rule,
            "sign in again, with a code of the authenticator",
        )
    })?;
    factor.take(proof)?;
    Ok(Some(left))
}

/// Says so if one of the codes to fall back on was used.
fn counted(told: Told, user: &User, before: Option<usize>) -> Told {
    let now = user.factor.as_ref().map(Factor::left);
    match before == now {
        true => told,
        false => {
            let text = |left: Option<usize>| left.map(|left| left.to_string());
            told.change("recovery codes", text(before), text(now))
        }
    }
}

/// The password that was held against a hash is still the one that counts.
fn check_held(user: &User, held: &str) -> Result<(), Refusal> {
    let present = user.password.as_ref().map(|one| one.hash.as_str());
    if present == Some(held) {
        return Ok(());
    }
    let rule = "the password was changed at this very moment";
    Err(Refusal::state(
        "password",
        rule,
        "try again with the new one",
    ))
}

fn set(user: &mut User, cx: &Context, hash: String) {
    user.password = Some(Password {
        hash,
        since: cx.now,
    });
}

fn accept(user: &mut User, cx: &Context, code: &Sha256, password: String) -> Result<Told, Refusal> {
    let kept = user.code.as_mut();
    let good = kept.filter(|kept| !kept.used && kept.expires > cx.now && same(&kept.hash, code));
    let Some(kept) = good else {
        let rule = "isn't a code that waits for this user";
        let hint = "ask whoever runs the server for another one: `wavecast user reset`";
        return Err(Refusal::invalid("code", rule, hint));
    };
    kept.used = true;
    set(user, cx, password);
    user.sessions.clear();
    Ok(Told::new("user.accept"))
}

/// Opens a session; where there is no room, the oldest ends.
pub(super) fn open(user: &mut User, session: Session) -> Told {
    while user.sessions.len() >= MOST_SESSIONS {
        let by_end = |(_, end): &(&SecretId, &Timestamp)| **end;
        let Some(oldest) = user.sessions.iter().min_by_key(by_end) else {
            break;
        };
        let oldest = oldest.0.clone();
        user.sessions.remove(&oldest);
    }
    user.sessions.insert(session.id.clone(), session.end());
    let told = Told::new("session.open")
        .change("session", None, Some(session.id.to_string()))
        .change("device", None, Some(session.device.clone()));
    Told {
        session: Some(session),
        ..told
    }
}
