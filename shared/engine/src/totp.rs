//! Codes of an authenticator: six digits of a key and the time (RFC 6238, over RFC 4226), by HMAC-SHA-1, which
//! is what all of them speak.

use ring::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};
use subtle::ConstantTimeEq as _;
use wavecast_wire::time::Timestamp;
use zeroize::Zeroizing;

/// Seconds that one code is shown.
const STEP: i64 = 30;
/// Digits of a code, as a power of ten.
const CODES: u32 = 1_000_000;
/// RFC 4648, without padding: how authenticators take a key.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What an authenticator and the server share: 160 bits (RFC 4226, 4, R6).
#[derive(Clone)]
pub struct FactorKey(Zeroizing<[u8; 20]>);

impl FactorKey {
    /// Of its bytes.
    #[must_use]
    pub const fn new(bytes: Zeroizing<[u8; 20]>) -> Self {
        Self(bytes)
    }

    /// As it is typed into an authenticator, in base 32.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        // Five bits a letter: 32 letters of 160 bits.
        let mut text = Zeroizing::new(String::with_capacity(32));
        for five in self.0.chunks_exact(5) {
            let bits = five
                .iter()
                .fold(0u64, |all, byte| all << 8 | u64::from(*byte));
            for place in (0..8).rev() {
                let letter = BASE32.get((bits >> (5 * place) & 31) as usize);
                text.extend(letter.map(|letter| char::from(*letter)));
            }
        }
        text
    }

    /// What a QR code for an authenticator holds, as all of them read it.
    #[must_use]
    pub fn uri(&self, user: &str) -> Zeroizing<String> {
        let key = self.text();
        Zeroizing::new(format!(
            "otpauth://totp/Wavecast:{user}?secret={}&issuer=Wavecast",
            key.as_str()
        ))
    }

    fn code(&self, step: u64) -> u32 {
        let key = Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, self.0.as_slice());
        let tag = sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        // RFC 4226, 5.3: the last four bits say where to cut.
        let at = tag.last().map_or(0, |byte| usize::from(byte & 0xf));
        let cut = tag.iter().skip(at).take(4);
        let word = cut.fold(0u32, |all, byte| all << 8 | u32::from(*byte));
        (word & 0x7fff_ffff) % CODES
    }

    /// The time step that a code is of: this one, the one before or the one after, because clocks differ
    /// and people take time; `None` for what is of none.
    #[must_use]
    pub fn step(&self, code: &str, now: Timestamp) -> Option<u64> {
        let is_one = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
        let given: u32 = is_one.then(|| code.parse().ok()).flatten()?;
        let present = u64::try_from(now.0.div_euclid(STEP)).ok()?;
        let mut found = None;
        for step in present.saturating_sub(1)..=present.saturating_add(1) {
            if self.code(step).ct_eq(&given).into() {
                found = Some(step);
            }
        }
        found
    }

    /// The code of a moment, as an authenticator shows it.
    #[cfg(any(test, feature = "testing"))]
    #[must_use]
    pub fn shown(&self, now: Timestamp) -> String {
        let step = u64::try_from(now.0.div_euclid(STEP)).unwrap_or_default();
        format!("{:06}", self.code(step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> FactorKey {
        FactorKey::new(Zeroizing::new(*b"12345678901234567890"))
    }

    /// RFC 6238, appendix B, the rows of SHA-1: their last six digits.
    #[test]
    fn the_codes_of_the_specification_are_ours() {
        for (at, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(key().shown(Timestamp(at)), code);
            let step = u64::try_from(at / STEP).unwrap();
            assert_eq!(key().step(code, Timestamp(at)), Some(step));
        }
    }

    #[test]
    fn a_code_is_good_in_the_step_before_and_after_and_no_longer() {
        let now = Timestamp(1_234_567_890);
        let code = key().shown(now);
        for (later, good) in [
            (-60, false),
            (-30, true),
            (0, true),
            (30, true),
            (60, false),
        ] {
            let found = key().step(&code, now.plus(later));
            assert_eq!(found.is_some(), good, "{later}");
        }
        for typed in [
            "",
            "5924",
            "0059240",
            "00592é",
            "+05924",
            "-05924",
            "００５９２４",
        ] {
            assert_eq!(key().step(typed, now), None, "{typed}");
        }
        assert_eq!(key().step(&code, Timestamp(-1)), None);
    }

    /// RFC 4648, section 6, of the same bytes.
    #[test]
    fn an_authenticator_is_told_the_key_in_base_32() {
        assert_eq!(key().text().as_str(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            key().uri("ada").as_str(),
            "otpauth://totp/Wavecast:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Wavecast"
        );
    }
}
