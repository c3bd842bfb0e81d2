//! The installation's own people, and their sessions.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::user;
use wavecast_wire::time::Timestamp;

use super::secret::ShownOnce;

/// One of the installation's own people.
#[derive(Debug, Serialize, ToSchema)]
pub struct User {
    /// By what name they sign in.
    #[schema(example = "ada")]
    pub name: String,
    /// The person's id, as organizations know it.
    #[schema(example = "p-8f14e45fceea167a5a36dedd")]
    pub person: String,
    /// For people; nothing is sent there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "ada@example.com")]
    pub email: Option<String>,
    /// When they were added.
    #[schema(example = "2026-11-21T09:00:00Z")]
    pub created: String,
    /// The account at GitHub by which they sign in, as it last called itself; absent for who has a password,
    /// and until it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "octocat")]
    pub github: Option<String>,
    /// Since when that account is let in no more; absent where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-21T12:00:00Z")]
    pub removed: Option<String>,
    /// When they last set a password; absent until they did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-21T10:00:00Z")]
    pub password_set: Option<String>,
    /// Until when a code waits for them; absent where none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-28T09:00:00Z")]
    pub code_until: Option<String>,
    /// Since when they are asked for a second factor; absent where they aren't.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-21T10:05:00Z")]
    pub factor_since: Option<String>,
}

/// Somebody to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddUser {
    /// By what name they are to sign in; `github-` and the number of an account lets that in.
    #[schema(example = "ada")]
    pub name: String,
    /// For people; nothing is sent there.
    #[schema(example = "ada@example.com")]
    pub email: Option<String>,
    /// Until when the code is good: at most 30 days from now; 7 if not said. An account at GitHub gets none.
    pub expires: Option<String>,
}

/// Somebody who was added, or whose password may be set anew.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserMade {
    /// Who; absent on a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
    /// The code by which they set a password. It is shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub code: Option<ShownOnce>,
    /// Whether nothing was committed because it was a dry run.
    pub dry_run: bool,
    /// Whether this repeats the answer to an earlier request, whose code isn't known any more.
    pub replayed: bool,
}

/// What a change of somebody came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserChange {
    /// Whether nothing was committed because it was a dry run.
    pub dry_run: bool,
    /// Whether this repeats the answer to an earlier request.
    pub replayed: bool,
}

/// A password to set by a code.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptUser {
    /// By what name one signs in.
    #[schema(example = "ada")]
    pub user: String,
    /// The code that was given.
    #[schema(value_type = String, example = "wcn_4j7c9q2m8x0d5v1k…")]
    pub code: ShownOnce,
    /// The password: 12 to 256 characters.
    #[schema(value_type = String)]
    pub password: ShownOnce,
}

/// Whose password was set.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserAccepted {
    /// By what name they sign in.
    #[schema(example = "ada")]
    pub name: String,
    /// The person's id, as organizations know it.
    #[schema(example = "p-8f14e45fceea167a5a36dedd")]
    pub person: String,
}

/// One's own password to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The present one.
    #[schema(value_type = String)]
    pub old: ShownOnce,
    /// The new one: 12 to 256 characters.
    #[schema(value_type = String)]
    pub new: ShownOnce,
}

/// Who signs in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenSession {
    /// By what name.
    #[schema(example = "ada")]
    pub user: String,
    /// The password.
    #[schema(value_type = String)]
    pub password: ShownOnce,
    /// The authenticator's code of now, or one to fall back on; where a second factor is asked for.
    #[schema(value_type = Option<String>, example = "081804")]
    pub code: Option<ShownOnce>,
    /// On what the session runs, for its owner to know it by; what `User-Agent` says if not said.
    #[schema(example = "wavecast on lathe")]
    pub device: Option<String>,
}

/// A session to go on with, or to end.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshSession {
    /// The token that was given to go on with.
    #[schema(value_type = String, example = "wcr_4j7c9q2m8x0d5v1k…")]
    pub refresh_token: ShownOnce,
}

/// A session to take up that was opened in a browser.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimSession {
    /// The code that the browser was given. It is good for five minutes, for once.
    #[schema(value_type = String, example = "wcr_4j7c9q2m8x0d5v1k…")]
    pub code: ShownOnce,
    /// What the challenge was made of (RFC 7636, S256): 43 to 128 characters.
    #[schema(value_type = String)]
    pub verifier: ShownOnce,
}

/// A session's tokens, in the words of OAuth 2.0.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionMade {
    /// What to send as `Authorization: Bearer`, for minutes.
    #[schema(value_type = String, example = "wcu_4j7c9q2m8x0d5v1k…")]
    pub access_token: ShownOnce,
    /// What to go on with, once.
    #[schema(value_type = String, example = "wcr_4j7c9q2m8x0d5v1k…")]
    pub refresh_token: ShownOnce,
    /// How it is sent.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds for which the first acts.
    #[schema(example = 900)]
    pub expires_in: i64,
    /// Whose session.
    #[schema(example = "ada")]
    pub user: String,
}

/// A session of a browser. Its tokens are in cookies, and nowhere else.
#[derive(Debug, Serialize, ToSchema)]
pub struct CookieSession {
    /// Whose session.
    #[schema(example = "ada")]
    pub user: String,
    /// Seconds for which the browser acts before it must go on.
    #[schema(example = 900)]
    pub expires_in: i64,
}

/// A second factor to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginFactor {
    /// The present password.
    #[schema(value_type = String)]
    pub password: ShownOnce,
}

/// A second factor that isn't asked for yet: a code of it must be shown first.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactorMade {
    /// What is typed into an authenticator, in base 32. It is shown this once; absent on a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    pub key: Option<ShownOnce>,
    /// The same, as a QR code holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "otpauth://totp/Wavecast:ada?secret=…&issuer=Wavecast")]
    pub uri: Option<ShownOnce>,
    /// Whether nothing was committed because it was a dry run.
    pub dry_run: bool,
}

/// A second factor to ask for from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmFactor {
    /// The authenticator's code of now.
    #[schema(value_type = String, example = "081804")]
    pub code: ShownOnce,
}

/// A second factor that is asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactorOn {
    /// Codes to fall back on, each good for once. They are shown this once, and those of before are void.
    #[schema(value_type = Vec<String>, example = json!(["4j7c-9q2m-8x0d-5v1k"]))]
    pub recovery_codes: Vec<ShownOnce>,
    /// Whether nothing was committed because it was a dry run.
    pub dry_run: bool,
}

/// A second factor to ask for no more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndFactor {
    /// The present password.
    #[schema(value_type = String)]
    pub password: ShownOnce,
    /// The authenticator's code of now, or one to fall back on.
    #[schema(value_type = String, example = "081804")]
    pub code: ShownOnce,
}

/// One's own second factor.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactorState {
    /// Since when it is asked for; absent where none is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-21T10:05:00Z")]
    pub since: Option<String>,
    /// How many codes to fall back on are left.
    pub recovery_codes: usize,
}

/// What became of a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionEnded {
    /// Whether there was one to end.
    pub ended: bool,
}

/// A session of one's own.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    /// Its id.
    #[schema(example = "4j7c9q2m8x0d5v1k")]
    pub id: String,
    /// On what it runs, as it said itself.
    #[schema(example = "wavecast on lathe")]
    pub device: String,
    /// When it was opened.
    #[schema(example = "2026-11-21T09:00:00Z")]
    pub created: String,
    /// When it was last seen, to the minute; absent for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-21T10:00:00Z")]
    pub used: Option<String>,
    /// Until when it can be taken up again, if it isn't before.
    #[schema(example = "2026-12-21T09:00:00Z")]
    pub expires: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

impl User {
    /// As it stands now.
    pub(crate) fn of(user: user::User, now: Timestamp) -> Self {
        let waits = |code: &user::Code| !code.used && code.expires > now;
        let code = user.code.filter(waits);
        let github = user.github.unwrap_or_default();
        Self {
            name: user.name.into(),
            person: user.person.into(),
            github: github.login,
            removed: github.removed.map(Into::into),
            email: user.email,
            created: user.created.into(),
            password_set: user.password.map(|password| password.since.into()),
            code_until: code.map(|code| code.expires.into()),
            factor_since: user.factor.and_then(|factor| factor.since).map(Into::into),
        }
    }
}

impl Session {
    /// As its owner sees it from one of them.
    pub(crate) fn of(state: user::SessionState, current: &wavecast_domain::name::SecretId) -> Self {
        let session = state.session;
        Self {
            current: session.id == *current,
            id: session.id.into(),
            device: session.device,
            created: session.created.into(),
            used: state.used.map(Into::into),
            expires: session.expires.into(),
        }
    }
}

impl SessionMade {
    /// Of tokens that were just made.
    pub(crate) fn of(pair: &user::Pair, user: String, now: Timestamp) -> Self {
        Self {
            access_token: pair.access.reveal().into(),
            refresh_token: pair.refresh.reveal().into(),
            token_type: "Bearer",
            expires_in: (pair.until.0 - now.0).max(0),
            user,
        }
    }
}
