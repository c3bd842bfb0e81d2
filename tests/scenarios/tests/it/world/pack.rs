//! Files on their way into packages.

use std::sync::Arc;

use wavecast_client::{UploadFile, types};
use wavecast_domain::package::FileList;
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{FileEntry, FileRole, Variant};
use wavecast_wire::table::{Matcher, When};

use super::place::{Answered, DEVICE_TYPE, Kind, Place, sent};

impl Place {
    /// Uploads bytes, unless the server has them; answers their hash.
    pub async fn upload(&self, bytes: &[u8]) -> Answered<Sha256> {
        let sha256 = Sha256::of(bytes);
        let path = self.scratch.path().join(sha256.to_string());
        std::fs::write(&path, bytes).unwrap();
        let file = UploadFile {
            org: &self.org,
            app: &self.app,
            path: &path,
            sha256: &sha256.to_string(),
            size: bytes.len() as u64,
            progress: Arc::new(|_| ()),
        };
        self.client.upload_file(file).await?;
        Ok(sha256)
    }

    /// Makes a package of one small file that tells the version and this content.
    pub async fn pack(&self, version: &str, content: &str) -> Answered<types::Package> {
        let bytes = format!("{version} {content}");
        self.pack_bytes(version, bytes.as_bytes()).await
    }

    /// Makes a package of one file, and waits until it was checked.
    pub async fn pack_bytes(&self, version: &str, bytes: &[u8]) -> Answered<types::Package> {
        let sha256 = self.upload(bytes).await?;
        let path = match self.kind {
            Kind::Bundle => "index.html",
            Kind::Firmware => "lamp.bin",
        };
        let list = self.list(&[path], sha256, bytes.len() as u64);
        self.pack_list(version, &list).await
    }

    /// Makes a package of files at these paths, as somebody else's client may name them.
    pub async fn pack_paths(&self, version: &str, paths: &[&str]) -> Answered<types::Package> {
        let sha256 = self.upload(b"x").await?;
        self.pack_list(version, &self.list(paths, sha256, 1)).await
    }

    async fn pack_list(&self, version: &str, list: &FileList) -> Answered<types::Package> {
        // Not canonical JSON, which would refuse what a stranger may well send.
        let list = self.upload(&serde_json::to_vec(list).unwrap()).await?;
        let body = types::CreatePackage {
            name: "thing".to_owned(),
            version: version.to_owned(),
            requires: [].into(),
            rollback_index: None,
            list: list.to_string(),
            signatures: Vec::new(),
        };
        let call = self.client.create_package().org(&self.org).app(&self.app);
        sent!(call.body(body))?;
        let get = self.client.get_package().org(&self.org).app(&self.app);
        sent!(get.name("thing").version(version).wait(20_u64))
    }

    fn list(&self, paths: &[&str], sha256: Sha256, size: u64) -> FileList {
        let (role, when) = match self.kind {
            Kind::Bundle => (FileRole::Index, When::new()),
            Kind::Firmware => {
                let types = Matcher::Among(vec![DEVICE_TYPE.to_owned()]);
                let when = [("device_type".parse().unwrap(), types)].into();
                (FileRole::Image, when)
            }
        };
        let file = |(number, path): (usize, &&str)| FileEntry {
            path: (*path).to_owned(),
            role: if number == 0 {
                role
            } else {
                FileRole::Important
            },
            sha256,
            size,
            content_type: "application/octet-stream".to_owned(),
            target: None,
        };
        let files = paths.iter().enumerate().map(file).collect();
        FileList {
            v: 1,
            variants: vec![Variant { when, files }],
        }
    }
}
