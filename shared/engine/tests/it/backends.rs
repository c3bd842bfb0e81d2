//! The in-memory backends hold the contracts that all backends hold.

use std::sync::Arc;

use wavecast_engine::testing::conformance::{self, Staging};
use wavecast_engine::testing::memory::{MemoryLedger, MemoryObjects, MemorySigner, MemoryVault};
use wavecast_engine::testing::sender::ToSink;
use wavecast_engine::testing::world::Memory;

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_in_memory_conforms() {
    conformance::ledger(|| Arc::new(MemoryLedger::default())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_edge_in_memory_conforms() {
    conformance::objects(|| Arc::new(MemoryObjects::default())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_staging_place_in_memory_conforms() {
    conformance::uploads(|| {
        let memory = Memory::default();
        Staging {
            uploads: memory.uploads.clone(),
            sender: Arc::new(ToSink(memory.uploads)),
            objects: memory.objects,
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_store_in_memory_conforms() {
    for store in [MemorySigner::default(), MemorySigner::with_limit(4096)] {
        let store = Arc::new(store);
        conformance::signer(|| (store.clone(), store.clone())).await;
    }
}

#[tokio::test]
async fn the_vault_in_memory_conforms() {
    let vault = Arc::new(MemoryVault::default());
    conformance::vault(|| (vault.clone(), vault.clone())).await;
}
