//! `Accept-Encoding` (RFC 9110 §12.5.3): gzip, or the bytes as they are.

use http::header::{ACCEPT_ENCODING, HeaderMap};

/// Whether the client would rather have gzip than the bytes as they are.
pub(crate) fn prefers_gzip(headers: &HeaderMap) -> bool {
    let mut weights = Weights::default();
    for value in headers.get_all(ACCEPT_ENCODING) {
        for entry in value.to_str().unwrap_or_default().split(',') {
            weights.note(entry);
        }
    }
    let gzip = weights.gzip.or(weights.any).unwrap_or(0);
    // An encoding that is not named is no better than gzip, however low gzip's own weight.
    let identity = weights.identity.or(weights.any).unwrap_or(0);
    gzip > 0 && gzip >= identity
}

/// Weights in thousandths, of what the client named.
#[derive(Default)]
struct Weights {
    gzip: Option<u16>,
    identity: Option<u16>,
    any: Option<u16>,
}

impl Weights {
    fn note(&mut self, entry: &str) {
        let mut parts = entry.split(';').map(str::trim);
        let coding = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.next().map_or(Some(1000), weight);
        // A weight that can't be read takes its coding out rather than guessing at it.
        let weight = Some(weight.unwrap_or(0));
        match coding.as_str() {
            "gzip" | "x-gzip" => self.gzip = weight,
            "identity" => self.identity = weight,
            "*" => self.any = weight,
            _ => {}
        }
    }
}

/// `q=0.5` in thousandths; `None` if it is no weight.
fn weight(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let (whole, fraction) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fraction: u16 = format!("{fraction:0<3}").parse().ok()?;
    match (whole, fraction) {
        ("0", fraction) => Some(fraction),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn gzip(value: &str) -> bool {
        prefers_gzip(&HeaderMap::from_iter([(
            ACCEPT_ENCODING,
            HeaderValue::from_str(value).unwrap(),
        )]))
    }

    #[test]
    fn weights_decide() {
        for value in [
            "gzip",
            "GZIP",
            "x-gzip",
            "br, gzip",
            "gzip;q=0.001",
            "gzip ; Q=1.000",
            "*",
            "deflate, gzip;q=0.5, identity;q=0.5",
            "gzip;q=1.0, *;q=0",
            "identity;q=0, gzip;q=0.2",
        ] {
            assert!(gzip(value), "{value}");
        }
        for value in [
            "",
            "identity",
            "br",
            "gzip;q=0",
            "gzip;q=0.000",
            "*;q=0",
            "gzip;q=0, *",
            "gzip;q=0.5, identity",
            "gzip;q=2",
            "gzip;q=0.1234",
            "gzip;q=-1",
            "gzip;q",
            "gzipped",
        ] {
            assert!(!gzip(value), "{value}");
        }
        assert!(!prefers_gzip(&HeaderMap::new()));
    }
}
