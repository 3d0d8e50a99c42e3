use super::Clock;

/// Panics unless `clock` keeps the contract of [`Clock`].
pub fn clock_contract(clock: &dyn Clock) {
    let boot = clock.boot_id();
    assert!(!boot.as_str().is_empty(), "a boot has a name");
    let mut last = clock.monotonic_millis();
    for _ in 0..1_000 {
        let now = clock.monotonic_millis();
        assert!(now >= last, "the monotonic clock ran backwards");
        last = now;
    }
    let wall = clock.wall_seconds();
    assert!(
        clock.wall_seconds().abs_diff(wall) <= 60,
        "the wall clock jumps"
    );
    assert_eq!(clock.boot_id(), boot, "the boot changed without a boot");
}
