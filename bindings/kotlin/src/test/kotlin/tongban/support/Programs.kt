package tongban.support

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject

/** The programs that cargo built beside the library. */
internal fun program(name: String): String = Path.of(System.getProperty("tongban.target"), name).toString()

/** Runs a program to its end and returns the JSON of its last line. */
internal fun runForJson(vararg command: String): JsonObject {
    val process = ProcessBuilder(*command).redirectErrorStream(false).start()
    val output = process.inputStream.bufferedReader().readText()
    val errors = process.errorStream.bufferedReader().readText()
    check(process.waitFor(30, TimeUnit.SECONDS)) { "${command.first()} does not end" }
    check(process.exitValue() == 0) { "${command.joinToString(" ")}: $output $errors" }
    return Json.parseToJsonElement(output.trim().lines().last()).jsonObject
}
