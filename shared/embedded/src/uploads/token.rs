//! What makes an upload URL good: a token that only this directory's key can make.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use wavecast_engine::port::PortError;
use wavecast_wire::time::Timestamp;
use zeroize::Zeroizing;

type HmacSha256 = Hmac<sha2::Sha256>;

/// Seconds for which a URL is good.
pub(super) const SECONDS: i64 = 15 * 60;
/// Keeps these tokens apart from anything else that the key may ever sign.
const PURPOSE: &[u8] = b"wavecast.upload.part.v1\0";

/// The key of upload URLs.
///
/// Held as HMAC wants it, filled up with zeros to a block of the hash.
pub(crate) struct TokenKey(Zeroizing<[u8; 64]>);

/// What a token is bound to.
#[derive(Clone, Copy)]
pub(super) struct Bound<'a> {
    pub(super) id: &'a str,
    pub(super) number: u32,
    pub(super) size: u64,
}

impl TokenKey {
    pub(crate) fn new(key: &Zeroizing<[u8; 32]>) -> Self {
        let mut block = Zeroizing::new([0; 64]);
        block[..32].copy_from_slice(&**key);
        Self(block)
    }

    /// A token that is good until `expires`.
    pub(super) fn mint(&self, bound: Bound<'_>, expires: Timestamp) -> String {
        let mut token = expires.0.to_be_bytes().to_vec();
        token.extend_from_slice(&self.mac(bound, expires).finalize().into_bytes());
        BASE64.encode(token)
    }

    /// Refuses a token that isn't this part's, or whose time is over.
    pub(super) fn check(
        &self,
        token: &str,
        bound: Bound<'_>,
        now: Timestamp,
    ) -> Result<(), PortError> {
        let wrong = || {
            PortError::Refused(String::from(
                "token: not the one of this part and size; use the URL exactly as it was given",
            ))
        };
        let bytes = BASE64.decode(token.as_bytes()).map_err(|_| wrong())?;
        let (expires, mac) = bytes.split_first_chunk::<8>().ok_or_else(wrong)?;
        let expires = Timestamp(i64::from_be_bytes(*expires));
        // In constant time: how long a comparison takes must not tell how much of a guess is right.
        self.mac(bound, expires)
            .verify_slice(mac)
            .map_err(|_| wrong())?;
        if expires < now {
            return Err(PortError::Refused(format!(
                "token: was good until {expires}; ask for the upload's parts again, with new URLs"
            )));
        }
        Ok(())
    }

    fn mac(&self, bound: Bound<'_>, expires: Timestamp) -> HmacSha256 {
        let mut mac = HmacSha256::new(&(*self.0).into());
        mac.update(PURPOSE);
        mac.update(&expires.0.to_be_bytes());
        mac.update(&bound.number.to_be_bytes());
        mac.update(&bound.size.to_be_bytes());
        // Last, as the only part without a fixed length.
        mac.update(bound.id.as_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000);
    const PART: Bound<'static> = Bound {
        id: "u1",
        number: 2,
        size: 10,
    };

    #[test]
    fn a_token_is_good_for_its_part_until_its_time() {
        let key = TokenKey::new(&Zeroizing::new([7; 32]));
        let end = NOW.plus(SECONDS);
        let token = key.mint(PART, end);
        assert!(key.check(&token, PART, NOW).is_ok());
        assert!(key.check(&token, PART, end).is_ok());
        let late = key.check(&token, PART, end.plus(1)).unwrap_err();
        assert!(late.to_string().contains("2027-01-15T08:15:00Z"), "{late}");
        for other in [
            Bound { id: "u2", ..PART },
            Bound { number: 1, ..PART },
            Bound { size: 11, ..PART },
        ] {
            assert!(key.check(&token, other, NOW).is_err());
        }
    }

    #[test]
    fn another_key_a_later_time_and_any_changed_byte_are_refused() {
        let key = TokenKey::new(&Zeroizing::new([7; 32]));
        let token = key.mint(PART, NOW);
        assert!(
            TokenKey::new(&Zeroizing::new([8; 32]))
                .check(&token, PART, NOW)
                .is_err()
        );
        let bytes = BASE64.decode(&token).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(
                key.check(&BASE64.encode(changed), PART, Timestamp(0))
                    .is_err(),
                "byte {at}"
            );
        }
        for text in ["", "AAAA", "not base64!", &token[..token.len() - 4]] {
            assert!(key.check(text, PART, NOW).is_err(), "{text}");
        }
    }
}
