//! Spans, from their beginning to the JSON of OpenTelemetry.

use std::fmt::Debug;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tracing::Subscriber;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::Ended;

/// The field of a call's span that says which trace it belongs to, as X-Ray writes it.
const TRACE: &str = "trace";

/// Where a trace was begun: its id, and the span above the first of ours.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Origin {
    trace: String,
    parent: Option<String>,
}

impl Origin {
    /// Reads `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`; nothing
    /// for a trace that isn't sampled.
    fn of_xray(header: &str) -> Option<Self> {
        let part = |name: &str| {
            let mut parts = header.split(';').map(str::trim);
            parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
        };
        if part("Sampled") == Some("0") {
            return None;
        }
        let root = part("Root")?.strip_prefix("1-")?.replacen('-', "", 1);
        let hex = |text: &str, digits| {
            text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        let parent = part("Parent").filter(|parent| hex(parent, 16));
        hex(&root, 32).then(|| Self {
            trace: root,
            parent: parent.map(str::to_owned),
        })
    }
}

/// A span that hasn't ended.
struct Open {
    origin: Origin,
    id: String,
    /// Whether it is the first of ours.
    is_first: bool,
    begun: SystemTime,
    fields: Fields,
}

/// Collects spans of sampled traces.
pub(super) struct Spans {
    ended: Ended,
}

impl Spans {
    pub(super) fn new(ended: Ended) -> Self {
        Self { ended }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Spans {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, cx: Context<'_, S>) {
        let Some(span) = cx.span(id) else { return };
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let above = span.parent().and_then(|above| {
            let extensions = above.extensions();
            let open = extensions.get::<Open>()?;
            let parent = Some(open.id.clone());
            let trace = open.origin.trace.clone();
            Some(Origin { trace, parent })
        });
        let is_first = above.is_none();
        let origin = above.or_else(|| Origin::of_xray(&fields.take(TRACE)?));
        if let Some(origin) = origin {
            span.extensions_mut().insert(Open {
                origin,
                id: format!("{:016x}", random()),
                is_first,
                begun: SystemTime::now(),
                fields,
            });
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, cx: Context<'_, S>) {
        let Some(span) = cx.span(id) else { return };
        if let Some(open) = span.extensions_mut().get_mut::<Open>() {
            values.record(&mut open.fields);
        }
    }

    fn on_close(&self, id: Id, cx: Context<'_, S>) {
        let Some(span) = cx.span(&id) else { return };
        let open = span.extensions_mut().remove::<Open>();
        if let Some(open) = open {
            let is_aws = span.metadata().target().starts_with("aws_sdk");
            self.ended.push(open.end(span.name(), is_aws));
        }
    }
}

impl Open {
    fn end(self, name: &str, is_aws: bool) -> Value {
        /// A part of our own work, what Lambda calls, and what calls others.
        const INTERNAL: u8 = 1;
        const SERVER: u8 = 2;
        const CLIENT: u8 = 3;
        let kind = match (self.is_first, is_aws) {
            (true, _) => SERVER,
            (false, true) => CLIENT,
            (false, false) => INTERNAL,
        };
        let mut span = json!({
            "traceId": self.origin.trace,
            "spanId": self.id,
            "name": name,
            "kind": kind,
            "startTimeUnixNano": nanos(self.begun),
            "endTimeUnixNano": nanos(SystemTime::now()),
            "attributes": self.fields.0.iter().map(|(key, value)| attribute(key, value)).collect::<Vec<_>>(),
        });
        if let Some(parent) = self.origin.parent {
            span["parentSpanId"] = json!(parent);
        }
        span
    }
}

/// An attribute, as OpenTelemetry writes it.
pub(super) fn attribute(key: &str, value: &str) -> Value {
    json!({"key": key, "value": {"stringValue": value}})
}

/// A 64-bit number is text in this JSON.
fn nanos(time: SystemTime) -> String {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_nanos().to_string()
}

/// Two spans of one trace with the same id would be one, which harms a picture and nothing else.
fn random() -> u64 {
    let mut bytes = [0; 8];
    let _ = getrandom::fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

/// Fields of a span, as text.
#[derive(Default)]
struct Fields(Vec<(&'static str, String)>);

impl Fields {
    fn take(&mut self, name: &str) -> Option<String> {
        let place = self.0.iter().position(|(found, _)| *found == name)?;
        Some(self.0.remove(place).1)
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.push((field.name(), value.to_owned()));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push((field.name(), format!("{value:?}")));
    }
}
