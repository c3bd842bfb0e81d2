//! Release configs, properties files and device lists.
//!
//! - What is accepted can be written, and is read again as the same, canonical, within its limit.
//! - Every file of a config stays inside; a list is sorted, each device once.
//! - Overlaid properties are those of the topmost layer that has the key.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wavecast_wire::config::{
    ConfigError, ReleaseConfig, overlay, read_properties, write_properties,
};
use wavecast_wire::json;
use wavecast_wire::manifest::check_path;
use wavecast_wire::table::DeviceList;

fuzz_target!(|bytes: &[u8]| {
    match ReleaseConfig::read(bytes) {
        Ok(config) => release(&config),
        Err(ConfigError::Newer(why)) => assert!(!why.is_empty()),
        Err(_) => {}
    }
    if let Ok(base) = read_properties(bytes) {
        let file = write_properties(&base).expect("what was read is written");
        assert_canonical(&file);
        assert_eq!(read_properties(&file), Ok(base.clone()));
        let layer = base
            .iter()
            .take(1)
            .map(|(key, _)| (key.clone(), true.into()))
            .collect();
        let seen = overlay(&base, [&layer]);
        assert_eq!(seen.len(), base.len());
        assert!(
            seen.iter()
                .all(|(key, value)| value == layer.get(key).unwrap_or(&base[key]))
        );
    }
    if let Ok(list) = DeviceList::read(bytes) {
        let file = list.write().expect("what was read is written");
        assert_canonical(&file);
        assert_eq!(DeviceList::read(&file), Ok(list.clone()));
        assert_eq!(DeviceList::new(list.devices.clone()), list);
    }
});

fn release(config: &ReleaseConfig) {
    let file = config.write().expect("what was read is written");
    assert_canonical(&file);
    assert_eq!(ReleaseConfig::read(&file).as_ref(), Ok(config));
    let package = &config.package;
    let lists = [&package.important, &package.lazy, &config.resources];
    let files = lists.into_iter().flatten().chain(&package.index);
    assert!(
        files
            .into_iter()
            .all(|file| check_path(&file.file_path).is_ok())
    );
}

fn assert_canonical(file: &[u8]) {
    assert_eq!(
        json::scan(file, file.len()).map(|scan| scan.canonical),
        Ok(true)
    );
}
