//! The very first stores of a process, opened on several threads at once.

use std::sync::Barrier;
use std::thread;

use tongban_store::Store;

use crate::support::{Device, child, text_of};

const FOLDER: &str = "TONGBAN_FIRST_OPEN";

/// SQLite lets a second thread in before SQLCipher has set itself up, so each process has one
/// chance to get it wrong: many processes.
#[test]
fn the_first_stores_of_a_process_open_on_several_threads_at_once() {
    if std::env::var_os(FOLDER).is_some() {
        return open_at_once();
    }
    for round in 0..40 {
        let name = "first_open::the_first_stores_of_a_process_open_on_several_threads_at_once";
        let output = child(name, FOLDER, Device::bare().dir.path())
            .output()
            .expect("a child");
        assert!(
            output.status.success(),
            "process {round}: {}",
            text_of(&output)
        );
    }
}

fn open_at_once() {
    let devices: Vec<Device> = (0..8).map(|_| Device::bare()).collect();
    let start = Barrier::new(devices.len());
    thread::scope(|scope| {
        for device in &devices {
            let start = &start;
            scope.spawn(move || {
                let options = device.options();
                start.wait();
                Store::open(options).expect("a store");
            });
        }
    });
}
