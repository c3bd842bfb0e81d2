//! This machine: ports, data directories, disks.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;

use super::ran::{Ran, Server, WAVECAST, command};
use super::stack::{Stack, stands};

fn dev(stack: &Stack, arguments: &[&str]) -> Ran {
    command(WAVECAST)
        .arg("dev")
        .args(arguments)
        .current_dir(stack.project())
        .output()
        .unwrap()
        .into()
}

#[test]
fn a_port_in_use_is_said_and_no_data_is_made() {
    let stack = Stack::start();
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = held.local_addr().unwrap().to_string();
    dev(&stack, &["--api", &address, "--edge", "127.0.0.1:0"])
        .code(10)
        .says("the port is in use")
        .says("--api");
    dev(&stack, &["--api", "127.0.0.1:0", "--edge", &address])
        .code(10)
        .says("the port is in use")
        .says("--edge");
    assert!(!stack.project().join(".wavecast").exists());
}

#[test]
fn a_data_directory_that_another_process_holds_is_said() {
    let stack = Stack::start();
    let data = stack.data();
    let pid = stack.server.as_ref().unwrap().0.id().to_string();
    let ran = dev(
        &stack,
        &[
            "--api",
            "127.0.0.1:0",
            "--edge",
            "127.0.0.1:0",
            "--data",
            data.to_str().unwrap(),
        ],
    );
    ran.code(10).says(&pid).says("hint:");
    stack.run(&["org", "list"]).code(0);
}

#[test]
fn a_data_directory_that_a_newer_version_wrote_is_left_alone() {
    let mut stack = Stack::start();
    stack.server.take().unwrap().stop();
    let layout = stack.data().join("wavecast.json");
    std::fs::write(&layout, "{\"layout\":999}\n").unwrap();
    let before = std::fs::read(stack.data().join("ledger.redb")).unwrap();
    let ran = dev(
        &stack,
        &[
            "--api",
            "127.0.0.1:0",
            "--edge",
            "127.0.0.1:0",
            "--data",
            stack.data().to_str().unwrap(),
        ],
    );
    ran.code(10).says("newer version");
    assert_eq!(
        std::fs::read(stack.data().join("ledger.redb")).unwrap(),
        before
    );
}

#[test]
fn a_directory_of_something_else_is_not_filled() {
    let stack = Stack::start();
    stack.write("photos/a.jpg", "a");
    let ran = dev(
        &stack,
        &[
            "--api",
            "127.0.0.1:0",
            "--edge",
            "127.0.0.1:0",
            "--data",
            "photos",
        ],
    );
    ran.code(10).says("a.jpg");
    assert_eq!(
        std::fs::read_dir(stack.project().join("photos"))
            .unwrap()
            .count(),
        1
    );
}

#[test]
fn it_stops_at_sigterm_and_finds_everything_again() {
    let mut stack = Stack::start();
    stack.init("acme/shop", "bundle");
    stack.write("dist/index.html", "<p>one</p>");
    stack.run(&["ship", "dist"]).code(0);
    assert_eq!(stack.server.take().unwrap().stop(), 0);
    stack.serve();
    assert_eq!(stack.release("1.0.0"), stands("concluded", "100%"));
}

#[test]
fn it_survives_a_kill_and_goes_on() {
    let mut stack = Stack::start();
    stack.init("acme/shop", "bundle");
    for round in 0..3 {
        stack.write("dist/index.html", format!("<p>{round}</p>"));
        stack.run(&["ship", "dist", "--to", "100%"]).code(0);
        drop(stack.server.take());
        stack.serve();
        assert_eq!(stack.releases().len(), round + 1);
    }
}

/// How this system gives a process a file system of its own, or why it doesn't.
fn namespace() -> Result<&'static [&'static str], String> {
    let ways: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];
    let mut reasons = String::new();
    for way in ways {
        match command("unshare")
            .args(way)
            .args(["mount", "-t", "tmpfs", "none", "/mnt"])
            .output()
        {
            Ok(output) if output.status.success() => return Ok(way),
            Ok(output) => reasons += &String::from_utf8_lossy(&output.stderr),
            Err(error) => reasons += &error.to_string(),
        }
    }
    Err(reasons)
}

#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    let way = match namespace() {
        Ok(way) => way,
        Err(reasons) => {
            assert!(
                std::env::var_os("CI").is_none(),
                "CI must be able to mount: {reasons}"
            );
            eprintln!(
                "SKIPPED, NOT PASSED: machine::a_full_disk_… needs a mount namespace: {reasons}"
            );
            return;
        }
    };
    let stack = Stack::start();
    let place = stack.home.path().join("small");
    std::fs::create_dir(&place).unwrap();
    let script = "mount -t tmpfs -o size=12m none \"$1\" && shift && exec \"$@\"";
    let mut small = command("unshare");
    small.args(way).args(["sh", "-c", script, "sh"]).arg(&place);
    small.args([
        WAVECAST,
        "dev",
        "--json",
        "--api",
        "127.0.0.1:0",
        "--edge",
        "127.0.0.1:0",
    ]);
    small
        .arg("--data")
        .arg(place.join("data"))
        .stdout(Stdio::piped());
    let mut child = small.spawn().unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(
        &mut std::io::BufReader::new(child.stdout.take().unwrap()),
        &mut line,
    )
    .unwrap();
    let server = Server(child);
    let at: serde_json::Value =
        serde_json::from_str(&line).expect("a mount namespace of one's own");
    // The token lies in the other name space: it is read through the process.
    let token = format!(
        "/proc/{}/root{}",
        server.0.id(),
        at["token_file"].as_str().unwrap()
    );
    let run = |arguments: &[&str]| -> Ran {
        command(WAVECAST)
            .args(arguments)
            .args([
                "--app",
                "acme/shop",
                "--url",
                at["api"].as_str().unwrap(),
                "--token-file",
                &token,
            ])
            .current_dir(stack.project())
            .output()
            .unwrap()
            .into()
    };
    run(&["init", "--kind", "bundle"]).code(0);
    stack.write("small/index.html", "<p>fits</p>");
    run(&["ship", "small", "--version", "1.0.0"]).code(0);
    let noise: Vec<u8> = (0..20_u32 << 20)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    stack.write("large/index.html", noise);
    let refused = run(&["ship", "large", "--version", "2.0.0"]);
    assert!(![0, 5].contains(&refused.code), "{refused:?}");
    assert!(refused.stderr.contains("error:"), "{refused:?}");
    run(&["ship", "small", "--version", "1.1.0"]).code(0);
    assert_eq!(
        run(&["release", "list", "--json"])
            .code(0)
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

/// A request for somebody for whom a proxy on this machine asks; the status, and when to ask again.
fn asked_for(api: &str, address: &str) -> (String, Option<String>) {
    let host = api.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "GET /api/v1/orgs HTTP/1.1\r\nhost: {host}\r\nx-forwarded-for: {address}\r\nauthorization: Bearer wct_guess\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let mut lines = answer.lines();
    let status = lines.next().unwrap().to_owned();
    let after = lines.find_map(|line| line.strip_prefix("retry-after: "));
    (status, after.map(str::to_owned))
}

#[test]
fn who_guesses_tokens_through_a_proxy_is_shut_out_and_nobody_else() {
    let stack = Stack::start();
    let statuses: Vec<_> = (0..40)
        .map(|_| asked_for(&stack.api, "192.0.2.1"))
        .collect();
    let is = |status: &str, word: &str| status.contains(word);
    assert!(statuses[..20].iter().all(|(status, _)| is(status, "401")));
    let (status, after) = statuses.last().unwrap();
    assert!(is(status, "429"), "{statuses:?}");
    let seconds: u32 = after.as_ref().unwrap().parse().unwrap();
    assert!((1..=6).contains(&seconds), "{seconds}");
    assert!(is(&asked_for(&stack.api, "192.0.2.2").0, "401"));
}

#[test]
fn a_proxy_on_another_machine_speaks_for_others_once_it_is_named() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let fixed = ["serve", "--data", data.to_str().unwrap()];
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let addresses = ["--api", &address, "--edge", "127.0.0.1:0"];
    let urls = [
        "--public-url",
        "http://a.example",
        "--public-edge-url",
        "http://b.example",
    ];
    let arguments = [&fixed[..], &addresses, &urls].concat();
    let named = [&arguments[..], &["--trusted-proxy", "10.0.0.7"]].concat();
    let (_server, _) = Server::start(&named, home.path());
    let api = format!("http://{address}");
    let is = |address: &str, word: &str| asked_for(&api, address).0.contains(word);
    while !is("192.0.2.1, 10.0.0.7", "429") {}
    assert!(
        is("192.0.2.2, 10.0.0.7", "401"),
        "its neighbour behind the same proxy"
    );
    // What stands before an address that is no proxy is that one's own word.
    assert!(is("192.0.2.1, 10.0.0.8", "401"));
    for wrong in [
        "0.0.0.0/0",
        "::/0",
        "proxy.example",
        "10.0.0.0/33",
        "::ffff:10.0.0.0/104",
    ] {
        let asked = [&arguments[..], &["--trusted-proxy", wrong]].concat();
        let ran = Ran::from(command(WAVECAST).args(asked).output().unwrap());
        ran.code(2).says("--trusted-proxy");
    }
}
