//! A real server on a free port, over an installation in memory.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use wavecast_api::{ApiState, Auth, Info};
use wavecast_client::Client;
use wavecast_client::types::{AppChange, CreateApp, CreateOrg, Kind};
use wavecast_engine::testing::world::{Memory, World};

/// The token that these tests call with.
pub const TOKEN: &str = "wct_0123456789abcdef";

/// A real server on a free port.
pub struct Server {
    pub client: Client,
    pub base: String,
    /// Parts that were sent, refused ones too.
    pub parts: Arc<AtomicU32>,
    /// How many parts are still to fail.
    pub failing: Arc<AtomicU32>,
    /// How many calls are still made too often.
    pub busy: Arc<AtomicU32>,
}

impl Server {
    /// Starts one with `acme/site`.
    pub async fn start() -> Self {
        // Another test of this process may have installed it before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address: SocketAddr = listener.local_addr().unwrap();
        let base = format!("http://{address}");
        let world = World::of(&Memory::with_base(&base));
        let state = ApiState {
            control: world.control.clone(),
            sink: Some(world.sink.clone()),
            auth: Auth::bootstrap(TOKEN),
            limits: Default::default(),
            info: Info {
                edge: "http://127.0.0.1:8090".to_owned(),
                version: "0.0.0",
            },
        };
        let (parts, failing) = (Arc::<AtomicU32>::default(), Arc::<AtomicU32>::default());
        let watch = from_fn_with_state((parts.clone(), failing.clone()), watch_parts);
        let busy = Arc::<AtomicU32>::default();
        let turn_away = from_fn_with_state(busy.clone(), turn_away);
        let router = wavecast_api::router(state).layer(watch).layer(turn_away);
        tokio::spawn(async move { axum::serve(listener, router).await });
        let client = Client::connect(&base, TOKEN).unwrap();
        let server = Self {
            client,
            base,
            parts,
            failing,
            busy,
        };
        server.create().await;
        server
    }

    async fn create(&self) -> AppChange {
        let org = CreateOrg::builder().name("acme");
        self.client.create_org().body(org).send().await.unwrap();
        let app = CreateApp::builder().name("site").kind(Kind::Bundle);
        let made = self.client.create_app().org("acme").body(app).send();
        made.await.unwrap().into_inner()
    }
}

/// Answers as to somebody who asks too often, as often as that is to be.
async fn turn_away(State(busy): State<Arc<AtomicU32>>, request: Request, next: Next) -> Response {
    let less = |left: u32| left.checked_sub(1);
    let turned = busy.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
    if turned.is_err() {
        return next.run(request).await;
    }
    let problem = r#"{"type":"/problems/too-many-requests","title":"Too many requests","status":429,"detail":"too often","request_id":"r"}"#;
    let headers = [
        ("content-type", "application/problem+json"),
        ("retry-after", "1"),
    ];
    (StatusCode::TOO_MANY_REQUESTS, headers, problem).into_response()
}

/// Counts parts, and fails as many as are to fail.
async fn watch_parts(
    State((parts, failing)): State<(Arc<AtomicU32>, Arc<AtomicU32>)>,
    request: Request,
    next: Next,
) -> Response {
    if request.method() != Method::PUT {
        return next.run(request).await;
    }
    parts.fetch_add(1, Ordering::SeqCst);
    let less = |left: u32| left.checked_sub(1);
    if failing
        .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less)
        .is_ok()
    {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    next.run(request).await
}
