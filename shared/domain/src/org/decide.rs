//! What a command on an organization changes, or why it is refused.

use super::command::OrgCommand;
use super::token::Token;
use super::{Org, account, app, create, groups, invitation, member, quota, roles, token, trust};
use crate::access::Place;
use crate::app::AppHead;
use crate::decide::Context;
use crate::event::{Change, Event};
use crate::name::SecretId;
use crate::permission::{self, Permission};
use crate::refusal::Refusal;

/// All that an organization's command changes.
#[derive(Clone, Debug, PartialEq)]
pub struct OrgDecision {
    /// The organization afterwards.
    pub org: Org,
    /// An application that is created with it.
    pub app: Option<AppHead>,
    /// A token that is created with it.
    pub token: Option<Token>,
    /// The id of the token or invitation that it is about.
    pub about: Option<SecretId>,
    /// The audit event.
    pub event: Event,
}

/// An organization's change in the making.
pub(super) struct Draft<'a> {
    /// Who, when, and the seed of new ids.
    pub cx: &'a Context,
    /// As it was.
    pub before: &'a Org,
    /// As it becomes.
    pub org: Org,
}

/// What a verb came to.
pub(super) struct Told {
    /// As the trail names the verb.
    pub verb: &'static str,
    /// What it was about, such as `member Ada`.
    pub subject: String,
    /// What changed.
    pub changes: Vec<Change>,
    /// An application that is created with it.
    pub app: Option<AppHead>,
    /// A token that is created with it.
    pub token: Option<Token>,
    /// The id of the token or invitation that it is about.
    pub about: Option<SecretId>,
}

impl Told {
    /// Of a verb, about something.
    pub fn new(verb: &'static str, subject: impl Into<String>) -> Self {
        Self {
            verb,
            subject: subject.into(),
            changes: Vec::new(),
            app: None,
            token: None,
            about: None,
        }
    }

    /// With a field before and after, where they differ.
    pub fn change(
        mut self,
        field: impl Into<String>,
        before: Option<String>,
        after: Option<String>,
    ) -> Self {
        if before != after {
            self.changes.push(Change {
                field: field.into(),
                before,
                after,
            });
        }
        self
    }
}

impl Draft<'_> {
    /// Whether its principal holds a permission here.
    pub fn may(&self, permission: Permission) -> bool {
        let place = Place::Org(&self.before.name);
        let by = &self.cx.principal;
        permission::allows(by, permission, place) && self.before.still_allows(by, permission)
    }

    /// Refuses a principal that lacks a permission here.
    pub fn need(&self, permission: Permission) -> Result<(), Refusal> {
        if self.may(permission) {
            return Ok(());
        }
        Err(permission::lacks(permission))
    }
}

/// Decides a command on an organization; `None` when it doesn't exist yet.
///
/// # Errors
/// A [`Refusal`]; nothing has changed.
pub fn decide_org(
    org: Option<&Org>,
    cx: &Context,
    command: OrgCommand,
) -> Result<OrgDecision, Refusal> {
    if let OrgCommand::CreateOrg { name, title } = command {
        return create::create(org, cx, name, title);
    }
    let before =
        org.ok_or_else(|| Refusal::missing("organization", "`wavecast org create` creates it"))?;
    // Revoked since it was let in: dead with the commit that revoked it. One that is about to be
    // given isn't there yet.
    let token = cx.principal.token();
    let is_given = matches!(command, OrgCommand::Exchange(_));
    if !is_given && token.is_some_and(|id| !before.tokens.contains_key(id)) {
        return Err(permission::lacks(Permission::See));
    }
    let mut draft = Draft {
        cx,
        before,
        org: before.clone(),
    };
    if let Some(permission) = permission::of_org(&command) {
        draft.need(permission)?;
    }
    let told = apply(&mut draft, command)?;
    let mut org = draft.org;
    org.revision = org.revision.saturating_add(1);
    org.forget(cx.now);
    let event = event(cx, &told, &mut org)?;
    let app = told.app.map(|app| AppHead {
        trail: org.trail,
        ..app
    });
    Ok(OrgDecision {
        org,
        app,
        token: told.token,
        about: told.about,
        event,
    })
}

fn apply(draft: &mut Draft<'_>, command: OrgCommand) -> Result<Told, Refusal> {
    match command {
        OrgCommand::CreateOrg { name, .. } => Err(create::exists(&name)),
        OrgCommand::CreateApp {
            name,
            kind,
            settings,
            dimensions,
        } => app::create(draft, name, kind, settings, dimensions),
        OrgCommand::Invite(new) => invitation::invite(draft, new),
        OrgCommand::RevokeInvitation { id } => invitation::revoke(draft, id),
        OrgCommand::AcceptInvitation { id, hash } => invitation::accept(draft, id, hash),
        OrgCommand::DeclineInvitation { id, hash } => invitation::decline(draft, id, hash),
        OrgCommand::SetMember { user, role, grants } => member::set(draft, user, role, grants),
        OrgCommand::RemoveMember { user } => member::remove(draft, &user),
        OrgCommand::TransferOwnership { to } => member::transfer(draft, &to),
        OrgCommand::SetRole {
            name,
            title,
            permissions,
        } => roles::set(draft, name, title, permissions),
        OrgCommand::DeleteRole { name } => roles::delete(draft, &name),
        OrgCommand::SetAccount {
            name,
            title,
            grants,
        } => account::set(draft, name, title, grants),
        OrgCommand::DeleteAccount { name } => account::delete(draft, &name),
        OrgCommand::SetTrust { name, trust } => trust::set(draft, name, trust),
        OrgCommand::DeleteTrust { name } => trust::delete(draft, &name),
        OrgCommand::Exchange(new) => trust::exchange(draft, new),
        OrgCommand::MakeGroups => groups::make(draft),
        OrgCommand::RemoveGroups => groups::remove(draft),
        OrgCommand::SettleGroups(settled) => groups::settle(draft, settled),
        OrgCommand::SetQuota(quota) => quota::set(draft, quota),
        OrgCommand::CreateToken(new) => token::create(draft, new),
        OrgCommand::RevokeToken { id } => token::revoke(draft, id),
    }
}

/// The audit event of a verb, which becomes the end of the organization's chain.
pub(super) fn event(cx: &Context, told: &Told, org: &mut Org) -> Result<Event, Refusal> {
    let event = Event {
        id: cx.fresh.id("event"),
        at: cx.now,
        actor: cx.principal.clone(),
        verb: told.verb.into(),
        channels: Vec::new(),
        subject: told.subject.clone(),
        revision: org.revision,
        request: cx.request.clone(),
        changes: told.changes.clone(),
        previous: org.trail,
    };
    org.trail = Some(event.digest()?);
    Ok(event)
}
