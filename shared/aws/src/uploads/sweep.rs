//! What nobody finished or took. The bucket's lifecycle rules do the same for what is left.

use wavecast_engine::port::PortError;
use wavecast_wire::time::Timestamp;

use super::S3Uploads;
use super::name::{FILES, UPLOADS};

/// Listings of one kind in one sweep.
const PAGES: u32 = 10;

impl S3Uploads {
    /// Removes what is older; says how much. What one sweep leaves, the next takes.
    pub(super) async fn sweep(&self, before: Timestamp) -> Result<u64, PortError> {
        let mut swept = self.sweep_multipart(before).await?;
        for prefix in [UPLOADS, FILES] {
            swept += self.sweep_objects(prefix, before).await?;
        }
        Ok(swept)
    }

    async fn sweep_objects(&self, prefix: &str, before: Timestamp) -> Result<u64, PortError> {
        let (mut swept, mut after) = (0, None::<String>);
        for _ in 0..PAGES {
            let (names, more) = self.bucket.names(prefix, after.as_deref()).await?;
            after = names.last().map(|one| one.path.clone());
            for old in names.iter().filter(|one| one.modified < before) {
                self.bucket.delete(&old.path, Some(&old.etag)).await?;
                swept += 1;
            }
            if !more || after.is_none() {
                break;
            }
        }
        Ok(swept)
    }

    async fn sweep_multipart(&self, before: Timestamp) -> Result<u64, PortError> {
        let (mut swept, mut marker) = (0, (None::<String>, None::<String>));
        for _ in 0..PAGES {
            let listed = self
                .bucket
                .client
                .list_multipart_uploads()
                .bucket(self.bucket.name())
                .prefix(FILES)
                .set_key_marker(marker.0.take())
                .set_upload_id_marker(marker.1.take())
                .set_expected_bucket_owner(self.bucket.owner())
                .send()
                .await
                .map_err(|error| self.bucket.place.read("listing unfinished uploads", &error))?;
            for upload in listed.uploads.unwrap_or_default() {
                let begun = upload.initiated.map_or(0, |at| at.secs());
                let (Some(path), Some(id)) = (upload.key, upload.upload_id) else {
                    continue;
                };
                if Timestamp(begun) < before {
                    swept += u64::from(self.abort_multipart(&path, &id).await?);
                }
            }
            marker = (listed.next_key_marker, listed.next_upload_id_marker);
            if listed.is_truncated != Some(true) || marker.0.is_none() {
                break;
            }
        }
        Ok(swept)
    }
}
