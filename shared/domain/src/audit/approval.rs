//! What the trail says of approvals.

use super::{change, fields, some};
use crate::app::App;
use crate::approval::{Policy, Request};
use crate::decide::Outcome;
use crate::event::Change;
use crate::record::Record;

/// What changed of the policy, clause by clause.
pub(super) fn policy_changes(before: &App, after: &App) -> Vec<Change> {
    let policy = |app: &App| app.head.approvals.policy.clone();
    let (before, after) = (policy(before), policy(after));
    match &after {
        Some(after) => fields("approvals ", before.as_ref(), after, &[]),
        None => {
            let shown = |policy: Option<&Policy>| policy.and_then(|one| some(format!("{one}")));
            change("approvals".into(), shown(before.as_ref()), None)
                .into_iter()
                .collect()
        }
    }
}

/// What the trail says of the approvals that the engine's own commands spend.
pub(crate) fn spent(request: &Request) -> Vec<Change> {
    let field = |name: &str| format!("approval {} {name}", request.id.0);
    let names: Vec<String> = request.votes.iter().map(|one| one.by.to_string()).collect();
    let told = [
        change(field("state"), some("open".into()), some("used".into())),
        change(field("approved by"), None, some(names.join(", "))),
    ];
    told.into_iter().flatten().collect()
}

/// What changed of a request. Its own events tell its fields bare.
pub(super) fn changes(before: Option<&Record>, after: &Request, outcome: &Outcome) -> Vec<Change> {
    let before = match before {
        Some(Record::Approval(before)) => Some(before.as_ref()),
        _ => None,
    };
    let prefix = match outcome {
        Outcome::Approval { request } if *request == after.id => String::new(),
        _ => format!("approval {} ", after.id.0),
    };
    let state = |request: &Request| {
        let state = serde_json::to_value(request.state).ok();
        state.and_then(|state| some(state.as_str().unwrap_or_default().to_owned()))
    };
    let names = |request: &Request| {
        let names: Vec<String> = request.votes.iter().map(|one| one.by.to_string()).collect();
        some(names.join(", "))
    };
    let said = |request: &Request| {
        let last = request.comments.last();
        last.and_then(|last| some(format!("{}: {}", last.by, last.text)))
    };
    let mut changes: Vec<Change> = Vec::new();
    if before.is_none() {
        let told = [
            ("what", after.what.clone()),
            ("digest", after.digest.to_string()),
            ("until", after.until.to_string()),
        ];
        let told = told.into_iter();
        changes.extend(
            told.filter_map(|(name, value)| change(format!("{prefix}{name}"), None, some(value))),
        );
    }
    for (name, of) in [
        ("state", &state as &dyn Fn(&Request) -> Option<String>),
        ("approved by", &names),
        ("comment", &said),
    ] {
        let was = before.and_then(of);
        let is = of(after);
        // Whoever carries it out spends approvals: the event says whose, though none was added.
        let is_spent = name == "approved by" && !prefix.is_empty();
        let was = if is_spent { None } else { was };
        changes.extend(change(format!("{prefix}{name}"), was, is));
    }
    changes
}
