//! The edge beside nginx, which serves the same bytes with the same headers, and beside a server
//! that evaluates rules per request.

use std::time::Duration;

use wavecast_bench::stage::Stage;
use wavecast_bench::web::{Page, Web};

use crate::process::Running;
use crate::report::{Table, bytes, number, time};
use crate::sample::Sample;
use crate::wrk::{Turn, found, turn};
use crate::{machine, runtime, scratch};

mod nginx;
mod ours;
mod rules;

use ours::EDGE;
use rules::RULES;

/// Rounds, in each of which every server has its turn.
const ROUNDS: usize = 7;
/// Threads of each server.
const THREADS: usize = 2;

/// A server under load.
struct Server {
    name: &'static str,
    running: Running,
    port: u16,
    path: String,
}

/// What a server answers to.
#[derive(Clone, Copy, PartialEq)]
enum Ask {
    Unchanged,
    Whole,
}

/// Serves until it is killed, if the words ask for that; says whether they did.
pub fn served(words: &[String]) -> bool {
    let (word, rest) = words.split_first().unzip();
    match (word.map(String::as_str), rest) {
        (Some(EDGE), Some([port, root])) => ours::serve(port, root),
        (Some(RULES), Some([port, file])) => rules::serve(port, file),
        _ => return false,
    }
    true
}

pub fn run() {
    let Some(_) = found("wrk", "The edge") else {
        return;
    };
    let Some(_) = found("nginx", "The edge") else {
        return;
    };
    let stage = runtime().block_on(async {
        let stage = Stage::disk(scratch()).await;
        stage.ramping().await;
        stage
            .world
            .crowd(&stage.scope, 10, 1)
            .await
            .expect("a crowd");
        stage
            .world
            .publisher
            .publish(&stage.scope)
            .await
            .expect("an edge");
        stage
    });
    let home = stage.home.as_ref().expect("a folder").path().to_owned();
    let latest = format!("/{}/latest.ndjson", stage.scope);
    let mut servers = vec![
        ours::start(&home, &latest),
        nginx::start("nginx", &home, &latest, ""),
        nginx::start("nginx, open_file_cache", &home, &latest, nginx::CACHE),
        rules::start(&stage),
    ];
    for server in &mut servers {
        server.running.await_port(server.port);
    }
    same_answers(&servers);
    // A file counts as settled after some seconds; devices mostly meet such files.
    std::thread::sleep(Duration::from_secs(4));
    println!(
        "\n{}; {}",
        machine::said("nginx", &["-v"]),
        machine::said("wrk", &["-v"])
    );
    for (title, ask) in [
        (
            "The edge: 304 for latest.ndjson (goal: 0.9 of nginx)",
            Ask::Unchanged,
        ),
        (
            "The edge: 200 for latest.ndjson (goal: 0.9 of nginx)",
            Ask::Whole,
        ),
    ] {
        compare(title, &servers, ask);
    }
}

/// One look at each: the static ones must send the same bytes.
fn same_answers(servers: &[Server]) {
    let pages: Vec<Page> = servers
        .iter()
        .map(|server| look(server, Ask::Whole))
        .collect();
    for (server, page) in servers.iter().zip(&pages) {
        assert_eq!(page.status, 200, "{}", server.name);
        assert_eq!(look(server, Ask::Unchanged).status, 304, "{}", server.name);
        let same = page.body == pages[0].body;
        assert_eq!(same, server.path == servers[0].path, "{}", server.name);
    }
}

fn look(server: &Server, ask: Ask) -> Page {
    let mut web = Web::connect(server.port);
    let page = web.get(&server.path, None);
    match ask {
        Ask::Whole => page,
        Ask::Unchanged => web.get(&server.path, Some(&page.etag)),
    }
}

fn compare(title: &str, servers: &[Server], ask: Ask) {
    let mut turns: Vec<Vec<Turn>> = servers.iter().map(|_| Vec::new()).collect();
    for round in 0..ROUNDS {
        for place in 0..servers.len() {
            // Each round begins with another, so that nobody always follows the same neighbour.
            let index = (place + round) % servers.len();
            turns[index].push(load(&servers[index], ask));
        }
    }
    let mut table = Table::new(
        title,
        &[
            "server",
            "requests per CPU second",
            "of nginx, in the same round",
            "requests per second",
            "bytes of an answer",
            "CPU of a million polls",
        ],
    );
    for (server, own) in servers.iter().zip(&turns) {
        let per_cpu = Sample::new(own.iter().map(|turn| turn.per_cpu).collect());
        let ratios = own
            .iter()
            .zip(&turns[1])
            .map(|(own, nginx)| own.per_cpu / nginx.per_cpu);
        table.row([
            server.name.to_owned(),
            per_cpu.show(number),
            Sample::new(ratios.collect()).show(number),
            Sample::new(own.iter().map(|turn| turn.rate).collect()).show(number),
            bytes(look(server, ask).bytes as f64),
            time(1e6 / per_cpu.median()),
        ]);
    }
    table.print();
}

/// One turn of load.
fn load(server: &Server, ask: Ask) -> Turn {
    let headers = match ask {
        Ask::Unchanged => vec![format!("If-None-Match: {}", look(server, Ask::Whole).etag)],
        Ask::Whole => Vec::new(),
    };
    let url = format!("http://127.0.0.1:{}{}", server.port, server.path);
    turn(&server.running, &url, &headers)
}
