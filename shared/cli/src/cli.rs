//! The command line, as clap reads it.

use clap::{Parser, Subcommand};

use crate::cmd;
use crate::config::Globals;
use crate::exit::Exit;

/// Ships releases in waves to devices that verify every byte
#[derive(Debug, Parser)]
#[command(name = "wavecast", version, max_term_width = 100, after_long_help = exits())]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    pub globals: Globals,
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    // The daily path, in the order in which a newcomer meets it.
    Init(cmd::init::Init),
    Ship(cmd::ship::Ship),
    Status(cmd::status::Status),
    Ramp(cmd::ramp::Ramp),
    Pause(cmd::ramp::Pause),
    Resume(cmd::ramp::Resume),
    Rollback(cmd::rollback::Rollback),
    Promote(cmd::promote::Promote),
    // Who acts.
    Login(cmd::login::Login),
    Logout(cmd::login::Logout),
    // The full set.
    #[command(subcommand)]
    User(cmd::user::User),
    #[command(subcommand)]
    Org(cmd::org::Org),
    #[command(subcommand)]
    Account(cmd::account::Account),
    #[command(subcommand)]
    Token(cmd::token::Token),
    #[command(subcommand)]
    Trust(cmd::trust::Trust),
    #[command(name = "app", subcommand)]
    Application(cmd::app::App),
    #[command(name = "channel", subcommand)]
    Channel(cmd::channel::Channel),
    #[command(subcommand)]
    Rule(cmd::rule::Rule),
    #[command(subcommand)]
    Group(cmd::group::Group),
    #[command(subcommand)]
    Dimension(cmd::dimension::Dimension),
    #[command(name = "config", subcommand)]
    Remote(cmd::config::Config),
    #[command(subcommand)]
    Experiment(cmd::experiment::Experiment),
    Pin(cmd::pin::Pin),
    Unpin(cmd::pin::Unpin),
    #[command(subcommand)]
    Package(cmd::package::Package),
    #[command(subcommand)]
    Release(cmd::release::Release),
    #[command(subcommand)]
    Publication(cmd::publication::Publication),
    #[command(subcommand)]
    Keys(cmd::keys::Keys),
    #[command(subcommand)]
    Secret(cmd::secret::Secret),
    #[command(subcommand)]
    Approval(cmd::approval::Approval),
    #[command(subcommand)]
    Audit(cmd::audit::Audit),
    #[command(subcommand)]
    Device(cmd::device::Device),
    // Looking closely.
    Verify(cmd::verify::Verify),
    Explain(cmd::explain::Explain),
    Simulate(cmd::simulate::Simulate),
    Doctor(cmd::doctor::Doctor),
    // Running it.
    Dev(cmd::dev::Dev),
    Serve(cmd::serve::Serve),
    Edge(cmd::edge::Edge),
    // For the shell.
    Completions(cmd::completions::Completions),
    Man(cmd::man::Man),
}

impl Command {
    /// Whether it asks the control plane, in the name of whoever signed in.
    pub fn asks_the_server(&self) -> bool {
        !matches!(
            self,
            Self::Login(_)
                | Self::Logout(_)
                | Self::User(cmd::user::User::Accept(_))
                | Self::Token(cmd::token::Token::Exchange(_))
                | Self::Verify(_)
                | Self::Dev(_)
                | Self::Serve(_)
                | Self::Edge(_)
                | Self::Completions(_)
                | Self::Man(_)
        )
    }
}

/// The words of other tools, and ours for the same.
const PEERS_WORDS: &[(&str, &str)] = &[
    (
        "deploy",
        "wavecast ship PATH ships a package and releases it",
    ),
    (
        "publish",
        "wavecast ship PATH ships a package and releases it",
    ),
    ("push", "wavecast ship PATH ships a package and releases it"),
    (
        "update",
        "wavecast ship PATH ships a new version; devices update by themselves",
    ),
    (
        "upload",
        "wavecast ship PATH uploads what is missing; wavecast package create doesn't release it",
    ),
    (
        "republish",
        "wavecast rollback --to RELEASE returns to an earlier release",
    ),
    (
        "disable",
        "wavecast pause stops new installs; wavecast rollback takes the release back",
    ),
];

/// What a peer's word is called here.
pub fn hint_for(word: &str) -> Option<&'static str> {
    PEERS_WORDS
        .iter()
        .find(|(peer, _)| *peer == word)
        .map(|(_, hint)| *hint)
}

fn exits() -> String {
    let lines = Exit::TABLE
        .iter()
        .map(|(code, meaning)| format!("  {code:>2}  {meaning}"));
    format!("Exit codes:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn no_command_has_a_flag_of_every_command() {
        fn ids(command: &clap::Command) -> Vec<String> {
            command
                .get_arguments()
                .map(|argument| argument.get_id().to_string())
                .collect()
        }
        fn walk(command: &clap::Command, global: &[String]) {
            for own in command.get_subcommands() {
                let twice = ids(own).into_iter().find(|id| global.contains(id));
                assert_eq!(twice, None, "{}", own.get_name());
                walk(own, global);
            }
        }
        let command = Cli::command();
        walk(&command, &ids(&command));
    }

    #[test]
    fn peers_words_are_no_commands_of_ours() {
        let command = Cli::command();
        let ours: Vec<_> = command
            .get_subcommands()
            .map(clap::Command::get_name)
            .collect();
        assert!(PEERS_WORDS.iter().all(|(word, _)| !ours.contains(word)));
    }
}
