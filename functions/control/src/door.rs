//! The door of the API: who comes through, under which id, and what goes out.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use axum::http::HeaderValue;
use axum::response::Response;
use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt as _};
use subtle::ConstantTimeEq as _;
use tower::ServiceExt as _;
use wavecast_api::{Origin, REQUEST_ID, given_id};
use wavecast_runtime::{Call, Meter};

use crate::answer::{Refused, whole};

/// The header that the firewall adds.
const ORIGIN: &str = "x-wavecast-origin";

/// The API, and what it asks of every request.
pub(crate) struct Door {
    pub api: Router,
    /// What the firewall adds to each request; `None` where there is none.
    pub origin: Option<String>,
    pub meter: Meter,
}

impl Door {
    /// Answers a request. Nothing goes on afterwards.
    pub(crate) async fn answer(&self, mut request: Request) -> Result<Response, Infallible> {
        let context = request.lambda_context_ref().cloned().unwrap_or_default();
        let call = Call::new(&context, given_id(request.headers()));
        let id = call.correlation.clone();
        if !self.is_from_origin(&request) {
            return Ok(Refused::Origin.answer(&id));
        }
        if let Ok(value) = HeaderValue::from_str(&id) {
            request.headers_mut().insert(&REQUEST_ID, value);
        }
        let origin = self.origin_of(&request);
        request.extensions_mut().insert(origin);
        let answered = call.run(async {
            let (method, path) = (request.method().clone(), request.uri().path().to_owned());
            // A router never fails, and is always ready.
            let Ok(response) = self.api.clone().oneshot(request.map(bytes)).await;
            let response = whole(response, &id).await;
            // The query is left out, and so is every header: there are tokens in them.
            tracing::info!(%method, path, status = response.status().as_u16(), "answered");
            response
        });
        let response = answered.await;
        self.meter.refusals();
        Ok(response)
    }

    /// Whom the HTTP API says that it heard. Behind the firewall that is the CDN, and the firewall counts
    /// addresses itself.
    fn origin_of(&self, request: &Request) -> Origin {
        let heard = match (&self.origin, request.request_context_ref()) {
            (None, Some(RequestContext::ApiGatewayV2(context))) => {
                context.http.source_ip.as_deref()
            }
            _ => None,
        };
        let heard = heard.and_then(|text| text.parse().ok());
        heard.map_or(Origin::Unknown, Origin::Address)
    }

    /// Compared in constant time, so that no clock tells how near a guess came.
    fn is_from_origin(&self, request: &Request) -> bool {
        let Some(wanted) = &self.origin else {
            return true;
        };
        let given = request.headers().get(ORIGIN);
        given.is_some_and(|given| bool::from(given.as_bytes().ct_eq(wanted.as_bytes())))
    }
}

fn bytes(body: lambda_http::Body) -> Body {
    match body {
        lambda_http::Body::Text(text) => Body::from(text),
        lambda_http::Body::Binary(bytes) => Body::from(bytes),
        _ => Body::empty(),
    }
}
