//! Domain records as entries, with their places in the indexes.

use wavecast_domain::app::{AppHead, Channel};
use wavecast_domain::event::Event;
use wavecast_domain::head::Head;
use wavecast_domain::org::{Org, Token};
use wavecast_domain::package::TargetEntry;
use wavecast_domain::principal::Principal;
use wavecast_domain::record::{Record, RecordKey, TargetBytes};
use wavecast_domain::saga::Saga;
use wavecast_domain::sighting::{Sighting, Watch};
use wavecast_domain::user::{Session, User};
use wavecast_wire::name::{AppName, OrgName, Scope};
use wavecast_wire::time::Timestamp;

use super::layout::{LayoutError, decode, encode};
use super::{due, key, order};
use crate::control::PublicationState;
use crate::port::{Entry, Index, Key};

/// An entry without indexes, as the ledger takes it.
///
/// # Errors
/// A value that JSON can't hold.
pub fn plain<T: serde::Serialize>(key: Key, value: &T) -> Result<Entry, LayoutError> {
    Ok(Entry {
        key,
        revision: 0,
        body: encode(value)?,
        due: None,
        by: None,
        expires: None,
    })
}

/// The value of an entry.
///
/// # Errors
/// A body of a newer layout, or a damaged one.
pub fn read<T: serde::de::DeserializeOwned>(entry: &Entry) -> Result<T, LayoutError> {
    decode(&entry.key, &entry.body)
}

/// An organization.
///
/// # Errors
/// As [`plain`].
pub fn org(org: &Org) -> Result<Entry, LayoutError> {
    let mut entry = plain(key::org(&org.name), org)?;
    entry.due = org.next_task().map(|_| due::groups(&org.name));
    Ok(entry)
}

/// A saga of an organization's groups.
///
/// # Errors
/// As [`plain`].
pub fn group_saga(org: &OrgName, saga: &Saga) -> Result<Entry, LayoutError> {
    let mut entry = plain(key::group_saga(org), saga)?;
    entry.due = Some(due::groups(org));
    Ok(entry)
}

/// The head of an application.
///
/// # Errors
/// As [`plain`].
pub fn app(head: &AppHead) -> Result<Entry, LayoutError> {
    plain(key::app(&head.org, &head.name), head)
}

/// One channel of an application.
///
/// # Errors
/// As [`plain`].
pub fn channel(org: &OrgName, app: &AppName, channel: &Channel) -> Result<Entry, LayoutError> {
    let mut entry = plain(key::channel(org, app, &channel.name), channel)?;
    entry.due = due::channel(org, app, channel);
    Ok(entry)
}

/// A record beside the state.
///
/// # Errors
/// As [`plain`]; also a small target that isn't text.
pub fn record(
    org: &OrgName,
    app: &AppName,
    name: &RecordKey,
    record: &Record,
) -> Result<Entry, LayoutError> {
    let key = key::record(org, app, name);
    match record {
        Record::Release(release) => {
            let mut entry = plain(key, release)?;
            entry.by = Some(due::release(org, app, release));
            Ok(entry)
        }
        Record::Package(package) => {
            let mut entry = plain(key, package)?;
            entry.due = due::package(org, app, &package.status, package.created);
            Ok(entry)
        }
        Record::File(file) => {
            let mut entry = plain(key, file)?;
            entry.due = due::file(file);
            Ok(entry)
        }
        Record::Target(target) => plain(key, &SmallTarget::of(target)?),
        Record::Approval(request) => {
            let mut entry = plain(key, request)?;
            end(&mut entry, request.until.plus(APPROVAL_DAYS * 86_400));
            Ok(entry)
        }
        Record::Secret(secret) => plain(key, secret),
        Record::Sealed(sealed) => plain(key, sealed),
        Record::Org(org) => plain(key, org),
        Record::Usage(usage) => plain(key, usage),
    }
}

/// The record of an entry.
///
/// # Errors
/// As [`read`].
pub fn read_record(name: &RecordKey, entry: &Entry) -> Result<Record, LayoutError> {
    Ok(match name {
        RecordKey::Release(_) => Record::Release(read(entry)?),
        RecordKey::Package(..) => Record::Package(read(entry)?),
        RecordKey::File(_) => Record::File(read(entry)?),
        RecordKey::Target(..) => Record::Target(read::<SmallTarget>(entry)?.into_bytes()),
        RecordKey::Approval(_) => Record::Approval(read(entry)?),
        RecordKey::Secret(_) => Record::Secret(read(entry)?),
        RecordKey::Sealed(..) => Record::Sealed(read(entry)?),
        RecordKey::Org => Record::Org(read(entry)?),
        RecordKey::Usage => Record::Usage(read(entry)?),
    })
}

/// Days for which a request for approvals that is over can still be read; the trail keeps what it
/// came to.
const APPROVAL_DAYS: i64 = 90;

/// A small target as its entry holds it: published JSON is text.
#[derive(serde::Deserialize, serde::Serialize)]
struct SmallTarget {
    entry: TargetEntry,
    text: String,
}

impl SmallTarget {
    fn of(target: &TargetBytes) -> Result<Self, LayoutError> {
        let text = String::from_utf8(target.bytes.clone())
            .map_err(|_| LayoutError(format!("the target {} is no text", target.entry.name)))?;
        Ok(Self {
            entry: target.entry.clone(),
            text,
        })
    }

    fn into_bytes(self) -> TargetBytes {
        TargetBytes {
            entry: self.entry,
            bytes: self.text.into_bytes(),
        }
    }
}

/// An audit event of an organization or an application.
///
/// # Errors
/// As [`plain`].
pub fn event(aggregate: &str, event: &Event) -> Result<Entry, LayoutError> {
    let key = key::event(aggregate, &order::month(event.at), event.revision);
    let mut entry = plain(key, event)?;
    entry.by = Some(Index {
        group: due::actor_group(aggregate, &actor(&event.actor)),
        order: order::number(event.revision),
    });
    Ok(entry)
}

/// Days for which a note waits to be taken. One of an organization that doesn't exist is never taken.
const NOTE_DAYS: i64 = 7;

/// A note of what was seen.
///
/// # Errors
/// As [`plain`].
pub fn note(watch: &Watch, order: &str, seen: &Sighting) -> Result<Entry, LayoutError> {
    let mut entry = plain(key::note(watch, order), seen)?;
    end(&mut entry, seen.at.plus(NOTE_DAYS * 86_400));
    Ok(entry)
}

/// A principal as one word, for listings by actor.
#[must_use]
pub fn actor(principal: &Principal) -> String {
    match principal {
        Principal::Bootstrap => "bootstrap".to_owned(),
        Principal::System { function } => format!("system:{function}"),
        Principal::User { id, .. } => format!("user:{id}"),
        Principal::Service { org, account, .. } => format!("service:{org}/{account}"),
    }
}

/// Days for which a token that ended can still be told from one that never was.
const TOKEN_DAYS: i64 = 90;

/// A token.
///
/// # Errors
/// As [`plain`].
pub fn token(token: &Token) -> Result<Entry, LayoutError> {
    let mut entry = plain(key::token(&token.id), token)?;
    end(&mut entry, token.expires.plus(TOKEN_DAYS * 86_400));
    Ok(entry)
}

/// When a token was last seen.
///
/// # Errors
/// As [`plain`].
pub fn token_used(token: &Token, at: Timestamp) -> Result<Entry, LayoutError> {
    let mut entry = plain(key::token_used(&token.id), &at)?;
    end(&mut entry, token.expires.plus(TOKEN_DAYS * 86_400));
    Ok(entry)
}

/// One of the installation's own people.
///
/// # Errors
/// As [`plain`].
pub fn user(user: &User) -> Result<Entry, LayoutError> {
    plain(key::user(&user.name), user)
}

/// A session, until it can't be taken up again.
///
/// # Errors
/// As [`plain`].
pub fn session(session: &Session) -> Result<Entry, LayoutError> {
    let mut entry = plain(key::session(&session.id), session)?;
    end(&mut entry, session.expires);
    Ok(entry)
}

/// When a session was last seen.
///
/// # Errors
/// As [`plain`].
pub fn session_used(session: &Session, at: Timestamp) -> Result<Entry, LayoutError> {
    let mut entry = plain(key::session_used(&session.id), &at)?;
    end(&mut entry, session.end());
    Ok(entry)
}

/// Days for which a finished publication can still be asked for.
const PUBLICATION_DAYS: i64 = 90;

/// A wanted publication: due while it is pending.
///
/// # Errors
/// As [`plain`].
pub fn publication(scope: &Scope, state: &PublicationState) -> Result<Entry, LayoutError> {
    let mut entry = plain(key::publication(scope, &state.id), state)?;
    match state.published {
        None => entry.due = Some(due::at(&scope.to_string(), state.wanted)),
        Some(at) => end(&mut entry, at.plus(PUBLICATION_DAYS * 86_400)),
    }
    Ok(entry)
}

/// Gives an entry an end, after which the sweep forgets it.
pub fn end(entry: &mut Entry, at: Timestamp) {
    entry.expires = Some(at);
    entry.due = Some(due::expiring(&entry.key.pk, at));
}

/// The head of a channel's publications.
///
/// # Errors
/// As [`plain`].
pub fn head(scope: &Scope, head: &Head) -> Result<Entry, LayoutError> {
    let mut entry = plain(key::head(scope), head)?;
    entry.due = due::head(scope, head);
    entry.by = Some(due::published(scope));
    Ok(entry)
}

/// Whether an entry's end has passed; the ledger may still hold it.
#[must_use]
pub fn is_over(entry: &Entry, now: Timestamp) -> bool {
    entry.expires.is_some_and(|end| end <= now)
}
