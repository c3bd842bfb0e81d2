//! `wavecast approval`.

use clap::{Args, Subcommand};
use wavecast_client::types;
use wavecast_domain::share::Share;
use wavecast_wire::hash::Sha256;

use super::act::movement_line;
use crate::error::Result;
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, RemoteApp, sent};
use crate::run::Run;

/// Whether approvals are only asked for.
#[derive(Clone, Copy, Debug, Args)]
pub struct Asking {
    /// Ask for the approvals that it needs, instead of doing it
    #[arg(long)]
    pub for_approval: bool,
}

/// Approvals: what an application lets nobody do alone
#[derive(Debug, Subcommand)]
pub enum Approval {
    /// Shows what needs approvals
    Policy,
    /// Says what needs approvals; to ask for less needs those that are asked for now
    Require(Require),
    /// Lets everything be done alone; that needs the approvals that are asked for now
    Waive {
        #[command(flatten)]
        asking: Asking,
    },
    /// Lists requests, the newest first
    List {
        /// Only of this state
        #[arg(long)]
        state: Option<types::ApprovalState>,
        /// At most so many
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: usize,
    },
    /// Shows a request, with exactly what would be done
    Show {
        /// Its id
        request: String,
    },
    /// Approves a request: what its digest stands for, and nothing else
    Approve {
        /// Its id
        request: String,
        /// The digest that was read [default: the one that it has now, which is shown]
        #[arg(long, value_name = "SHA256")]
        digest: Option<Sha256>,
        /// What there is to say about it
        #[arg(long, value_name = "TEXT")]
        comment: Option<String>,
    },
    /// Ends a request without approval
    Reject {
        /// Its id
        request: String,
        /// What there is to say about it
        #[arg(long, value_name = "TEXT")]
        comment: Option<String>,
    },
    /// Says something about a request
    Comment {
        /// Its id
        request: String,
        /// What
        text: String,
    },
}

/// What shall need approvals; what isn't said doesn't.
#[derive(Debug, Args)]
pub struct Require {
    /// How many, of different people or machines, none of them an author
    #[arg(long, default_value_t = 1, value_name = "N")]
    count: u32,
    /// Starting a release
    #[arg(long)]
    start: bool,
    /// Reaching more than this share
    #[arg(long, value_name = "SHARE")]
    beyond: Option<Share>,
    /// Changing keys
    #[arg(long)]
    keys: bool,
    /// Hours after which a request is over
    #[arg(long, default_value_t = 72, value_name = "N")]
    hours: u32,
    #[command(flatten)]
    asking: Asking,
}

impl Approval {
    pub async fn run(self, run: &Run) -> Result {
        let app = run.app()?;
        match self {
            Self::Policy => policy(run, &app).await,
            Self::Require(require) => require.run(run, &app).await,
            Self::Waive { asking } => {
                let client = &app.remote.client;
                let waive = || client.delete_approval_policy().org(&app.org).app(&app.app);
                let verb = async |ask: &Ask| {
                    let send = waive().ask(asking.for_approval);
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                set(run, &app.remote.change(verb).await?)
            }
            Self::List { state, limit } => {
                let found = app.approvals(state, limit).await?;
                run.out.result(&found, |out| list(out, &found))
            }
            Self::Show { request } => {
                let found = app.approval(&request).await?;
                run.out.result(&found, |out| show(out, &found))
            }
            Self::Approve {
                request,
                digest,
                comment,
            } => approve(run, &app, &request, digest, comment).await,
            Self::Reject { request, comment } => {
                let body = types::RejectRequest { comment };
                let client = &app.remote.client;
                let reject = || client.reject_request().org(&app.org).app(&app.app);
                let verb = async |ask: &Ask| {
                    let send = reject().id(&request).body(body.clone());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                told(run, &app.remote.change(verb).await?, "is rejected")
            }
            Self::Comment { request, text } => {
                let body = types::CommentOnRequest { text };
                let client = &app.remote.client;
                let say = || client.comment_on_request().org(&app.org).app(&app.app);
                let verb = async |ask: &Ask| {
                    let send = say().id(&request).body(body.clone());
                    sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
                };
                told(run, &app.remote.change(verb).await?, "has your comment")
            }
        }
    }
}

impl Require {
    async fn run(self, run: &Run, app: &RemoteApp) -> Result {
        let body = types::SetApprovalPolicy {
            count: self.count,
            start: Some(self.start),
            beyond: self.beyond.map(|share| share.to_string()),
            keys: Some(self.keys),
            hours: Some(self.hours),
        };
        let client = &app.remote.client;
        let require = || client.set_approval_policy().org(&app.org).app(&app.app);
        let verb = async |ask: &Ask| {
            let send = require().body(body.clone()).ask(self.asking.for_approval);
            sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        set(run, &app.remote.change(verb).await?)
    }
}

async fn policy(run: &Run, app: &RemoteApp) -> Result {
    let get = || app.remote.client.get_app().org(&app.org).app(&app.app);
    let found = app.remote.read(async || sent!(get())).await?;
    run.out.result(&found.approvals, |out| {
        out.line(policy_line(found.approvals.as_ref()));
    })
}

async fn approve(
    run: &Run,
    app: &RemoteApp,
    request: &str,
    digest: Option<Sha256>,
    comment: Option<String>,
) -> Result {
    let found = app.approval(request).await?;
    let digest = digest.map_or_else(|| found.digest.clone(), |digest| digest.to_string());
    run.out.note(format_args!("approves: {}", found.what));
    for movement in &found.movements {
        run.out
            .note(format_args!("moves: {}", movement_line(movement)));
    }
    run.confirm(&format!("Exactly this is approved: {digest}."))?;
    let body = types::ApproveRequest { digest, comment };
    let approve = || {
        let client = &app.remote.client;
        client.approve_request().org(&app.org).app(&app.app)
    };
    let verb = async |ask: &Ask| {
        let send = approve().id(request).body(body.clone());
        sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
    };
    told(run, &app.remote.change(verb).await?, "is approved by you")
}

/// What came of a change of the policy.
fn set(run: &Run, change: &types::AppChange) -> Result {
    run.out.result(change, |out| {
        if let Some(approval) = &change.approval {
            out.line(asked_line(out, approval));
        } else if change.dry_run {
            out.line("dry run: nothing was changed");
        } else {
            let policy = change.app.as_ref().and_then(|app| app.approvals.as_ref());
            out.line(policy_line(policy));
        }
    })
}

/// What came of a word on a request.
fn told(run: &Run, change: &types::ApprovalChange, what: &str) -> Result {
    run.out.result(change, |out| {
        if change.dry_run {
            out.line("dry run: nothing was changed");
            return;
        }
        out.line(format_args!("request {} {what}", change.approval.id));
        out.line(format_args!("  {}", counted(&change.approval)));
    })
}

/// `2 approvals: starting a release, reaching more than 20%; within 72 hours`.
fn policy_line(policy: Option<&types::ApprovalPolicy>) -> String {
    let Some(policy) = policy else {
        return "nothing needs approval".to_owned();
    };
    let beyond = policy.beyond.as_ref();
    let beyond = beyond.map(|share| format!("reaching more than {share}"));
    let clauses = [
        policy.start.then(|| "starting a release".to_owned()),
        beyond,
        policy.keys.then(|| "changing keys".to_owned()),
    ];
    let clauses: Vec<String> = clauses.into_iter().flatten().collect();
    let count = crate::output::count(policy.count.into(), "approval");
    format!(
        "{} needs {count} by others, within {} hours",
        clauses.join(", "),
        policy.hours
    )
}

/// `asked for approval: starting lamp 1.1.0 in stable at 5% (request 01K…, until …)`.
pub fn asked_line(out: &Out, approval: &types::Approval) -> String {
    let asked = out.paint(Tone::Warn, "asked for approval");
    format!(
        "{asked}: {} (request {}, until {})",
        approval.what, approval.id, approval.until
    )
}

/// `1 of 2 approvals (Ada)`.
fn counted(approval: &types::Approval) -> String {
    let counting = approval.approvals.iter().filter(|one| one.counts);
    let names: Vec<&str> = counting.map(|one| one.by.name.as_str()).collect();
    let by = match names.len() {
        0 => String::new(),
        _ => format!(" ({})", names.join(", ")),
    };
    format!("{} of {} approvals{by}", names.len(), approval.needed)
}

fn list(out: &Out, approvals: &[types::Approval]) {
    let mut table = Table::new(&["request", "what", "state", "approvals", "asked by", "until"]);
    for one in approvals {
        table.row([
            Cell::from(&one.id),
            Cell::toned(Tone::Strong, &one.what),
            Cell::from(one.state),
            Cell::from(counted(one)),
            Cell::from(&one.by.name),
            Cell::from(&one.until),
        ]);
    }
    out.table(&table);
}

fn show(out: &Out, approval: &types::Approval) {
    out.line(out.paint(Tone::Strong, &approval.what));
    out.line(format_args!(
        "  request    {}, {}",
        approval.id, approval.state
    ));
    out.line(format_args!(
        "  asked      {} by {}, until {}",
        approval.created, approval.by.name, approval.until
    ));
    out.line(format_args!("  approved   {}", counted(approval)));
    for vote in approval.approvals.iter().filter(|one| !one.counts) {
        out.line(format_args!(
            "  {} no longer may approve, so it doesn't count",
            vote.by.name
        ));
    }
    for movement in &approval.movements {
        out.line(format_args!("  moves      {}", movement_line(movement)));
    }
    for comment in &approval.comments {
        out.line(format_args!(
            "  {}  {}: {}",
            comment.at, comment.by.name, comment.text
        ));
    }
    out.line(format_args!("  digest     {}", approval.digest));
    out.line(format_args!("  of         {}", approval.content));
}
