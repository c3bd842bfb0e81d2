//! `wavecast login`, `wavecast logout`.

use std::time::Duration;

use clap::Args;
use serde::Serialize;
use wavecast_client::types;
use wavecast_identity::{DeviceCode, Poll, SignIn, Tokens};

use super::github;
use super::user::PasswordArgs;
use crate::clock;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::login::{Login as Kept, at, failed};
use crate::remote::{Remote, sent};
use crate::run::Run;

/// By what the server says that a password isn't enough.
const SECOND_FACTOR: &str = "second-factor";
/// What is asked of the issuer.
const SCOPE: &str = "openid profile email";

/// Signs in at the server: by a code that you confirm in a browser on any device, with an account at GitHub, or
/// by a password
#[derive(Debug, Args)]
pub struct Login {
    /// By which name of the server's own people, with a password
    #[arg(long, value_name = "NAME", conflicts_with = "github")]
    user: Option<String>,
    /// With an account at GitHub, in a browser on this machine
    #[arg(long)]
    github: bool,
    /// Ask for the code that the browser shows: it may be on another machine then
    #[arg(long, requires = "github")]
    paste: bool,
    /// Read the password, and the code of a second factor, from standard input, one a line
    #[arg(long, requires = "user")]
    password_stdin: bool,
}

/// Forgets the sign-in at the server; a session of the server's own ends there too
#[derive(Debug, Args)]
pub struct Logout {}

/// What came of it, for machines.
#[derive(Serialize)]
struct SignedIn<'a> {
    url: &'a str,
    issuer: &'a str,
}

impl Login {
    pub async fn run(self, run: &Run) -> Result {
        let url = run.config.url();
        if let Some(user) = &self.user {
            return self.with_password(run, &url, user).await;
        }
        // The server says where people sign in; that needs no token.
        let remote = Remote::new(&url, "none", false)?;
        let get = || remote.client.get_sign_in();
        let ways = remote.read(async || sent!(get())).await?;
        if self.github {
            return self.with_github(run, &url, &ways).await;
        }
        let (Some(issuer), Some(client)) = (&ways.issuer, &ways.client) else {
            return Err(no_issuer(&url, &ways));
        };
        let signed_in = SignedIn { url: &url, issuer };
        if run.is_dry() {
            return run.out.result(&signed_in, |out| {
                out.line(format_args!(
                    "dry run: people sign in at {issuer}; nobody did"
                ))
            });
        }
        let name = client;
        let client = at(issuer, name).await?;
        let begun = client.device(SCOPE).await;
        let begun = begun.map_err(|error| failed(issuer, &error))?;
        tell(run, &begun);
        let tokens = wait(&client, issuer, &begun).await?;
        Kept::new(&url, issuer, name, tokens).keep()?;
        run.out.result(&signed_in, |out| {
            out.line(format_args!("signed in at {url}"))
        })
    }

    async fn with_github(&self, run: &Run, url: &str, ways: &types::SignIn) -> Result {
        if !is_offered(ways) {
            return Err(no_github(url));
        }
        if run.is_dry() {
            let asked = serde_json::json!({"url": url});
            return run.out.result(&asked, |out| {
                out.line(format_args!("dry run: nobody signed in at {url}"))
            });
        }
        let made = github::sign_in(run, url, &device(), self.paste).await?;
        end_session(run, url).await?;
        let user = made.user.clone();
        Kept::of_session(url, made).keep()?;
        let signed_in = serde_json::json!({"url": url, "user": user});
        run.out.result(&signed_in, |out| {
            out.line(format_args!("{user} is signed in at {url}"))
        })
    }

    async fn with_password(&self, run: &Run, url: &str, user: &str) -> Result {
        let signed_in = serde_json::json!({"url": url, "user": user});
        if run.is_dry() {
            return run.out.result(&signed_in, |out| {
                out.line(format_args!("dry run: {user} didn't sign in at {url}"))
            });
        }
        let from = PasswordArgs::new(self.password_stdin);
        let mut body = types::OpenSession {
            user: user.to_owned(),
            password: from.present(run)?,
            code: None,
            device: Some(device()),
        };
        let remote = Remote::new(url, "none", false)?;
        let open = async |body| {
            let open = || remote.client.open_session();
            remote.once(async { sent!(open().body(body)) }).await
        };
        let made = match open(body.clone()).await {
            Err(failure) if failure.reason.as_deref() == Some(SECOND_FACTOR) => {
                body.code = Some(from.code(run)?);
                open(body).await?
            }
            made => made?,
        };
        // The session that this one follows is nobody's any more.
        end_session(run, url).await?;
        Kept::of_session(url, made).keep()?;
        run.out.result(&signed_in, |out| {
            out.line(format_args!("{user} is signed in at {url}"))
        })
    }
}

/// Whether people sign in with an account at GitHub there.
fn is_offered(ways: &types::SignIn) -> bool {
    let mut ways = ways.browser.iter();
    ways.any(|one| matches!(one.way, types::Way::Github))
}

fn no_github(url: &str) -> Failure {
    let what = format!("{url} signs nobody in with an account at GitHub");
    let hint =
        "whoever runs it sets that up with `--github-client`; /api/sign-in says what there is";
    Failure::new(Exit::Denied, what).hint(hint)
}

/// Which other way there is.
fn no_issuer(url: &str, ways: &types::SignIn) -> Failure {
    let what = format!("{url} has no issuer of OpenID Connect");
    let hint = match (is_offered(ways), ways.passwords) {
        (true, true) => "sign in with `wavecast login --github`, or `wavecast login --user NAME`",
        (true, false) => "sign in with `wavecast login --github`",
        (false, _) => {
            "sign in with `wavecast login --user NAME`, or take a token: --token-file, or WAVECAST_TOKEN"
        }
    };
    Failure::new(Exit::Denied, what).hint(hint)
}

/// By what its owner knows a session of this machine.
fn device() -> String {
    let name = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    match name.trim() {
        "" => "wavecast".to_owned(),
        name => format!("wavecast on {name}"),
    }
}

/// Where to go, and what to type there.
fn tell(run: &Run, begun: &DeviceCode) {
    match &begun.verification_uri_complete {
        Some(url) => run.out.note(format_args!(
            "open {url}\nand see that it shows {}",
            begun.user_code
        )),
        None => run.out.note(format_args!(
            "open {}\nand type {}",
            begun.verification_uri, begun.user_code
        )),
    }
}

/// Asks again and again, as seldom as the issuer wants it.
async fn wait(client: &SignIn, issuer: &str, begun: &DeviceCode) -> Result<Tokens> {
    let end = clock::now().plus(begun.expires_in);
    let mut pause = begun.interval.max(1);
    while clock::now() < end {
        tokio::time::sleep(Duration::from_secs(pause)).await;
        match client
            .poll(begun)
            .await
            .map_err(|error| failed(issuer, &error))?
        {
            Poll::Done(tokens) => return Ok(tokens),
            Poll::Pending => {}
            Poll::SlowDown => pause += 5,
        }
    }
    let late = "nobody confirmed the code in time";
    Err(Failure::new(Exit::Denied, late).hint("run `wavecast login` again"))
}

/// Ends the session at the server, where it is the server's own. What is kept here is forgotten even if
/// the server can't be reached.
async fn end_session(run: &Run, url: &str) -> Result {
    // What can't be read names no session to end; it is replaced, or removed.
    let kept = Kept::find(url).ok().flatten();
    let kept = kept.filter(|kept| kept.user.is_some());
    let Some(refresh_token) = kept.and_then(|kept| kept.refresh) else {
        return Ok(());
    };
    let remote = Remote::new(url, "none", false)?;
    let body = types::RefreshSession { refresh_token };
    let end = || remote.client.end_session().body(body.clone());
    if let Err(failure) = remote.read(async || sent!(end())).await {
        run.out.warn(format_args!(
            "{}; the session goes on there until it runs out",
            failure.message
        ));
    }
    Ok(())
}

impl Logout {
    pub async fn run(self, run: &Run) -> Result {
        let url = run.config.url();
        let was = match run.is_dry() {
            true => Kept::find(&url)?.is_some(),
            false => {
                end_session(run, &url).await?;
                Kept::forget(&url)?
            }
        };
        run.out.result(
            &serde_json::json!({"url": url, "was_signed_in": was}),
            |out| match was {
                true if run.is_dry() => out.line(format_args!(
                    "dry run: somebody is signed in at {url}, and stays so"
                )),
                true => out.line(format_args!("signed out of {url}")),
                false => out.line(format_args!("nobody was signed in at {url}")),
            },
        )
    }
}
