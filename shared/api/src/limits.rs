//! How often somebody may ask: each principal, each address, and an address whose tokens were refused.
//!
//! Buckets of tokens, in the memory of one process: what several processes serve, each counts by itself.
//! A bucket holds a burst and fills up steadily; who finds it empty is told when it won't be.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use ipnet::IpNet;
use wavecast_domain::principal::Principal;
use wavecast_wire::time::Timestamp;

use crate::problem::Problem;

/// How much is let through.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rate {
    /// At once, after a rest.
    pub burst: u32,
    /// In a minute, steadily; at least 1.
    pub per_minute: u32,
}

/// What is counted, and how much of it is let through.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rates {
    /// Requests of one principal, whichever of their tokens they come with.
    pub principal: Rate,
    /// Requests from one address.
    pub address: Rate,
    /// Refused tokens from one address: what is tried beyond that isn't looked at.
    pub refused: Rate,
}

impl Default for Rates {
    fn default() -> Self {
        let rate = |burst, per_minute| Rate { burst, per_minute };
        Self {
            principal: rate(600, 6_000),
            address: rate(1_200, 12_000),
            refused: rate(20, 10),
        }
    }
}

/// Where a request comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Origin {
    /// This machine, and nobody it speaks for: the developer's own commands are not counted.
    Here,
    /// An address. Of an IPv6 address the network of its subscriber counts, the first 64 bits.
    Address(IpAddr),
    /// Nothing is known: somebody else counts addresses, such as a firewall.
    Unknown,
}

/// Networks whose word in `X-Forwarded-For` counts, besides this machine's own: those of proxies. A
/// server puts it beside its requests.
#[derive(Clone, Debug, Default)]
pub struct Proxies(pub Arc<[IpNet]>);

impl Proxies {
    fn hold(&self, ip: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&ip))
    }
}

/// Buckets that are kept at most; the attack that fills them up may forget others' counts, not make
/// more memory be taken.
const MOST: usize = 10_000;
/// Thousandths of a token, so that slow rates fill up each second.
const TOKEN: u64 = 1000;

/// Counts requests; with no rates, lets all through.
#[derive(Debug, Default)]
pub struct Limits {
    rates: Option<Rates>,
    buckets: Mutex<HashMap<Who, Bucket>>,
}

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
enum Who {
    Principal(String),
    Address(IpAddr),
    Refused(IpAddr),
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: u64,
    at: Timestamp,
}

impl Limits {
    /// Lets so much through.
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        Self {
            rates: Some(rates),
            ..Self::default()
        }
    }

    /// Counts a request from an address.
    pub(crate) fn count_address(&self, from: Origin, now: Timestamp) -> Result<(), Problem> {
        match (from, self.rates) {
            (Origin::Address(ip), Some(rates)) => {
                let told = self.take(Who::Address(network(ip)), rates.address, now);
                told.map_err(|seconds| Problem::too_many("this address", seconds))
            }
            _ => Ok(()),
        }
    }

    /// Counts a request of a principal.
    pub(crate) fn count_principal(
        &self,
        from: Origin,
        principal: &Principal,
        now: Timestamp,
    ) -> Result<(), Problem> {
        match (from, self.rates) {
            (Origin::Address(_) | Origin::Unknown, Some(rates)) => {
                let told = self.take(Who::Principal(key(principal)), rates.principal, now);
                told.map_err(|seconds| Problem::too_many(&principal.to_string(), seconds))
            }
            _ => Ok(()),
        }
    }

    /// Whether an address may present a token, after those of it that were refused.
    pub(crate) fn check_refused(&self, from: Origin, now: Timestamp) -> Result<(), Problem> {
        let (Origin::Address(ip), Some(rates)) = (from, self.rates) else {
            return Ok(());
        };
        let who = Who::Refused(network(ip));
        let bucket = self.buckets().get(&who).copied();
        let Some(bucket) = bucket.map(|bucket| bucket.filled(rates.refused, now)) else {
            return Ok(());
        };
        let told = bucket.wait(rates.refused).map_or(Ok(()), Err);
        told.map_err(|seconds| Problem::too_many("an address whose tokens were refused", seconds))
    }

    /// Counts a token that was refused.
    pub(crate) fn count_refused(&self, from: Origin, now: Timestamp) {
        if let (Origin::Address(ip), Some(rates)) = (from, self.rates) {
            // What is over was told before.
            let _ = self.take(Who::Refused(network(ip)), rates.refused, now);
        }
    }

    /// Takes a token out of a bucket, or tells in how many seconds there is one.
    fn take(&self, who: Who, rate: Rate, now: Timestamp) -> Result<(), u32> {
        let mut buckets = self.buckets();
        let full = Bucket {
            left: u64::from(rate.burst) * TOKEN,
            at: now,
        };
        let bucket = buckets.get(&who).map_or(full, |one| one.filled(rate, now));
        if let Some(seconds) = bucket.wait(rate) {
            return Err(seconds);
        }
        if buckets.len() >= MOST && !buckets.contains_key(&who) {
            self.make_room(&mut buckets, now);
        }
        let left = bucket.left.saturating_sub(TOKEN);
        buckets.insert(who, Bucket { left, ..bucket });
        Ok(())
    }

    /// Forgets what is full again, which tells nothing; then, for want of room, a tenth, whichever comes
    /// first, so that the next ones don't walk over all of them again.
    fn make_room(&self, buckets: &mut HashMap<Who, Bucket>, now: Timestamp) {
        let Some(rates) = self.rates else { return };
        buckets.retain(|who, bucket| {
            let rate = match who {
                Who::Principal(_) => rates.principal,
                Who::Address(_) => rates.address,
                Who::Refused(_) => rates.refused,
            };
            bucket.filled(rate, now).left < u64::from(rate.burst) * TOKEN
        });
        if buckets.len() >= MOST {
            let mut dropped = 0..MOST / 10;
            buckets.retain(|_, _| dropped.next().is_none());
        }
    }

    fn buckets(&self) -> std::sync::MutexGuard<'_, HashMap<Who, Bucket>> {
        // Nothing panics while holding it; a poisoned lock is still whole.
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Bucket {
    /// With what came in since. A clock that was set back adds nothing, and counts on from there.
    fn filled(self, rate: Rate, now: Timestamp) -> Self {
        let passed = u64::try_from(now.0.saturating_sub(self.at.0)).unwrap_or_default();
        let more = passed.saturating_mul(u64::from(rate.per_minute) * TOKEN) / 60;
        Self {
            left: (self.left.saturating_add(more)).min(u64::from(rate.burst) * TOKEN),
            at: now,
        }
    }

    /// Seconds until there is a token; `None` where there is one.
    fn wait(self, rate: Rate) -> Option<u32> {
        let missing = TOKEN
            .checked_sub(self.left)
            .filter(|missing| *missing > 0)?;
        let in_a_minute = (u64::from(rate.per_minute) * TOKEN).max(1);
        Some(u32::try_from((missing * 60).div_ceil(in_a_minute)).unwrap_or(u32::MAX))
    }
}

/// A person's and a service's tokens count together.
fn key(principal: &Principal) -> String {
    match principal {
        Principal::Bootstrap => "bootstrap".to_owned(),
        Principal::System { function } => format!("system {function}"),
        Principal::User { id, .. } => format!("user {id}"),
        Principal::Service { org, account, .. } => format!("service {org} {account}"),
    }
}

/// Of an IPv6 address its subscriber's network.
pub(crate) fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V6(ip) => IpAddr::V6((u128::from(ip) >> 64 << 64).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

impl Origin {
    /// Where a request comes from, by what its server knows: an [`Origin`] that was put beside it, or
    /// the other end of the connection. A proxy on this machine, or of [`Proxies`], tells for whom it
    /// asks in the last entry of `X-Forwarded-For`, which may be another such proxy, for which the entry
    /// before tells; anybody else's word for it counts nothing.
    pub(crate) fn of(beside: &Extensions, headers: &HeaderMap) -> Self {
        if let Some(origin) = beside.get::<Self>() {
            return *origin;
        }
        let Some(ConnectInfo(peer)) = beside.get::<ConnectInfo<SocketAddr>>() else {
            return Self::Unknown;
        };
        let proxies = beside.get::<Proxies>().cloned().unwrap_or_default();
        let peer = peer.ip().to_canonical();
        if !peer.is_loopback() && !proxies.hold(peer) {
            return Self::Address(peer);
        }
        let mut nearest = None;
        let all = headers.get_all("x-forwarded-for").iter().rev();
        for one in all.flat_map(|all| all.to_str().unwrap_or_default().rsplit(',')) {
            let Ok(ip) = one.trim().parse::<IpAddr>() else {
                // Somebody whom the proxy doesn't name counts as the proxy.
                return Self::Address(nearest.unwrap_or(peer));
            };
            let ip = ip.to_canonical();
            if !proxies.hold(ip) {
                return Self::Address(ip);
            }
            nearest = Some(ip);
        }
        match nearest {
            None if peer.is_loopback() => Self::Here,
            nearest => Self::Address(nearest.unwrap_or(peer)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_767_268_800);

    fn limits(burst: u32, per_minute: u32) -> Limits {
        let rate = Rate { burst, per_minute };
        Limits::new(Rates {
            principal: rate,
            address: rate,
            refused: rate,
        })
    }

    fn from(text: &str) -> Origin {
        Origin::Address(text.parse().unwrap())
    }

    #[test]
    fn a_burst_is_let_through_and_then_as_much_as_flows_in() {
        let limits = limits(3, 30);
        let ask = |seconds| {
            let told = limits.count_address(from("192.0.2.1"), NOON.plus(seconds));
            told.map_err(|told| told.retry_after())
        };
        for _ in 0..3 {
            assert_eq!(ask(0), Ok(()));
        }
        assert_eq!(ask(0), Err(Some(2)));
        assert_eq!(ask(1), Err(Some(1)));
        assert_eq!(ask(2), Ok(()));
        assert_eq!(ask(2), Err(Some(2)));
        // After a long rest, a burst and no more; a clock that was set back adds nothing.
        for _ in 0..3 {
            assert_eq!(ask(86_400), Ok(()));
        }
        assert_eq!(ask(86_400), Err(Some(2)));
        assert_eq!(ask(0), Err(Some(2)));
        assert_eq!(ask(i64::MAX - NOON.0), Ok(()));
    }

    #[test]
    fn everybody_has_a_bucket_of_their_own_and_a_network_of_version_six_has_one() {
        let limits = limits(1, 1);
        let ask = |text| limits.count_address(from(text), NOON).is_ok();
        assert!(ask("192.0.2.1") && ask("192.0.2.2") && !ask("192.0.2.1"));
        assert!(ask("2001:db8::1") && !ask("2001:db8::2:1") && ask("2001:db8:0:1::1"));
        let of = |principal| {
            limits
                .count_principal(Origin::Unknown, &principal, NOON)
                .is_ok()
        };
        let person = |id: &str| Principal::person(id.parse().unwrap(), "Ada");
        assert!(of(person("ada")) && !of(person("ada")) && of(person("bob")));
        assert!(of(Principal::Bootstrap) && !of(Principal::Bootstrap));
    }

    #[test]
    fn refused_tokens_shut_out_an_address_and_nobody_else() {
        let limits = limits(2, 6);
        let (bad, good) = (from("192.0.2.1"), from("192.0.2.2"));
        assert!(limits.check_refused(bad, NOON).is_ok());
        limits.count_refused(bad, NOON);
        assert!(limits.check_refused(bad, NOON).is_ok());
        limits.count_refused(bad, NOON);
        let told = limits.check_refused(bad, NOON).unwrap_err();
        assert_eq!(told.retry_after(), Some(10));
        assert!(limits.check_refused(good, NOON).is_ok());
        assert!(limits.check_refused(bad, NOON.plus(10)).is_ok());
    }

    #[test]
    fn this_machine_is_not_counted_and_no_rates_count_nobody() {
        let none = Limits::default();
        let strict = limits(1, 1);
        for _ in 0..3 {
            assert!(none.count_address(from("192.0.2.1"), NOON).is_ok());
            assert!(strict.count_address(Origin::Here, NOON).is_ok());
            assert!(
                strict
                    .count_principal(Origin::Here, &Principal::Bootstrap, NOON)
                    .is_ok()
            );
            strict.count_refused(Origin::Here, NOON);
            assert!(strict.check_refused(Origin::Here, NOON).is_ok());
        }
    }

    #[test]
    fn many_addresses_take_bounded_memory() {
        let limits = limits(1, 1);
        for number in 0..u32::try_from(MOST + MOST / 10).unwrap() {
            let ip = IpAddr::V4(number.into());
            assert!(limits.count_address(Origin::Address(ip), NOON).is_ok());
        }
        assert_eq!(limits.buckets().len(), MOST);
        // An hour later all are full again, and forgotten for the next.
        let later = NOON.plus(3600);
        assert!(limits.count_address(from("192.0.2.1"), later).is_ok());
        assert_eq!(limits.buckets().len(), 1);
    }

    #[test]
    fn who_asks_is_the_other_end_or_whom_a_proxy_here_names() {
        let of = |peer: &str, forwarded: &[&str]| {
            let mut beside = Extensions::new();
            beside.insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
            let mut headers = HeaderMap::new();
            for one in forwarded {
                headers.append("x-forwarded-for", one.parse().unwrap());
            }
            Origin::of(&beside, &headers)
        };
        assert_eq!(of("127.0.0.1:5", &[]), Origin::Here);
        assert_eq!(of("[::ffff:127.0.0.1]:5", &[]), Origin::Here);
        assert_eq!(of("192.0.2.1:5", &["192.0.2.9"]), from("192.0.2.1"));
        let through = ["192.0.2.9, 192.0.2.3", "192.0.2.7"];
        assert_eq!(of("[::1]:5", &through), from("192.0.2.7"));
        assert_eq!(of("[::1]:5", &through[..1]), from("192.0.2.3"));
        // Whoever asks through a proxy that names nobody we know is counted as the proxy.
        assert_eq!(of("127.0.0.1:5", &["unknown"]), from("127.0.0.1"));
        assert_eq!(of("127.0.0.1:5", &[""]), from("127.0.0.1"));
        assert_eq!(
            Origin::of(&Extensions::new(), &HeaderMap::new()),
            Origin::Unknown
        );
    }

    #[test]
    fn proxies_elsewhere_count_if_they_are_named() {
        let networks = ["10.0.0.0/8", "2001:db8::7/128"].map(|text| text.parse().unwrap());
        let proxies = Proxies(networks.into());
        let of = |peer: &str, forwarded: &[&str]| {
            let mut beside = Extensions::new();
            beside.insert(proxies.clone());
            beside.insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
            let mut headers = HeaderMap::new();
            for one in forwarded {
                headers.append("x-forwarded-for", one.parse().unwrap());
            }
            Origin::of(&beside, &headers)
        };
        assert_eq!(of("10.1.2.3:5", &["192.0.2.9"]), from("192.0.2.9"));
        assert_eq!(of("[2001:db8::7]:5", &["192.0.2.9"]), from("192.0.2.9"));
        assert_eq!(of("[::ffff:10.1.2.3]:5", &["192.0.2.9"]), from("192.0.2.9"));
        // Through two of them; what stands further left is the client's own word.
        let two = ["192.0.2.1, 192.0.2.9", "10.9.9.9"];
        assert_eq!(of("10.1.2.3:5", &two), from("192.0.2.9"));
        assert_eq!(of("127.0.0.1:5", &two), from("192.0.2.9"));
        // The neighbour of a proxy is none.
        assert_eq!(of("[2001:db8::8]:5", &["192.0.2.9"]), from("2001:db8::8"));
        assert_eq!(of("11.0.0.1:5", &["192.0.2.9"]), from("11.0.0.1"));
        // A proxy that says nothing is itself an address, never this machine.
        assert_eq!(of("10.1.2.3:5", &[]), from("10.1.2.3"));
        assert_eq!(of("127.0.0.1:5", &["10.9.9.9"]), from("10.9.9.9"));
        assert_eq!(of("10.1.2.3:5", &["10.9.9.9, x"]), from("10.1.2.3"));
    }
}
