//! The chain of audit events: whole as it is written, and broken by whatever is done to it later.

use proptest::prelude::*;
use wavecast_domain::Command;
use wavecast_domain::event::Event;
use wavecast_domain::org::OrgDecision;
use wavecast_domain::trail::{Broken, Chain, Link};
use wavecast_wire::manifest::Kind;

use crate::acme::{Acme, set_account};
use crate::world::{World, channel};

fn follow(mut chain: Chain, lines: &[String]) -> Result<Chain, Broken> {
    for line in lines {
        chain.follow(line)?;
    }
    Ok(chain)
}

fn create(name: &str) -> Command {
    Command::CreateChannel {
        channel: channel(name),
        settings: None,
    }
}

/// The events of an application, and the end that its head tells.
fn story(count: u32) -> (Vec<String>, Link) {
    let mut world = World::new(Kind::Bundle);
    let mut lines = Vec::new();
    // The first two, which made the channels of every world, are told by a world of their own.
    let mut begin = World::without_channels(Kind::Bundle);
    for name in ["stable", "beta"] {
        lines.push(begin.run(create(name)).event.line().unwrap());
    }
    assert_eq!(begin.head.trail, world.head.trail);
    for n in 0..count {
        let decision = world.run(create(&format!("channel-{n}")));
        lines.push(decision.event.line().unwrap());
    }
    let end = Link {
        revision: world.head.revision,
        digest: world.head.trail.unwrap(),
    };
    (lines, end)
}

#[test]
fn a_chain_is_whole_from_its_begin_to_its_aggregate() {
    let (lines, end) = story(5);
    let chain = follow(Chain::of_app(), &lines).unwrap();
    assert_eq!(chain.at(), Some(end));
    chain.end(&end).unwrap();
    let short = follow(Chain::of_app(), &lines[..6]).unwrap();
    let (revision, expected) = (end.revision - 1, end.revision);
    assert_eq!(short.end(&end), Err(Broken::End { revision, expected }));
}

#[test]
fn an_application_goes_on_from_what_its_organization_tells_of_it() {
    let mut acme = Acme::new();
    let mut lines = Vec::new();
    let mut keep = |decision: OrgDecision| lines.push(decision.event.line().unwrap());
    let create = wavecast_domain::org::OrgCommand::CreateApp {
        name: "fan".parse().unwrap(),
        kind: Kind::Firmware,
        settings: None,
        dimensions: None,
    };
    let made = acme.run("ada", create).unwrap();
    assert_eq!(made.app.as_ref().unwrap().trail, made.org.trail);
    assert_eq!(made.org.trail, Some(made.event.digest().unwrap()));
    keep(made);
    keep(acme.run("ada", set_account("ci", "fan: write")).unwrap());
    let [first, second] =
        [&lines[0], &lines[1]].map(|line| serde_json::from_str::<Event>(line).unwrap());
    assert_eq!(second.previous, Some(first.digest().unwrap()));
}

/// What somebody with the table in their hands may do to a trail.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Rewrite(usize),
    /// Rewritten, and the digest in the next one too.
    RewriteTwo(usize),
    Drop(usize),
    Swap(usize),
    Double(usize),
    CutBegin(usize),
    CutEnd(usize),
    Respell(usize),
}

fn deeds(lines: usize) -> impl Strategy<Value = Deed> {
    let any = 0..lines;
    prop_oneof![
        any.clone().prop_map(Deed::Rewrite),
        (0..lines - 1).prop_map(Deed::RewriteTwo),
        any.clone().prop_map(Deed::Drop),
        (0..lines - 1).prop_map(Deed::Swap),
        any.clone().prop_map(Deed::Double),
        (1..lines).prop_map(Deed::CutBegin),
        (1..lines).prop_map(Deed::CutEnd),
        any.prop_map(Deed::Respell),
    ]
}

fn forge(line: &str, change: impl FnOnce(&mut Event)) -> Event {
    let mut event: Event = serde_json::from_str(line).unwrap();
    change(&mut event);
    event
}

fn commit(lines: &mut Vec<String>, deed: Deed) {
    match deed {
        Deed::Rewrite(at) => {
            let forged = forge(&lines[at], |event| event.verb = "release.abort".into());
            lines[at] = forged.line().unwrap();
        }
        Deed::RewriteTwo(at) => {
            let forged = forge(&lines[at], |event| event.subject.push('!'));
            let digest = forged.digest().unwrap();
            lines[at] = forged.line().unwrap();
            let next = forge(&lines[at + 1], |event| event.previous = Some(digest));
            lines[at + 1] = next.line().unwrap();
        }
        Deed::Drop(at) => drop(lines.remove(at)),
        Deed::Swap(at) => lines.swap(at, at + 1),
        Deed::Double(at) => lines.insert(at, lines[at].clone()),
        Deed::CutBegin(count) => drop(lines.drain(..count)),
        Deed::CutEnd(count) => lines.truncate(lines.len() - count),
        Deed::Respell(at) => lines[at].insert(1, ' '),
    }
}

proptest! {
    #[test]
    fn whatever_is_done_to_a_trail_is_seen(deed in deeds(8)) {
        let (mut lines, end) = story(6);
        commit(&mut lines, deed);
        let seen = follow(Chain::of_app(), &lines).and_then(|chain| chain.end(&end));
        prop_assert!(seen.is_err(), "{deed:?}");
    }
}

#[test]
fn what_was_done_is_told_where_it_was_done() {
    let (lines, end) = story(6);
    let told = |deed: Deed| {
        let mut lines = lines.clone();
        commit(&mut lines, deed);
        let seen = follow(Chain::of_app(), &lines).and_then(|chain| chain.end(&end));
        seen.unwrap_err().to_string()
    };
    let mut all = String::new();
    for deed in [
        Deed::Rewrite(2),
        Deed::Rewrite(7),
        Deed::RewriteTwo(6),
        Deed::Drop(0),
        Deed::Drop(3),
        Deed::Swap(3),
        Deed::Double(3),
        Deed::CutBegin(2),
        Deed::CutEnd(1),
        Deed::Respell(4),
    ] {
        all.push_str(&format!("{deed:?}: {}\n", told(deed)));
    }
    insta::assert_snapshot!(all);
    let mut chain = Chain::of_org();
    for garbage in ["", "{}", "[", "null"] {
        let told = chain.follow(garbage).unwrap_err().to_string();
        assert!(
            told.starts_with("what follows revision 0 is no event"),
            "{told}"
        );
    }
}
