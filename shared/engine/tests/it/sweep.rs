//! Files that nobody needs, and those that somebody still may.

use wavecast_domain::Command;
use wavecast_domain::package::{FileStatus, PackageStatus};
use wavecast_domain::principal::Principal;
use wavecast_engine::control::Begun;
use wavecast_engine::testing::world::GRACE;
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{FileEntry, FileRole};

use crate::stage::Stage;

fn grace() -> i64 {
    i64::from(GRACE)
}

async fn status(stage: &Stage, sha256: Sha256) -> Option<FileStatus> {
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let file = stage.world.control.file(org, app, sha256).await.unwrap();
    file.map(|file| file.status)
}

#[tokio::test]
async fn a_file_that_nothing_names_is_condemned_then_deleted() {
    let stage = Stage::new().await;
    let sha256 = stage.world.upload(&stage.scope, b"nobody's").await.unwrap();
    stage.world.clock.advance(grace() - 60);
    stage.world.upkeep.tick().await;
    assert!(matches!(
        status(&stage, sha256).await,
        Some(FileStatus::Uploaded { .. })
    ));
    stage.world.clock.advance(120);
    assert_eq!(stage.world.upkeep.tick().await.swept, 0);
    assert!(matches!(
        status(&stage, sha256).await,
        Some(FileStatus::Condemned { .. })
    ));
    assert_eq!(stage.memory.uploads.counts().0, 1, "its bytes wait");
    stage.world.clock.advance(grace());
    let report = stage.world.upkeep.tick().await;
    assert_eq!((report.swept, report.troubles), (1, Vec::new()));
    assert_eq!(status(&stage, sha256).await, None);
    assert_eq!(stage.memory.uploads.counts().0, 0);
}

#[tokio::test]
async fn a_condemned_file_is_taken_back_by_an_upload_or_a_package() {
    let stage = Stage::new().await;
    let bytes = b"<h1>late</h1>".as_slice();
    let sha256 = stage.world.upload(&stage.scope, bytes).await.unwrap();
    let other = stage.world.upload(&stage.scope, b"run()").await.unwrap();
    stage.world.clock.advance(grace() + 60);
    stage.world.upkeep.tick().await;
    assert!(matches!(
        status(&stage, sha256).await,
        Some(FileStatus::Condemned { .. })
    ));

    let (org, app, size) = (&stage.scope.org, &stage.scope.app, bytes.len() as u64);
    let by = Principal::Bootstrap;
    let begun = stage
        .world
        .control
        .begin_upload(&by, org, app, sha256, size)
        .await
        .unwrap();
    assert_eq!(begun, Begun::Ready);
    assert!(matches!(
        status(&stage, sha256).await,
        Some(FileStatus::Uploaded { .. })
    ));

    let entry = |path: &str, role, sha256, size| FileEntry {
        path: path.to_owned(),
        role,
        sha256,
        size,
        content_type: "text/html".to_owned(),
        target: None,
    };
    let files = vec![
        entry("index.html", FileRole::Index, sha256, size),
        entry("app.js", FileRole::Important, other, 5),
    ];
    let version = "1.0.0".parse().unwrap();
    let new = stage
        .world
        .new_package(&stage.scope, &version, files)
        .await
        .unwrap();
    stage.run(Command::CreatePackage(new)).await;
    assert_eq!(status(&stage, other).await, Some(FileStatus::Ready));
    stage.world.clock.advance(3 * grace());
    stage.world.upkeep.tick().await;
    assert_eq!(
        status(&stage, sha256).await,
        Some(FileStatus::Ready),
        "the sweep leaves it alone"
    );
}

#[tokio::test]
async fn a_package_whose_files_are_missing_is_refused_by_name() {
    let stage = Stage::new().await;
    let files = (0..12).map(|n| FileEntry {
        path: format!("file-{n:02}.txt"),
        role: if n == 0 {
            FileRole::Index
        } else {
            FileRole::Lazy
        },
        sha256: Sha256::of(format!("{n}").as_bytes()),
        size: 1,
        content_type: "text/plain".to_owned(),
        target: None,
    });
    let version = "1.0.0".parse().unwrap();
    let new = stage
        .world
        .new_package(&stage.scope, &version, files.collect())
        .await
        .unwrap();
    let name = new.name.clone();
    stage.run(Command::CreatePackage(new)).await;
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let found = stage
        .world
        .control
        .package(org, app, &name, &version)
        .await
        .unwrap();
    let PackageStatus::Refused { reason } = found.expect("a package").status else {
        panic!("not refused");
    };
    assert!(
        reason.contains("12 files") && reason.contains("file-09.txt"),
        "{reason}"
    );
    assert!(!reason.contains("file-10.txt"), "{reason}");
}

#[tokio::test]
async fn an_upload_goes_on_where_it_stopped() {
    let stage = Stage::new().await;
    let (org, app, by) = (&stage.scope.org, &stage.scope.app, Principal::Bootstrap);
    let sha256 = Sha256::of(b"resumed");
    let control = &stage.world.control;
    let Begun::Plan(first) = control
        .begin_upload(&by, org, app, sha256, 7)
        .await
        .unwrap()
    else {
        panic!("nothing is here yet");
    };
    let Begun::Plan(second) = control
        .begin_upload(&by, org, app, sha256, 7)
        .await
        .unwrap()
    else {
        panic!("nothing is here yet");
    };
    assert_eq!(first.id, second.id);
    let state = control
        .upload(org, app, &first.id)
        .await
        .unwrap()
        .expect("unfinished");
    assert_eq!((state.size, state.received.len()), (7, 0));
    // The file arrives, and the answer to its completion is lost.
    stage.world.upload(&stage.scope, b"resumed").await.unwrap();
    let state = control
        .upload(org, app, &first.id)
        .await
        .unwrap()
        .expect("known");
    assert!(state.plan.parts.is_empty(), "nothing is left to send");
    let staged = control
        .complete_upload(&by, org, app, &first.id, &[])
        .await
        .unwrap();
    assert_eq!(staged.sha256, sha256);
    let elsewhere = "other".parse().unwrap();
    assert!(
        control
            .upload(org, &elsewhere, &first.id)
            .await
            .unwrap()
            .is_none()
    );
}
