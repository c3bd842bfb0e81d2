//! What the trail says of secrets: numbers, times and words, never a value.

use super::{change, some};
use crate::event::Change;
use crate::record::Record;
use crate::vault::AppSecret;

/// What changed of a secret.
pub(super) fn changes(before: Option<&Record>, after: &AppSecret) -> Vec<Change> {
    let before = match before {
        Some(Record::Secret(before)) => Some(before.as_ref()),
        _ => None,
    };
    let current = |secret: &AppSecret| match secret.removed {
        Some(_) => None,
        None => some(secret.current.to_string()),
    };
    let remind = |secret: &AppSecret| secret.remind_days.map(|days| format!("{days} days"));
    let kept = |secret: &AppSecret| {
        let kept = secret.versions.iter().filter(|version| version.kept);
        let kept: Vec<String> = kept.map(|version| version.n.to_string()).collect();
        some(kept.join(", "))
    };
    let newest = |secret: &AppSecret| secret.versions.last().map(|newest| newest.n);
    let is_set = before.and_then(newest) != newest(after);
    let note = after.versions.last().and_then(|one| one.note.clone());
    [
        change("version".into(), before.and_then(current), current(after)),
        change("kept".into(), before.and_then(kept), kept(after)),
        change("remind".into(), before.and_then(remind), remind(after)),
        change("note".into(), None, note.filter(|_| is_set)),
    ]
    .into_iter()
    .flatten()
    .collect()
}
