//! A process that writes is killed again and again: what it said was done is done, and what it was in
//! the middle of is whole or not there.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::time::Duration;

use wavecast_embedded::Local;
use wavecast_engine::port::Expect;
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;

use crate::bed::{
    NOW, SPACE, another, bytes, file_key, files_below, given_dir, key, latest, open, put, send,
    stage,
};

const KILLS: u64 = 20;
/// Bytes of an upload in two parts.
const LARGE: usize = (16 << 20) + 1;

/// The bytes of everything that step `n` writes.
fn bytes_of(n: u64) -> Vec<u8> {
    bytes(n, 20_000 + usize::try_from(n % 7).unwrap() * 9_000)
}

/// The mutable object as step `n` leaves it: torn, it would have the one and not the other.
fn latest_of(n: u64) -> Vec<u8> {
    format!("{n}\n{}\n{n}\n", "-".repeat(6000)).into_bytes()
}

/// Says that something is done; from here on it has to be.
fn done(what: &str, n: u64) {
    let mut out = std::io::stdout();
    writeln!(out, "\ndone {what} {n}").unwrap();
    out.flush().unwrap();
}

#[tokio::test]
#[ignore = "is killed by another test"]
async fn writer() {
    let dir = given_dir();
    let first: u64 = std::env::var("WAVECAST_TEST_FIRST")
        .unwrap()
        .parse()
        .unwrap();
    let (_embedded, local) = open(&dir);
    let mut etag = match local.objects.head(&latest()).await.unwrap() {
        Some((_, etag)) => etag,
        None => local
            .objects
            .create(&latest(), latest_of(0).into(), 60)
            .await
            .unwrap(),
    };
    let large = tokio::spawn(send_large(local.clone(), first));
    for n in first.. {
        let name = format!("{n:08}");
        let (one, two) = (
            put("one", &name, &name, Expect::Absent),
            put("two", &name, &name, Expect::Absent),
        );
        local.ledger.commit(vec![one, two]).await.unwrap();
        done("commit", n);
        let root = ObjectKey::parse(&format!("acme/lamp/stable/{n}.root.json")).unwrap();
        local
            .objects
            .create(&root, bytes_of(n).into(), 60)
            .await
            .unwrap();
        done("create", n);
        etag = local
            .objects
            .replace(&latest(), latest_of(n).into(), &etag, 60)
            .await
            .unwrap();
        done("replace", n);
        let whole = bytes_of(n);
        let staged = stage(&local, &format!("small-{n}"), &whole).await.unwrap();
        done("stage", n);
        let (sha256, size) = (staged.sha256, staged.size);
        local
            .uploads
            .promote(SPACE, sha256, size, None, &file_key(sha256))
            .await
            .unwrap();
        done("promote", n);
    }
    large.await.unwrap();
}

/// A large upload on the side, part by part, and then completed.
async fn send_large(local: Local, first: u64) {
    let (whole, id) = (bytes(first, LARGE), format!("large-{first}"));
    let plan = local
        .uploads
        .begin(SPACE, &id, Sha256::of(&whole), LARGE as u64, NOW)
        .await
        .unwrap();
    let mut sent = Vec::new();
    for part in &plan.parts {
        sent.push((
            part.number,
            send(&local, &plan, part, &whole).await.unwrap(),
        ));
        done(&format!("part-{}", part.number), first);
    }
    local
        .uploads
        .complete(SPACE, &id, &sent, NOW)
        .await
        .unwrap();
    done("complete", first);
}

/// Runs the writer until it has said `lines` things and a little longer; answers all that it said.
fn run_and_kill(dir: &Path, first: u64, lines: usize, longer: Duration) -> Vec<(String, u64)> {
    let mut writer = another("crash::writer", dir)
        .env("WAVECAST_TEST_FIRST", first.to_string())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(writer.stdout.take().unwrap())
        .lines()
        .filter_map(|line| {
            let line = line.unwrap();
            let (what, n) = line.strip_prefix("done ")?.rsplit_once(' ')?;
            Some((what.to_owned(), n.parse().unwrap()))
        });
    let mut heard: Vec<_> = said.by_ref().take(lines).collect();
    assert_eq!(heard.len(), lines, "the writer ended by itself");
    std::thread::sleep(longer);
    writer.kill().unwrap();
    heard.extend(said);
    writer.wait().unwrap();
    heard
}

#[test]
fn nothing_that_was_acknowledged_is_lost_and_nothing_is_torn() {
    let dir = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (mut first, mut all) = (1, Vec::new());
    for round in 0..KILLS {
        // Other points of the loop each time: after more words, and some fraction of a write later.
        let lines = usize::try_from(1 + round * 7 % 19).unwrap();
        let longer = Duration::from_micros(round * 631 % 4000);
        let heard = run_and_kill(dir.path(), first, lines, longer);
        let (_embedded, local) = open(dir.path());
        assert_eq!(files_below(&dir.path().join("staging/temp")), 0);
        runtime.block_on(check_all_done(&local, &heard));
        runtime.block_on(check_nothing_torn(&local, dir.path()));
        // The step that was cut short may have landed without a word of it: go on behind it.
        first = heard.iter().map(|(_, n)| *n).max().unwrap_or(first) + 2;
        all.extend(heard);
    }
    let (_embedded, local) = open(dir.path());
    runtime.block_on(check_all_done(&local, &all));
}

async fn check_all_done(local: &Local, heard: &[(String, u64)]) {
    for (what, n) in heard {
        let (name, whole) = (format!("{n:08}"), bytes_of(*n));
        let (id, said) = (format!("large-{n}"), format!("{what} {n}"));
        match what.as_str() {
            "commit" => {
                let found = local
                    .ledger
                    .get(&[key("one", &name), key("two", &name)])
                    .await
                    .unwrap();
                assert!(
                    found
                        .iter()
                        .all(|e| e.as_ref().is_some_and(|e| e.body == name)),
                    "{said}"
                );
            }
            "create" => {
                let root = ObjectKey::parse(&format!("acme/lamp/stable/{n}.root.json")).unwrap();
                assert_eq!(
                    local.objects.get(&root).await.unwrap().unwrap().bytes,
                    whole,
                    "{said}"
                );
            }
            "replace" => {
                let latest = local.objects.get(&latest()).await.unwrap().unwrap().bytes;
                let text = std::str::from_utf8(&latest).unwrap();
                assert!(
                    text.lines().next().unwrap().parse::<u64>().unwrap() >= *n,
                    "{said}"
                );
            }
            "stage" => {
                let read = local
                    .uploads
                    .read(SPACE, Sha256::of(&whole), whole.len())
                    .await;
                assert_eq!(read.unwrap(), whole, "{said}");
            }
            "promote" => {
                let found = local
                    .objects
                    .get(&file_key(Sha256::of(&whole)))
                    .await
                    .unwrap();
                assert_eq!(found.unwrap().bytes, whole, "{said}");
            }
            "complete" => {
                let read = local
                    .uploads
                    .read(SPACE, Sha256::of(&bytes(*n, LARGE)), LARGE)
                    .await;
                assert_eq!(read.unwrap().len(), LARGE, "{said}");
            }
            part => {
                let number: u32 = part.strip_prefix("part-").unwrap().parse().unwrap();
                let (_, received) = local.uploads.parts(SPACE, &id, NOW).await.unwrap();
                let there = received.iter().any(|part| part.number == number);
                let hash = Sha256::of(&bytes(*n, LARGE));
                let joined = local.uploads.staged(SPACE, hash).await.unwrap().is_some();
                assert!(there || joined, "{said}");
            }
        }
    }
}

/// Everything that can be seen is whole, acknowledged or not.
async fn check_nothing_torn(local: &Local, dir: &Path) {
    let listed = local.objects.list("", None, 10_000).await.unwrap();
    assert_eq!(
        listed.len(),
        files_below(&dir.join("edge")),
        "the edge holds something unnamed"
    );
    for object in listed {
        let found = local.objects.get(&object.key).await.unwrap().unwrap().bytes;
        match &object.key {
            ObjectKey::File(_, _, sha256) => assert_eq!(Sha256::of(&found), *sha256),
            ObjectKey::Root(_, n) => assert_eq!(found, bytes_of(*n), "{n}"),
            ObjectKey::Latest(_) => {
                let n = std::str::from_utf8(&found).unwrap().lines().next().unwrap();
                assert_eq!(found, latest_of(n.parse().unwrap()));
            }
            other => panic!("{other:?}"),
        }
    }
    for file in std::fs::read_dir(dir.join("staging/files/acme/lamp"))
        .into_iter()
        .flatten()
    {
        let file = file.unwrap();
        let hash = Sha256::of(&std::fs::read(file.path()).unwrap()).to_string();
        assert_eq!(file.file_name().to_str(), Some(hash.as_str()));
    }
    let pages = ["one", "two"].map(|pk| async move {
        let query = wavecast_engine::port::Query::Prefix {
            pk: pk.to_owned(),
            prefix: String::new(),
        };
        local
            .ledger
            .page(&query, None, 1000, false)
            .await
            .unwrap()
            .entries
    });
    let [one, two] = futures_util::future::join_all(pages)
        .await
        .try_into()
        .unwrap();
    let names = |entries: Vec<wavecast_engine::port::Entry>| -> Vec<String> {
        entries.into_iter().map(|entry| entry.key.sk).collect()
    };
    assert_eq!(
        names(one),
        names(two),
        "a commit of two entries is half there"
    );
}
