//! `wavecast package`.

use clap::{Args, Subcommand};
use wavecast_client::types;
use wavecast_wire::name::{ChannelName, PackageName};
use wavecast_wire::version::Version;

use super::act::{foretell, publication_line, settled};
use crate::error::Result;
use crate::output::{Cell, Out, Table, Tone, count};
use crate::remote::{Ask, RemoteApp, sent};
use crate::run::Run;

/// Packages: immutable, versioned sets of files
#[derive(Debug, Subcommand)]
pub enum Package {
    /// Creates a package without releasing it; takes the flags of ship
    Create(super::ship::Pack),
    /// Lists packages, the newest first
    List {
        /// Only of this name
        #[arg(long)]
        name: Option<PackageName>,
        /// At most so many
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: usize,
    },
    /// Shows a package
    Show(Which),
    /// Takes a package out of use: no release, promotion or fallback may use it any more
    Yank {
        #[command(flatten)]
        which: Which,
        /// Why; it stands in the trail
        #[arg(long)]
        reason: String,
        /// Also replace it where it is live, in these channels; may repeat
        #[arg(long, value_name = "CHANNEL")]
        now: Vec<ChannelName>,
    },
}

/// Which package.
#[derive(Debug, Args)]
pub struct Which {
    /// Its version
    version: Version,
    /// Its name [default: the project's, else the application's]
    #[arg(long)]
    name: Option<PackageName>,
}

impl Which {
    fn name(&self, run: &Run, app: &RemoteApp) -> String {
        let said = self.name.as_ref().or(run.config.project.package.as_ref());
        said.map_or_else(|| app.app.clone(), ToString::to_string)
    }
}

impl Package {
    pub async fn run(self, run: &Run) -> Result {
        let app = run.app()?;
        match self {
            Self::Create(pack) => {
                let packed = pack.read(run).await?;
                if run.is_dry() {
                    let package = packed.foretell(run, &app).await?;
                    let json = serde_json::json!({"upload": package, "dry_run": true});
                    return run.out.result(&json, |out| {
                        out.line("dry run: nothing was uploaded or created");
                    });
                }
                let package = packed.create(run, &app).await?;
                run.out.result(&package, |out| show(out, &package))
            }
            Self::List { name, limit } => {
                let name = name.as_ref().map(ToString::to_string);
                let packages = app.packages(name.as_deref(), limit).await?;
                run.out.result(&packages, |out| list(out, &packages))
            }
            Self::Show(which) => {
                let (name, version) = (which.name(run, &app), which.version.without_build());
                let get = || {
                    app.remote
                        .client
                        .get_package()
                        .org(&app.org)
                        .app(&app.app)
                        .name(&name)
                        .version(version)
                };
                let package = app.remote.read(async || sent!(get())).await?;
                run.out.result(&package, |out| show(out, &package))
            }
            Self::Yank { which, reason, now } => yank(run, &app, &which, reason, now).await,
        }
    }
}

async fn yank(
    run: &Run,
    app: &RemoteApp,
    which: &Which,
    reason: String,
    now: Vec<ChannelName>,
) -> Result {
    let (name, version) = (which.name(run, app), which.version.without_build());
    let body = types::YankPackage {
        reason,
        now: now.into_iter().map(Into::into).collect(),
    };
    let client = &app.remote.client;
    let yank = || {
        client
            .yank_package()
            .org(&app.org)
            .app(&app.app)
            .name(&name)
            .version(version)
            .body(body.clone())
    };
    let verb = async |ask: &Ask| sent!(yank().dry_run(ask.dry).idempotency_key(&ask.key));
    let plan = app.remote.deciding_only().change(&verb).await?;
    foretell(run, &plan.movements)?;
    if run.is_dry() {
        return run
            .out
            .result(&plan, |out| out.line("dry run: nothing was changed"));
    }
    let change = app.remote.change(&verb).await?;
    run.out.result(&change, |out| {
        if let Some(package) = &change.package {
            show(out, package);
        }
        for one in &change.uses {
            let state = if one.replaced {
                "replaced"
            } else {
                "still live"
            };
            out.line(format_args!(
                "  {state}  in {} ({}), at {}: release {}",
                one.channel, one.rule, one.share, one.release.release
            ));
        }
        for publication in &change.publications {
            out.line(publication_line(out, publication));
        }
    })?;
    settled(&change.publications)
}

fn tone(status: types::PackageStatus) -> Tone {
    match status {
        types::PackageStatus::Ready => Tone::Good,
        types::PackageStatus::Checking => Tone::Warn,
        types::PackageStatus::Refused | types::PackageStatus::Yanked => Tone::Bad,
    }
}

fn list(out: &Out, packages: &[types::Package]) {
    let mut table = Table::new(&[
        "package", "version", "status", ">files", ">bytes", "created",
    ]);
    for package in packages {
        let content = package.content.as_ref();
        table.row([
            Cell::from(&package.name),
            Cell::toned(Tone::Strong, &package.version),
            Cell::toned(tone(package.status), package.status),
            Cell::from(content.map_or_else(String::new, |content| content.files.to_string())),
            Cell::from(content.map_or_else(String::new, |content| content.bytes.to_string())),
            Cell::from(&package.created),
        ]);
    }
    out.table(&table);
}

fn show(out: &Out, package: &types::Package) {
    let name = format!("{} {}", package.name, package.version);
    let status = out.paint(tone(package.status), package.status);
    out.line(format_args!(
        "{}  {}, {status}",
        out.paint(Tone::Strong, name),
        package.kind
    ));
    if let Some(reason) = &package.reason {
        out.line(format_args!("  reason    {reason}"));
    }
    if let Some(content) = &package.content {
        out.line(format_args!(
            "  content   {}, {}",
            count(content.files, "file"),
            count(content.bytes, "byte")
        ));
        out.line(format_args!(
            "  manifest  {} {}",
            content.manifest.name, content.manifest.sha256
        ));
    }
    for signature in &package.signatures {
        out.line(format_args!("  signed    by {}", signature.keyid));
    }
    for (dimension, range) in &package.requires {
        out.line(format_args!("  requires  {dimension} {range}"));
    }
    out.line(format_args!(
        "  created   {} by {}",
        package.created, package.created_by
    ));
}
