//! Quotas, by the binary against a running server and its disk.

use super::ran::WAVECAST;
use super::stack::Stack;

/// As the server shows it: of one thing, used and limit.
fn shown(stack: &Stack, what: &str) -> (u64, Option<u64>) {
    let quota = stack.json(&["org", "quota", "show"]);
    let line = &quota[what];
    (line["used"].as_u64().unwrap(), line["limit"].as_u64())
}

#[test]
fn a_quota_is_set_shown_hit_and_lifted() {
    let mut stack = Stack::start();
    stack.init("acme/shop", "bundle");
    stack.write("dist/index.html", "<h1>one</h1>");
    stack.run(&["ship", "dist", "--version", "1.0.0"]).code(0);
    let (used, limit) = shown(&stack, "storage");
    assert!(used > 12 && limit.is_none(), "{used}");
    let set = ["org", "quota", "set", "acme", "--apps", "1"];
    stack.run(&set).code(0);
    let more = used + 100;
    let storage = more.to_string();
    stack
        .run(&["org", "quota", "set", "acme", "--storage", &storage])
        .code(0);
    assert_eq!(shown(&stack, "apps"), (1, Some(1)), "the others stay");
    let table = stack.run(&["org", "quota", "show"]).code(0).stdout;
    assert!(
        table.contains("service accounts") && table.contains("built in"),
        "{table}"
    );
    stack
        .run(&["app", "create", "acme/other", "--kind", "bundle"])
        .code(3)
        .says("wavecast org quota set acme --apps 2");
    stack.write("dist/index.html", "<h1>two</h1>");
    stack
        .run(&["ship", "dist", "--version", "1.1.0"])
        .code(3)
        .says("wavecast org quota set acme --storage");
    // A kill is no way past it: what was counted is on the disk.
    stack.server = None;
    stack.serve();
    assert_eq!(shown(&stack, "storage"), (used, Some(more)));
    let lift = [
        "org",
        "quota",
        "set",
        "acme",
        "--storage",
        "1MB",
        "--apps",
        "none",
    ];
    stack.run(&lift).code(0);
    assert_eq!(shown(&stack, "apps").1, None);
    stack.run(&["ship", "dist", "--version", "1.1.0"]).code(0);
    assert!(shown(&stack, "storage").0 > used);
    assert_eq!(shown(&stack, "packages").0, 2);
    stack.run(&["org", "quota", "set", "acme"]).code(2);
    stack
        .run(&["org", "quota", "set", "acme", "--members", "501"])
        .code(2)
        .says("at most 500");
}

#[test]
fn how_organizations_begin_is_told_at_the_start() {
    let home = tempfile::tempdir().unwrap();
    for (flags, told) in [
        (["--orgs-by", "nobody"], "anyone"),
        (["--new-org-quota", "rooms=3"], "there is no limit 'rooms'"),
    ] {
        let mut dev = super::ran::command(WAVECAST);
        dev.args(["dev", "--dry-run"]).args(flags);
        let ran: super::ran::Ran = dev.current_dir(home.path()).output().unwrap().into();
        ran.code(2).says(told);
    }
    let stack = Stack::start_with(&["--orgs-by", "installation", "--new-org-quota", "apps=2"]);
    stack.init("acme/shop", "bundle");
    let (_, limit) = shown(&stack, "apps");
    assert_eq!(limit, None, "the installation's own token is no person");
}
