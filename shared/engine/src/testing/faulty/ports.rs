//! Each port, with its writes as points.

use std::collections::BTreeSet;

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_domain::id::Ulid;
use wavecast_domain::org::GroupPath;
use wavecast_domain::saga::Mark;
use wavecast_domain::vault::SecretPlace;
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::Role;

use super::Faulty;
use crate::port::{
    ByteStream, DataKey, ETag, Entry, Found, Group, Groups, Key, KeyMaker, Ledger, Listed, Objects,
    Page, PartSink, PortError, Query, Received, SealedKey, Signer, Staged, Unwrap, UploadPlan,
    Uploads, Wrap, Write,
};

/// The letters of the partitions that a commit writes.
fn letters(writes: &[Write]) -> String {
    let letter = |write: &Write| match write {
        Write::Put(entry, _) => entry.key.pk.chars().next(),
        Write::Delete(key, _) => key.pk.chars().next(),
        Write::Check(..) => None,
    };
    writes
        .iter()
        .filter_map(letter)
        .collect::<BTreeSet<char>>()
        .into_iter()
        .collect()
}

/// The kind of an object.
fn kind(key: &ObjectKey) -> String {
    match key {
        ObjectKey::Root(..) => "root",
        ObjectKey::File(..) => "file",
        ObjectKey::Target(..) => "target",
        ObjectKey::Targets(..) => "targets",
        ObjectKey::Snapshot(..) => "snapshot",
        ObjectKey::Timestamp(_) => "timestamp",
        ObjectKey::Latest(_) => "latest",
    }
    .to_owned()
}

#[async_trait]
impl Ledger for Faulty<dyn Ledger> {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        self.read(self.inner.get(keys)).await
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), PortError> {
        let kind = letters(&writes);
        self.write("ledger", "commit", kind, self.inner.commit(writes))
            .await
    }

    async fn page(
        &self,
        query: &Query,
        after: Option<&str>,
        limit: usize,
        descending: bool,
    ) -> Result<Page, PortError> {
        self.read(self.inner.page(query, after, limit, descending))
            .await
    }
}

#[async_trait]
impl Objects for Faulty<dyn Objects> {
    async fn create(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        poll_seconds: u32,
    ) -> Result<ETag, PortError> {
        let call = self.inner.create(key, bytes, poll_seconds);
        self.write("objects", "create", kind(key), call).await
    }

    async fn replace(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        etag: &ETag,
        poll_seconds: u32,
    ) -> Result<ETag, PortError> {
        let call = self.inner.replace(key, bytes, etag, poll_seconds);
        self.write("objects", "replace", kind(key), call).await
    }

    async fn get(&self, key: &ObjectKey) -> Result<Option<Found>, PortError> {
        self.read(self.inner.get(key)).await
    }

    async fn head(&self, key: &ObjectKey) -> Result<Option<(u64, ETag)>, PortError> {
        self.read(self.inner.head(key)).await
    }

    async fn list(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Listed>, PortError> {
        self.read(self.inner.list(prefix, after, limit)).await
    }

    async fn delete(&self, key: &ObjectKey) -> Result<(), PortError> {
        let call = self.inner.delete(key);
        self.write("objects", "delete", kind(key), call).await
    }
}

#[async_trait]
impl Uploads for Faulty<dyn Uploads> {
    async fn begin(
        &self,
        space: &str,
        id: &str,
        sha256: Sha256,
        size: u64,
        now: Timestamp,
    ) -> Result<UploadPlan, PortError> {
        let call = self.inner.begin(space, id, sha256, size, now);
        self.write("uploads", "begin", String::new(), call).await
    }

    async fn parts(
        &self,
        space: &str,
        id: &str,
        now: Timestamp,
    ) -> Result<(UploadPlan, Vec<Received>), PortError> {
        self.read(self.inner.parts(space, id, now)).await
    }

    async fn complete(
        &self,
        space: &str,
        id: &str,
        parts: &[(u32, ETag)],
        now: Timestamp,
    ) -> Result<Staged, PortError> {
        let call = self.inner.complete(space, id, parts, now);
        self.write("uploads", "complete", String::new(), call).await
    }

    async fn staged(&self, space: &str, sha256: Sha256) -> Result<Option<Staged>, PortError> {
        self.read(self.inner.staged(space, sha256)).await
    }

    async fn read(&self, space: &str, sha256: Sha256, max: usize) -> Result<Bytes, PortError> {
        Self::read(self, self.inner.read(space, sha256, max)).await
    }

    async fn promote(
        &self,
        space: &str,
        sha256: Sha256,
        size: u64,
        from: Option<&ObjectKey>,
        to: &ObjectKey,
    ) -> Result<(), PortError> {
        let call = self.inner.promote(space, sha256, size, from, to);
        self.write("uploads", "promote", kind(to), call).await
    }

    async fn discard(&self, space: &str, sha256: Sha256) -> Result<(), PortError> {
        let call = self.inner.discard(space, sha256);
        self.write("uploads", "discard", String::new(), call).await
    }

    async fn expire(&self, before: Timestamp) -> Result<u64, PortError> {
        let call = self.inner.expire(before);
        self.write("uploads", "expire", String::new(), call).await
    }
}

#[async_trait]
impl Signer for Faulty<dyn Signer> {
    async fn sign(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        let call = self.inner.sign(key, message);
        self.write("signer", "sign", key.role.to_string(), call)
            .await
    }

    fn message_limit(&self) -> Option<usize> {
        self.inner.message_limit()
    }
}

#[async_trait]
impl KeyMaker for Faulty<dyn KeyMaker> {
    async fn make(&self, scope: &Scope, role: Role) -> Result<SealedKey, PortError> {
        let call = self.inner.make(scope, role);
        self.write("maker", "make", role.to_string(), call).await
    }

    async fn sign_root(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        let call = self.inner.sign_root(key, message);
        self.write("maker", "sign_root", String::new(), call).await
    }
}

#[async_trait]
impl PartSink for Faulty<dyn PartSink> {
    async fn put(
        &self,
        id: &str,
        number: u32,
        token: &str,
        length: u64,
        body: ByteStream,
        now: Timestamp,
    ) -> Result<ETag, PortError> {
        let call = self.inner.put(id, number, token, length, body, now);
        self.write("sink", "put", String::new(), call).await
    }
}

/// Changes nothing: what was wrapped and never committed opens nothing.
#[async_trait]
impl Wrap for Faulty<dyn Wrap> {
    async fn wrap(&self, of: &SecretPlace, key: &DataKey) -> Result<String, PortError> {
        self.read(self.inner.wrap(of, key)).await
    }
}

#[async_trait]
impl Unwrap for Faulty<dyn Unwrap> {
    async fn unwrap(&self, of: &SecretPlace, wrapped: &str) -> Result<DataKey, PortError> {
        self.read(self.inner.unwrap(of, wrapped)).await
    }
}

#[async_trait]
impl Groups for Faulty<dyn Groups> {
    async fn find(&self, path: &GroupPath) -> Result<Option<Group>, PortError> {
        let call = self.inner.find(path);
        self.write("groups", "find", path.to_string(), call).await
    }

    async fn within(&self, group: &Group) -> Result<Option<Group>, PortError> {
        let call = self.inner.within(group);
        self.write("groups", "within", group.path.clone(), call)
            .await
    }

    async fn has_people(&self, group: &Group) -> Result<bool, PortError> {
        let call = self.inner.has_people(group);
        self.write("groups", "has_people", group.path.clone(), call)
            .await
    }

    async fn create(&self, path: &GroupPath, mark: &Mark) -> Result<(), PortError> {
        let call = self.inner.create(path, mark);
        self.write("groups", "create", path.to_string(), call).await
    }

    async fn delete(&self, group: &Group) -> Result<(), PortError> {
        let call = self.inner.delete(group);
        self.write("groups", "delete", group.path.clone(), call)
            .await
    }

    async fn marked(&self, installation: &Ulid) -> Result<Vec<Group>, PortError> {
        let call = self.inner.marked(installation);
        self.write("groups", "marked", String::new(), call).await
    }
}
