//! Reading: one pass over the bytes that refuses everything a signed file can't hold.

use alloc::vec::Vec;

use super::JsonError;
use crate::limit;

/// What the pass found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Scan {
    /// Whether the bytes are already their own canonical form.
    pub canonical: bool,
}

/// Checks bytes without building a value: size, depth, the number of values, UTF-8, the grammar of
/// RFC 8259, duplicate keys (compared unescaped), integers of at most 2^53 - 1 without fraction or
/// exponent, no unpaired surrogate, nothing after the value.
///
/// # Errors
/// The first rule that the bytes break, and where.
pub fn scan(bytes: &[u8], max_bytes: usize) -> Result<Scan, JsonError> {
    if bytes.len() > max_bytes {
        return Err(JsonError::new(
            max_bytes,
            alloc::format!("more than {max_bytes} bytes"),
        ));
    }
    let text = core::str::from_utf8(bytes)
        .map_err(|error| JsonError::new(error.valid_up_to(), "not UTF-8"))?;
    let mut scanner = Scanner {
        text,
        at: 0,
        values: 0,
        canonical: true,
    };
    scanner.space();
    scanner.value(0)?;
    scanner.space();
    if scanner.at < bytes.len() {
        return Err(scanner.error("something follows the value"));
    }
    Ok(Scan {
        canonical: scanner.canonical,
    })
}

pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    /// The place reached: always on a character's first byte.
    pub(super) at: usize,
    values: usize,
    pub(super) canonical: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn error(&self, what: &str) -> JsonError {
        JsonError::new(self.at, what)
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.canonical = false;
            self.at += 1;
        }
    }

    /// Goes past one byte; refuses any other.
    pub(super) fn expect(&mut self, byte: u8, what: &str) -> Result<(), JsonError> {
        if self.peek() != Some(byte) {
            return Err(self.error(what));
        }
        self.at += 1;
        Ok(())
    }

    fn value(&mut self, depth: usize) -> Result<(), JsonError> {
        self.values += 1;
        if self.values > limit::JSON_VALUES {
            return Err(self.error("too many values"));
        }
        match self.peek() {
            Some(b'{' | b'[') if depth == limit::JSON_DEPTH => Err(self.error("nested too deeply")),
            Some(b'{') => self.object(depth + 1),
            Some(b'[') => self.array(depth + 1),
            Some(b'"') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            Some(_) => Err(self.error("not a JSON value")),
            None => Err(self.error("the end comes too early")),
        }
    }

    fn word(&mut self, word: &str) -> Result<(), JsonError> {
        if !self.text[self.at..].starts_with(word) {
            return Err(self.error("not a JSON value"));
        }
        self.at += word.len();
        Ok(())
    }

    fn object(&mut self, depth: usize) -> Result<(), JsonError> {
        let start = self.at;
        let mut keys = Vec::new();
        self.at += 1;
        self.space();
        while self.peek() != Some(b'}') {
            if !keys.is_empty() {
                self.expect(b',', "expected ',' or '}'")?;
                self.space();
            }
            keys.push(self.string()?);
            self.space();
            self.expect(b':', "expected ':'")?;
            self.space();
            self.value(depth)?;
            self.space();
        }
        self.at += 1;
        if !keys.is_sorted_by(|left, right| left < right) {
            self.canonical = false;
            keys.sort_unstable();
            if keys.windows(2).any(|pair| pair[0] == pair[1]) {
                return Err(JsonError::new(start, "an object has the same key twice"));
            }
        }
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Result<(), JsonError> {
        self.at += 1;
        self.space();
        let mut first = true;
        while self.peek() != Some(b']') {
            if !first {
                self.expect(b',', "expected ',' or ']'")?;
                self.space();
            }
            first = false;
            self.value(depth)?;
            self.space();
        }
        self.at += 1;
        Ok(())
    }

    fn number(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        let negative = self.peek() == Some(b'-');
        self.at += usize::from(negative);
        let digits = self.text[self.at..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        let number = &self.text[self.at..self.at + digits];
        self.at += digits;
        let at = |what: &str| JsonError::new(start, what);
        if let Some(b'.' | b'e' | b'E') = self.peek() {
            return Err(at(
                "a number must be an integer, without fraction or exponent",
            ));
        }
        if number.is_empty() || (number.len() > 1 && number.starts_with('0')) {
            return Err(at("a number must have digits and no leading zero"));
        }
        if negative && number == "0" {
            return Err(at("a number must not be -0"));
        }
        match number.parse::<i64>() {
            Ok(number) if number <= limit::JSON_INTEGER => Ok(()),
            _ => Err(at("a number must lie between -(2^53-1) and 2^53-1")),
        }
    }
}
