//! The envelope: AES-256-GCM under a data key that is used once.
//!
//! What a value is for (organization, application, name, version) is authenticated with it, twice: by
//! the value's own tag, and by whoever wraps its data key. A ciphertext that lies in another place opens
//! nowhere.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use wavecast_domain::vault::{Sealed, SecretPlace};
use zeroize::Zeroizing;

use crate::port::{DataKey, PortError, Unwrap, Wrap};

/// What the tag of a value authenticates besides it.
const VALUE: &str = "wavecast.secret.v1";

/// Seals a value for a place, under a fresh data key.
///
/// # Errors
/// No randomness, or as [`Wrap`]. Nothing is changed.
pub async fn seal(wrap: &dyn Wrap, place: &SecretPlace, value: &[u8]) -> Result<Sealed, PortError> {
    let key = fresh_key()?;
    let sealed = encrypt(&key, &bound(VALUE, place), value)?;
    Ok(Sealed {
        key: wrap.wrap(place, &key).await?,
        value: BASE64.encode(sealed),
    })
}

/// Opens what was sealed for this place.
///
/// # Errors
/// As [`Unwrap`]; [`PortError::Setup`] for a value that was sealed for another place, or is damaged.
pub async fn open(
    unwrap: &dyn Unwrap,
    place: &SecretPlace,
    sealed: &Sealed,
) -> Result<Zeroizing<Vec<u8>>, PortError> {
    let key = unwrap.unwrap(place, &sealed.key).await?;
    let value = BASE64.decode(&sealed.value).ok();
    let value = value.and_then(|value| decrypt(&key, &bound(VALUE, place), value));
    value.ok_or_else(|| {
        PortError::Setup(format!(
            "{place}: was sealed for another place, or is damaged; restore the ledger, or set it anew"
        ))
    })
}

/// A data key, of the system's randomness.
///
/// # Errors
/// There is none.
pub fn fresh_key() -> Result<DataKey, PortError> {
    let mut key = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *key)
        .map_err(|error| PortError::Lost(format!("making a data key: {error}")))?;
    Ok(key)
}

/// What a place is called where it is authenticated. No name holds a zero.
#[must_use]
pub fn bound(purpose: &str, place: &SecretPlace) -> Vec<u8> {
    let SecretPlace {
        org,
        app,
        name,
        version,
    } = place;
    format!("{purpose}\0{org}\0{app}\0{name}\0{version}").into_bytes()
}

/// A fresh nonce, the ciphertext, and its tag.
///
/// # Errors
/// No randomness.
pub fn encrypt(key: &DataKey, bound: &[u8], value: &[u8]) -> Result<Vec<u8>, PortError> {
    let failed = |what: &str| PortError::Lost(format!("sealing a secret: {what}"));
    let mut nonce = [0; NONCE_LEN];
    getrandom::fill(&mut nonce).map_err(|error| failed(&error.to_string()))?;
    // With room from the start: a buffer that grows leaves copies of the value behind.
    let mut sealed = Vec::with_capacity(NONCE_LEN + value.len() + AES_256_GCM.tag_len());
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(value);
    let (_, text) = sealed.split_at_mut(NONCE_LEN);
    let key = unbound(key).ok_or_else(|| failed("no such key"))?;
    let nonce = Nonce::assume_unique_for_key(nonce);
    let tag = key
        .seal_in_place_separate_tag(nonce, Aad::from(bound), text)
        .map_err(|_| failed("it is too long"))?;
    sealed.extend_from_slice(tag.as_ref());
    Ok(sealed)
}

/// The value of what [`encrypt`] made; `None` for anything else, or bound to anything else.
#[must_use]
pub fn decrypt(key: &DataKey, bound: &[u8], sealed: Vec<u8>) -> Option<Zeroizing<Vec<u8>>> {
    let mut value = Zeroizing::new(sealed);
    let (nonce, text) = value.split_first_chunk_mut::<NONCE_LEN>()?;
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let opened = unbound(key)?.open_in_place(nonce, Aad::from(bound), text);
    let length = opened.ok()?.len();
    value.copy_within(NONCE_LEN..NONCE_LEN + length, 0);
    value.truncate(length);
    Some(value)
}

fn unbound(key: &DataKey) -> Option<LessSafeKey> {
    let key = UnboundKey::new(&AES_256_GCM, key.as_slice()).ok()?;
    Some(LessSafeKey::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(version: u32) -> SecretPlace {
        SecretPlace {
            org: "acme".parse().unwrap(),
            app: "lamp".parse().unwrap(),
            name: "hook".parse().unwrap(),
            version,
        }
    }

    #[test]
    fn what_is_encrypted_is_decrypted_under_its_key_for_its_place_alone() {
        let (key, other) = (fresh_key().unwrap(), fresh_key().unwrap());
        let (here, there) = (bound(VALUE, &place(1)), bound(VALUE, &place(2)));
        for value in [&b"x"[..], b"\0\xff\0", &[7; 8192]] {
            let sealed = encrypt(&key, &here, value).unwrap();
            let opened = decrypt(&key, &here, sealed.clone());
            assert_eq!(opened.as_deref().map(Vec::as_slice), Some(value));
            assert_eq!(decrypt(&other, &here, sealed.clone()), None);
            assert_eq!(decrypt(&key, &there, sealed.clone()), None);
        }
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_noticed() {
        let (key, here) = (fresh_key().unwrap(), bound(VALUE, &place(1)));
        let sealed = encrypt(&key, &here, b"a webhook's secret").unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(decrypt(&key, &here, flipped), None, "bit {bit}");
        }
        for length in 0..sealed.len() {
            let cut = sealed[..length].to_vec();
            assert_eq!(decrypt(&key, &here, cut), None, "{length} bytes");
        }
    }

    #[test]
    fn the_same_value_never_looks_the_same() {
        let (key, here) = (fresh_key().unwrap(), bound(VALUE, &place(1)));
        let first = encrypt(&key, &here, b"x").unwrap();
        assert_ne!(first, encrypt(&key, &here, b"x").unwrap());
    }

    /// As another implementation of AES-256-GCM makes it: what was sealed once opens for ever.
    #[test]
    fn it_is_aes_256_gcm() {
        // Test case 16 of "The Galois/Counter Mode of Operation", by McGrew and Viega.
        let hex = |text: &str| wavecast_wire::hash::from_hex(text).unwrap();
        let half = "feffe9928665731c6d6a8f9467308308";
        let key: [u8; 32] = hex(&half.repeat(2)).try_into().unwrap();
        let sealed = [
            "cafebabefacedbaddecaf888",
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa",
            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
            "76fc6ece0f4e1768cddf8853bb2d551b",
        ];
        let bound = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        let value = decrypt(&Zeroizing::new(key), &bound, hex(&sealed.concat())).unwrap();
        let expected = [
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72",
            "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        ];
        assert_eq!(*value, hex(&expected.concat()));
    }
}
