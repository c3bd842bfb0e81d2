//! Lies about the body: its length, its encoding, its end.

use std::io;

use super::{FILES, LATEST, offered, recovers, refused, tomorrow, withstands};
use crate::device::{Device, body};
use crate::hostile::{Body, Reply};

/// More than any socket's buffers hold beside what the device read.
const FAR_BELOW_ENDLESS: u64 = 24 << 20;

#[test]
fn endless_data_is_cut_off_at_the_limit_of_each_object() {
    for part in [LATEST, "root.json", "/targets/", FILES] {
        for announced in [None, Some("9000000000000")] {
            let device = offered();
            endless(&device, part, announced);
            let sent = device.edge.sent();
            let why = refused(&device, tomorrow());
            assert!(why.contains("more than the"), "{part}: {why}");
            let sent = device.edge.sent() - sent;
            assert!(
                sent < FAR_BELOW_ENDLESS,
                "{part}: {sent} bytes left the edge"
            );
            assert_eq!(device.current().as_deref(), Some("1.0.0"));
            recovers(&device);
        }
    }
}

#[test]
fn endless_data_doesnt_fill_the_memory_of_the_process() {
    let device = offered();
    for part in [LATEST, FILES] {
        device.edge.be_honest();
        endless(&device, part, None);
        // Address space, in KiB: the binary and its runtime take most of it.
        let script = "ulimit -v 300000; exec \"$0\" \"$@\"";
        let output = std::process::Command::new("sh")
            .args(["-c", script, env!("CARGO_BIN_EXE_wavecast-agent"), "--json"])
            .arg("--config")
            .arg(device.config())
            .arg("--data")
            .arg(device.data())
            .args(["run", "--once"])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(4), "{told}");
        assert!(told.contains("more than the "), "{told}");
    }
    recovers(&device);
}

#[test]
fn a_longer_or_shorter_content_length_than_the_body_is_refused() {
    let why = withstands(LATEST, |_, object| {
        Reply::of(200, object).with("content-length", &(object.len() + 1).to_string())
    });
    assert!(
        why.starts_with("/acme/lamp/stable/latest.ndjson: "),
        "{why}"
    );
    let why = withstands(LATEST, |_, object| {
        Reply::of(200, object).with("content-length", &(object.len() - 1).to_string())
    });
    assert_eq!(
        why,
        "latest.ndjson must end with a line feed: it was cut short"
    );
    let why = withstands(FILES, |_, object| Reply::of(200, &[object, b"!"].concat()));
    assert!(why.contains("more than the announced"), "{why}");
    let why = withstands(LATEST, |_, object| {
        Reply::of(200, object).with("content-length", "-1")
    });
    assert!(
        why.starts_with("/acme/lamp/stable/latest.ndjson: "),
        "{why}"
    );
}

#[test]
fn a_body_without_any_length_ends_with_its_connection() {
    let device = offered();
    for part in [LATEST, FILES] {
        device.edge.lie(part, |_, object| {
            Reply::of(200, object).without("content-length")
        });
    }
    device.settle();
    assert_eq!(device.current().as_deref(), Some("2.0.0"));
}

#[test]
fn bytes_count_and_not_what_is_said_of_their_encoding() {
    // Plain bytes that are called compressed are the right bytes.
    let device = offered();
    for part in [LATEST, FILES] {
        device.edge.lie(part, |asked, object| {
            Reply::honest(asked, object).with("content-encoding", "gzip")
        });
    }
    device.settle();
    assert_eq!(device.current().as_deref(), Some("2.0.0"));
    assert!(
        device
            .edge
            .asked()
            .iter()
            .all(|asked| asked.headers["accept-encoding"] == "identity")
    );
    // Compressed ones that are called plain, or what they are, are wrong ones.
    for encoding in ["identity", "gzip"] {
        let lie = move |_: &_, object: &[u8]| {
            Reply::of(200, &gzip(object).unwrap()).with("content-encoding", encoding)
        };
        let why = withstands(LATEST, lie);
        assert!(
            why.contains("line feed") || why.contains("three lines"),
            "{why}"
        );
        let why = withstands(FILES, lie);
        assert!(
            why.contains("announced") || why.contains("SHA-256") || why.contains("came"),
            "{why}"
        );
    }
}

#[test]
fn a_wrong_file_of_the_right_length_never_reaches_a_slot() {
    let why = withstands(FILES, |_, object| Reply::of(200, &vec![b'x'; object.len()]));
    assert!(why.contains("its SHA-256 is"), "{why}");
    let older = body("1.0.0");
    let why = withstands(FILES, move |_, _| Reply::of(200, &older));
    assert!(
        why.contains("SHA-256") || why.contains("announced"),
        "{why}"
    );
}

fn endless(device: &Device, part: &str, announced: Option<&'static str>) {
    device.edge.lie(part, move |_, _| {
        let reply = Reply::of(200, b"")
            .without("content-length")
            .body(Body::Endless);
        match announced {
            Some(length) => reply.with("content-length", length),
            None => reply,
        }
    });
}

/// Bytes in a stored gzip block: it takes no compressor to be wrong.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let length = u16::try_from(bytes.len()).map_err(io::Error::other)?;
    let mut zipped = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    zipped.extend(length.to_le_bytes());
    zipped.extend((!length).to_le_bytes());
    zipped.extend_from_slice(bytes);
    zipped.extend([0; 8]);
    Ok(zipped)
}
