//! The heads of an organization's chains: signed as they go on, and what is rewritten contradicts them.

use std::collections::BTreeMap;

use wavecast_domain::Command;
use wavecast_domain::app::AppHead;
use wavecast_domain::event::Event;
use wavecast_domain::heads::{Heads, Signed, Untrue};
use wavecast_domain::org::OrgCommand;
use wavecast_domain::trail::Chain;
use wavecast_engine::control::PageAsk;
use wavecast_engine::port::{Expect, Write};
use wavecast_engine::record::{entry, key, order};
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::faulty::{Faults, Plan};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::{AppName, OrgName};
use wavecast_wire::tuf::Role;

use crate::stage::{Stage, share};

const CHAIN: &str = "acme/lamp";

fn page() -> PageAsk {
    PageAsk {
        limit: 200,
        ascending: true,
        ..PageAsk::default()
    }
}

async fn lines(stage: &Stage) -> Vec<String> {
    let control = &stage.world.control;
    let found = control.statements(&stage.scope.org, &page()).await;
    found.unwrap().items
}

fn follow(lines: &[String], key: Option<Sha256>) -> Result<Heads, Untrue> {
    let mut heads = Heads::of("acme".parse().unwrap(), key);
    for line in lines {
        heads.follow(line)?;
    }
    Ok(heads)
}

/// The application's trail, which is whole as far as it can tell.
async fn trail(stage: &Stage) -> BTreeMap<u64, Sha256> {
    let control = &stage.world.control;
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let part = control.chain(org, Some(app), &page()).await;
    let part = part.unwrap().unwrap();
    let (mut chain, mut digests) = (Chain::of_app(), BTreeMap::new());
    for line in &part.lines {
        chain.follow(line).unwrap();
        let at = chain.at().unwrap();
        digests.insert(at.revision, at.digest);
    }
    chain.end(&part.end).unwrap();
    digests
}

/// Signs what went on, a minute later.
async fn sign(stage: &Stage) -> u32 {
    stage.world.clock.advance(61);
    let report = stage.world.upkeep.sign_heads().await;
    assert_eq!(report.troubles, Vec::<String>::new());
    report.signed
}

#[tokio::test]
async fn heads_are_signed_when_chains_went_on_and_only_then() {
    let stage = Stage::shipped().await;
    assert_eq!(sign(&stage).await, 1);
    assert_eq!(sign(&stage).await, 0, "nothing went on");
    stage.package("1.1.0").await;
    let release = stage.release("1.1.0", Some(share(1000))).await;
    assert_eq!(sign(&stage).await, 1);
    let pause = Command::Pause(release);
    stage.run(pause).await;
    let report = stage.world.upkeep.sign_heads().await;
    assert_eq!(report.signed, 0, "a statement a minute is enough");
    assert_eq!(sign(&stage).await, 1);
    let lines = lines(&stage).await;
    assert_eq!(lines.len(), 3);
    let first: Signed = serde_json::from_str(&lines[0]).unwrap();
    let chains: Vec<_> = first.statement.chains.keys().collect();
    assert_eq!(chains, ["acme", "acme/lamp", "acme/~access"]);
    let last: Signed = serde_json::from_str(&lines[2]).unwrap();
    let chains: Vec<_> = last.statement.chains.keys().collect();
    assert_eq!(chains, ["acme/lamp", "acme/~access"], "what went on alone");
    let heads = follow(&lines, Some(first.key.id())).unwrap();
    let revision = stage.revision().await;
    let agreed = heads.agree(CHAIN, &trail(&stage).await).unwrap();
    assert_eq!(agreed, Some(revision));
    assert_eq!(heads.agree("acme/other", &BTreeMap::new()), Ok(None));
}

/// Whoever writes the whole ledger changes an event, and all that follows it, and the aggregate.
async fn rewrite(stage: &Stage, from: u64) {
    let ledger = stage.memory_ledger();
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let at = key::app(org, app);
    let found = ledger.get(std::slice::from_ref(&at)).await.unwrap();
    let mut head: AppHead = entry::read(found[0].as_ref().unwrap()).unwrap();
    let (space, mut previous) = (key::space(org, app), None);
    for revision in from..=head.revision {
        let month = order::month(head.created);
        let at = key::event(&space, &month, revision);
        let found = ledger.get(&[at]).await.unwrap();
        let mut event: Event = entry::read(found[0].as_ref().unwrap()).unwrap();
        if previous.is_some() {
            event.previous = previous;
        } else {
            event.request = "nobody asked".to_owned();
        }
        previous = Some(event.digest().unwrap());
        let put = entry::event(&space, &event).unwrap();
        ledger
            .commit(vec![Write::Put(put, Expect::Any)])
            .await
            .unwrap();
    }
    head.trail = previous;
    let put = Write::Put(entry::app(&head).unwrap(), Expect::Any);
    ledger.commit(vec![put]).await.unwrap();
}

#[tokio::test]
async fn a_chain_that_was_rewritten_from_one_event_on_is_seen() {
    let stage = Stage::shipped().await;
    assert_eq!(sign(&stage).await, 1);
    let signed = stage.revision().await;
    rewrite(&stage, 3).await;
    // It is whole, and no export of the time before is at hand.
    let told = trail(&stage).await;
    let heads = follow(&lines(&stage).await, None).unwrap();
    assert_eq!(
        heads.agree(CHAIN, &told),
        Err(Untrue::Rewritten {
            n: 1,
            chain: CHAIN.to_owned(),
            revision: signed
        })
    );
    // Nothing is signed over it, and the tick says so.
    stage.world.clock.advance(61);
    let report = stage.world.upkeep.sign_heads().await;
    assert_eq!(report.signed, 0);
    assert!(report.troubles[0].contains("isn't what was signed of it"));
    assert_eq!(lines(&stage).await.len(), 1);
}

#[tokio::test]
async fn a_chain_that_was_cut_is_seen() {
    let stage = Stage::shipped().await;
    sign(&stage).await;
    let mut told = trail(&stage).await;
    let (revision, _) = told.pop_last().unwrap();
    let heads = follow(&lines(&stage).await, None).unwrap();
    let dropped = Untrue::Dropped {
        n: 1,
        chain: CHAIN.to_owned(),
        revision,
    };
    assert_eq!(heads.agree(CHAIN, &told), Err(dropped));
}

/// A head that went back with its chain, and one that was taken away altogether.
#[tokio::test]
async fn nothing_is_signed_over_a_chain_that_went_back_or_is_gone() {
    for is_gone in [false, true] {
        let stage = Stage::shipped().await;
        assert_eq!(sign(&stage).await, 1);
        let (ledger, at) = (
            stage.memory_ledger(),
            key::app(&stage.scope.org, &stage.scope.app),
        );
        let found = ledger.get(&[at]).await.unwrap();
        let mut head: AppHead = entry::read(found[0].as_ref().unwrap()).unwrap();
        if is_gone {
            head.trail = None;
        } else {
            head.revision -= 1;
        }
        let put = Write::Put(entry::app(&head).unwrap(), Expect::Any);
        ledger.commit(vec![put]).await.unwrap();
        stage.world.clock.advance(61);
        let report = stage.world.upkeep.sign_heads().await;
        assert_eq!(report.signed, 0, "{is_gone}");
        let trouble = &report.troubles[0];
        assert!(trouble.contains("isn't what was signed of it"), "{trouble}");
        assert_eq!(lines(&stage).await.len(), 1);
    }
}

#[tokio::test]
async fn statements_that_were_touched_are_not_believed() {
    let stage = Stage::shipped().await;
    for version in ["1.1.0", "1.2.0"] {
        sign(&stage).await;
        stage.package(version).await;
    }
    sign(&stage).await;
    let all = lines(&stage).await;
    let signed = |n: usize| -> Signed { serde_json::from_str(&all[n]).unwrap() };
    let with = |change: &dyn Fn(&mut Signed)| {
        let mut changed = signed(2);
        change(&mut changed);
        [&all[..2], &[changed.line().unwrap()]].concat()
    };
    let maker = stage.memory.ports().maker;
    let other = maker.make(&stage.scope, Role::Root).await.unwrap().public;
    let said = |touched: Vec<String>| follow(&touched, None).unwrap_err().to_string();
    for (touched, words) in [
        (vec![all[0].clone(), all[2].clone()], "after statement 1"),
        (vec![all[1].clone()], "after statement 0"),
        (vec![all[0].clone(), all[0].clone()], "after statement 1"),
        (
            with(&|one| one.statement.at = one.statement.at.plus(1)),
            "the signature of statement 3",
        ),
        (
            with(&|one| one.sig = one.sig.replace('0', "1")),
            "the signature of statement 3",
        ),
        (with(&|one| one.key = other.clone()), "is signed by key"),
        (
            with(&|one| one.statement.previous = None),
            "statement 2 was changed",
        ),
        (
            [&all[..2], &[all[2].replace("{\"key\"", "{ \"key\"")]].concat(),
            "written canonically",
        ),
        (vec!["{}".to_owned()], "is none"),
    ] {
        let said = said(touched);
        assert!(said.contains(words), "{words}: {said}");
    }
    let pinned = follow(&all, Some(other.id())).unwrap_err();
    assert!(matches!(pinned, Untrue::Key { n: 1, .. }), "{pinned}");
    let mut another = Heads::of("nova".parse().unwrap(), None);
    assert!(matches!(another.follow(&all[0]), Err(Untrue::Order { .. })));
}

#[tokio::test]
async fn whoever_signs_at_once_signs_once() {
    let stage = Stage::shipped().await;
    let keys = &stage.world.keys;
    let org = &stage.scope.org;
    let (one, two) = tokio::join!(keys.sign_heads(org), keys.sign_heads(org));
    assert!(one.unwrap() | two.unwrap());
    let lines = lines(&stage).await;
    assert_eq!(lines.len(), 1);
    follow(&lines, None).unwrap();
}

#[tokio::test]
async fn a_crash_while_signing_leaves_nothing_that_isnt_believed() {
    let recorded = Stage::shipped().await;
    let faults = Faults::default();
    let faulty = recorded.with_faults(&faults);
    faulty.world.upkeep.sign_heads().await;
    let points = faults.points();
    assert!(
        points.iter().any(|point| point.port == "maker"),
        "{points:?}"
    );
    assert!(
        points.iter().any(|point| point.port == "ledger"),
        "{points:?}"
    );
    for point in points {
        for (landed, dead) in [(true, true), (true, false), (false, true), (false, false)] {
            let stage = Stage::shipped().await;
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
            let signed = sign(&again).await;
            let lines = lines(&again).await;
            // What was noted until then is a chain by now, and signed as well.
            assert!(matches!(lines.len(), 1 | 2), "{point:?} {landed} {dead}");
            assert!(signed <= 1);
            let heads = follow(&lines, None).unwrap();
            let revision = again.revision().await;
            let agreed = heads.agree(CHAIN, &trail(&again).await).unwrap();
            assert_eq!(agreed, Some(revision), "{point:?} {landed} {dead}");
            assert_eq!(sign(&again).await, 0);
        }
    }
}

#[tokio::test]
async fn every_organization_has_its_turn() {
    let stage = Stage::shipped().await;
    for n in 0..60 {
        let name: OrgName = format!("org-{n:02}").parse().unwrap();
        let create = OrgCommand::CreateOrg {
            name: name.clone(),
            title: name.to_string(),
        };
        let control = &stage.world.control;
        control.execute_org(&name, request(), create).await.unwrap();
    }
    assert_eq!(sign(&stage).await, 20);
    // Other processes go on where that one was.
    for signed in [20, 20, 1, 0, 0, 0, 0] {
        assert_eq!(sign(&stage.restarted()).await, signed);
    }
}

#[tokio::test]
async fn many_chains_are_signed_by_several_statements() {
    let stage = Stage::shipped().await;
    for n in 0..150 {
        let app: AppName = format!("app-{n:03}").parse().unwrap();
        let create = OrgCommand::CreateApp {
            name: app.clone(),
            kind: Kind::Bundle,
            settings: None,
            dimensions: None,
        };
        let (control, org) = (&stage.world.control, &stage.scope.org);
        control.execute_org(org, request(), create).await.unwrap();
        let open = Command::CreateChannel {
            channel: stage.scope.channel.clone(),
            settings: None,
        };
        control.execute(org, &app, request(), open).await.unwrap();
    }
    assert_eq!(sign(&stage).await, 1);
    let lines = lines(&stage).await;
    let statements = lines.iter();
    let statements = statements.map(|line| serde_json::from_str::<Signed>(line).unwrap());
    let sizes: Vec<_> = statements.map(|one| one.statement.chains.len()).collect();
    // The organization's own two, the stage's application, and these.
    assert_eq!(sizes, [100, 53]);
    follow(&lines, None).unwrap();
    assert_eq!(sign(&stage).await, 0);
}
