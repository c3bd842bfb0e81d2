//! A stock TUF repository: real keys, real signatures, served over HTTP.

use std::collections::BTreeMap;
use std::fs;

use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use wavecast_wire::envelope::{message, seal};
use wavecast_wire::hash::Sha256;
use wavecast_wire::key::{PublicKey, Signature};

use crate::web::Web;

/// A repository whose every role has one key, and one client of it.
pub struct Repository {
    pub web: Web,
    pub url: String,
    /// The client's home.
    pub client: TempDir,
    /// By role name: its body's own part, its version, its key.
    pub roles: BTreeMap<String, Role>,
}

pub struct Role {
    pub body: Map<String, Value>,
    pub version: u64,
    pub expires: &'static str,
    pub key: SigningKey,
}

pub fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

pub fn public(key: &SigningKey) -> PublicKey {
    PublicKey::ed25519(key.verifying_key().as_bytes())
}

impl Repository {
    /// Published once; the client trusts root 1 and has asked for nothing yet.
    pub fn new() -> Self {
        let web = Web::default();
        let url = web.serve();
        let client = tempfile::tempdir().unwrap();
        let mut new = Self {
            web,
            url,
            client,
            roles: BTreeMap::new(),
        };
        for (seed, name) in (1..).zip(["root", "timestamp", "snapshot", "targets"]) {
            new.add(name, seed);
        }
        new.publish();
        for folder in ["metadata", "targets"] {
            fs::create_dir(new.client.path().join(folder)).unwrap();
        }
        let root = new.client.path().join("trusted.json");
        fs::write(&root, new.signed("root")).unwrap();
        assert!(new.run(&["init", root.to_str().unwrap()]).status.success());
        new
    }

    pub fn add(&mut self, name: &str, seed: u8) {
        let role = Role {
            body: Map::new(),
            version: 1,
            expires: "2099-01-01T00:00:00Z",
            key: key(seed),
        };
        self.roles.insert(name.into(), role);
        if !["root", "timestamp", "snapshot"].contains(&name) {
            self.role(name).body.insert("targets".into(), json!({}));
        }
    }

    pub fn role(&mut self, name: &str) -> &mut Role {
        self.roles.get_mut(name).unwrap()
    }

    /// Lets `from` delegate these paths to `to`, under `to`'s key; appended to its other ones.
    pub fn delegate(&mut self, from: &str, to: &str, paths: &[&str], terminating: bool) {
        let key = public(&self.role(to).key);
        let id = String::from(key.id());
        let body = &mut self.role(from).body;
        let delegations = body
            .entry("delegations")
            .or_insert(json!({"keys": {}, "roles": []}));
        delegations["keys"][&id] = serde_json::to_value(key).unwrap();
        let role = json!({"keyids": [id], "name": to, "paths": paths, "terminating": terminating,
            "threshold": 1});
        delegations["roles"].as_array_mut().unwrap().push(role);
    }

    /// Lets `role` vouch for a file, which is served.
    pub fn file(&mut self, role: &str, path: &str, bytes: &[u8]) {
        let hash = String::from(Sha256::of(bytes));
        let entry = json!({"hashes": {"sha256": hash}, "length": bytes.len()});
        self.role(role).body["targets"][path] = entry;
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let folder = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        self.web
            .put(&format!("targets/{folder}{hash}.{name}"), bytes.to_vec());
    }

    /// Raises the version of targets, snapshot and timestamp, and publishes everything.
    pub fn publish_next(&mut self) {
        for name in ["targets", "snapshot", "timestamp"] {
            self.role(name).version += 1;
        }
        self.publish();
    }

    /// Signs and serves everything as it stands.
    pub fn publish(&mut self) {
        self.describe_root();
        let names: Vec<_> = self.roles.keys().cloned().collect();
        let mut meta = Map::new();
        for name in names {
            if ["root", "timestamp", "snapshot"].contains(&name.as_str()) {
                continue;
            }
            meta.insert(format!("{name}.json"), self.serve(&name));
        }
        self.role("snapshot")
            .body
            .insert("meta".into(), Value::Object(meta));
        let snapshot = self.serve("snapshot");
        let meta = json!({"snapshot.json": snapshot});
        self.role("timestamp").body.insert("meta".into(), meta);
        self.serve("timestamp");
        self.serve("root");
    }

    /// The file of a role as it stands.
    pub fn signed(&self, name: &str) -> Vec<u8> {
        let role = &self.roles[name];
        let kind = match name {
            "root" | "timestamp" | "snapshot" => name,
            _ => "targets",
        };
        let mut body = role.body.clone();
        body.insert("_type".into(), kind.into());
        body.insert("spec_version".into(), "1.0.31".into());
        body.insert("version".into(), role.version.into());
        body.insert("expires".into(), role.expires.into());
        let bytes = message(&body).unwrap();
        let id = public(&role.key).id();
        seal(
            &body,
            &[Signature::new(id, &role.key.sign(&bytes).to_bytes())],
        )
        .unwrap()
    }

    fn describe_root(&mut self) {
        let (mut keys, mut roles) = (Map::new(), Map::new());
        for name in ["root", "timestamp", "snapshot", "targets"] {
            let key = public(&self.role(name).key);
            let id = String::from(key.id());
            roles.insert(name.into(), json!({"keyids": [id], "threshold": 1}));
            keys.insert(id, serde_json::to_value(key).unwrap());
        }
        let body = &mut self.role("root").body;
        body.insert("keys".into(), keys.into());
        body.insert("roles".into(), roles.into());
        body.insert("consistent_snapshot".into(), true.into());
    }

    /// Serves a role under its versioned name; answers its entry in `meta`.
    fn serve(&self, name: &str) -> Value {
        let (bytes, version) = (self.signed(name), self.roles[name].version);
        let hash = String::from(Sha256::of(&bytes));
        let entry = json!({"hashes": {"sha256": hash}, "length": bytes.len(), "version": version});
        let escaped = name.replace('/', "%2F");
        let path = match name {
            "timestamp" => "metadata/timestamp.json".into(),
            _ => format!("metadata/{version}.{escaped}.json"),
        };
        self.web.put(&path, bytes);
        entry
    }
}
