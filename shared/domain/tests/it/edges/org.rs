//! The edges of what an organization keeps: texts for people, and how long codes and tokens work.

use wavecast_domain::org::OrgCommand;
use wavecast_domain::refusal::Refusal;
use wavecast_domain::role::OrgRole::Member;

use crate::acme::{Acme, scope, set_account};

const DAY: i64 = 86_400;

/// What refuses a command of Ada's, if anything does.
fn told(acme: &mut Acme, command: OrgCommand) -> Option<Refusal> {
    acme.run("ada", command).err()
}

#[test]
fn texts_for_people() {
    let titled = |text: &str| {
        let mut command = set_account("ci", "");
        if let OrgCommand::SetAccount { title, .. } = &mut command {
            text.clone_into(title);
        }
        command
    };
    let mut acme = Acme::new();
    for text in ["x", &"x".repeat(100), &"é".repeat(100)] {
        assert_eq!(told(&mut acme, titled(text)), None, "{text}");
    }
    for text in [
        "",
        &"x".repeat(101),
        &"é".repeat(101),
        "two\nlines",
        "e\u{301}",
    ] {
        let refusal = told(&mut acme, titled(text)).expect(text);
        assert_eq!(refusal.field, "title");
        let rule = "the title must be 1 to 100 characters on one line";
        assert_eq!(refusal.rule, rule, "{text}");
    }
}

#[test]
fn how_long_an_invitation_is_good() {
    let mut acme = Acme::new();
    for (seconds, fits) in [
        (-1, false),
        (0, false),
        (1, true),
        (30 * DAY, true),
        (30 * DAY + 1, false),
    ] {
        let (_, mut invite) = acme.invitation(Member, "");
        if let OrgCommand::Invite(new) = &mut invite {
            new.expires = acme.now.plus(seconds);
        }
        let refusal = told(&mut acme, invite);
        assert_eq!(refusal.is_none(), fits, "{seconds}: {refusal:?}");
        if let Some(refusal) = refusal {
            let rule = "an invitation is good for at most 30 days from now";
            assert_eq!(
                (refusal.field.as_str(), refusal.rule.as_str()),
                ("expires", rule)
            );
        }
    }
}

#[test]
fn how_long_a_token_works() {
    let mut acme = Acme::new();
    for (seconds, fits) in [
        (-1, false),
        (0, false),
        (1, true),
        (366 * DAY, true),
        (366 * DAY + 1, false),
    ] {
        let mut command = acme.new_token(None, scope("read", None));
        if let OrgCommand::CreateToken(new) = &mut command {
            new.expires = acme.now.plus(seconds);
        }
        let refusal = told(&mut acme, command);
        assert_eq!(refusal.is_none(), fits, "{seconds}: {refusal:?}");
        if let Some(refusal) = refusal {
            let rule = "a token works for at most 366 days from now";
            assert_eq!(
                (refusal.field.as_str(), refusal.rule.as_str()),
                ("expires", rule)
            );
        }
    }
}
