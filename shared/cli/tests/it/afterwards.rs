//! What a command says where the server fails once the change is made.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};

use super::stack::shipped;

/// Stands before an API: after the first change it answers no question any more.
fn silent_after_a_change(api: &str) -> String {
    let host = api.trim_start_matches("http://").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let changed = AtomicBool::new(false);
        for mut stream in listener.incoming().map_while(Result::ok) {
            let request = request(&mut stream);
            // Who only knocked, or is gone.
            if request.is_empty() {
                continue;
            }
            let question = request.starts_with("GET ");
            let answer = if question && changed.load(Ordering::SeqCst) {
                b"HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec()
            } else {
                let dry = request.lines().next().unwrap().contains("dry_run=true");
                changed.fetch_or(!question && !dry, Ordering::SeqCst);
                forwarded(&host, &request)
            };
            // Who asked may be gone.
            let _ = stream.write_all(&answer);
        }
    });
    url
}

/// One request with its body.
fn request(stream: &mut TcpStream) -> String {
    let (mut read, mut bytes) = (Vec::new(), [0; 4096]);
    loop {
        let n = stream.read(&mut bytes).unwrap();
        read.extend_from_slice(&bytes[..n]);
        let text = String::from_utf8(read.clone()).unwrap();
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let head = head.to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            body.len() >= length.map_or(0, |length| length.parse().unwrap())
        });
        if whole || n == 0 {
            return text;
        }
    }
}

fn forwarded(host: &str, request: &str) -> Vec<u8> {
    let request = request.replacen("\r\n\r\n", "\r\nconnection: close\r\n\r\n", 1);
    let mut stream = TcpStream::connect(host).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}

/// It said that the change failed, which was made.
#[test]
fn a_change_is_told_as_made_though_what_it_left_cannot_be_read() {
    let mut stack = shipped(&["1.0.0"]);
    let api = stack.api.clone();
    stack.api = silent_after_a_change(&api);
    let set = stack.run(&["config", "set", "limit=5", "--now"]).code(0);
    assert!(
        set.stderr.contains("what it left can't be read"),
        "{}",
        set.stderr
    );
    stack.api = silent_after_a_change(&api);
    let variants = ["--variant", "off:50%", "--variant", "on:50%:limit=6"];
    let create = ["experiment", "create", "button", "--reserve", "50%"];
    let created = stack.run(&[&create[..], &variants].concat()).code(0);
    assert!(
        created.stderr.contains("what it left can't be read"),
        "{}",
        created.stderr
    );
    stack.api = api;
    let shown = stack.run(&["config", "show"]).code(0).stdout;
    assert!(shown.contains("limit"), "{shown}");
    stack.run(&["experiment", "show", "button"]).code(0);
}
