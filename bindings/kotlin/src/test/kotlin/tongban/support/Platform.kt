package tongban.support

import java.io.BufferedReader
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** The real platform on a free loopback port, with a folder of its own. */
class Platform private constructor(private val process: Process, private val folder: Path, val address: String) :
    AutoCloseable {

    /** A printed voucher for the resident, as the full text of its code. */
    fun voucher(resident: String): String {
        val printed =
            runForJson(program("tongban"), "ops", "voucher", "--resident", resident, "--data", folder.toString(), "--json")
        return checkNotNull(printed["text"]).jsonPrimitive.content
    }

    override fun close() {
        process.destroy()
        if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly().waitFor()
        folder.toFile().deleteRecursively()
    }

    companion object {
        fun start(): Platform {
            val folder = Files.createTempDirectory("tongban-platform")
            val log = folder.resolve("platform.log").toFile()
            val process =
                ProcessBuilder(
                        program("tongban-platform"), "serve", "--data", folder.toString(), "--listen", "127.0.0.1:0",
                    )
                    .redirectError(log)
                    .start()
            return Platform(process, folder, address(process, log))
        }

        private fun address(process: Process, log: java.io.File): String {
            val output = process.inputStream.bufferedReader()
            val ready = output.readLine() ?: error("platform did not start: ${log.readText()}")
            drain(output)
            return checkNotNull(Json.parseToJsonElement(ready).jsonObject["listening"]).jsonPrimitive.content
        }

        /** A full pipe would stop the platform. */
        private fun drain(output: BufferedReader) {
            thread(isDaemon = true) { output.forEachLine {} }
        }
    }
}
