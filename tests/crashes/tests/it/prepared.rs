//! A scene that is set on a backend, once for all its faults: what there was before, what there is
//! after it went well, and the writes that it passes.

use std::sync::OnceLock;

use wavecast_engine::testing::faulty::{Faults, Point};
use wavecast_engine::testing::look::look_at_latest;
use wavecast_wire::name::Scope;
use wavecast_wire::table::Attributes;

use crate::act::Act;
use crate::content::{Content, Known};
use crate::scenes::{Scene, Set, Stage, Then, damage};
use crate::site::{Backend, Site, run};
use crate::state::{masked, state};
use crate::stock::AT_ONCE;
use crate::witness::{Allowed, Observer};

/// A scene that is set.
pub struct Prepared {
    pub name: &'static str,
    pub site: Site,
    pub act: Act,
    pub scope: Scope,
    /// The channels that are looked at.
    pub scopes: Vec<Scope>,
    /// The edge is ahead of the ledger until the act is done.
    pub fenced: bool,
    /// The edge is damaged until the act is done.
    pub damaged: bool,
    /// All that was known before.
    pub known: Known,
    pub old: Vec<String>,
    pub new: Vec<String>,
    /// The writes of the act, in order.
    pub points: Vec<Point>,
    /// Where devices are when all is done: which channels they follow, and what they run.
    pub ends: OnceLock<Vec<String>>,
    observers: Vec<Observer>,
}

impl Prepared {
    pub fn new(scene: Scene, backend: Backend) -> Self {
        let (site, set, scope, scopes) = set(scene, Site::new(backend));
        let mut observers = look_before(&site, &scopes);
        let damaged = matches!(set.then, Then::Damage);
        let fenced = matches!(set.then, Then::Restore(_));
        let before = contents(&site, &scopes);
        pass(&site, set.then, &scope);
        let old = ledger(&site, &scope);
        let (points, after) = record(&site, &set.act, &scope);
        let new = ledger(&after, &scope);
        let after = contents(&after, &scopes);
        let mut known = Known::default();
        old.iter().for_each(|line| known.note(line));
        for content in before.iter().flatten() {
            known.note(&content.said);
            known.note(&content.rest);
        }
        let replaced = matches!(&set.act, Act::Rotate(roles) if roles.iter().any(|role| AT_ONCE.contains(role)));
        for ((observer, old), new) in observers.iter_mut().zip(before).zip(after) {
            observer.allow(Allowed {
                old: old.map(|content| content.masked(&known)),
                new: new.map(|content| content.masked(&known)),
                known: known.clone(),
                damaged,
                at_once: replaced,
            });
        }
        Self {
            name: scene.name,
            act: set.act,
            scope,
            scopes,
            fenced,
            damaged,
            old: masked(&old, &known),
            new: masked(&new, &known),
            known,
            points,
            ends: OnceLock::new(),
            observers,
            site,
        }
    }

    /// The clients, as they are before the act.
    pub fn observers(&self) -> Vec<Observer> {
        self.observers.iter().map(Observer::copy).collect()
    }

    /// Whether somebody can tell from the ledger that it was done.
    pub fn shows_in_ledger(&self) -> bool {
        self.old != self.new
    }
}

/// Sets the scene, and lets upkeep come to rest.
fn set(scene: Scene, site: Site) -> (Site, Set, Scope, Vec<Scope>) {
    run(async {
        let process = site.start();
        let mut stage = Stage::new(site, process.world());
        drop(process);
        let set = (scene.set)(&mut stage).await;
        let name = scene.name;
        for _ in 0..2 {
            let report = stage.world.upkeep.tick().await;
            assert_eq!(report.troubles, Vec::<String>::new(), "{name}");
        }
        let report = stage.world.upkeep.tick().await;
        assert!(report.is_idle(), "{name}: it isn't at rest: {report:?}");
        let of = |channel| Scope {
            channel,
            ..stage.scope.clone()
        };
        let scopes = stage.channels.iter().cloned().map(of).collect();
        (stage.site, set, stage.scope, scopes)
    })
}

/// The clients have all seen the old state, and run what it says.
fn look_before(site: &Site, scopes: &[Scope]) -> Vec<Observer> {
    run(async {
        let objects = site.start().ports.objects;
        let now = site.now();
        let attributes = Attributes::new();
        let mut observers: Vec<Observer> = scopes
            .iter()
            .map(|scope| Observer::new(scope, &attributes))
            .collect();
        for observer in &mut observers {
            let seen = observer.content(&*objects).await.unwrap();
            observer.allow(Allowed {
                old: seen.clone(),
                new: seen,
                known: Known::everything(),
                ..Allowed::default()
            });
            let wrong = observer.look(&*objects, now, true).await;
            assert_eq!(wrong, Vec::<String>::new());
            observer.end(&*objects, now).await.unwrap();
        }
        observers
    })
}

/// What newcomers see of these channels.
fn contents(site: &Site, scopes: &[Scope]) -> Vec<Option<Content>> {
    run(async {
        let objects = site.start().ports.objects;
        let mut contents = Vec::new();
        for scope in scopes {
            let look = look_at_latest(&*objects, scope).await.unwrap();
            contents.push(look.as_ref().map(Content::of_look));
        }
        contents
    })
}

/// What happens before the act.
fn pass(site: &Site, then: Then, scope: &Scope) {
    match then {
        Then::Nothing => {}
        Then::Wait(seconds) => site.clock.advance(seconds),
        Then::Restore(backup) => {
            site.restore_ledger(&backup);
            let report = run(async { site.start().world().upkeep.tick().await });
            let fenced = |trouble: &String| trouble.contains("ahead of the ledger");
            assert!(report.troubles.iter().any(fenced), "{report:?}");
        }
        Then::Damage => run(async {
            let objects = site.start().ports.objects;
            damage(&*objects, &format!("{}/{}/", scope.org, scope.app)).await;
        }),
    }
}

fn ledger(site: &Site, scope: &Scope) -> Vec<String> {
    run(async { state(&*site.start().ports.ledger, scope, &site.clock).await })
}

/// The act without a fault, and the tick: its writes, and the site afterwards.
fn record(site: &Site, act: &Act, scope: &Scope) -> (Vec<Point>, Site) {
    let after = site.copy();
    let points = run(async {
        let process = after.start();
        let faults = Faults::default();
        let answer = act.run(&process.with(&faults), scope).await;
        answer.unwrap();
        faults.points()
    });
    let report = run(async { after.start().world().upkeep.tick().await });
    assert_eq!(report.troubles, Vec::<String>::new());
    (points, after)
}
