//! Service accounts: machines that act for nobody in particular.

use super::Account;
use super::create::check_title;
use super::decide::{Draft, Told};
use super::giving::check;
use super::quota::Held;
use super::token::Holder;
use crate::name::AccountName;
use crate::refusal::{Reason, Refusal};
use crate::role::{Grants, OrgRole};

/// Service accounts of an organization.
pub(super) const MOST_ACCOUNTS: usize = 200;

/// Makes a service account, or changes its roles.
pub fn set(
    draft: &mut Draft<'_>,
    name: AccountName,
    title: String,
    grants: Grants,
) -> Result<Told, Refusal> {
    check_title("title", &title)?;
    check(draft, OrgRole::Member, &grants)?;
    let before = draft.org.accounts.get(&name);
    if before.is_none() {
        draft.org.lets_in(Held::Accounts, draft.cx.now)?;
    }
    if before.is_none() && draft.org.accounts.len() >= MOST_ACCOUNTS {
        let rule =
            format!("the organization has {MOST_ACCOUNTS} service accounts, as many as allowed");
        let hint = "delete one with `wavecast account delete`";
        return Err(Refusal::new(Reason::Limit, "accounts", rule, hint));
    }
    let told = Told::new("account.set", format!("service account {name}"))
        .change(
            "title",
            before.map(|one| one.title.clone()),
            Some(title.clone()),
        )
        .change(
            "applications",
            before.map(|one| one.grants.to_string()),
            Some(grants.to_string()),
        );
    let account = Account {
        title,
        grants,
        created: before.map_or(draft.cx.now, |one| one.created),
    };
    draft.org.accounts.insert(name, account);
    Ok(told)
}

/// Ends a service account, with all its tokens.
pub fn delete(draft: &mut Draft<'_>, name: &AccountName) -> Result<Told, Refusal> {
    let field = format!("service account {name}");
    let gone = draft.org.accounts.remove(name);
    let gone = gone.ok_or_else(|| {
        Refusal::missing(
            field.clone(),
            "`wavecast account list` shows the service accounts",
        )
    })?;
    let account = name.clone();
    draft.org.end_trusts(&account);
    draft.org.end_tokens(&Holder::Account { account });
    let told = Told::new("account.delete", field);
    Ok(told.change("applications", Some(gone.grants.to_string()), None))
}
