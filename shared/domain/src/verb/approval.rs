//! Approvals: the policy, asking, approving, refusing, commenting.

use wavecast_wire::hash::Sha256;

use crate::approval::{
    Asked, COUNTS, Comment, HOURS, MOST_COMMENTS, MOST_OPEN, Open, Policy, Request, State, Vote,
    may_approve,
};
use crate::decide::{Movement, Outcome};
use crate::id::Ulid;
use crate::plan::Plan;
use crate::principal::Principal;
use crate::refusal::{Reason, Refusal};
use crate::verb::{self, bounds, guard};

/// Sets what needs approvals, or takes it away. To ask for less needs what is asked for now.
pub fn set_policy(plan: &mut Plan<'_>, policy: Option<&Policy>) -> Result<Outcome, Refusal> {
    if let Some(policy) = policy {
        check_policy(policy)?;
    }
    guard::policy(plan, policy)?;
    plan.app.head.approvals.policy = policy.cloned();
    Ok(Outcome::App)
}

fn check_policy(policy: &Policy) -> Result<(), Refusal> {
    let bounds = [
        ("count", policy.count, COUNTS, "1 or 2 suit most"),
        ("hours", policy.hours, HOURS, "three days (72) suit most"),
    ];
    for (field, value, bounds, hint) in bounds {
        if !bounds.contains(&value) {
            let (least, most) = (bounds.start(), bounds.end());
            let rule = format!("{field} must be {least} to {most}, not {value}");
            return Err(Refusal::invalid(field, rule, hint));
        }
    }
    if !policy.start && policy.beyond.is_none() && !policy.keys {
        let rule = "a policy must be about something";
        let hint = "say one of start, beyond (a share) and keys, or delete the policy";
        return Err(Refusal::invalid("start", rule, hint));
    }
    Ok(())
}

/// Asks for the approvals that something needs, which isn't done.
pub fn ask(plan: &mut Plan<'_>, asked: &Asked) -> Result<Outcome, Refusal> {
    let mut rehearsal = plan.rehearsal();
    match asked {
        Asked::Command(command) => drop(verb::apply(&mut rehearsal, command)?),
        Asked::Keys(change) => guard::keys(&mut rehearsal, change)?,
    }
    let (deeds, movements) = rehearsal.rehearsed();
    let Some(deed) = deeds.into_iter().next() else {
        let rule = "this needs no approval";
        return Err(Refusal::state("ask", rule, "do it"));
    };
    let content = deed.content(plan)?;
    let digest = Sha256::of(content.as_bytes());
    let now = plan.cx.now;
    let hours = plan.head().approvals.policy.as_ref().map_or(0, |p| p.hours);
    let open = &mut plan.app.head.approvals.open;
    open.retain(|open| open.until > now);
    if let Some(open) = open.iter().find(|open| open.digest == digest) {
        let rule = format!("request {} asks for exactly this already", open.id.0);
        let hint = format!("`wavecast approval show {}` shows it", open.id.0);
        return Err(Refusal::new(Reason::Exists, "ask", rule, hint));
    }
    if open.len() >= MOST_OPEN {
        let rule = format!("{MOST_OPEN} requests wait, as many as allowed");
        let hint = "`wavecast approval list` shows them; approve, reject, or let them expire";
        return Err(Refusal::new(Reason::Limit, "ask", rule, hint));
    }
    let until = now.plus(i64::from(hours) * 3600);
    let id = plan.cx.fresh.id("approval");
    open.push(Open {
        id: id.clone(),
        digest,
        until,
        release: deed.release.clone(),
    });
    let by = plan.cx.principal.clone();
    let mut authors = deed.authors;
    authors.extend(by.identity());
    plan.put_approval(Request {
        id: id.clone(),
        kind: deed.kind,
        what: deed.what,
        channel: deed.channel,
        release: deed.release,
        digest,
        content,
        movements: few(movements),
        by,
        authors,
        created: now,
        until,
        state: State::Open,
        ended: None,
        votes: Vec::new(),
        comments: Vec::new(),
    });
    Ok(Outcome::Approval { request: id })
}

/// Who moves is there for people to read.
fn few(mut movements: Vec<Movement>) -> Vec<Movement> {
    movements.truncate(20);
    movements
}

/// Approves exactly the digest that was read.
pub fn approve(
    plan: &mut Plan<'_>,
    id: &Ulid,
    digest: Sha256,
    comment: Option<&str>,
) -> Result<Outcome, Refusal> {
    let mut request = waiting(plan, id)?;
    if request.digest != digest {
        let rule = format!("request {} is of digest {}", id.0, request.digest);
        let hint = "look at the request again: an approval names what it approves";
        return Err(Refusal::invalid("digest", rule, hint));
    }
    check_voter(plan, &request)?;
    let by = plan.cx.principal.clone();
    if request
        .votes
        .iter()
        .any(|vote| vote.by.identity() == by.identity())
    {
        let rule = format!("you approved request {} already", id.0);
        let hint = "another person's approval is needed, or none";
        return Err(Refusal::state("request", rule, hint));
    }
    say(plan, &mut request, comment)?;
    request.votes.push(Vote {
        by,
        at: plan.cx.now,
    });
    Ok(put(plan, request))
}

/// Refuses to approve: the request is over.
pub fn reject(plan: &mut Plan<'_>, id: &Ulid, comment: Option<&str>) -> Result<Outcome, Refusal> {
    let mut request = waiting(plan, id)?;
    say(plan, &mut request, comment)?;
    guard::end(plan, request, State::Rejected);
    Ok(about(id))
}

/// Says something about a request, also once it is over.
pub fn comment(plan: &mut Plan<'_>, id: &Ulid, text: &str) -> Result<Outcome, Refusal> {
    let mut request = found(plan, id)?;
    say(plan, &mut request, Some(text))?;
    Ok(put(plan, request))
}

/// An approval of one's own, or by a word that nobody can look up later, is none.
fn check_voter(plan: &Plan<'_>, request: &Request) -> Result<(), Refusal> {
    let by = &plan.cx.principal;
    if request.is_by(by) {
        let rule = format!(
            "you asked for request {}, or made what it is about",
            request.id.0
        );
        let hint = "somebody else's approval is needed";
        return Err(Refusal::new(Reason::Forbidden, "principal", rule, hint));
    }
    let counts = plan
        .org()
        .is_some_and(|org| may_approve(org, plan.head(), by));
    if counts {
        return Ok(());
    }
    let rule = "an approval counts by a role that the organization gave, not by a sign-in's word";
    let hint = "ask an administrator for the role approver";
    Err(Refusal::new(Reason::Forbidden, "principal", rule, hint))
}

fn found(plan: &Plan<'_>, id: &Ulid) -> Result<Request, Refusal> {
    plan.approval(id).ok_or_else(|| {
        let hint = "`wavecast approval list` shows the requests";
        Refusal::missing(format!("request {}", id.0), hint)
    })
}

/// A request that waits.
fn waiting(plan: &Plan<'_>, id: &Ulid) -> Result<Request, Refusal> {
    let request = found(plan, id)?;
    let how = match request.state_at(plan.cx.now) {
        State::Open => return Ok(request),
        State::Used => "was used",
        State::Rejected => "was rejected",
        State::Void => "is void: what it was about changed",
        State::Expired => "has expired",
    };
    let rule = format!("request {} {how}", id.0);
    Err(Refusal::state("request", rule, "ask anew"))
}

fn say(plan: &Plan<'_>, request: &mut Request, text: Option<&str>) -> Result<(), Refusal> {
    let Some(text) = text else { return Ok(()) };
    bounds::check_words("comment", text)?;
    if request.comments.len() >= MOST_COMMENTS {
        let rule = format!(
            "request {} has {MOST_COMMENTS} comments, as many as allowed",
            request.id.0
        );
        return Err(Refusal::new(
            Reason::Limit,
            "comment",
            rule,
            "talk about it elsewhere",
        ));
    }
    request.comments.push(Comment {
        by: plan.cx.principal.clone(),
        at: plan.cx.now,
        text: text.to_owned(),
    });
    Ok(())
}

fn put(plan: &mut Plan<'_>, request: Request) -> Outcome {
    let outcome = about(&request.id);
    plan.put_approval(request);
    outcome
}

fn about(id: &Ulid) -> Outcome {
    Outcome::Approval {
        request: id.clone(),
    }
}

impl Principal {
    /// One word for whoever acts, whatever they act with: a person's token is the person. `None`
    /// for what Wavecast does by itself.
    #[must_use]
    pub fn identity(&self) -> Option<String> {
        match self {
            Self::Bootstrap => Some("bootstrap".to_owned()),
            Self::System { .. } => None,
            Self::User { id, .. } => Some(id.to_string()),
            Self::Service { org, account, .. } => Some(format!("service:{org}/{account}")),
        }
    }
}
