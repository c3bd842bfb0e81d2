//! Approvals, by the binary against a running server: one asks, another approves, the first does it.

use super::stack::{Stack, shipped, stands};

/// A token of a service account with a role in every application.
fn machine(stack: &Stack, name: &str, role: &str) -> String {
    let grant = format!("*={role}");
    stack
        .run(&["account", "set", name, "--grant", &grant])
        .code(0);
    let mut create = vec!["token", "create", "for a test", "--account", name];
    let permissions = match role {
        "approver" => vec!["read", "approve"],
        _ => vec!["read", "release", "package"],
    };
    for permission in permissions {
        create.extend(["--permission", permission]);
    }
    let made = stack.json(&create);
    made["secret"].as_str().unwrap().to_owned()
}

/// What somebody asked for, by its id.
fn asked(stack: &Stack, arguments: &[&str]) -> String {
    let change = stack.json(&[arguments, &["--for-approval"]].concat());
    change["approval"]["id"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_asked_for_and_approved_is_done() {
    let stack = shipped(&["1.0.0"]);
    let gate = machine(&stack, "gate", "approver");
    let require = ["approval", "require", "--start", "--beyond", "20%"];
    let set = stack.run(&require).code(0).stdout;
    assert!(
        set.contains("starting a release, reaching more than 20% needs 1 approval"),
        "{set}"
    );
    stack.write("dist/index.html", "<p>2.0.0</p>");
    let ship = ["ship", "dist", "--version", "2.0.0", "--to", "10%"];
    let refused = stack.run(&ship).code(3);
    refused
        .says("starting shop 2.0.0 in stable at 10% needs 1 approval by others")
        .says("--for-approval")
        .says("service gate");
    let request = asked(&stack, &ship);
    assert_eq!(stack.releases().len(), 1, "asking ships nothing");
    stack.run(&ship).code(3).says(&format!("request {request}"));
    // Whoever asked doesn't approve.
    stack
        .run(&["approval", "approve", &request, "--yes"])
        .code(8)
        .says("somebody else's approval");
    let comment = ["approval", "comment", &request, "tried on the bench"];
    stack.run(&comment).code(0);
    let approve = ["approval", "approve", &request, "--token", &gate];
    let approved = stack.run(&approve).code(0);
    assert!(approved.stdout.contains("1 of 1 approvals (service gate)"));
    approved.says("approves: starting shop 2.0.0 in stable at 10%");
    let shown = stack.run(&["approval", "show", &request]).code(0).stdout;
    assert!(shown.contains("tried on the bench"), "{shown}");
    stack.run(&ship).code(0);
    assert_eq!(stack.release("2.0.0"), stands("active", "10%"));
    let ramp = ["ramp", "50%"];
    stack.run(&ramp).code(3).says("ramping shop 2.0.0");
    let request = asked(&stack, &ramp);
    let list = ["approval", "list", "--state", "open"];
    assert!(stack.run(&list).code(0).stdout.contains(&request));
    let wrong = "0".repeat(64);
    let other = ["approval", "approve", &request, "--digest", &wrong];
    let other = [&other[..], &["--token", &gate]].concat();
    stack.run(&other).code(3).says("digest");
    let approve = ["approval", "approve", &request, "--token", &gate];
    stack.run(&approve).code(0);
    stack.run(&ramp).code(0);
    assert_eq!(stack.release("2.0.0"), stands("active", "50%"));
    stack.run(&["rollback"]).code(0);
    // Nobody takes the policy away alone.
    stack
        .run(&["approval", "waive"])
        .code(3)
        .says("asking for fewer");
    let request = asked(&stack, &["approval", "waive"]);
    let reject = ["approval", "reject", &request, "--token", &gate];
    stack.run(&reject).code(0);
    let request = asked(&stack, &["approval", "waive"]);
    let approve = ["approval", "approve", &request, "--token", &gate];
    stack.run(&approve).code(0);
    stack.run(&["approval", "waive"]).code(0);
    let policy = stack.run(&["approval", "policy"]).code(0).stdout;
    assert_eq!(policy, "nothing needs approval\n");
    let trail = stack.run(&["audit", "verify"]).code(0).stdout;
    assert!(trail.contains("is whole"), "{trail}");
}

#[test]
fn new_keys_wait_for_approval() {
    let stack = shipped(&["1.0.0"]);
    machine(&stack, "gate", "approver");
    stack.run(&["approval", "require", "--keys"]).code(0);
    stack
        .run(&["keys", "rotate"])
        .code(3)
        .says("new keys of stable for");
    let told = stack
        .run(&["keys", "rotate", "--for-approval"])
        .code(0)
        .stdout;
    assert!(
        told.contains("asked for approval: new keys of stable"),
        "{told}"
    );
    assert!(!told.contains("published"), "{told}");
}
