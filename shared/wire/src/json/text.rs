//! Strings of the strict pass: escapes, surrogates, control characters.

use alloc::borrow::Cow;
use alloc::string::String;

use super::JsonError;
use super::strict::Scanner;

impl<'a> Scanner<'a> {
    /// Goes past a string; the text is copied only if it has escapes.
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        self.expect(b'"', "expected a string")?;
        let mut start = self.at;
        let mut unescaped: Option<String> = None;
        loop {
            match self.peek() {
                None => return Err(self.error("a string has no end")),
                Some(0..0x20) => return Err(self.error("a control character must be escaped")),
                Some(b'"') => {
                    let rest = &self.text[start..self.at];
                    self.at += 1;
                    return Ok(match unescaped {
                        None => Cow::Borrowed(rest),
                        Some(head) => Cow::Owned(head + rest),
                    });
                }
                Some(b'\\') => {
                    let head = unescaped.get_or_insert_default();
                    head.push_str(&self.text[start..self.at]);
                    let c = self.escape()?;
                    unescaped.get_or_insert_default().push(c);
                    start = self.at;
                }
                Some(_) => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        let letter = self.text.as_bytes().get(self.at + 1).copied();
        self.canonical &= matches!(letter, Some(b'"' | b'\\'));
        let c = match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(self.error("no such escape")),
        };
        self.at += 2;
        Ok(c)
    }

    /// `\uXXXX`, or two of them for a character beyond the basic plane.
    fn unicode(&mut self) -> Result<char, JsonError> {
        let first = self.unit()?;
        let code = match first {
            0xd800..0xdc00 => match self.unit() {
                Ok(second @ 0xdc00..0xe000) => {
                    0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                }
                _ => return Err(self.error("an unpaired surrogate")),
            },
            code => code,
        };
        char::from_u32(code).ok_or_else(|| self.error("an unpaired surrogate"))
    }

    fn unit(&mut self) -> Result<u32, JsonError> {
        let digits = self.text.as_bytes().get(self.at..self.at + 6);
        let digits = digits.and_then(|escape| escape.strip_prefix(b"\\u"));
        let unit = digits.and_then(|digits| {
            digits.iter().try_fold(0, |unit, digit| {
                Some(unit << 4 | char::from(*digit).to_digit(16)?)
            })
        });
        let unit = unit.ok_or_else(|| self.error("\\u must be followed by four hex digits"))?;
        self.at += 6;
        Ok(unit)
    }
}
