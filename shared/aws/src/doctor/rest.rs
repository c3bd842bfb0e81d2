//! Who asks, and the parts that a deployment may have: CDN, queues, functions.

use aws_sdk_sqs::types::QueueAttributeName;

use super::{Report, State};
use crate::backend::Backend;
use crate::fault::Place;

impl Backend {
    fn place(&self, setting: &'static str, name: &str) -> Place {
        let (name, region) = (name.to_owned(), self.sdk.region().to_owned());
        Place {
            setting,
            name,
            region,
        }
    }

    pub(super) async fn examine_identity(&self, report: &mut Report) {
        let place = self.place("AWS_REGION", self.sdk.region());
        let caller = self.sdk.sts().get_caller_identity().send().await;
        let caller = caller.map_err(|error| place.read("asking who we are", &error));
        let Some(caller) = report.ask("AWS credentials", caller) else {
            return;
        };
        let account = caller.account.unwrap_or_default();
        let wanted = self.deployment.account().unwrap_or(&account);
        let mend = format!(
            "the credentials are of account {account}, and WAVECAST_SEALING_KEY lies in {wanted}; sign in to that account, or check the setting"
        );
        report.must("AWS credentials", account == wanted, &mend);
    }

    pub(super) async fn examine_rest(&self, report: &mut Report) {
        self.examine_distribution(report).await;
        for (setting, queue) in [
            ("WAVECAST_RENEWALS_QUEUE", &self.deployment.renewals_queue),
            (
                "WAVECAST_INVALIDATIONS_QUEUE",
                &self.deployment.invalidations_queue,
            ),
        ] {
            if let Some(queue) = queue {
                self.examine_queue(report, setting, queue).await;
            }
        }
        for (setting, function) in [
            ("WAVECAST_PUBLISHER", &self.deployment.publisher),
            ("WAVECAST_KEYS", &self.deployment.keys),
        ] {
            if let Some(function) = function {
                self.examine_function(report, setting, function).await;
            }
        }
    }

    async fn examine_distribution(&self, report: &mut Report) {
        const WHAT: &str = "WAVECAST_DISTRIBUTION";
        let Some(id) = &self.deployment.distribution else {
            return;
        };
        let found = self.sdk.cloudfront().get_distribution().id(id).send().await;
        let found = found.map_err(|error| self.place(WHAT, id).read("looking at it", &error));
        if let Some(found) = report.ask(WHAT, found) {
            let config = found
                .distribution
                .and_then(|found| found.distribution_config);
            let enabled = config.is_some_and(|config| config.enabled);
            report.must(
                WHAT,
                enabled,
                "the distribution is disabled; enable it: no device is answered",
            );
        }
    }

    async fn examine_queue(&self, report: &mut Report, setting: &'static str, url: &str) {
        let asked = self
            .sdk
            .sqs()
            .get_queue_attributes()
            .queue_url(url)
            .attribute_names(QueueAttributeName::RedrivePolicy)
            .send()
            .await;
        let asked = asked.map_err(|error| self.place(setting, url).read("looking at it", &error));
        if let Some(found) = report.ask(setting, asked) {
            let redrives = found.attributes.is_some_and(|attributes| {
                attributes.contains_key(&QueueAttributeName::RedrivePolicy)
            });
            report.should(
                setting,
                redrives,
                "it has no dead-letter queue; what fails always is tried for ever",
            );
        }
    }

    async fn examine_function(&self, report: &mut Report, setting: &'static str, name: &str) {
        let asked = self
            .sdk
            .lambda()
            .get_function_configuration()
            .function_name(name);
        let found = asked.send().await;
        let found = found.map_err(|error| self.place(setting, name).read("looking at it", &error));
        if let Some(found) = report.ask(setting, found) {
            let failed = found.state == Some(aws_sdk_lambda::types::State::Failed);
            let why = found.state_reason.unwrap_or_default();
            let state = if failed {
                State::Mend(format!("the function can't run: {why}; deploy it again"))
            } else {
                State::Good
            };
            report.note(setting, state);
        }
    }
}
