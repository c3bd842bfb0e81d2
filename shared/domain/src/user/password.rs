//! Which passwords are taken.

use std::collections::BTreeSet;

use crate::name::UserName;
use crate::refusal::Refusal;

/// Characters of a password at least.
const LEAST: usize = 12;
/// Characters of a password at most.
const MOST: usize = 256;
/// Characters that must be left of a password without its owner's name.
const BESIDE_NAME: usize = 8;
/// Different characters of a password at least.
const DIFFERENT: usize = 4;

/// The worst that are long enough: what is tried first by whoever guesses.
const WORST: [&str; 20] = [
    "000000000000",
    "012345678910",
    "111111111111",
    "1234567890123",
    "123456789012",
    "abcdefghijkl",
    "administrator",
    "changemeplease",
    "correcthorsebatterystaple",
    "correct horse battery staple",
    "iloveyou1234",
    "letmein12345",
    "password1234",
    "password12345",
    "passwordpassword",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiopasdf",
    "wavecastwavecast",
    "welcome12345",
];

/// Refuses a password that is too short, too long, or guessed at once. It is taken byte for byte as it
/// is sent: another Unicode form of it is another password.
///
/// # Errors
/// The rule that it breaks, never the password.
pub fn check_password(name: &UserName, password: &str) -> Result<(), Refusal> {
    let broken = |rule: &str| {
        let hint = "take four or five words that have nothing to do with each other";
        Err(Refusal::invalid("password", rule, hint))
    };
    let count = password.chars().count();
    if !(LEAST..=MOST).contains(&count) {
        return broken("must have 12 to 256 characters");
    }
    let low = password.to_lowercase();
    let different: BTreeSet<char> = low.chars().collect();
    if WORST.contains(&low.as_str()) || different.len() < DIFFERENT {
        return broken("is one of those that are guessed first");
    }
    let without = low.replace(name.as_str(), "");
    if without.len() < low.len() && without.chars().count() < BESIDE_NAME {
        return broken("must not be the own name with little beside it");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str, password: &str) -> Option<String> {
        let refused = check_password(&name.parse().unwrap(), password);
        refused.err().map(|refusal| refusal.rule)
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        let long = "must have 12 to 256 characters";
        for (password, rule) in [
            ("violet lamp".to_owned(), Some(long)),
            ("violet lamps".to_owned(), None),
            ("äöü ÄÖÜ ß€".to_owned(), Some(long)),
            ("äöü ÄÖÜ ß€ 日本".to_owned(), None),
            ("violet lamps".repeat(21) + "abcd", None),
            ("violet lamps".repeat(21) + "abcde", Some(long)),
            (String::new(), Some(long)),
        ] {
            assert_eq!(told("ada", &password).as_deref(), rule, "{password}");
        }
    }

    #[test]
    fn what_is_guessed_first_is_refused_however_it_is_spelled() {
        for password in [
            "password1234",
            "PassWord1234",
            "aaaaaaaaaaaa",
            "121212121212",
            "Correct Horse Battery Staple",
        ] {
            assert!(told("ada", password).unwrap().contains("guessed first"));
        }
        for worst in WORST {
            assert!((LEAST..=MOST).contains(&worst.chars().count()), "{worst}");
        }
    }

    #[test]
    fn the_own_name_is_no_password() {
        for (name, password, taken) in [
            ("ada-lovelace", "ada-lovelace", false),
            ("ada-lovelace", "Ada-Lovelace!1", false),
            ("ada", "adaadaada1234", false),
            ("ada", "ada likes violets", true),
            ("ada", "cicada of madagascar", true),
        ] {
            assert_eq!(told(name, password).is_none(), taken, "{password}");
        }
    }
}
