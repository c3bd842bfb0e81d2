//! What an organization stores is counted to the byte, and never passes its quota, however many create
//! packages at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use futures_util::future::join_all;
use proptest::prelude::*;
use wavecast_domain::Command;
use wavecast_domain::org::{Held, OrgCommand, Quota, Usage};
use wavecast_domain::package::{Package, PackageStatus};
use wavecast_domain::refusal::{Reason, Refusal};
use wavecast_engine::control::{ControlError, Done, PageAsk, PublicationState, Request};
use wavecast_engine::port::{
    Doorbell, Entry, Expect, Key, Ledger, Page, PortError, Query, Wake, Write,
};
use wavecast_engine::record::{entry, key};
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::world::{Memory, World};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{FileEntry, FileRole, Kind};
use wavecast_wire::name::{OrgName, Scope};

/// Applications of `acme`.
const NAMES: [&str; 3] = ["lamp", "bulb", "lens"];
/// How many these are.
const APPS: usize = NAMES.len();

fn acme() -> OrgName {
    "acme".parse().unwrap()
}

fn scope(app: usize) -> Scope {
    format!("acme/{}/stable", NAMES[app]).parse().unwrap()
}

/// `acme` with its applications, in memory.
async fn installation() -> (Memory, World) {
    let memory = Memory::default();
    let world = World::of(&memory);
    world.open(&scope(0), Kind::Firmware).await.unwrap();
    for app in 1..APPS {
        let create = OrgCommand::CreateApp {
            name: scope(app).app,
            kind: Kind::Firmware,
            settings: None,
            dimensions: None,
        };
        let control = &world.control;
        control
            .execute_org(&acme(), request(), create)
            .await
            .unwrap();
    }
    (memory, world)
}

async fn limit(world: &World, of: Held, limit: Option<u64>) {
    let set = OrgCommand::SetQuota(Quota::default().with(of, limit));
    let done = world.control.execute_org(&acme(), request(), set).await;
    done.unwrap();
}

/// A list of one image of so many bytes, uploaded; the command that creates its package, and what that
/// takes.
async fn listed(world: &World, app: usize, version: &str, bytes: usize) -> (Command, u64) {
    let image = vec![b'x'; bytes];
    let sha256 = world.upload(&scope(app), &image).await.unwrap();
    listing(world, app, version, (sha256, bytes)).await
}

async fn listing(
    world: &World,
    app: usize,
    version: &str,
    (sha256, bytes): (Sha256, usize),
) -> (Command, u64) {
    let files = vec![FileEntry {
        path: "image.bin".to_owned(),
        role: FileRole::Image,
        sha256,
        size: bytes as u64,
        content_type: "application/octet-stream".to_owned(),
        target: None,
    }];
    let version = version.parse().unwrap();
    let new = world
        .new_package(&scope(app), &version, files)
        .await
        .unwrap();
    let staged = world.ports.uploads.staged(&space(app), new.list).await;
    let list = staged.unwrap().expect("it was uploaded").size;
    (Command::CreatePackage(new), list + bytes as u64)
}

fn space(app: usize) -> String {
    let at = scope(app);
    key::space(&at.org, &at.app)
}

async fn create(
    world: &World,
    app: usize,
    command: Command,
    by: Request,
) -> Result<Done, ControlError> {
    let at = scope(app);
    world.control.execute(&at.org, &at.app, by, command).await
}

async fn packages(world: &World, app: usize) -> Vec<Package> {
    let at = scope(app);
    let ask = PageAsk {
        limit: 200,
        ..PageAsk::default()
    };
    let found = world.control.packages(&at.org, &at.app, None, &ask).await;
    found.unwrap().items
}

/// What the entry says, and what the packages themselves come to.
async fn usage(world: &World) -> (Option<Usage>, Usage) {
    let at = key::usage(&acme());
    let found = world.ports.ledger.get(&[at]).await.unwrap();
    let said = found.into_iter().next().flatten();
    let said = said.map(|said| entry::read(&said).unwrap());
    let mut sum = Usage::default();
    for app in 0..APPS {
        let all = packages(world, app).await;
        sum = all.iter().map(Usage::of).fold(sum, Usage::with);
    }
    (said, sum)
}

/// That the two agree.
async fn counted(world: &World) -> Usage {
    let (said, sum) = usage(world).await;
    assert_eq!(said, Some(sum));
    let (_, told) = world
        .control
        .org_with_usage(&acme())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(told, sum);
    sum
}

fn limited(refused: &Result<Done, ControlError>) -> &Refusal {
    match refused {
        Err(ControlError::Refused(refusal)) if refusal.reason == Reason::Limit => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_package_takes_its_list_and_its_files_to_the_byte() {
    let (_, world) = installation().await;
    let (first, takes) = listed(&world, 0, "1.0.0", 500).await;
    create(&world, 0, first, request()).await.unwrap();
    let used = counted(&world).await;
    assert_eq!((used.packages, used.bytes), (1, takes));
    // The same bytes in another application are stored once more, and counted once more.
    let (second, more) = listed(&world, 1, "1.0.0", 500).await;
    limit(&world, Held::Storage, Some(takes + more - 1)).await;
    let refused = create(&world, 1, second.clone(), request()).await;
    let refusal = limited(&refused);
    let hint = format!("--storage {}", takes + more);
    assert!(refusal.hint.contains(&hint), "{refusal:?}");
    assert_eq!(counted(&world).await, used);
    limit(&world, Held::Storage, Some(takes + more)).await;
    create(&world, 1, second, request()).await.unwrap();
    assert_eq!(counted(&world).await.bytes, takes + more);
}

#[tokio::test]
async fn a_dry_run_says_that_it_does_not_fit_and_counts_nothing() {
    let (_, world) = installation().await;
    let dry = || Request {
        dry_run: true,
        ..request()
    };
    let (new, takes) = listed(&world, 0, "1.0.0", 500).await;
    limit(&world, Held::Storage, Some(takes - 1)).await;
    limited(&create(&world, 0, new.clone(), dry()).await);
    limit(&world, Held::Storage, Some(takes)).await;
    create(&world, 0, new, dry()).await.unwrap();
    assert_eq!(usage(&world).await, (None, Usage::default()));
}

#[tokio::test]
async fn what_is_refused_is_given_back() {
    let (_, world) = installation().await;
    let (good, takes) = listed(&world, 0, "1.0.0", 300).await;
    create(&world, 0, good, request()).await.unwrap();
    let nowhere = (Sha256::of(b"nobody has it"), 9000);
    let (bad, lacks) = listing(&world, 0, "1.1.0", nowhere).await;
    limit(&world, Held::Storage, Some(takes + lacks)).await;
    create(&world, 0, bad.clone(), request()).await.unwrap();
    let refused = packages(&world, 0).await;
    let is_refused = |one: &Package| matches!(one.status, PackageStatus::Refused { .. });
    assert_eq!(refused.iter().filter(|one| is_refused(one)).count(), 1);
    let used = counted(&world).await;
    assert_eq!((used.packages, used.bytes), (1, takes));
    // Created anew it is counted anew, and given back anew.
    create(&world, 0, bad, request()).await.unwrap();
    assert_eq!(counted(&world).await, used);
}

#[tokio::test]
async fn a_list_that_comes_late_is_not_let_past_the_count() {
    let (_, world) = installation().await;
    let (late, takes) = listed(&world, 0, "1.0.0", 300).await;
    let Command::CreatePackage(new) = &late else {
        panic!("{late:?}");
    };
    world
        .ports
        .uploads
        .discard(&space(0), new.list)
        .await
        .unwrap();
    // Nobody is woken, as if the server stopped here.
    let silent = silent(&world);
    create(&silent, 0, late.clone(), request()).await.unwrap();
    let at = scope(0);
    let bytes = packages(&world, 0).await[0].bytes;
    assert_eq!(bytes, None);
    let (again, _) = listed(&world, 0, "1.0.0", 300).await;
    let (name, version) = (new.name.clone(), new.version.clone());
    let publisher = &world.publisher;
    let checked = publisher.check_package(&at.org, &at.app, &name, &version);
    checked.await.unwrap();
    let status = packages(&world, 0).await[0].status.clone();
    let PackageStatus::Refused { reason } = status else {
        panic!("{status:?}");
    };
    assert!(reason.contains("create the package again"), "{reason}");
    assert_eq!(counted(&world).await, Usage::default());
    create(&world, 0, again, request()).await.unwrap();
    assert_eq!(counted(&world).await.bytes, takes);
}

/// Control that rings for nobody.
fn silent(world: &World) -> World {
    let mut silent = world.clone();
    silent.control.bell = Arc::new(Nobody);
    silent
}

struct Nobody;

#[async_trait]
impl Doorbell for Nobody {
    async fn ring(&self, _: Wake) -> Result<Vec<PublicationState>, PortError> {
        Ok(Vec::new())
    }
}

#[tokio::test]
async fn an_organization_that_nobody_counted_is_counted_first() {
    let (_, world) = installation().await;
    for app in 0..APPS {
        let (new, _) = listed(&world, app, "1.0.0", 100 + app).await;
        create(&world, app, new, request()).await.unwrap();
    }
    let used = counted(&world).await;
    let forget = Write::Delete(key::usage(&acme()), Expect::Any);
    world.ports.ledger.commit(vec![forget]).await.unwrap();
    let (_, told) = world
        .control
        .org_with_usage(&acme())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(told, used, "who looks counts too");
    let (next, takes) = listed(&world, 0, "1.1.0", 70).await;
    limit(&world, Held::Storage, Some(used.bytes + takes - 1)).await;
    limited(&create(&world, 0, next.clone(), request()).await);
    limit(&world, Held::Storage, None).await;
    create(&world, 0, next, request()).await.unwrap();
    assert_eq!(counted(&world).await.bytes, used.bytes + takes);
}

#[tokio::test]
async fn what_fits_nowhere_is_refused_before_it_is_sent() {
    let (_, world) = installation().await;
    limit(&world, Held::Storage, Some(1000)).await;
    let at = scope(0);
    let by = request().principal;
    let begin = async |bytes: &[u8]| {
        let sha256 = Sha256::of(bytes);
        let size = bytes.len() as u64;
        let control = &world.control;
        control
            .begin_upload(&by, &at.org, &at.app, sha256, size)
            .await
    };
    begin(&[1; 1000]).await.unwrap();
    let refused = begin(&[1; 1001]).await.unwrap_err();
    let ControlError::Refused(refusal) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        (refusal.reason, refusal.field.as_str()),
        (Reason::Limit, "storage")
    );
}

/// A ledger before which everybody gives way some times, so that others come in between.
struct Jostled {
    inner: Arc<dyn Ledger>,
    seed: AtomicU64,
}

impl Jostled {
    async fn give_way(&self) {
        // Any sequence that differs from call to call.
        let step = 0x9E37_79B9_7F4A_7C15_u64;
        let n = self.seed.fetch_add(step, Ordering::Relaxed);
        for _ in 0..(n >> 61) {
            tokio::task::yield_now().await;
        }
    }
}

#[async_trait]
impl Ledger for Jostled {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        self.give_way().await;
        self.inner.get(keys).await
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), PortError> {
        self.give_way().await;
        self.inner.commit(writes).await
    }

    async fn page(
        &self,
        query: &Query,
        after: Option<&str>,
        limit: usize,
        descending: bool,
    ) -> Result<Page, PortError> {
        self.give_way().await;
        self.inner.page(query, after, limit, descending).await
    }
}

/// Packages to create at once: in which application, with so many bytes, and whether its file is there.
fn crowds() -> impl Strategy<Value = Vec<(usize, usize, bool)>> {
    let one = (0..APPS, 0..2000_usize, prop::bool::weighted(0.8));
    prop::collection::vec(one, 1..7)
}

/// Creates them all at once, under a limit.
async fn crowd(memory: &Memory, all: &[(usize, usize, bool)], seed: u64, most: u64) {
    let quiet = World::of(memory);
    let mut commands = Vec::new();
    for (n, (app, bytes, is_here)) in all.iter().enumerate() {
        let version = format!("1.0.{n}");
        let (command, _) = if *is_here {
            listed(&quiet, *app, &version, *bytes).await
        } else {
            let nowhere = (Sha256::of(version.as_bytes()), *bytes);
            listing(&quiet, *app, &version, nowhere).await
        };
        commands.push((*app, command));
    }
    limit(&quiet, Held::Storage, Some(most)).await;
    let mut ports = memory.ports();
    ports.ledger = Arc::new(Jostled {
        inner: ports.ledger,
        seed: AtomicU64::new(seed),
    });
    let world = World::over(ports, memory.uploads.clone(), memory.clock.clone());
    let create = |(app, command)| create(&world, app, command, request());
    for made in join_all(commands.into_iter().map(create)).await {
        match made {
            // Whoever met others too often is told so, and may ask again.
            Ok(_) | Err(ControlError::Contended) => {}
            Err(ControlError::Refused(refusal)) => assert_eq!(refusal.reason, Reason::Limit),
            Err(other) => panic!("{other:?}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_crowd_passes_a_quota(all in crowds(), seed: u64, most in 0..8000_u64) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(async {
            let (memory, world) = installation().await;
            crowd(&memory, &all, seed, most).await;
            let (said, sum) = usage(&world).await;
            assert_eq!(said.unwrap_or_default(), sum);
            assert!(sum.bytes <= most, "{sum:?} of {most}");
        });
    }
}
