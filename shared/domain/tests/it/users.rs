//! The installation's own people: codes, passwords, sessions, and who says so.

use wavecast_domain::Context;
use wavecast_domain::id::Fresh;
use wavecast_domain::name::{SecretId, UserName};
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::{Reason, Refusal};
use wavecast_domain::secret::{Kind, Presented, Secret};
use wavecast_domain::user::{
    CLAIM, Ended, GitHubPerson, NewCode, Owner, Pair, Proof, Recovery, Session, Turn, User,
    UserCommand, UserDecision, decide_user,
};
use wavecast_wire::hash::Sha256;
use wavecast_wire::time::Timestamp;

const NOON: Timestamp = Timestamp(1_767_268_800);
const DAY: i64 = 86_400;

/// One of them, and what happens to them.
struct Desk {
    name: UserName,
    user: Option<User>,
    now: Timestamp,
    count: u8,
    events: Vec<String>,
}

impl Desk {
    fn new() -> Self {
        Self {
            name: "ada".parse().unwrap(),
            user: None,
            now: NOON,
            count: 0,
            events: Vec::new(),
        }
    }

    fn fresh(&mut self) -> Fresh {
        self.count += 1;
        Fresh {
            at: self.now,
            seed: [self.count; 32],
        }
    }

    fn run_as(
        &mut self,
        principal: Principal,
        command: UserCommand,
    ) -> Result<UserDecision, Refusal> {
        let cx = Context {
            now: self.now,
            principal,
            fresh: self.fresh(),
            request: "request".to_owned(),
            message_limit: None,
            judge: wavecast_schema::judge,
            founding: wavecast_domain::org::Founding::default(),
        };
        let decided = decide_user(self.user.as_ref(), &self.name, &cx, command)?;
        self.events.push(decided.event.verb.clone());
        if let (Some(before), event) = (&self.user, &decided.event) {
            assert_eq!(event.revision, before.revision + 1);
            assert_eq!(event.previous, before.trail);
        }
        let digest = decided.event.digest().unwrap();
        assert!(
            decided
                .user
                .as_ref()
                .is_none_or(|user| user.trail == Some(digest))
        );
        self.user.clone_from(&decided.user);
        Ok(decided)
    }

    fn run(&mut self, command: UserCommand) -> Result<UserDecision, Refusal> {
        self.run_as(Principal::Bootstrap, command)
    }

    /// A code, good until then.
    fn code(&mut self, expires: Timestamp) -> (Secret, NewCode) {
        let secret = Secret::make(Kind::Password, &self.fresh()).unwrap();
        let code = NewCode {
            id: secret.id().clone(),
            hash: secret.hash(),
            expires,
        };
        (secret, code)
    }

    fn add(&mut self) -> Secret {
        let (secret, code) = self.code(self.now.plus(7 * DAY));
        let added = self.run(UserCommand::Add { email: None, code });
        assert_eq!(added.unwrap().about.as_ref(), Some(secret.id()));
        secret
    }

    fn accept(&mut self, code: &Secret, hash: &str) -> Result<UserDecision, Refusal> {
        self.run(UserCommand::Accept {
            code: code.hash(),
            password: hash.to_owned(),
        })
    }

    fn sign_in(&mut self, held: &str) -> Result<SecretId, Refusal> {
        self.sign_in_by(held, None)
    }

    fn sign_in_by(&mut self, held: &str, proof: Option<Proof>) -> Result<SecretId, Refusal> {
        let fresh = self.fresh();
        let (session, _) =
            Session::open(&self.user.as_ref().unwrap().owner(), "lathe", &fresh).unwrap();
        let id = session.id.clone();
        let command = UserCommand::SignIn {
            held: held.to_owned(),
            again: None,
            session: Box::new(session),
            proof,
        };
        self.run(command).map(|_| id)
    }

    fn sessions(&self) -> Vec<SecretId> {
        self.user
            .as_ref()
            .unwrap()
            .sessions
            .keys()
            .cloned()
            .collect()
    }
}

fn reason<T: std::fmt::Debug>(refused: Result<T, Refusal>) -> Reason {
    refused.unwrap_err().reason
}

#[test]
fn only_the_installations_own_token_adds_resets_and_removes() {
    let mut desk = Desk::new();
    let by = Principal::person("p-1".parse().unwrap(), "Eve");
    let (_, code) = desk.code(NOON.plus(60));
    let add = |code: &NewCode| UserCommand::Add {
        email: None,
        code: code.clone(),
    };
    let refused = desk.run_as(by.clone(), add(&code)).unwrap_err();
    assert_eq!(refused.reason, Reason::Forbidden);
    assert!(refused.rule.contains("users") && refused.hint.contains("own token"));
    assert_eq!(
        reason(desk.run(UserCommand::Reset(code.clone()))),
        Reason::NotFound
    );
    desk.run(add(&code)).unwrap();
    assert_eq!(reason(desk.run(add(&code))), Reason::Exists);
    for command in [UserCommand::Reset(code.clone()), UserCommand::Remove] {
        assert_eq!(reason(desk.run_as(by.clone(), command)), Reason::Forbidden);
    }
    desk.run(UserCommand::Reset(code)).unwrap();
    assert_eq!(desk.run(UserCommand::Remove).unwrap().user, None);
    assert_eq!(desk.events, ["user.add", "user.reset", "user.remove"]);
}

#[test]
fn a_code_is_good_for_once_until_its_end() {
    let mut desk = Desk::new();
    for seconds in [0, 30 * DAY + 1] {
        let (_, code) = desk.code(NOON.plus(seconds));
        let refused = desk.run(UserCommand::Add { email: None, code });
        assert_eq!(refused.unwrap_err().field, "expires", "{seconds}");
    }
    let first = desk.add();
    let other = Secret::make(Kind::Password, &desk.fresh()).unwrap();
    assert_eq!(desk.accept(&other, "hash").unwrap_err().field, "code");
    desk.now = NOON.plus(7 * DAY);
    assert_eq!(desk.accept(&first, "hash").unwrap_err().field, "code");
    desk.now = NOON.plus(7 * DAY - 1);
    desk.accept(&first, "hash").unwrap();
    assert_eq!(desk.accept(&first, "other").unwrap_err().field, "code");
    // The newest code alone counts.
    let (second, code) = desk.code(desk.now.plus(3600));
    desk.run(UserCommand::Reset(code)).unwrap();
    let (third, code) = desk.code(desk.now.plus(30 * DAY));
    desk.run(UserCommand::Reset(code)).unwrap();
    assert!(desk.accept(&second, "other").is_err());
    desk.accept(&third, "other").unwrap();
    let password = desk.user.unwrap().password.unwrap();
    assert_eq!(
        (password.hash.as_str(), password.since),
        ("other", desk.now)
    );
}

#[test]
fn an_address_is_one_or_is_left_out() {
    for (email, taken) in [
        ("ada@example.com", true),
        ("a@b", true),
        ("ada", false),
        ("@example.com", false),
        ("ada@", false),
        ("ada lovelace@example.com", false),
        ("ada@exam\nple.com", false),
        (format!("{}@example.com", "a".repeat(242)).as_str(), true),
        (format!("{}@example.com", "a".repeat(243)).as_str(), false),
    ] {
        let mut desk = Desk::new();
        let (_, code) = desk.code(NOON.plus(60));
        let email = Some(email.to_owned());
        let added = desk.run(UserCommand::Add {
            email: email.clone(),
            code,
        });
        assert_eq!(added.is_ok(), taken, "{email:?}");
        assert_eq!(
            desk.user.and_then(|user| user.email),
            email.filter(|_| taken)
        );
    }
}

#[test]
fn a_password_that_was_changed_meanwhile_signs_nobody_in() {
    let mut desk = Desk::new();
    let code = desk.add();
    assert_eq!(reason(desk.sign_in("hash")), Reason::State);
    desk.accept(&code, "hash").unwrap();
    assert_eq!(reason(desk.sign_in("other")), Reason::State);
    let (first, second) = (desk.sign_in("hash").unwrap(), desk.sign_in("hash").unwrap());
    let change = |held: &str| UserCommand::ChangePassword {
        held: held.to_owned(),
        password: "new".to_owned(),
        keep: first.clone(),
    };
    assert_eq!(reason(desk.run(change("other"))), Reason::State);
    let changed = desk.run(change("hash")).unwrap();
    assert_eq!(desk.sessions(), std::slice::from_ref(&first));
    assert_eq!(changed.ended.into_iter().collect::<Vec<_>>(), [second]);
    let fresh = desk.fresh();
    let (session, _) = Session::open(&desk.user.as_ref().unwrap().owner(), "", &fresh).unwrap();
    let again = UserCommand::SignIn {
        held: "new".to_owned(),
        again: Some("newer".to_owned()),
        session: Box::new(session.clone()),
        proof: None,
    };
    assert_eq!(desk.run(again).unwrap().session, Some(session));
    assert_eq!(desk.user.unwrap().password.unwrap().hash, "newer");
}

#[test]
fn sessions_end_with_their_time_with_a_word_and_with_their_owner() {
    let mut desk = Desk::new();
    let code = desk.add();
    desk.accept(&code, "hash").unwrap();
    let first = desk.sign_in("hash").unwrap();
    let unknown = SecretId::try_from("0123456789abcdef".to_owned()).unwrap();
    assert_eq!(
        reason(desk.run(UserCommand::End(unknown))),
        Reason::NotFound
    );
    desk.now = NOON.plus(90 * DAY - 1);
    let second = desk.sign_in("hash").unwrap();
    assert_eq!(desk.sessions().len(), 2);
    desk.now = NOON.plus(90 * DAY);
    let third = desk.sign_in("hash").unwrap();
    assert!(!desk.sessions().contains(&first));
    let ended = desk.run(UserCommand::End(second.clone())).unwrap().ended;
    assert_eq!(ended.into_iter().collect::<Vec<_>>(), [second]);
    let mut all = vec![third];
    for _ in 0..20 {
        desk.now = desk.now.plus(1);
        all.push(desk.sign_in("hash").unwrap());
    }
    assert_eq!(desk.sessions().len(), 20);
    assert!(!desk.sessions().contains(&all[0]) && desk.sessions().contains(&all[1]));
    let ended = desk.run(UserCommand::Remove).unwrap().ended;
    assert_eq!(ended.len(), 20);
}

#[test]
fn who_comes_later_under_a_name_is_another_person() {
    let mut persons = Vec::new();
    let mut desk = Desk::new();
    for _ in 0..2 {
        desk.add();
        persons.push(desk.user.as_ref().unwrap().person.clone());
        desk.run(UserCommand::Remove).unwrap();
    }
    assert_ne!(persons[0], persons[1]);
    let id = persons[0].as_str();
    assert!(id.len() == 26 && id.starts_with("p-"), "{id}");
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    assert!(id.bytes().skip(2).all(hex), "{id}");
}

/// Somebody with a second factor, and its codes to fall back on.
fn with_factor() -> (Desk, Recovery) {
    let mut desk = Desk::new();
    let code = desk.add();
    desk.accept(&code, "hash").unwrap();
    let held = "hash".to_owned();
    desk.run(UserCommand::BeginFactor { held }).unwrap();
    let made = Recovery::make(&desk.fresh());
    let recovery = made.kept.clone();
    desk.run(UserCommand::ConfirmFactor {
        step: 100,
        recovery,
    })
    .unwrap();
    (desk, made)
}

#[test]
fn a_second_factor_is_asked_for_once_it_was_shown() {
    let mut desk = Desk::new();
    let code = desk.add();
    let begin = |held: &str| UserCommand::BeginFactor {
        held: held.to_owned(),
    };
    assert_eq!(reason(desk.run(begin("hash"))), Reason::State);
    desk.accept(&code, "hash").unwrap();
    let confirm = |step, made: &Recovery| UserCommand::ConfirmFactor {
        step,
        recovery: made.kept.clone(),
    };
    let made = Recovery::make(&desk.fresh());
    assert_eq!(reason(desk.run(confirm(1, &made))), Reason::NotFound);
    assert_eq!(reason(desk.run(begin("other"))), Reason::State);
    desk.run(begin("hash")).unwrap();
    let salt = |desk: &Desk| desk.user.clone().unwrap().factor.unwrap().salt;
    let first = salt(&desk);
    desk.run(begin("hash")).unwrap();
    assert_ne!(salt(&desk), first, "an authenticator that was lost at once");
    desk.sign_in("hash").unwrap();
    desk.run(confirm(100, &made)).unwrap();
    assert_eq!(reason(desk.run(begin("hash"))), Reason::State);
    assert_eq!(reason(desk.sign_in("hash")), Reason::State);
    for (step, good) in [(100, false), (99, false), (101, true), (101, false)] {
        let done = desk.sign_in_by("hash", Some(Proof::Step(step)));
        assert_eq!(done.is_ok(), good, "{step}");
    }
    // A right code saves no wrong password.
    let done = desk.sign_in_by("other", Some(Proof::Step(102)));
    assert_eq!(reason(done), Reason::State);
}

#[test]
fn a_code_to_fall_back_on_is_good_for_once_and_others_make_it_void() {
    let (mut desk, made) = with_factor();
    let proof = |n: usize| Proof::recovery(&made.codes[n]);
    desk.sign_in_by("hash", proof(0)).unwrap();
    assert_eq!(reason(desk.sign_in_by("hash", proof(0))), Reason::State);
    let other = Recovery::make(&desk.fresh());
    let recovery = other.kept;
    desk.run(UserCommand::ConfirmFactor {
        step: 101,
        recovery,
    })
    .unwrap();
    assert_eq!(reason(desk.sign_in_by("hash", proof(1))), Reason::State);
    desk.sign_in_by("hash", Proof::recovery(&other.codes[1]))
        .unwrap();
    let events = desk.events.iter().skip(2).map(String::as_str);
    assert_eq!(
        events.collect::<Vec<_>>(),
        [
            "factor.begin",
            "factor.on",
            "session.open",
            "factor.recovery",
            "session.open"
        ]
    );
}

#[test]
fn a_second_factor_ends_by_password_and_code_or_by_the_installation() {
    let (mut desk, _) = with_factor();
    let end = |held: &str, step| UserCommand::EndFactor {
        held: held.to_owned(),
        proof: Proof::Step(step),
    };
    assert_eq!(reason(desk.run(end("other", 101))), Reason::State);
    assert_eq!(reason(desk.run(end("hash", 100))), Reason::State);
    desk.run(end("hash", 101)).unwrap();
    assert_eq!(reason(desk.run(end("hash", 102))), Reason::NotFound);
    desk.sign_in("hash").unwrap();
    let (mut desk, _) = with_factor();
    let by = Principal::person("p-1".parse().unwrap(), "Eve");
    let refused = desk.run_as(by, UserCommand::RemoveFactor);
    assert_eq!(reason(refused), Reason::Forbidden);
    // Another password, of one's own or by a code, leaves it as it is.
    let (secret, code) = desk.code(NOON.plus(3600));
    desk.run(UserCommand::Reset(code)).unwrap();
    desk.accept(&secret, "new").unwrap();
    assert_eq!(reason(desk.sign_in("new")), Reason::State);
    desk.run(UserCommand::RemoveFactor).unwrap();
    desk.sign_in("new").unwrap();
    assert_eq!(
        reason(desk.run(UserCommand::RemoveFactor)),
        Reason::NotFound
    );
}

fn session() -> (Session, Pair) {
    let mut desk = Desk::new();
    desk.add();
    let fresh = desk.fresh();
    Session::open(&desk.user.unwrap().owner(), "lathe", &fresh).unwrap()
}

fn acts(session: &Session, secret: &Secret) -> Option<Timestamp> {
    session.acts_until(&Presented::read(secret.reveal()).unwrap())
}

fn on(session: &Session, pair: &Pair, now: Timestamp) -> (Session, Pair) {
    match session.turn(pair.refresh.reveal(), None, now) {
        Ok(Turn::On(session, pair)) => (*session, pair),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_session_goes_on_by_its_newest_token_alone() {
    let (first, one) = session();
    assert_eq!(acts(&first, &one.access), Some(NOON.plus(900)));
    assert_eq!(acts(&first, &one.refresh), None);
    let (second, two) = on(&first, &one, NOON.plus(100));
    assert_eq!(acts(&second, &two.access), Some(NOON.plus(1000)));
    assert_eq!(acts(&second, &one.access), Some(NOON.plus(900)));
    assert_eq!(second.expires, NOON.plus(100 + 30 * DAY));
    // Who asks again within a minute hears the same.
    for seconds in [100, 160] {
        match second.turn(one.refresh.reveal(), None, NOON.plus(seconds)) {
            Ok(Turn::Again(pair)) => {
                assert_eq!(pair.access.reveal(), two.access.reveal());
                assert_eq!(pair.refresh.reveal(), two.refresh.reveal());
                assert_eq!(pair.until, two.until);
            }
            other => panic!("{other:?}"),
        }
    }
    let late = second
        .turn(one.refresh.reveal(), None, NOON.plus(161))
        .unwrap_err();
    assert_eq!(late, Ended::Reused);
    let (third, three) = on(&second, &two, NOON.plus(110));
    for (token, expected) in [
        (&one.refresh, Ended::Reused),
        (&three.access, Ended::Unknown),
    ] {
        let told = third
            .turn(token.reveal(), None, NOON.plus(111))
            .unwrap_err();
        assert_eq!(told, expected);
    }
}

/// Its public part is no secret: who makes a token up from it ends nobody's session.
#[test]
fn a_session_knows_its_own_tokens_from_made_up_ones() {
    let (mut session, first) = session();
    let mut pair = first.clone();
    let mut tokens = vec![first.refresh];
    for n in 0..200 {
        (session, pair) = on(&session, &pair, NOON.plus(n));
        tokens.push(pair.refresh.clone());
    }
    // However many a thief has used since, the first one is known again.
    assert!(tokens.iter().all(|token| session.knows(token.reveal())));
    let told = session
        .turn(tokens[0].reveal(), None, NOON.plus(400))
        .unwrap_err();
    assert_eq!(told, Ended::Reused);
    let fresh = Fresh {
        at: NOON,
        seed: [9; 32],
    };
    let (id, other) = (&session.id, Sha256::of(b"another session's"));
    for made_up in [
        Secret::under(Kind::Refresh, id, &fresh),
        Secret::marked(Kind::Refresh, id, &fresh, &other),
    ] {
        assert!(!session.knows(made_up.reveal()));
        let told = session
            .turn(made_up.reveal(), None, NOON.plus(400))
            .unwrap_err();
        assert_eq!(told, Ended::Unknown);
    }
    for broken in ["", "wcr_", &tokens[0].reveal()[..58]] {
        assert!(!session.knows(broken));
    }
}

#[test]
fn a_session_rests_for_a_month_and_lasts_for_three() {
    let (first, one) = session();
    assert_eq!(
        (first.expires, first.end()),
        (NOON.plus(30 * DAY), NOON.plus(90 * DAY))
    );
    let over = first
        .turn(one.refresh.reveal(), None, NOON.plus(30 * DAY))
        .unwrap_err();
    assert_eq!(over, Ended::Over);
    let (mut at, mut pair) = on(&first, &one, NOON.plus(30 * DAY - 1));
    for days in [59, 80] {
        (at, pair) = on(&at, &pair, NOON.plus(days * DAY));
    }
    assert_eq!(at.expires, NOON.plus(90 * DAY));
    // What ran out is forgotten, and no more than four act at once.
    let mut all = Vec::new();
    for seconds in 1..=5 {
        (at, pair) = on(&at, &pair, NOON.plus(80 * DAY + seconds));
        all.push(pair.access.clone());
    }
    assert_eq!(acts(&at, &all[0]), None);
    assert!(all[1..].iter().all(|one| acts(&at, one).is_some()));
    let (later, _) = on(&at, &pair, NOON.plus(81 * DAY));
    assert!(all.iter().all(|one| acts(&later, one).is_none()));
}

#[test]
fn what_is_kept_of_a_session_makes_no_token_of_it() {
    let (first, one) = session();
    let (second, two) = on(&first, &one, NOON);
    let kept = serde_json::to_string(&second).unwrap();
    for secret in [&one.access, &one.refresh, &two.access, &two.refresh] {
        assert!(!kept.contains(&secret.reveal()[20..52]));
    }
    // Not even with the hash of the token instead of its text.
    let hash = Sha256::of(one.refresh.reveal().as_bytes()).to_string();
    assert_eq!(first.turn(&hash, None, NOON).unwrap_err(), Ended::Unknown);
    let text = first.device.clone();
    assert_eq!(text, "lathe");
    let long = "x\n".repeat(200);
    let mut desk = Desk::new();
    desk.add();
    let fresh = desk.fresh();
    let (named, _) = Session::open(&desk.user.unwrap().owner(), &long, &fresh).unwrap();
    assert_eq!(named.device, "x".repeat(100));
}

const GITHUB: &str = "https://github.com";

fn octocat(number: u64, login: &str) -> GitHubPerson {
    GitHubPerson::new(GITHUB, number, login).unwrap()
}

impl Desk {
    /// Who signs in with an account at GitHub.
    fn of(who: &GitHubPerson) -> Self {
        Self {
            name: who.name.clone(),
            ..Self::new()
        }
    }

    fn admit(&mut self, who: &GitHubPerson) -> Result<UserDecision, Refusal> {
        let person = who.person.clone();
        self.run(UserCommand::Admit {
            person,
            email: None,
        })
    }

    fn arrive(&mut self, who: &GitHubPerson, anybody: bool) -> Result<SecretId, Refusal> {
        let owner = Owner {
            name: &who.name,
            person: &who.person,
            shown: Some(&who.login),
        };
        let (session, _) = Session::open(&owner, "lathe", &self.fresh()).unwrap();
        let id = session.id.clone();
        let command = UserCommand::Arrive {
            who: who.clone(),
            anybody,
            session: Box::new(session),
        };
        let by = Principal::person(who.person.clone(), &who.login);
        self.run_as(by, command).map(|_| id)
    }
}

#[test]
fn an_account_is_let_in_by_the_installations_own_token_or_where_anybody_may_come() {
    let who = octocat(583_231, "octocat");
    let mut desk = Desk::of(&who);
    let refused = desk.arrive(&who, false).unwrap_err();
    assert_eq!(refused.reason, Reason::Forbidden);
    assert!(
        refused.hint.contains("wavecast user add github-583231"),
        "{refused:?}"
    );
    let admit = UserCommand::Admit {
        person: who.person.clone(),
        email: None,
    };
    let by = Principal::person(who.person.clone(), "octocat");
    assert_eq!(reason(desk.run_as(by, admit)), Reason::Forbidden);
    desk.admit(&who).unwrap();
    assert_eq!(reason(desk.admit(&who)), Reason::Exists);
    let first = desk.arrive(&who, false).unwrap();
    // It may call itself otherwise.
    let renamed = octocat(583_231, "hexacat");
    let second = desk.arrive(&renamed, false).unwrap();
    let mut all = [first, second];
    all.sort();
    assert_eq!(desk.sessions(), all);
    let user = desk.user.clone().unwrap();
    assert_eq!(user.owner().shown, Some("hexacat"));
    assert_eq!(desk.events, ["user.add", "session.open", "session.open"]);
    let mut open = Desk::of(&who);
    open.arrive(&who, true).unwrap();
    assert_eq!(open.user.unwrap().person, user.person);
}

#[test]
fn an_account_that_was_removed_stays_out_until_it_is_added_again() {
    let who = octocat(583_231, "octocat");
    let mut desk = Desk::of(&who);
    desk.admit(&who).unwrap();
    let session = desk.arrive(&who, false).unwrap();
    let ended = desk.run(UserCommand::Remove).unwrap().ended;
    assert_eq!(ended.into_iter().collect::<Vec<_>>(), [session]);
    assert_eq!(reason(desk.run(UserCommand::Remove)), Reason::NotFound);
    for anybody in [false, true] {
        let refused = desk.arrive(&who, anybody).unwrap_err();
        assert_eq!(refused.reason, Reason::Forbidden);
    }
    desk.admit(&who).unwrap();
    desk.arrive(&who, false).unwrap();
    // The trail went on: each event stands on the one before it, under the next revision.
    assert_eq!(desk.user.unwrap().revision, 5);
}

#[test]
fn an_account_at_another_github_is_another_person() {
    let who = octocat(1, "ada");
    let mut desk = Desk::of(&who);
    desk.admit(&who).unwrap();
    let other = GitHubPerson::new("https://github.example.com", 1, "ada").unwrap();
    assert_eq!(other.name, who.name);
    assert_eq!(
        desk.arrive(&other, true).unwrap_err().reason,
        Reason::Forbidden
    );
}

#[test]
fn who_comes_by_github_has_neither_password_nor_code() {
    let who = octocat(1, "ada");
    let mut desk = Desk::of(&who);
    desk.admit(&who).unwrap();
    let (_, code) = desk.code(NOON.plus(DAY));
    assert_eq!(
        reason(desk.run(UserCommand::Reset(code.clone()))),
        Reason::State
    );
    assert!(desk.sign_in("").is_err());
    let held = String::new();
    assert!(desk.run(UserCommand::BeginFactor { held }).is_err());
    // Nobody takes such a name otherwise, and no name of another form is let in.
    let mut other = Desk::of(&who);
    let add = UserCommand::Add { email: None, code };
    assert_eq!(reason(other.run(add)), Reason::Invalid);
    for name in [
        "github-",
        "github-01",
        "github-x",
        "github-99999999999999999999",
    ] {
        let Ok(name) = name.parse() else { continue };
        let mut desk = Desk::of(&who);
        desk.name = name;
        assert_eq!(reason(desk.admit(&who)), Reason::Invalid);
    }
    assert_eq!(GitHubPerson::new(GITHUB, 1, " \n"), None);
}

#[test]
fn a_session_for_another_program_is_taken_up_by_its_proof_alone() {
    let (session, pair) = session();
    let proof = "what only that program knows, 43 characters";
    let session = session.for_claim(Sha256::of(proof.as_bytes()));
    let code = pair.refresh.reveal();
    // Nobody acts before.
    assert_eq!(acts(&session, &pair.access), None);
    for shown in [None, Some(""), Some("something else")] {
        assert_eq!(session.turn(code, shown, NOON).unwrap_err(), Ended::Unknown);
    }
    assert_eq!(
        session
            .turn(code, Some(proof), NOON.plus(CLAIM))
            .unwrap_err(),
        Ended::Over
    );
    let turned = session.turn(code, Some(proof), NOON.plus(CLAIM - 1));
    let Ok(Turn::On(taken, first)) = turned else {
        panic!("{turned:?}");
    };
    assert_eq!(taken.expires, NOON.plus(CLAIM - 1 + 30 * DAY));
    assert!(acts(&taken, &first.access).is_some());
    // The answer got lost: the same once more, and not without the proof.
    let again = taken.turn(code, Some(proof), NOON.plus(CLAIM));
    let Ok(Turn::Again(again)) = again else {
        panic!("{again:?}");
    };
    assert_eq!(again.refresh.reveal(), first.refresh.reveal());
    assert_eq!(
        taken.turn(code, None, NOON.plus(CLAIM)).unwrap_err(),
        Ended::Unknown
    );
    // From here on it is a session as any: its tokens need no proof, and take none.
    let next = first.refresh.reveal();
    assert_eq!(
        taken.turn(next, Some(proof), NOON.plus(CLAIM)).unwrap_err(),
        Ended::Unknown
    );
    let (on, _) = on(&taken, &first, NOON.plus(CLAIM));
    // The code after that: somebody has kept it.
    let late = on.turn(code, Some(proof), NOON.plus(CLAIM + 120));
    assert_eq!(late.unwrap_err(), Ended::Reused);
}
