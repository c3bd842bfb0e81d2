//! Configuration: flags, then `WAVECAST_*`, then `wavecast.toml` found upward, then defaults.

use std::path::{Path, PathBuf};

use wavecast_wire::name::{AppName, ChannelName, OrgName, Scope};

use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::login::Login;

mod file;
mod globals;

pub use file::{FILE_NAME, ProjectFile, VariantFile};
pub use globals::Globals;

/// Where the dev server answers unless told otherwise.
pub const API_URL: &str = "http://127.0.0.1:8080";
/// Where the dev server's edge answers unless told otherwise.
pub const EDGE_URL: &str = "http://127.0.0.1:8090";
/// The dev server's data directory, beside the project.
pub const DATA_DIR: &str = ".wavecast";
/// The token's file in a data directory.
pub const TOKEN_FILE: &str = "token";

/// An application by its organization and name, written `acme/lamp`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AppPath {
    /// The organization.
    pub org: OrgName,
    /// The application.
    pub app: AppName,
}

impl std::str::FromStr for AppPath {
    type Err = String;
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let rule =
            || "an application is written organization/application, such as acme/lamp".to_owned();
        let (org, app) = text.split_once('/').ok_or_else(rule)?;
        let org = org.parse().map_err(|error| format!("{error}"))?;
        let app = app.parse().map_err(|error| format!("{error}"))?;
        Ok(Self { org, app })
    }
}

impl std::fmt::Display for AppPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.org, self.app)
    }
}

/// What flags, environment and file say together.
#[derive(Clone, Debug)]
pub struct Config {
    /// Flags and environment.
    pub globals: Globals,
    /// The project's file.
    pub project: ProjectFile,
    /// Where the project's file lies, if there is one.
    pub path: Option<PathBuf>,
}

impl Config {
    /// Reads the file that the flags name, or the nearest one upward.
    ///
    /// # Errors
    /// A file that can't be read or understood.
    pub fn load(globals: Globals) -> Result<Self> {
        let path = match &globals.config {
            Some(path) => Some(path.clone()),
            None => file::find(Path::new("."))?,
        };
        let project = match &path {
            Some(path) => ProjectFile::read(path)?,
            None => ProjectFile::default(),
        };
        Ok(Self {
            globals,
            project,
            path,
        })
    }

    /// The application to act on.
    ///
    /// # Errors
    /// Nobody says it.
    pub fn app(&self) -> Result<AppPath> {
        let said = self
            .globals
            .app
            .clone()
            .or_else(|| self.project.app.clone());
        said.ok_or_else(|| {
            Failure::usage("no application is named")
                .hint("say --app acme/lamp, set WAVECAST_APP, or run wavecast init here")
        })
    }

    /// The channel to act on; `stable` if nobody says it.
    ///
    /// # Errors
    /// Never with a valid default.
    pub fn channel(&self) -> Result<ChannelName> {
        let said = self
            .globals
            .channel
            .clone()
            .or_else(|| self.project.channel.clone());
        match said {
            Some(channel) => Ok(channel),
            None => "stable"
                .parse()
                .map_err(|error| Failure::usage(format!("{error}"))),
        }
    }

    /// The channel of the application to act on.
    ///
    /// # Errors
    /// As [`Config::app`].
    pub fn scope(&self) -> Result<Scope> {
        let AppPath { org, app } = self.app()?;
        Ok(Scope {
            org,
            app,
            channel: self.channel()?,
        })
    }

    /// The API's base URL, without a slash at its end.
    pub fn url(&self) -> String {
        let said = self.globals.url.as_deref().or(self.project.url.as_deref());
        said.unwrap_or(API_URL).trim_end_matches('/').to_owned()
    }

    /// The edge's base URL, without a slash at its end.
    pub fn edge(&self) -> String {
        let said = self
            .globals
            .edge_url
            .as_deref()
            .or(self.project.edge.as_deref());
        said.unwrap_or(EDGE_URL).trim_end_matches('/').to_owned()
    }

    /// Whether a token, or a file that holds one, is said.
    pub fn says_token(&self) -> bool {
        self.globals.token.is_some() || self.said_token_file().is_some()
    }

    /// The token: said, or in the file that is said, or of the sign-in at the server, or in the dev
    /// server's data directory upward.
    ///
    /// # Errors
    /// No token anywhere, or one that can't be read.
    pub fn token(&self) -> Result<String> {
        if let Some(token) = &self.globals.token {
            return Ok(token.clone());
        }
        if self.said_token_file().is_none()
            && let Some(login) = Login::find(&self.url())?
        {
            return Ok(login.access);
        }
        let Some(path) = self.token_file() else {
            return Err(Failure::new(Exit::Denied, "no token is known for the server").hint(
                "run wavecast login, start wavecast dev here, or say --token-file PATH (wavecast dev prints its own) or WAVECAST_TOKEN",
            ));
        };
        let text = std::fs::read_to_string(&path).map_err(|error| Failure {
            exit: Exit::Denied,
            ..Failure::file("read the token in", &path, &error)
        })?;
        Ok(text.trim().to_owned())
    }

    /// The file that holds the token, as far as it is known.
    pub fn token_file(&self) -> Option<PathBuf> {
        self.said_token_file().or_else(dev_token)
    }

    /// The file that flags, environment or project name.
    fn said_token_file(&self) -> Option<PathBuf> {
        let of_project = || {
            let directory = self.path.as_deref()?.parent()?;
            Some(directory.join(self.project.token_file.as_deref()?))
        };
        self.globals.token_file.clone().or_else(of_project)
    }
}

/// The token of a dev server whose data directory lies here or further up.
fn dev_token() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let mut tokens = here
        .ancestors()
        .map(|place| place.join(DATA_DIR).join(TOKEN_FILE));
    tokens.find(|path| path.is_file())
}
