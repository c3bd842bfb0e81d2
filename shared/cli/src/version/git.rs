//! The version that git's tags say, asked of the `git` command.

use std::path::Path;
use std::process::{Command, Stdio};

use wavecast_wire::version::Version;

use super::next::with_commits;
use super::{Found, Source};

/// The tag at `HEAD`, else the newest one beneath it with the commits since; `None` without git,
/// outside a repository, or without a tag that is a version (`v1.2.0` or `1.2.0`).
pub fn describe(directory: &Path) -> Option<Found> {
    let at_head = newest(&git(directory, &["tag", "--points-at", "HEAD"])?);
    if let Some((version, tag)) = at_head {
        return Some(Found {
            version,
            source: Source::Tag { tag },
        });
    }
    // In a shallow clone the commits can't be counted.
    if git(directory, &["rev-parse", "--is-shallow-repository"])?.trim() != "false" {
        return None;
    }
    let (version, tag) = newest(&git(directory, &["tag", "--merged", "HEAD"])?)?;
    let range = format!("refs/tags/{tag}..HEAD");
    let commits = git(directory, &["rev-list", "--count", &range])?
        .trim()
        .parse()
        .ok()?;
    let version = with_commits(&version, commits)?;
    Some(Found {
        version,
        source: Source::TagAndCommits { tag, commits },
    })
}

/// The highest version among the tags.
fn newest(tags: &str) -> Option<(Version, String)> {
    tags.lines()
        .filter_map(|tag| {
            Some((
                tag.strip_prefix('v').unwrap_or(tag).parse().ok()?,
                tag.to_owned(),
            ))
        })
        .max_by(|(left, _): &(Version, String), (right, _)| left.cmp(right))
}

/// What a git command says; `None` when it fails or git is missing.
fn git(directory: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(directory)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8(output.stdout).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Commits count up: two with the same text, parent and second would be one.
    struct Repository(tempfile::TempDir, std::cell::Cell<u32>);

    impl Repository {
        fn new() -> Self {
            let repository = Self(tempfile::tempdir().unwrap(), std::cell::Cell::default());
            repository.run(&["init", "--quiet", "--initial-branch", "main"]);
            repository
        }

        fn run(&self, arguments: &[&str]) {
            let done = Command::new("git")
                .arg("-C")
                .arg(self.0.path())
                .args([
                    "-c",
                    "user.name=t",
                    "-c",
                    "user.email=t@localhost",
                    "-c",
                    "commit.gpgsign=false",
                ])
                .args(arguments)
                .status()
                .unwrap();
            assert!(done.success(), "git {arguments:?}");
        }

        fn commit(&self) -> &Self {
            self.1.set(self.1.get() + 1);
            let message = format!("commit {}", self.1.get());
            self.run(&["commit", "--quiet", "--allow-empty", "--message", &message]);
            self
        }

        fn tag(&self, name: &str) -> &Self {
            self.run(&["tag", name]);
            self
        }

        fn says(&self) -> Option<(String, String)> {
            let found = describe(self.0.path())?;
            Some((found.version.to_string(), found.source.to_string()))
        }
    }

    #[test]
    fn a_tag_at_head_is_the_version() {
        let repository = Repository::new();
        repository
            .commit()
            .tag("v1.2.0")
            .tag("nightly")
            .tag("1.1.0");
        assert_eq!(
            repository.says(),
            Some(("1.2.0".into(), "from tag v1.2.0".into()))
        );
    }

    #[test]
    fn commits_since_the_newest_tag_are_counted() {
        let repository = Repository::new();
        repository
            .commit()
            .tag("v1.2.0")
            .commit()
            .tag("v1.1.9")
            .commit()
            .commit();
        let says = Some(("1.2.0.3".into(), "tag v1.2.0 and 3 commits since".into()));
        assert_eq!(repository.says(), says);
    }

    #[test]
    fn a_tag_on_another_branch_does_not_count() {
        let repository = Repository::new();
        repository.commit().tag("1.0.0");
        repository.run(&["checkout", "--quiet", "-b", "next"]);
        repository.commit().tag("2.0.0");
        repository.run(&["checkout", "--quiet", "main"]);
        repository.commit();
        assert_eq!(repository.says().unwrap().0, "1.0.0.1");
    }

    #[test]
    fn without_tags_commits_or_repository_git_says_nothing() {
        assert_eq!(Repository::new().says(), None);
        let repository = Repository::new();
        repository.commit().tag("latest");
        assert_eq!(repository.says(), None);
        assert_eq!(describe(tempfile::tempdir().unwrap().path()), None);
    }
}
