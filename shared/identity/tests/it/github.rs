//! Accounts at GitHub, proven by its OAuth.

use axum::http::StatusCode;
use wavecast_engine::port::{Begun, Callback, IdentityError, IdentityProvider as _, Proven};
use wavecast_identity::testing::{GitHubStandIn, NOW};

const BACK: &str = "https://wavecast.example.com/api/sign-in/github/callback";

/// Goes where the browser is sent, and brings back what it would.
async fn brought(url: &str) -> Callback {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let sent = client.get(url).send().await.unwrap();
    let place = sent.headers()["location"].to_str().unwrap();
    let place = reqwest::Url::parse(place).unwrap();
    let said = |wanted: &str| {
        let mut all = place.query_pairs();
        all.find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    Callback {
        code: said("code"),
        state: said("state"),
        error: said("error"),
        iss: None,
    }
}

async fn begun(github: &GitHubStandIn) -> (Begun, Callback) {
    let (url, begun) = github.provider().begin(BACK).await.unwrap();
    (begun, brought(&url).await)
}

async fn finish(
    github: &GitHubStandIn,
    begun: &Begun,
    back: &Callback,
) -> Result<(String, String, String), IdentityError> {
    match github.provider().finish(begun, BACK, back, NOW).await? {
        Proven::GitHub(who) => Ok((who.name.into(), who.person.into(), who.login)),
        Proven::Tokens(_) => panic!("GitHub gives none"),
    }
}

#[tokio::test]
async fn an_account_is_known_by_its_number_whatever_it_calls_itself() {
    let github = GitHubStandIn::start().await;
    github.signed_in(583_231, "octocat");
    let (one, back) = begun(&github).await;
    let (name, person, login) = finish(&github, &one, &back).await.unwrap();
    assert_eq!((&*name, &*login), ("github-583231", "octocat"));
    github.signed_in(583_231, "hexacat");
    let (two, back) = begun(&github).await;
    let renamed = finish(&github, &two, &back).await.unwrap();
    assert_eq!(renamed, (name, person.clone(), "hexacat".to_owned()));
    // Whoever takes the old login is somebody else.
    github.signed_in(583_232, "octocat");
    let (three, back) = begun(&github).await;
    assert_ne!(finish(&github, &three, &back).await.unwrap().1, person);
}

#[tokio::test]
async fn a_code_is_good_once_for_who_began() {
    let github = GitHubStandIn::start().await;
    github.signed_in(1, "ada");
    let (ours, back) = begun(&github).await;
    let (others, foreign) = begun(&github).await;
    let refused = |answer: Result<_, IdentityError>| match answer {
        Err(IdentityError::Refused(why)) => why,
        other => panic!("{other:?}"),
    };
    // Another sign-in's answer, none, one without a code, a stolen code under the right state.
    let state = refused(finish(&github, &ours, &foreign).await);
    assert!(state.contains("its state is another one"), "{state}");
    let none = Callback::default();
    refused(finish(&github, &ours, &none).await);
    let empty = Callback {
        code: None,
        ..back.clone()
    };
    assert!(refused(finish(&github, &ours, &empty).await).contains("no code"));
    let stolen = Callback {
        code: back.code.clone(),
        ..foreign
    };
    let stolen = refused(finish(&github, &others, &stolen).await);
    assert!(stolen.contains("bad_verification_code"), "{stolen}");
    finish(&github, &ours, &back).await.unwrap();
    let replayed = refused(finish(&github, &ours, &back).await);
    assert!(replayed.contains("bad_verification_code"), "{replayed}");
    github.says_no();
    let (no, back) = begun(&github).await;
    assert!(refused(finish(&github, &no, &back).await).contains("access_denied"));
}

#[tokio::test]
async fn nobody_is_proven_by_a_github_that_fails_or_answers_nonsense() {
    let github = GitHubStandIn::start().await;
    github.signed_in(1, "ada");
    let huge = format!("\"{}\"", "x".repeat(300_000));
    let nonsense = ["", "<html>", "[]", "{}", &huge];
    let users = [
        r#"{"id":"1","login":"ada"}"#,
        r#"{"id":1}"#,
        r#"{"id":-1,"login":"ada"}"#,
        r#"{"id":1,"login":""}"#,
        r#"{"id":1,"login":"a\nb"}"#,
    ];
    let mut faults: Vec<(&'static str, StatusCode, &str)> = Vec::new();
    for endpoint in ["access_token", "user"] {
        for status in [
            StatusCode::BAD_GATEWAY,
            StatusCode::FOUND,
            StatusCode::UNAUTHORIZED,
        ] {
            faults.push((endpoint, status, "{}"));
        }
        faults.extend(nonsense.map(|body| (endpoint, StatusCode::OK, body)));
    }
    faults.extend(users.map(|body| ("user", StatusCode::OK, body)));
    for (endpoint, status, body) in faults {
        let (begun, back) = begun(&github).await;
        github.answer(endpoint, status, body);
        let answer = finish(&github, &begun, &back).await;
        assert!(
            answer.is_err(),
            "{endpoint} {status} {body:.40}: {answer:?}"
        );
        github.mend();
    }
    let (begun, back) = begun(&github).await;
    finish(&github, &begun, &back).await.unwrap();
}

#[tokio::test]
async fn what_is_printed_of_a_sign_in_is_no_secret() {
    let github = GitHubStandIn::start().await;
    github.signed_in(1, "ada");
    let (begun, back) = begun(&github).await;
    let shown = format!("{begun:?} {back:?} {:?}", github.provider());
    let secrets = [begun.state, begun.verifier, back.code.unwrap()];
    for secret in secrets
        .iter()
        .map(String::as_str)
        .chain([wavecast_identity::testing::GITHUB_SECRET])
    {
        assert!(!shown.contains(secret), "{shown}");
    }
}
