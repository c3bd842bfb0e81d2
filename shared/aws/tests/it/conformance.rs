//! The suite that every backend passes, with and without the SDK's own retries.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::task::block_in_place;
use wavecast_aws::testing::bed::{self, Bed, Retries};
use wavecast_aws::testing::http::Wire;
use wavecast_aws::testing::sender::UrlSender;
use wavecast_aws::testing::servers;
use wavecast_aws::{Backend, DynamoLedger, KmsKeys, SignerKind};
use wavecast_engine::system::SystemClock;
use wavecast_engine::testing::conformance::{self, Staging};

/// The suite's makers are plain functions; making things on a server isn't.
fn make<F: Future>(future: F) -> F::Output {
    block_in_place(|| Handle::current().block_on(future))
}

fn fresh() -> Backend {
    make(Bed::new()).backend
}

async fn ledger_at(endpoint: &str) -> Arc<DynamoLedger> {
    let sdk = bed::sdk(endpoint, &Wire::default(), Retries::On).await;
    let name = bed::fresh_name();
    bed::make_table(&sdk, &name).await;
    Arc::new(DynamoLedger::new(&sdk, &name, Arc::new(SystemClock)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_ledger_keeps_its_contract_on_ministack() {
    conformance::ledger(|| make(ledger_at(servers::ministack()))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_ledger_keeps_its_contract_on_dynamodb_local() {
    conformance::ledger(|| make(ledger_at(servers::dynamodb_local()))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_objects_keep_their_contract() {
    conformance::objects(|| Arc::new(fresh().objects())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_uploads_keep_their_contract() {
    conformance::uploads(|| {
        let backend = fresh();
        Staging {
            uploads: Arc::new(backend.uploads()),
            sender: Arc::new(UrlSender),
            objects: Arc::new(backend.objects()),
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sealed_keys_keep_their_contract() {
    conformance::signer(|| {
        let backend = fresh();
        (backend.signer(), backend.key_maker())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_vault_keeps_its_contract() {
    conformance::vault(|| {
        let vault = fresh().vault();
        (Arc::new(vault.clone()), Arc::new(vault))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_in_kms_keep_their_contract() {
    for kind in [SignerKind::KmsEd25519, SignerKind::KmsP256] {
        conformance::signer(|| {
            let keys = KmsKeys::new(&fresh().sdk, kind, "test").expect("a kind of KMS");
            (Arc::new(keys.clone()), Arc::new(keys))
        })
        .await;
    }
}
