//! What a name says that must not be published.

use crate::refusal::Refusal;

/// Words of names that stand for something secret.
const SECRETS: [&str; 7] = [
    "secret",
    "password",
    "passwd",
    "private_key",
    "privatekey",
    "api_key",
    "token",
];

/// Everything at the edge can be read by anyone.
pub(crate) fn check_public(field: &str, name: &str) -> Result<(), Refusal> {
    let lower = name.to_ascii_lowercase().replace('-', "_");
    let Some(word) = SECRETS.iter().find(|word| lower.contains(**word)) else {
        return Ok(());
    };
    let rule = format!(
        "property {name} looks like a secret ({word}), and anyone can read what is published"
    );
    let hint = "let the app get it from a server of yours; rename the property if it is none";
    Err(Refusal::invalid(field, rule, hint))
}
