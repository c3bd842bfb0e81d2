//! Secrets of an application: sealed in one commit, opened by the server's own parts alone.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_domain::Command;
use wavecast_domain::decide::Outcome;
use wavecast_domain::name::SecretName;
use wavecast_domain::refusal::Reason;
use wavecast_domain::vault::{AppSecret, SecretPlace};
use wavecast_engine::control::{ControlError, Done, NewSecret, PageAsk, Request, SecretValue};
use wavecast_engine::local::Ports;
use wavecast_engine::port::{
    DataKey, Entry, Expect, Key, Ledger as _, PortError, Proof, Prover as _, Query, Unwrap, Wrap,
    Write,
};
use wavecast_engine::record::key;
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::world::World;
use wavecast_engine::vault::VaultError;
use wavecast_wire::hash::Sha256;
use zeroize::Zeroizing;

use crate::stage::Stage;

fn name(text: &str) -> SecretName {
    text.parse().unwrap()
}

fn new(of: &str, value: &[u8]) -> NewSecret {
    NewSecret {
        name: name(of),
        value: SecretValue::new(Zeroizing::new(value.to_vec())).unwrap(),
        remind: None,
        note: None,
    }
}

async fn set_by(stage: &Stage, by: Request, new: &NewSecret) -> Result<Done, ControlError> {
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    stage.world.control.set_secret(org, app, by, new).await
}

async fn set(stage: &Stage, of: &str, value: &[u8]) -> u32 {
    let done = set_by(stage, request(), &new(of, value)).await.unwrap();
    match done.outcome {
        Outcome::Secret { version, .. } => version,
        other => panic!("{other:?}"),
    }
}

async fn open(stage: &Stage, of: &str) -> Result<Vec<u8>, VaultError> {
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let opened = stage.world.vault.open(org, app, &name(of)).await;
    opened.map(|value| value.to_vec())
}

async fn prove(stage: &Stage, of: &str) -> Proof {
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let control = &stage.world.control;
    control.check_secret(org, app, &name(of)).await.unwrap()
}

fn place(stage: &Stage, of: &str, version: u32) -> Key {
    key::sealed_value(&SecretPlace {
        org: stage.scope.org.clone(),
        app: stage.scope.app.clone(),
        name: name(of),
        version,
    })
}

async fn entry(stage: &Stage, at: &Key) -> Option<Entry> {
    let found = stage.memory.ledger.get(std::slice::from_ref(at)).await;
    found.unwrap().pop().flatten()
}

/// All values of an application that lie in the ledger.
async fn values(stage: &Stage) -> Vec<Entry> {
    let pk = place(stage, "x", 1).pk;
    let prefix = String::new();
    let query = Query::Prefix { pk, prefix };
    let page = stage.memory.ledger.page(&query, None, 100, false).await;
    page.unwrap().entries
}

async fn overwrite(stage: &Stage, at: Key, body: Bytes) {
    let mut entry = entry(stage, &at).await.unwrap();
    entry.body = body;
    let put = Write::Put(entry, Expect::Any);
    stage.memory.ledger.commit(vec![put]).await.unwrap();
}

#[tokio::test]
async fn what_is_set_is_opened_in_its_newest_version() {
    let stage = Stage::new().await;
    let long = vec![0xff; 8192];
    for (n, value) in [&b"x"[..], b"\0\xff\0", &long].into_iter().enumerate() {
        assert_eq!(set(&stage, "hook", value).await as usize, n + 1);
        assert_eq!(open(&stage, "hook").await.unwrap(), value);
    }
    let command = Command::UseSecret {
        name: name("hook"),
        version: 1,
    };
    stage.run(command).await;
    assert_eq!(open(&stage, "hook").await.unwrap(), b"x");
    let proof = Proof {
        version: 1,
        why: None,
    };
    assert_eq!(prove(&stage, "hook").await, proof);
    let none = open(&stage, "none").await;
    assert_eq!(none, Err(VaultError::Missing(name("none"))));
}

#[tokio::test]
async fn a_value_of_no_bytes_or_too_many_is_refused() {
    for length in [0, 8193, 1 << 20] {
        let refusal = SecretValue::new(Zeroizing::new(vec![7; length])).unwrap_err();
        assert_eq!(
            (refusal.reason, &*refusal.field),
            (Reason::Invalid, "value")
        );
        assert!(refusal.rule.contains("1 to 8192 bytes"), "{refusal:?}");
    }
}

/// Nothing in the ledger holds it, in any spelling; nothing that is printed does.
#[tokio::test]
async fn a_value_lies_nowhere_in_the_clear() {
    let stage = Stage::new().await;
    let value = b"correct horse battery staple";
    let new = new("hook", value);
    assert!(!format!("{new:?}").contains("horse"));
    let by = Request {
        idempotency: Some(("key".to_owned(), Sha256::of(b"body"))),
        ..request()
    };
    let done = set_by(&stage, by, &new).await.unwrap();
    assert!(!format!("{done:?}").contains("horse"));
    let spelled = [
        String::from_utf8(value.to_vec()).unwrap(),
        wavecast_wire::hash::to_hex(value),
        base64::Engine::encode(&base64::engine::general_purpose::STANDARD, value),
        Sha256::of(value).to_string(),
    ];
    let entries = stage.memory.ledger.dump();
    assert!(entries.iter().any(|entry| entry.key.pk.starts_with("V#")));
    for entry in entries {
        let body = String::from_utf8_lossy(&entry.body).into_owned();
        for text in &spelled {
            assert!(!body.contains(text), "{} {}", entry.key.pk, entry.key.sk);
        }
    }
}

#[tokio::test]
async fn swapped_and_damaged_values_open_nowhere() {
    let stage = Stage::new().await;
    for of in ["hook", "token"] {
        set(&stage, of, format!("first of {of}").as_bytes()).await;
        set(&stage, of, format!("second of {of}").as_bytes()).await;
    }
    let at = place(&stage, "hook", 2);
    let own = entry(&stage, &at).await.unwrap().body;
    let other = |of: &str, n: u32| place(&stage, of, n);
    for from in [other("hook", 1), other("token", 2)] {
        let foreign = entry(&stage, &from).await.unwrap().body;
        overwrite(&stage, at.clone(), foreign).await;
        let proof = prove(&stage, "hook").await;
        assert_eq!(proof.version, 2);
        assert!(proof.why.unwrap().contains("version 2 of secret hook"));
        assert!(open(&stage, "hook").await.is_err());
    }
    let text = String::from_utf8(own.to_vec()).unwrap();
    let begin = text.find("\"value\":\"").unwrap() + 30;
    let other = if text.as_bytes()[begin] == b'A' {
        "B"
    } else {
        "A"
    };
    let flipped = format!("{}{other}{}", &text[..begin], &text[begin + 1..]);
    overwrite(&stage, at.clone(), flipped.into()).await;
    let why = prove(&stage, "hook").await.why.unwrap();
    assert!(why.contains("or is damaged"), "{why}");
    overwrite(&stage, at, own).await;
    assert_eq!(open(&stage, "hook").await.unwrap(), b"second of hook");
}

#[tokio::test]
async fn a_value_that_is_gone_is_told_as_missing() {
    let stage = Stage::new().await;
    set(&stage, "hook", b"x").await;
    let delete = Write::Delete(place(&stage, "hook", 1), Expect::Any);
    stage.memory.ledger.commit(vec![delete]).await.unwrap();
    let why = prove(&stage, "hook").await.why.unwrap();
    assert!(why.contains("its value is missing"), "{why}");
}

#[tokio::test]
async fn old_values_and_removed_ones_are_gone_and_their_history_stays() {
    let stage = Stage::new().await;
    for n in 1..=7_u8 {
        set(&stage, "hook", &[n]).await;
    }
    let kept: Vec<String> = values(&stage).await.into_iter().map(|e| e.key.sk).collect();
    let expected = [3, 4, 5, 6, 7].map(|n| format!("hook#{n:012}"));
    assert_eq!(kept, expected);
    stage
        .run(Command::RemoveSecret { name: name("hook") })
        .await;
    assert!(values(&stage).await.is_empty());
    assert!(matches!(
        open(&stage, "hook").await,
        Err(VaultError::Missing(_))
    ));
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let control = &stage.world.control;
    let ask = PageAsk {
        limit: 10,
        ..PageAsk::default()
    };
    let listed = control.secrets_of(org, app, false, &ask).await.unwrap();
    assert!(listed.items.is_empty(), "{listed:?}");
    let listed = control.secrets_of(org, app, true, &ask).await.unwrap();
    let [
        AppSecret {
            versions, removed, ..
        },
    ] = listed.items.as_slice()
    else {
        panic!("{listed:?}");
    };
    assert_eq!((versions.len(), removed.is_some()), (7, true));
    let refused = control.check_secret(org, app, &name("hook")).await;
    let Err(ControlError::Refused(refusal)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(refusal.reason, Reason::NotFound);
    assert_eq!(set(&stage, "hook", b"again").await, 8);
    assert_eq!(open(&stage, "hook").await.unwrap(), b"again");
}

#[tokio::test]
async fn two_who_set_it_at_once_set_two_versions() {
    let stage = Arc::new(Stage::new().await);
    let tasks: Vec<_> = (0..4_u8)
        .map(|n| {
            let stage = stage.clone();
            tokio::spawn(async move { (set(&stage, "hook", &[n]).await, n) })
        })
        .collect();
    let mut set = Vec::new();
    for task in tasks {
        set.push(task.await.unwrap());
    }
    set.sort_unstable();
    let versions: Vec<u32> = set.iter().map(|(version, _)| *version).collect();
    assert_eq!(versions, [1, 2, 3, 4]);
    let (_, last) = set.pop().unwrap();
    assert_eq!(open(&stage, "hook").await.unwrap(), [last]);
    // Each value opens as the version that its setter was told.
    for (version, n) in set {
        let name = name("hook");
        stage.run(Command::UseSecret { name, version }).await;
        assert_eq!(open(&stage, "hook").await.unwrap(), [n]);
    }
}

#[tokio::test]
async fn a_repeated_request_sets_one_version() {
    let stage = Stage::new().await;
    let keyed = |body: &[u8]| Request {
        idempotency: Some(("key".to_owned(), Sha256::of(body))),
        ..request()
    };
    let first = set_by(&stage, keyed(b"one"), &new("hook", b"x"))
        .await
        .unwrap();
    let again = set_by(&stage, keyed(b"one"), &new("hook", b"x"))
        .await
        .unwrap();
    assert_eq!((first.replayed, again.replayed), (false, true));
    assert_eq!(first.outcome, again.outcome);
    let other = set_by(&stage, keyed(b"two"), &new("hook", b"y")).await;
    assert!(matches!(other, Err(ControlError::KeyReused)));
    assert_eq!(values(&stage).await.len(), 1);
}

#[tokio::test]
async fn a_dry_run_touches_no_key_and_nothing_else() {
    let stage = Stage::new().await;
    let before = stage.memory.ledger.dump();
    let world = over(&stage, |ports| Ports {
        wrap: Arc::new(Disabled),
        ..ports
    });
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let by = Request {
        dry_run: true,
        ..request()
    };
    let hook = new("hook", b"x");
    let done = world.control.set_secret(org, app, by, &hook);
    assert!(done.await.unwrap().dry_run);
    assert_eq!(stage.memory.ledger.dump(), before);
    let asked = Request {
        ask: true,
        ..request()
    };
    let refused = set_by(&stage, asked, &new("hook", b"x")).await;
    assert!(
        matches!(refused, Err(ControlError::Refused(_))),
        "{refused:?}"
    );
    assert_eq!(stage.memory.ledger.dump(), before);
}

/// A key that can't be used now.
struct Disabled;

const DISABLED: &str = "WAVECAST_SEALING_KEY=key/1: is disabled";

#[async_trait]
impl Wrap for Disabled {
    async fn wrap(&self, _: &SecretPlace, _: &DataKey) -> Result<String, PortError> {
        Err(PortError::Setup(DISABLED.to_owned()))
    }
}

#[async_trait]
impl Unwrap for Disabled {
    async fn unwrap(&self, _: &SecretPlace, _: &str) -> Result<DataKey, PortError> {
        Err(PortError::Setup(DISABLED.to_owned()))
    }
}

/// A process over the same backends, with others among them.
fn over(stage: &Stage, other: impl Fn(Ports) -> Ports) -> World {
    let (sink, clock) = (stage.memory.uploads.clone(), stage.memory.clock.clone());
    World::over(other(stage.memory.ports()), sink, clock)
}

#[tokio::test]
async fn a_key_that_is_disabled_is_named_and_leaves_nothing_behind() {
    let stage = Stage::new().await;
    set(&stage, "hook", b"x").await;
    let before = stage.memory.ledger.dump();
    let world = over(&stage, |ports| Ports {
        wrap: Arc::new(Disabled),
        unwrap: Arc::new(Disabled),
        ..ports
    });
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let refused = world
        .control
        .set_secret(org, app, request(), &new("hook", b"y"))
        .await;
    let Err(ControlError::Port(PortError::Setup(why))) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(why, DISABLED);
    assert_eq!(stage.memory.ledger.dump(), before);
    let proof = world.control.check_secret(org, app, &name("hook")).await;
    assert_eq!(proof.unwrap().why.as_deref(), Some(DISABLED));
    let proof = world.vault.prove(org, app, &name("none")).await;
    assert!(matches!(proof, Err(PortError::Refused(_))), "{proof:?}");
    assert_eq!(open(&stage, "hook").await.unwrap(), b"x");
}
