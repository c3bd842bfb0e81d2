//! Faults and a count between the real clients of the SDK and whoever answers them.
//!
//! A call is named by service and operation. Faults happen to attempts, below the SDK's retries: the
//! request never leaves, its answer is lost, or another answer stands in for it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

/// What happens to an attempt.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Fault {
    /// The request never leaves.
    BeforeSend,
    /// It arrives and is carried out, and the answer is lost.
    AnswerLost,
    /// It isn't carried out; this is answered.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The error's code, as the service writes it.
        code: &'static str,
    },
    /// It is carried out; this is answered all the same.
    AnswerAfter {
        /// The HTTP status.
        status: u16,
        /// The error's code, as the service writes it.
        code: &'static str,
    },
}

/// Which attempts a fault happens to.
#[derive(Clone, Debug)]
struct Plan {
    operation: String,
    /// The first, from 0, among those of this operation since the plan was made.
    first: usize,
    /// How many.
    count: usize,
    fault: Fault,
    seen: usize,
    met: usize,
}

#[derive(Default)]
struct State {
    /// Every attempt, in order.
    attempts: Vec<String>,
    plans: Vec<Plan>,
    /// Whether the process dies at the next planned fault.
    deadly: bool,
    dead: bool,
    stripped: bool,
}

/// The wire of one test. Clones share it.
#[derive(Clone)]
pub struct Wire {
    state: Arc<Mutex<State>>,
    inner: SharedHttpClient,
}

impl Default for Wire {
    fn default() -> Self {
        Self {
            state: Arc::default(),
            inner: crate::http_client(),
        }
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").finish_non_exhaustive()
    }
}

impl Wire {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// This wire as the SDK wants it.
    #[must_use]
    pub fn client(&self) -> SharedHttpClient {
        SharedHttpClient::new(self.clone())
    }

    /// Begins to count anew, without faults.
    pub fn clear(&self) {
        *self.state() = State::default();
    }

    /// From here on the attempts of this operation that come as `first`th (from 0) and after it,
    /// `count` of them, meet a fault.
    pub fn plan(&self, operation: &str, first: usize, count: usize, fault: Fault) {
        self.state().plans.push(Plan {
            operation: operation.to_owned(),
            first,
            count,
            fault,
            seen: 0,
            met: 0,
        });
    }

    /// The next planned fault takes the process with it: nothing leaves after it any more.
    pub fn die_with_it(&self) {
        self.state().deadly = true;
    }

    /// From here on whoever answers never sees a condition: a store that ignores them.
    pub fn strip_conditions(&self) {
        self.state().stripped = true;
    }

    /// How many attempts met a planned fault.
    #[must_use]
    pub fn met(&self) -> usize {
        self.state().plans.iter().map(|plan| plan.met).sum()
    }

    /// Every attempt since the last [`Wire::clear`], in order.
    #[must_use]
    pub fn attempts(&self) -> Vec<String> {
        self.state().attempts.clone()
    }

    /// How many attempts of each operation there were.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for one in self.attempts() {
            *counts.entry(one).or_default() += 1;
        }
        counts
    }

    /// Notes an attempt; answers the fault that it meets.
    fn meet(&self, operation: &str) -> Option<Fault> {
        let mut state = self.state();
        state.attempts.push(operation.to_owned());
        if state.dead {
            return Some(Fault::BeforeSend);
        }
        let mut met = None;
        for plan in &mut state.plans {
            if plan.operation != operation {
                continue;
            }
            let seen = plan.seen;
            plan.seen += 1;
            if met.is_none() && (plan.first..plan.first + plan.count).contains(&seen) {
                plan.met += 1;
                met = Some(plan.fault.clone());
            }
        }
        state.dead = met.is_some() && state.deadly;
        met
    }
}

impl HttpClient for Wire {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Line {
            wire: self.clone(),
            inner: self.inner.http_connector(settings, components),
        })
    }
}

#[derive(Debug)]
struct Line {
    wire: Wire,
    inner: SharedHttpConnector,
}

impl HttpConnector for Line {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        if self.wire.state().stripped {
            request.headers_mut().remove("if-match");
            request.headers_mut().remove("if-none-match");
        }
        let operation = operation(&request);
        let lost = |what: &str| ConnectorError::io(format!("a planned fault {what}").into());
        match self.wire.meet(&operation) {
            None => self.inner.call(request),
            Some(Fault::BeforeSend) => HttpConnectorFuture::ready(Err(lost("before"))),
            Some(Fault::Answer { status, code }) => {
                HttpConnectorFuture::ready(Ok(answer(&operation, status, code)))
            }
            Some(Fault::AnswerLost) => {
                let sent = self.inner.call(request);
                HttpConnectorFuture::new(async move {
                    drain(sent.await?).await;
                    Err(lost("after"))
                })
            }
            Some(Fault::AnswerAfter { status, code }) => {
                let sent = self.inner.call(request);
                HttpConnectorFuture::new(async move {
                    drain(sent.await?).await;
                    Ok(answer(&operation, status, code))
                })
            }
        }
    }
}

/// Reads an answer to its end, so that the call is surely over.
async fn drain(response: HttpResponse) {
    let body = response.into_body();
    drop(
        aws_smithy_types::byte_stream::ByteStream::new(body)
            .collect()
            .await,
    );
}

/// An error as the service would write it.
fn answer(operation: &str, status: u16, code: &str) -> HttpResponse {
    let is_json = ["dynamodb", "kms", "sqs"]
        .iter()
        .any(|service| operation.starts_with(service));
    let text = if is_json {
        format!(r#"{{"__type":"com.amazonaws#{code}","message":"planned"}}"#)
    } else if operation.starts_with("cloudfront") {
        format!(
            "<ErrorResponse><Error><Code>{code}</Code><Message>planned</Message></Error></ErrorResponse>"
        )
    } else {
        format!("<Error><Code>{code}</Code><Message>planned</Message></Error>")
    };
    let status = StatusCode::try_from(status).expect("a status");
    HttpResponse::new(status, SdkBody::from(text))
}

/// Service and operation, such as `dynamodb:TransactWriteItems` and `s3:PutObject`.
fn operation(request: &HttpRequest) -> String {
    if let Some(target) = request.headers().get("x-amz-target") {
        let (service, operation) = target.split_once('.').unwrap_or(("", target));
        let service = match service {
            "DynamoDB_20120810" => "dynamodb",
            "TrentService" => "kms",
            "AmazonSQS" => "sqs",
            other => other,
        };
        return format!("{service}:{operation}");
    }
    let uri = request.uri();
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let path = path.splitn(4, '/').nth(3).unwrap_or_default();
    if path.starts_with("2020-05-31/distribution") {
        return format!(
            "cloudfront:{} {}",
            request.method(),
            path.rsplit('/').next().unwrap_or_default()
        );
    }
    if path.starts_with("2015-03-31/functions") {
        return String::from("lambda:Invoke");
    }
    format!("s3:{}", s3_operation(request, path, query))
}

fn s3_operation(request: &HttpRequest, path: &str, query: &str) -> &'static str {
    let asks = |name: &str| {
        query
            .split('&')
            .any(|part| part.split('=').next() == Some(name))
    };
    let copies = request.headers().get("x-amz-copy-source").is_some();
    let in_bucket = path.trim_end_matches('/').contains('/');
    match request.method() {
        "PUT" if asks("partNumber") && copies => "UploadPartCopy",
        "PUT" if asks("partNumber") => "UploadPart",
        "PUT" if copies => "CopyObject",
        "PUT" => "PutObject",
        "POST" if asks("uploads") => "CreateMultipartUpload",
        "POST" if asks("uploadId") => "CompleteMultipartUpload",
        "DELETE" if asks("uploadId") => "AbortMultipartUpload",
        "DELETE" => "DeleteObject",
        "HEAD" if in_bucket => "HeadObject",
        "GET" if asks("versioning") => "GetBucketVersioning",
        "GET" if asks("uploads") => "ListMultipartUploads",
        "GET" if asks("uploadId") => "ListParts",
        "GET" if in_bucket => "GetObject",
        "GET" => "ListObjectsV2",
        _ => "other",
    }
}
