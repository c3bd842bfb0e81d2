//! `--dry-run` on every verb: it is taken, it says something, and nothing changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;
use wavecast_wire::time::Timestamp;

use super::stack::{Stack, shipped};

/// Commands that change nothing, with or without `--dry-run`.
const READING: &str = "account list, app list, app show, approval list, approval policy, approval show, audit export, audit heads, audit list, audit tail, audit verify, channel list, channel show, \
    completions, config diff, config history, config show, dimension list, doctor, experiment list, \
    experiment show, explain, group list, org access, org groups show, org invitation list, org list, org member list, org quota show, org role list, \
    org show, package list, package show, publication list, publication show, publication watch, \
    release list, release show, rule list, secret check, secret history, secret list, simulate, status, token list, trust list, user factor show, user history, user list, user sessions list, verify";

/// What can only be refused here, by its exit code: nothing is to be adopted, nobody asked for
/// approvals or has a second factor, nobody but the bootstrap token is there, which is no person and has no sessions, and
/// the server has no issuer who signs people in, and makes no groups there.
const REFUSED: [(&str, i32); 13] = [
    ("approval approve", 4),
    ("approval comment", 4),
    ("approval reject", 4),
    ("channel adopt", 3),
    ("login", 8),
    ("org accept", 8),
    ("org groups create", 4),
    ("org groups remove", 4),
    ("org member remove", 4),
    ("org member set", 4),
    ("org transfer", 4),
    ("user factor remove", 4),
    ("user sessions end", 8),
];

/// Releases in every state that a verb needs one in, and what else has an id.
struct Ids {
    code: String,
    invitation: String,
    token: String,
    moving: String,
    paused: String,
    concluded: String,
    draft: String,
    scheduled: String,
}

/// What every verb is tried on: something that it can change.
fn furnished() -> (Stack, Ids) {
    let stack = shipped(&["1.0.0", "2.0.0"]);
    let run = |arguments: &[&str]| drop(stack.run(arguments).code(0));
    let made = |arguments: &[&str]| {
        let change = stack.json(arguments);
        change["release"]["id"]
            .as_str()
            .expect("a release")
            .to_owned()
    };
    run(&["dimension", "set", "hall", "--values", "north,south"]);
    run(&["dimension", "set", "spare"]);
    run(&["group", "set", "testers", "--device", "a"]);
    run(&["group", "set", "spare", "--device", "b"]);
    run(&["rule", "create", "testers", "--group", "testers"]);
    run(&["rule", "create", "idle", "--audience", "hall=north"]);
    stack.write("dist/index.html", "<p>3.1.0</p>");
    let ship = ["ship", "dist", "--version"];
    let paused = made(&[&ship[..], &["3.1.0", "--rule", "testers", "--to", "50%"]].concat());
    run(&["pause", "--rule", "testers"]);
    stack.write("dist/index.html", "<p>3.0.0</p>");
    let moving = made(&[&ship[..], &["3.0.0", "--to", "10%"]].concat());
    stack.write("dist/index.html", "<p>4.0.0</p>");
    run(&["package", "create", "dist", "--version", "4.0.0"]);
    let draft = made(&["release", "create", "4.0.0"]);
    let scheduled = made(&["release", "create", "4.0.0"]);
    let at = tomorrow();
    let plan = ["--start", &at, "--stage", "5%@0"];
    run(&[&["release", "schedule", &scheduled][..], &plan].concat());
    run(&["pin", "a", "1.0.0", "--until", "1d", "--reason", "x"]);
    for channel in ["beta", "next", "old"] {
        run(&["channel", "create", channel]);
    }
    run(&["channel", "retire", "old"]);
    let start = ["--start", "--to", "100%", "--channel", "beta"];
    run(&[&["release", "create", "1.0.0"][..], &start].concat());
    let concluded = made(&[&["release", "create", "2.0.0"][..], &start].concat());
    for value in ["x=1", "x=2"] {
        run(&["config", "set", value]);
        run(&["config", "set", value, "--channel", "beta"]);
    }
    run(&["config", "set", "x=3", "--to", "10%", "--channel", "beta"]);
    let variants = ["--variant", "off:50%", "--variant", "on:50%:button=big"];
    let create = [
        "experiment",
        "create",
        "button",
        "--reserve",
        "50%",
        "--to",
        "10%",
    ];
    run(&[&create[..], &variants].concat());
    let create = ["experiment", "create", "held", "--reserve", "50%"];
    run(&[&create[..], &variants].concat());
    run(&["experiment", "pause", "held"]);
    run(&["keys", "make", "release.key"]);
    stack.write("value", "a secret");
    for _ in 0..2 {
        run(&["secret", "set", "hook", "--from-file", "value"]);
    }
    run(&["account", "set", "ci", "--grant", "shop=write"]);
    let trust = ["trust", "set", "spare", "--account", "ci"];
    let place = ["--repository", "acme/shop", "--ref", "refs/heads/main"];
    run(&[&trust[..], &place].concat());
    let role = ["--permission", "read", "--permission", "release"];
    run(&[&["org", "role", "set", "releaser"][..], &role].concat());
    run(&["user", "add", "spare"]);
    let invited = stack.json(&["org", "invite", "ada@example.com"]);
    let text = |found: &Value| found.as_str().expect("a text").to_owned();
    let (code, invitation) = (text(&invited["code"]), text(&invited["invitation"]["id"]));
    let create = ["token", "create", "builds", "--account", "ci"];
    let token = stack.json(&[&create[..], &["--permission", "read"]].concat());
    let token = text(&token["token"]["id"]);
    stack.write(
        "schema.json",
        r#"{"properties": {"x": {"type": "integer"}}}"#,
    );
    stack.write("dist/index.html", "<p>5.0.0</p>");
    let ids = Ids {
        code,
        invitation,
        token,
        moving,
        paused,
        concluded,
        draft,
        scheduled,
    };
    (stack, ids)
}

fn tomorrow() -> String {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a clock");
    let seconds = i64::try_from(now.as_secs()).expect("seconds");
    Timestamp(seconds + 86_400).to_string()
}

/// Calls of secrets.
const SECRETS: [&str; 3] = [
    "secret set spare --from-file value",
    "secret use hook 1",
    "secret remove hook",
];

/// Calls of the verbs on the server's own people.
const USERS: [&str; 10] = [
    "user add bob",
    "user accept spare wcn_0123",
    "user reset spare",
    "user remove spare",
    "user password",
    "user factor on",
    "user factor recovery",
    "user factor off",
    "user factor remove spare",
    "user sessions end 0123456789abcdef",
];

/// A call of every verb that changes something.
fn changing(of: &Ids) -> Vec<Vec<String>> {
    let words = |line: &str| line.split(' ').map(str::to_owned).collect();
    let at = tomorrow();
    let Ids {
        code,
        invitation,
        token,
        moving,
        paused,
        concluded,
        draft,
        scheduled,
    } = of;
    let lines = [
        "init --app acme/other --kind bundle --force".to_owned(),
        "ship dist --version 5.0.0 --replace".to_owned(),
        "ramp 50% --rule everyone".to_owned(),
        "pause --rule everyone".to_owned(),
        "resume --rule testers".to_owned(),
        "rollback --rule everyone".to_owned(),
        "promote beta next".to_owned(),
        "login".to_owned(),
        "logout".to_owned(),
        "org create other".to_owned(),
        "org invite eve@example.com".to_owned(),
        format!("org accept acme {code}"),
        format!("org decline acme {code}"),
        format!("org invitation revoke {invitation}"),
        "org transfer nobody".to_owned(),
        "org quota set acme --apps 20".to_owned(),
        "org member set nobody --role member".to_owned(),
        "org member remove nobody".to_owned(),
        "org role set other --permission read".to_owned(),
        "org role delete releaser".to_owned(),
        "account set other --grant shop=read".to_owned(),
        "account delete ci".to_owned(),
        "token create more --account ci --permission read".to_owned(),
        format!("token revoke {token}"),
        "token exchange --account ci".to_owned(),
        "trust set main --account ci --repository acme/shop --ref refs/heads/main".to_owned(),
        "trust delete spare".to_owned(),
        "app create acme/other --kind bundle".to_owned(),
        "app set --first-step 10%".to_owned(),
        "channel create gamma".to_owned(),
        "channel set --poll-idle 7200".to_owned(),
        "channel move next beta".to_owned(),
        "channel retire beta".to_owned(),
        "channel delete old".to_owned(),
        "channel adopt".to_owned(),
        "rule create more --audience hall=south".to_owned(),
        "rule edit idle --audience hall=south".to_owned(),
        "rule move idle --before testers".to_owned(),
        "rule delete idle".to_owned(),
        "group set spare --device c".to_owned(),
        "group delete spare".to_owned(),
        "dimension set wall".to_owned(),
        "dimension delete spare".to_owned(),
        "pin b 1.0.0 --until 1d --reason x".to_owned(),
        "unpin a".to_owned(),
        "config set x=5".to_owned(),
        "config ramp 50% --channel beta".to_owned(),
        "config rollback".to_owned(),
        "config schema schema.json".to_owned(),
        "experiment create cart --reserve 10% --variant off:50% --variant on:50%:cart=new"
            .to_owned(),
        "experiment ramp button 100%".to_owned(),
        "experiment pause button".to_owned(),
        "experiment resume held".to_owned(),
        "experiment stop button".to_owned(),
        "experiment conclude button on".to_owned(),
        "experiment holdout 5%".to_owned(),
        "keys rotate".to_owned(),
        "keys make other.key".to_owned(),
        "keys packages release.key.pub".to_owned(),
        "package create dist --version 5.0.0".to_owned(),
        "package yank 1.0.0 --reason x".to_owned(),
        "release create 4.0.0".to_owned(),
        format!("release edit {draft} --keep-open"),
        format!("release delete {draft}"),
        format!("release start {draft} --replace"),
        format!("release ramp {moving} --to 50%"),
        format!("release pause {moving}"),
        format!("release resume {paused}"),
        format!("release conclude {moving}"),
        format!("release abort {moving}"),
        format!("release revert {concluded} --channel beta"),
        format!("release supersede {moving} 4.0.0"),
        format!("release clone {moving}"),
        format!("release retry {moving}"),
        format!("release schedule {draft} --start {at} --stage 5%@0"),
        format!("release unschedule {scheduled}"),
        "device config --output other.json".to_owned(),
        "man pages".to_owned(),
        "dev --data elsewhere".to_owned(),
        "serve --data elsewhere --public-url http://a.example --public-edge-url http://b.example"
            .to_owned(),
        "edge --data elsewhere".to_owned(),
    ];
    let lines = lines.iter().map(String::as_str);
    let more = lines.chain(APPROVALS).chain(USERS).chain(SECRETS);
    more.chain(GROUPS).map(words).collect()
}

/// What changes something of approvals; nobody asked for this one.
const APPROVALS: [&str; 5] = [
    "approval require --start --beyond 20%",
    "approval waive",
    "approval approve 01KAJ5W3M0Q8Z4T7V2X6Y9B1CD",
    "approval reject 01KAJ5W3M0Q8Z4T7V2X6Y9B1CD",
    "approval comment 01KAJ5W3M0Q8Z4T7V2X6Y9B1CD why",
];

/// What changes something of an organization's groups in Keycloak.
const GROUPS: [&str; 2] = ["org groups create", "org groups remove"];

/// Every command there is, by its man page: those with commands of their own left out.
fn commands(stack: &Stack) -> BTreeSet<String> {
    let pages = stack.home.path().join("man");
    stack.run(&["man", pages.to_str().unwrap()]).code(0);
    let names: BTreeSet<String> = std::fs::read_dir(pages)
        .unwrap()
        .map(|page| page.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| {
            Some(
                name.strip_prefix("wavecast-")?
                    .strip_suffix(".1")?
                    .to_owned(),
            )
        })
        .collect();
    let has_own = |name: &String| names.iter().any(|one| one.starts_with(&format!("{name}-")));
    let leaves = names.iter().filter(|name| !has_own(name));
    leaves.map(|name| name.replace('-', " ")).collect()
}

/// The command that a call is of: as many of its words as make one.
fn command_of(call: &[String], known: &BTreeSet<String>) -> String {
    let words = |count: usize| call[..count.min(call.len())].join(" ");
    let longest = [3, 2, 1]
        .map(words)
        .into_iter()
        .find(|words| known.contains(words));
    longest.unwrap_or_else(|| panic!("{call:?} is no command"))
}

/// All files below a directory.
fn files(folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        if path.is_dir() {
            found.insert(name, Vec::new());
            files(&path, found);
        } else {
            found.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

/// What happened at the server so far, and every file of the project and of the edge.
fn state(stack: &Stack) -> (Value, BTreeMap<String, Vec<u8>>) {
    let mut found = BTreeMap::new();
    files(&stack.project(), &mut found);
    files(&stack.data().join("edge"), &mut found);
    (stack.json(&["audit", "list"]), found)
}

#[test]
fn every_verb_takes_a_dry_run_and_changes_nothing() {
    let (stack, ids) = furnished();
    let known = commands(&stack);
    let calls = changing(&ids);
    let told: BTreeSet<String> = calls.iter().map(|call| command_of(call, &known)).collect();
    let reading = READING.split(", ").map(str::to_owned);
    let all: BTreeSet<String> = told.iter().cloned().chain(reading).collect();
    assert_eq!(all, known, "a new command has its line in this test");
    let views = || {
        let shown = [
            "app show",
            "channel show",
            "channel show beta",
            "org list",
            "org show acme",
            "org quota show",
            "account list",
            "token list",
            "trust list",
            "org role list",
            "org invitation list",
            "user list",
        ];
        shown.map(|line| stack.json(&line.split(' ').collect::<Vec<_>>()))
    };
    let before = (state(&stack), views());
    for call in &calls {
        let mut arguments: Vec<&str> = call.iter().map(String::as_str).collect();
        arguments.push("--dry-run");
        let ran = stack.run(&arguments);
        let command = command_of(call, &known);
        let refused = REFUSED.iter().find(|(name, _)| *name == command);
        ran.code(refused.map_or(0, |(_, code)| *code));
        let after = state(&stack);
        assert_eq!(after.0, before.0.0, "{call:?} left a trace");
        let changed: Vec<_> = after
            .1
            .iter()
            .filter(|file| before.0.1.get(file.0) != Some(file.1))
            .collect();
        assert!(changed.is_empty(), "{call:?}: {:?}", changed[0].0);
        assert_eq!(after.1.len(), before.0.1.len(), "{call:?} deleted a file");
    }
    assert_eq!(views(), before.1);
}

#[test]
fn a_dry_run_of_ship_says_who_would_get_what_isnt_there_yet() {
    let stack = shipped(&["1.0.0"]);
    stack.write("dist/index.html", "<p>2.0.0</p>");
    let fleet: Vec<String> = (0..400).map(|number| format!("lamp-{number:04}")).collect();
    stack.write("fleet.txt", fleet.join("\n"));
    let ship = ["ship", "dist", "--version", "2.0.0", "--to", "25%"];
    let list = ["--devices-file", "fleet.txt"];
    let dry = stack.json(&[&ship[..], &["--dry-run"], &list].concat());
    assert_eq!(dry["upload"]["files"], 2);
    assert_eq!(dry["movements"][0]["to"]["version"], "2.0.0");
    let uniform = &dry["previews"][0]["uniform"];
    assert_eq!(uniform["asked"], 10_000);
    assert_eq!(uniform["cohorts"][0]["from"]["version"], "1.0.0");
    assert_eq!(uniform["cohorts"][0]["to"]["version"], "2.0.0");
    let moved = dry["devices"][0]["moved"].as_u64().expect("a number");
    assert!((60..140).contains(&moved), "{moved} of 400 at 25%");
    let told = stack
        .run(&[&ship[..], &["--dry-run"], &list].concat())
        .code(0);
    for words in [
        "a uniform fleet in stable: ",
        "the list in stable: ",
        "dry run: nothing was changed",
    ] {
        assert!(told.stdout.contains(words), "{told:?}");
    }
    assert_eq!(stack.releases().len(), 1);
    stack.run(&["package", "show", "2.0.0"]).code(4);
    // What shipping would be refused for, its dry run is refused for.
    let again = ["ship", "dist", "--version", "1.0.0", "--dry-run"];
    stack.run(&again).code(7).says("--version");
    let lower = ["ship", "dist", "--version", "0.9.0", "--dry-run"];
    stack.run(&lower).code(3).says("downgrade");
    let of_nobody = ["--requires", "shoe=>=42"];
    stack
        .run(&[&ship[..], &of_nobody, &["--dry-run"]].concat())
        .code(3)
        .says("isn't declared");
    // A package that runs on few devices moves few.
    let of_few = ["--requires", "app_version=>=9"];
    let few = stack.json(&[&ship[..], &of_few, &["--dry-run"], &list].concat());
    assert_eq!(
        few["devices"][0]["moved"], 0,
        "none of them says what it runs"
    );
    // Then it does what it said.
    stack.run(&ship).code(0);
}
