//! The server, the token, the clock, and the edge against the server.

use wavecast_client::types;

use super::Check;
use crate::clock;
use crate::error::Failure;
use crate::exit::Exit;
use crate::reader::{Follower, Reader};
use crate::remote::{Remote, RemoteApp};
use crate::run::Run;

/// Seconds by which two clocks may differ before somebody should look.
const SKEW_SECONDS: i64 = 30;

/// Looks at everything that the server and the edge answer.
pub async fn checks(run: &Run) -> Vec<Check> {
    let mut checks = vec![reachable(&run.config.url()).await];
    match run.remote() {
        Err(failure) => checks.push(Check::bad("token", failure)),
        Ok(remote) => {
            checks.push(token(&remote).await);
            checks.push(clocks(&remote.url).await);
            checks.push(match run.config.app() {
                Ok(app) => edge(run, &remote.app(&app)).await,
                Err(_) => Check::skipped("edge", "no application is named"),
            });
        }
    }
    checks
}

/// Whether a Wavecast answers there, and is ready.
async fn reachable(url: &str) -> Check {
    let what = "server";
    let bad = |message: String, hint: &str| Check::bad(what, Failure::failed(message).hint(hint));
    let Ok(answer) = reqwest::get(format!("{url}/readyz")).await else {
        return bad(
            format!("{url} can't be reached"),
            "start wavecast dev, or name another with --url",
        );
    };
    let ready = answer.status().is_success();
    let health: Option<types::Health> = answer.json().await.ok();
    let own = env!("CARGO_PKG_VERSION");
    match health {
        None => bad(
            format!("something else than Wavecast answers at {url}: its port is in use"),
            "stop it, or start wavecast dev with another --api and name it with --url",
        ),
        Some(_) if !ready => bad(
            format!("{url} isn't ready"),
            "look into its log, wavecast.log",
        ),
        Some(health) if health.version != own => Check::warn(
            what,
            format!(
                "{url} is of version {}, this wavecast of {own}",
                health.version
            ),
            "use the wavecast of the server's version",
        ),
        Some(_) => Check::ok(what, format!("{url} is ready")),
    }
}

async fn token(remote: &Remote) -> Check {
    match remote.orgs(1).await {
        Ok(_) => Check::ok("token", "the server knows it"),
        Err(failure) => Check::bad("token", failure),
    }
}

/// The server's clock, from its answers' `Date`.
async fn clocks(url: &str) -> Check {
    let what = "clock";
    let answer = reqwest::get(format!("{url}/healthz")).await.ok();
    let date = answer
        .as_ref()
        .and_then(|answer| answer.headers().get("date")?.to_str().ok());
    let Some(theirs) = date.and_then(http_date) else {
        return Check::skipped(what, "the server says no time");
    };
    let skew = clock::now().0 - theirs;
    if skew.abs() <= SKEW_SECONDS {
        return Check::ok(what, format!("{} s off the server's", skew.abs()));
    }
    Check::warn(
        what,
        format!("this machine's clock is {skew} s off the server's"),
        "devices refuse what is expired by their own clock: set the clocks right",
    )
}

/// Seconds since 1970 of `Sat, 21 Nov 2026 09:00:00 GMT`.
fn http_date(text: &str) -> Option<i64> {
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let parts: Vec<&str> = text.split(' ').collect();
    let [_, day, month, year, time, "GMT"] = parts.as_slice() else {
        return None;
    };
    let month = months.iter().position(|name| name == month)? + 1;
    let time: wavecast_wire::time::Timestamp =
        format!("{year}-{month:02}-{day}T{time}Z").parse().ok()?;
    Some(time.0)
}

/// Whether devices see what the server published.
async fn edge(run: &Run, app: &RemoteApp) -> Check {
    let what = "edge";
    match compare(run, app).await {
        Ok(check) => check,
        Err(failure) => Check::bad(what, failure),
    }
}

async fn compare(run: &Run, app: &RemoteApp) -> crate::error::Result<Check> {
    let channel = run.config.channel()?.to_string();
    let status = app.status(&channel).await?;
    let config = app.device_config(&channel).await?;
    let root =
        serde_json::to_vec(&config.root).map_err(|error| Failure::failed(error.to_string()))?;
    let scope: wavecast_wire::name::Scope = config
        .scope
        .parse()
        .map_err(|error| Failure::failed(format!("{error}")))?;
    let mut follower = Follower::new(Reader::new(&config.base_url)?, scope, &root)?;
    follower.poll().await?;
    let (seen, published) = (
        follower.verified()?.seq(),
        status.edge.map_or(0, |edge| edge.seq),
    );
    if seen < published {
        return Err(Failure::new(
            Exit::Failure,
            format!(
                "{} shows publication {seen}, the server published {published}",
                config.base_url
            ),
        )
        .hint("a cache may be old, or the edge reads another directory"));
    }
    Ok(Check::ok(
        "edge",
        format!("{} shows publication {seen}, verified", config.base_url),
    ))
}

#[cfg(test)]
mod tests {
    use super::http_date;

    #[test]
    fn dates_of_http_are_read() {
        assert_eq!(
            http_date("Sat, 21 Nov 2026 09:00:00 GMT"),
            Some(1_795_251_600)
        );
        assert_eq!(http_date("yesterday"), None);
    }
}
