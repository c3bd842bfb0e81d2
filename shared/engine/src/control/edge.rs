//! What admins read and decide of a channel's edge: device files, adoption, rotation of keys.

use wavecast_domain::access::Place;
use wavecast_domain::approval::{self, Asked, KeyChange};
use wavecast_domain::event::Change;
use wavecast_domain::head::Head;
use wavecast_domain::permission::{Permission, allows};
use wavecast_domain::refusal::Reason;
use wavecast_domain::{Command, Context, Refusal};
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::{PackageKeys, Role};

use super::commit::publication_id;
use super::execute::{Prepared, Work, never_asks};
use super::idempotency::Slot;
use super::list::prefix;
use super::own::Own;
use super::{Control, ControlError, Done, Request};
use crate::keys;
use crate::record::own::{Adoption, Rotation, StoredRoot};
use crate::record::{due, entry, key};

/// What a device is provisioned with, beside its base URL.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeviceConfig {
    /// What it follows.
    pub scope: Scope,
    /// The newest root's version.
    pub version: u64,
    /// The exact bytes of `{version}.root.json`.
    pub root: String,
}

/// The new keys that an admin asks for.
pub(super) struct Wish(KeyChange);

impl Control {
    /// The newest root of a channel; `None` before the first.
    ///
    /// # Errors
    /// A failing ledger, or an unreadable entry.
    pub async fn device_config(&self, scope: &Scope) -> Result<Option<DeviceConfig>, ControlError> {
        let newest = self.newest_root(scope).await?;
        Ok(newest.map(|root| DeviceConfig {
            scope: scope.clone(),
            version: root.n,
            root: root.file,
        }))
    }

    /// Lets a fenced channel go on: its next `seq` is above the edge's and the ledger's. What the
    /// edge shows now is replaced by the ledger's state.
    ///
    /// # Errors
    /// [`ControlError::Refused`] when the channel isn't fenced or the principal may not.
    pub async fn adopt(&self, scope: &Scope, request: Request) -> Result<Done, ControlError> {
        never_asks(&request)?;
        self.carry(scope, &Work::Adopt(scope), &request).await
    }

    /// Asks for new keys of these roles; the key maker makes them and wants the publication that
    /// shows them. `package_keys` replaces the keys that must sign packages.
    ///
    /// # Errors
    /// [`ControlError::Refused`] when the channel doesn't exist or the principal may not.
    pub async fn rotate_keys(
        &self,
        scope: &Scope,
        request: Request,
        roles: &[Role],
        package_keys: Option<PackageKeys>,
    ) -> Result<Done, ControlError> {
        let change = KeyChange {
            channel: scope.channel.clone(),
            roles: roles.to_vec(),
            package_keys,
        };
        if request.ask {
            let command = Command::Ask(Asked::Keys(change));
            let request = Request {
                ask: false,
                ..request
            };
            return self.execute(&scope.org, &scope.app, request, command).await;
        }
        let wish = Wish(change);
        self.carry(scope, &Work::Rotate(scope, &wish), &request)
            .await
    }

    async fn carry(
        &self,
        scope: &Scope,
        work: &Work<'_>,
        request: &Request,
    ) -> Result<Done, ControlError> {
        let run = self.run(work, request).await?;
        self.answer(&scope.org, &scope.app, request, run).await
    }

    pub(super) async fn prepare_adoption(
        &self,
        scope: &Scope,
        request: &Request,
        slot: &Slot,
        cx: &Context,
    ) -> Result<Prepared, ControlError> {
        may(request, scope, Permission::Configure, "adopting an edge")?;
        let mut loaded = match self.open_channel(scope, request, slot).await? {
            Ok(loaded) => loaded,
            Err(answered) => return Ok(Prepared::Answered(Box::new(answered))),
        };
        let head: Option<Head> = self.read_one(key::head(scope)).await?;
        let fence = head
            .and_then(|head| head.fence)
            .ok_or_else(|| not_fenced(scope))?;
        let change = Change {
            field: "edge".to_owned(),
            before: Some(fence.edge.to_string()),
            after: Some("adopted".to_owned()),
        };
        let adoption = entry::plain(key::adoption(scope), &Adoption { edge: fence.edge })?;
        self.own_plan(
            scope,
            &mut loaded,
            slot,
            cx,
            Own {
                verb: "channel.adopt",
                change,
                entry: adoption,
                keys: false,
                spent: None,
            },
        )
        .await
    }

    pub(super) async fn prepare_rotation(
        &self,
        scope: &Scope,
        wish: &Wish,
        request: &Request,
        slot: &Slot,
        cx: &Context,
    ) -> Result<Prepared, ControlError> {
        may(request, scope, Permission::Keys, "rotating keys")?;
        let mut loaded = match self.open_channel(scope, request, slot).await? {
            Ok(loaded) => loaded,
            Err(answered) => return Ok(Prepared::Answered(Box::new(answered))),
        };
        let wish = &wish.0;
        let needed = approval::needs_of_keys(&loaded.app.head);
        self.load_records(&mut loaded, needed).await?;
        let spent = approval::spend_on_keys(&loaded.app, &loaded.facts, cx, wish)?;
        let mut names: Vec<&str> = wish.roles.iter().map(|role| role.as_str()).collect();
        names.extend(wish.package_keys.as_ref().map(|_| "packages"));
        let change = Change {
            field: "keys".to_owned(),
            before: None,
            after: Some(names.join(", ")),
        };
        let mut rotation = Rotation {
            id: cx.fresh.id("rotation"),
            scope: scope.clone(),
            roles: wish.roles.clone(),
            package_keys: wish.package_keys.clone(),
            publications: vec![publication_id(scope, &cx.fresh)],
        };
        if let Some(earlier) = self.unfulfilled(scope).await? {
            rotation.take_on(earlier);
        }
        if let (Some(most), Some(keys)) = (self.message_limit, &rotation.package_keys) {
            check_root(scope, keys, most)?;
        }
        let mut asked = entry::plain(key::rotation(scope), &rotation)?;
        asked.due = Some(due::at(&scope.to_string(), cx.now));
        self.own_plan(
            scope,
            &mut loaded,
            slot,
            cx,
            Own {
                verb: "channel.rotate",
                change,
                entry: asked,
                keys: true,
                spent,
            },
        )
        .await
    }
}

impl Control {
    /// The rotation that was asked for before, if no root fulfils it yet: there is one entry for
    /// all of them, so the next request must carry it on. The root is read after the request, so
    /// that one which is fulfilled meanwhile isn't carried on; another request moves the
    /// application's head, and this one is then prepared anew.
    async fn unfulfilled(&self, scope: &Scope) -> Result<Option<Rotation>, ControlError> {
        let asked: Option<Rotation> = self.read_one(key::rotation(scope)).await?;
        let Some(asked) = asked else { return Ok(None) };
        let newest = self.newest_root(scope).await?;
        let fulfilled = newest.and_then(|root| root.fulfils);
        Ok((fulfilled.as_ref() != Some(&asked.id)).then_some(asked))
    }

    async fn newest_root(&self, scope: &Scope) -> Result<Option<StoredRoot>, ControlError> {
        let query = prefix(key::roots(scope), "");
        let page = self.ledger.page(&query, None, 1, true).await?;
        Ok(page.entries.first().map(entry::read).transpose()?)
    }
}

fn may(
    request: &Request,
    scope: &Scope,
    permission: Permission,
    what: &str,
) -> Result<(), Refusal> {
    let place = Place::App(&scope.org, &scope.app);
    if allows(&request.principal, permission, place) {
        return Ok(());
    }
    Err(Refusal::new(
        Reason::Forbidden,
        "principal",
        format!("{what} needs a permission that you don't hold"),
        "ask an administrator of the organization for it",
    ))
}

/// Refuses a root that the root keys couldn't sign.
fn check_root(scope: &Scope, package_keys: &PackageKeys, most: usize) -> Result<(), Refusal> {
    let bytes = keys::longest_root(scope, package_keys);
    if bytes <= most {
        return Ok(());
    }
    Err(Refusal::new(
        Reason::Limit,
        "package_keys",
        format!(
            "with {} package keys the root would have up to {bytes} bytes to sign, and the keys of this installation sign at most {most}",
            package_keys.keys.len()
        ),
        "name fewer package keys; keys of the kinds `sealed` and `kms-p256` sign any length",
    ))
}

fn not_fenced(scope: &Scope) -> Refusal {
    Refusal::new(
        Reason::State,
        format!("channel {scope}"),
        "its edge isn't ahead of the ledger, so there is nothing to adopt",
        "nothing needs to be done",
    )
}
