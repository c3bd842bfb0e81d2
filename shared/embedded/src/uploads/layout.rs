//! How a file is cut into parts.

use wavecast_engine::port::PortError;
use wavecast_wire::limit::FILE_BYTES;

/// Bytes up to which a file is one part.
const SINGLE: u64 = 16 << 20;
/// Bytes of a part of a larger file, unless there would be too many.
const PART: u64 = 8 << 20;
/// Parts of one file.
const PARTS: u64 = 10_000;
/// Parts grow in steps of this many bytes.
const STEP: u64 = 1 << 20;

/// One part: from 1, where it begins, how long it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Slice {
    pub(super) number: u32,
    pub(super) offset: u64,
    pub(super) size: u64,
}

/// The parts of a file of `size` bytes, in order: one up to 16 MiB, else equal ones of at least 8 MiB
/// of which the last may be smaller. The size alone decides, so nothing of it is stored.
pub(super) fn parts(size: u64) -> Result<Vec<Slice>, PortError> {
    if size > FILE_BYTES {
        return Err(PortError::Refused(format!(
            "size: {size} bytes, must be at most {FILE_BYTES}"
        )));
    }
    Ok(cut(size))
}

fn cut(size: u64) -> Vec<Slice> {
    let each = if size <= SINGLE {
        size
    } else {
        size.div_ceil(PARTS).next_multiple_of(STEP).max(PART)
    };
    (1..)
        .map(|number: u32| {
            let offset = u64::from(number - 1) * each;
            let size = each.min(size - offset.min(size));
            Slice {
                number,
                offset,
                size,
            }
        })
        .take(usize::try_from(size.div_ceil(each.max(1)).max(1)).unwrap_or(usize::MAX))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_the_file_and_keep_the_limits() {
        let tera = 1 << 40;
        for size in [
            0,
            1,
            SINGLE - 1,
            SINGLE,
            SINGLE + 1,
            3 * PART,
            3 * PART + 1,
            FILE_BYTES,
            tera,
        ] {
            let parts = cut(size);
            let mut at = 0;
            for (n, part) in (1..).zip(&parts) {
                assert_eq!((part.number, part.offset), (n, at), "{size}");
                at += part.size;
            }
            assert_eq!(at, size);
            assert!(parts.len() as u64 <= PARTS, "{size}: {} parts", parts.len());
            let (last, rest) = parts.split_last().unwrap();
            assert_eq!(rest.is_empty(), size <= SINGLE, "{size}");
            assert!(
                rest.iter()
                    .all(|part| part.size >= PART && part.size == rest[0].size)
            );
            assert!(last.size <= rest.first().map_or(SINGLE, |part| part.size));
            assert!(size == 0 || last.size > 0);
        }
    }

    #[test]
    fn refuses_a_file_above_the_limit() {
        assert!(matches!(parts(FILE_BYTES + 1), Err(PortError::Refused(_))));
    }
}
