//! Sends parts to presigned URLs, as any HTTP client does, over a plain connection.

use std::collections::BTreeMap;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use wavecast_engine::port::{ByteStream, ETag, Part, PortError};
use wavecast_engine::testing::sender::{Forgery, PartSender};
use wavecast_wire::time::Timestamp;

/// Sends to presigned URLs.
#[derive(Clone, Copy, Debug, Default)]
pub struct UrlSender;

#[async_trait]
impl PartSender for UrlSender {
    async fn send(
        &self,
        _id: &str,
        part: &Part,
        length: u64,
        mut body: ByteStream,
        _now: Timestamp,
    ) -> Result<ETag, PortError> {
        let mut bytes = Vec::new();
        while let Some(some) = body.next().await {
            bytes.extend_from_slice(&some?);
        }
        // No HTTP client sends more than it says.
        if bytes.len() as u64 > length {
            return Err(PortError::Refused(String::from("the body goes on")));
        }
        let mut headers = part.headers.clone();
        headers.insert(String::from("content-length"), length.to_string());
        let (status, headers, said) = put(&part.url, &headers, &bytes)
            .await
            .map_err(|error| PortError::Refused(format!("the connection broke: {error}")))?;
        if status != 200 {
            return Err(PortError::Refused(format!("HTTP {status}: {said}")));
        }
        let etag = headers
            .get("etag")
            .map(|etag| etag.trim_matches('"').to_owned());
        Ok(ETag(etag.expect("an ETag")))
    }

    fn forgeries(&self, id: &str, part: &Part) -> Vec<Forgery> {
        let forgery = |what, url: String| Forgery {
            what,
            id: id.to_owned(),
            part: Part {
                url,
                ..part.clone()
            },
        };
        let signature = part.url.split("X-Amz-Signature=").nth(1).expect("signed");
        let first = if signature.starts_with('0') { '1' } else { '0' };
        let forged = format!("{first}{}", &signature[1..]);
        vec![
            forgery("a changed signature", part.url.replace(signature, &forged)),
            forgery(
                "another file's name",
                part.url.replace("/files/", "/files/x"),
            ),
            forgery(
                "a longer life",
                part.url.replace("X-Amz-Expires=900", "X-Amz-Expires=9000"),
            ),
        ]
    }
}

type Answer = (u16, BTreeMap<String, String>, String);

/// A PUT that says what the headers say, whatever the body is. The connection ends with the body.
///
/// # Errors
/// A connection that breaks, or no answer.
pub async fn put(
    url: &str,
    headers: &BTreeMap<String, String>,
    body: &[u8],
) -> std::io::Result<Answer> {
    let rest = url
        .strip_prefix("http://")
        .expect("a server on this machine");
    let (host, path) = rest.split_once('/').expect("a path");
    let mut head = format!("PUT /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
    for (name, value) in headers.iter().filter(|(name, _)| *name != "host") {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    let mut stream = TcpStream::connect(host).await?;
    stream.write_all(head.as_bytes()).await?;
    // A server that refuses may close before it has read all.
    let _ = stream.write_all(body).await;
    let _ = stream.shutdown().await;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(parse(&String::from_utf8_lossy(&answer)))
}

fn parse(answer: &str) -> Answer {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1)?.parse().ok());
    let headers = lines.filter_map(|line| {
        let (name, value) = line.split_once(": ")?;
        Some((name.to_ascii_lowercase(), value.to_owned()))
    });
    (status.unwrap_or(0), headers.collect(), body.to_owned())
}
