//! Traces, in OpenTelemetry's own protocol: one span for each call of a function, and beneath it one
//! for each call of AWS, which the SDK names by OpenTelemetry's conventions.
//!
//! They go to a collector beside the function, such as AWS's layer for OpenTelemetry, if
//! `OTEL_EXPORTER_OTLP_ENDPOINT` names one. The crates of OpenTelemetry would bring Protobuf, gRPC's
//! types and an HTTP client of their own, for every cold start to load. This is the protocol's JSON
//! over one plain connection.

mod collector;
mod span;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde_json::{Value, json};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::{FilterExt as _, Targets, filter_fn};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry};

use collector::Collector;
use span::Spans;

/// Names the collector, as everywhere in OpenTelemetry.
const ENDPOINT: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
/// How long an answer waits for its trace, in milliseconds.
const TIMEOUT: &str = "OTEL_EXPORTER_OTLP_TIMEOUT";
/// Spans of one call that are kept. A function that makes more is told of by its first.
const MOST: usize = 1000;

/// Where spans go, if they go anywhere.
static EXPORTER: OnceLock<Exporter> = OnceLock::new();

/// Spans that ended, and who takes them.
struct Exporter {
    ended: Ended,
    collector: Collector,
}

/// Spans that ended. Clones share them.
#[derive(Clone, Default)]
struct Ended(Arc<Mutex<Vec<Value>>>);

impl Ended {
    fn push(&self, span: Value) {
        let mut spans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if spans.len() < MOST {
            spans.push(span);
        }
    }

    fn take(&self) -> Vec<Value> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What collects spans; `None` without a collector, and why, if one is named that can't be used.
pub(crate) fn layer() -> (Option<impl Layer<Registry>>, Option<String>) {
    let collector = match collector() {
        Ok(Some(collector)) => collector,
        Ok(None) => return (None, None),
        Err(why) => return (None, Some(why)),
    };
    let ended = Ended::default();
    let exporter = Exporter {
        ended: ended.clone(),
        collector,
    };
    if EXPORTER.set(exporter).is_err() {
        return (None, None);
    }
    (Some(spans(ended)), None)
}

/// The collector that the environment names.
fn collector() -> Result<Option<Collector>, String> {
    let said = |name| std::env::var(name).ok().filter(|said| !said.is_empty());
    let Some(endpoint) = said(ENDPOINT) else {
        return Ok(None);
    };
    let collector: Collector = endpoint
        .parse()
        .map_err(|why| format!("{ENDPOINT}={endpoint}: {why}"))?;
    let Some(timeout) = said(TIMEOUT) else {
        return Ok(Some(collector));
    };
    let patient = collector.patient(&timeout);
    patient
        .map(Some)
        .map_err(|why| format!("{TIMEOUT}={timeout}: {why}"))
}

/// Our own spans, and those of the SDK's clients, whose names are those of AWS's calls.
fn spans<S>(ended: Ended) -> impl Layer<S>
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
{
    let ours = Targets::new()
        .with_target("wavecast", LevelFilter::INFO)
        .with_target("aws_sdk", LevelFilter::DEBUG);
    Spans::new(ended).with_filter(ours.and(filter_fn(|metadata| metadata.is_span())))
}

/// Sends what ended to the collector. A trace is lost sooner than an answer is late.
pub(crate) async fn export() {
    let Some(exporter) = EXPORTER.get() else {
        return;
    };
    let spans = exporter.ended.take();
    if spans.is_empty() {
        return;
    }
    let body = request(&service(), spans).to_string();
    if let Err(error) = exporter.collector.post(&body).await {
        tracing::warn!(%error, "the collector of traces can't be reached");
    }
}

fn service() -> String {
    std::env::var("AWS_LAMBDA_FUNCTION_NAME").unwrap_or_else(|_| String::from("wavecast"))
}

/// `ExportTraceServiceRequest`, as OpenTelemetry's specification writes it in JSON.
fn request(service: &str, spans: Vec<Value>) -> Value {
    let resource = json!({"attributes": [span::attribute("service.name", service)]});
    let scope = json!({"name": "wavecast", "version": env!("CARGO_PKG_VERSION")});
    json!({
        "resourceSpans": [{
            "resource": resource,
            "scopeSpans": [{"scope": scope, "spans": spans}],
        }],
    })
}

#[cfg(test)]
mod tests {
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    /// The ids of a trace that X-Ray began, and the spans beneath each other.
    #[test]
    fn calls_of_aws_stand_beneath_the_call_in_the_trace_that_xray_began() {
        let ended = Ended::default();
        let subscriber = tracing_subscriber::registry().with(spans(ended.clone()));
        tracing::subscriber::with_default(subscriber, || {
            let trace =
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
            let call = tracing::info_span!(target: "wavecast", "call", request = "r-1", trace);
            let _entered = call.enter();
            let aws =
                tracing::debug_span!(target: "aws_sdk_kms", "KMS.Decrypt", rpc.method = "Decrypt");
            drop(aws);
            drop(tracing::debug_span!(target: "hyper", "not ours"));
        });
        let spans = ended.take();
        let [aws, call] = &spans[..] else {
            panic!("{spans:?}")
        };
        assert_eq!(call["traceId"], "5759e988bd862e3fe1be46a994272793");
        assert_eq!(aws["traceId"], call["traceId"]);
        assert_eq!((&call["name"], &call["kind"]), (&json!("call"), &json!(2)));
        assert_eq!(call["parentSpanId"], "53995c3f42cd8ad8");
        assert_eq!(
            (&aws["name"], &aws["kind"]),
            (&json!("KMS.Decrypt"), &json!(3))
        );
        assert_eq!(aws["parentSpanId"], call["spanId"]);
        assert_eq!(
            aws["attributes"],
            json!([{"key": "rpc.method", "value": {"stringValue": "Decrypt"}}])
        );
        let sent = request("wavecast-dev-keys", spans.clone());
        assert_eq!(sent["resourceSpans"][0]["scopeSpans"][0]["spans"][0], *aws);
    }

    #[test]
    fn what_xray_doesnt_sample_is_not_collected() {
        let ended = Ended::default();
        let subscriber = tracing_subscriber::registry().with(spans(ended.clone()));
        tracing::subscriber::with_default(subscriber, || {
            for trace in [
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0",
                "nonsense",
            ] {
                drop(tracing::info_span!(target: "wavecast", "call", trace));
            }
        });
        assert_eq!(ended.take(), Vec::<Value>::new());
    }
}
