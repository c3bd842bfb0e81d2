//! Headless Chromium, over its debugging pipe: as much of it as a person needs to sign in.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::LazyLock;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use reqwest::Url;
use serde_json::{Value, json};
use tempfile::TempDir;

/// How long one step may take on a machine that is busy with everything else.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two looks at a page.
const PAUSE: Duration = Duration::from_millis(50);

/// Where browsers go back to: a client on this machine, as one listens while somebody signs in.
pub static BACK: LazyLock<String> = LazyLock::new(|| {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Each by itself: a browser also opens connections that it has no use for yet.
            std::thread::spawn(move || answer(stream));
        }
    });
    format!("http://127.0.0.1:{port}/callback")
});

fn answer(mut stream: TcpStream) {
    let mut request = [0; 4096];
    if stream.read(&mut request).is_ok_and(|length| length > 0) {
        let page = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\nback";
        stream.write_all(page.as_bytes()).ok();
    }
}

/// A browser of its own, with nobody's cookies; it ends with its test.
pub struct Browser {
    child: Child,
    to: ChildStdin,
    told: Receiver<Value>,
    session: Option<String>,
    asked: u64,
    _profile: TempDir,
}

/// Where a step led to.
#[derive(Debug)]
pub enum Place {
    /// A page, by what is to be read on it.
    Page(String),
    /// Back to the client.
    Away(Url),
}

impl Browser {
    pub fn new() -> Self {
        let profile = tempfile::tempdir().unwrap();
        let name = std::env::var("WAVECAST_TEST_CHROMIUM");
        let name = name.unwrap_or_else(|_| "chromium".to_owned());
        // It reads what it is told from 3 and answers on 4.
        let mut child = Command::new("sh")
            .args(["-c", r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#])
            .arg(name)
            .args(["--headless=new", "--remote-debugging-pipe", "--no-sandbox"])
            .args(["--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (tell, told) = channel();
        std::thread::spawn(move || {
            for message in BufReader::new(from).split(0).map_while(Result::ok) {
                let message = serde_json::from_slice(&message).unwrap();
                if tell.send(message).is_err() {
                    break;
                }
            }
        });
        let mut browser = Self {
            child,
            to,
            told,
            session: None,
            asked: 0,
            _profile: profile,
        };
        browser.open();
        browser
    }

    fn open(&mut self) {
        let page = self.ask("Target.createTarget", json!({"url": "about:blank"}));
        let page = json!({"targetId": page["result"]["targetId"], "flatten": true});
        let attached = self.ask("Target.attachToTarget", page);
        let session = attached["result"]["sessionId"].as_str();
        self.session = session.map(str::to_owned);
    }

    /// Goes to a URL, and on wherever it is sent.
    pub fn go(&mut self, url: &str) -> Place {
        self.leave();
        // Its answer may come as late as the end of the way.
        self.tell("Page.navigate", json!({"url": url}));
        self.arrive()
    }

    /// Fills fields in, by their names, and presses the button that a selector names.
    pub fn submit(&mut self, fields: &[(&str, &str)], button: &str) -> Place {
        self.fill(fields);
        self.leave();
        let button = json!(button);
        self.on_page(&format!("document.querySelector({button}).click()"));
        self.arrive()
    }

    /// Presses what a selector names, and stays on the page.
    pub fn press(&mut self, button: &str) {
        let button = json!(button);
        self.on_page(&format!("document.querySelector({button}).click()"));
    }

    /// Fills fields in, by their ids.
    pub fn set(&mut self, fields: &[(&str, &str)]) {
        for (id, value) in fields {
            let (id, value) = (json!(id), json!(value));
            self.on_page(&format!("document.getElementById({id}).value = {value}"));
        }
    }

    /// Fills fields in, by their names.
    pub fn fill(&mut self, fields: &[(&str, &str)]) {
        for (name, value) in fields {
            let (field, value) = (json!(format!("[name={name}]")), json!(value));
            self.on_page(&format!("document.querySelector({field}).value = {value}"));
        }
    }

    /// Waits until a text is to be read on a page, whichever it is by then.
    pub fn see(&mut self, text: &str) -> String {
        let begun = Instant::now();
        let script = json!({"expression": "location.href + '\\n' + document.body.innerText"});
        let mut last = String::new();
        while begun.elapsed() < PATIENCE {
            let there = self.ask("Runtime.evaluate", script.clone());
            if let Some(shown) = there["result"]["result"]["value"].as_str() {
                if shown.contains(text) {
                    return shown.to_owned();
                }
                shown.clone_into(&mut last);
            }
            std::thread::sleep(PAUSE);
        }
        panic!("{text} isn't to be seen on {last}");
    }

    /// Waits until a script on the page comes to `true`.
    pub fn until(&mut self, script: &str) {
        let begun = Instant::now();
        while self.value(script) != true {
            assert!(begun.elapsed() < PATIENCE, "{script} never came true");
            std::thread::sleep(PAUSE);
        }
    }

    /// What a script on the page comes to.
    pub fn value(&mut self, script: &str) -> Value {
        let ask = json!({"expression": script, "returnByValue": true, "awaitPromise": true});
        self.ask("Runtime.evaluate", ask)["result"]["result"]["value"].clone()
    }

    /// Marks the page that is left, so that it isn't taken for the next one.
    fn leave(&mut self) {
        self.on_page("window.isLeft = true");
    }

    /// Waits until the next page is there: the issuer's, or the client's.
    fn arrive(&mut self) -> Place {
        let begun = Instant::now();
        let ready = "document.readyState == 'complete' && !window.isLeft";
        let said = "[location.href, document.title + '\\n' + document.body.innerText]";
        let script = json!({"expression": format!("{ready} ? {said} : []"), "returnByValue": true});
        while begun.elapsed() < PATIENCE {
            // Between two pages there is none to ask.
            let there = self.ask("Runtime.evaluate", script.clone());
            let value = &there["result"]["result"]["value"];
            if let (Some(url), Some(text)) = (value[0].as_str(), value[1].as_str()) {
                return match url.starts_with(BACK.as_str()) {
                    true => Place::Away(Url::parse(url).unwrap()),
                    false => Place::Page(text.to_owned()),
                };
            }
            std::thread::sleep(PAUSE);
        }
        panic!("the browser came nowhere");
    }

    /// Runs a script on the page that is there.
    fn on_page(&mut self, script: &str) {
        let done = self.ask("Runtime.evaluate", json!({"expression": script}));
        let failed = &done["result"]["exceptionDetails"]["exception"]["description"];
        if !failed.is_null() || !done["error"].is_null() {
            let page = json!({"expression": "document.body.innerText"});
            let page = self.ask("Runtime.evaluate", page);
            panic!("{script}: {done} on {}", page["result"]["result"]["value"]);
        }
    }

    /// Asks the browser something; its whole answer.
    fn ask(&mut self, method: &str, parameters: Value) -> Value {
        let asked = self.tell(method, parameters);
        loop {
            let answer = self.told.recv_timeout(PATIENCE);
            let answer = answer.unwrap_or_else(|error| panic!("{method}: {error}"));
            if answer["id"] == asked {
                return answer;
            }
        }
    }

    fn tell(&mut self, method: &str, parameters: Value) -> u64 {
        self.asked += 1;
        let mut message = json!({"id": self.asked, "method": method, "params": parameters});
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        let mut bytes = serde_json::to_vec(&message).unwrap();
        bytes.push(0);
        self.to.write_all(&bytes).unwrap();
        self.asked
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
