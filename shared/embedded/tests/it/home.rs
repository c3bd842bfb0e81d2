//! The data directory: first start, reopening, and what is refused.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use wavecast_embedded::{Embedded, OpenError, bootstrap_token};
use wavecast_engine::port::{Expect, Key};

use crate::bed::{another, given_dir, key, open, put};

fn refusal(dir: &Path) -> OpenError {
    Embedded::open(dir).map(|_| ()).unwrap_err()
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn x() -> Key {
    key("a", "x")
}

#[tokio::test]
async fn what_was_written_is_there_after_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("new/data");
    for round in 1..=3_u64 {
        let (_embedded, local) = open(&home);
        let found = local.ledger.get(&[x()]).await.unwrap().remove(0);
        assert_eq!(found.map_or(0, |entry| entry.revision), round - 1);
        local
            .ledger
            .commit(vec![put("a", "x", "1", Expect::Any)])
            .await
            .unwrap();
    }
}

#[test]
fn secrets_are_for_their_owner_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (embedded, _local) = open(dir.path());
    let token = embedded.bootstrap_token().unwrap();
    assert!(
        token.starts_with("wct_") && token.len() == 4 + 43,
        "{}",
        token.len()
    );
    assert_eq!(bootstrap_token(dir.path()).unwrap(), token);
    for (name, expected) in [
        ("keys", 0o700),
        ("staging", 0o700),
        ("keys/uploads", 0o600),
        ("ledger.redb", 0o600),
        ("token", 0o600),
    ] {
        assert_eq!(mode(&dir.path().join(name)), expected, "{name}");
    }
}

#[test]
fn an_exposed_or_broken_secret_is_refused_with_the_way_out() {
    let dir = tempfile::tempdir().unwrap();
    let (embedded, _) = open(dir.path());
    embedded.bootstrap_token().unwrap();
    let path = dir.path().join("token");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let error = bootstrap_token(dir.path()).unwrap_err().to_string();
    assert!(
        error.contains(&format!("chmod 600 {}", path.display())),
        "{error}"
    );
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&path, "wct_short").unwrap();
    let error = bootstrap_token(dir.path()).unwrap_err().to_string();
    assert!(error.contains("it is no `wct_…` token"), "{error}");
    let keys = dir.path().join("keys/uploads");
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o604)).unwrap();
    let error = embedded
        .local("http://x")
        .map(|_| ())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("chmod 600") && error.contains("mode 604"),
        "{error}"
    );
}

#[test]
#[ignore = "holds a directory for another test"]
fn holder() {
    let (_embedded, _local) = open(&given_dir());
    println!("\nheld");
    std::thread::sleep(std::time::Duration::from_secs(60));
}

#[test]
fn a_directory_that_another_process_holds_names_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut holder = another("home::holder", dir.path()).spawn().unwrap();
    let lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    assert!(lines.map(Result::unwrap).any(|line| line == "held"));
    let error = refusal(dir.path());
    let pid = holder.id();
    assert!(
        matches!(error, OpenError::Held { pid: Some(found), .. } if found == pid),
        "{error}"
    );
    assert!(
        error.to_string().contains(&format!("kill {pid}")),
        "{error}"
    );
    holder.kill().unwrap();
    holder.wait().unwrap();
    // The lock file is still there, and holds nobody back.
    open(dir.path());
}

#[test]
fn a_directory_is_held_until_the_last_port_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    let (embedded, local) = open(dir.path());
    assert!(matches!(refusal(dir.path()), OpenError::Held { .. }));
    drop(embedded);
    assert!(matches!(refusal(dir.path()), OpenError::Held { .. }));
    drop(local);
    open(dir.path());
}

#[test]
fn data_of_a_newer_version_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path());
    std::fs::write(
        dir.path().join("wavecast.json"),
        r#"{"layout":2,"more":true}"#,
    )
    .unwrap();
    let before = std::fs::read(dir.path().join("ledger.redb")).unwrap();
    let error = refusal(dir.path()).to_string();
    assert!(
        error.contains("this data was written by a newer version (layout 2"),
        "{error}"
    );
    assert_eq!(
        std::fs::read(dir.path().join("ledger.redb")).unwrap(),
        before
    );
}

#[test]
fn broken_files_are_named() {
    for text in [
        "",
        "{",
        "{\"layout\":0}",
        "{\"layout\":\"1\"}",
        "[1]",
        "\u{0}",
    ] {
        let dir = tempfile::tempdir().unwrap();
        open(dir.path());
        std::fs::write(dir.path().join("wavecast.json"), text).unwrap();
        let error = refusal(dir.path()).to_string();
        assert!(
            error.contains("wavecast.json: can't be read"),
            "{text}: {error}"
        );
    }
    let dir = tempfile::tempdir().unwrap();
    open(dir.path());
    std::fs::write(dir.path().join("ledger.redb"), vec![0; 8192]).unwrap();
    let error = refusal(dir.path()).to_string();
    assert!(
        error.contains("ledger.redb: can't be read") && error.contains("backup"),
        "{error}"
    );
    std::fs::remove_file(dir.path().join("ledger.redb")).unwrap();
    let error = refusal(dir.path()).to_string();
    assert!(error.contains("ledger.redb is missing"), "{error}");
    assert!(!dir.path().join("ledger.redb").exists());
}

#[test]
fn somebody_elses_directory_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("thesis.tex"), "precious").unwrap();
    let error = refusal(dir.path());
    assert!(
        matches!(&error, OpenError::Foreign { name, .. } if name == "thesis.tex"),
        "{error}"
    );
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    let file = dir.path().join("thesis.tex");
    assert!(matches!(refusal(&file), OpenError::Disk { .. }));
}

/// Whatever of a first start a crash left, in the order in which it is made.
#[test]
fn a_first_start_that_was_cut_short_is_finished() {
    let names = [
        "lock",
        "edge",
        "staging/temp",
        "keys",
        "ledger.redb",
        "wavecast.json",
    ];
    for cut in 0..names.len() {
        let dir = tempfile::tempdir().unwrap();
        open(dir.path());
        for name in &names[cut..] {
            let path = dir.path().join(name);
            if path.is_dir() {
                std::fs::remove_dir_all(path).unwrap();
            } else {
                std::fs::remove_file(path).unwrap();
            }
        }
        if cut > 2 {
            std::fs::write(dir.path().join("staging/temp/ledger.redb"), "half").unwrap();
            std::fs::write(dir.path().join("staging/temp/1-0.new"), "{\"lay").unwrap();
        }
        open(dir.path());
        assert!(
            names.iter().all(|name| dir.path().join(name).exists()),
            "cut {cut}"
        );
        assert_eq!(
            std::fs::read_dir(dir.path().join("staging/temp"))
                .unwrap()
                .count(),
            0
        );
    }
}

/// A child of this process has copies of all open files from its fork to its exec, the lock too.
#[test]
fn a_lock_that_is_just_being_dropped_is_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let held = open(dir.path());
    std::thread::scope(|scope| {
        let opened = scope.spawn(|| open(dir.path()));
        std::thread::sleep(std::time::Duration::from_millis(50));
        drop(held);
        opened.join().unwrap();
    });
}
