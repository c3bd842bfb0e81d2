//! Files and packages.

use wavecast_domain::Command;
use wavecast_domain::command::NewPackage;
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{FileEntry, FileRole, Kind};

use super::{Scene, Set, Stage, scenes};
use crate::act::Act;

pub const UPLOAD: &[Scene] = scenes! { "file is uploaded": upload };
pub const CREATE: &[Scene] = scenes! {
    "package is created": create,
    "package with an image is created": create_firmware,
    "package that lacks a file is created": create_without,
};
pub const YANK: &[Scene] = scenes! {
    "package is yanked": yank,
    "package is yanked now": yank_now,
};

async fn upload(stage: &mut Stage) -> Set {
    stage.shipped().await;
    Act::Upload(b"a file of its own").into()
}

async fn create(stage: &mut Stage) -> Set {
    stage.shipped().await;
    let files = [("index.html", FileRole::Index), ("app.js", FileRole::Lazy)];
    let mut listed = Vec::new();
    for (path, role) in files {
        let sha256 = stage.world.upload(&stage.scope, path.as_bytes()).await;
        listed.push(entry(path, role, sha256.unwrap()));
    }
    Command::CreatePackage(new_package(stage, listed).await).into()
}

async fn create_firmware(stage: &mut Stage) -> Set {
    stage
        .world
        .open(&stage.scope, Kind::Firmware)
        .await
        .unwrap();
    let path = "lamp.bin";
    let sha256 = stage.world.upload(&stage.scope, path.as_bytes()).await;
    let listed = vec![entry(path, FileRole::Image, sha256.unwrap())];
    Command::CreatePackage(new_package(stage, listed).await).into()
}

/// The check refuses it; that it does is committed too.
async fn create_without(stage: &mut Stage) -> Set {
    stage.shipped().await;
    let path = "index.html";
    let nowhere = Sha256::of(path.as_bytes());
    let listed = vec![entry(path, FileRole::Index, nowhere)];
    Command::CreatePackage(new_package(stage, listed).await).into()
}

fn entry(path: &str, role: FileRole, sha256: Sha256) -> FileEntry {
    FileEntry {
        path: path.to_owned(),
        role,
        sha256,
        size: path.len() as u64,
        content_type: "text/plain".to_owned(),
        target: None,
    }
}

async fn new_package(stage: &Stage, listed: Vec<FileEntry>) -> NewPackage {
    let version = "2.0.0".parse().unwrap();
    let new = stage.world.new_package(&stage.scope, &version, listed);
    new.await.unwrap()
}

async fn yank(stage: &mut Stage) -> Set {
    stage.shipped().await;
    stage.package("1.1.0").await;
    yanked(Vec::new()).into()
}

async fn yank_now(stage: &mut Stage) -> Set {
    stage.moving().await;
    yanked(vec![stage.channel()]).into()
}

fn yanked(now: Vec<wavecast_wire::name::ChannelName>) -> Command {
    Command::YankPackage {
        name: "lamp".parse().unwrap(),
        version: "1.1.0".parse().unwrap(),
        reason: "it is broken".to_owned(),
        now,
    }
}
