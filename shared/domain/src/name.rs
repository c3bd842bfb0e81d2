//! Names of people, roles, service accounts and secrets.

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::{Hasher, to_hex};
use wavecast_wire::name;
pub use wavecast_wire::name::NameError;
use wavecast_wire::name::check_slug;

name!(
    /// A person's stable id, made by whoever signed them in. It stands in paths as it is.
    UserId, "person", check_user);
name!(
    /// The name of a role that an organization made; never one of the built-in ones.
    RoleName, "role", check_role);
name!(
    /// A service account's name.
    AccountName, "service account", check_slug);
name!(
    /// By what name one of the installation's own people signs in.
    UserName, "user", check_slug);
name!(
    /// The name of a rule of trust.
    TrustName, "trust", check_slug);
name!(
    /// The name of a secret of an application.
    SecretName, "secret", check_slug);
name!(
    /// The public part of a secret: 16 characters of Crockford's base 32 in lower case.
    SecretId, "id", check_secret_id);

impl UserId {
    /// Of somebody whom an issuer vouches for: made of its name and of its own id of them together, so that
    /// no two issuers share one.
    ///
    /// # Errors
    /// Never: what is made has the form of an id.
    pub fn at(issuer: &str, subject: &str) -> Result<Self, NameError> {
        let mut hasher = Hasher::default();
        hasher.update(issuer.as_bytes());
        hasher.update(&[0]);
        hasher.update(subject.as_bytes());
        let hex = to_hex(&hasher.finish().0);
        format!("p-{}", hex.get(..24).unwrap_or_default()).parse()
    }
}

/// Letters, digits, `.`, `_`, `-`, `:`, `@`; 1 to 128; begins with a letter or digit.
fn check_user(text: &str) -> Result<(), &'static str> {
    let inner = |b: u8| b.is_ascii_alphanumeric() || b"._-:@".contains(&b);
    let begins = text
        .bytes()
        .next()
        .is_some_and(|b| b.is_ascii_alphanumeric());
    if (1..=128).contains(&text.len()) && begins && text.bytes().all(inner) {
        return Ok(());
    }
    Err("must be 1 to 128 letters, digits, '.', '_', '-', ':' or '@', the first a letter or digit")
}

fn check_role(text: &str) -> Result<(), &'static str> {
    const BUILT_IN: [&str; 6] = ["owner", "admin", "member", "write", "read", "approver"];
    if BUILT_IN.contains(&text) {
        return Err("must not be one of the built-in ones");
    }
    check_slug(text)
}

fn check_secret_id(text: &str) -> Result<(), &'static str> {
    let digit = |b: u8| b.is_ascii_digit() || (b.is_ascii_lowercase() && !b"ilou".contains(&b));
    if text.len() == 16 && text.bytes().all(digit) {
        return Ok(());
    }
    Err("must be 16 of 0-9 and a-z without i, l, o and u")
}
