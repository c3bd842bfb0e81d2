//! The renewal of very many channels: the real scheduler, minute by minute for weeks. What it hands
//! over is renewed by the arithmetic of `domain::stamp`; what one real renewal asks of its backends is
//! counted beside it.

mod cost;
mod fleet;
mod ledger;

use wavecast_bench::stage::Stage;
use wavecast_domain::head::Head;
use wavecast_domain::share::Share;
use wavecast_domain::{Publication, render};
use wavecast_engine::record::{entry, key};
use wavecast_engine::testing::counted::Counts;

use crate::report::{Table, number};
use crate::runtime;
use cost::Cost;
use fleet::{Fleet, Watched};

/// Channels, unless `WAVECAST_BENCH_CHANNELS` says otherwise.
const CHANNELS: usize = 100_000;
/// Minutes that pass before anything is looked at: all channels were made at once.
const BEFORE: usize = 14 * 24 * 60;
/// Minutes that are looked at.
const WEEK: usize = 7 * 24 * 60;
/// Seconds for which no tick comes.
const OUTAGE: i64 = 8 * 86_400;

pub fn run() {
    let channels = std::env::var("WAVECAST_BENCH_CHANNELS").ok();
    let channels = channels.map_or(CHANNELS, |text| text.parse().expect("a number"));
    let runtime = runtime();
    let pattern = runtime.block_on(pattern());
    let fleet = runtime.block_on(Fleet::new(channels, pattern.publication));
    runtime.block_on(fleet.watch(BEFORE));
    let week = runtime.block_on(fleet.watch(WEEK));
    fleet.clock.advance(OUTAGE);
    let outage = runtime.block_on(fleet.watch(WEEK));
    let title = format!(
        "Renewing {} channels, a tick each minute",
        number(channels as f64)
    );
    let columns = ["", "a week as any other", "after 8 days without a tick"];
    let mut table = Table::new(&title, &columns);
    let cost = Cost::of(pattern.renewal, pattern.head_bytes);
    let mut row = |what: &str, cell: &dyn Fn(&Watched) -> String| {
        table.row([what.to_owned(), cell(&week), cell(&outage)]);
    };
    row("renewals of the week", &|one| number(one.renewals as f64));
    row("in an hour: median (p10–p90)", &|one| {
        one.hours.show(number)
    });
    row("in an hour: the most", &|one| number(one.hours.at(1.0)));
    row("the most that a tick handed over", &|one| {
        number(one.handed.at(1.0))
    });
    row("minutes until nothing was overdue", &|one| {
        number(one.overdue as f64)
    });
    row("readings of a tick: median (p10–p90)", &|one| {
        one.readings.show(number)
    });
    row("dollars in 30 days: ticks", &|one| cost.ticks(one));
    row("dollars in 30 days: renewals", &|one| cost.renewals(one));
    table.print();
    println!("\n{}", cost.words());
}

/// A real channel, and what renewing it asks.
struct Pattern {
    publication: Publication,
    renewal: Counts,
    head_bytes: usize,
}

async fn pattern() -> Pattern {
    let stage = Stage::memory().await;
    stage.package("1.0.0").await;
    stage.release("1.0.0", Share::ALL).await;
    let (world, scope) = (&stage.world, &stage.scope);
    // The idle interval begins a day after the last movement; then a renewal comes alone.
    for days in [2, 9] {
        world.clock.advance(days * 86_400);
        stage.counter.take();
        if days == 2 {
            world.upkeep.tick().await;
        } else {
            world.publisher.publish(scope).await.expect("an edge");
        }
    }
    let renewal = stage.counter.take();
    let channels = std::slice::from_ref(&scope.channel);
    let app = world.control.app(&scope.org, &scope.app, channels).await;
    let app = app.expect("a ledger").expect("an application");
    let found = world.ports.ledger.get(&[key::head(scope)]).await;
    let found = found.expect("a ledger").remove(0).expect("a head");
    let head: Head = entry::read(&found).expect("a head");
    assert!(head.written, "a renewal that isn't at the edge");
    Pattern {
        publication: render(&app, &scope.channel).expect("a publication"),
        renewal,
        head_bytes: found.body.len(),
    }
}
