//! Workflows elsewhere that get tokens of a service account, without a secret of ours kept there.
//!
//! A workflow proves by a token of its own issuer where it runs; a rule of the organization says
//! whether that is enough. What a workflow says of itself is the claims of GitHub Actions.

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::Sha256;
use wavecast_wire::json;

use super::decide::{Draft, Told};
use super::giving::check_held;
use super::token::{Holder, Token, check_room};
use super::{LiveToken, Org};
use crate::access::Scope;
use crate::name::{AccountName, SecretId, TrustName};
use crate::permission::table::{Level, TABLE};
use crate::permission::{self, Permission};
use crate::principal::Principal;
use crate::refusal::{Reason, Refusal};

/// Rules of an organization.
const MOST_TRUSTS: usize = 100;
/// Minutes for which a token may work.
const MINUTES: std::ops::RangeInclusive<u16> = 5..=60;
/// Bytes of any text of a rule.
const TEXT_BYTES: usize = 255;
/// Characters of a token's label.
const LABEL_CHARS: usize = 100;

/// A rule: who may have tokens of which service account.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Trust {
    /// Whose tokens.
    pub account: AccountName,
    /// Who vouches for the workflow; a URL.
    pub issuer: String,
    /// The repository that it runs for, as `owner/name`.
    pub repository: String,
    /// The branch or tag that it runs on, such as `refs/heads/main`, or all beneath one with
    /// `refs/tags/*`; any if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The environment that it deploys to; any, or none, if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// Minutes for which a token works.
    pub minutes: u16,
}

/// A workflow, as its issuer vouches for it.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Workflow {
    /// Who vouches for it.
    pub issuer: String,
    /// The repository that it runs for.
    pub repository: String,
    /// The branch or tag that it runs on.
    pub reference: Option<String>,
    /// The environment that it deploys to.
    pub environment: Option<String>,
    /// Which run of it this is, for people.
    pub run: Option<String>,
}

/// A workflow's token to exchange.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct NewExchange {
    /// The public part of our token.
    pub id: SecretId,
    /// Hash of it.
    pub hash: Sha256,
    /// Of which service account.
    pub account: AccountName,
    /// Who asks.
    pub workflow: Workflow,
}

impl Trust {
    /// Whether it takes a workflow.
    #[must_use]
    pub fn takes(&self, workflow: &Workflow) -> bool {
        let on_reference = match (&self.reference, &workflow.reference) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(wanted), Some(reference)) => match wanted.strip_suffix('*') {
                Some(beneath) => reference.starts_with(beneath),
                None => wanted == reference,
            },
        };
        let in_environment = self.environment.is_none() || self.environment == workflow.environment;
        self.issuer == workflow.issuer
            && self.repository == workflow.repository
            && on_reference
            && in_environment
    }

    fn check(&self) -> Result<(), Refusal> {
        check_text("issuer", &self.issuer)?;
        check_repository(&self.repository)?;
        if let Some(environment) = &self.environment {
            check_text("environment", environment)?;
        }
        match &self.reference {
            Some(reference) => check_reference(reference)?,
            None if self.environment.is_none() => {
                let rule = "a rule must name a branch, a tag or an environment";
                let hint =
                    "write --ref 'refs/heads/main', or --ref 'refs/*' for whatever runs there";
                return Err(Refusal::invalid("ref", rule, hint));
            }
            None => {}
        }
        if MINUTES.contains(&self.minutes) {
            return Ok(());
        }
        let rule = "a token works for 5 to 60 minutes";
        Err(Refusal::invalid("minutes", rule, "choose a time between"))
    }
}

fn check_text(field: &str, text: &str) -> Result<(), Refusal> {
    if (1..=TEXT_BYTES).contains(&text.len()) && json::is_signable(text) {
        return Ok(());
    }
    let rule = "must be 1 to 255 bytes of text in normal form, without control characters";
    Err(Refusal::invalid(field, rule, "write it as the issuer does"))
}

fn check_repository(text: &str) -> Result<(), Refusal> {
    let name = |part: &str| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
        (1..=100).contains(&part.len()) && part.bytes().all(plain)
    };
    if text
        .split_once('/')
        .is_some_and(|(owner, rest)| name(owner) && name(rest))
    {
        return Ok(());
    }
    let rule =
        "must be an owner and a name of letters, digits, '.', '_' and '-', such as acme/lamp";
    Err(Refusal::invalid(
        "repository",
        rule,
        "a rule is for one repository",
    ))
}

/// A star ends it after a slash, or `refs/heads/main*` would take a branch `main-of-somebody`.
fn check_reference(text: &str) -> Result<(), Refusal> {
    let (exact, hint) = (
        text.strip_suffix('*'),
        "such as refs/heads/main or refs/tags/*",
    );
    let plain = exact.unwrap_or(text);
    let ends_well = exact.is_none_or(|beneath| beneath.ends_with('/'));
    let written = plain.bytes().all(|b| b.is_ascii_graphic() && b != b'*');
    if plain.starts_with("refs/") && ends_well && written && text.len() <= TEXT_BYTES {
        return Ok(());
    }
    let rule = "must be a whole reference; a star may stand in place of what follows a slash";
    Err(Refusal::invalid("ref", rule, hint))
}

/// Makes a rule, or changes it; what was given by its old terms ends.
pub fn set(draft: &mut Draft<'_>, name: TrustName, trust: Trust) -> Result<Told, Refusal> {
    trust.check()?;
    let given = draft.org.access_of_account(&trust.account);
    let given = given.ok_or_else(|| {
        let hint = "`wavecast account list` shows them";
        Refusal::missing(format!("service account {}", trust.account), hint)
    })?;
    // A workflow gets all that the account holds.
    check_held(draft, &given)?;
    let before = draft.org.trusts.get(&name);
    if before.is_none() && draft.org.trusts.len() >= MOST_TRUSTS {
        let rule = format!("the organization has {MOST_TRUSTS} rules of trust, as many as allowed");
        let hint = "delete one with `wavecast trust delete`";
        return Err(Refusal::new(Reason::Limit, "trusts", rule, hint));
    }
    let mut told = Told::new("trust.set", format!("trust {name}"));
    let fields = |trust: &Trust| {
        [
            ("account", Some(trust.account.to_string())),
            ("issuer", Some(trust.issuer.clone())),
            ("repository", Some(trust.repository.clone())),
            ("ref", trust.reference.clone()),
            ("environment", trust.environment.clone()),
            ("minutes", Some(trust.minutes.to_string())),
        ]
    };
    let mut old = before.map(fields).into_iter().flatten();
    for (field, after) in fields(&trust) {
        told = told.change(field, old.next().and_then(|(_, before)| before), after);
    }
    draft.org.end_exchanged(&name);
    draft.org.trusts.insert(name, trust);
    Ok(told)
}

/// Ends a rule, with the tokens that it gave.
pub fn delete(draft: &mut Draft<'_>, name: &TrustName) -> Result<Told, Refusal> {
    let gone = draft.org.trusts.remove(name).ok_or_else(|| {
        let hint = "`wavecast trust list` shows the rules";
        Refusal::missing(format!("trust {name}"), hint)
    })?;
    draft.org.end_exchanged(name);
    let told = Told::new("trust.delete", format!("trust {name}"));
    Ok(told.change("repository", Some(gone.repository), None))
}

/// Makes a token for a workflow that a rule takes.
pub fn exchange(draft: &mut Draft<'_>, new: NewExchange) -> Result<Told, Refusal> {
    let expected = Principal::Service {
        org: draft.org.name.clone(),
        account: new.account.clone(),
        token: new.id.clone(),
        access: crate::access::Access::default(),
    };
    // The account itself, by the token that it is about to get: nobody exchanges for another.
    if draft.cx.principal != expected {
        return Err(permission::lacks(Permission::Machines));
    }
    let takes = |trust: &Trust| trust.account == new.account && trust.takes(&new.workflow);
    let rules = draft.org.trusts.iter().filter(|(_, trust)| takes(trust));
    let Some((name, trust)) = rules.max_by_key(|(_, trust)| trust.minutes) else {
        return Err(no_rule(&new));
    };
    let (name, expires) = (
        name.clone(),
        draft.cx.now.plus(i64::from(trust.minutes) * 60),
    );
    let holder = Holder::Account {
        account: new.account,
    };
    check_room(draft, &holder)?;
    let live = LiveToken {
        holder: holder.clone(),
        expires,
        trust: Some(name.clone()),
    };
    draft.org.tokens.insert(new.id.clone(), live);
    let mut told = Told::new("token.exchange", format!("token {}", new.id))
        .change("trust", None, Some(name.to_string()))
        .change("repository", None, Some(new.workflow.repository.clone()))
        .change("ref", None, new.workflow.reference.clone())
        .change("environment", None, new.workflow.environment.clone())
        .change("run", None, new.workflow.run.clone())
        .change("holder", None, Some(holder.to_string()))
        .change("expires", None, Some(expires.to_string()));
    told.about = Some(new.id.clone());
    told.token = Some(Token {
        id: new.id,
        org: draft.org.name.clone(),
        hash: new.hash,
        holder,
        label: new.workflow.label(),
        scope: all_of_the_account(),
        created: draft.cx.now,
        by: format!("trust {name}"),
        expires,
    });
    Ok(told)
}

fn no_rule(new: &NewExchange) -> Refusal {
    let rule = format!(
        "no rule of service account {} takes {}",
        new.account, new.workflow
    );
    let hint = "`wavecast trust set` makes one";
    Refusal::new(Reason::Forbidden, "subject_token", rule, hint)
}

/// Everything that an account can hold: what it does hold, its roles say.
fn all_of_the_account() -> Scope {
    let all = TABLE.iter().filter(|row| row.level == Level::Application);
    Scope {
        permissions: all.map(|row| row.permission).collect(),
        apps: None,
    }
}

impl Workflow {
    /// What its token is for, for people.
    fn label(&self) -> String {
        self.to_string().chars().take(LABEL_CHARS).collect()
    }

    /// Whether all of it can be shown and kept.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let more = [&self.reference, &self.environment, &self.run];
        let mut all = more.into_iter().flatten().chain([&self.repository]);
        all.all(|text| (1..=TEXT_BYTES).contains(&text.len()) && json::is_signable(text))
    }
}

impl std::fmt::Display for Workflow {
    /// For people to read: `acme/lamp at refs/heads/main in production`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.repository)?;
        if let Some(reference) = &self.reference {
            write!(f, " at {reference}")?;
        }
        if let Some(environment) = &self.environment {
            write!(f, " in {environment}")?;
        }
        Ok(())
    }
}

impl Org {
    /// Ends the tokens that a rule gave.
    fn end_exchanged(&mut self, trust: &TrustName) {
        self.tokens
            .retain(|_, token| token.trust.as_ref() != Some(trust));
    }

    /// Forgets the rules of an account: another one of its name is trusted by nobody.
    pub(super) fn end_trusts(&mut self, account: &AccountName) {
        self.trusts.retain(|_, trust| trust.account != *account);
    }
}
