//! Path patterns: `?` and `*` within a segment, `**` over any number of segments.

use std::str::FromStr;

/// A pattern over the `/`-separated path of a package's file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Glob(Vec<String>);

impl FromStr for Glob {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix("./").unwrap_or(text);
        if text.is_empty() || text.starts_with('/') || text.len() > 512 {
            return Err("a pattern is relative, such as assets/** or *.map".to_owned());
        }
        Ok(Self(text.split('/').map(str::to_owned).collect()))
    }
}

impl Glob {
    /// Whether a path fits. A pattern of one segment, such as `*.map`, fits at any depth.
    pub fn matches(&self, path: &str) -> bool {
        let path: Vec<&str> = path.split('/').collect();
        match (self.0.as_slice(), path.last()) {
            ([only], Some(name)) if only != "**" => segment(only, name),
            (pattern, _) => segments(pattern, &path),
        }
    }
}

/// Row by row over the pattern: `fits[i]` says whether it fits the path's first `i` segments. No
/// backtracking, so that no pattern takes long.
fn segments(pattern: &[String], path: &[&str]) -> bool {
    let mut fits = vec![false; path.len() + 1];
    fits[0] = true;
    for part in pattern {
        let mut next = vec![false; path.len() + 1];
        for end in 0..=path.len() {
            next[end] = if part == "**" {
                fits[end] || end > 0 && next[end - 1]
            } else {
                end > 0 && fits[end - 1] && segment(part, path[end - 1])
            };
        }
        fits = next;
    }
    fits[path.len()]
}

fn segment(pattern: &str, name: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    let mut fits = vec![false; name.len() + 1];
    fits[0] = true;
    for sign in pattern.chars() {
        let mut next = vec![false; name.len() + 1];
        for end in 0..=name.len() {
            next[end] = match sign {
                '*' => fits[end] || end > 0 && next[end - 1],
                '?' => end > 0 && fits[end - 1],
                _ => end > 0 && fits[end - 1] && name[end - 1] == sign,
            };
        }
        fits = next;
    }
    fits[name.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_people_expect() {
        let fits = |pattern: &str, path: &str| pattern.parse::<Glob>().unwrap().matches(path);
        assert!(fits("*.map", "js/app.js.map"));
        assert!(!fits("*.map", "js/app.js"));
        assert!(fits("assets/**", "assets/a/b.png"));
        assert!(!fits("assets/**", "other/assets/a.png"));
        assert!(fits("**/img/*.png", "a/b/img/c.png"));
        assert!(fits("**/img/*.png", "img/c.png"));
        assert!(!fits("**/img/*.png", "img/deep/c.png"));
        assert!(fits("js/??.js", "js/ab.js"));
        assert!(!fits("js/??.js", "js/abc.js"));
        assert!(fits("**", "anything/at/all"));
        assert!("/abs".parse::<Glob>().is_err());
        assert!("".parse::<Glob>().is_err());
    }

    #[test]
    fn a_nasty_pattern_takes_no_time() {
        let glob: Glob = format!("{}c", "a*".repeat(200)).parse().unwrap();
        assert!(!glob.matches(&format!("{}b", "a".repeat(400))));
    }
}
