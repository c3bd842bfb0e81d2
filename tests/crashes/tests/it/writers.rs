//! Sixteen writers in four processes, a thousand changes, each asked for twice at once: one
//! history, in which each is there once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use wavecast_domain::Command;
use wavecast_domain::channel::ChannelSettings;
use wavecast_domain::event::Event;
use wavecast_domain::trail::Chain;
use wavecast_engine::control::{ControlError, EventFilter, PageAsk, Request};
use wavecast_engine::port::{Clock as _, Objects};
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::clock::TestClock;
use wavecast_engine::testing::look::look;
use wavecast_engine::testing::world::World;
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{ChannelName, Scope};
use wavecast_wire::table::Attributes;

use crate::clients::Ours;
use crate::scenes::Stage;
use crate::site::{Backend, Site};

const WRITERS: usize = 16;
const PROCESSES: usize = 4;
const CHANGES: usize = 1000;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_writers_make_one_history_in_memory() {
    write(Backend::Memory).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_writers_make_one_history_on_disk() {
    write(Backend::Embedded).await;
}

async fn write(backend: Backend) {
    let site = Site::new(backend);
    let process = site.start();
    let (site, scopes, world) = open(site, process.world()).await;
    let before = revision(&world, &scopes[0]).await;
    // Each with publisher's turns of its own, as another process has.
    let worlds: Vec<World> = (0..PROCESSES).map(|_| process.world()).collect();
    let over = Arc::new(AtomicBool::new(false));
    let (objects, clock) = (process.ports.objects.clone(), site.clock.clone());
    let device = follow(objects.clone(), scopes[0].clone(), clock, over.clone()).await;
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (world, scopes) = (worlds[writer % PROCESSES].clone(), scopes.clone());
            tokio::spawn(async move {
                let mut answered = BTreeMap::new();
                for change in (writer..CHANGES).step_by(WRITERS) {
                    let scope = &scopes[change % scopes.len()];
                    let (one, two) =
                        tokio::join!(ask(&world, scope, change), ask(&world, scope, change));
                    assert_eq!(one, two, "change {change} has one answer");
                    answered.insert(name(change), one);
                }
                answered
            })
        })
        .collect();
    let mut answered = BTreeMap::new();
    for writer in writers {
        answered.extend(writer.await.unwrap());
    }
    over.store(true, Ordering::SeqCst);
    device.await.unwrap();
    assert_eq!(answered.len(), CHANGES);

    let history = history(&world, &scopes[0], before).await;
    let revisions: Vec<u64> = history.iter().map(|event| event.revision).collect();
    let last = before + CHANGES as u64;
    assert_eq!(
        revisions,
        Vec::from_iter(before + 1..=last),
        "without a gap, none twice"
    );
    let recorded: BTreeMap<String, u64> = history
        .iter()
        .map(|event| (event.request.clone(), event.revision))
        .collect();
    assert_eq!(
        recorded, answered,
        "each change once, where it was answered to be"
    );
    assert_eq!(revision(&world, &scopes[0]).await, last);
    let chain = whole_chain(&world, &scopes[0]).await;
    assert_eq!(
        chain.at().map(|at| at.revision),
        Some(last),
        "no writer forked the chain"
    );

    let tick = world.upkeep.tick().await;
    assert_eq!(tick.troubles, Vec::<String>::new());
    for scope in &scopes {
        let newest = history
            .iter()
            .rev()
            .find(|event| event.channels.contains(&scope.channel));
        let change = newest.and_then(|event| event.request.parse::<usize>().ok());
        let look = look(&*objects, scope).await.unwrap().expect("published");
        let poll = look.timestamp.wavecast.expect("ours").poll.seconds;
        assert_eq!(
            Some(poll),
            change.map(poll_of),
            "the edge of {scope} shows its last change"
        );
    }
    let report = world.upkeep.tick().await;
    assert!(report.is_idle(), "it isn't at rest: {report:?}");
}

/// Four channels of one application; nothing moves any more, so that devices see the interval.
async fn open(site: Site, world: World) -> (Site, Vec<Scope>, World) {
    let mut stage = Stage::new(site, world);
    stage.shipped().await;
    for name in ["beta", "canary", "nightly"] {
        stage.open(name, None).await;
    }
    stage.days(3).await;
    let of = |channel: &ChannelName| Scope {
        channel: channel.clone(),
        ..stage.scope.clone()
    };
    let scopes = stage.channels.iter().map(of).collect();
    (stage.site, scopes, stage.world)
}

fn name(change: usize) -> String {
    change.to_string()
}

/// The poll interval that a change sets, its alone.
fn poll_of(change: usize) -> u32 {
    3600 + u32::try_from(change).unwrap()
}

/// Asks for a change until it is answered; answers the revision that it made.
async fn ask(world: &World, scope: &Scope, change: usize) -> u64 {
    let settings = ChannelSettings {
        poll_idle: poll_of(change),
        ..ChannelSettings::default()
    };
    let command = Command::ConfigureChannel {
        channel: scope.channel.clone(),
        settings,
    };
    loop {
        let key = name(change);
        let request = Request {
            idempotency: Some((key.clone(), Sha256::of(key.as_bytes()))),
            id: key,
            ..request()
        };
        let (org, app) = (&scope.org, &scope.app);
        match world
            .control
            .execute(org, app, request, command.clone())
            .await
        {
            Ok(done) => return done.revision,
            Err(ControlError::Contended) => {}
            Err(error) => panic!("change {change}: {error}"),
        }
    }
}

/// A device polls all the while: always a whole publication, never an older one.
async fn follow(
    objects: Arc<dyn Objects>,
    scope: Scope,
    clock: TestClock,
    over: Arc<AtomicBool>,
) -> tokio::task::JoinHandle<()> {
    let now = clock.now();
    let device = Ours::new(&scope, &Attributes::new(), &*objects).await;
    let mut device = device.unwrap().expect("a channel at the edge");
    tokio::spawn(async move {
        while !over.load(Ordering::SeqCst) {
            device.poll(&*objects, now).await.unwrap();
            tokio::task::yield_now().await;
        }
    })
}

async fn revision(world: &World, scope: &Scope) -> u64 {
    let app = world.control.app(&scope.org, &scope.app, &[]).await;
    app.unwrap().expect("an application").head.revision
}

/// The audit trail after a revision, oldest first.
async fn history(world: &World, scope: &Scope, before: u64) -> Vec<Event> {
    let (mut events, mut after) = (Vec::new(), None);
    loop {
        let ask = PageAsk {
            after,
            limit: 200,
            ascending: false,
        };
        let (filter, app) = (EventFilter::default(), Some(&scope.app));
        let page = world.control.events(&scope.org, app, &filter, &ask).await;
        let page = page.unwrap();
        events.extend(page.items);
        after = page.next;
        if after.is_none() {
            events.retain(|event| event.revision > before);
            events.reverse();
            return events;
        }
    }
}

/// The application's trail, followed from its begin to the end that its head tells.
async fn whole_chain(world: &World, scope: &Scope) -> Chain {
    let mut chain = Chain::of_app();
    let mut ask = PageAsk {
        limit: 200,
        ..PageAsk::default()
    };
    loop {
        let part = world
            .control
            .chain(&scope.org, Some(&scope.app), &ask)
            .await;
        let part = part.unwrap().expect("an application");
        for line in &part.lines {
            chain.follow(line).unwrap();
        }
        ask.after = part.next;
        if ask.after.is_none() {
            chain.end(&part.end).unwrap();
            return chain;
        }
    }
}
