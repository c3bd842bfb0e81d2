//! `keys`: makes and seals keys, signs roots and the heads of trails, and tries whether secrets open;
//! alone in that, and in nothing else. Control and the scheduler invoke it.

use std::process::ExitCode;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;
use wavecast_aws::Backend;
use wavecast_aws::wake::{Message, Told, What};
use wavecast_engine::keys::Keys;
use wavecast_engine::port::{Doorbell, Prover as _, Wake};
use wavecast_engine::system::{OsIds, SystemClock};
use wavecast_engine::vault::Vault;
use wavecast_runtime::{Call, Failed, Handler, Meter, correlation_of, hear, start};

fn main() -> ExitCode {
    start("keys", async |backend: Backend| {
        let meter = Meter::new(&backend.deployment.stage);
        hear(KeyMaker::new(&backend), meter).await
    })
}

/// The key maker, whom it wakes, and what opens secrets: alone in that too, and only to say that they do.
struct KeyMaker {
    keys: Keys,
    bell: Arc<dyn Doorbell>,
    vault: Vault,
}

impl KeyMaker {
    fn new(backend: &Backend) -> Self {
        let keys = Keys {
            ledger: Arc::new(backend.ledger()),
            maker: backend.key_maker(),
            clock: Arc::new(SystemClock),
            ids: Arc::new(OsIds),
        };
        let vault = Vault {
            ledger: keys.ledger.clone(),
            unwrap: Arc::new(backend.vault()),
        };
        let bell = backend.bell();
        Self { keys, bell, vault }
    }
}

#[async_trait]
impl Handler for KeyMaker {
    fn correlation(&self, event: &Value) -> Option<String> {
        correlation_of(event)
    }

    async fn handle(&self, event: Value, _call: &Call) -> Result<Value, Failed> {
        let message = Message::from_value(&event).map_err(Failed::new)?;
        let scope = match message.what {
            What::Keys { scope } => scope,
            What::Heads { org } => {
                let signed = self.keys.sign_heads(&org).await?;
                tracing::info!(%org, signed, "heads");
                return Ok(Told::passed_on(Vec::new()).to_value());
            }
            What::Secret { org, app, name } => {
                let proof = self.vault.prove(&org, &app, &name).await?;
                return Ok(Told::proven(proof).to_value());
            }
            _ => {
                let what = message.to_json();
                return Err(Failed::new(format!("{what} isn't for the key maker")));
            }
        };
        let root = self.keys.ensure(&scope).await?;
        tracing::info!(%scope, root, "keys");
        // A root wants a publication of its own. If nobody hears it, the next tick finds it.
        let marked = self.bell.ring(Wake::Publish(scope)).await;
        let marked = marked.unwrap_or_else(|error| {
            tracing::warn!(%error, "the publisher wasn't woken");
            Vec::new()
        });
        Ok(Told::passed_on(marked).to_value())
    }
}
