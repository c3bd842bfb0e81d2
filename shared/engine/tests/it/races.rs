//! Many writers at once: one history, one line of publications.

use wavecast_domain::Command;
use wavecast_domain::channel::ChannelSettings;
use wavecast_domain::id::Ulid;
use wavecast_engine::control::{ControlError, EventFilter, PageAsk, PublicationState};
use wavecast_engine::port::{Clock, Expect, Write};
use wavecast_engine::record::entry;
use wavecast_engine::testing::look::{look, look_at_latest};
use wavecast_wire::name::{ChannelName, Scope};

use crate::stage::Stage;

/// Sixteen writers over four channels of one application: every change is in the history once,
/// and each channel's edge ends at its last state.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn changes_of_sixteen_writers_are_one_history() {
    let stage = Stage::shipped().await;
    let channels = open_channels(&stage).await;
    let before = stage.revision().await;
    let mut writers = Vec::new();
    for writer in 0..16u32 {
        let (world, scope) = (stage.world.clone(), stage.scope.clone());
        let channel = channels[writer as usize % channels.len()].clone();
        writers.push(tokio::spawn(async move {
            let mut committed = Vec::new();
            for round in 0..13 {
                let settings = ChannelSettings {
                    poll_idle: 1000 + writer * 100 + round,
                    ..ChannelSettings::default()
                };
                let channel = channel.clone();
                let command = Command::ConfigureChannel { channel, settings };
                match world.run(&scope, command).await {
                    Ok(done) => committed.push(done.revision),
                    // Refused for good: its revision is nobody's, so it must be in no history.
                    Err(ControlError::Contended) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            committed
        }));
    }
    let mut committed = Vec::new();
    for writer in writers {
        committed.extend(writer.await.unwrap());
    }
    // Who meets a conflict met another's commit, so somebody always gets on.
    assert!(!committed.is_empty());
    committed.sort_unstable();
    let history = history(&stage).await;
    assert!(
        history.is_sorted_by(|newer, older| newer > older),
        "no revision twice, none out of order: {history:?}"
    );
    let mut recorded: Vec<u64> = history.into_iter().filter(|n| *n > before).collect();
    recorded.reverse();
    assert_eq!(
        recorded, committed,
        "every change that was answered is recorded once, and no refused one"
    );
    let last = before + committed.len() as u64;
    assert_eq!(
        committed,
        Vec::from_iter(before + 1..=last),
        "without a gap"
    );
    assert_eq!(stage.revision().await, last);

    let tick = stage.world.upkeep.tick().await;
    assert_eq!(tick.troubles, Vec::<String>::new());
    for channel in channels {
        let scope = Scope {
            channel,
            ..stage.scope.clone()
        };
        let view = stage
            .world
            .control
            .channel(&scope)
            .await
            .unwrap()
            .expect("open");
        let look = look(&*stage.memory.objects, &scope)
            .await
            .unwrap()
            .expect("published");
        let poll = look.timestamp.wavecast.expect("ours").poll;
        assert_eq!(
            poll,
            view.publication.unwrap().poll,
            "the edge shows the last state"
        );
        assert_eq!(look.seq, view.head.expect("sealed").seq);
    }
}

async fn open_channels(stage: &Stage) -> Vec<ChannelName> {
    let mut channels = vec![stage.scope.channel.clone()];
    for name in ["beta", "canary", "nightly"] {
        let channel: ChannelName = name.parse().unwrap();
        let create = Command::CreateChannel {
            channel: channel.clone(),
            settings: None,
        };
        stage.run(create).await;
        channels.push(channel);
    }
    channels
}

async fn history(stage: &Stage) -> Vec<u64> {
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let (mut revisions, mut after) = (Vec::new(), None);
    loop {
        let ask = PageAsk {
            after,
            limit: 50,
            ascending: false,
        };
        let filter = EventFilter::default();
        let page = stage
            .world
            .control
            .events(org, Some(app), &filter, &ask)
            .await
            .unwrap();
        revisions.extend(page.items.into_iter().map(|event| event.revision));
        after = page.next;
        if after.is_none() {
            return revisions;
        }
    }
}

/// Publishers in several processes fight over one channel: one line of numbers, and the edge is
/// whole at every moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn publishers_of_several_processes_agree() {
    let stage = Stage::shipped().await;
    let mut racers = Vec::new();
    for n in 0..8u32 {
        // Each with turns of its own, as another process has.
        let (other, scope) = (stage.restarted().world, stage.scope.clone());
        racers.push(tokio::spawn(async move {
            let settings = ChannelSettings {
                poll_idle: 2000 + n,
                ..ChannelSettings::default()
            };
            let channel = scope.channel.clone();
            // Losing a race may leave it pending: that is what the tick is for.
            let command = Command::ConfigureChannel { channel, settings };
            other.run(&scope, command).await.is_ok()
        }));
    }
    // Meanwhile a device polls: always a whole state, never an older one than before.
    let (objects, scope) = (stage.memory.objects.clone(), stage.scope.clone());
    let device = tokio::spawn(async move {
        let mut seen = 0;
        for _ in 0..200 {
            let look = look_at_latest(&*objects, &scope)
                .await
                .unwrap()
                .expect("published");
            assert!(look.seq >= seen, "{} after {seen}", look.seq);
            seen = look.seq;
        }
    });
    for racer in racers {
        assert!(racer.await.unwrap());
    }
    device.await.unwrap();
    let tick = stage.world.upkeep.tick().await;
    assert_eq!(tick.troubles, Vec::<String>::new());
    assert_eq!(stage.pending().await, 0);
    let (look, head) = (stage.look().await, stage.head().await);
    assert_eq!((look.seq, head.fence), (head.seq, None));
    let view = stage
        .world
        .control
        .channel(&stage.scope)
        .await
        .unwrap()
        .expect("open");
    let poll = look.timestamp.wavecast.expect("ours").poll;
    assert_eq!(poll, view.publication.unwrap().poll);
}

/// Ids of one second have no order: one that is pending may stand beneath many that are published.
#[tokio::test]
async fn a_burst_of_publications_hides_none_that_is_pending() {
    let stage = Stage::shipped().await;
    let now = Clock::now(&stage.world.clock);
    let write = |id: String, seq: Option<u64>| {
        let state = PublicationState {
            seq,
            published: seq.map(|_| now),
            ..PublicationState::wanted(Ulid(id), stage.scope.channel.clone(), 1, now)
        };
        let put = entry::publication(&stage.scope, &state).unwrap();
        Write::Put(put, Expect::Absent)
    };
    let ledger = &stage.world.control.ledger;
    let published = |n: u32| write(format!("7ZZZZZZZZZZZZZZZZZZZZZ{n:04}"), Some(1));
    for part in [0..90, 90..180, 180..230] {
        ledger.commit(part.map(published).collect()).await.unwrap();
    }
    let hidden = "0".repeat(26);
    ledger
        .commit(vec![write(hidden.clone(), None)])
        .await
        .unwrap();
    let report = stage.world.upkeep.tick().await;
    assert_eq!((report.published, report.troubles), (1, Vec::new()));
    let control = &stage.world.control;
    let found = control.publication(&stage.scope, &Ulid(hidden)).await;
    assert!(found.unwrap().expect("wanted").seq.is_some());
    assert!(stage.world.upkeep.tick().await.is_idle());
}
