//! `publisher`: checks packages, signs with online keys, and alone writes the edge. Control invokes it;
//! queues and the table's stream feed it.

use std::process::ExitCode;
use std::sync::Arc;

use wavecast_aws::Backend;
use wavecast_engine::port::Cdn;
use wavecast_engine::publisher::{Known, Publisher, Turns};
use wavecast_engine::shown::Shown;
use wavecast_engine::system::{OsIds, SystemClock};
use wavecast_runtime::{Meter, hear, start};

mod batch;
mod invoked;
mod work;

use work::Worker;

fn main() -> ExitCode {
    start("publisher", async |backend: Backend| {
        let meter = Meter::new(&backend.deployment.stage);
        hear(compose(&backend, meter.clone()), meter).await
    })
}

fn compose(backend: &Backend, meter: Meter) -> Worker {
    let cdn = backend.cdn();
    let publisher = Publisher {
        ledger: Arc::new(backend.ledger()),
        objects: Arc::new(backend.objects()),
        uploads: Arc::new(backend.uploads()),
        signer: backend.signer(),
        cdn: cdn.clone().map(|cdn| Arc::new(cdn) as Arc<dyn Cdn>),
        clock: Arc::new(SystemClock),
        ids: Arc::new(OsIds),
        shown: Shown::default(),
        turns: Turns::default(),
        known: Known::default(),
    };
    Worker {
        publisher,
        cdn,
        meter,
    }
}
