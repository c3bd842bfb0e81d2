//! Which devices a preview asks for: of each kind that the tables tell apart, one.

use wavecast_domain::preview::cells;
use wavecast_wire::manifest::Kind;
use wavecast_wire::table::Attributes;

use super::attributes;
use crate::world::World;

/// What is told apart where a package is for some devices only.
fn told_apart(when: &str) -> Vec<Attributes> {
    let mut world = World::new(Kind::Bundle);
    world.package_of("1.0", &[], &[when]);
    world.release("1.0", None);
    cells(&[&world.render("stable").table])
}

#[test]
fn every_bound_of_a_range_and_what_lies_between() {
    let cases: [(&str, &[&str]); 8] = [
        (">=2", &["0", "2", "2.0.0.1"]),
        (">=0", &["0", "0.0.0.1"]),
        (">=2,<3", &["0", "2", "2.0.0.1", "3", "3.0.0.1"]),
        (">=2.5", &["0", "2.5", "2.5.0.1"]),
        (">1.2.3.4", &["0", "1.2.3.4", "1.2.3.5"]),
        // Nothing but a prerelease lies between these two.
        (">=2,<2.0.0.1", &["0", "2", "2.0.0.1", "2.0.0.2"]),
        (">=2-rc.1,<2", &["0", "2-rc.1", "2", "2.0.0.1"]),
        (">=2,<2.0.0.5", &["0", "2", "2.0.0.1", "2.0.0.5", "2.0.0.6"]),
    ];
    for (range, versions) in cases {
        let cells = told_apart(&format!(r#"{{"app_version":"{range}"}}"#));
        let mut expected = vec![Attributes::new()];
        let one = |version: &&str| attributes(&[("app_version", *version)]);
        expected.extend(versions.iter().map(one));
        assert_eq!(cells, expected, "{range}");
    }
}

#[test]
fn combinations_up_to_64_and_beyond_that_one_for_each_row_and_each_value_by_itself() {
    let numbered = |count: usize| {
        let values: Vec<_> = (0..count).map(|number| format!("\"v{number}\"")).collect();
        values.join(",")
    };
    let of = |count: usize| {
        let values = numbered(count);
        told_apart(&format!(r#"{{"device_type":[{values}],"os":[{values}]}}"#))
    };
    let both = |cells: &[Attributes]| cells.iter().filter(|cell| cell.len() == 2).count();
    let all = of(7);
    assert_eq!((all.len(), both(&all)), (64, 49));
    let each = of(8);
    assert_eq!((each.len(), both(&each)), (18, 1), "one meets the row");
    let first = attributes(&[("device_type", "v0")]);
    assert!(each.contains(&Attributes::new()) && each.contains(&first));
    assert_eq!(of(40).len(), 64);
}
