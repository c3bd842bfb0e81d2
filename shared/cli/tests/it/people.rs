//! People, roles and tokens, by the binary against a running server.

use super::ran::{WAVECAST, command};
use super::stack::Stack;

fn stack() -> Stack {
    let stack = Stack::start();
    stack.init("acme/lamp", "firmware");
    stack
}

#[test]
fn a_machine_ships_with_a_token_of_its_own_and_no_more() {
    let stack = stack();
    stack
        .run(&["account", "set", "ci", "--grant", "lamp=write"])
        .code(0);
    let made = stack.json(&[
        "token",
        "create",
        "builds",
        "--account",
        "ci",
        "--permission",
        "read",
        "--permission",
        "package",
        "--only",
        "lamp",
    ]);
    let secret = made["secret"].as_str().unwrap();
    let id = made["token"]["id"].as_str().unwrap();
    let as_ci = |arguments: &[&str]| {
        let mut ci = command(WAVECAST);
        ci.current_dir(stack.project()).args(arguments);
        ci.env("WAVECAST_URL", &stack.api)
            .env("WAVECAST_TOKEN", secret);
        ci.output().unwrap()
    };
    let shown = as_ci(&["org", "access"]);
    let text = String::from_utf8(shown.stdout).unwrap();
    assert!(text.contains("service ci in acme"), "{text}");
    assert!(
        text.contains("package, read") || text.contains("read, package"),
        "{text}"
    );
    let channel = as_ci(&["channel", "create", "nightly"]);
    assert_eq!(channel.status.code(), Some(8));
    let told = String::from_utf8(channel.stderr).unwrap();
    assert!(told.contains("needs the permission configure"), "{told}");
    let list = stack.run(&["token", "list"]).code(0).stdout;
    assert!(
        list.contains(id) && !list.contains(secret) && !list.contains("never"),
        "{list}"
    );
    stack.run(&["token", "revoke", id]).code(0);
    let after = as_ci(&["org", "access"]);
    assert_eq!(after.status.code(), Some(8));
    assert!(
        String::from_utf8(after.stderr)
            .unwrap()
            .contains("was revoked")
    );
}

#[test]
fn roles_and_invitations_are_made_listed_and_ended() {
    let stack = stack();
    let role = [
        "org",
        "role",
        "set",
        "releaser",
        "--permission",
        "read",
        "--permission",
        "release",
    ];
    stack.run(&role).code(0);
    let made = stack.json(&[
        "org",
        "invite",
        "ada@example.com",
        "--grant",
        "lamp=releaser",
    ]);
    let code = made["code"].as_str().unwrap();
    let list = stack.run(&["org", "invitation", "list"]).code(0).stdout;
    assert!(
        list.contains("lamp=releaser") && !list.contains(code),
        "{list}"
    );
    let held = stack.run(&["org", "role", "delete", "releaser"]).code(3);
    assert!(held.stderr.contains("ada@example.com"), "{}", held.stderr);
    // The bootstrap token is nobody, and nobody can't become a member.
    stack.run(&["org", "accept", "acme", code]).code(8);
    stack.run(&["org", "accept", "acme", "wci_short"]).code(2);
    stack.run(&["org", "decline", "acme", code]).code(0);
    stack.run(&["org", "decline", "acme", code]).code(4);
    stack.run(&["org", "role", "delete", "releaser"]).code(0);
    stack.run(&["org", "member", "list"]).code(0);
    stack
        .run(&["org", "member", "set", "nobody", "--role", "boss"])
        .code(2);
    stack.run(&["org", "member", "remove", "nobody"]).code(4);
    stack.run(&["org", "transfer", "nobody"]).code(4);
    stack.run(&["account", "delete", "nobody"]).code(4);
}
