package tongban

import java.nio.file.Path
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import tongban.machine.ConfirmScreen
import tongban.machine.KotlinKeys
import tongban.machine.LoopbackTransport
import tongban.machine.MachineClock
import tongban.machine.NoTransport
import tongban.support.PIN
import tongban.support.Platform
import tongban.support.enrolment
import tongban.support.ok
import tongban.support.openWallet
import tongban.support.picture

/** Enrol with keys made in Kotlin, show, and verify on a second device, without network. */
class JourneyTest {
    @TempDir lateinit var holderFolder: Path

    @TempDir lateinit var verifierFolder: Path

    @Test
    fun `a certificate bound to a Kotlin key is valid on another device without network`(): Unit = runBlocking {
        val keys = KotlinKeys()
        val confirm = ConfirmScreen.agreeing()
        Platform.start().use { platform ->
            enrol(platform, keys, confirm)
            openWallet(verifierFolder, LoopbackTransport(platform.address)).use { it.ok("snapshots.refresh") }
        }
        assertEquals(1, confirm.shown.size)
        assertEquals(4, confirm.shown.single().checkCode.length)
        assertTrue(KeyPurpose.HOLDER in keys.purposes, "purposes: ${keys.purposes}")

        val network = NoTransport()
        val signed = keys.signatures
        openWallet(holderFolder, network, keys).use { holder ->
            openWallet(verifierFolder, network, keys = null).use { verifier -> showAndVerify(holder, verifier) }
        }
        assertTrue(keys.signatures >= signed + 2, "each code is signed by the Kotlin key")
        // Whoever unlocks looks for news, beside whatever else is done.
        val others = network.tries.filterNot { it == "/v1/session/challenge" }
        assertEquals(emptyList<String>(), others, "showing and verifying asked for the network")
    }

    @Test
    fun `a code older than a minute is refused and never called forged`(): Unit = runBlocking {
        val keys = KotlinKeys()
        val later = MachineClock().apply { moved = 61 }
        Platform.start().use { platform ->
            enrol(platform, keys, ConfirmScreen.agreeing())
            openWallet(verifierFolder, LoopbackTransport(platform.address)).use { it.ok("snapshots.refresh") }
        }
        openWallet(holderFolder, NoTransport(), keys).use { holder ->
            holder.unlock(PIN)
            holder.show(onlyCertificate(holder), listOf("name")).use { showing ->
                openWallet(verifierFolder, NoTransport(), keys = null, clock = later).use { verifier ->
                    val verdict = verifier.verifier().use { it.verifyText(showing.code().view.text) }
                    assertEquals("code_too_old", verdict.reason)
                    assertNotEquals(VerdictWordView.NOT_GENUINE, verdict.verdict)
                }
            }
        }
    }

    private suspend fun enrol(platform: Platform, keys: KotlinKeys, confirm: ConfirmScreen) {
        openWallet(holderFolder, LoopbackTransport(platform.address), keys, confirm).use { holder ->
            val hello = holder.ok("hello", buildJsonObject { put("api_version", 1) })
            assertEquals("hardware", hello.jsonObject.getValue("custody").jsonPrimitive.content)
            val enrolled = holder.ok("enrol.start", enrolment(platform.voucher("zhou-guifang"))).jsonObject
            assertEquals(1, (enrolled.getValue("certificates") as JsonArray).size)
        }
    }

    private suspend fun showAndVerify(holder: Wallet, verifier: Wallet) {
        assertEquals(SessionState.UNLOCKED, holder.unlock(PIN).state)
        holder.show(onlyCertificate(holder), listOf("name", "birth_date")).use { showing ->
            val first = showing.code()
            val second = showing.next(listOf("name"))
            assertNotEquals(first.view.text, second.view.text)
            assertEquals(listOf("name"), second.view.discloses)
            verifier.verifier().use { reader ->
                accepts(reader.verifyText(first.view.text), setOf("name", "birth_date"))
                accepts(reader.verifyImage(picture(second)), setOf("name"))
            }
            showing.stop()
            val ended = assertThrows<WalletException.Failed> { runBlocking { showing.next(listOf("name")) } }
            assertEquals("show.ended", ended.view.code)
        }
    }

    private fun accepts(verdict: VerdictView, fields: Set<String>) {
        assertEquals(VerdictWordView.VALID, verdict.verdict, verdict.reason)
        assertEquals(fields, verdict.claims.map { it.name }.toSet())
        assertTrue(verdict.comparePerson)
        assertEquals(StatusCheckView.CHECKED, verdict.status)
    }

    private suspend fun onlyCertificate(holder: Wallet): String = holder.certificates().single().id
}
