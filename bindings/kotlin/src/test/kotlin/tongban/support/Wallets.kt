package tongban.support

import java.nio.file.Files
import java.nio.file.Path
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import tongban.ConfirmBridge
import tongban.Machine
import tongban.TransportBridge
import tongban.Wallet
import tongban.WalletConfig
import tongban.machine.ConfirmScreen
import tongban.machine.KotlinKeys
import tongban.machine.MachineClock

const val PIN = "407315"

/** Opens the wallet in `folder` on a machine whose keys are in Kotlin. */
fun openWallet(
    folder: Path,
    transport: TransportBridge,
    keys: KotlinKeys? = KotlinKeys(),
    confirm: ConfirmBridge = ConfirmScreen.agreeing(),
    clock: MachineClock = MachineClock(),
): Wallet {
    val machine = machine(transport, keys, confirm, clock)
    return Wallet.open(WalletConfig(folder.toString(), PLATFORM, listOf(demo("root-1.cbor")), demo("trust-list.cbor")), machine)
}

/** A machine with these parts, no operating system secrets and no fingerprint. */
fun machine(
    transport: TransportBridge,
    keys: KotlinKeys? = KotlinKeys(),
    confirm: ConfirmBridge = ConfirmScreen.agreeing(),
    clock: MachineClock = MachineClock(),
) = Machine(clock, keys, secrets = null, transport, confirm, presence = null)

/** The answer of a use case by name, or its error as a failed check. */
suspend fun Wallet.ok(name: String, request: JsonObject = JsonObject(emptyMap())): JsonElement {
    val answer = Json.parseToJsonElement(call(name, request.toString(), ByteArray(0)).json).jsonObject
    return checkNotNull(answer["ok"]) { "$name: $answer" }
}

/** The error of a use case by name. */
suspend fun Wallet.refused(name: String, request: JsonObject = JsonObject(emptyMap())): JsonObject {
    val answer = Json.parseToJsonElement(call(name, request.toString(), ByteArray(0)).json).jsonObject
    return checkNotNull(answer["error"]) { "$name: $answer" }.jsonObject
}

/** What `enrol.start` takes for a scanned voucher. */
fun enrolment(voucher: String, secret: String = PIN): JsonObject = buildJsonObject {
    putJsonObject("voucher") {
        put("kind", "full")
        put("text", voucher)
    }
    put("secret", secret)
}

private fun demo(file: String): ByteArray = Files.readAllBytes(Path.of(System.getProperty("tongban.assets"), "demo", file))

private const val PLATFORM = "http://127.0.0.1"
