//! What a client is told when something inside fails.

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::{Method, StatusCode};
use serde_json::json;
use wavecast_engine::port::{
    ByteStream, ETag, Entry, Key, Ledger, Page, PartSink, PortError, Query, Write,
};
use wavecast_engine::testing::world::{Memory, World};
use wavecast_wire::time::Timestamp;

use crate::api::{APP, Api};

/// A ledger that fails every call in one way.
struct Broken(PortError);

#[async_trait]
impl Ledger for Broken {
    async fn get(&self, _: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        Err(self.0.clone())
    }

    async fn commit(&self, _: Vec<Write>) -> Result<(), PortError> {
        Err(self.0.clone())
    }

    async fn page(&self, _: &Query, _: Option<&str>, _: usize, _: bool) -> Result<Page, PortError> {
        Err(self.0.clone())
    }
}

/// A ledger that reads well and never knows whether a commit landed.
struct Forgetful(Arc<dyn Ledger>);

#[async_trait]
impl Ledger for Forgetful {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        self.0.get(keys).await
    }

    async fn commit(&self, _: Vec<Write>) -> Result<(), PortError> {
        Err(PortError::Unknown("the connection broke".to_owned()))
    }

    async fn page(
        &self,
        query: &Query,
        after: Option<&str>,
        limit: usize,
        descending: bool,
    ) -> Result<Page, PortError> {
        self.0.page(query, after, limit, descending).await
    }
}

/// A sink with a defect.
struct Panicking;

#[async_trait]
impl PartSink for Panicking {
    async fn put(
        &self,
        _: &str,
        _: u32,
        _: &str,
        _: u64,
        _: ByteStream,
        _: Timestamp,
    ) -> Result<ETag, PortError> {
        panic!("a defect")
    }
}

fn over(ledger: impl Ledger + 'static) -> Api {
    let memory = Memory::default();
    let mut ports = memory.ports();
    ports.ledger = Arc::new(ledger);
    Api::over(World::over(
        ports,
        memory.uploads.clone(),
        memory.clock.clone(),
    ))
}

#[tokio::test]
async fn a_ledger_that_fails_is_told_apart_by_what_it_means() {
    let cases = [
        (PortError::Lost("no disk".to_owned()), "unavailable", 503),
        (
            PortError::Throttled("slow down".to_owned()),
            "throttled",
            503,
        ),
        (
            PortError::Setup("no such table".to_owned()),
            "internal",
            500,
        ),
    ];
    for (error, problem, status) in cases {
        let api = over(Broken(error));
        let reply = api.get(APP).await;
        assert_eq!(
            (reply.problem().as_str(), reply.status.as_u16()),
            (problem, status)
        );
        assert_eq!(reply.headers.contains_key("retry-after"), status == 503);
        assert_eq!(
            api.get("/readyz").await.status,
            StatusCode::SERVICE_UNAVAILABLE
        );
        assert_eq!(api.get("/healthz").await.status, StatusCode::OK);
    }
    let api = over(Broken(PortError::Lost("no disk".to_owned())));
    insta::assert_snapshot!(api.get("/readyz").await.show());
}

#[tokio::test]
async fn an_unknown_outcome_says_how_to_find_out() {
    let memory = Memory::default();
    let api = over(Forgetful(memory.ledger.clone()));
    let reply = api.post("/api/v1/orgs", json!({"name": "acme"})).await;
    insta::assert_snapshot!(reply.show());
}

#[tokio::test]
async fn a_panic_is_a_problem_and_tells_nothing_of_the_inside() {
    let memory = Memory::default();
    let world = World::over(memory.ports(), Arc::new(Panicking), memory.clock.clone());
    let api = Api::over(world);
    let call = api.call(Method::PUT, "/uploads/x/parts/1?token=t");
    insta::assert_snapshot!(call.bytes(b"part").send().await.show());
}

#[tokio::test]
async fn a_token_works_while_its_use_cannot_be_noted() {
    let memory = Memory::default();
    let api = Api::over(World::of(&memory));
    api.done("owner", Method::POST, "/orgs", json!({"name": "acme"}))
        .await;
    let see = json!({"label": "looks", "permissions": ["see"]});
    let secret = api.token_for("owner", see).await;
    let mut ports = memory.ports();
    ports.ledger = Arc::new(Forgetful(ports.ledger));
    let (sink, clock) = (memory.uploads.clone(), memory.clock.clone());
    let forgetful = Api::over(World::over(ports, sink, clock));
    let call = forgetful.call_as(&secret, Method::GET, "/api/v1/orgs/acme");
    let reply = call.send().await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.show());
}

/// Who can't be looked up now is no stranger: the answer is to try again, not that they may not.
#[tokio::test]
async fn while_the_ledger_is_down_nobody_is_turned_away() {
    let whole = Api::with_people().await;
    let see = json!({"label": "looks", "permissions": ["see"]});
    let secret = whole.token_for("owner", see).await;
    let broken = over(Broken(PortError::Lost("the disk is gone".to_owned())));
    for token in [secret.as_str(), "owner", "stranger"] {
        let call = broken.call_as(token, Method::GET, "/api/v1/orgs/acme");
        let reply = call.send().await;
        assert_eq!(
            reply.status,
            StatusCode::SERVICE_UNAVAILABLE,
            "{}",
            reply.show()
        );
    }
}
