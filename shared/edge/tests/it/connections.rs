//! Many connections, long ones, slow ones, and the stop.

use std::time::Duration;

use tokio::time::timeout;
use wavecast_edge::{Edge, Limits};

use crate::client::{Client, get};
use crate::site::{LATEST, Site, latest, noise};

/// Far longer than anything here takes; only a hang meets it.
const HANG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn one_connection_carries_many_requests() {
    let site = Site::start().await;
    site.put(LATEST, &latest(1, 3600, 0));
    let mut client = Client::connect(site.edge).await;
    for _ in 0..500 {
        assert_eq!(client.ask("GET", LATEST, "").await.status, 200);
        assert_eq!(client.ask("HEAD", LATEST, "").await.status, 200);
        assert_eq!(client.ask("GET", "/nothing", "").await.status, 404);
    }
    let request = format!("GET {LATEST} HTTP/1.1\r\nHost: edge\r\n\r\n");
    client.send(request.repeat(20).as_bytes()).await;
    for _ in 0..20 {
        assert_eq!(client.answer("GET").await.expect("pipelined").status, 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_waking_fleet_is_served() {
    let site = Site::start().await;
    site.put(LATEST, &latest(1, 3600, 4_000));
    let fleet: Vec<_> = (0..300)
        .map(|_| {
            let edge = site.edge;
            tokio::spawn(async move {
                let mut client = Client::connect(edge).await;
                let first = client.ask("GET", LATEST, "Accept-Encoding: gzip\r\n").await;
                let held = format!("If-None-Match: {}\r\n", first.etag());
                for _ in 0..20 {
                    assert_eq!(client.ask("GET", LATEST, &held).await.status, 304);
                }
                first.status
            })
        })
        .collect();
    for device in fleet {
        assert_eq!(device.await.expect("no panic"), 200);
    }
}

#[tokio::test]
async fn more_clients_than_connections_take_turns() {
    let limits = Limits {
        connections: 2,
        ..Limits::default()
    };
    let site = Site::with(limits).await;
    site.put(LATEST, b"{}\n{}\n{}\n");
    let fleet: Vec<_> = (0..20)
        .map(|_| {
            let edge = site.edge;
            tokio::spawn(async move { get(edge, LATEST).await.status })
        })
        .collect();
    for device in fleet {
        assert_eq!(
            timeout(HANG, device)
                .await
                .expect("its turn")
                .expect("no panic"),
            200
        );
    }
}

#[tokio::test]
async fn kept_connections_make_room_for_waiting_clients() {
    let limits = Limits {
        connections: 8,
        head: HANG * 10,
        ..Limits::default()
    };
    let site = Site::with(limits).await;
    let mut kept = Vec::new();
    for n in 0..40 {
        let mut client = Client::connect(site.edge).await;
        let answer = timeout(HANG, client.ask("GET", "/nothing", "")).await;
        assert_eq!(answer.expect("room").status, 404, "client {n}");
        kept.push(client);
    }
    let first = timeout(HANG, kept[0].ask("GET", "/nothing", "")).await;
    assert_eq!(
        first.expect("still open").status,
        404,
        "while there was room, it was kept"
    );
}

#[tokio::test]
async fn a_head_has_bounds() {
    let site = Site::start().await;
    for headers in [
        format!("X: {}\r\n", "x".repeat(64 << 10)),
        "X: x\r\n".repeat(2_000),
    ] {
        let mut client = Client::connect(site.edge).await;
        client
            .send(format!("GET {LATEST} HTTP/1.1\r\nHost: edge\r\n{headers}\r\n").as_bytes())
            .await;
        assert_eq!(client.answer("GET").await.expect("an answer").status, 431);
        assert!(
            timeout(HANG, client.answer("GET"))
                .await
                .expect("closes")
                .is_none()
        );
    }
    let mut client = Client::connect(site.edge).await;
    client
        .send(format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(70_000)).as_bytes())
        .await;
    let status = client.answer("GET").await.expect("an answer").status;
    assert!(matches!(status, 414 | 431), "{status}");
    let mut client = Client::connect(site.edge).await;
    client.send(b"\x16\x03\x01 this is no HTTP\r\n\r\n").await;
    assert_eq!(client.answer("GET").await.expect("an answer").status, 400);
}

#[tokio::test]
async fn who_sends_no_request_is_let_go() {
    let limits = Limits {
        head: Duration::from_millis(200),
        ..Limits::default()
    };
    let site = Site::with(limits).await;
    for begun in [
        "",
        "GET /acme/lamp/stable/latest.nd",
        "GET / HTTP/1.1\r\nHost: e\r\nX: ",
    ] {
        let mut client = Client::connect(site.edge).await;
        client.send(begun.as_bytes()).await;
        let end = timeout(HANG, client.answer("GET")).await.expect("closes");
        assert!(end.is_none_or(|answer| answer.status == 408), "{begun:?}");
    }
}

#[tokio::test]
async fn who_reads_no_answer_is_let_go() {
    let limits = Limits {
        stall: Duration::from_millis(200),
        connections: 1,
        ..Limits::default()
    };
    let site = Site::with(limits).await;
    let path = site.put_file(&noise(32 << 20));
    let mut lazy = Client::connect(site.edge).await;
    lazy.send(format!("GET {path} HTTP/1.1\r\nHost: edge\r\n\r\n").as_bytes())
        .await;
    // The only connection is taken until the server gives up on its reader.
    let other = timeout(HANG, get(site.edge, "/nothing"))
        .await
        .expect("its turn");
    assert_eq!(other.status, 404);
    assert!(
        lazy.answer("GET").await.is_none(),
        "the answer ends before its length"
    );
}

#[tokio::test]
async fn a_big_file_streams_whole() {
    let site = Site::start().await;
    let bytes = noise(40 << 20);
    let path = site.put_file(&bytes);
    let answer = get(site.edge, &path).await;
    assert!(answer.body == bytes, "40 MiB as they were");
}

#[tokio::test]
async fn the_stop_lets_an_answer_finish_and_idle_connections_go() {
    let mut site = Site::start().await;
    let bytes = noise(32 << 20);
    let path = site.put_file(&bytes);
    let mut idle = Client::connect(site.edge).await;
    assert_eq!(idle.ask("GET", "/nothing", "").await.status, 404);
    let mut busy = Client::connect(site.edge).await;
    busy.send(format!("GET {path} HTTP/1.1\r\nHost: edge\r\n\r\n").as_bytes())
        .await;
    busy.begun().await;
    site.stop();
    assert!(
        timeout(HANG, idle.answer("GET"))
            .await
            .expect("closes")
            .is_none()
    );
    let answer = busy.answer("GET").await.expect("the whole answer");
    assert!(answer.body == bytes, "32 MiB as they were");
    let edge = site.edge;
    timeout(HANG, site.stopped()).await.expect("stops");
    assert!(
        tokio::net::TcpStream::connect(edge).await.is_err(),
        "nobody listens any more"
    );
}

#[test]
fn a_root_that_is_none_is_refused_with_the_way_out() {
    let folder = tempfile::TempDir::new().expect("a directory");
    for path in [folder.path().join("missing"), "/etc/hostname".into()] {
        let error = Edge::open(&path)
            .map(|_| ())
            .expect_err("no directory")
            .to_string();
        assert!(error.contains("must be a directory"), "{error}");
        assert!(
            error.contains("name the one that the publisher writes to"),
            "{error}"
        );
    }
}

#[test]
fn threads_share_a_port_and_stop_together() {
    let folder = tempfile::tempdir().expect("a directory");
    crate::site::put(folder.path(), LATEST, &latest(1, 3600, 0));
    let edge = Edge::open(folder.path()).expect("opens");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("binds");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = tokio::sync::watch::channel(());
    let serving = std::thread::spawn(move || {
        let until = || {
            let mut stopped = stopped.clone();
            async move {
                let _ = stopped.changed().await;
            }
        };
        wavecast_edge::serve_on(3, &listener, &edge, Limits::default(), until)
    });
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        for _ in 0..30 {
            assert_eq!(get(address, LATEST).await.body, latest(1, 3600, 0));
        }
    });
    stop.send(()).expect("listening");
    serving.join().expect("no panic").expect("stops");
}
