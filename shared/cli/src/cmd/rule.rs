//! `wavecast rule`.

use clap::Subcommand;
use wavecast_client::types;
use wavecast_wire::name::ChannelName;

use super::channel::changed;
use super::condition::{Condition, matchers, shown};
use crate::error::Result;
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, sent};
use crate::run::Run;

/// Rules: who in a channel gets releases of their own
#[derive(Debug, Subcommand)]
pub enum Rule {
    /// Lists the channel's rules, the one that decides first first
    List,
    /// Adds a rule; nobody moves before something is shipped with --rule
    Create {
        /// Its name
        name: ChannelName,
        /// Whom it is for, such as os=ios,android or app_version=">=2,<3"; may repeat, all must hold
        #[arg(long, value_name = "NAME=VALUES")]
        audience: Vec<Condition>,
        /// Only the devices of this group
        #[arg(long)]
        group: Option<String>,
        /// Directly before this rule [default: last before everyone]
        #[arg(long, value_name = "RULE")]
        before: Option<ChannelName>,
    },
    /// Changes whom a rule is for: all of it is said anew, and --dry-run says who would move
    Edit {
        /// Which
        name: ChannelName,
        /// Whom it is for, such as os=ios,android or app_version=">=2,<3"; may repeat, all must hold
        #[arg(long, value_name = "NAME=VALUES")]
        audience: Vec<Condition>,
        /// Only the devices of this group
        #[arg(long)]
        group: Option<String>,
    },
    /// Gives a rule another priority
    Move {
        /// Which
        name: ChannelName,
        /// Directly before this rule [default: last before everyone]
        #[arg(long, value_name = "RULE")]
        before: Option<ChannelName>,
    },
    /// Deletes a rule; its devices go on with the rules beneath
    Delete {
        /// Which
        name: ChannelName,
    },
}

impl Rule {
    pub async fn run(self, run: &Run) -> Result {
        let (app, channel) = run.place()?;
        let client = &app.remote.client;
        let (org, name) = (&app.org, &app.app);
        match self {
            Self::List => {
                let get = || client.list_rules().org(org).app(name).channel(&channel);
                let found = app.remote.read(async || sent!(get())).await?;
                run.out.result(&found, |out| list(out, &found))
            }
            Self::Create {
                name: rule,
                audience,
                group,
                before,
            } => {
                let body = types::CreateRule {
                    name: rule.to_string(),
                    audience: matchers(&audience),
                    group,
                    before: before.map(|before| before.to_string()),
                };
                let create = || client.create_rule().org(org).app(name).channel(&channel);
                let verb = async |ask: &Ask| {
                    let send = create().body(body.clone());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                changed(run, &app, verb).await
            }
            Self::Edit {
                name: rule,
                audience,
                group,
            } => {
                let body = types::EditRule {
                    audience: matchers(&audience),
                    group,
                };
                let edit = || client.edit_rule().org(org).app(name).channel(&channel);
                let verb = async |ask: &Ask| {
                    let send = edit().rule(rule.as_str()).body(body.clone());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                changed(run, &app, verb).await
            }
            Self::Move { name: rule, before } => {
                let body = types::MoveRule {
                    before: before.map(|before| before.to_string()),
                };
                let of = || client.move_rule().org(org).app(name).channel(&channel);
                let verb = async |ask: &Ask| {
                    let send = of().rule(rule.as_str()).body(body.clone());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                changed(run, &app, verb).await
            }
            Self::Delete { name: rule } => {
                let of = || client.delete_rule().org(org).app(name).channel(&channel);
                let verb = async |ask: &Ask| {
                    let send = of().rule(rule.as_str());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                changed(run, &app, verb).await
            }
        }
    }
}

fn list(out: &Out, found: &types::Rules) {
    let mut table = Table::new(&["rule", "audience", "group", "runs"]);
    for rule in &found.rules {
        let runs: Vec<String> = rule
            .stack
            .iter()
            .map(|placed| format!("{} at {}", placed.version, placed.share))
            .collect();
        let audience = shown(&rule.audience);
        table.row([
            Cell::toned(Tone::Strong, &rule.name),
            Cell::from(if audience.is_empty() {
                "any device"
            } else {
                audience.as_str()
            }),
            Cell::from(rule.group.as_deref().unwrap_or_default()),
            Cell::from(runs.join(", ")),
        ]);
    }
    out.table(&table);
    for finding in &found.findings {
        out.line(finding_line(out, finding));
    }
}

/// `rule b shares devices with a, which stands before it and decides for them: os: ios`.
pub fn finding_line(out: &Out, finding: &types::RuleFinding) -> String {
    let (rule, before) = (&finding.rule, &finding.before);
    match finding.kind {
        types::RuleFindingKind::Overlaps => {
            let shared: Vec<String> = finding.shared.iter().map(shown).collect();
            let shared = match shared.iter().any(String::is_empty) {
                true => String::new(),
                false => format!(": {}", shared.join("; or ")),
            };
            format!(
                "  rule {rule} shares devices with {before}, which stands before it and decides for them{shared}"
            )
        }
        types::RuleFindingKind::Shadowed => format!(
            "  {}: every device of rule {rule} gets what {before} gives, which stands before it",
            out.paint(Tone::Warn, "shadowed")
        ),
    }
}
