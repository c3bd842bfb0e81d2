//! The heads of an organization's chains, signed together by a key of its own.
//!
//! Whoever writes trails doesn't hold that key: it is made as a root key is, and the key maker alone
//! opens those. Which key it is, the last statement says; the next is signed by the same.

use std::collections::BTreeMap;

use wavecast_domain::app::AppHead;
use wavecast_domain::heads::Statement;
use wavecast_domain::org::Org;
use wavecast_domain::sighting::Watch;
use wavecast_domain::trail::Link;
use wavecast_wire::name::{OrgName, Scope};
use wavecast_wire::tuf::Role;

use super::Keys;
use crate::port::{Entry, Expect, Key, Ledger, PortError, SealedKey, Write};
use crate::record::layout::LayoutError;
use crate::record::own::{SignedTo, StoredKey};
use crate::record::{entry, key};

/// The most keys that one reading of the ledger takes.
const KEYS: usize = 100;
/// Chains of one statement: what is exported goes out in parts that are bounded.
const CHAINS: usize = 100;

/// What is signed already, and where the chains are now.
pub(crate) struct Standing {
    /// Up to where it is signed; `None` before the first statement.
    pub signed: Option<SignedTo>,
    expect: Expect,
    /// Where each chain ends now.
    pub now: BTreeMap<String, Link>,
}

impl Standing {
    /// The chains that went on since; of many, as many as one statement holds.
    pub fn ahead(&self) -> BTreeMap<String, Link> {
        let is_ahead = |(chain, link): &(&String, &Link)| {
            let before = self.before(chain);
            before.is_none_or(|before| before.revision < link.revision)
        };
        let ahead = self.now.iter().filter(is_ahead);
        let ahead = ahead.map(|(chain, link)| (chain.clone(), *link));
        ahead.take(CHAINS).collect()
    }

    /// Goes on from a statement that was signed.
    fn follow(&mut self, to: SignedTo) {
        let before = match self.expect {
            Expect::Revision(before) => before,
            Expect::Absent | Expect::Any => 0,
        };
        self.expect = Expect::Revision(before + 1);
        self.signed = Some(to);
    }

    /// Whether there is something to sign, or something that is wrong.
    pub fn needs_a_look(&self) -> bool {
        self.contradiction().is_some() || !self.ahead().is_empty()
    }

    /// A chain that isn't what was signed of it: it is gone, went back, or ends otherwise at the same revision.
    fn contradiction(&self) -> Option<(&str, u64)> {
        let mut signed = self.signed.iter().flat_map(|signed| &signed.chains);
        let found = signed.find(|(chain, before)| {
            self.now.get(*chain).is_none_or(|link| {
                link.revision < before.revision
                    || (link.revision == before.revision && link.digest != before.digest)
            })
        });
        found.map(|(chain, before)| (chain.as_str(), before.revision))
    }

    fn before(&self, chain: &str) -> Option<&Link> {
        self.signed
            .as_ref()
            .and_then(|signed| signed.chains.get(chain))
    }
}

/// Where an organization's chains are, and up to where they are signed; `None` when there is no such
/// organization.
pub(crate) async fn standing(
    ledger: &dyn Ledger,
    org: &OrgName,
) -> Result<Option<Standing>, PortError> {
    let mut found = ledger
        .get(&[
            key::org(org),
            key::signed_to(org),
            key::seen_to(&Watch::from(org)),
        ])
        .await?
        .into_iter();
    let mut next = || found.next().flatten();
    let (found_org, signed, seen) = (next(), next(), next());
    let Some(found_org) = found_org else {
        return Ok(None);
    };
    let held: Org = entry::read(&found_org).map_err(unreadable)?;
    let mut now = BTreeMap::new();
    now.extend(held.trail.map(|digest| {
        let revision = held.revision;
        (org.to_string(), Link { revision, digest })
    }));
    let seen: Option<Link> = seen
        .as_ref()
        .map(entry::read)
        .transpose()
        .map_err(unreadable)?;
    now.extend(seen.map(|seen| (key::seen_name(org), seen)));
    let apps: Vec<Key> = held.apps.keys().map(|app| key::app(org, app)).collect();
    for some in apps.chunks(KEYS) {
        for found in ledger.get(some).await?.iter().flatten() {
            let head: AppHead = entry::read(found).map_err(unreadable)?;
            let name = key::space(org, &head.name);
            now.extend(head.trail.filter(|_| head.revision > 1).map(|digest| {
                let revision = head.revision;
                (name, Link { revision, digest })
            }));
        }
    }
    let expect = signed
        .as_ref()
        .map_or(Expect::Absent, |found| Expect::Revision(found.revision));
    let signed = signed.as_ref().map(entry::read).transpose();
    Ok(Some(Standing {
        signed: signed.map_err(unreadable)?,
        expect,
        now,
    }))
}

impl Keys {
    /// Signs where the chains of an organization are, if some went on since the last statement; says
    /// whether it did. A chain that contradicts what was signed stops it: nothing is signed over that.
    ///
    /// # Errors
    /// A failing port; calling again is always safe.
    pub async fn sign_heads(&self, org: &OrgName) -> Result<bool, PortError> {
        let Some(mut standing) = standing(&*self.ledger, org).await? else {
            return Ok(false);
        };
        if let Some((chain, revision)) = standing.contradiction() {
            return Err(PortError::Setup(format!(
                "the trail of {chain} isn't what was signed of it up to revision {revision}: `wavecast audit verify` says where it was rewritten"
            )));
        }
        let mut is_new = false;
        while !standing.ahead().is_empty() {
            if !self.sign_next_heads(org, &mut standing).await? {
                break;
            }
            is_new = true;
        }
        Ok(is_new)
    }

    /// Signs the next statement, and goes on from there; `false` when another did it meanwhile, and what
    /// is left is found again.
    async fn sign_next_heads(
        &self,
        org: &OrgName,
        standing: &mut Standing,
    ) -> Result<bool, PortError> {
        let (sealed, made) = self.head_key(org, standing.signed.as_ref()).await?;
        let signed = standing.signed.as_ref();
        let statement = Statement {
            org: org.clone(),
            n: signed.map_or(1, |signed| signed.n + 1),
            at: self.clock.now(),
            previous: signed.map(|signed| signed.digest),
            chains: standing.ahead(),
        };
        let message = statement.message().map_err(unwritable)?;
        let signature = self.maker.sign_root(&sealed, &message).await?;
        let mut chains = signed
            .map(|signed| signed.chains.clone())
            .unwrap_or_default();
        chains.extend(statement.chains.clone());
        let to = SignedTo {
            n: statement.n,
            at: statement.at,
            digest: statement.digest().map_err(unwritable)?,
            key: sealed.public.id(),
            chains,
        };
        let at = key::statement(org, to.n);
        let told = statement.signed(sealed.public.clone(), &signature);
        let mut writes = vec![
            Write::Put(plain(at, &told)?, Expect::Absent),
            Write::Put(plain(key::signed_to(org), &to)?, standing.expect),
        ];
        writes.extend(made);
        match self.ledger.commit(writes).await {
            Ok(()) => {
                standing.follow(to);
                Ok(true)
            }
            Err(PortError::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The key of an organization's statements, and its entry if it is new.
    async fn head_key(
        &self,
        org: &OrgName,
        signed: Option<&SignedTo>,
    ) -> Result<(SealedKey, Option<Write>), PortError> {
        let scope = scope(org)?;
        let Some(signed) = signed else {
            let key = self.maker.make(&scope, Role::Root).await?;
            let at = key::sealed(&scope, Role::Root, key.public.id());
            // No root lists it.
            let stored = StoredKey { key, root: 0 };
            let put = Write::Put(plain(at, &stored)?, Expect::Absent);
            return Ok((stored.key, Some(put)));
        };
        let at = key::sealed(&scope, Role::Root, signed.key);
        let found = self.ledger.get(&[at]).await?.into_iter().next().flatten();
        let found = found.ok_or_else(|| {
            PortError::Setup(format!(
                "key {} of the trails of {org} is gone: restore the ledger's sealed keys",
                signed.key
            ))
        })?;
        let stored: StoredKey = entry::read(&found).map_err(unreadable)?;
        Ok((stored.key, None))
    }
}

/// What the key is sealed for. A channel may have the same name: its roots are other bytes than any
/// statement, and no root lists this key.
fn scope(org: &OrgName) -> Result<Scope, PortError> {
    let broken = |_| PortError::Setup("the name of trails is none".to_owned());
    Ok(Scope {
        org: org.clone(),
        app: "trail".parse().map_err(broken)?,
        channel: "heads"
            .parse()
            .map_err(|_| PortError::Setup("the name of heads is none".to_owned()))?,
    })
}

fn plain<T: serde::Serialize>(at: Key, value: &T) -> Result<Entry, PortError> {
    entry::plain(at, value).map_err(unreadable)
}

fn unreadable(error: LayoutError) -> PortError {
    PortError::Setup(error.0)
}

fn unwritable(refusal: wavecast_domain::Refusal) -> PortError {
    PortError::Setup(refusal.rule)
}
