//! Who asks too often is told when to ask again, and nobody else notices.

use axum::http::{Method, StatusCode};
use wavecast_api::{Auth, Limits, Origin, Rate, Rates};
use wavecast_engine::testing::world::World;

use crate::api::{APP, Api};
use crate::people;

const PLENTY: Rate = Rate {
    burst: 10_000,
    per_minute: 10_000,
};
const FEW: Rate = Rate {
    burst: 3,
    per_minute: 6,
};

async fn api(rates: Rates) -> Api {
    let auth = Auth::from_hashes(people::known());
    let api = Api::limited(World::memory(), auth, Limits::new(rates));
    api.open_channels().await;
    api
}

fn from(text: &str) -> Origin {
    Origin::Address(text.parse().unwrap())
}

#[tokio::test]
async fn an_address_that_asks_too_often_waits_and_probes_are_always_answered() {
    let api = api(Rates {
        principal: PLENTY,
        address: FEW,
        refused: PLENTY,
    })
    .await;
    let path = format!("{APP}/channels");
    let ask = |path: &str, address| api.call(Method::GET, path).beside(from(address)).send();
    for _ in 0..3 {
        assert_eq!(ask(&path, "192.0.2.1").await.status, StatusCode::OK);
    }
    insta::assert_snapshot!(ask(&path, "192.0.2.1").await.show());
    // Of what anybody may call too, but not of what watches the server.
    let open = ask("/api/sign-in", "192.0.2.1").await;
    assert_eq!(open.status, StatusCode::TOO_MANY_REQUESTS);
    for probe in ["/healthz", "/readyz"] {
        assert_eq!(ask(probe, "192.0.2.1").await.status, StatusCode::OK);
    }
    assert_eq!(ask(&path, "192.0.2.2").await.status, StatusCode::OK);
    api.world.clock.advance(10);
    assert_eq!(ask(&path, "192.0.2.1").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_principal_that_asks_too_often_waits_wherever_it_asks_from() {
    let few = Rate {
        burst: 8,
        per_minute: 6,
    };
    let api = api(Rates {
        principal: few,
        address: PLENTY,
        refused: PLENTY,
    })
    .await;
    let path = format!("{APP}/channels");
    let mut last = StatusCode::OK;
    for number in 0..8 {
        let address = from(&format!("192.0.2.{number}"));
        last = api
            .call(Method::GET, &path)
            .beside(address)
            .send()
            .await
            .status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    // This machine's own commands aren't counted.
    let here = api.call(Method::GET, &path).beside(Origin::Here);
    assert_eq!(here.send().await.status, StatusCode::OK);
}

#[tokio::test]
async fn who_guesses_tokens_is_shut_out_before_the_right_one_is_looked_at() {
    let api = api(Rates {
        principal: PLENTY,
        address: PLENTY,
        refused: FEW,
    })
    .await;
    let path = format!("{APP}/channels");
    let guess = |token: &str, address| {
        let call = api.call_as(token, Method::GET, &path);
        call.beside(from(address)).send()
    };
    for number in 0..3 {
        let reply = guess(&format!("wct_guess{number}"), "192.0.2.1").await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    }
    let right = crate::api::TOKEN;
    let shut = guess(right, "192.0.2.1").await;
    assert_eq!(shut.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(shut.headers["retry-after"], "10");
    assert_eq!(guess(right, "192.0.2.2").await.status, StatusCode::OK);
    api.world.clock.advance(10);
    assert_eq!(guess(right, "192.0.2.1").await.status, StatusCode::OK);
}
