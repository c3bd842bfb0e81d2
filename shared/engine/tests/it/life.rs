//! The life of a release, from the first command to the bytes that devices read.

use wavecast_domain::Command;
use wavecast_domain::package::PackageStatus;

use crate::stage::{Stage, seqs, share};

#[tokio::test]
async fn a_channel_is_published_as_soon_as_it_exists() {
    let stage = Stage::new().await;
    let look = stage.look().await;
    assert_eq!((look.seq, look.root), (1, 1));
    assert!(look.table.rows.is_empty());
}

#[tokio::test]
async fn a_release_ramps_pauses_resumes_and_concludes() {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let first = stage.look().await.seq;
    let done = stage
        .run(stage.new_release("1.1.0", Some(share(1000))))
        .await;
    let release = stage.reference(&done);
    assert_eq!(seqs(&done), [Some(first + 1)]);
    let tenth = stage.reached(&release.id).await;
    assert!((60..140).contains(&tenth), "{tenth}");

    let ramp = |to| Command::Ramp {
        release: release.clone(),
        to: share(to),
        keep_open: false,
        only: None,
    };
    stage.run(ramp(5000)).await;
    assert!(stage.reached(&release.id).await > 400);
    stage.run(Command::Pause(release.clone())).await;
    assert_eq!(stage.reached(&release.id).await, 0);
    stage.run(Command::Resume(release.clone())).await;
    assert!(stage.reached(&release.id).await > 400);
    let done = stage.run(ramp(10_000)).await;
    assert_eq!(stage.reached(&release.id).await, 1000);
    assert_eq!(seqs(&done), [Some(first + 5)]);
    assert_eq!(stage.look().await.seq, first + 5);
}

#[tokio::test]
async fn a_package_is_ready_once_its_files_are_at_the_edge() {
    let stage = Stage::new().await;
    stage.package("1.0.0").await;
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let (name, version) = ("lamp".parse().unwrap(), "1.0.0".parse().unwrap());
    let found = stage.world.control.package(org, app, &name, &version);
    let package = found.await.unwrap().expect("created");
    assert!(
        matches!(package.status, PackageStatus::Ready(_)),
        "{:?}",
        package.status
    );
    let paths = stage.memory.objects.dump();
    assert_eq!(
        paths.keys().filter(|path| path.contains("/files/")).count(),
        2
    );
    assert_eq!(
        paths
            .keys()
            .filter(|path| path.contains(".package-lamp-1.0.0.json"))
            .count(),
        1
    );
}

#[tokio::test]
async fn a_name_keeps_its_numbers_and_its_root() {
    let stage = Stage::shipped().await;
    let channel = stage.scope.channel.clone();
    stage
        .run(Command::RetireChannel {
            channel: channel.clone(),
        })
        .await;
    assert!(stage.look().await.table.retired);
    stage
        .run(Command::DeleteChannel {
            channel: channel.clone(),
        })
        .await;
    let ended = stage.look().await;
    assert!(ended.table.retired, "the edge still says how it ended");
    let create = Command::CreateChannel {
        channel,
        settings: None,
    };
    let done = stage.run(create).await;
    let again = stage.look().await;
    assert!(again.seq > ended.seq && !again.table.retired);
    assert_eq!((again.root, seqs(&done)), (1, vec![Some(again.seq)]));
}
