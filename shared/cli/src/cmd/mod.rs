//! One file per command: its flags, and what it does.

pub mod account;
pub mod act;
pub mod app;
pub mod approval;
pub mod audit;
pub mod browsers;
pub mod channel;
pub mod completions;
pub mod condition;
pub mod config;
pub mod dev;
pub mod device;
pub mod dimension;
pub mod doctor;
pub mod edge;
pub mod experiment;
pub mod explain;
pub mod factor;
pub mod founding;
pub mod github;
pub mod group;
pub mod init;
pub mod invitation;
pub mod keys;
pub mod login;
pub mod man;
pub mod member;
pub mod org;
mod org_groups;
pub mod package;
pub mod people;
pub mod pin;
pub mod preview;
pub mod promote;
pub mod publication;
mod quota;
pub mod ramp;
pub mod release;
pub mod role;
pub mod rollback;
pub mod rule;
pub mod secret;
pub mod serve;
pub mod ship;
pub mod sign_in;
pub mod simulate;
pub mod status;
pub mod token;
pub mod trust;
pub mod user;
pub mod verify;

use crate::cli::Command;
use crate::error::Result;
use crate::login::renew;
use crate::run::Run;

/// Does what the command line says.
///
/// # Errors
/// As the command.
pub async fn execute(command: Command, run: &Run) -> Result {
    if command.asks_the_server() {
        renew(&run.config).await?;
    }
    match command {
        Command::Init(init) => init.run(run).await,
        Command::Ship(ship) => ship.run(run).await,
        Command::Status(status) => status.run(run).await,
        Command::Ramp(ramp) => ramp.run(run).await,
        Command::Pause(pause) => pause.run(run).await,
        Command::Resume(resume) => resume.run(run).await,
        Command::Rollback(rollback) => rollback.run(run).await,
        Command::Promote(promote) => promote.run(run).await,
        Command::Login(login) => login.run(run).await,
        Command::Logout(logout) => logout.run(run).await,
        Command::User(user) => user.run(run).await,
        Command::Org(org) => org.run(run).await,
        Command::Account(account) => account.run(run).await,
        Command::Token(token) => token.run(run).await,
        Command::Trust(trust) => trust.run(run).await,
        Command::Application(app) => app.run(run).await,
        Command::Channel(channel) => channel.run(run).await,
        Command::Rule(rule) => rule.run(run).await,
        Command::Group(group) => group.run(run).await,
        Command::Dimension(dimension) => dimension.run(run).await,
        Command::Remote(config) => config.run(run).await,
        Command::Experiment(experiment) => experiment.run(run).await,
        Command::Pin(pin) => pin.run(run).await,
        Command::Unpin(unpin) => unpin.run(run).await,
        Command::Package(package) => package.run(run).await,
        Command::Release(release) => release.run(run).await,
        Command::Publication(publication) => publication.run(run).await,
        Command::Keys(keys) => keys.run(run).await,
        Command::Secret(secret) => secret.run(run).await,
        Command::Approval(approval) => approval.run(run).await,
        Command::Audit(audit) => audit.run(run).await,
        Command::Device(device) => device.run(run).await,
        Command::Verify(verify) => verify.run(run).await,
        Command::Explain(explain) => explain.run(run).await,
        Command::Simulate(simulate) => simulate.run(run).await,
        Command::Doctor(doctor) => doctor.run(run).await,
        Command::Dev(dev) => dev.run(run).await,
        Command::Serve(serve) => serve.run(run).await,
        Command::Edge(edge) => edge.run(run).await,
        Command::Completions(completions) => completions.run(run),
        Command::Man(man) => man.run(run),
    }
}
