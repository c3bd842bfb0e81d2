//! The suite that every backend passes.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use wavecast_embedded::{Embedded, Local};
use wavecast_engine::testing::conformance::{self, Staging};
use wavecast_engine::testing::sender::ToSink;

use crate::bed::BASE;

/// A fresh directory each time, under the system's clock.
fn fresh(below: &Path) -> Local {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let name = COUNT.fetch_add(1, Ordering::Relaxed).to_string();
    let embedded = Embedded::open(below.join(name)).unwrap();
    embedded.local(BASE).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_ledger_keeps_its_contract() {
    let dir = tempfile::tempdir().unwrap();
    conformance::ledger(|| fresh(dir.path()).ledger).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_objects_keep_their_contract() {
    let dir = tempfile::tempdir().unwrap();
    conformance::objects(|| fresh(dir.path()).objects).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_uploads_keep_their_contract() {
    let dir = tempfile::tempdir().unwrap();
    conformance::uploads(|| {
        let Local {
            uploads,
            parts,
            objects,
            ..
        } = fresh(dir.path());
        Staging {
            uploads,
            sender: Arc::new(ToSink(parts)),
            objects,
        }
    })
    .await;
}

#[tokio::test]
async fn the_keys_keep_their_contract() {
    let dir = tempfile::tempdir().unwrap();
    conformance::signer(|| {
        let Local {
            signer, key_maker, ..
        } = fresh(dir.path());
        (signer, key_maker)
    })
    .await;
}

#[tokio::test]
async fn the_vault_keeps_its_contract() {
    let dir = tempfile::tempdir().unwrap();
    conformance::vault(|| {
        let Local { wrap, unwrap, .. } = fresh(dir.path());
        (wrap, unwrap)
    })
    .await;
}
