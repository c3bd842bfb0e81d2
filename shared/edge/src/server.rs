//! The loop that accepts connections, within limits, until it is told to stop.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::time::Duration;

use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::Edge;
use crate::content::Answered;
use crate::patience::Patience;
use crate::slots::Slots;

/// The smallest buffer that the protocol's reader works with.
const LEAST_HEAD_BYTES: usize = 8 << 10;

/// What one client may take of the server.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at a time; the next waits in the system's queue. Fewer if the process may not
    /// open that many files.
    pub connections: usize,
    /// Bytes of a request's head; above, the answer is 431. At least 8 KiB.
    pub head_bytes: usize,
    /// How long a connection may be idle, or take to send a request's head.
    pub head: Duration,
    /// How long a client may read nothing of an answer.
    pub stall: Duration,
    /// How long answers under way may take to finish after the stop.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4096,
            head_bytes: 32 << 10,
            head: Duration::from_secs(30),
            stall: Duration::from_secs(60),
            grace: Duration::from_secs(10),
        }
    }
}

/// Serves HTTP/1.1 until `stop` is ready, then lets answers under way finish within the grace
/// time. Never fails: a connection that can't be accepted is logged and the next one awaited.
pub async fn serve(
    listener: TcpListener,
    edge: Edge,
    limits: Limits,
    stop: impl Future<Output = ()> + Send,
) {
    let slots = Slots::new(limits.connections);
    serve_within(listener, edge, (slots, limits), stop).await;
}

/// As [`serve`], on threads of its own, each with a runtime and connections of its own: passing an
/// answer from one thread to another costs more than most answers do. Returns when all have stopped.
///
/// # Errors
/// The system gives no thread, or one broke.
pub fn serve_on<F: Future<Output = ()> + Send>(
    threads: usize,
    listener: &std::net::TcpListener,
    edge: &Edge,
    limits: Limits,
    stop: impl Fn() -> F,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let slots = Slots::new(limits.connections);
    let listeners = (0..threads).map(|_| listener.try_clone());
    let listeners: Vec<_> = listeners.collect::<io::Result<_>>()?;
    std::thread::scope(|scope| {
        let begin = |listener| {
            let (edge, slots, stop) = (edge.clone(), slots.clone(), stop());
            let one = move || on_this_thread(listener, edge, (slots, limits), stop);
            let thread = std::thread::Builder::new().name("edge".to_owned());
            thread.spawn_scoped(scope, one)
        };
        let begun: Vec<_> = listeners.into_iter().map(begin).collect();
        begun.into_iter().try_for_each(|thread| {
            let broke = |_| Err(io::Error::other("a thread of the edge broke"));
            thread?.join().unwrap_or_else(broke)
        })
    })
}

fn on_this_thread(
    listener: std::net::TcpListener,
    edge: Edge,
    within: (Slots, Limits),
    stop: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::from_std(listener)?;
        serve_within(listener, edge, within, stop).await;
        Ok(())
    })
}

async fn serve_within(
    listener: TcpListener,
    edge: Edge,
    (slots, limits): (Slots, Limits),
    stop: impl Future<Output = ()> + Send,
) {
    let (stopping, stopped) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        let (stream, slot) = tokio::select! {
            () = &mut stop => break,
            Some(_) = connections.join_next() => continue,
            accepted = accept(&listener, &slots) => accepted,
        };
        let (edge, slots, stopped) = (edge.clone(), slots.clone(), stopped.clone());
        connections.spawn(async move {
            converse(stream, (&edge, &slots), limits, stopped).await;
            drop(slot);
        });
    }
    drop(listener);
    drop(stopping);
    let rest = async { while connections.join_next().await.is_some() {} };
    if timeout(limits.grace, rest).await.is_err() {
        tracing::warn!("answers still under way after the grace time are cut off");
    }
}

/// The next connection, once there is a slot for it.
async fn accept(
    listener: &TcpListener,
    slots: &Slots,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    let slot = slots.take().await;
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, slot),
            Err(error) => {
                // Mostly too many open files: give those that are open time to close.
                tracing::warn!(%error, "a connection can't be accepted");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Answers request after request on one connection, until it ends or the server stops.
async fn converse(
    stream: TcpStream,
    (edge, slots): (&Edge, &Slots),
    limits: Limits,
    mut stopped: watch::Receiver<()>,
) {
    // Answers are written whole, so waiting for more to send only costs time.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "nodelay");
    }
    let io = TokioIo::new(Patience::new(stream, limits.stall));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(limits.head_bytes.max(LEAST_HEAD_BYTES))
        .serve_connection(io, service_fn(|request| answer(edge, slots, request)));
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

async fn answer(edge: &Edge, slots: &Slots, request: Request<Incoming>) -> Answered {
    let (head, _) = request.into_parts();
    let mut response = edge.answer(&head).await;
    slots.make_room(&mut response);
    Ok(response)
}
