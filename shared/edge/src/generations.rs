//! A map that forgets: bounded by weight, the least recently used half goes first.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::mem;

/// Two generations of entries. A read moves an entry into the young one; when that has grown to
/// half of the bound, the old one is dropped as a whole. So nothing is counted or sorted per read.
pub(crate) struct Generations<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
    weight: usize,
    bound: usize,
}

impl<K: Eq + Hash, V: Clone> Generations<K, V> {
    /// Holds at most `bound` in weight, plus what one entry weighs.
    pub(crate) fn new(bound: usize) -> Self {
        Self {
            young: HashMap::new(),
            old: HashMap::new(),
            weight: 0,
            bound,
        }
    }

    /// The entry, which counts as used from now on; `weigh` tells what it weighs.
    pub(crate) fn get<Q>(&mut self, key: &Q, weigh: impl Fn(&V) -> usize) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        if let Some(value) = self.young.get(key) {
            return Some(value.clone());
        }
        let (key, value) = self.old.remove_entry(key)?;
        self.insert(key, value.clone(), weigh(&value));
        Some(value)
    }

    /// Adds or replaces an entry.
    pub(crate) fn insert(&mut self, key: K, value: V, weight: usize) {
        if self.weight.saturating_add(weight) > self.bound / 2 {
            self.old = mem::take(&mut self.young);
            self.weight = 0;
        }
        self.weight = self.weight.saturating_add(weight);
        self.young.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_never_outgrows_its_bound_and_keeps_what_is_used() {
        let mut map = Generations::new(100);
        for n in 0..10_000u32 {
            map.insert(n, n, 1);
            assert_eq!(
                map.get(&0, |_| 1),
                Some(0),
                "used at every step, so kept, at {n}"
            );
            assert!(map.young.len() + map.old.len() <= 100);
        }
        assert_eq!(map.get(&9_999, |_| 1), Some(9_999));
        assert_eq!(map.get(&5_000, |_| 1), None);
    }
}
