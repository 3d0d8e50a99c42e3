package tongban.machine

import java.util.UUID
import tongban.ClockBridge

/** The JVM's clocks, with a wall clock that a test can move. */
class MachineClock : ClockBridge {
    private val boot = UUID.randomUUID().toString()

    @Volatile
    var moved: Long = 0

    override fun wallSeconds(): ULong = (System.currentTimeMillis() / 1000 + moved).toULong()

    override fun monotonicMillis(): ULong = (System.nanoTime() / 1_000_000).toULong()

    override fun bootId(): String = boot
}
