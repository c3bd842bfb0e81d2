//! Keycloak's Admin API, as the administrator of this run.

use reqwest::{Client, Method, Response};
use serde_json::{Value, json};

use crate::keycloak::PASSWORD;
use crate::server::issuer;

/// Where groups are made.
pub const PARENT: &str = "/wavecast";

/// The administrator, for as long as a token lives: a minute.
pub struct Admin {
    http: Client,
    token: String,
    realm: String,
}

impl Admin {
    pub async fn new() -> Self {
        let http = Client::new();
        let url = issuer().replace(
            "/realms/wavecast",
            "/realms/master/protocol/openid-connect/token",
        );
        let form =
            format!("grant_type=password&client_id=admin-cli&username=admin&password={PASSWORD}");
        let answer = http
            .post(url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        let answer: Value = answer.send().await.unwrap().json().await.unwrap();
        Self {
            http,
            token: answer["access_token"].as_str().unwrap().to_owned(),
            realm: issuer().replace("/realms/", "/admin/realms/"),
        }
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        let url = format!("{}/{path}", self.realm);
        let request = self.http.request(method, url).bearer_auth(&self.token);
        let request = match body {
            Some(body) => request
                .header("content-type", "application/json")
                .body(body.to_string()),
            None => request,
        };
        request.send().await.unwrap()
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.ask(Method::GET, path, None).await;
        answer.json().await.unwrap()
    }

    async fn change(&self, method: Method, path: &str, body: Option<Value>) {
        let answer = self.ask(method, path, body).await;
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    }

    async fn user(&self, name: &str) -> String {
        let found = self.get(&format!("users?exact=true&username={name}")).await;
        found[0]["id"].as_str().unwrap().to_owned()
    }

    /// Takes somebody out of all their groups.
    pub async fn out_of_groups(&self, user: &str) {
        let id = self.user(user).await;
        let groups = self.get(&format!("users/{id}/groups")).await;
        let groups = groups.as_array().unwrap();
        assert!(!groups.is_empty());
        for group in groups {
            let group = group["id"].as_str().unwrap();
            let path = format!("users/{id}/groups/{group}");
            self.change(Method::DELETE, &path, None).await;
        }
    }

    /// A group by its path, if there is one.
    async fn group(&self, path: &str) -> Option<String> {
        let found = self.get(&format!("group-by-path{path}")).await;
        found["id"].as_str().map(str::to_owned)
    }

    /// Puts somebody into a group of ours.
    pub async fn join(&self, user: &str, path: &str) {
        let id = self.user(user).await;
        let group = self.group(&format!("{PARENT}/{path}")).await.unwrap();
        let path = format!("users/{id}/groups/{group}");
        self.change(Method::PUT, &path, None).await;
    }

    /// Makes a group that isn't ours, beneath the same parent.
    pub async fn make(&self, path: &str) {
        let whole = format!("{PARENT}/{path}");
        let (parent, name) = whole.rsplit_once('/').unwrap();
        let parent = self.group(parent).await.unwrap();
        let path = format!("groups/{parent}/children");
        self.change(Method::POST, &path, Some(json!({ "name": name })))
            .await;
    }

    /// Deletes a group beneath the same parent.
    pub async fn delete(&self, path: &str) {
        let group = self.group(&format!("{PARENT}/{path}")).await.unwrap();
        let path = format!("groups/{group}");
        self.change(Method::DELETE, &path, None).await;
    }

    /// The paths of all groups of an organization, sorted; one that were there twice would be twice here.
    pub async fn paths(&self, org: &str) -> Vec<String> {
        let mut open: Vec<String> = self.group(PARENT).await.into_iter().collect();
        let mut paths = Vec::new();
        while let Some(id) = open.pop() {
            let children = self
                .get(&format!("groups/{id}/children?first=0&max=1000"))
                .await;
            for child in children.as_array().unwrap() {
                let path = child["path"].as_str().unwrap();
                let path = path.strip_prefix(PARENT).unwrap().trim_start_matches('/');
                if path.split('/').next() == Some(org) {
                    paths.push(path.to_owned());
                    open.push(child["id"].as_str().unwrap().to_owned());
                }
            }
        }
        paths.sort();
        paths
    }
}
