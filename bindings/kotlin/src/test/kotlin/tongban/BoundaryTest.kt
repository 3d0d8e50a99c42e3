package tongban

import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedQueue
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import tongban.machine.ConfirmScreen
import tongban.machine.KotlinKeys
import tongban.machine.LoopbackTransport
import tongban.machine.NoTransport
import tongban.support.PIN
import tongban.support.Platform
import tongban.support.enrolment
import tongban.support.machine
import tongban.support.ok
import tongban.support.openWallet
import tongban.support.refused

/** The edge between Kotlin and Rust: construction, errors of both sides, events, closing. */
class BoundaryTest {
    @TempDir lateinit var folder: Path

    @Test
    fun `unlocking where nobody enrolled is a typed error that says what to do next`(): Unit = runBlocking {
        openWallet(folder, NoTransport()).use { wallet ->
            val error = assertThrows<WalletException.Failed> { runBlocking { wallet.unlock(PIN) } }
            assertEquals(ErrorKind.NOT_FOUND, error.view.kind)
            assertEquals("wallet.none", error.view.code)
            assertNotNull(error.view.next)
        }
    }

    @Test
    fun `a wrong PIN is a typed error with the tries that are left`(): Unit = runBlocking {
        val keys = KotlinKeys()
        enrolled(keys).use { wallet ->
            wallet.lock()
            val error = assertThrows<WalletException.Failed> { runBlocking { wallet.unlock("000000") } }
            assertEquals(ErrorKind.WRONG_SECRET, error.view.kind)
            assertEquals("unlock.wrong_secret", error.view.code)
            assertEquals(Param.Number(4u), error.view.params["left_before_wait"])
            assertEquals(SessionState.UNLOCKED, wallet.unlock(PIN).state)
        }
    }

    @Test
    fun `garbage and a picture without a code are answers, not crashes`(): Unit = runBlocking {
        openWallet(folder, NoTransport()).use { wallet ->
            wallet.verifier().use { verifier ->
                val verdict = verifier.verifyText("TB1:NOT A CODE")
                assertEquals(VerdictWordView.CANNOT_TELL, verdict.verdict)
                val error =
                    assertThrows<WalletException.Failed> { runBlocking { verifier.verifyImage(ByteArray(64)) } }
                assertEquals("scan.not_a_picture", error.view.code)
            }
        }
    }

    @Test
    fun `an unexpected exception of the key store becomes a typed error`(): Unit = runBlocking {
        val keys = KotlinKeys()
        enrolled(keys).use { wallet ->
            keys.failure = IllegalStateException("not declared in the bridge")
            val id = wallet.certificates().single().id
            val error = assertThrows<WalletException.Failed> { runBlocking { wallet.show(id, listOf("name")) } }
            assertEquals(ErrorKind.STORAGE, error.view.kind)
        }
    }

    @Test
    fun `an unexpected exception of the Confirm screen means that nothing happened`(): Unit = runBlocking {
        Platform.start().use { platform ->
            val screen = ConfirmScreen { throw IllegalStateException("not declared in the bridge") }
            openWallet(folder, LoopbackTransport(platform.address), KotlinKeys(), screen).use { wallet ->
                val error = wallet.refused("enrol.start", enrolment(platform.voucher("zhou-guifang")))
                assertEquals(JsonPrimitive("confirm.unavailable"), error["code"])
                assertEquals(SessionState.NO_WALLET, wallet.session().state)
            }
        }
    }

    @Test
    fun `a declined Confirm leaves the voucher unused`(): Unit = runBlocking {
        Platform.start().use { platform ->
            val voucher = platform.voucher("zhou-guifang")
            val transport = LoopbackTransport(platform.address)
            openWallet(folder, transport, KotlinKeys(), ConfirmScreen.declining()).use { wallet ->
                val error = wallet.refused("enrol.start", enrolment(voucher))
                assertEquals(JsonPrimitive("declined"), error["kind"])
            }
            openWallet(folder, transport, KotlinKeys()).use { wallet -> wallet.ok("enrol.start", enrolment(voucher)) }
        }
    }

    @Test
    fun `the call of the web UI answers unknown names and broken JSON with an error`(): Unit = runBlocking {
        openWallet(folder, NoTransport()).use { wallet ->
            assertEquals(JsonPrimitive("call.unknown"), wallet.refused("no.such.call")["code"])
            val broken = Json.parseToJsonElement(wallet.call("hello", "{", ByteArray(0)).json).jsonObject
            assertEquals("call.malformed", broken.getValue("error").jsonObject.getValue("code").jsonPrimitive.content)
        }
    }

    @Test
    fun `events reach a listener until it is cancelled`(): Unit = runBlocking {
        openWallet(folder, NoTransport()).use { wallet ->
            val heard = ConcurrentLinkedQueue<String>()
            val listening = launch(Dispatchers.IO) { wallet.listen(listener(heard::add)) }
            wallet.changeSettingsUntilHeard(heard)
            listening.cancel()
            listening.join()
            heard.clear()
            // Another listener hears what the cancelled one no longer does.
            val witness = ConcurrentLinkedQueue<String>()
            val witnessing = launch(Dispatchers.IO) { wallet.listen(listener(witness::add)) }
            wallet.changeSettingsUntilHeard(witness)
            assertEquals(emptyList<String>(), heard.toList())
            witnessing.cancel()
        }
    }

    @Test
    fun `a listener that throws ends its listening and harms nobody`(): Unit = runBlocking {
        openWallet(folder, NoTransport()).use { wallet ->
            val listening = launch(Dispatchers.IO) { wallet.listen(listener { error("not declared in the bridge") }) }
            withTimeout(10_000) {
                while (listening.isActive) {
                    wallet.ok("settings.set", buildJsonObject { put("elder", true) })
                    yield()
                }
            }
            assertEquals(SessionState.NO_WALLET, wallet.session().state)
        }
    }

    @Test
    fun `a closed wallet refuses calls and frees its folder`(): Unit = runBlocking {
        val first = openWallet(folder, NoTransport())
        assertEquals(SessionState.NO_WALLET, first.session().state)
        openWallet(folder, NoTransport()).use { second ->
            val busy = assertThrows<WalletException.Failed> { runBlocking { second.session() } }
            assertEquals("store.busy", busy.view.code)
            first.close()
            assertEquals(SessionState.NO_WALLET, second.session().state)
        }
        assertThrows<IllegalStateException> { runBlocking { first.session() } }
    }

    @Test
    fun `a shell that ships no trust root gets no wallet`() {
        val config = WalletConfig(folder.toString(), null, emptyList(), null)
        assertThrows<WalletException.NoTrust> { Wallet.open(config, machine(NoTransport())).close() }
    }

    private suspend fun Wallet.changeSettingsUntilHeard(heard: Collection<String>) = withTimeout(10_000) {
        while (heard.none { "settings_changed" in it }) {
            ok("settings.set", buildJsonObject { put("elder", heard.isEmpty()) })
            yield()
        }
    }

    private suspend fun enrolled(keys: KotlinKeys): Wallet =
        Platform.start().use { platform ->
            openWallet(folder, LoopbackTransport(platform.address), keys).also { wallet ->
                wallet.ok("enrol.start", enrolment(platform.voucher("zhou-guifang")))
            }
        }

    private fun listener(hear: (String) -> Unit) =
        object : EventListener {
            override fun onEvent(json: String) {
                hear(json)
            }
        }
}
