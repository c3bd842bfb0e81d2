//! Properties layers: settings and experiments on lines of their own.

use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use wavecast_wire::config::{Properties, overlay};
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{LayerName, ReleaseId};
use wavecast_wire::table::{Asker, Attributes, Choice, Layer};
use wavecast_wire::tuf::TargetFile;

use crate::catalog::Small;
use crate::{Device, Need, Verified};

/// What a device last applied of a layer.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Applied {
    /// The layer's release, which `hold` compares with.
    pub release: ReleaseId,
    /// The properties file's hash: as long as the layer leads to it, nothing need be fetched.
    pub sha256: Sha256,
    /// The overlay.
    pub properties: Arc<Properties>,
}

/// What one layer says to a device.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LayerDecision {
    /// Keep what was last applied of it, if anything.
    Keep,
    /// No overlay: no row matches, or the row says embedded.
    Nothing,
    /// Fetch this properties file or device list first; until then: keep.
    Needs(Need),
    /// Apply this.
    Apply(Applied),
}

impl Device {
    /// What each layer of a publication says to this device, in order.
    #[must_use]
    pub fn decide_layers(
        &self,
        verified: &Verified,
        attributes: &Attributes,
    ) -> Vec<(LayerName, LayerDecision)> {
        let attributes = self.asked(attributes);
        let one = |layer: &Layer| {
            (
                layer.layer.clone(),
                self.decide_layer(verified, &attributes, layer),
            )
        };
        verified.table().properties.iter().map(one).collect()
    }

    fn decide_layer(
        &self,
        verified: &Verified,
        attributes: &Attributes,
        layer: &Layer,
    ) -> LayerDecision {
        let applied = self.layers.get(&layer.layer);
        let active = applied.map(|applied| &applied.release);
        let asker = Asker {
            id: &self.id,
            attributes,
            active,
        };
        let need = |target, kind| {
            verified
                .need(target, kind)
                .map_or(LayerDecision::Keep, LayerDecision::Needs)
        };
        match verified.table().choose_in(layer, &asker, verified.lists()) {
            Choice::Config { release, target } => {
                let signed = verified.target(&target).and_then(TargetFile::sha256);
                let Some(sha256) = signed else {
                    return LayerDecision::Keep;
                };
                if applied.is_some_and(|a| a.release == release && a.sha256 == sha256) {
                    return LayerDecision::Keep;
                }
                let Some(properties) = verified.properties(&sha256).cloned() else {
                    return need(&target, Small::Properties);
                };
                LayerDecision::Apply(Applied {
                    release,
                    sha256,
                    properties,
                })
            }
            Choice::NeedsList(target) => need(&target, Small::List),
            Choice::Embedded { .. } => LayerDecision::Nothing,
            Choice::Keep => nothing_or_keep(layer, &asker, verified),
            Choice::Hold { .. } | Choice::Moved(_) | Choice::Retired => LayerDecision::Keep,
        }
    }

    /// What the app sees: the running release's properties, overlaid by each layer key by key, in
    /// the table's order.
    #[must_use]
    pub fn effective_properties(&self, verified: &Verified) -> Properties {
        let base = self
            .running
            .as_ref()
            .map(|running| (*running.properties).clone());
        let layers = verified.table().properties.iter();
        let applied = layers.filter_map(|layer| self.layers.get(&layer.layer));
        overlay(
            &base.unwrap_or_default(),
            applied.map(|applied| &*applied.properties),
        )
    }

    /// Remembers what the layers said; layers that are gone are forgotten. Answers whether
    /// anything changed.
    pub fn apply_layers(&mut self, decisions: &[(LayerName, LayerDecision)]) -> bool {
        let before = self.layers.clone();
        self.layers
            .retain(|name, _| decisions.iter().any(|(decided, _)| decided == name));
        for (name, decision) in decisions {
            match decision {
                LayerDecision::Apply(applied) => {
                    self.layers.insert(name.clone(), applied.clone());
                }
                LayerDecision::Nothing => {
                    self.layers.remove(name);
                }
                LayerDecision::Keep | LayerDecision::Needs(_) => {}
            }
        }
        before != self.layers
    }
}

/// A layer without a matching row means no overlay; a row that says `null` keeps the present one.
fn nothing_or_keep(layer: &Layer, asker: &Asker<'_>, verified: &Verified) -> LayerDecision {
    let rows = layer.explain(asker, verified.lists()).rows;
    let decided = rows.last().is_some_and(|row| row.matched);
    if decided {
        LayerDecision::Keep
    } else {
        LayerDecision::Nothing
    }
}
