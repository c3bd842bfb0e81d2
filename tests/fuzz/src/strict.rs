//! Strict JSON once more, by another way: serde_json's own parser with a visitor that refuses what
//! the specification refuses. It shares no line with `wavecast_wire::json`.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Nesting that the specification allows.
const DEPTH: usize = 32;
/// 2^53 - 1.
const INTEGER: i64 = 9_007_199_254_740_991;

/// Whether bytes are JSON without duplicate keys, fractions, exponents, `-0`, integers of 2^53 or
/// more, unpaired surrogates and nesting beyond 32.
#[must_use]
pub fn is_strict(bytes: &[u8]) -> bool {
    // serde_json accepts no byte order mark, no control character in a string, nothing behind the value.
    let mut parser = serde_json::Deserializer::from_slice(bytes);
    Strict { depth: 0 }.deserialize(&mut parser).is_ok()
        && parser.end().is_ok()
        && core::str::from_utf8(bytes).is_ok()
}

struct Strict {
    depth: usize,
}

impl Strict {
    fn deeper<E: Error>(&self) -> Result<usize, E> {
        if self.depth == DEPTH {
            return Err(E::custom("too deep"));
        }
        Ok(self.depth + 1)
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<(), D::Error> {
        parser.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("strict JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        let fits = (-INTEGER..=INTEGER).contains(&number);
        fits.then_some(()).ok_or_else(|| E::custom("too large"))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        let fits = number <= INTEGER.unsigned_abs();
        fits.then_some(()).ok_or_else(|| E::custom("too large"))
    }

    // serde_json reads `-0`, fractions, exponents and what exceeds 64 bits as floats.
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Err(E::custom("no integer"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let depth = self.deeper()?;
        while items.next_element_seed(Self { depth })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let depth = self.deeper()?;
        let mut keys = BTreeSet::new();
        while let Some(key) = members.next_key::<String>()? {
            if !keys.insert(key) {
                return Err(A::Error::custom("a key twice"));
            }
            members.next_value_seed(Self { depth })?;
        }
        Ok(())
    }
}
