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
    scopes: BTreeMap<String, (Scope, Ids)>,
    paths: Vec<String>,
    /// Of the records that brought the paths.
    invalidations: Ids,
    others: Vec<(What, String)>,
    /// Records that can't be understood.
    foreign: Ids,
}

type Ids = Vec<String>;

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
        match Message::from_json(body.as_bytes()).map(|message| message.what) {
            Ok(What::Publish { scope } | What::Renew { scope }) => self.scope(scope, id),
            Ok(What::Invalidate { paths }) => {
                self.paths.extend(paths);
                self.invalidations.push(id);
            }
            Ok(what) => self.others.push((what, id)),
            Err(error) => {
                tracing::error!(id, %error, "a message that isn't ours");
                self.foreign.push(id);
            }
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
            Some(scope) => self.scope(scope, number),
            None => {
                tracing::error!(number, "a publication of no channel");
                self.foreign.push(number);
            }
        }
    }

    /// Ten wishes for one channel are one publication.
    fn scope(&mut self, scope: Scope, id: String) {
        let entry = self.scopes.entry(scope.to_string());
        entry.or_insert((scope, Ids::new())).1.push(id);
    }
}

impl Worker {
    /// Carries out a batch; answers which of its records failed.
    pub(crate) async fn take(&self, batch: Batch, call: &Call) -> Value {
        let asked = Asked::of(batch);
        let mut failed = asked.foreign;
        for (scope, ids) in asked.scopes.into_values() {
            let done = self.begin(What::Renew { scope }, call).await;
            failed.extend(done.is_err().then_some(ids).into_iter().flatten());
        }
        for (what, id) in asked.others {
            failed.extend(self.begin(what, call).await.is_err().then_some(id));
        }
        if let Err(error) = self.invalidate(asked.paths).await {
            tracing::warn!(%error, "invalidations");
            failed.extend(asked.invalidations);
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
            .map(|(scope, (_, ids))| (scope.as_str(), ids.clone()))
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
            queued("b", r#"{"v":1,"wake":"invalidate","paths":["/a","/b"]}"#),
            queued("c", r#"{"v":1,"wake":"invalidate","paths":["/a"]}"#),
            queued("d", r#"{"v":2,"wake":"later"}"#),
            queued("e", "nothing"),
        ]));
        assert_eq!(asked.scopes.len(), 1);
        assert_eq!(
            (asked.paths.len(), asked.invalidations),
            (3, vec!["b".to_owned(), "c".to_owned()])
        );
        assert_eq!(asked.foreign, ["d", "e"]);
    }
}
