//! The OpenAPI document: what the handlers say of themselves, and what holds for all of them.

use utoipa::PartialSchema as _;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Components, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, Ref, RefOr, Required,
};

use crate::contract::problem::Problem;
use crate::need::{self, Need};
use crate::problem::MEDIA_TYPE;
use crate::{routes, rules};

const ABOUT: &str = "Publishes releases to devices. Shares are text with a percent sign; times are \
YYYY-MM-DDTHH:MM:SSZ. Every request that changes something takes Idempotency-Key, If-Match and \
dry_run, and answers 202 while a publication that it wanted isn't at the edge yet. Every error is a \
problem (RFC 9457) that names the field, the rule and the way out.";

const TAGS: [(&str, &str); 14] = [
    ("organizations", "Who owns which applications."),
    ("people", "Members, invitations, roles: who may do what."),
    (
        "sessions",
        "The installation's own people, their passwords and sessions.",
    ),
    ("machines", "Service accounts and tokens."),
    ("applications", "What is released: bundles or firmware."),
    ("channels", "What devices follow."),
    ("uploads", "Files on their way in."),
    ("packages", "Immutable, versioned sets of files."),
    ("releases", "A package for an audience, and how far it got."),
    ("approvals", "What an application lets nobody do alone."),
    (
        "secrets",
        "What the server's own parts use and nobody reads back.",
    ),
    ("publications", "What is on its way to the edge."),
    ("audit", "Who did what."),
    ("server", "The server itself."),
];

/// The OpenAPI 3.1 document, as pretty JSON that ends with a line feed.
#[must_use]
pub fn document() -> String {
    let mut document = routes::open().into_openapi();
    for item in document.paths.paths.values_mut() {
        each(item)
            .into_iter()
            .for_each(|(_, operation)| fail(operation));
    }
    let mut guarded = routes::guarded().into_openapi();
    for (path, item) in &mut guarded.paths.paths {
        // An upload is the same whoever begins it how often: it needs no key and no condition.
        // What a password was sent with is not kept, so it takes no key either.
        let is_apart = path.ends_with("/compare")
            || path.ends_with("/password")
            || path.starts_with("/api/v1/factor");
        let changes = !path.contains("/uploads") && !is_apart;
        for (reads, operation) in each(item) {
            tell_need(path, reads, operation);
            guard(operation);
            if changes && !reads {
                condition(operation);
            }
            fail(operation);
        }
    }
    document.merge(guarded);
    describe(&mut document);
    document.components.iter_mut().for_each(name_items);
    rules::tell(&mut document);
    let text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text + "\n"
}

/// The operations of a path, with whether each only reads.
fn each(item: &mut PathItem) -> Vec<(bool, &mut Operation)> {
    let all = [
        (true, &mut item.get),
        (false, &mut item.post),
        (false, &mut item.put),
        (false, &mut item.patch),
        (false, &mut item.delete),
    ];
    let there = all.into_iter();
    there
        .filter_map(|(reads, operation)| Some((reads, operation.as_mut()?)))
        .collect()
}

/// Which permission it needs, from the one table.
fn tell_need(path: &str, reads: bool, operation: &mut Operation) {
    let id = operation.operation_id.as_deref().unwrap_or_default();
    let about = match need::of(id, path, reads) {
        Some(Need::Holds(permission)) => format!("Needs the permission `{}`.", permission.name()),
        Some(Need::Known) => "Anybody who is known may call it.".to_owned(),
        None => return,
    };
    let before = operation.description.take().filter(|text| !text.is_empty());
    operation.description = Some(match before {
        Some(text) => format!("{text}\n\n{about}"),
        None => about,
    });
}

/// A page's items are the resource itself, not another type of the same shape.
fn name_items(components: &mut Components) {
    for (name, schema) in &mut components.schemas {
        let (Some(item), RefOr::T(Schema::Object(page))) = (name.strip_prefix("Page_"), schema)
        else {
            continue;
        };
        let items = ArrayBuilder::new().items(Ref::from_schema_name(item));
        let items = items.description(Some("In the order asked for."));
        page.properties.insert("items".to_owned(), items.into());
    }
}

/// It needs a token.
fn guard(operation: &mut Operation) {
    let token = SecurityRequirement::new::<_, _, String>("token", []);
    operation.security = Some(vec![token]);
}

/// It may fail with a problem.
fn fail(operation: &mut Operation) {
    let problem = Ref::from_response_name("Problem");
    let responses = &mut operation.responses.responses;
    for response in responses.values_mut() {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            "Done.".clone_into(&mut response.description);
        }
    }
    responses.insert("default".to_owned(), RefOr::Ref(problem));
}

/// It takes a key, a condition and a dry run, tells the new ETag, and may be pending.
fn condition(operation: &mut Operation) {
    let text = |most| {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .max_length(Some(most))
    };
    let parameters = [
        ParameterBuilder::new()
            .name("idempotency-key")
            .parameter_in(ParameterIn::Header)
            .description(Some(
                "1 to 128 printable ASCII characters without spaces: the same key and request are done once.",
            ))
            .schema(Some(text(128))),
        ParameterBuilder::new()
            .name("if-match")
            .parameter_in(ParameterIn::Header)
            .description(Some(
                "The ETag that the channel (or application) must still have.",
            ))
            .schema(Some(text(64))),
        ParameterBuilder::new()
            .name("dry_run")
            .parameter_in(ParameterIn::Query)
            .description(Some("Decide and answer, commit nothing."))
            .schema(Some(ObjectBuilder::new().schema_type(Type::Boolean))),
    ];
    let ask = ParameterBuilder::new()
        .name("ask")
        .parameter_in(ParameterIn::Query)
        .description(Some(
            "Ask for the approvals that it needs, instead of doing it; the answer is 202.",
        ))
        .schema(Some(ObjectBuilder::new().schema_type(Type::Boolean)));
    let asks = need::asks(operation.operation_id.as_deref().unwrap_or_default());
    let parameters = parameters.into_iter().chain(asks.then_some(ask));
    let all = operation.parameters.get_or_insert_default();
    all.extend(parameters.map(|one| RefOr::T(one.required(Required::False).build())));
    let responses = &mut operation.responses.responses;
    let success = responses.values().find_map(|one| match one {
        RefOr::T(response) => Some(response.clone()),
        RefOr::Ref(_) => None,
    });
    for (status, description) in [
        ("200", "Done, or a dry run."),
        (
            "202",
            "Committed; a publication is pending, or approvals were asked for.",
        ),
    ] {
        let Some(mut response) = success.clone() else {
            continue;
        };
        description.clone_into(&mut response.description);
        responses
            .entry(status.to_owned())
            .or_insert(RefOr::T(response));
    }
    for response in responses.values_mut() {
        if let RefOr::T(response) = response {
            tell_tag(response);
        }
    }
}

fn tell_tag(response: &mut Response) {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let tag = HeaderBuilder::new()
        .schema(Some(text))
        .description(Some("The revision that last changed the resource."))
        .build();
    response.headers.insert("etag".to_owned(), RefOr::T(tag));
}

fn describe(document: &mut OpenApi) {
    document.info = InfoBuilder::new()
        .title("Wavecast")
        .version("1")
        .description(Some(ABOUT))
        .license(Some(
            LicenseBuilder::new()
                .name("Apache-2.0 OR MIT")
                .identifier(Some("Apache-2.0 OR MIT"))
                .build(),
        ))
        .build();
    let tags = TAGS.map(|(name, about)| {
        TagBuilder::new()
            .name(name)
            .description(Some(about))
            .build()
    });
    document.tags = Some(tags.into());
    let components = document.components.get_or_insert_with(Components::new);
    components
        .schemas
        .insert("Problem".to_owned(), Problem::schema());
    let problem = ResponseBuilder::new()
        .description("Why it wasn't carried out.")
        .content(
            MEDIA_TYPE,
            ContentBuilder::new()
                .schema(Some(Ref::from_schema_name("Problem")))
                .build(),
        )
        .build();
    components
        .responses
        .insert("Problem".to_owned(), RefOr::T(problem));
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "A token (`wcp_…`, `wcs_…`), a session's (`wcu_…`), the one that the first start stored (`wct_…`), or an access token of the sign-in.",
        ))
        .build();
    components.add_security_scheme("token", SecurityScheme::Http(scheme));
}
