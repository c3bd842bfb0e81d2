//! How much an organization may hold, and what it does hold.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use wavecast_wire::limit;
use wavecast_wire::name::OrgName;
use wavecast_wire::time::Timestamp;

use super::decide::{Draft, Told};
use super::{Org, account, app, member, token};
use crate::package::Package;
use crate::refusal::{Reason, Refusal};

/// What a quota limits.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Held {
    /// Applications.
    Apps,
    /// Members, with the invitations that wait for an answer.
    Members,
    /// Service accounts.
    Accounts,
    /// Tokens that work.
    Tokens,
    /// Packages, but for those whose files were refused.
    Packages,
    /// Bytes of all these packages: of each its list, and every file as often as the list names it.
    Storage,
}

/// The limits of an organization. What isn't limited stands at the bound that is built in.
#[derive(Clone, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Quota(BTreeMap<Held, u64>);

/// What the packages of an organization come to.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
pub struct Usage {
    /// How many.
    pub packages: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl Held {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Apps,
        Self::Members,
        Self::Accounts,
        Self::Tokens,
        Self::Packages,
        Self::Storage,
    ];

    /// Its name, in commands and in the trail.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Apps => "apps",
            Self::Members => "members",
            Self::Accounts => "accounts",
            Self::Tokens => "tokens",
            Self::Packages => "packages",
            Self::Storage => "storage",
        }
    }

    /// The bound that is built in; no quota goes beyond it.
    #[must_use]
    pub const fn most(self) -> Option<u64> {
        match self {
            Self::Apps => Some(app::MOST_APPS as u64),
            Self::Members => Some(member::MOST_MEMBERS as u64),
            Self::Accounts => Some(account::MOST_ACCOUNTS as u64),
            Self::Tokens => Some(token::MOST_TOKENS as u64),
            Self::Packages | Self::Storage => None,
        }
    }

    /// A limit as it is written: a number, for storage with a unit if one is said, or `none`.
    ///
    /// # Errors
    /// What it must be.
    pub fn limit(self, text: &str) -> Result<Option<u64>, String> {
        if text == "none" {
            return Ok(None);
        }
        let number = match self {
            Self::Storage => bytes(text),
            _ => text.parse().ok(),
        };
        number.map(Some).ok_or_else(|| match self {
            Self::Storage => "must be bytes, such as 500MB, 100GB or 1TiB, or none".to_owned(),
            _ => "must be a number, or none".to_owned(),
        })
    }

    /// So many of them, for people.
    fn count(self, n: u64) -> String {
        match self {
            Self::Apps => format!("{n} applications"),
            Self::Members => format!("{n} members, waiting invitations included"),
            Self::Accounts => format!("{n} service accounts"),
            Self::Tokens => format!("{n} tokens"),
            Self::Packages => format!("{n} packages"),
            Self::Storage => format!("{n} bytes of packages"),
        }
    }
}

/// Bytes with a unit: of thousands (`kB`, `MB`, `GB`, `TB`) or of 1,024 (`KiB` and so on).
fn bytes(text: &str) -> Option<u64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let unit: u64 = match unit.trim_start().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "tb" => 1_000_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        "tib" => 1 << 40,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(unit)
}

impl Quota {
    /// The limit of something, if it has one.
    #[must_use]
    pub fn limit(&self, of: Held) -> Option<u64> {
        self.0.get(&of).copied()
    }

    /// What there may be of something: its limit, else the bound that is built in; `None` for as much
    /// as fits on the disk.
    #[must_use]
    pub fn most(&self, of: Held) -> Option<u64> {
        self.limit(of).into_iter().chain(of.most()).min()
    }

    /// With a limit of something, or without one.
    #[must_use]
    pub fn with(mut self, of: Held, limit: Option<u64>) -> Self {
        match limit {
            Some(limit) => self.0.insert(of, limit),
            None => self.0.remove(&of),
        };
        self
    }

    /// Whether it limits nothing.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Refuses limits beyond what is built in.
    ///
    /// # Errors
    /// A [`Refusal`] that names the limit.
    pub fn check(&self) -> Result<(), Refusal> {
        for (of, limit) in &self.0 {
            let most = of.most().unwrap_or(limit::JSON_INTEGER.unsigned_abs());
            if *limit > most {
                let rule = format!("the limit of {} is at most {most}, not {limit}", of.name());
                let hint = "choose a lower one, or `none` for the bound that is built in";
                return Err(Refusal::invalid(of.name(), rule, hint));
            }
        }
        Ok(())
    }

    /// Refuses more of something than its limit lets in. What is there already stays, whatever the
    /// limit is by now.
    ///
    /// # Errors
    /// A [`Refusal`] that says the limit, what there is, what was asked, and whom to ask.
    pub fn let_in(&self, org: &OrgName, of: Held, used: u64, more: u64) -> Result<(), Refusal> {
        let Some(limit) = self.limit(of) else {
            return Ok(());
        };
        let after = used.saturating_add(more);
        if more == 0 || after <= limit {
            return Ok(());
        }
        let rule = format!(
            "organization {org} may have {}, has {used}, and this asks for {more} more",
            of.count(limit)
        );
        let hint = format!(
            "ask whoever runs the server: `wavecast org quota set {org} --{} {after}`",
            of.name()
        );
        Err(Refusal::new(Reason::Limit, of.name(), rule, hint))
    }
}

impl FromStr for Quota {
    type Err = String;

    /// As in `apps=20,members=50,storage=50GB`.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut quota = Self::default();
        for one in text.split(',').map(str::trim).filter(|one| !one.is_empty()) {
            let (name, limit) = one
                .split_once('=')
                .ok_or_else(|| format!("'{one}' must be a limit such as apps=20"))?;
            let of = Held::ALL.into_iter().find(|of| of.name() == name);
            let of = of.ok_or_else(|| {
                let names = Held::ALL.map(Held::name).join(", ");
                format!("there is no limit '{name}'; there are {names}")
            })?;
            let limit = of.limit(limit).map_err(|rule| format!("{name} {rule}"))?;
            quota = quota.with(of, limit);
        }
        quota.check().map_err(|refusal| refusal.rule)?;
        Ok(quota)
    }
}

impl fmt::Display for Quota {
    /// As it is parsed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limits = self.0.iter();
        let all: Vec<_> = limits
            .map(|(of, limit)| format!("{}={limit}", of.name()))
            .collect();
        f.write_str(&all.join(","))
    }
}

impl Usage {
    /// What a package comes to. One whose files were refused is nothing: it may be created anew.
    #[must_use]
    pub fn of(package: &Package) -> Self {
        package
            .kept()
            .map_or_else(Self::default, |bytes| Self { packages: 1, bytes })
    }

    /// With more packages.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self {
            packages: self.packages.saturating_add(other.packages),
            bytes: self.bytes.saturating_add(other.bytes),
        }
    }

    /// Without some of them.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self {
            packages: self.packages.saturating_sub(other.packages),
            bytes: self.bytes.saturating_sub(other.bytes),
        }
    }
}

impl Org {
    /// How much it holds of something.
    #[must_use]
    pub fn holds(&self, of: Held, usage: Usage, now: Timestamp) -> u64 {
        let count = |n: usize| n as u64;
        match of {
            Held::Apps => count(self.apps.len()),
            Held::Members => {
                let waiting = self.invitations.values().filter(|one| !one.is_over(now));
                count(self.members.len() + waiting.count())
            }
            Held::Accounts => count(self.accounts.len()),
            Held::Tokens => {
                let live = self.tokens.values().filter(|one| one.expires > now);
                count(live.count())
            }
            Held::Packages => usage.packages,
            Held::Storage => usage.bytes,
        }
    }

    /// Refuses one more of something than its quota lets in.
    pub(super) fn lets_in(&self, of: Held, now: Timestamp) -> Result<(), Refusal> {
        let used = self.holds(of, Usage::default(), now);
        self.quota.let_in(&self.name, of, used, 1)
    }
}

/// Sets the limits, all of them.
pub fn set(draft: &mut Draft<'_>, quota: Quota) -> Result<Told, Refusal> {
    quota.check()?;
    let subject = format!("quota of {}", draft.org.name);
    let told = told(Told::new("quota.set", subject), &draft.org.quota, &quota);
    draft.org.quota = quota;
    Ok(told)
}

/// With each limit before and after.
pub(super) fn told(told: Told, before: &Quota, after: &Quota) -> Told {
    let limit = |quota: &Quota, of| quota.limit(of).map(|limit| limit.to_string());
    Held::ALL.into_iter().fold(told, |told, of| {
        told.change(of.name(), limit(before, of), limit(after, of))
    })
}
