//! If-Match: the revision that a resource must have.

use wavecast_domain::refusal::Reason;
use wavecast_domain::{Command, Refusal, decide};
use wavecast_wire::name::ChannelName;

use super::Request;
use super::load::Loaded;

/// The channel whose revision If-Match speaks of; `None` for the application's head.
pub(super) fn subject(command: &Command) -> Option<ChannelName> {
    match command.meant() {
        Command::Promote { to, .. } => Some(to.clone()),
        Command::YankPackage { .. } => None,
        other => decide::channels(other).into_iter().next(),
    }
}

/// Refuses when the resource isn't at the expected revision.
pub(super) fn stale(
    loaded: &Loaded,
    subject: Option<ChannelName>,
    request: &Request,
) -> Result<(), Refusal> {
    let Some(expected) = request.expected else {
        return Ok(());
    };
    let (field, present) = match &subject {
        None => ("application".to_owned(), Some(loaded.app.head.changed)),
        Some(name) => {
            let channel = loaded.app.channels.get(name);
            (
                format!("channel {name}"),
                channel.map(|channel| channel.changed),
            )
        }
    };
    if present == Some(expected) {
        return Ok(());
    }
    let present = present.map_or("it doesn't exist".to_owned(), |at| format!("it is at {at}"));
    Err(Refusal::new(
        Reason::Stale,
        field,
        format!("revision {expected} was expected, but {present}"),
        "read it again, look at what changed, and repeat the change on the new revision",
    ))
}
