//! Sending the parts of an upload, as a client does: to our own server, or to whatever a URL names.

use std::sync::Arc;

use async_trait::async_trait;
use wavecast_wire::time::Timestamp;

use crate::port::{ByteStream, ETag, Part, PartSink, PortError};

/// A client that sends parts.
#[async_trait]
pub trait PartSender: Send + Sync {
    /// Sends the bytes of a part; `length` is what it says of them.
    async fn send(
        &self,
        id: &str,
        part: &Part,
        length: u64,
        body: ByteStream,
        now: Timestamp,
    ) -> Result<ETag, PortError>;

    /// Ways to send a part by what nobody minted, each with what is forged.
    fn forgeries(&self, id: &str, part: &Part) -> Vec<Forgery>;
}

/// A part under a false name.
#[derive(Clone, Debug)]
pub struct Forgery {
    /// What is wrong with it.
    pub what: &'static str,
    /// The upload that it claims to belong to.
    pub id: String,
    /// The part.
    pub part: Part,
}

/// For backends whose URLs point at our own server: hands the bytes to its sink. The token stands in
/// the URL's query as `token=`.
#[derive(Clone)]
pub struct ToSink(pub Arc<dyn PartSink>);

#[async_trait]
impl PartSender for ToSink {
    async fn send(
        &self,
        id: &str,
        part: &Part,
        length: u64,
        body: ByteStream,
        now: Timestamp,
    ) -> Result<ETag, PortError> {
        let token = part
            .url
            .rsplit_once("token=")
            .map_or("", |(_, token)| token);
        self.0.put(id, part.number, token, length, body, now).await
    }

    fn forgeries(&self, id: &str, part: &Part) -> Vec<Forgery> {
        let forgery = |what, id: &str, part: Part| {
            let id = id.to_owned();
            Forgery { what, id, part }
        };
        let base = part.url.rsplit_once("token=").map_or("", |(base, _)| base);
        let token = Part {
            url: format!("{base}token=forged"),
            ..part.clone()
        };
        let number = Part {
            number: part.number + 1,
            ..part.clone()
        };
        vec![
            forgery("a forged token", id, token),
            forgery("a part too many", id, number),
            forgery("an unknown upload", "nobody", part.clone()),
        ]
    }
}

/// For backends without a sink: nothing of theirs comes to our own server.
pub(super) struct NoSink;

#[async_trait]
impl PartSink for NoSink {
    async fn put(
        &self,
        _id: &str,
        _number: u32,
        _token: &str,
        _length: u64,
        _body: ByteStream,
        _now: Timestamp,
    ) -> Result<ETag, PortError> {
        Err(PortError::Refused(String::from(
            "parts of this backend don't come to the server",
        )))
    }
}
