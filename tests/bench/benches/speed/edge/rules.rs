//! The other way to do it: a server that evaluates rules for every device that asks.
//!
//! It is kept honest by being kept kind: a fast HTTP server (axum, on hyper as our edge is), a database in the same
//! process (no query language, no network), one transaction per request, and a body that nobody
//! signs. Rules are read each time, because another instance may have changed them.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, IF_NONE_MATCH};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use redb::{Database, ReadableDatabase as _, TableDefinition};
use serde::{Deserialize, Serialize};
use wavecast_bench::stage::Stage;
use wavecast_engine::testing::look::look;
use wavecast_wire::bucket::bucket;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::{Answer, Matcher, Row};

use super::{Server, THREADS};
use crate::process::{Running, free_port};

/// The word by which this program serves rules: a port and a database follow it.
pub const RULES: &str = "serve-rules";

/// Rules by channel and place.
const TABLE: TableDefinition<(&str, u32), &[u8]> = TableDefinition::new("rules");
/// Release configs by name.
const CONFIGS: TableDefinition<&str, &[u8]> = TableDefinition::new("configs");

/// A rule as the database has it.
#[derive(Deserialize, Serialize)]
struct Rule {
    when: BTreeMap<String, Vec<String>>,
    salt: String,
    first: u16,
    last: u16,
    config: String,
}

/// Starts the server as a process of its own, with the rules that a stage published.
pub fn start(stage: &Stage) -> Server {
    let home = stage.home.as_ref().expect("a folder").path();
    let file = home.join("rules.redb");
    crate::runtime().block_on(fill(stage, &file));
    let port = free_port();
    let own = std::env::current_exe().expect("this program");
    let mut command = Command::new(own);
    command.args([RULES, &port.to_string()]).arg(&file);
    Server {
        name: "rules evaluated per request",
        running: Running::start(&mut command),
        port,
        path: format!(
            "/update?channel={}&device=bench-1&group=group-8",
            stage.scope
        ),
    }
}

/// Writes the rules that a stage published into a database.
async fn fill(stage: &Stage, file: &Path) {
    let objects = &*stage.world.ports.objects;
    let look = look(objects, &stage.scope)
        .await
        .expect("an edge")
        .expect("a publication");
    let mut rules = Vec::new();
    let mut configs = BTreeMap::new();
    for row in &look.table.rows {
        let Row::Known(row) = row else { continue };
        let (first, last, config) = match &row.answer {
            Answer::Ranges(ranges) => ranges[0].clone(),
            Answer::Config(Some(config)) => (0, 9_999, config.clone()),
            Answer::Config(None) | Answer::Embedded => continue,
        };
        let target = &look.targets.targets[&config];
        let (org, app) = (stage.scope.org.clone(), stage.scope.app.clone());
        let sha256 = target.sha256().expect("a hash");
        let object = ObjectKey::Target(org, app, sha256, config.clone());
        configs.insert(config.to_string(), stage.object(&object).await);
        let among = |matcher: &Matcher| match matcher {
            Matcher::Among(values) => values.clone(),
            Matcher::Within(_) => Vec::new(),
        };
        let when = row
            .when
            .iter()
            .map(|(name, matcher)| (name.to_string(), among(matcher)));
        rules.push(Rule {
            when: when.collect(),
            salt: row
                .salt
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            first,
            last,
            config: config.to_string(),
        });
    }
    let database = Database::create(file).expect("a database");
    let write = database.begin_write().expect("a transaction");
    {
        let mut table = write.open_table(TABLE).expect("a table");
        for (place, rule) in rules.iter().enumerate() {
            let json = serde_json::to_vec(rule).expect("a rule");
            let key = (
                stage.scope.to_string(),
                u32::try_from(place).expect("a place"),
            );
            table
                .insert((key.0.as_str(), key.1), json.as_slice())
                .expect("a row");
        }
        let mut table = write.open_table(CONFIGS).expect("a table");
        for (name, bytes) in &configs {
            table.insert(name.as_str(), bytes.as_ref()).expect("a row");
        }
    }
    write.commit().expect("a commit");
}

/// Serves rules from a database until it is killed.
pub fn serve(port: &str, file: &str) {
    let port: u16 = port.parse().expect("a port");
    let database = Arc::new(Database::open(file).expect("a database"));
    let router = Router::new().fallback(update).with_state(database);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await;
        let served = axum::serve(listener.expect("a port"), router);
        served.await.expect("a server");
    });
}

async fn update(State(database): State<Arc<Database>>, uri: Uri, headers: HeaderMap) -> Response {
    let asked = Query::<BTreeMap<String, String>>::try_from_uri(&uri);
    let found = asked
        .ok()
        .and_then(|Query(asked)| choose(&database, &asked));
    let Some((tag, config)) = found else {
        return StatusCode::NO_CONTENT.into_response();
    };
    let tag = format!("\"{tag}\"");
    let held = headers
        .get(IF_NONE_MATCH)
        .is_some_and(|held| held.as_bytes() == tag.as_bytes());
    let head = [
        (ETAG, tag),
        (CACHE_CONTROL, "no-cache".to_owned()),
        (CONTENT_TYPE, "application/json".to_owned()),
    ];
    if held {
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    (head, config).into_response()
}

/// The first rule that matches, and the config that it leads to.
fn choose(database: &Database, asked: &BTreeMap<String, String>) -> Option<(String, Vec<u8>)> {
    let (channel, device) = (asked.get("channel")?, asked.get("device")?);
    let read = database.begin_read().ok()?;
    let rules = read.open_table(TABLE).ok()?;
    let channel = channel.as_str();
    for row in rules.range((channel, 0)..=(channel, u32::MAX)).ok()? {
        let (_, json) = row.ok()?;
        let rule: Rule = serde_json::from_slice(json.value()).ok()?;
        let fits = |(name, values): (&String, &Vec<String>)| {
            asked.get(name).is_some_and(|value| values.contains(value))
        };
        if !rule.when.iter().all(fits) {
            continue;
        }
        let everybody = (rule.first, rule.last) == (0, 9_999);
        if everybody || (rule.first..=rule.last).contains(&bucket(&rule.salt, device)) {
            let configs = read.open_table(CONFIGS).ok()?;
            let config = configs.get(rule.config.as_str()).ok()??.value().to_vec();
            return Some((rule.config, config));
        }
    }
    None
}
