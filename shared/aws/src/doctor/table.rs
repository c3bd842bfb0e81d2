//! The table: keys, indexes, time to live, stream, layout, and what protects it.

use aws_sdk_dynamodb::types::{
    KeySchemaElement, PointInTimeRecoveryStatus, StreamViewType, TableDescription, TimeToLiveStatus,
};
use wavecast_engine::port::PortError;

use super::Report;
use crate::backend::Backend;
use crate::fault::Place;
use crate::ledger::{BY, DUE};

const TABLE: &str = "WAVECAST_TABLE";

impl Backend {
    pub(super) async fn examine_table(&self, report: &mut Report) {
        let Some(table) = report.ask(TABLE, self.describe_table().await) else {
            return;
        };
        report.good(TABLE);
        let keys = names(table.key_schema());
        report.must(
            "table keys",
            keys == ["pk", "sk"],
            "its keys must be pk and sk, both S; name the table that was deployed for Wavecast",
        );
        for index in [DUE, BY] {
            let indexes = table.global_secondary_indexes().iter();
            let mut of_name = indexes.filter(|found| found.index_name() == Some(index.name));
            let right = of_name.any(|found| names(found.key_schema()) == [index.group, index.at]);
            let mend = format!(
                "index {} over {} and {} is missing; deploy the table anew from the templates",
                index.name, index.group, index.at
            );
            report.must(&format!("table index {}", index.name), right, &mend);
        }
        let keys_only = table.stream_specification().is_some_and(|stream| {
            stream.stream_enabled() && stream.stream_view_type() == Some(&StreamViewType::KeysOnly)
        });
        report.should("table stream", keys_only, "the stream is off, or shows more than keys; the publisher is then woken by the tick alone");
        report.should(
            "table deletion protection",
            table.deletion_protection_enabled() == Some(true),
            "the table can be deleted by one call; switch deletion protection on",
        );
        self.examine_protection(report).await;
        let layout = self.ledger().check().await;
        if let Some(layout) = report.ask("table layout", layout) {
            report.should(
                "table layout",
                layout.is_some(),
                "nothing was written to it yet",
            );
        }
    }

    async fn examine_protection(&self, report: &mut Report) {
        let (client, name) = (self.sdk.dynamodb(), &self.deployment.table);
        let place = self.table_place();
        let ends = client.describe_time_to_live().table_name(name).send().await;
        let ends = ends.map_err(|error| place.read("asking what ends", &error));
        if let Some(ends) = report.ask("table time to live", ends) {
            let ends = ends.time_to_live_description.is_some_and(|ends| {
                ends.time_to_live_status == Some(TimeToLiveStatus::Enabled)
                    && ends.attribute_name.as_deref() == Some("expires")
            });
            report.should(
                "table time to live",
                ends,
                "what has ended is never removed; switch it on for the attribute expires",
            );
        }
        let backups = client
            .describe_continuous_backups()
            .table_name(name)
            .send()
            .await;
        let backups = backups.map_err(|error| place.read("asking for its backups", &error));
        if let Some(backups) = report.ask("table point-in-time recovery", backups) {
            let status = backups
                .continuous_backups_description
                .and_then(|backups| backups.point_in_time_recovery_description)
                .and_then(|recovery| recovery.point_in_time_recovery_status);
            report.should(
                "table point-in-time recovery",
                status == Some(PointInTimeRecoveryStatus::Enabled),
                "a mistake can't be taken back; switch point-in-time recovery on",
            );
        }
    }

    fn table_place(&self) -> Place {
        Place {
            setting: TABLE,
            name: self.deployment.table.clone(),
            region: self.sdk.region().to_owned(),
        }
    }

    async fn describe_table(&self) -> Result<TableDescription, PortError> {
        let asked = self
            .sdk
            .dynamodb()
            .describe_table()
            .table_name(&self.deployment.table);
        let found = asked.send().await;
        let found = found.map_err(|error| self.table_place().read("describing it", &error))?;
        found
            .table
            .ok_or_else(|| PortError::Lost(String::from("the table was described as nothing")))
    }
}

fn names(schema: &[KeySchemaElement]) -> Vec<&str> {
    schema
        .iter()
        .map(KeySchemaElement::attribute_name)
        .collect()
}
