//! How much a document is, with every `$ref` written out.

use super::Graph;
use crate::refusal::Refusal;

/// Schemas of a document, each as often as something applies it.
const MOST_SCHEMAS: usize = 2048;
/// Schemas from the document down to its innermost.
const MOST_LEVELS: usize = 32;

/// What a schema and all that it applies amount to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Extent {
    schemas: usize,
    levels: usize,
}

/// How far a schema was measured.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Measured {
    Not,
    /// It is being measured: whoever meets it again came back to it.
    Begun,
    Whole(Extent),
}

impl Graph<'_> {
    /// Checks that the document ends, and is small enough to be checked against at once. Definitions
    /// that nothing names are held to the same.
    pub(super) fn check_bounds(&self) -> Result<(), Refusal> {
        let mut measured = vec![Measured::Not; self.nodes.len()];
        for index in 0..self.nodes.len() {
            self.measure(index, 1, &mut measured)?;
        }
        Ok(())
    }

    fn measure(
        &self,
        index: usize,
        level: usize,
        measured: &mut Vec<Measured>,
    ) -> Result<Extent, Refusal> {
        match measured[index] {
            Measured::Whole(extent) => return Ok(extent),
            Measured::Begun => {
                let rule = "it leads back to itself, so it has no end";
                return Err(self.refusal(index, rule, "values are flat: nothing in them nests"));
            }
            Measured::Not if level > MOST_LEVELS => return Err(self.too_deep(index)),
            Measured::Not => measured[index] = Measured::Begun,
        }
        let mut extent = Extent {
            schemas: 1,
            levels: 1,
        };
        for part in &self.nodes[index].parts {
            let inner = self.measure(*part, level + 1, measured)?;
            extent.schemas = extent.schemas.saturating_add(inner.schemas);
            extent.levels = extent.levels.max(inner.levels + 1);
        }
        if extent.levels > MOST_LEVELS {
            return Err(self.too_deep(index));
        }
        if extent.schemas > MOST_SCHEMAS {
            let rule = format!(
                "it is {} schemas, with every $ref written out; {MOST_SCHEMAS} are allowed",
                extent.schemas
            );
            return Err(self.refusal(index, &rule, "refer to fewer definitions, or split them"));
        }
        measured[index] = Measured::Whole(extent);
        Ok(extent)
    }

    fn too_deep(&self, index: usize) -> Refusal {
        let rule = format!(
            "the schema is nested deeper than {MOST_LEVELS} schemas, with every $ref written out"
        );
        self.refusal(
            index,
            &rule,
            "values are flat: say it of the property itself",
        )
    }

    fn refusal(&self, index: usize, rule: &str, hint: &str) -> Refusal {
        let at = &self.nodes[index].at;
        Refusal::invalid(format!("schema{at}"), format!("#{at}: {rule}"), hint)
    }
}
