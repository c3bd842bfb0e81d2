//! Where each entry lies. `{a}` is org/app, `{c}` is org/app/channel.

use wavecast_domain::id::Ulid;
use wavecast_domain::name::{SecretId, SecretName, UserId, UserName};
use wavecast_domain::record::RecordKey;
use wavecast_domain::sighting::Watch;
use wavecast_domain::vault::SecretPlace;
use wavecast_wire::hash::Sha256;
use wavecast_wire::key::KeyId;
use wavecast_wire::name::{
    AppName, ChannelName, OrgName, PackageName, ReleaseId, Scope, TargetName,
};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::Role;
use wavecast_wire::version::Version;

use super::order;
use crate::port::Key;

fn at(pk: String, sk: impl Into<String>) -> Key {
    Key { pk, sk: sk.into() }
}

/// `{a}` of an application.
#[must_use]
pub fn space(org: &OrgName, app: &AppName) -> String {
    format!("{org}/{app}")
}

/// The partition of all organizations.
pub const ORGS: &str = "O#";

/// An organization.
#[must_use]
pub fn org(org: &OrgName) -> Key {
    at(ORGS.to_owned(), org.as_str())
}

/// The partition of an organization's applications.
#[must_use]
pub fn apps(org: &OrgName) -> String {
    format!("O#{org}")
}

/// An application in its organization's list.
#[must_use]
pub fn listed_app(org: &OrgName, app: &AppName) -> Key {
    at(apps(org), format!("A#{app}"))
}

/// The groups of an organization that are being made or taken away.
#[must_use]
pub fn group_saga(org: &OrgName) -> Key {
    at(apps(org), GROUP_SAGA)
}

/// The order of what [`group_saga`] keys.
const GROUP_SAGA: &str = "GROUPS";

/// The organization that an entry is of, as it lies in the index of groups.
#[must_use]
pub fn org_of_groups(key: &Key) -> Option<OrgName> {
    match key.pk.strip_prefix(ORGS)? {
        "" => key.sk.parse().ok(),
        org if key.sk == GROUP_SAGA => org.parse().ok(),
        _ => None,
    }
}

/// Who this installation is to whoever holds its groups, and when it sweeps there.
#[must_use]
pub fn group_round() -> Key {
    at("Z#".to_owned(), "GROUPS")
}

/// A token, found by its public part alone. No organization's name begins with `~`.
#[must_use]
pub fn token(id: &SecretId) -> Key {
    at(format!("O#~{id}"), "TOKEN")
}

/// When a token was last seen.
#[must_use]
pub fn token_used(id: &SecretId) -> Key {
    at(format!("O#~{id}"), "USED")
}

/// The partition of the installation's own people.
pub const USERS: &str = "M#";

/// One of the installation's own people.
#[must_use]
pub fn user(name: &UserName) -> Key {
    at(USERS.to_owned(), name.as_str())
}

/// What the trail of one of them goes by: whoever comes later under the same name has another.
#[must_use]
pub fn person(person: &UserId) -> String {
    format!("~{person}")
}

/// A session, found by the public part of its tokens alone.
#[must_use]
pub fn session(id: &SecretId) -> Key {
    at(format!("M#~{id}"), "SESSION")
}

/// When a session was last seen.
#[must_use]
pub fn session_used(id: &SecretId) -> Key {
    at(format!("M#~{id}"), "USED")
}

/// The head of an application's state.
#[must_use]
pub fn app(org: &OrgName, app: &AppName) -> Key {
    at(format!("A#{}", space(org, app)), "HEAD")
}

/// One channel of an application's state.
#[must_use]
pub fn channel(org: &OrgName, app: &AppName, channel: &ChannelName) -> Key {
    at(format!("A#{}", space(org, app)), format!("C#{channel}"))
}

/// What an admin allowed for a fenced channel.
#[must_use]
pub fn adoption(scope: &Scope) -> Key {
    at(
        format!("A#{}", space(&scope.org, &scope.app)),
        format!("ADOPT#{}", scope.channel),
    )
}

/// The rotation of keys that an admin asked for.
#[must_use]
pub fn rotation(scope: &Scope) -> Key {
    at(
        format!("A#{}", space(&scope.org, &scope.app)),
        format!("ROTATE#{}", scope.channel),
    )
}

/// What begins the order of an application's requests for approvals.
pub const APPROVAL: &str = "Q#";

/// The partition of an application's state.
#[must_use]
pub fn state(org: &OrgName, app: &AppName) -> String {
    format!("A#{}", space(org, app))
}

/// A request for approvals.
#[must_use]
pub fn approval(org: &OrgName, app: &AppName, id: &Ulid) -> Key {
    at(state(org, app), format!("{APPROVAL}{}", id.0))
}

/// What begins the order of an application's secrets.
pub const SECRET: &str = "V#";

/// A secret, without its values.
#[must_use]
pub fn secret(org: &OrgName, app: &AppName, name: &SecretName) -> Key {
    at(state(org, app), format!("{SECRET}{name}"))
}

/// The value of a version of a secret.
#[must_use]
pub fn sealed_value(place: &SecretPlace) -> Key {
    value(&place.org, &place.app, &place.name, place.version)
}

fn value(org: &OrgName, app: &AppName, name: &SecretName, version: u32) -> Key {
    let order = order::number(version.into());
    at(format!("V#{}", space(org, app)), format!("{name}#{order}"))
}

/// The partition of an application's releases.
#[must_use]
pub fn releases(org: &OrgName, app: &AppName) -> String {
    format!("R#{}", space(org, app))
}

/// A release.
#[must_use]
pub fn release(org: &OrgName, app: &AppName, id: &ReleaseId) -> Key {
    at(releases(org, app), id.as_str())
}

/// The partition of an application's packages.
#[must_use]
pub fn packages(org: &OrgName, app: &AppName) -> String {
    format!("K#{}", space(org, app))
}

/// What the packages of all applications of an organization come to. It lies in no application's
/// partition: their names have a slash.
#[must_use]
pub fn usage(org: &OrgName) -> Key {
    at(format!("K#{org}"), "USAGE")
}

/// A package.
#[must_use]
pub fn package(org: &OrgName, app: &AppName, name: &PackageName, version: &Version) -> Key {
    at(packages(org, app), order::package(name, version))
}

/// A file.
#[must_use]
pub fn file(org: &OrgName, app: &AppName, sha256: Sha256) -> Key {
    let digest = sha256.to_string();
    at(format!("F#{}#{}", space(org, app), &digest[..1]), digest)
}

/// The bytes of a small target.
#[must_use]
pub fn target(org: &OrgName, app: &AppName, sha256: Sha256, name: &TargetName) -> Key {
    at(format!("T#{}", space(org, app)), format!("{sha256}.{name}"))
}

/// A domain record.
#[must_use]
pub fn record(org: &OrgName, app: &AppName, key: &RecordKey) -> Key {
    match key {
        RecordKey::Release(id) => release(org, app, id),
        RecordKey::Package(name, version) => package(org, app, name, version),
        RecordKey::File(sha256) => file(org, app, *sha256),
        RecordKey::Target(sha256, name) => target(org, app, *sha256, name),
        RecordKey::Approval(id) => approval(org, app, id),
        RecordKey::Secret(name) => secret(org, app, name),
        RecordKey::Sealed(name, version) => value(org, app, name, *version),
        RecordKey::Org => self::org(org),
        RecordKey::Usage => usage(org),
    }
}

/// The partition of a month's audit events; `aggregate` is an organization or `{a}`.
#[must_use]
pub fn events(aggregate: &str, month: &str) -> String {
    format!("E#{aggregate}#{month}")
}

/// An audit event: by the aggregate's revision, because ids of one second have no order.
#[must_use]
pub fn event(aggregate: &str, month: &str, revision: u64) -> Key {
    at(events(aggregate, month), order::number(revision))
}

/// An idempotency record.
#[must_use]
pub fn idempotency(slot: Sha256) -> Key {
    at(format!("I#{slot}"), "I")
}

/// The partition of a channel's publications.
#[must_use]
pub fn publications(scope: &Scope) -> String {
    format!("P#{scope}")
}

/// A wanted publication.
#[must_use]
pub fn publication(scope: &Scope, id: &Ulid) -> Key {
    at(publications(scope), id.0.clone())
}

/// The head of a channel's publications.
#[must_use]
pub fn head(scope: &Scope) -> Key {
    at(format!("H#{scope}"), "HEAD")
}

/// A sealed key of a channel.
#[must_use]
pub fn sealed(scope: &Scope, role: Role, id: KeyId) -> Key {
    at(format!("S#{scope}#{role}"), id.to_string())
}

/// The partition of a channel's roots.
#[must_use]
pub fn roots(scope: &Scope) -> String {
    format!("N#{scope}")
}

/// A signed root.
#[must_use]
pub fn root(scope: &Scope, n: u64) -> Key {
    at(roots(scope), order::number(n))
}

/// What begins the order of an organization's signed statements.
pub const STATEMENT: &str = "S#";

/// The partition of an organization's signed heads.
#[must_use]
pub fn heads(org: &OrgName) -> String {
    format!("N#{org}")
}

/// A signed statement.
#[must_use]
pub fn statement(org: &OrgName, n: u64) -> Key {
    at(heads(org), format!("{STATEMENT}{}", order::number(n)))
}

/// Up to where an organization's chains are signed.
#[must_use]
pub fn signed_to(org: &OrgName) -> Key {
    at(heads(org), "LAST")
}

/// The partition of what was noted and isn't in its chain yet.
#[must_use]
pub fn notes(watch: &Watch) -> String {
    format!("J#{watch}")
}

/// A note, by the order that [`note_order`] gave it.
#[must_use]
pub fn note(watch: &Watch, order: &str) -> Key {
    at(notes(watch), order)
}

/// The order of a note: when it began, and an id.
#[must_use]
pub fn note_order(began: Timestamp, id: &Ulid) -> String {
    format!("{}{}", noted_until(began), id.0)
}

/// Sorts above all notes that began before that.
#[must_use]
pub fn noted_until(end: Timestamp) -> String {
    format!("{}#", order::time(end))
}

/// What begins the order of what was seen.
pub const SEEN: &str = "S#";

/// The partition of what was seen, as a chain.
#[must_use]
pub fn seen(watch: &Watch) -> String {
    format!("W#{watch}")
}

/// A link of that chain.
#[must_use]
pub fn sighting(watch: &Watch, n: u64) -> Key {
    at(seen(watch), format!("{SEEN}{}", order::number(n)))
}

/// Where that chain ends.
#[must_use]
pub fn seen_to(watch: &Watch) -> Key {
    at(seen(watch), "HEAD")
}

/// The name of that chain among an organization's: no application's begins with `~`.
#[must_use]
pub fn seen_name(org: &OrgName) -> String {
    format!("{org}/~access")
}

/// Where the round of signing heads is.
#[must_use]
pub fn heads_round() -> Key {
    at("Z#".to_owned(), "HEADS")
}

/// An upload.
#[must_use]
pub fn upload(id: &str) -> Key {
    at(format!("U#{id}"), "U")
}

/// Where the round of repairs is.
#[must_use]
pub fn round() -> Key {
    at("Z#".to_owned(), "ROUND")
}

/// The scope that stands in the partition of a publication, a head or a root.
#[must_use]
pub fn scope_of(key: &Key) -> Option<Scope> {
    let rest = ["P#", "H#", "N#"]
        .iter()
        .find_map(|letter| key.pk.strip_prefix(letter))?;
    rest.parse().ok()
}

/// The application in the partition of its state, packages or files.
#[must_use]
pub fn app_of(key: &Key) -> Option<(OrgName, AppName)> {
    let (_, rest) = key.pk.split_once('#')?;
    let space = rest.split('#').next()?;
    let (org, app) = space.split_once('/')?;
    Some((org.parse().ok()?, app.parse().ok()?))
}
