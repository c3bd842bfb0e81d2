//! Tokens: of people, and of service accounts.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::OrgName;
use wavecast_wire::time::Timestamp;

use super::command::NewToken;
use super::create::check_title;
use super::decide::{Draft, Told};
use super::quota::Held;
use super::roles::names;
use super::{LiveToken, Org};
use crate::access::{Access, Scope};
use crate::name::{AccountName, SecretId, UserId};
use crate::permission::table::Level;
use crate::permission::{self, Permission};
use crate::refusal::{Reason, Refusal};

/// Tokens of an organization that work.
pub(super) const MOST_TOKENS: usize = 1000;
/// Of these, tokens of one holder, so that nobody takes the room of all.
const MOST_OF_HOLDER: usize = 50;
/// Seconds for which a token may work: 366 days.
const LONGEST: i64 = 366 * 86_400;

/// A token as it is kept: never the token itself. It doesn't change.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Token {
    /// Its public part.
    pub id: SecretId,
    /// The organization that it works in.
    pub org: OrgName,
    /// Hash of it.
    pub hash: Sha256,
    /// For whom it acts.
    pub holder: Holder,
    /// What it is for; for people.
    pub label: String,
    /// To what it narrows its holder's access.
    pub scope: Scope,
    /// When it was made.
    pub created: Timestamp,
    /// Who made it, for people.
    pub by: String,
    /// When it stops.
    pub expires: Timestamp,
}

/// For whom a token acts.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Holder {
    /// A person.
    User {
        /// Whom.
        user: UserId,
    },
    /// A service account.
    Account {
        /// Which.
        account: AccountName,
    },
}

/// A token with what is known of its use.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TokenState {
    /// The token.
    pub token: Token,
    /// When it was last seen, to the minute; `None` for never.
    pub used: Option<Timestamp>,
}

impl Org {
    /// Ends all tokens of a holder.
    pub(super) fn end_tokens(&mut self, holder: &Holder) {
        self.tokens.retain(|_, token| token.holder != *holder);
    }
}

/// Makes a token. It may do no more than whoever makes it, and no more than its holder.
pub fn create(draft: &mut Draft<'_>, new: NewToken) -> Result<Told, Refusal> {
    let Some(holder) = new.holder(draft.cx.principal.user()) else {
        let rule = "only a person has tokens of their own";
        let hint = "name a service account with `--account`";
        return Err(Refusal::invalid("account", rule, hint));
    };
    let held = match &holder {
        Holder::User { user } => draft.org.access_of_user(user),
        Holder::Account { account } => {
            draft.need(Permission::Machines)?;
            draft.org.access_of_account(account)
        }
    };
    let held = held.ok_or_else(|| no_holder(new.account.as_ref()))?;
    check_scope(draft, &held, &new.scope)?;
    check_bounds(draft, &new, &holder)?;
    let verb = Told::new("token.create", format!("token {}", new.id));
    let mut told = verb
        .change("label", None, Some(new.label.clone()))
        .change("holder", None, Some(holder.to_string()))
        .change("permissions", None, Some(names(&new.scope.permissions)))
        .change("applications", None, Some(apps(&new.scope)))
        .change("expires", None, Some(new.expires.to_string()));
    let live = LiveToken {
        holder: holder.clone(),
        expires: new.expires,
        trust: None,
    };
    draft.org.tokens.insert(new.id.clone(), live);
    told.about = Some(new.id.clone());
    told.token = Some(Token {
        id: new.id,
        org: draft.org.name.clone(),
        hash: new.hash,
        holder,
        label: new.label,
        scope: new.scope,
        created: draft.cx.now,
        by: draft.cx.principal.to_string(),
        expires: new.expires,
    });
    Ok(told)
}

/// Somebody whose roles come from their sign-in alone is no member: a token would outlive the roles.
fn no_holder(account: Option<&AccountName>) -> Refusal {
    let Some(account) = account else {
        let rule = "your roles here come from your sign-in, and a token would outlive it";
        let hint = "make a token of a service account, or be invited as a member";
        return Refusal::invalid("account", rule, hint);
    };
    let hint = "`wavecast account list` shows them";
    Refusal::missing(format!("service account {account}"), hint)
}

/// Ends a token: one's own, or anybody's with the permission for it.
pub fn revoke(draft: &mut Draft<'_>, id: SecretId) -> Result<Told, Refusal> {
    let live = draft.org.tokens.get(&id);
    let own = draft.cx.principal.user();
    let is_own =
        live.is_some_and(|live| matches!(&live.holder, Holder::User { user } if Some(user) == own));
    if !is_own {
        draft.need(Permission::Machines)?;
    }
    let Some(live) = draft.org.tokens.remove(&id) else {
        let hint = "`wavecast token list` shows the tokens that work";
        return Err(Refusal::missing(format!("token {id}"), hint));
    };
    let mut told = Told::new("token.revoke", format!("token {id}"));
    told = told.change("holder", Some(live.holder.to_string()), None);
    told.about = Some(id);
    Ok(told)
}

/// A scope names what its holder and its maker may do, all of it.
fn check_scope(draft: &Draft<'_>, held: &Access, scope: &Scope) -> Result<(), Refusal> {
    if scope.permissions.is_empty() || scope.apps.as_ref().is_some_and(BTreeSet::is_empty) {
        let rule = "a token must be for some permissions, and for some applications";
        return Err(Refusal::invalid(
            "permissions",
            rule,
            "name at least one of each",
        ));
    }
    let on_apps = |one: &Permission| one.row().level == Level::Application;
    if scope.permissions.iter().any(on_apps) && !scope.permissions.contains(&Permission::Read) {
        let rule = "a token for applications must permit 'read' too";
        return Err(Refusal::invalid("permissions", rule, "add 'read'"));
    }
    if scope.permissions.contains(&Permission::Own) {
        let rule = "a token never holds 'own': who owns an organization is for people";
        return Err(Refusal::invalid("permissions", rule, "leave it out"));
    }
    // In person, somebody's own token follows their roles. A token that makes another passes on
    // no more than it holds itself.
    let mine = draft.cx.principal.narrowed();
    for permission in &scope.permissions {
        if !holds_some(held, *permission, scope) {
            let rule = format!("its holder doesn't hold '{}' there", permission.name());
            let hint = "give the holder the role first, or leave it out";
            return Err(Refusal::invalid("permissions", rule, hint));
        }
        if mine.is_some_and(|mine| !holds_all(mine, *permission, scope)) {
            return Err(permission::lacks(*permission));
        }
    }
    Ok(())
}

/// Whether an access holds a permission in all applications that a scope names; without names it
/// is enough to hold it in one.
fn holds_some(access: &Access, permission: Permission, scope: &Scope) -> bool {
    let is_held = |held: &BTreeSet<Permission>| held.contains(&permission);
    let in_one = || access.apps.values().any(is_held);
    holds_all(access, permission, scope)
        || (scope.apps.is_none() && permission.row().level == Level::Application && in_one())
}

/// Whether an access holds a permission wherever a scope says, applications to come included.
fn holds_all(access: &Access, permission: Permission, scope: &Scope) -> bool {
    match (permission.row().level, &scope.apps) {
        (Level::Organization, _) => access.organization.contains(&permission),
        (_, Some(apps)) => apps
            .iter()
            .all(|app| access.in_app(app).contains(&permission)),
        (_, None) => access.everywhere.contains(&permission),
    }
}

fn check_bounds(draft: &Draft<'_>, new: &NewToken, holder: &Holder) -> Result<(), Refusal> {
    check_title("label", &new.label)?;
    let now = draft.cx.now;
    if new.expires <= now || new.expires > now.plus(LONGEST) {
        let rule = "a token works for at most 366 days from now";
        return Err(Refusal::invalid("expires", rule, "choose an earlier day"));
    }
    let by = draft.cx.principal.token();
    let maker = by.and_then(|id| draft.org.tokens.get(id));
    if let Some(maker) = maker.filter(|maker| new.expires > maker.expires) {
        let rule = format!(
            "a token makes none that works longer than itself, until {}",
            maker.expires
        );
        return Err(Refusal::invalid("expires", rule, "choose an earlier day"));
    }
    check_room(draft, holder)
}

/// Refuses one more token than there may be, of one holder or of all.
pub(super) fn check_room(draft: &Draft<'_>, holder: &Holder) -> Result<(), Refusal> {
    draft.org.lets_in(Held::Tokens, draft.cx.now)?;
    let live = draft.org.tokens.values();
    let live = live.filter(|one| one.expires > draft.cx.now);
    let of_holder = live.clone().filter(|one| one.holder == *holder);
    let (who, most) = if of_holder.count() >= MOST_OF_HOLDER {
        (holder.to_string(), MOST_OF_HOLDER)
    } else if live.count() >= MOST_TOKENS {
        ("the organization".to_owned(), MOST_TOKENS)
    } else {
        return Ok(());
    };
    let rule = format!("{who} has {most} tokens, as many as allowed");
    let hint = "revoke some with `wavecast token revoke`";
    Err(Refusal::new(Reason::Limit, "tokens", rule, hint))
}

fn apps(scope: &Scope) -> String {
    let named = scope.apps.as_ref().map(|apps| {
        let names: Vec<_> = apps.iter().map(ToString::to_string).collect();
        names.join(", ")
    });
    named.unwrap_or_else(|| "*".to_owned())
}

impl std::fmt::Display for Holder {
    /// For people to read.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::User { user } => user.fmt(f),
            Self::Account { account } => write!(f, "service {account}"),
        }
    }
}
