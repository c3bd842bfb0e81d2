//! An edge that isn't the publisher's: it answers polls with whatever somebody put there.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;

use crate::world::place::channel_verb;
use crate::world::{Agent, Kind, Place, shared};

/// Passes everything through from the true edge, but polls.
#[derive(Clone)]
struct Hostile {
    edge: String,
    http: reqwest::Client,
    poll: Arc<Mutex<Option<Bytes>>>,
}

impl Hostile {
    /// In front of the true edge; answers its base URL.
    async fn stand_before(place: &Place) -> (Self, String) {
        let hostile = Self {
            edge: place.at.edge.clone(),
            http: reqwest::Client::new(),
            poll: Arc::default(),
        };
        let app = Router::new().route("/{*path}", get(answer));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = app.with_state(hostile.clone());
        tokio::spawn(async { axum::serve(listener, app).await });
        (hostile, url)
    }

    /// Answers every poll with these bytes from now on; `None` with the truth.
    fn put(&self, poll: Option<Bytes>) {
        *self.poll.lock().unwrap() = poll;
    }

    /// What the true edge answers to a poll of a channel.
    async fn poll_of(&self, scope: &str) -> Bytes {
        let url = format!("{}/{scope}/latest.ndjson", self.edge);
        self.http
            .get(url)
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap()
    }
}

async fn answer(State(at): State<Hostile>, Path(path): Path<String>) -> (StatusCode, Bytes) {
    if path.ends_with("latest.ndjson")
        && let Some(poll) = at.poll.lock().unwrap().clone()
    {
        return (StatusCode::OK, poll);
    }
    let answer = at
        .http
        .get(format!("{}/{path}", at.edge))
        .send()
        .await
        .unwrap();
    let status = answer.status();
    (status, answer.bytes().await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_a_hostile_edge_answers_the_device_keeps_what_runs_and_says_why() {
    let place = Place::new(shared(), "hostile", Kind::Bundle).await;
    place.open("beta").await;
    let (hostile, url) = Hostile::stand_before(&place).await;
    let agent = Agent::provision_at(&place, "stable", &url).await;
    let lower = hostile.poll_of(&place.scope("stable")).await;
    place.ship("stable", "1.0.0", None).await;
    assert_eq!(agent.update().version(), Some("1.0.0"));
    let present = hostile.poll_of(&place.scope("stable")).await;
    let foreign = hostile.poll_of(&place.scope("beta")).await;
    let cut = present.slice(..present.len() - 1);
    let text = String::from_utf8(present.to_vec()).unwrap();
    let forged = Bytes::from(text.replacen("\"seconds\":", "\"seconds\": ", 1));
    let told = [
        (lower, "version"),
        (foreign, "beta"),
        (cut, "line feed"),
        (forged, "other bytes"),
        (Bytes::from_static(b"<html>"), "line feed"),
        (Bytes::from(vec![b'x'; 1 << 20]), ""),
    ];
    for (poll, why) in told {
        hostile.put(Some(poll));
        let ran = agent.update();
        assert_eq!(ran.version(), Some("1.0.0"), "{ran:?}");
        assert!(ran.code == 5 || ran.code == 4, "{ran:?}");
        assert!(ran.why("poll_failed").contains(why), "{why}: {ran:?}");
        assert_eq!(agent.current().unwrap(), "1.0.0 ");
    }
    hostile.put(None);
    place.ship("stable", "1.1.0", Some("100%")).await;
    assert_eq!(agent.update().version(), Some("1.1.0"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_edge_expires_and_nothing_new_is_installed_from_it() {
    let place = Place::new(shared(), "frozen", Kind::Bundle).await;
    let (hostile, url) = Hostile::stand_before(&place).await;
    place.ship("stable", "1.0.0", None).await;
    let mut agent = Agent::provision_at(&place, "stable", &url).await;
    assert_eq!(agent.update().version(), Some("1.0.0"));
    place.ship("stable", "2.0.0", Some("100%")).await;
    hostile.put(Some(hostile.poll_of(&place.scope("stable")).await));
    agent.wrong_by = 15 * crate::world::clock::DAY;
    let ran = agent.update();
    assert_eq!((ran.code, ran.version()), (5, Some("1.0.0")), "{ran:?}");
    assert!(ran.told("expired"));
    let status = channel_verb!(place, get_channel_status, "stable").unwrap();
    assert!(status.edge.is_some());
}
