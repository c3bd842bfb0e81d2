//! One commit: one TransactWriteItems.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, CancellationReason, ConditionCheck, Delete, Put, TransactWriteItem, Update,
};
use wavecast_engine::port::{Entry, Expect, Key, PortError, Write};
use wavecast_wire::time::Timestamp;

use super::item::{self, Item};
use super::limits::target;
use super::{DynamoLedger, pause};
use crate::fault::Attempts;

/// How often a commit is made anew that only met others.
const TRIES: u32 = 8;

/// The words of an expression, and what they stand for.
#[derive(Default)]
struct Expression {
    condition: Option<String>,
    names: Vec<(&'static str, &'static str)>,
    values: Vec<(&'static str, AttributeValue)>,
}

/// Why a transaction was cancelled.
enum Cancelled {
    /// An expectation didn't hold.
    Expectation,
    /// Others were at the same entries, or too much at once.
    Others,
    /// For good; what DynamoDB said.
    Refused(String),
}

impl DynamoLedger {
    /// All writes or none.
    ///
    /// Each transaction has a token of its own, which the SDK makes and keeps through its retries:
    /// a retry after a lost answer is told "done" instead of meeting its own writes. The token is
    /// never derived from the writes, because the same commit twice is two commits.
    pub(super) async fn write(&self, writes: &[Write]) -> Result<(), PortError> {
        let now = self.clock.now();
        let items: Vec<TransactWriteItem> = writes
            .iter()
            .filter_map(|write| self.item_of(write, now).transpose())
            .collect::<Result<_, _>>()?;
        if items.is_empty() {
            return Ok(());
        }
        for turn in 0..TRIES {
            let attempts = Attempts::default();
            let sent = self
                .client
                .transact_write_items()
                .set_transact_items(Some(items.clone()))
                .customize()
                .interceptor(attempts.clone())
                .send()
                .await;
            let Err(error) = sent else { return Ok(()) };
            let unknown = |what: &str| Err(PortError::Unknown(format!("{}: {what}", self.place)));
            match cancelled(&error) {
                // An attempt before may have been the one that changed what was expected.
                Some(_) if attempts.may_have_landed() => {
                    return unknown("an attempt was lost, and the next was cancelled");
                }
                Some(Cancelled::Expectation) => return Err(PortError::Conflict),
                Some(Cancelled::Refused(why)) => {
                    return Err(PortError::Refused(format!("{}: {why}", self.place)));
                }
                Some(Cancelled::Others) => pause(turn).await,
                None if is_in_progress(&error) => {
                    return unknown("an attempt before is still being carried out");
                }
                None => return Err(self.place.write("committing", &error, &attempts)),
            }
        }
        Err(PortError::Throttled(format!(
            "{}: others change the same entries all the time",
            self.place
        )))
    }

    fn item_of(
        &self,
        write: &Write,
        now: Timestamp,
    ) -> Result<Option<TransactWriteItem>, PortError> {
        let mut expression = Expression::default();
        expression.expect(target(write).1, now);
        let item = TransactWriteItem::builder();
        Ok(Some(match write {
            Write::Put(entry, Expect::Any) => item.update(self.update(entry)?).build(),
            Write::Put(entry, expect) => {
                let revision = match expect {
                    Expect::Revision(before) => before + 1,
                    _ => 1,
                };
                item.put(self.put(entry, revision, expression)?).build()
            }
            Write::Delete(key, _) => item.delete(self.delete(key, expression)?).build(),
            Write::Check(_, Expect::Any) => return Ok(None),
            Write::Check(key, _) => item
                .condition_check(self.check_of(key, expression)?)
                .build(),
        }))
    }

    fn put(&self, entry: &Entry, revision: u64, with: Expression) -> Result<Put, PortError> {
        let mut all: Item = item::key(&entry.key);
        all.insert(String::from("rev"), item::number(revision));
        let content = item::content(entry).into_iter();
        all.extend(content.map(|(name, value)| (name.to_owned(), value)));
        let put = Put::builder().table_name(self.table()).set_item(Some(all));
        let (condition, names, values) = with.parts();
        put.set_condition_expression(condition)
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .build()
            .map_err(unbuilt)
    }

    /// Whatever was there: only DynamoDB knows the revision that this one follows.
    fn update(&self, entry: &Entry) -> Result<Update, PortError> {
        let mut with = Expression::default();
        with.names.push(("#rev", "rev"));
        with.values.push((":zero", item::number(0)));
        with.values.push((":one", item::number(1)));
        let mut set = String::from("SET #rev = if_not_exists(#rev, :zero) + :one");
        let mut remove = Vec::new();
        let content = item::content(entry);
        for (name, alias, value) in ATTRIBUTES {
            with.names.push((alias, name));
            match content.iter().find(|(found, _)| *found == name) {
                Some((_, found)) => {
                    set.push_str(&format!(", {alias} = {value}"));
                    with.values.push((value, found.clone()));
                }
                None => remove.push(alias),
            }
        }
        if !remove.is_empty() {
            set.push_str(&format!(" REMOVE {}", remove.join(", ")));
        }
        let (_, names, values) = with.parts();
        Update::builder()
            .table_name(self.table())
            .set_key(Some(item::key(&entry.key)))
            .update_expression(set)
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .build()
            .map_err(unbuilt)
    }

    fn delete(&self, key: &Key, with: Expression) -> Result<Delete, PortError> {
        let (condition, names, values) = with.parts();
        Delete::builder()
            .table_name(self.table())
            .set_key(Some(item::key(key)))
            .set_condition_expression(condition)
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .build()
            .map_err(unbuilt)
    }

    fn check_of(&self, key: &Key, with: Expression) -> Result<ConditionCheck, PortError> {
        let (condition, names, values) = with.parts();
        ConditionCheck::builder()
            .table_name(self.table())
            .set_key(Some(item::key(key)))
            .set_condition_expression(condition)
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .build()
            .map_err(unbuilt)
    }
}

/// What an entry may hold beside key and revision: its name, and how expressions call it.
const ATTRIBUTES: [(&str, &str, &str); 6] = [
    ("body", "#body", ":body"),
    ("due", "#due", ":due"),
    ("due_at", "#due_at", ":due_at"),
    ("by", "#by", ":by"),
    ("by_at", "#by_at", ":by_at"),
    ("expires", "#expires", ":expires"),
];

type Words<T> = Option<std::collections::HashMap<String, T>>;

impl Expression {
    /// What has ended counts as gone, though DynamoDB may hold it for days.
    fn expect(&mut self, expect: Expect, now: Timestamp) {
        let condition = match expect {
            Expect::Any => return,
            Expect::Absent => "attribute_not_exists(#pk) OR #expires < :now",
            Expect::Revision(revision) => {
                self.values.push((":revision", item::number(revision)));
                self.names.push(("#rev", "rev"));
                "#rev = :revision AND (attribute_not_exists(#expires) OR #expires >= :now)"
            }
        };
        if matches!(expect, Expect::Absent) {
            self.names.push(("#pk", "pk"));
        }
        self.names.push(("#expires", "expires"));
        self.values.push((":now", item::number(now.0)));
        self.condition = Some(condition.to_owned());
    }

    fn parts(self) -> (Option<String>, Words<String>, Words<AttributeValue>) {
        fn words<T>(pairs: impl Iterator<Item = (&'static str, T)>) -> Words<T> {
            let words: std::collections::HashMap<String, T> = pairs
                .map(|(word, value)| (word.to_owned(), value))
                .collect();
            (!words.is_empty()).then_some(words)
        }
        let names = self
            .names
            .into_iter()
            .map(|(alias, name)| (alias, name.to_owned()));
        (self.condition, words(names), words(self.values.into_iter()))
    }
}

fn unbuilt(error: aws_sdk_dynamodb::error::BuildError) -> PortError {
    PortError::Refused(error.to_string())
}

fn cancelled<R>(error: &SdkError<TransactWriteItemsError, R>) -> Option<Cancelled> {
    let TransactWriteItemsError::TransactionCanceledException(cancelled) =
        error.as_service_error()?
    else {
        return None;
    };
    let reasons = cancelled.cancellation_reasons();
    let has = |code: &str| reasons.iter().any(|reason| reason.code() == Some(code));
    if has("ConditionalCheckFailed") {
        return Some(Cancelled::Expectation);
    }
    let lasting = |reason: &&CancellationReason| {
        matches!(
            reason.code(),
            Some("ValidationError" | "ItemCollectionSizeLimitExceeded")
        )
    };
    if let Some(reason) = reasons.iter().find(lasting) {
        let why = reason.message().or(reason.code()).unwrap_or("refused");
        return Some(Cancelled::Refused(why.to_owned()));
    }
    Some(Cancelled::Others)
}

fn is_in_progress<R>(error: &SdkError<TransactWriteItemsError, R>) -> bool {
    error
        .as_service_error()
        .is_some_and(TransactWriteItemsError::is_transaction_in_progress_exception)
}
