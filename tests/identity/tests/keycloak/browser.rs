//! As much of a browser as a page of Keycloak needs: cookies, redirects, and its one form.

use std::collections::BTreeMap;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, RequestBuilder, Url, redirect};

/// A browser.
pub struct Browser {
    client: Client,
    cookies: BTreeMap<String, String>,
}

/// Where a browser came to.
pub enum Place {
    /// A page.
    Page { url: Url, html: String },
    /// Out of the issuer's site: to the client.
    Away(Url),
}

impl Browser {
    pub fn new() -> Self {
        let client = Client::builder().redirect(redirect::Policy::none()).build();
        Self {
            client: client.unwrap(),
            cookies: BTreeMap::new(),
        }
    }

    /// Goes to a URL, and on wherever it is sent within the issuer's site.
    pub async fn go(&mut self, url: &str) -> Place {
        let url = Url::parse(url).unwrap();
        let request = self.client.get(url.clone());
        self.follow(url, request).await
    }

    /// Fills the one form of a page in, and sends it.
    pub async fn submit(&mut self, place: Place, fields: &[(&str, &str)]) -> Place {
        let Place::Page { url, html } = place else {
            panic!("no page");
        };
        let action = attribute(&html, "<form", "action").expect("a form");
        let target = url.join(&action.replace("&amp;", "&")).unwrap();
        let mut body = target.clone();
        body.set_query(None);
        for hidden in html.split("<input").skip(1) {
            let hidden = hidden.split('>').next().unwrap();
            let read = |name| attribute(&format!("<input{hidden}>"), "<input", name);
            if read("type").as_deref() == Some("hidden")
                && let (Some(name), Some(value)) = (read("name"), read("value"))
            {
                body.query_pairs_mut().append_pair(&name, &value);
            }
        }
        body.query_pairs_mut().extend_pairs(fields);
        let request = self
            .client
            .post(target.clone())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.query().unwrap().to_owned());
        self.follow(target, request).await
    }

    async fn follow(&mut self, mut url: Url, mut request: RequestBuilder) -> Place {
        for _ in 0..10 {
            let cookies: Vec<_> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let answer = request
                .header(COOKIE, cookies.join("; "))
                .send()
                .await
                .unwrap();
            for cookie in answer.headers().get_all(SET_COOKIE) {
                let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
                let (name, value) = cookie.split_once('=').unwrap();
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
            let Some(next) = answer.headers().get(LOCATION) else {
                let html = answer.text().await.unwrap();
                return Place::Page { url, html };
            };
            let next = url.join(next.to_str().unwrap()).unwrap();
            if next.origin() != url.origin() {
                return Place::Away(next);
            }
            request = self.client.get(next.clone());
            url = next;
        }
        panic!("sent in circles at {url}");
    }
}

/// An attribute of the first such tag.
fn attribute(html: &str, tag: &str, name: &str) -> Option<String> {
    let rest = html.split_once(tag)?.1.split('>').next()?;
    let rest = rest.split_once(&format!("{name}=\""))?.1;
    Some(rest.split('"').next()?.to_owned())
}
