//! Sessions of browsers: their tokens lie in cookies that no script reads, and whose word counts for this
//! site's own pages alone.

use axum::http::{HeaderMap, HeaderValue, header};
use wavecast_domain::user::{Pair, REFRESH};
use wavecast_engine::port::Issued;
use wavecast_wire::time::Timestamp;

use crate::problem::Problem;

/// Where the token to go on with is sent, and nowhere else.
pub(crate) const PLACE: &str = "/api/session/cookie";
/// What a request with a cookie must carry besides: no form and no link can, and a script elsewhere would
/// have to ask first.
const OURS: &str = "x-wavecast-request";
/// Bytes of a value that browsers keep: 4,096 with the name and what is said of it.
const COOKIE_BYTES: usize = 3900;
/// What a browser says of where a request comes from; no page can say otherwise.
const FETCHED: &str = "sec-fetch-site";

/// The site that browsers know this server by.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Site {
    url: String,
    origin: String,
    secure: bool,
}

impl Site {
    /// Of the server's public URL.
    pub(crate) fn of(url: &str) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
        let host = rest.split('/').next().unwrap_or_default();
        Self {
            url: url.trim_end_matches('/').to_owned(),
            origin: format!("{scheme}://{host}").to_ascii_lowercase(),
            secure: scheme.eq_ignore_ascii_case("https"),
        }
    }

    /// Browsers keep these prefixes to what they promise: sent over TLS alone, to this host alone.
    const fn names(&self) -> [&'static str; 2] {
        match self.secure {
            true => ["__Host-wavecast", "__Secure-wavecast-refresh"],
            false => ["wavecast", "wavecast-refresh"],
        }
    }

    /// A place of this server's, as providers send browsers back to it.
    pub(crate) fn place(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// The token to act with.
    pub(crate) fn access<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        cookie(headers, self.names()[0])
    }

    /// The token to go on with.
    pub(crate) fn refresh<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        cookie(headers, self.names()[1])
    }

    /// Sets both, each for as long as it can work.
    pub(crate) fn set(&self, pair: &Pair, now: Timestamp) -> Result<Cookies, Problem> {
        let acts = (pair.until.0 - now.0).max(0);
        self.write(
            [pair.access.reveal(), pair.refresh.reveal()],
            [acts, REFRESH],
        )
    }

    /// Sets an issuer's, where they are no longer than browsers keep.
    pub(crate) fn set_issued(&self, issued: &Issued) -> Result<Cookies, Problem> {
        let refresh = issued.refresh.as_ref().map_or("", |token| token.as_str());
        let longest = issued.access.len().max(refresh.len());
        if longest > COOKIE_BYTES {
            let detail = format!(
                "the issuer's token has {longest} bytes, and browsers keep {COOKIE_BYTES} in a cookie"
            );
            return Err(Problem::unauthenticated(&detail).hint(
                "let the issuer write fewer claims into the client's tokens, such as groups",
            ));
        }
        let stays = if refresh.is_empty() { 0 } else { REFRESH };
        self.write(
            [issued.access.as_str(), refresh],
            [issued.expires_in.max(0), stays],
        )
    }

    /// What a sign-in that was begun in this browser keeps.
    pub(crate) fn begun<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        cookie(headers, self.begun_name()).filter(|text| !text.is_empty())
    }

    /// Keeps it for some minutes. It must come along when the provider sends the browser back: so it is the
    /// one cookie that isn't `Strict`.
    pub(crate) fn set_begun(&self, text: &str, seconds: i64) -> Result<Cookie, Problem> {
        let secure = if self.secure { "; Secure" } else { "" };
        let name = self.begun_name();
        sensitive(format!(
            "{name}={text}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
        ))
    }

    const fn begun_name(&self) -> &'static str {
        match self.secure {
            true => "__Host-wavecast-sign-in",
            false => "wavecast-sign-in",
        }
    }

    /// Takes both away.
    pub(crate) fn clear(&self) -> Result<Cookies, Problem> {
        self.write(["", ""], [0, 0])
    }

    fn write(&self, values: [&str; 2], ages: [i64; 2]) -> Result<Cookies, Problem> {
        let secure = if self.secure { "; Secure" } else { "" };
        let one = |n: usize, path: &str| {
            let (name, value, age) = (self.names()[n], values[n], ages[n]);
            let text = format!(
                "{name}={value}; Path={path}; Max-Age={age}; HttpOnly; SameSite=Strict{secure}"
            );
            sensitive(text)
        };
        Ok([one(0, "/")?, one(1, PLACE)?])
    }

    /// Refuses a request that another site's page may have made a browser send.
    pub(crate) fn check(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let said = |name: &str| headers.get(name).map(HeaderValue::as_bytes);
        let is_own = match said(FETCHED) {
            Some(site) => site == b"same-origin",
            None => said("origin").is_some_and(|from| from == self.origin.as_bytes()),
        };
        if is_own && headers.contains_key(OURS) {
            return Ok(());
        }
        Err(Problem::foreign(&self.origin, OURS))
    }
}

/// A cookie to be set with an answer.
pub(crate) type Cookie = (header::HeaderName, HeaderValue);
/// Both of a session.
pub(crate) type Cookies = [Cookie; 2];

fn sensitive(text: String) -> Result<Cookie, Problem> {
    let value = HeaderValue::try_from(text);
    let mut value = value.map_err(|error| Problem::internal(error.to_string()))?;
    value.set_sensitive(true);
    Ok((header::SET_COOKIE, value))
}

/// The value of a cookie that is there once: with two of a name, one may be somebody else's.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter();
    let all = all.filter_map(|line| line.to_str().ok());
    let pairs = all.flat_map(|line| line.split(';'));
    let mut values = pairs.filter_map(|pair| {
        let (found, value) = pair.trim().split_once('=')?;
        (found == name).then_some(value)
    });
    let value = values.next()?;
    values.next().is_none().then_some(value)
}
