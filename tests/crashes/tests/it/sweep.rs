//! Every write of every scene, with every fate, over each backend.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use wavecast_engine::testing::faulty::Point;

use crate::act::Act;
use crate::fate::{self, Fate};
use crate::prepared::Prepared;
use crate::scenes::{OrgVerb, Scene, UserVerb, VERBS, Verb, all};
use crate::site::Backend;
use crate::trial::{Tried, attempt};

/// Failures that are told; the rest is only counted.
const TOLD: usize = 12;

/// One trial.
type Job<'a> = (&'a Prepared, &'a Point, Fate);

#[derive(Default)]
struct Sum {
    trials: u64,
    polls: u64,
    keyless: u64,
    waited: u64,
    there: u64,
    failures: Vec<String>,
}

#[test]
fn every_write_of_every_verb_fails_in_memory() {
    sweep(Backend::Memory);
}

#[test]
fn every_write_of_every_verb_fails_on_disk() {
    sweep(Backend::Embedded);
}

fn sweep(backend: Backend) {
    let scenes = chosen();
    let prepared = in_parallel(&scenes, |scene| {
        let prepared = Prepared::new(*scene, backend);
        // Without a fault first: where devices end is what they must end at with every fault.
        let tried = attempt(&prepared, None);
        assert!(tried.is_ok(), "{}, without a fault: {tried:?}", scene.name);
        prepared
    });
    prepared.iter().for_each(check_verb);
    let jobs: Vec<Job<'_>> = prepared.iter().flat_map(jobs).collect();
    let sum = Mutex::new(Sum::default());
    in_parallel(&jobs, |(of, point, fate)| {
        let tried = attempt(of, Some((point, *fate)));
        let mut sum = sum.lock().unwrap();
        sum.trials += 1;
        match tried {
            Ok(Tried {
                polls,
                keyless,
                waited,
                there,
            }) => {
                sum.waited += waited;
                sum.polls += polls;
                sum.keyless += keyless;
                sum.there += u64::from(there);
            }
            Err(why) => sum
                .failures
                .push(format!("{}: {why}", told(of, point, *fate))),
        }
    });
    let sum = sum.into_inner().unwrap();
    let points: usize = prepared.iter().map(|scene| scene.points.len()).sum();
    announce(&format!(
        "{backend:?}: {points} write points in {} scenes of {} verbs and of upkeep, {} trials",
        prepared.len(),
        VERBS,
        sum.trials,
    ));
    announce(&format!(
        "{backend:?}: {} polls of devices; {} publications finished without a key; {} looks at a new root whose publication had still to come; the change was there after {} trials, after the others not at all",
        sum.polls, sum.keyless, sum.waited, sum.there,
    ));
    assert!(sum.failures.is_empty(), "{}", tell(&sum.failures));
    assert!(sum.keyless > 0 || scenes.len() < all().len());
}

/// What no type says: a scene stands under the verb that it is about.
fn check_verb(prepared: &Prepared) {
    let name = prepared.name;
    let has = |scenes: &[Scene]| scenes.iter().any(|scene| scene.name == name);
    let stands = match &prepared.act {
        Act::Command(command) => has(Verb::of(command).scenes()),
        Act::Org(_, command) => has(OrgVerb::of(command).scenes()),
        Act::User(command) => has(UserVerb::of(command).scenes()),
        Act::Secret(..) => has(Verb::SetSecret.scenes()),
        // Upkeep's own verbs: what it did is in the audit trail.
        Act::Tick if prepared.shows_in_ledger() => true,
        _ => !Verb::ALL.iter().any(|verb| has(verb.scenes())),
    };
    assert!(stands, "{name} stands under another verb");
}

/// All scenes; with `WAVECAST_CRASH_SCENE` those whose name has this in it.
fn chosen() -> Vec<Scene> {
    let wanted = std::env::var("WAVECAST_CRASH_SCENE").unwrap_or_default();
    let mut scenes = all();
    scenes.retain(|scene| scene.name.contains(&wanted));
    assert!(!scenes.is_empty(), "no scene is named so");
    scenes
}

fn jobs(prepared: &Prepared) -> impl Iterator<Item = Job<'_>> {
    let points = prepared.points.iter();
    let fates = |point| Fate::ALL.into_iter().map(move |fate| (point, fate));
    points
        .flat_map(fates)
        .map(move |(point, fate)| (prepared, point, fate))
}

fn told(of: &Prepared, point: &Point, fate: Fate) -> String {
    format!("{}, {}, {fate:?}", of.name, fate::name(point))
}

fn tell(failures: &[String]) -> String {
    let mut lines = vec![format!("{} trials failed:", failures.len())];
    let mut by_scene: BTreeMap<&str, u32> = BTreeMap::new();
    for failure in failures {
        let scene = failure
            .split_once(',')
            .map_or(failure.as_str(), |(scene, _)| scene);
        *by_scene.entry(scene).or_default() += 1;
    }
    lines.push(format!("{by_scene:?}"));
    lines.extend(failures.iter().take(TOLD).cloned());
    lines.join("\n")
}

/// Works off a list on all cores; answers in its order.
fn in_parallel<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(one) = all.get(index) else { break };
                    let result = work(one);
                    done.lock().unwrap().insert(index, result);
                }
            });
        }
    });
    done.into_inner().unwrap().into_values().collect()
}

/// Says something although the test passes: unlike `eprintln`, it isn't kept back then.
fn announce(line: &str) {
    // Where standard error is gone, nobody is there to be told.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// The writes that the straight line makes, scene by scene.
#[test]
fn verbs_pass_the_writes_of_the_straight_line() {
    let shown = [
        "channel is opened",
        "package is created",
        "release is created",
        "release is ramped",
        "timestamp key is rotated",
        "edge is adopted",
        "timestamp is renewed",
        "file is uploaded",
    ];
    let mut lines = Vec::new();
    for scene in all()
        .into_iter()
        .filter(|scene| shown.contains(&scene.name))
    {
        lines.push(scene.name.to_owned());
        for point in Prepared::new(scene, Backend::Memory).points {
            lines.push(
                format!("  {} {} {}", point.port, point.method, point.kind)
                    .trim_end()
                    .to_owned(),
            );
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}
