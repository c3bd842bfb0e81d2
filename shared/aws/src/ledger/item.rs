//! Entries as items: `pk`, `sk`, `rev`, `body`, and where it has them `due` and `due_at`, `by` and
//! `by_at`, `expires`.

use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use wavecast_engine::port::{Entry, Index, Key, PortError};
use wavecast_wire::time::Timestamp;

/// An item.
pub(super) type Item = HashMap<String, AttributeValue>;

/// A string attribute.
pub(super) fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

/// A number attribute.
pub(super) fn number(value: impl ToString) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// The key attributes.
pub(super) fn key(key: &Key) -> Item {
    HashMap::from([
        (String::from("pk"), text(&key.pk)),
        (String::from("sk"), text(&key.sk)),
    ])
}

/// An entry's place in an index, unique and ordered by order, then key. No order has a space in it,
/// so no order that goes on comes before one that ends.
pub(super) fn place(order: &str, key: &Key) -> String {
    format!("{order} {} {}", key.pk, key.sk)
}

/// All of an entry but its key and its revision.
pub(super) fn content(entry: &Entry) -> Vec<(&'static str, AttributeValue)> {
    let mut content = vec![("body", AttributeValue::B(Blob::new(entry.body.to_vec())))];
    for (index, names) in [
        (&entry.due, ["due", "due_at"]),
        (&entry.by, ["by", "by_at"]),
    ] {
        if let Some(index) = index {
            content.push((names[0], text(&index.group)));
            content.push((names[1], text(place(&index.order, &entry.key))));
        }
    }
    if let Some(Timestamp(seconds)) = entry.expires {
        content.push(("expires", number(seconds)));
    }
    content
}

/// The entry of an item.
pub(super) fn entry(mut item: Item) -> Result<Entry, PortError> {
    let key = key_of(&mut item)?;
    let damaged = || damaged(&key);
    let revision = number_of(item.get("rev")).and_then(|n| u64::try_from(n).ok());
    let body = match item.remove("body") {
        Some(AttributeValue::B(body)) => body.into_inner(),
        _ => return Err(damaged()),
    };
    Ok(Entry {
        revision: revision.ok_or_else(damaged)?,
        body: body.into(),
        due: index(&mut item, ["due", "due_at"], &key)?,
        by: index(&mut item, ["by", "by_at"], &key)?,
        expires: number_of(item.get("expires")).map(Timestamp),
        key,
    })
}

/// The key of an item.
pub(super) fn key_of(item: &mut Item) -> Result<Key, PortError> {
    match (string(item.remove("pk")), string(item.remove("sk"))) {
        (Some(pk), Some(sk)) => Ok(Key { pk, sk }),
        _ => Err(PortError::Setup(String::from(
            "an item of the table has no pk and sk: it isn't Wavecast's; check WAVECAST_TABLE",
        ))),
    }
}

fn index(item: &mut Item, names: [&str; 2], key: &Key) -> Result<Option<Index>, PortError> {
    let (group, place) = (string(item.remove(names[0])), string(item.remove(names[1])));
    let (Some(group), Some(place)) = (group, place) else {
        return Ok(None);
    };
    let end = self::place("", key);
    let order = place.strip_suffix(&end).ok_or_else(|| damaged(key))?;
    let order = order.to_owned();
    Ok(Some(Index { group, order }))
}

pub(super) fn string(value: Option<AttributeValue>) -> Option<String> {
    match value {
        Some(AttributeValue::S(text)) => Some(text),
        _ => None,
    }
}

pub(super) fn number_of(value: Option<&AttributeValue>) -> Option<i64> {
    value?.as_n().ok()?.parse().ok()
}

fn damaged(key: &Key) -> PortError {
    PortError::Setup(format!(
        "the item {} {} is damaged: restore the table from a backup",
        key.pk, key.sk
    ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn indexes() -> impl Strategy<Value = Option<Index>> {
        let index = ("[!-~]{1,9}", "[!-~é]{0,9}");
        proptest::option::of(index.prop_map(|(group, order)| Index { group, order }))
    }

    fn entries() -> impl Strategy<Value = Entry> {
        let key = (".{1,12}", ".{1,12}").prop_map(|(pk, sk)| Key { pk, sk });
        let body = proptest::collection::vec(any::<u8>(), 0..50);
        let expires = proptest::option::of(any::<i64>().prop_map(Timestamp));
        (key, any::<u32>(), body, indexes(), indexes(), expires).prop_map(
            |(key, revision, body, due, by, expires)| Entry {
                key,
                revision: u64::from(revision),
                body: body.into(),
                due,
                by,
                expires,
            },
        )
    }

    proptest! {
        #[test]
        fn an_item_is_its_entry(one in entries()) {
            let mut item = key(&one.key);
            item.insert(String::from("rev"), number(one.revision));
            item.extend(content(&one).into_iter().map(|(name, value)| (name.to_owned(), value)));
            prop_assert_eq!(entry(item).unwrap(), one);
        }

        #[test]
        fn places_sort_by_order_first(
            left in "[!-~]{0,6}", right in "[!-~]{0,6}", a in ".{1,6}", b in ".{1,6}",
        ) {
            let key = |pk: &str| Key { pk: pk.to_owned(), sk: String::from("x") };
            let by_order = left.cmp(&right);
            prop_assume!(by_order.is_ne());
            prop_assert_eq!(place(&left, &key(&a)).cmp(&place(&right, &key(&b))), by_order);
        }
    }
}
