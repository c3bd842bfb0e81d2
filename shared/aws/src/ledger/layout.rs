//! The version of the table's layout: read before anything else, written before anything else.

use aws_sdk_dynamodb::types::AttributeValue;
use tokio::sync::OnceCell;
use wavecast_engine::port::{Key, PortError};

use super::{DynamoLedger, item};
use crate::fault::Attempts;

/// The layout that this version writes, and the only one that it reads.
pub const LAYOUT: u64 = 1;

/// Open once the table was seen to have our layout.
#[derive(Default)]
pub(super) struct Gate(OnceCell<()>);

fn key() -> Key {
    Key {
        pk: String::from("L#"),
        sk: String::from("LAYOUT"),
    }
}

impl DynamoLedger {
    /// Lets nothing be read from a table of another layout. An empty one is asked again next time.
    pub(super) async fn enter(&self) -> Result<(), PortError> {
        if self.gate.0.initialized() {
            return Ok(());
        }
        if self.read_layout().await?.is_some() {
            // Set by another call meanwhile: the same.
            let _ = self.gate.0.set(());
        }
        Ok(())
    }

    /// Lets nothing be written before the table says its layout.
    pub(super) async fn enter_to_write(&self) -> Result<(), PortError> {
        let open = self.gate.0.get_or_try_init(|| async {
            match self.read_layout().await? {
                Some(_) => Ok(()),
                None => self.write_layout().await,
            }
        });
        open.await.copied()
    }

    /// The layout; `None` for a table without entries.
    pub(super) async fn read_layout(&self) -> Result<Option<u64>, PortError> {
        let found = self
            .client
            .get_item()
            .table_name(self.table())
            .set_key(Some(item::key(&key())))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| self.place.read("reading its layout", &error))?;
        let Some(item) = found.item else {
            self.refuse_foreign().await?;
            return Ok(None);
        };
        let layout = item::number_of(item.get("layout")).and_then(|n| u64::try_from(n).ok());
        match layout {
            Some(LAYOUT) => Ok(layout),
            Some(newer @ LAYOUT..) => Err(PortError::Setup(format!(
                "{}: has layout {newer}, written by a newer version of Wavecast (this one knows {LAYOUT}); update this installation",
                self.place
            ))),
            Some(older) => Err(PortError::Setup(format!(
                "{}: has layout {older}, of an older version of Wavecast (this one knows {LAYOUT}); bring it up with the version that can, or name a new table",
                self.place
            ))),
            None => Err(PortError::Setup(format!(
                "{}: its item L# LAYOUT is damaged; restore the table from a backup",
                self.place
            ))),
        }
    }

    /// A table with organizations and without a layout isn't new.
    async fn refuse_foreign(&self) -> Result<(), PortError> {
        let found = self
            .client
            .query()
            .table_name(self.table())
            .key_condition_expression("#pk = :pk")
            .expression_attribute_names("#pk", "pk")
            .expression_attribute_values(":pk", item::text("O#"))
            .limit(1)
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| match self.place.read("reading its layout", &error) {
                // A function that may not read organizations can't tell, and needn't.
                PortError::Setup(_) => PortError::Setup(format!(
                    "{}: has no item L# LAYOUT yet; the function control makes it when it starts",
                    self.place
                )),
                error => error,
            })?;
        if found.count == 0 {
            return Ok(());
        }
        Err(PortError::Setup(format!(
            "{}: has entries and no item L# LAYOUT, so its layout is older than this version knows, or a restore was cut short; restore it whole, or name a new table",
            self.place
        )))
    }

    async fn write_layout(&self) -> Result<(), PortError> {
        let attempts = Attempts::default();
        let Key { pk, sk } = key();
        let put = self
            .client
            .put_item()
            .table_name(self.table())
            .item("pk", item::text(pk))
            .item("sk", item::text(sk))
            .item("layout", item::number(LAYOUT))
            .condition_expression("attribute_not_exists(#pk) OR #layout = :layout")
            .expression_attribute_names("#pk", "pk")
            .expression_attribute_names("#layout", "layout")
            .expression_attribute_values(":layout", AttributeValue::N(LAYOUT.to_string()))
            .customize()
            .interceptor(attempts.clone())
            .send()
            .await;
        match put {
            Ok(_) => Ok(()),
            // Nothing of ours is written yet: whoever comes next looks again.
            Err(error) => match self.place.write("writing its layout", &error, &attempts) {
                PortError::Unknown(why) => Err(PortError::Lost(why)),
                error => Err(error),
            },
        }
    }
}
