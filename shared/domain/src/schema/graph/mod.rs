//! The schemas that a document is made of, and where each leads.
//!
//! A `$ref` counts as what it names, written out. So a document ends, and is as large, as what a
//! reader has to follow: one that leads back to itself has no end, and a few definitions that name
//! each other twice are thousands.

mod bounds;
mod pointer;

use std::collections::BTreeMap;

use serde_json::Value;
use wavecast_wire::config::Properties;

use super::keyword::{self, Keyword};
use super::secret::check_public;
use crate::refusal::Refusal;
use pointer::{decode, escape};

/// Patterns of a document: each is compiled whenever values are checked.
const MOST_PATTERNS: usize = 64;

/// Where the document itself stands.
const ROOT: usize = 0;

/// The schemas of a document.
#[derive(Debug, Default)]
pub(super) struct Graph<'a> {
    nodes: Vec<Node<'a>>,
    /// By JSON pointer.
    places: BTreeMap<String, usize>,
    anchors: BTreeMap<&'a str, usize>,
    patterns: usize,
}

/// One schema.
#[derive(Debug)]
struct Node<'a> {
    /// Its JSON pointer.
    at: String,
    schema: &'a Value,
    /// The schemas that it applies, to the same value or to parts of it.
    parts: Vec<usize>,
    /// Of those, the ones that hold wherever it holds: `allOf` and `$ref`.
    always: Vec<usize>,
}

impl<'a> Graph<'a> {
    /// Reads a document.
    ///
    /// # Errors
    /// A keyword that isn't offered, a `$ref` that leads out or has no end, or a bound.
    pub fn read(document: &'a Value) -> Result<Self, Refusal> {
        let mut graph = Self::default();
        graph.walk(String::new(), document)?;
        for index in 0..graph.nodes.len() {
            let node = &graph.nodes[index];
            if let Some(reference) = node.schema.get("$ref") {
                let target = graph.target(&format!("schema{}/$ref", node.at), reference)?;
                let node = &mut graph.nodes[index];
                node.parts.push(target);
                // What stands beside a `$ref` is nearer than what it names.
                node.always.insert(0, target);
            }
        }
        graph.check_bounds()?;
        Ok(graph)
    }

    /// What properties are unless they are set: the nearest `default` of each that the document
    /// names, in itself or in what always holds with it.
    pub fn defaults(&self) -> Properties {
        let mut found = Properties::new();
        self.gather(ROOT, &mut found);
        found
    }

    fn gather(&self, index: usize, found: &mut Properties) {
        let node = &self.nodes[index];
        for (name, _) in members(node.schema.get("properties")) {
            let place = format!("{}/properties/{}", node.at, escape(name));
            let place = self.places.get(&place);
            if let Some(default) = place.and_then(|place| self.default_of(*place)) {
                found.entry(name.clone()).or_insert_with(|| default.clone());
            }
        }
        for part in &node.always {
            self.gather(*part, found);
        }
    }

    fn default_of(&self, index: usize) -> Option<&'a Value> {
        let node = &self.nodes[index];
        let own = node.schema.get("default");
        own.or_else(|| node.always.iter().find_map(|part| self.default_of(*part)))
    }

    fn walk(&mut self, at: String, schema: &'a Value) -> Result<usize, Refusal> {
        let index = self.nodes.len();
        self.places.insert(at.clone(), index);
        self.nodes.push(Node {
            at: at.clone(),
            schema,
            parts: Vec::new(),
            always: Vec::new(),
        });
        for (name, value) in members(Some(schema)) {
            let place = format!("{at}/{}", escape(name));
            let kind = offered(&format!("schema{place}"), name, &at)?;
            self.check_words(&place, name, value)?;
            if name == "$anchor" {
                self.anchors
                    .extend(value.as_str().map(|name| (name, index)));
            }
            let parts = self.walk_within(kind, &place, value)?;
            if name == "allOf" {
                self.nodes[index].always.extend(parts.iter().copied());
            }
            if kind != Keyword::Definitions {
                self.nodes[index].parts.extend(parts);
            }
        }
        Ok(index)
    }

    /// The schemas within a keyword. What has another shape than the keyword asks for is left to
    /// the judge, who says so.
    fn walk_within(
        &mut self,
        kind: Keyword,
        place: &str,
        value: &'a Value,
    ) -> Result<Vec<usize>, Refusal> {
        let inner: Vec<(String, &Value)> = match kind {
            Keyword::One => vec![(place.to_owned(), value)],
            Keyword::List => {
                let items = value.as_array().into_iter().flatten().enumerate();
                items
                    .map(|(at, one)| (format!("{place}/{at}"), one))
                    .collect()
            }
            Keyword::Named | Keyword::Definitions => {
                let place = |name: &str| format!("{place}/{}", escape(name));
                let named = members(Some(value));
                named.map(|(name, one)| (place(name), one)).collect()
            }
            _ => return Ok(Vec::new()),
        };
        inner
            .into_iter()
            .map(|(place, schema)| self.walk(place, schema))
            .collect()
    }

    /// What is refused of a keyword for what it says.
    fn check_words(&mut self, place: &str, name: &str, value: &Value) -> Result<(), Refusal> {
        let field = format!("schema{place}");
        match name {
            "writeOnly" if value == &Value::Bool(true) => {
                let rule = "a property that is only written is a secret, and anyone can read what is published";
                return Err(Refusal::invalid(field, rule, "leave it out"));
            }
            "properties" => {
                for (name, _) in members(Some(value)) {
                    check_public(&format!("{field}/{name}"), name)?;
                }
            }
            "pattern" => self.patterns += 1,
            "patternProperties" => self.patterns += members(Some(value)).count(),
            _ => {}
        }
        if self.patterns > MOST_PATTERNS {
            let rule = format!("the schema has more than {MOST_PATTERNS} patterns");
            return Err(Refusal::invalid(
                field,
                rule,
                "define one in $defs, and refer to it",
            ));
        }
        Ok(())
    }

    /// Where a `$ref` leads: to a schema of the same document, nowhere else.
    fn target(&self, field: &str, reference: &Value) -> Result<usize, Refusal> {
        let Some(fragment) = reference.as_str().and_then(|text| text.strip_prefix('#')) else {
            let rule = format!("$ref {reference} leads out of the schema, and nothing is fetched");
            let hint = "copy what it names into $defs, and name that: #/$defs/…";
            return Err(Refusal::invalid(field, rule, hint));
        };
        let place = decode(fragment);
        let found = match fragment.is_empty() || fragment.starts_with('/') {
            true => place.and_then(|place| self.places.get(&place)),
            false => self.anchors.get(fragment),
        };
        found.copied().ok_or_else(|| {
            let rule = format!("$ref {reference} names no schema of this document");
            Refusal::invalid(field, rule, "define it in $defs, or leave the $ref out")
        })
    }
}

/// What a keyword holds, if it is offered in this place.
fn offered(field: &str, name: &str, at: &str) -> Result<Keyword, Refusal> {
    match keyword::of(name) {
        Some(Keyword::Refused(hint)) => {
            let rule = format!("keyword {name} isn't offered");
            Err(Refusal::invalid(field, rule, hint))
        }
        Some(Keyword::OfDocument) if !at.is_empty() => {
            let rule = format!("keyword {name} makes a document within the document");
            let hint = "move what it names into the $defs of the one";
            Err(Refusal::invalid(field, rule, hint))
        }
        Some(kind) => Ok(kind),
        None => {
            let rule =
                format!("2020-12 has no keyword {name}, so it would be a rule that nobody keeps");
            let hint = "mend its spelling; a note of your own begins with `x-`";
            Err(Refusal::invalid(field, rule, hint))
        }
    }
}

/// The members of an object; none of anything else.
fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}
