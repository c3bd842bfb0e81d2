//! `control`: the admin API behind the HTTP API. It decides, commits, presigns uploads and wakes the
//! others; it can neither sign nor write the edge.

use std::process::ExitCode;
use std::sync::Arc;

use lambda_http::tower::service_fn;
use wavecast_api::{ApiState, Auth, Info, Limits, Rates, router};
use wavecast_aws::Backend;
use wavecast_engine::control::{Control, Hints, Secrets as Sealing, Sightings};
use wavecast_engine::port::PortError;
use wavecast_engine::shown::Shown;
use wavecast_engine::system::{OsIds, SystemClock};
use wavecast_runtime::{Meter, Stopped, start};

mod answer;
mod door;
mod founding;
mod secret;
mod sign_in;

use door::Door;
use founding::founding;
use secret::Secrets;
use sign_in::SignIn;

fn main() -> ExitCode {
    start("control", async |backend: Backend| {
        let door = compose(&backend).await?;
        let served = lambda_http::run(service_fn(|request| door.answer(request))).await;
        served.map_err(Stopped::Runtime)
    })
}

/// The API over this deployment. What can't be had is told before the first request.
async fn compose(backend: &Backend) -> Result<Door, PortError> {
    let ledger = backend.ledger();
    let sign_in = SignIn::from_env()?;
    let secrets = Arc::new(Secrets::of(backend)?);
    let (prepared, tokens, origin) =
        tokio::join!(ledger.prepare(), secrets.tokens(), secrets.origin());
    match prepared {
        Err(error @ PortError::Setup(_)) => return Err(error),
        // Every command tries it again before it writes; what only reads needn't wait for it.
        Err(error) => tracing::warn!(%error, "the table's layout wasn't looked at yet"),
        Ok(()) => {}
    }
    let control = Control {
        ledger: Arc::new(ledger),
        uploads: Arc::new(backend.uploads()),
        bell: backend.bell(),
        clock: Arc::new(SystemClock),
        ids: Arc::new(OsIds),
        shown: Shown::default(),
        hints: Hints::default(),
        secrets: Some(Sealing {
            wrap: Arc::new(backend.vault()),
            prover: backend.prover(),
        }),
        sightings: Sightings::default(),
        message_limit: backend.message_limit(),
        founding: founding()?,
    };
    let state = ApiState {
        control,
        // Files go straight to the ingest bucket.
        sink: None,
        auth: sign_in.apply(Auth::from_hashes(tokens?).with_source(secrets))?,
        limits: Arc::new(Limits::new(Rates::default())),
        info: Info {
            edge: backend.deployment.edge_url.clone(),
            version: env!("CARGO_PKG_VERSION"),
        },
    };
    Ok(Door {
        api: router(state),
        origin: origin?,
        meter: Meter::new(&backend.deployment.stage),
    })
}
