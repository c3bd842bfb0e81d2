//! Invitations: made, taken back, accepted, declined, expired.

use wavecast_wire::hash::Sha256;
use wavecast_wire::time::Timestamp;

use super::command::NewInvitation;
use super::create::check_title;
use super::decide::{Draft, Told};
use super::giving::check;
use super::member::add;
use super::quota::Held;
use super::{Invitation, Member, Org};
use crate::name::SecretId;
use crate::permission::{self, Permission};
use crate::refusal::{Reason, Refusal};
use crate::role::OrgRole;
use crate::secret::same;

/// Invitations that wait for an answer.
const MOST_INVITATIONS: usize = 100;
/// Seconds for which an invitation may be good: 30 days.
const LONGEST: i64 = 30 * 86_400;
/// Seconds for which an expired one is still shown.
const SHOWN: i64 = 30 * 86_400;

/// Invites somebody.
pub fn invite(draft: &mut Draft<'_>, new: NewInvitation) -> Result<Told, Refusal> {
    check_title("whom", &new.whom)?;
    check(draft, new.role, &new.grants)?;
    let now = draft.cx.now;
    if new.role == OrgRole::Owner {
        draft.need(Permission::Own)?;
    }
    if new.expires <= now || new.expires > now.plus(LONGEST) {
        let rule = "an invitation is good for at most 30 days from now";
        return Err(Refusal::invalid("expires", rule, "choose an earlier day"));
    }
    draft.org.lets_in(Held::Members, now)?;
    let waiting = draft.org.invitations.values();
    if waiting.filter(|one| !one.is_over(now)).count() >= MOST_INVITATIONS {
        let rule = format!("{MOST_INVITATIONS} invitations wait for an answer, as many as allowed");
        let hint = "take some back with `wavecast org invitation revoke`";
        return Err(Refusal::new(Reason::Limit, "invitations", rule, hint));
    }
    let mut told = Told::new("invitation.create", format!("invitation of {}", new.whom))
        .change("role", None, Some(new.role.to_string()))
        .change("applications", None, Some(new.grants.to_string()))
        .change("expires", None, Some(new.expires.to_string()));
    told.about = Some(new.id.clone());
    let invitation = Invitation {
        whom: new.whom,
        role: new.role,
        grants: new.grants,
        hash: new.hash,
        by: draft.cx.principal.to_string(),
        created: now,
        expires: new.expires,
    };
    draft.org.invitations.insert(new.id, invitation);
    Ok(told)
}

/// Takes an invitation back.
pub fn revoke(draft: &mut Draft<'_>, id: SecretId) -> Result<Told, Refusal> {
    let gone = draft.org.invitations.remove(&id);
    let gone = gone.ok_or_else(|| missing(&id))?;
    if gone.role == OrgRole::Owner {
        draft.need(Permission::Own)?;
    }
    let mut told = Told::new("invitation.revoke", format!("invitation of {}", gone.whom));
    told.about = Some(id);
    Ok(told)
}

/// Makes whoever holds the code a member.
pub fn accept(draft: &mut Draft<'_>, id: SecretId, hash: Sha256) -> Result<Told, Refusal> {
    let invitation = answered(&draft.org, &id, hash)?.clone();
    let Some((user, name)) = draft.cx.principal.in_person() else {
        let mut refusal = permission::lacks(Permission::See);
        "an invitation is accepted by a person, not by a token".clone_into(&mut refusal.rule);
        "sign in with `wavecast login`".clone_into(&mut refusal.hint);
        return Err(refusal);
    };
    if invitation.is_over(draft.cx.now) {
        let rule = format!("the invitation expired at {}", invitation.expires);
        return Err(Refusal::state("invitation", rule, "ask for another one"));
    }
    if let Some(member) = draft.org.members.get(user) {
        let rule = format!("{} is a member already", member.name);
        let hint = "an administrator changes roles with `wavecast org member set`";
        return Err(Refusal::state("invitation", rule, hint));
    }
    draft.org.invitations.remove(&id);
    let mut told = Told::new(
        "invitation.accept",
        format!("invitation of {}", invitation.whom),
    )
    .change("member", None, Some(format!("{name} ({user})")))
    .change("role", None, Some(invitation.role.to_string()))
    .change("applications", None, Some(invitation.grants.to_string()));
    told.about = Some(id);
    let member = Member {
        name: name.clone(),
        role: invitation.role,
        grants: invitation.grants,
        since: draft.cx.now,
    };
    add(draft, user.clone(), member)?;
    Ok(told)
}

/// Says no; the code is then worth nothing.
pub fn decline(draft: &mut Draft<'_>, id: SecretId, hash: Sha256) -> Result<Told, Refusal> {
    let whom = answered(&draft.org, &id, hash)?.whom.clone();
    draft.org.invitations.remove(&id);
    let mut told = Told::new("invitation.decline", format!("invitation of {whom}"));
    told.about = Some(id);
    Ok(told)
}

/// The invitation that a code opens. A wrong code is told the same as an unknown invitation.
fn answered<'a>(org: &'a Org, id: &SecretId, hash: Sha256) -> Result<&'a Invitation, Refusal> {
    let known = org.invitations.get(id).filter(|one| same(&one.hash, &hash));
    known.ok_or_else(|| missing(id))
}

fn missing(id: &SecretId) -> Refusal {
    let hint = "it may have been answered or taken back: ask for another one";
    Refusal::missing(format!("invitation {id}"), hint)
}

impl Org {
    /// Forgets what ended long ago: invitations a month after their end, tokens at theirs.
    pub(super) fn forget(&mut self, now: Timestamp) {
        self.invitations
            .retain(|_, invitation| !invitation.is_over(now.plus(-SHOWN)));
        self.tokens.retain(|_, token| token.expires > now);
    }
}
