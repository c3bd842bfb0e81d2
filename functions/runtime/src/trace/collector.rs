//! The collector of traces beside a function: one plain connection for each call.

use std::str::FromStr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How long an answer waits for its trace, if nothing else is said.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long it may be told to: a function's own deadline is near.
const MOST_PATIENCE: Duration = Duration::from_secs(10);
/// How long the end of an answer is waited for, and how much of it is read.
const FAREWELL: Duration = Duration::from_millis(50);
const MOST_ANSWER: u64 = 64 * 1024;
/// The port of OpenTelemetry over HTTP.
const PORT: u16 = 4318;

/// Where traces are taken.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Collector {
    host: String,
    path: String,
    patience: Duration,
}

impl FromStr for Collector {
    type Err = &'static str;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        let rest = url
            .strip_prefix("http://")
            .ok_or("must begin with http://: the collector stands beside the function")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if host.is_empty() || url.contains(char::is_whitespace) {
            return Err("names no host");
        }
        let host = match host.rsplit_once(':') {
            Some(_) => host.to_owned(),
            None => format!("{host}:{PORT}"),
        };
        let path = format!("/{path}");
        let path = format!("{}/v1/traces", path.trim_end_matches('/'));
        Ok(Self {
            host,
            path,
            patience: PATIENCE,
        })
    }
}

impl Collector {
    /// The same, waiting as long as `OTEL_EXPORTER_OTLP_TIMEOUT` says, in milliseconds.
    ///
    /// # Errors
    /// What is no number of them, or is out of bounds.
    pub(super) fn patient(self, milliseconds: &str) -> Result<Self, &'static str> {
        let patience = milliseconds.parse().map(Duration::from_millis);
        match patience {
            Ok(patience) if !patience.is_zero() && patience <= MOST_PATIENCE => {
                Ok(Self { patience, ..self })
            }
            _ => Err("must be milliseconds, from 1 to 10000"),
        }
    }

    /// Sends a request.
    ///
    /// # Errors
    /// A collector that isn't there, takes too long, or refuses.
    pub(super) async fn post(&self, body: &str) -> std::io::Result<()> {
        let sent = tokio::time::timeout(self.patience, self.send(body)).await;
        let (status, stream) =
            sent.map_err(|_| std::io::Error::from(std::io::ErrorKind::TimedOut))??;
        // The rest of the answer says nothing more. It is read all the same, because to close before would
        // tell the collector that its answer was lost.
        let (mut rest, mut nowhere) = (stream.take(MOST_ANSWER), tokio::io::sink());
        let rest = tokio::io::copy(&mut rest, &mut nowhere);
        tokio::time::timeout(FAREWELL, rest).await.ok();
        if status.get(9) == Some(&b'2') {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&status).into_owned();
        Err(std::io::Error::other(said))
    }

    /// Answers the beginning of what it is told, such as `HTTP/1.1 200`, and where the rest comes from.
    async fn send(&self, body: &str) -> std::io::Result<([u8; 12], TcpStream)> {
        let head = format!(
            "POST {} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            self.path,
            self.host,
            body.len()
        );
        let mut stream = TcpStream::connect(&self.host).await?;
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body.as_bytes()).await?;
        let mut begin = [0; 12];
        stream.read_exact(&mut begin).await?;
        Ok((begin, stream))
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[test]
    fn urls_are_read_and_others_told() {
        let named = |url: &str| {
            url.parse::<Collector>()
                .map(|collector| format!("{}{}", collector.host, collector.path))
        };
        assert_eq!(
            named("http://localhost").unwrap(),
            "localhost:4318/v1/traces"
        );
        assert_eq!(
            named("http://127.0.0.1:9/a/").unwrap(),
            "127.0.0.1:9/a/v1/traces"
        );
        for wrong in [
            "https://collector.example.org",
            "localhost:4318",
            "http://",
            "http://a b",
        ] {
            named(wrong).unwrap_err();
        }
    }

    #[tokio::test]
    async fn it_waits_as_long_as_it_is_told_to() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let silent = || url.parse::<Collector>().unwrap();
        let gave_up = silent().patient("1").unwrap().post("{}").await.unwrap_err();
        assert_eq!(gave_up.kind(), std::io::ErrorKind::TimedOut);
        assert_eq!(silent().patience, PATIENCE);
        assert_eq!(silent().patient("10000").unwrap().patience, MOST_PATIENCE);
        for wrong in ["0", "10001", "", "1s", "-1", "99999999999999999999"] {
            silent().patient(wrong).unwrap_err();
        }
    }

    #[tokio::test]
    async fn a_request_is_sent_whole_and_a_refusal_is_told() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let heard = tokio::spawn(async move {
            let mut heard = Vec::new();
            for answer in ["HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 503 Busy\r\n\r\n"] {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut bytes = vec![0; 4096];
                let mut read = 0;
                while !bytes[..read].ends_with(b"{\"a\":1}") {
                    read += stream.read(&mut bytes[read..]).await.unwrap();
                }
                heard.push(String::from_utf8(bytes[..read].to_vec()).unwrap());
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
            heard
        });
        let collector: Collector = url.parse().unwrap();
        collector.post(r#"{"a":1}"#).await.unwrap();
        let refused = collector.post(r#"{"a":1}"#).await.unwrap_err();
        assert!(refused.to_string().contains("503"), "{refused}");
        let heard = heard.await.unwrap();
        assert!(
            heard[0].starts_with("POST /v1/traces HTTP/1.1\r\n")
                && heard[0].contains("content-length: 7")
        );
        let gone = collector.post("{}").await;
        assert!(gone.is_err(), "nobody is there any more");
    }
}
