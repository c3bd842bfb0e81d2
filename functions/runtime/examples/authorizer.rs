//! An authorizer of an HTTP API that judges an issuer's tokens as `control` does, in a function of its own:
//! to measure what the second invocation costs. It is not deployed, and docs/aws.md says why.
//!
//! It knows no tokens of ours, for which it would need the table and the secret too.

use std::collections::BTreeMap;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use rustls::crypto::ring;
use serde::{Deserialize, Serialize};
use wavecast_engine::port::{Clock as _, Identity as _};
use wavecast_engine::system::SystemClock;
use wavecast_identity::{AUDIENCE, RoleMap, Settings, Trusted};

/// A request, in the format 2.0 of HTTP APIs.
#[derive(Deserialize)]
struct Asked {
    headers: BTreeMap<String, String>,
}

/// A simple answer; the context is handed to the function that is asked next.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Judged {
    is_authorized: bool,
    context: BTreeMap<&'static str, String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    ring::default_provider().install_default().ok();
    let people = Settings {
        issuer: std::env::var("WAVECAST_OIDC_ISSUER")?,
        audience: AUDIENCE.to_owned(),
        roles: RoleMap::default(),
    };
    let trusted = Trusted {
        people: Some(people),
        ..Trusted::default()
    };
    let judges = trusted.judges()?;
    let verifier = judges.people.ok_or("nobody judges")?;
    let judge = service_fn(async |event: LambdaEvent<Asked>| {
        let header = event.payload.headers.get("authorization");
        let token = header.and_then(|header| header.strip_prefix("Bearer "));
        let judged = verifier
            .verify(token.unwrap_or_default(), SystemClock.now())
            .await;
        let judged = judged.map_or_else(
            |_| Judged::default(),
            |person| Judged {
                is_authorized: true,
                context: BTreeMap::from([("id", person.id.to_string()), ("name", person.name)]),
            },
        );
        Ok::<_, Error>(judged)
    });
    lambda_runtime::Runtime::new(judge).run().await
}
