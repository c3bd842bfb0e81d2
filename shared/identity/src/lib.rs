//! Sign-in with any issuer of OpenID Connect.
//!
//! [`Verifier`] judges access tokens: who signed them, for whom, and until when. Its keys are
//! cached, so that it goes on while the issuer is down. [`SignIn`] gets tokens: with a browser
//! (authorization code and PKCE), on another device (device code), or for a service (client
//! credentials).
//!
//! Requests need a TLS provider: a `main` installs one (`rustls`'s ring) before the first.

mod browser;
mod claims;
mod crypto;
mod flow;
mod github;
mod http;
mod jwks;
mod keycloak;
mod metadata;
mod roles;
#[cfg(feature = "testing")]
pub mod testing;
mod trusted;
mod verifier;
mod workflows;

pub use browser::OpenId;
pub use claims::{Claims, TokenError};
pub use flow::{Authorization, DeviceCode, FlowError, Poll, SignIn, Tokens};
pub use github::GitHub;
pub use http::{Http, HttpError};
pub use keycloak::{Keycloak, KeycloakError, KeycloakSettings};
pub use metadata::{Metadata, MetadataError};
pub use roles::RoleMap;
pub use trusted::{AUDIENCE, CLIENT, GITHUB, Judges, Trusted};
pub use verifier::{Settings, Verifier};
pub use wavecast_engine::port::Callback;
pub use workflows::{WorkflowVerifier, job_token};
