//! How much an organization may hold.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::org::{Held, Org, Quota, Usage};
use wavecast_wire::time::Timestamp;

/// How much an organization holds, and how much it may.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrgQuota {
    /// The organization's revision; its ETag.
    pub revision: u64,
    /// Applications.
    pub apps: QuotaLine,
    /// Members, with the invitations that wait for an answer.
    pub members: QuotaLine,
    /// Service accounts.
    pub accounts: QuotaLine,
    /// Tokens that work.
    pub tokens: QuotaLine,
    /// Packages of all applications, but for those whose files were refused.
    pub packages: QuotaLine,
    /// Bytes of these packages: of each its list, and every file as often as the list names it.
    pub storage: QuotaLine,
}

/// How much of one thing there is, and may be.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuotaLine {
    /// So much is there.
    #[schema(example = 12)]
    pub used: u64,
    /// So much may be there: the limit that was set, else the one that is built in; absent for as much
    /// as the disk takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 20)]
    pub most: Option<u64>,
    /// The limit that was set, if one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 20)]
    pub limit: Option<u64>,
}

/// All limits of an organization; what isn't said stands at the bound that is built in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetQuota {
    /// Applications, at most 1,000.
    #[schema(example = 20)]
    pub apps: Option<u64>,
    /// Members, with the invitations that wait for an answer, at most 500.
    #[schema(example = 50)]
    pub members: Option<u64>,
    /// Service accounts, at most 200.
    pub accounts: Option<u64>,
    /// Tokens that work, at most 1,000.
    pub tokens: Option<u64>,
    /// Packages.
    pub packages: Option<u64>,
    /// Bytes of packages.
    #[schema(example = 50_000_000_000_u64)]
    pub storage: Option<u64>,
}

impl OrgQuota {
    /// That of an organization.
    pub fn of(org: &Org, usage: Usage, now: Timestamp) -> Self {
        let line = |of| QuotaLine {
            used: org.holds(of, usage, now),
            most: org.quota.most(of),
            limit: org.quota.limit(of),
        };
        Self {
            revision: org.revision,
            apps: line(Held::Apps),
            members: line(Held::Members),
            accounts: line(Held::Accounts),
            tokens: line(Held::Tokens),
            packages: line(Held::Packages),
            storage: line(Held::Storage),
        }
    }
}

impl From<SetQuota> for Quota {
    fn from(set: SetQuota) -> Self {
        Self::default()
            .with(Held::Apps, set.apps)
            .with(Held::Members, set.members)
            .with(Held::Accounts, set.accounts)
            .with(Held::Tokens, set.tokens)
            .with(Held::Packages, set.packages)
            .with(Held::Storage, set.storage)
    }
}
