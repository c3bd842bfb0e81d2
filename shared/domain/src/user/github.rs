//! People who come with an account at GitHub: let in by the installation's administrator, or by anybody's
//! own coming where it wants that.
//!
//! An account is known by its number, which never changes; its login may be given up, and taken by somebody
//! else. So one of them signs in by the name `github-583231`, which nobody else can have.

use serde::{Deserialize, Serialize};
use wavecast_wire::json;
use wavecast_wire::time::Timestamp;

use super::User;
use super::decide::{Told, exists, missing, open};
use super::session::Session;
use crate::decide::Context;
use crate::name::{UserId, UserName};
use crate::refusal::{Reason, Refusal};

/// How the names of those begin who come from there.
const PREFIX: &str = "github-";
/// Digits of an account's number.
const DIGITS: usize = 20;
/// Characters of a login that are kept.
const LOGIN_CHARS: usize = 100;

/// An account, as one of the installation's own people has it.
#[derive(Clone, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
pub struct GitHubAccount {
    /// As it called itself when it last came; for people. None until it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// Since when it is let in no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Timestamp>,
}

/// Somebody for whom GitHub vouches.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct GitHubPerson {
    /// By what name they sign in here.
    pub name: UserName,
    /// The person's id, made of GitHub's address and the account's number.
    pub person: UserId,
    /// What the account calls itself.
    pub login: String,
}

impl GitHubPerson {
    /// Of an account's number and login, at a GitHub.
    #[must_use]
    pub fn new(host: &str, number: u64, login: &str) -> Option<Self> {
        let login: String = login.trim().chars().take(LOGIN_CHARS).collect();
        (!login.is_empty() && json::is_signable(&login)).then_some(())?;
        Some(Self {
            name: format!("{PREFIX}{number}").parse().ok()?,
            person: UserId::at(host, &number.to_string()).ok()?,
            login,
        })
    }
}

/// The number of the account that signs in by a name; `None` for names of the installation's own.
#[must_use]
pub fn github_number(name: &UserName) -> Option<u64> {
    let digits = name.as_str().strip_prefix(PREFIX)?;
    let is_plain = digits.len() <= DIGITS && !digits.starts_with('0');
    digits.parse().ok().filter(|_| is_plain)
}

/// Whether a name is kept for who comes from GitHub.
pub(super) fn is_reserved(name: &UserName) -> bool {
    name.as_str().starts_with(PREFIX)
}

/// Lets an account in that was never seen.
pub(super) fn add(
    name: &UserName,
    cx: &Context,
    person: UserId,
    email: Option<String>,
) -> Result<(User, Told), Refusal> {
    if github_number(name).is_none() {
        let rule = format!("must be {PREFIX} and the account's number, such as {PREFIX}583231");
        let hint = "https://api.github.com/users/LOGIN shows the number as `id`";
        return Err(Refusal::invalid("name", rule, hint));
    }
    let told = Told::new("user.add").change("email", None, email.clone());
    let user = User {
        email,
        ..nobody_yet(name, person, cx)
    };
    Ok((user, told))
}

/// Lets an account in again that was removed.
pub(super) fn again(user: &mut User, email: Option<String>) -> Result<Told, Refusal> {
    let account = user.github.as_mut();
    let removed = account.and_then(|account| account.removed.take());
    if removed.is_none() {
        return Err(exists(&user.name));
    }
    let before = std::mem::replace(&mut user.email, email.clone());
    Ok(Told::new("user.add").change("email", before, email))
}

/// Lets an account in no more; what is known of it stays, so that its trail goes on if it comes again.
pub(super) fn remove(user: &mut User, cx: &Context) -> Result<Told, Refusal> {
    match &mut user.github {
        Some(account) if account.removed.is_none() => {
            account.removed = Some(cx.now);
            user.sessions.clear();
            Ok(Told::new("user.remove"))
        }
        _ => Err(missing(&user.name)),
    }
}

/// Opens a session for who came with an account.
pub(super) fn arrive(
    user: &mut User,
    who: &GitHubPerson,
    session: Session,
) -> Result<Told, Refusal> {
    // Another person, if the server asks another GitHub than it did, where numbers mean others.
    let is_same = user.person == who.person;
    let account = user.github.as_mut();
    let account = account.filter(|account| is_same && account.removed.is_none());
    let account = account.ok_or_else(|| unknown_account(who))?;
    let before = account.login.replace(who.login.clone());
    let told = open(user, session);
    Ok(match before.as_ref() == Some(&who.login) {
        true => told,
        false => told.change("login", before, Some(who.login.clone())),
    })
}

/// Somebody new, who isn't kept yet.
pub(super) fn nobody_yet(name: &UserName, person: UserId, cx: &Context) -> User {
    User {
        github: Some(GitHubAccount::default()),
        ..User::new(name.clone(), person, cx.now)
    }
}

/// An account that isn't let in: what to say, whether it was removed or never was added.
#[must_use]
pub fn unknown_account(who: &GitHubPerson) -> Refusal {
    let rule = format!(
        "account {} at GitHub isn't one of this server's people",
        who.login
    );
    let hint = format!(
        "whoever runs the server lets it in with `wavecast user add {}`",
        who.name
    );
    Refusal::new(Reason::Forbidden, "account", rule, hint)
}

/// What only those have who sign in by a password.
pub(super) fn has_no_password(name: &UserName) -> Refusal {
    let rule = format!("{name} signs in at GitHub, and has no password here");
    let hint = "`wavecast user remove` lets them in no more, `wavecast user add` does again";
    Refusal::state("user", rule, hint)
}
