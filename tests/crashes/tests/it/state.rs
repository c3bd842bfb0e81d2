//! What the ledger says, without the engine's own notes: there wholly, or not at all.

use serde_json::Value;
use wavecast_domain::secret::Kind;
use wavecast_engine::port::{Clock as _, Ledger, Query};
use wavecast_engine::record::{key, order};
use wavecast_engine::testing::clock::TestClock;
use wavecast_wire::name::Scope;
use wavecast_wire::time::Timestamp;

use crate::content::Known;
use crate::scenes::known_secret;

/// A month and a little: no month is stepped over.
const STEP: i64 = 27 * 86_400;
/// Entries of one page.
const PAGE: usize = 1000;

/// The organization with its tokens, people of the machine's own with their sessions, the application
/// and its channels, releases, packages with what they come to, files, small targets, secrets and the audit trail; one line each.
pub async fn state(ledger: &dyn Ledger, scope: &Scope, clock: &TestClock) -> Vec<String> {
    let (org, app) = (&scope.org, &scope.app);
    let space = key::space(org, app);
    let mut partitions = vec![
        key::ORGS.to_owned(),
        key::apps(org),
        format!("A#{space}"),
        key::releases(org, app),
        key::usage(org).pk,
        key::packages(org, app),
        format!("T#{space}"),
        format!("V#{space}"),
        key::USERS.to_owned(),
    ];
    for n in 1..=3 {
        let id = known_secret(Kind::Service, n).id().clone();
        partitions.extend([key::token(&id).pk, key::session(&id).pk]);
    }
    partitions.extend((0..16).map(|digit| format!("F#{space}#{digit:x}")));
    for month in months(clock.now()) {
        partitions.push(key::events(org.as_str(), &month));
        partitions.push(key::events(&space, &month));
    }
    let mut lines = Vec::new();
    for pk in partitions {
        let prefix = String::new();
        let query = Query::Prefix { pk, prefix };
        let page = ledger.page(&query, None, PAGE, false).await.unwrap();
        assert_eq!(page.next, None, "a scene is small");
        for entry in page.entries {
            // A sealed value is another each time: that it is there says enough.
            let is_sealed = entry.key.pk.starts_with("V#");
            let body = if is_sealed { &[] } else { &*entry.body };
            let body = String::from_utf8_lossy(body);
            lines.push(format!("{} {} {body}", entry.key.pk, entry.key.sk));
        }
    }
    lines
}

/// The lines with unknown ids masked, in an order that doesn't depend on them.
pub fn masked(lines: &[String], known: &Known) -> Vec<String> {
    let mut masked: Vec<String> = lines
        .iter()
        .map(|line| in_order(&known.mask(line)))
        .collect();
    masked.sort();
    masked
}

/// An audit event tells its changes by the ids of what changed: here by their text.
fn in_order(line: &str) -> String {
    let Some((key, body)) = line
        .split_once(" {")
        .filter(|(key, _)| key.starts_with("E#"))
    else {
        return line.to_owned();
    };
    let mut event: Value = serde_json::from_str(&format!("{{{body}")).unwrap();
    let changes = event["body"]["changes"].as_array_mut().unwrap();
    changes.sort_by_key(Value::to_string);
    format!("{key} {event}")
}

/// The months from the beginning of every scene to now.
fn months(now: Timestamp) -> Vec<String> {
    let begin = TestClock::default().now().0;
    let times = (begin..now.0).step_by(usize::try_from(STEP).unwrap());
    let mut months: Vec<String> = times
        .chain([now.0])
        .map(|at| order::month(Timestamp(at)))
        .collect();
    months.dedup();
    months
}
