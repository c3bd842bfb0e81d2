//! Calls, and how they fail.

use wavecast_client::types::{ChannelState, CreateChannel};
use wavecast_client::{Client, ClientError};

use crate::server::{Server, TOKEN};

#[tokio::test]
async fn a_change_is_made_and_read() {
    let server = Server::start().await;
    let open = server.client.create_channel().org("acme").app("site");
    let body = CreateChannel::builder().name("stable");
    let opened = open.idempotency_key("k1").body(body).send().await.unwrap();
    assert_eq!(opened.status().as_u16(), 201);
    assert!(opened.headers().contains_key("etag"));
    let channel = opened.into_inner().channel.unwrap();
    assert_eq!(
        (channel.name.as_str(), channel.state),
        ("stable", ChannelState::Open)
    );
    let all = server.client.list_channels().org("acme").app("site");
    let all = all.limit(10_u64).send().await.unwrap().into_inner();
    assert_eq!(all.items.len(), 1);
    assert_eq!(all.next, None);
}

#[tokio::test]
async fn a_problem_says_field_rule_and_way_out() {
    let server = Server::start().await;
    let get = server.client.get_channel().org("acme").app("site");
    let error = get.channel("gone").send().await.unwrap_err();
    let error = ClientError::from(error);
    assert_eq!(error.reason(), Some("not-found"));
    let ClientError::Problem {
        problem,
        retry_after,
    } = error
    else {
        panic!("{error:?}");
    };
    assert_eq!(problem.status, 404);
    assert_eq!(problem.field.as_deref(), Some("channel acme/site/gone"));
    assert!(problem.hint.is_some());
    assert_eq!(retry_after, None);
}

#[tokio::test]
async fn a_wrong_token_is_told_as_such() {
    let server = Server::start().await;
    let stranger = Client::connect(&server.base, "wct_wrong").unwrap();
    let error = ClientError::from(stranger.list_orgs().send().await.unwrap_err());
    assert_eq!(error.reason(), Some("unauthenticated"));
}

#[tokio::test]
async fn a_server_that_is_away_is_unreachable() {
    let server = Server::start().await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let free = format!("http://{}", listener.local_addr().unwrap());
    drop((listener, server));
    let client = Client::connect(&free, TOKEN).unwrap();
    let error = ClientError::from(client.list_orgs().send().await.unwrap_err());
    assert!(
        matches!(&error, ClientError::Unreachable(text) if text.contains("refused")),
        "{error}"
    );
}

#[tokio::test]
async fn what_can_not_be_a_server_or_a_token_is_refused() {
    for base in ["", "localhost:8080", "ftp://x", "not a url"] {
        let refused = Client::connect(base, TOKEN);
        assert!(matches!(refused, Err(ClientError::Setup(_))), "{base}");
    }
    let refused = Client::connect("http://127.0.0.1:1", "line\nfeed");
    assert!(matches!(refused, Err(ClientError::Setup(_))));
}
