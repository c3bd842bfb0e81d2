//! Why a device gets what it gets.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use wavecast_wire::bucket::check_id;
use wavecast_wire::name::ReleaseId;

use crate::answer::Answer;
use crate::ask::Ask;
use crate::at::{At, ChannelPath};
use crate::contract::explain::Explanation;
use crate::field::optional;
use crate::problem::Problem;
use crate::state::ApiState;

/// A device that asks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExplainQuery {
    /// The device's id, as it hashes it.
    #[param(example = "9f86d081884c7d659a2feaa0c55ad015")]
    #[allow(dead_code, reason = "read by name: `attribute` may repeat")]
    pub id: String,
    /// One attribute, `name=value`; may repeat.
    #[param(example = json!(["os=linux"]))]
    #[allow(dead_code, reason = "read by name: `attribute` may repeat")]
    pub attribute: Option<Vec<String>>,
    /// The release that it runs, if it runs one of this channel's.
    #[allow(dead_code, reason = "read by name: `attribute` may repeat")]
    pub active: Option<String>,
}

/// Explains what a device gets, row by row, and which values its app sees.
#[utoipa::path(get, path = "/channels/{channel}/explain", tag = "channels", params(ChannelPath, ExplainQuery), responses((status = 200, body = Explanation)))]
pub(crate) async fn explain_device(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    Ask(query): Ask<Vec<(String, String)>>,
) -> Result<Answer<Explanation>, Problem> {
    let asked = Asked::read(query)?;
    let explained = state
        .control
        .explain(
            &path.scope(),
            &asked.id,
            &asked.attributes,
            asked.active.as_ref(),
        )
        .await?;
    let explained = explained.ok_or_else(|| super::channels::missing(&path))?;
    Ok(Answer::ok(Explanation::of(
        path.scope().into(),
        asked.id,
        asked.attributes,
        explained,
    )))
}

/// A device as the query describes it.
struct Asked {
    id: String,
    attributes: BTreeMap<String, String>,
    active: Option<ReleaseId>,
}

impl Asked {
    fn read(query: Vec<(String, String)>) -> Result<Self, Problem> {
        let (mut id, mut active, mut attributes) = (None, None, BTreeMap::new());
        for (name, value) in query {
            let known = match name.as_str() {
                "id" => id.replace(value).is_none(),
                "active" => active.replace(value).is_none(),
                "attribute" => {
                    let pair = value.split_once('=');
                    let (name, value) = pair.ok_or_else(|| {
                        Problem::invalid("attribute", "must be a name, '=' and a value")
                    })?;
                    attributes
                        .insert(name.to_owned(), value.to_owned())
                        .is_none()
                }
                _ => return Err(Problem::malformed(format!("unknown query field '{name}'"))),
            };
            if !known {
                return Err(Problem::invalid(name, "must be said once"));
            }
        }
        let id: String = id.ok_or_else(|| Problem::invalid("id", "must be said"))?;
        check_id(&id).map_err(|error| Problem::invalid("id", error.0))?;
        Ok(Self {
            id,
            attributes,
            active: optional("active", active.as_ref())?,
        })
    }
}
