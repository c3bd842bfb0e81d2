//! What is seen beside changes: noted without getting in anybody's way, and put into a chain once.

use std::sync::Arc;

use async_trait::async_trait;
use wavecast_domain::principal::Principal;
use wavecast_domain::sighting::{Kind, Seen, Sighting, Watch};
use wavecast_domain::trail::{Broken, Chain};
use wavecast_engine::control::{PageAsk, Part, Who};
use wavecast_engine::port::{Clock as _, Entry, Key, Ledger, Page, PortError, Query, Write};
use wavecast_engine::testing::counted::Counter;
use wavecast_engine::testing::faulty::{Faults, Plan, Point};
use wavecast_engine::testing::world::World;
use wavecast_wire::name::OrgName;

use crate::stage::Stage;

/// The first part of the chain.
async fn part(stage: &Stage) -> Part {
    part_after(stage, None).await
}

async fn part_after(stage: &Stage, after: Option<String>) -> Part {
    let page = PageAsk {
        limit: 200,
        ascending: true,
        after,
    };
    let control = &stage.world.control;
    control
        .sightings(&Watch::from(&stage.scope.org), &page)
        .await
        .unwrap()
}

/// What is in the chain, which is whole.
async fn seen(stage: &Stage) -> Vec<Seen> {
    let mut part = part(stage).await;
    let mut lines = part.lines;
    while let Some(next) = part.next {
        part = part_after(stage, Some(next)).await;
        lines.append(&mut part.lines);
    }
    let mut chain = Chain::of_sightings();
    let links = lines.iter().map(|line| {
        chain.go_on(line).unwrap();
        serde_json::from_str(line).unwrap()
    });
    let seen = links.collect();
    chain.end(&part.end).unwrap();
    seen
}

/// Takes the notes, a while later; says how many links that made.
async fn take(stage: &Stage) -> u32 {
    stage.world.clock.advance(61);
    let report = stage.world.upkeep.sign_heads().await;
    assert_eq!(report.troubles, Vec::<String>::new());
    report.seen
}

fn refusal(stage: &Stage, subject: impl Into<String>) -> Sighting {
    Sighting {
        actor: Some(Principal::person("bob".parse().unwrap(), "Bob")),
        source: Some("192.0.2.7".to_owned()),
        request: Some("req-1".to_owned()),
        why: Some("needs the permission release".to_owned()),
        ..Sighting::new(Kind::Refusal, stage.world.clock.now(), subject)
    }
}

async fn sight(stage: &Stage, seen: Sighting) {
    let control = &stage.world.control;
    control
        .sight(&Watch::from(&stage.scope.org), Who::Its, seen)
        .await;
}

#[tokio::test]
async fn what_is_seen_becomes_a_chain_and_its_head_is_signed() {
    let stage = Stage::shipped().await;
    let mut sign_in = refusal(&stage, "GET /orgs/acme");
    sign_in.kind = Kind::SignIn;
    sign_in.why = None;
    sight(&stage, sign_in).await;
    sight(&stage, refusal(&stage, "POST /orgs/acme/tokens")).await;
    assert!(seen(&stage).await.is_empty());
    take(&stage).await;
    let all = seen(&stage).await;
    let of = |kind| all.iter().filter(move |one| one.seen.kind == kind);
    let refused = of(Kind::Refusal).next().unwrap();
    assert_eq!(refused.seen.source.as_deref(), Some("192.0.2.7"));
    assert_eq!(refused.seen.request.as_deref(), Some("req-1"));
    assert_eq!(of(Kind::SignIn).count(), 1);
    // The root's keys, and those of each publication: once.
    let uses: Vec<_> = of(Kind::KeyUse).collect();
    let mut subjects: Vec<_> = uses.iter().map(|one| one.seen.subject.as_str()).collect();
    let head = stage.head().await;
    assert_eq!(subjects.len() as u64, head.seq + head.root);
    assert!(
        subjects.contains(&"root 1 of acme/lamp/stable"),
        "{subjects:?}"
    );
    assert!(
        subjects.contains(&"publication 1 of acme/lamp/stable"),
        "{subjects:?}"
    );
    subjects.sort_unstable();
    subjects.dedup();
    assert_eq!(subjects.len(), uses.len());
    assert!(uses.iter().all(|one| !one.seen.keys.is_empty()));
    // It is signed with the others.
    let newest = PageAsk {
        limit: 1,
        ..PageAsk::default()
    };
    let control = &stage.world.control;
    let statements = control.statements(&stage.scope.org, &newest).await;
    let signed = statements.unwrap().items.join("");
    assert!(signed.contains("acme/~access"), "{signed}");
    assert_eq!(take(&stage).await, 0);
}

#[tokio::test]
async fn what_is_done_to_the_chain_is_told() {
    let stage = Stage::shipped().await;
    for n in 0..4 {
        sight(&stage, refusal(&stage, format!("GET /{n}"))).await;
    }
    take(&stage).await;
    let part = part(&stage).await;
    let follow = |lines: Vec<String>| -> Result<(), Broken> {
        let mut chain = Chain::of_sightings();
        lines.iter().try_for_each(|line| chain.go_on(line))?;
        chain.end(&part.end)
    };
    let lines = &part.lines;
    assert_eq!(follow(lines.clone()), Ok(()));
    let mut rewritten = lines.clone();
    rewritten[1] = rewritten[1].replace("\"times\":1", "\"times\":2");
    assert_eq!(follow(rewritten), Err(Broken::Changed { revision: 2 }));
    let dropped = [&lines[..1], &lines[2..]].concat();
    assert_eq!(
        follow(dropped),
        Err(Broken::Order {
            after: 1,
            revision: 3
        })
    );
    let mut moved = lines.clone();
    moved.swap(1, 2);
    assert!(matches!(follow(moved), Err(Broken::Order { after: 1, .. })));
    let cut = lines[..lines.len() - 1].to_vec();
    assert!(matches!(follow(cut), Err(Broken::End { .. })));
    let foreign = vec!["{}".to_owned()];
    assert!(matches!(follow(foreign), Err(Broken::Unreadable { .. })));
}

#[tokio::test]
async fn a_crash_while_notes_are_taken_loses_none_and_doubles_none() {
    let recorded = Stage::shipped().await;
    recorded.world.clock.advance(61);
    let faults = Faults::default();
    let faulty = recorded.with_faults(&faults);
    faulty.world.upkeep.sign_heads().await;
    let points = faults.points();
    assert!(
        points.iter().any(|point| point.port == "ledger"),
        "{points:?}"
    );
    let whole = seen(&recorded).await;
    for point in points {
        for (landed, dead) in [(true, true), (true, false), (false, true), (false, false)] {
            let stage = Stage::shipped().await;
            stage.world.clock.advance(61);
            let faulty = stage.with_faults(&faults);
            faults.plan(Plan {
                point: point.clone(),
                landed,
                dead,
            });
            faulty.world.upkeep.sign_heads().await;
            assert!(faults.was_met(), "{point:?}");
            faults.clear();
            let again = stage.restarted();
            take(&again).await;
            let all = seen(&again).await;
            assert_eq!(all.len(), whole.len(), "{point:?} {landed} {dead}");
            assert_eq!(take(&again).await, 0);
        }
    }
}

#[tokio::test]
async fn two_ticks_at_once_make_one_chain() {
    let stage = Stage::shipped().await;
    for n in 0..200 {
        stage.world.clock.advance(2);
        sight(&stage, refusal(&stage, format!("GET /{n}"))).await;
    }
    stage.world.clock.advance(61);
    let other = stage.restarted();
    let (one, two) = tokio::join!(
        stage.world.upkeep.sign_heads(),
        other.world.upkeep.sign_heads()
    );
    let rest = take(&stage).await;
    let all = seen(&stage).await;
    assert_eq!(all.len() as u64, u64::from(one.seen + two.seen + rest));
    let refused = all.iter().filter(|one| one.seen.kind == Kind::Refusal);
    let mut subjects: Vec<_> = refused.map(|one| one.seen.subject.clone()).collect();
    subjects.sort_unstable();
    subjects.dedup();
    assert_eq!(subjects.len(), 200);
}

#[tokio::test]
async fn a_flood_is_counted_and_costs_a_handful_of_writes() {
    let mut stage = Stage::shipped().await;
    let counter = Counter::default();
    let sink = stage.memory.uploads.clone();
    let ports = counter.around(stage.memory.ports());
    stage.world = World::over(ports, sink, stage.memory.clock.clone());
    take(&stage).await;
    counter.take();
    // The same, again and again.
    for _ in 0..1000 {
        sight(&stage, refusal(&stage, "GET /one")).await;
    }
    assert_eq!(counter.take().commits, 10);
    take(&stage).await;
    let last = seen(&stage).await.pop().unwrap();
    assert_eq!(last.seen.times, 512);
    // And a thousand different ones.
    counter.take();
    for n in 0..1000 {
        sight(&stage, refusal(&stage, format!("GET /{n}"))).await;
    }
    let commits = counter.take().commits;
    assert!(commits <= 75, "{commits}");
    assert!(take(&stage).await <= 61);
    let all = seen(&stage).await;
    let more = all.iter().find(|one| one.seen.subject == "more refusals");
    assert_eq!(more.unwrap().seen.times, 512);
    // Strangers may make up names; nothing of that is ever taken.
    counter.take();
    for n in 0..1000 {
        let org: OrgName = format!("org-{n}").parse().unwrap();
        let seen = refusal(&stage, "GET /one");
        stage
            .world
            .control
            .sight(&Watch::from(&org), Who::Stranger, seen)
            .await;
    }
    let made_up = counter.take();
    assert_eq!((made_up.gets, made_up.commits), (60, 0));
    assert_eq!(take(&stage).await, 0);
    // Where strangers knock without an end, whoever belongs there is noted all the same.
    for n in 0..1000 {
        let seen = refusal(&stage, format!("GET /{n}"));
        let control = &stage.world.control;
        control
            .sight(&Watch::from(&stage.scope.org), Who::Stranger, seen)
            .await;
    }
    sight(&stage, refusal(&stage, "GET /mine")).await;
    assert_eq!(take(&stage).await, 22);
}

#[tokio::test]
async fn a_note_that_was_taken_goes_on_as_another() {
    let stage = Stage::shipped().await;
    take(&stage).await;
    let before = seen(&stage).await.len();
    for _ in 0..2 {
        sight(&stage, refusal(&stage, "GET /one")).await;
    }
    stage.world.clock.advance(11);
    assert_eq!(stage.world.upkeep.sign_heads().await.seen, 1);
    for _ in 0..2 {
        sight(&stage, refusal(&stage, "GET /one")).await;
    }
    take(&stage).await;
    let all = seen(&stage).await;
    let times: Vec<_> = all[before..].iter().map(|one| one.seen.times).collect();
    assert_eq!(times, [2, 2]);
}

#[tokio::test]
async fn taking_notes_costs_three_calls_for_each_batch() {
    let mut stage = Stage::shipped().await;
    let counter = Counter::default();
    let sink = stage.memory.uploads.clone();
    let ports = counter.around(stage.memory.ports());
    stage.world = World::over(ports, sink, stage.memory.clock.clone());
    take(&stage).await;
    counter.take();
    take(&stage).await;
    let idle = counter.take();
    for n in 0..40 {
        sight(&stage, refusal(&stage, format!("GET /{n}"))).await;
    }
    counter.take();
    assert_eq!(take(&stage).await, 40);
    let busy = counter.take();
    // The notes are read by the look that finds none too. Beside that: the end of the chain, and one
    // commit; and for the head that moved the three readings and the commit of its statement.
    assert_eq!(busy.pages - idle.pages, 0);
    let more = (busy.gets - idle.gets, busy.commits - idle.commits);
    assert_eq!(more, (4, 2), "{idle:?} {busy:?}");
}

/// A ledger that takes its time to commit.
struct Slow(Arc<dyn Ledger>);

#[async_trait]
impl Ledger for Slow {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        self.0.get(keys).await
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), PortError> {
        tokio::task::yield_now().await;
        let done = self.0.commit(writes).await;
        tokio::task::yield_now().await;
        done
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

/// How often the chain says that this was seen.
async fn times(stage: &Stage, subject: &str) -> u64 {
    let all = seen(stage).await;
    let its = all.iter().filter(|one| one.seen.subject == subject);
    its.map(|one| one.seen.times).sum()
}

#[tokio::test]
async fn many_at_once_are_counted_in_one_note() {
    let mut stage = Stage::shipped().await;
    let sink = stage.memory.uploads.clone();
    let mut ports = stage.memory.ports();
    ports.ledger = Arc::new(Slow(ports.ledger.clone()));
    stage.world = World::over(ports, sink, stage.memory.clock.clone());
    take(&stage).await;
    let before = seen(&stage).await.len();
    let at_once = (0..100).map(|_| sight(&stage, refusal(&stage, "GET /one")));
    futures_util::future::join_all(at_once).await;
    assert_eq!(take(&stage).await, 1);
    assert_eq!(seen(&stage).await.len(), before + 1);
    assert_eq!(times(&stage, "GET /one").await, 100);
}

#[tokio::test]
async fn a_note_of_which_nobody_knows_whether_it_stands_is_counted_once() {
    for (landed, counted) in [(true, 5), (false, 4)] {
        let stage = Stage::shipped().await;
        take(&stage).await;
        let faults = Faults::default();
        let faulty = stage.with_faults(&faults);
        faults.plan(Plan {
            point: Point {
                port: "ledger",
                method: "commit",
                kind: "J".to_owned(),
                occurrence: 0,
            },
            landed,
            dead: false,
        });
        for _ in 0..8 {
            sight(&faulty, refusal(&faulty, "GET /one")).await;
        }
        assert!(faults.was_met());
        faults.clear();
        take(&stage).await;
        assert_eq!(times(&stage, "GET /one").await, counted, "{landed}");
    }
}
