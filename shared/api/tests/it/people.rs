//! People who are known by tokens of their own, and the roles that they get.

use axum::http::Method;
use serde_json::json;
use wavecast_domain::principal::Principal;
use wavecast_wire::hash::Sha256;

use crate::api::{Api, TOKEN};

/// Who there is. Each one's token is their id.
pub const PEOPLE: [&str; 9] = [
    "owner",
    "admin",
    "member",
    "app-admin",
    "write",
    "read",
    "approver",
    "custom",
    "stranger",
];

/// What the server knows: the bootstrap token, and a token of each person.
pub fn known() -> Vec<(Sha256, Principal)> {
    let hash = |token: &str| Sha256::of(token.as_bytes());
    let people = PEOPLE.iter().map(|id| {
        let person = Principal::person(id.parse().unwrap(), format!("The {id}"));
        (hash(id), person)
    });
    [(hash(TOKEN), Principal::Bootstrap)]
        .into_iter()
        .chain(people)
        .collect()
}

impl Api {
    /// `acme` with `lamp` and `bulb`, where everybody but the stranger is a member, each with the
    /// role of their name in `lamp`; and `other` with `thing`, which belongs to the stranger.
    pub async fn with_people() -> Self {
        let api = Self::new();
        api.settle().await;
        api
    }

    /// Makes all of that.
    pub async fn settle(&self) {
        let api = self;
        api.done("owner", Method::POST, "/orgs", json!({"name": "acme"}))
            .await;
        for name in ["lamp", "bulb"] {
            let app = json!({"name": name, "kind": "firmware"});
            api.done("owner", Method::POST, "/orgs/acme/apps", app)
                .await;
        }
        for name in ["beta", "stable"] {
            let path = "/orgs/acme/apps/lamp/channels";
            api.done("owner", Method::POST, path, json!({"name": name}))
                .await;
        }
        let role = json!({"permissions": ["read", "release"]});
        api.done("owner", Method::PUT, "/orgs/acme/roles/releaser", role)
            .await;
        for (person, role, grants) in [
            ("admin", "admin", json!({})),
            ("member", "member", json!({})),
            ("app-admin", "member", json!({"lamp": "admin"})),
            ("write", "member", json!({"lamp": "write"})),
            ("read", "member", json!({"lamp": "read"})),
            ("approver", "member", json!({"lamp": "approver"})),
            ("custom", "member", json!({"lamp": "releaser"})),
        ] {
            api.join(person, role, grants).await;
        }
        api.done("stranger", Method::POST, "/orgs", json!({"name": "other"}))
            .await;
        let app = json!({"name": "thing", "kind": "bundle"});
        api.done("stranger", Method::POST, "/orgs/other/apps", app)
            .await;
    }

    /// A change by somebody that must succeed; answers the body.
    pub async fn done(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: serde_json::Value,
    ) -> serde_json::Value {
        let call = self.call_as(token, method, &format!("/api/v1{path}"));
        let reply = call.json(&body).send().await;
        assert!(reply.status.is_success(), "{token}: {}", reply.show());
        reply.json()
    }

    /// Lets the owner invite somebody, who accepts.
    pub async fn join(&self, person: &str, role: &str, grants: serde_json::Value) {
        let invite = json!({"whom": person, "role": role, "grants": grants});
        let made = self
            .done("owner", Method::POST, "/orgs/acme/invitations", invite)
            .await;
        let id = made["invitation"]["id"].as_str().unwrap();
        let path = format!("/orgs/acme/invitations/{id}/accept");
        let code = json!({"code": made["code"]});
        self.done(person, Method::POST, &path, code).await;
    }
}
