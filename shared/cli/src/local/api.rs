//! The API's server.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use axum::Extension;
use tokio::task::JoinHandle;
use wavecast_api::{ApiState, Proxies, router};

use super::Stop;
use crate::error::{Failure, Result};
use crate::exit::Exit;

/// Requests under way may take so long after the stop; long polls are cut off then.
const GRACE: Duration = Duration::from_secs(3);

/// Serves the API until `stop`, believing these proxies for whom they ask.
///
/// # Errors
/// The listener can't be used.
pub fn serve(
    listener: TcpListener,
    state: ApiState,
    proxies: Proxies,
    stop: Stop,
) -> Result<JoinHandle<()>> {
    let listener = tokio::net::TcpListener::from_std(listener)
        .map_err(|error| Failure::new(Exit::Machine, format!("the API can't listen: {error}")))?;
    Ok(tokio::spawn(async move {
        let until = stop.clone();
        let router = router(state).layer(Extension(proxies));
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let server = axum::serve(listener, service)
            .with_graceful_shutdown(async move { until.wait().await });
        let late = async {
            stop.wait().await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            ended = server => if let Err(error) = ended { tracing::error!(%error, "the API ended") },
            () = late => tracing::info!("requests under way were cut off"),
        }
    }))
}
