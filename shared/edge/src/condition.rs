//! `If-None-Match` and `If-Range` (RFC 9110 §13.1).

use http::header::{HeaderMap, IF_NONE_MATCH, IF_RANGE};

use crate::tag::Tag;

/// Whether the client already holds this content: weak comparison, any encoding.
pub(crate) fn already_held(headers: &HeaderMap, tag: Tag) -> bool {
    let held = tag.to_string();
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|list| list.trim() == "*" || Tags(list).any(|opaque| opaque == held))
}

/// Whether a range may be answered: no `If-Range`, or one that names exactly these bytes. A weak
/// tag or a date could name others, and a download would be pieced together from two files.
pub(crate) fn range_allowed(headers: &HeaderMap, tag: Tag) -> bool {
    let Some(value) = headers.get(IF_RANGE) else {
        return true;
    };
    value.as_bytes() == format!("\"{tag}\"").as_bytes()
}

/// The opaque parts of a list of entity tags; ends at the first text that is none.
struct Tags<'a>(&'a str);

impl<'a> Iterator for Tags<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let list = self.0.trim_start_matches([' ', '\t', ',']);
        let quoted = list.strip_prefix("W/").unwrap_or(list).strip_prefix('"')?;
        let (opaque, rest) = quoted.split_once('"')?;
        self.0 = rest;
        Some(opaque)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;
    use wavecast_wire::hash::Sha256;

    fn held(value: &str) -> bool {
        let tag = Tag::of(Sha256([0xab; 32]));
        let value = value.replace("TAG", &tag.to_string());
        let headers =
            HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_str(&value).unwrap())]);
        already_held(&headers, tag)
    }

    #[test]
    fn any_tag_of_the_list_may_match_weakly() {
        for value in [
            "\"TAG\"",
            "W/\"TAG\"",
            "\"x\", W/\"TAG\"",
            "\"a,b\" ,\"TAG\"",
            "*",
            " * ",
            ", ,\"TAG\"",
        ] {
            assert!(held(value), "{value}");
        }
        for value in [
            "",
            "TAG",
            "\"TAG",
            "\"tag\"",
            "w/\"TAG\"",
            "\"x\" TAG",
            "\"*\"",
            "\"xTAG\"",
        ] {
            assert!(!held(value), "{value}");
        }
    }

    #[test]
    fn only_a_strong_tag_allows_a_range() {
        let tag = Tag::of(Sha256([1; 32]));
        let allowed = |value: &str| {
            let headers = HeaderMap::from_iter([(IF_RANGE, HeaderValue::from_str(value).unwrap())]);
            range_allowed(&headers, tag)
        };
        assert!(range_allowed(&HeaderMap::new(), tag));
        assert!(allowed(&format!("\"{tag}\"")));
        assert!(!allowed(&format!("W/\"{tag}\"")));
        assert!(!allowed("\"other\""));
        assert!(!allowed("Sat, 29 Oct 1994 19:43:31 GMT"));
    }
}
