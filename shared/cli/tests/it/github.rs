//! Signing in with an account at GitHub: the server and the command line are the real ones; of GitHub there is
//! a stand-in, and of the browser as much as follows redirects and keeps cookies.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Stdio};

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Response, redirect};
use wavecast_identity::testing::{GITHUB_CLIENT, GITHUB_SECRET, GitHubStandIn};

use super::ran::{Ran, WAVECAST, command};
use super::stack::Stack;

/// A server whose people come from there.
fn stack(github: &GitHubStandIn, more: &[&str]) -> Stack {
    let place = tempfile::tempdir().unwrap();
    let secret = place.path().join("secret");
    std::fs::write(&secret, format!("{GITHUB_SECRET}\n")).unwrap();
    let secret = secret.to_str().unwrap();
    let fixed = [
        "--github-client",
        GITHUB_CLIENT,
        "--github-url",
        &github.url,
    ];
    let flags = [&fixed[..], &["--github-secret-file", secret], more].concat();
    Stack::start_with(&flags)
}

/// Somebody's machine: no token but what they sign in for.
fn at_desk(stack: &Stack, arguments: &[&str]) -> Child {
    let home = stack.home.path().join("desk");
    std::fs::create_dir_all(&home).unwrap();
    command(WAVECAST)
        .args(arguments)
        .env("WAVECAST_URL", &stack.api)
        .env("XDG_STATE_HOME", &home)
        .current_dir(&home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn run(stack: &Stack, arguments: &[&str]) -> Ran {
    at_desk(stack, arguments).wait_with_output().unwrap().into()
}

/// The URL that the command line asks to open.
fn told(child: &mut Child) -> String {
    let mut line = String::new();
    let mut said = BufReader::new(child.stderr.as_mut().unwrap());
    said.read_line(&mut line).unwrap();
    let url = line.trim().strip_prefix("open ");
    url.unwrap_or_else(|| panic!("{line}")).to_owned()
}

/// Follows a URL as a browser does, with the cookies of the server; where it ends.
async fn browse(stack: &Stack, url: &str) -> Response {
    let none = redirect::Policy::none();
    let client = Client::builder().redirect(none).build().unwrap();
    let (mut url, mut cookie) = (url.to_owned(), String::new());
    for _ in 0..6 {
        let mut request = client.get(&url);
        if url.starts_with(&stack.api) {
            request = request.header(COOKIE, &cookie);
        }
        let answer = request.send().await.unwrap();
        if let Some(set) = answer.headers().get(SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next();
            pair.unwrap_or_default().clone_into(&mut cookie);
        }
        let Some(next) = answer.headers().get(LOCATION) else {
            return answer;
        };
        next.to_str().unwrap().clone_into(&mut url);
    }
    panic!("the browser came nowhere: {url}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_with_an_account_at_github() {
    let github = GitHubStandIn::start().await;
    github.signed_in(583_231, "octocat");
    let stack = stack(&github, &[]);
    // Nobody who wasn't added; the page says what is missing.
    let mut waits = at_desk(&stack, &["login", "--github"]);
    let page = browse(&stack, &told(&mut waits)).await;
    assert_eq!(page.status(), 403);
    let said = page.text().await.unwrap();
    assert!(said.contains("wavecast user add github-583231"), "{said}");
    waits.kill().unwrap();
    waits.wait().unwrap();
    let added = stack.run(&["user", "add", "github-583231"]).code(0).stdout;
    assert!(
        added.contains("now they run: wavecast login --github"),
        "{added}"
    );
    let mut login = at_desk(&stack, &["login", "--github"]);
    let page = browse(&stack, &told(&mut login)).await;
    // A person says that it was them.
    let page = page.text().await.unwrap();
    let link = page.split("href=\"").nth(1).unwrap().split('"').next();
    let page = browse(&stack, link.unwrap()).await;
    assert!(page.url().as_str().starts_with("http://127.0.0.1:"));
    assert!(page.text().await.unwrap().contains("Back to the terminal"));
    let ran = Ran::from(login.wait_with_output().unwrap()).code(0).stdout;
    assert!(
        ran.contains("octocat is signed in at http://127.0.0.1:"),
        "{ran}"
    );
    run(&stack, &["org", "create", "acme"]).code(0);
    let access = run(&stack, &["org", "access", "--org", "acme"])
        .code(0)
        .stdout;
    assert!(
        access.contains("octocat in acme") && access.contains("own"),
        "{access}"
    );
    let list = run(&stack, &["user", "sessions", "list"]).code(0).stdout;
    assert!(
        list.contains("wavecast") && list.contains("(this one)"),
        "{list}"
    );
    let users = stack.run(&["user", "list"]).code(0).stdout;
    assert!(users.contains("at GitHub, as octocat"), "{users}");
    stack.run(&["user", "remove", "github-583231"]).code(0);
    run(&stack, &["org", "access", "--org", "acme"]).code(8);
    let users = stack.run(&["user", "list"]).code(0).stdout;
    assert!(users.contains("no more, since"), "{users}");
    let history = stack
        .run(&["user", "history", "github-583231"])
        .code(0)
        .stdout;
    assert!(
        history.contains("user.remove") && history.contains("octocat"),
        "{history}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_pasted_where_the_browser_is_elsewhere() {
    let github = GitHubStandIn::start().await;
    github.signed_in(7, "ada");
    let stack = stack(&github, &["--github-anybody"]);
    let mut login = at_desk(&stack, &["login", "--github", "--paste"]);
    let page = browse(&stack, &told(&mut login))
        .await
        .text()
        .await
        .unwrap();
    let code = page
        .split("<code>")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap();
    // Another terminal that is handed the code can't use it.
    let mut thief = at_desk(&stack, &["login", "--github", "--paste"]);
    told(&mut thief);
    writeln!(thief.stdin.take().unwrap(), "{code}").unwrap();
    Ran::from(thief.wait_with_output().unwrap()).code(8);
    writeln!(login.stdin.take().unwrap(), "{code}").unwrap();
    let ran = Ran::from(login.wait_with_output().unwrap()).code(0).stdout;
    assert!(ran.contains("ada is signed in"), "{ran}");
    run(&stack, &["org", "create", "acme"]).code(0);
    let out = run(&stack, &["logout"]).code(0).stdout;
    assert!(out.contains("signed out of"), "{out}");
    run(&stack, &["org", "list"]).code(8);
}

#[test]
fn a_server_without_such_a_sign_in_says_which_there_is() {
    let stack = Stack::start();
    run(&stack, &["login", "--github"])
        .code(8)
        .says("signs nobody in with an account at GitHub");
    run(&stack, &["login"])
        .code(8)
        .says("wavecast login --user NAME");
    let place = tempfile::tempdir().unwrap();
    let refused = command(WAVECAST)
        .args(["dev", "--api", "127.0.0.1:0", "--edge", "127.0.0.1:0"])
        .args(["--github-client", "x"])
        .current_dir(&place)
        .output()
        .unwrap();
    Ran::from(refused).code(2).says("--github-secret-file");
    // What can't start leaves nothing behind.
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 0);
}
