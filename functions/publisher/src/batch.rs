//! Records of queues and of the table's stream, taken one by one: what fails is told by its id, and
//! only that comes again.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use wavecast_aws::wake::{Message, What};
use wavecast_engine::port::Key;
use wavecast_engine::record::key;
use wavecast_runtime::{Call, Failed};
use wavecast_wire::name::Scope;

use crate::work::Worker;

/// What must be left to begin a record: a publication with its retries. A record that isn't begun
/// comes again, which is better than one that is cut off.
const ENOUGH: Duration = Duration::from_secs(60);

/// Records of one source.
#[derive(Debug, Deserialize)]
pub(crate) struct Batch {
    #[serde(rename = "Records")]
    records: Vec<Record>,
}

/// A message of a queue, or the keys of an entry that was inserted.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Record {
    Queued {
        #[serde(rename = "messageId")]
        id: String,
        body: String,
    },
    Inserted {
        dynamodb: Inserted,
    },
}

#[derive(Debug, Deserialize)]
struct Inserted {
    #[serde(rename = "SequenceNumber")]
    number: String,
    #[serde(rename = "Keys")]
    keys: Keys,
}

#[derive(Debug, Deserialize)]
struct Keys {
    pk: Text,
    sk: Text,
}

/// A string as DynamoDB writes it.
#[derive(Debug, Deserialize)]
struct Text {
    #[serde(rename = "S")]
    text: String,
}

/// What a batch asks for, everything once, with the ids of the records that asked.
#[derive(Debug, Default)]
struct Asked {
    scopes: BTreeMap<String, (Scope, Askers)>,
    paths: Vec<String>,
    /// The records that brought the paths.
    invalidations: Askers,
    others: Vec<(What, Askers)>,
    /// Records that can't be understood.
    foreign: Vec<String>,
}

/// The records that ask for one thing.
#[derive(Debug, Default, Eq, PartialEq)]
struct Askers {
    /// Their ids in the batch.
    ids: Vec<String>,
    /// The request that the first of them belongs to, of those that say one.
    correlation: Option<String>,
}

impl Askers {
    fn add(&mut self, id: String, correlation: Option<String>) {
        self.ids.push(id);
        self.correlation = self.correlation.take().or(correlation);
    }

    fn one(id: String, correlation: Option<String>) -> Self {
        let ids = vec![id];
        Self { ids, correlation }
    }
}

impl Asked {
    fn of(batch: Batch) -> Self {
        let mut asked = Self::default();
        for record in batch.records {
            match record {
                Record::Queued { id, body } => asked.queued(id, &body),
                Record::Inserted { dynamodb } => asked.inserted(dynamodb),
            }
        }
        asked
    }

    fn queued(&mut self, id: String, body: &str) {
        let message = match Message::from_json(body.as_bytes()) {
            Ok(message) => message,
            Err(error) => {
                tracing::error!(id, %error, "a message that isn't ours");
                return self.foreign.push(id);
            }
        };
        let correlation = message.correlation;
        match message.what {
            What::Publish { scope } | What::Renew { scope } => self.scope(scope, id, correlation),
            What::Invalidate { paths } => {
                self.paths.extend(paths);
                self.invalidations.add(id, correlation);
            }
            what => self.others.push((what, Askers::one(id, correlation))),
        }
    }

    fn inserted(&mut self, inserted: Inserted) {
        let Inserted { number, keys } = inserted;
        let (pk, sk) = (keys.pk.text, keys.sk.text);
        // The filter of the stream lets nothing else pass; if it did, there would be nothing to do.
        if !pk.starts_with("P#") {
            return;
        }
        match key::scope_of(&Key { pk, sk }) {
            Some(scope) => self.scope(scope, number, None),
            None => {
                tracing::error!(number, "a publication of no channel");
                self.foreign.push(number);
            }
        }
    }

    /// Ten wishes for one channel are one publication.
    fn scope(&mut self, scope: Scope, id: String, correlation: Option<String>) {
        let entry = self.scopes.entry(scope.to_string());
        let (_, askers) = entry.or_insert((scope, Askers::default()));
        askers.add(id, correlation);
    }
}

impl Worker {
    /// Carries out a batch; answers which of its records failed.
    pub(crate) async fn take(&self, batch: Batch, call: &Call) -> Value {
        let asked = Asked::of(batch);
        let mut failed = asked.foreign;
        let scopes = asked.scopes.into_values();
        let scopes = scopes.map(|(scope, askers)| (What::Renew { scope }, askers));
        for (what, Askers { ids, correlation }) in scopes.chain(asked.others) {
            let work = self.begin(what, call);
            if call.run_part(correlation, work).await.is_err() {
                failed.extend(ids);
            }
        }
        let Askers { ids, correlation } = asked.invalidations;
        let work = self.invalidate(asked.paths);
        if let Err(error) = call.run_part(correlation, work).await {
            tracing::warn!(%error, "invalidations");
            failed.extend(ids);
        }
        let failed = failed.into_iter().map(|id| json!({"itemIdentifier": id}));
        json!({ "batchItemFailures": failed.collect::<Vec<_>>() })
    }

    async fn begin(&self, what: What, call: &Call) -> Result<(), Failed> {
        if call.left() < ENOUGH {
            tracing::warn!(?what, "no time is left for it; it comes again");
            return Err(Failed::new("no time is left"));
        }
        let done = self.carry_out(what).await;
        if let Err(why) = &done {
            tracing::error!(%why, "a record failed");
        }
        done.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(records: Value) -> Asked {
        Asked::of(serde_json::from_value(json!({ "Records": records })).unwrap())
    }

    fn inserted(number: &str, pk: &str) -> Value {
        json!({
            "eventID": "1", "eventName": "INSERT", "eventSource": "aws:dynamodb",
            "dynamodb": {
                "Keys": {"pk": {"S": pk}, "sk": {"S": "01K"}},
                "SequenceNumber": number, "StreamViewType": "KEYS_ONLY",
            },
        })
    }

    fn queued(id: &str, body: &str) -> Value {
        json!({"messageId": id, "eventSource": "aws:sqs", "body": body, "receiptHandle": "x"})
    }

    #[test]
    fn a_record_that_comes_twice_or_late_is_one_publication() {
        let asked = asked(json!([
            inserted("2", "P#acme/lamp/stable"),
            inserted("1", "P#acme/lamp/stable"),
            inserted("3", "P#acme/lamp/beta"),
            inserted("4", "A#acme/lamp"),
        ]));
        let scopes: Vec<_> = asked
            .scopes
            .iter()
            .map(|(scope, (_, askers))| (scope.as_str(), askers.ids.clone()))
            .collect();
        assert_eq!(
            scopes,
            [
                ("acme/lamp/beta", vec!["3".to_owned()]),
                ("acme/lamp/stable", vec!["2".to_owned(), "1".to_owned()]),
            ]
        );
        assert!(asked.foreign.is_empty());
    }

    #[test]
    fn messages_are_told_apart_and_foreign_ones_fail_alone() {
        let asked = asked(json!([
            queued("a", r#"{"v":1,"wake":"renew","scope":"acme/lamp/stable"}"#),
            queued(
                "f",
                r#"{"v":1,"wake":"renew","scope":"acme/lamp/stable","correlation":"r-1"}"#
            ),
            queued(
                "g",
                r#"{"v":1,"wake":"repair","scope":"acme/lamp/stable","correlation":"r-2"}"#
            ),
            queued("b", r#"{"v":1,"wake":"invalidate","paths":["/a","/b"]}"#),
            queued("c", r#"{"v":1,"wake":"invalidate","paths":["/a"]}"#),
            queued("d", r#"{"v":2,"wake":"later"}"#),
            queued("e", "nothing"),
        ]));
        let askers = |ids: &[&str], correlation: Option<&str>| Askers {
            ids: ids.iter().map(|id| (*id).to_owned()).collect(),
            correlation: correlation.map(str::to_owned),
        };
        let scopes: Vec<_> = asked
            .scopes
            .into_values()
            .map(|(_, askers)| askers)
            .collect();
        assert_eq!(scopes, [askers(&["a", "f"], Some("r-1"))]);
        let others: Vec<_> = asked.others.into_iter().map(|(_, askers)| askers).collect();
        assert_eq!(others, [askers(&["g"], Some("r-2"))]);
        assert_eq!(
            (asked.paths.len(), asked.invalidations),
            (3, askers(&["b", "c"], None))
        );
        assert_eq!(asked.foreign, ["d", "e"]);
    }
}
