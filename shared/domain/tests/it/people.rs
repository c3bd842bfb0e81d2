//! Members, invitations, roles, ownership.

use wavecast_domain::access::Place;
use wavecast_domain::name::SecretId;
use wavecast_domain::org::OrgCommand;
use wavecast_domain::permission::{Permission, allows};
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::Reason;
use wavecast_domain::role::OrgRole::{Admin, Member, Owner};

use crate::acme::{Acme, accept, create_app, id, permissions, remove, set_member, transfer};

#[test]
fn whoever_makes_an_organization_owns_it() {
    let acme = Acme::new();
    let ada = &acme.org.members[&id("ada")];
    assert_eq!((ada.name.as_str(), ada.role), ("Ada", Owner));
    let place = Place::Org(&acme.org.name);
    assert!(allows(&acme.person("ada"), Permission::Own, place));
    assert!(!allows(&acme.person("ada"), Permission::Tend, place));
    assert!(!allows(&acme.person("bob"), Permission::See, place));
}

#[test]
fn an_invitation_is_accepted_once_by_who_holds_the_code() {
    let mut acme = Acme::new();
    let (secret, invite) = acme.invitation(Member, "lamp: write");
    acme.run("ada", invite).unwrap();
    let (other, _) = acme.invitation(Member, "");
    let wrong = OrgCommand::AcceptInvitation {
        id: secret.id().clone(),
        hash: other.hash(),
    };
    assert!(acme.refused("bob", wrong).contains("doesn't exist"));
    let made = acme.run("bob", accept(&secret)).unwrap();
    insta::assert_debug_snapshot!(made.event.changes);
    assert!(acme.org.invitations.is_empty());
    assert!(
        acme.refused("eve", accept(&secret))
            .contains("doesn't exist")
    );
    let lamp = "lamp".parse().unwrap();
    let held = acme.org.access_of_user(&id("bob")).unwrap().in_app(&lamp);
    assert_eq!(held, permissions("package read release yank"));
}

#[test]
fn an_invitation_is_declined_taken_back_or_expires() {
    let mut acme = Acme::new();
    let (declined, invite) = acme.invitation(Member, "");
    acme.run("ada", invite).unwrap();
    let decline = OrgCommand::DeclineInvitation {
        id: declined.id().clone(),
        hash: declined.hash(),
    };
    acme.run("bob", decline).unwrap();
    acme.refused("bob", accept(&declined));
    let (revoked, invite) = acme.invitation(Admin, "");
    acme.run("ada", invite).unwrap();
    let id = revoked.id().clone();
    acme.run("ada", OrgCommand::RevokeInvitation { id })
        .unwrap();
    acme.refused("bob", accept(&revoked));
    let (late, invite) = acme.invitation(Member, "");
    acme.run("ada", invite).unwrap();
    acme.now = acme.now.plus(7 * 86_400);
    assert!(
        acme.refused("bob", accept(&late))
            .contains("expired at 2026-01-08")
    );
    // It is shown for a month more, then forgotten with the next change.
    acme.now = acme.now.plus(29 * 86_400);
    acme.run("ada", create_app("third")).unwrap();
    assert_eq!(acme.org.invitations.len(), 1);
    acme.now = acme.now.plus(2 * 86_400);
    acme.run("ada", create_app("fourth")).unwrap();
    assert!(acme.org.invitations.is_empty());
}

#[test]
fn invitations_are_for_people_and_bounded() {
    let mut acme = Acme::new();
    let (secret, invite) = acme.invitation(Member, "");
    acme.run("ada", invite).unwrap();
    let refusal = acme
        .run_as(Principal::Bootstrap, accept(&secret))
        .unwrap_err();
    assert!(refusal.rule.contains("a person"), "{refusal:?}");
    assert!(
        acme.refused("ada", accept(&secret))
            .contains("member already")
    );
    for _ in 1..100 {
        let (_, invite) = acme.invitation(Member, "");
        acme.run("ada", invite).unwrap();
    }
    let (_, invite) = acme.invitation(Member, "");
    assert!(acme.refused("ada", invite).contains("as many as allowed"));
    let (_, invite) = acme.invitation(Member, "attic: write");
    assert!(
        acme.refused("ada", invite)
            .contains("application acme/attic")
    );
    let (_, invite) = acme.invitation(Member, "lamp: nobody");
    assert!(
        acme.refused("ada", invite)
            .contains("role nobody doesn't exist")
    );
}

#[test]
fn only_an_owner_makes_and_ends_owners() {
    let mut acme = Acme::new();
    acme.join("bob", Admin, "");
    acme.join("eve", Member, "");
    let (_, invite) = acme.invitation(Owner, "");
    for command in [
        invite,
        set_member("eve", Owner, ""),
        set_member("bob", Owner, ""),
        set_member("ada", Member, ""),
        remove("ada"),
        transfer("bob"),
    ] {
        let rule = acme.refused("bob", command);
        assert_eq!(rule, "this needs the permission own");
    }
    acme.run("bob", set_member("eve", Admin, "")).unwrap();
    acme.run("ada", set_member("eve", Owner, "")).unwrap();
    acme.run("eve", set_member("ada", Member, "")).unwrap();
    assert!(acme.refused("eve", remove("eve")).contains("only owner"));
    assert!(
        acme.refused("eve", set_member("eve", Admin, ""))
            .contains("only owner")
    );
}

/// What an admin may do of all this, an admin may do alone.
#[test]
fn an_admin_invites_and_removes_members_and_leaves_owners_to_owners() {
    let mut acme = Acme::new();
    acme.join("bob", Admin, "");
    acme.join("eve", Member, "");
    let (of_owner, invite) = acme.invitation(Owner, "");
    acme.run("ada", invite).unwrap();
    let (of_member, invite) = acme.invitation(Member, "");
    acme.run("bob", invite).unwrap();
    let revoke = |id: &SecretId| OrgCommand::RevokeInvitation { id: id.clone() };
    assert_eq!(
        acme.refused("bob", revoke(of_owner.id())),
        "this needs the permission own"
    );
    acme.run("bob", revoke(of_member.id())).unwrap();
    acme.run("ada", revoke(of_owner.id())).unwrap();
    assert!(acme.org.invitations.is_empty());
    let removed = acme.run("bob", remove("eve")).unwrap();
    assert_eq!(removed.event.verb, "member.remove");
    assert_eq!(acme.org.access_of_user(&id("eve")), None);
}

#[test]
fn ownership_is_handed_over() {
    let mut acme = Acme::new();
    acme.join("bob", Member, "lamp: read");
    assert!(
        acme.refused("ada", transfer("eve"))
            .contains("doesn't exist")
    );
    let made = acme.run("ada", transfer("bob")).unwrap();
    insta::assert_debug_snapshot!(made.event.changes);
    let role = |user| acme.org.members[&id(user)].role;
    assert_eq!((role("ada"), role("bob")), (Admin, Owner));
    // The installation's own token makes an owner where the last one is gone for good.
    let mut acme = Acme::new();
    acme.join("bob", Member, "");
    acme.run_as(Principal::Bootstrap, transfer("bob")).unwrap();
    let role = |user| acme.org.members[&id(user)].role;
    assert_eq!((role("ada"), role("bob")), (Owner, Owner));
}

#[test]
fn members_see_and_leave_and_nothing_more() {
    let mut acme = Acme::new();
    acme.join("bob", Member, "lamp: admin");
    acme.join("eve", Member, "");
    for command in [
        create_app("third"),
        set_member("bob", Admin, ""),
        remove("eve"),
        transfer("bob"),
    ] {
        let refusal = acme.run("bob", command).unwrap_err();
        assert_eq!(refusal.reason, Reason::Forbidden);
    }
    let left = acme.run("bob", remove("bob")).unwrap();
    assert_eq!(left.event.verb, "member.leave");
    assert_eq!(acme.org.access_of_user(&id("bob")), None);
    let gone = acme.run("ada", remove("eve")).unwrap();
    assert_eq!(gone.event.verb, "member.remove");
}

#[test]
fn a_role_of_ones_own_gives_what_it_names_and_goes_when_nobody_has_it() {
    let mut acme = Acme::new();
    let set = |names: &str| OrgCommand::SetRole {
        name: "releaser".parse().unwrap(),
        title: "Moves releases".into(),
        permissions: permissions(names),
    };
    assert!(
        acme.refused("ada", set("release"))
            .contains("must permit 'read'")
    );
    assert!(
        acme.refused("ada", set("read members"))
            .contains("'members'")
    );
    acme.run("ada", set("read release")).unwrap();
    acme.join("bob", Member, "lamp: releaser");
    let (lamp, bulb) = ("lamp".parse().unwrap(), "bulb".parse().unwrap());
    let access = |acme: &Acme| acme.org.access_of_user(&id("bob")).unwrap();
    assert_eq!(access(&acme).in_app(&lamp), permissions("read release"));
    assert!(access(&acme).in_app(&bulb).is_empty());
    acme.run("ada", set("read")).unwrap();
    assert_eq!(access(&acme).in_app(&lamp), permissions("read"));
    let delete = || OrgCommand::DeleteRole {
        name: "releaser".parse().unwrap(),
    };
    assert!(acme.refused("ada", delete()).contains("held by bob"));
    acme.run("ada", set_member("bob", Member, "")).unwrap();
    acme.run("ada", delete()).unwrap();
    for name in ["owner", "admin", "write", "Big", ""] {
        assert!(
            name.parse::<wavecast_domain::name::RoleName>().is_err(),
            "{name}"
        );
    }
}

#[test]
fn only_people_and_the_installation_make_organizations() {
    let mut acme = Acme::new();
    acme.run("ada", crate::acme::set_account("ci", "*: admin"))
        .unwrap();
    let command = acme.new_token(Some("ci"), crate::acme::scope("read", None));
    let token = acme.run("ada", command).unwrap().token.unwrap();
    let machine = acme.token(&token).unwrap();
    let create = OrgCommand::CreateOrg {
        name: "other".parse().unwrap(),
        title: "Other".into(),
    };
    let refusal = acme.run_as(machine, create.clone()).unwrap_err();
    assert_eq!(refusal.reason, Reason::Forbidden);
    let refusal = acme.run("ada", create).unwrap_err();
    assert_eq!(refusal.reason, Reason::Exists);
}
