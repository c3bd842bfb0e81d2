//! Who vouches for which target paths.

use std::collections::BTreeMap;

use serde::Deserialize;
use wavecast_wire::hash::Sha256;
use wavecast_wire::key::PublicKey;
use wavecast_wire::tuf::RoleKeys;

/// The `delegations` of a targets file.
#[derive(Deserialize)]
pub struct Delegations {
    keys: BTreeMap<String, PublicKey>,
    #[serde(default)]
    roles: Vec<DelegatedRole>,
    #[serde(default)]
    succinct_roles: Option<SuccinctRoles>,
}

/// One delegation that a target path falls under.
pub struct Delegation {
    pub role: String,
    pub keys: RoleKeys,
    /// Whether the search ends below this role.
    pub terminating: bool,
}

#[derive(Deserialize)]
struct DelegatedRole {
    name: String,
    keyids: Vec<String>,
    threshold: usize,
    #[serde(default)]
    terminating: bool,
    #[serde(default)]
    paths: Vec<String>,
    #[serde(default)]
    path_hash_prefixes: Vec<String>,
}

/// Hash bins: `2^bit_length` roles, each for its share of all paths.
#[derive(Deserialize)]
struct SuccinctRoles {
    keyids: Vec<String>,
    threshold: usize,
    bit_length: u32,
    name_prefix: String,
}

impl Delegations {
    /// The roles that a path is delegated to, in the order in which they are searched.
    pub fn of(&self, path: &str) -> Vec<Delegation> {
        let named = self
            .roles
            .iter()
            .filter(|role| role.holds(path))
            .map(|role| Delegation {
                role: role.name.clone(),
                keys: self.keys(&role.keyids, role.threshold),
                terminating: role.terminating,
            });
        let bin = self.succinct_roles.iter().filter_map(|roles| {
            Some(Delegation {
                role: roles.bin(path)?,
                keys: self.keys(&roles.keyids, roles.threshold),
                terminating: true,
            })
        });
        named.chain(bin).collect()
    }

    fn keys(&self, ids: &[String], threshold: usize) -> RoleKeys {
        let key = |id: &String| Some((id.clone(), self.keys.get(id)?.clone()));
        RoleKeys {
            threshold,
            keys: ids.iter().filter_map(key).collect(),
        }
    }
}

impl DelegatedRole {
    fn holds(&self, path: &str) -> bool {
        let hash = String::from(Sha256::of(path.as_bytes()));
        self.paths.iter().any(|pattern| matches(pattern, path))
            || self
                .path_hash_prefixes
                .iter()
                .any(|prefix| hash.starts_with(prefix.as_str()))
    }
}

impl SuccinctRoles {
    /// The role of a path's bin: the first bits of its hash, in as many hex digits as the last bin
    /// needs. `None` for more bins than the specification allows.
    fn bin(&self, path: &str) -> Option<String> {
        if !(1..=32).contains(&self.bit_length) {
            return None;
        }
        let hash = String::from(Sha256::of(path.as_bytes()));
        let first = u32::from_str_radix(hash.get(..8)?, 16).ok()?;
        let bin = u64::from(first) >> (32 - self.bit_length);
        let digits = usize::try_from(self.bit_length.div_ceil(4)).ok()?;
        Some(format!("{}-{bin:0digits$x}", self.name_prefix))
    }
}

/// Whether a path fits a pattern: `*` and `?` stand for anything but `/`, all else for itself.
fn matches(pattern: &str, path: &str) -> bool {
    let (mut patterns, mut segments) = (pattern.split('/'), path.split('/'));
    loop {
        match (patterns.next(), segments.next()) {
            (None, None) => return true,
            (Some(pattern), Some(segment)) if segment_matches(pattern, segment) => {}
            _ => return false,
        }
    }
}

/// Goes back to the last `*` alone: what an earlier one could take, this one can take too.
fn segment_matches(pattern: &str, segment: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let segment: Vec<char> = segment.chars().collect();
    let (mut p, mut s) = (0, 0);
    let mut star = None;
    while s < segment.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, s));
                p += 1;
            }
            Some(c) if *c == '?' || *c == segment[s] => {
                p += 1;
                s += 1;
            }
            _ => match star {
                Some((at, taken)) => {
                    star = Some((at, taken + 1));
                    p = at + 1;
                    s = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_stay_within_a_folder() {
        for (pattern, path, expected) in [
            ("*", "a", true),
            ("*", "a/b", false),
            ("a/*", "a/b", true),
            ("a/*/c", "a/b/c", true),
            ("*.tgz", "x.tgz", true),
            ("*.tgz", "a/x.tgz", false),
            ("foo-?.tgz", "foo-1.tgz", true),
            ("foo-?.tgz", "foo-10.tgz", false),
            ("a*b*c", "aXbXbXc", true),
            ("a*b*c", "aXbXbX", false),
            ("README.md", "README.MD", false),
            ("a", "a/", false),
            ("**", "", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn a_path_falls_into_the_bin_of_its_first_bits() {
        let bin = |bit_length| {
            let name_prefix = String::from("bin");
            let roles = SuccinctRoles {
                keyids: Vec::new(),
                threshold: 1,
                bit_length,
                name_prefix,
            };
            roles.bin("abc")
        };
        // SHA-256("abc") begins with ba7816bf.
        assert_eq!(bin(1).as_deref(), Some("bin-1"));
        assert_eq!(bin(5).as_deref(), Some("bin-17"));
        assert_eq!(bin(8).as_deref(), Some("bin-ba"));
        assert_eq!(bin(32).as_deref(), Some("bin-ba7816bf"));
        assert_eq!(bin(0), None);
        assert_eq!(bin(33), None);
    }
}
