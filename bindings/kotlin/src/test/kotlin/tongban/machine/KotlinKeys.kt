package tongban.machine

import java.math.BigInteger
import java.security.GeneralSecurityException
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.SecureRandom
import java.security.Signature
import java.security.interfaces.ECPublicKey
import java.security.spec.ECGenParameterSpec
import java.util.concurrent.ConcurrentHashMap
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec
import tongban.DeviceKeyBridge
import tongban.DeviceKeyBridgeException
import tongban.KeyPurpose

/** A key store in Kotlin: P-256 and AES-GCM of `java.security`, keys by alias. */
class KotlinKeys : DeviceKeyBridge {
    private val pairs = ConcurrentHashMap<String, KeyPair>()
    private val wrapping = ConcurrentHashMap<String, SecretKey>()

    /** How many signatures were asked for. */
    @Volatile
    var signatures = 0
        private set

    /** Thrown in place of an answer, when set. */
    @Volatile
    var failure: Exception? = null

    val purposes: MutableList<KeyPurpose> = java.util.Collections.synchronizedList(mutableListOf())

    override fun generate(alias: String, purpose: KeyPurpose): ByteArray {
        failure?.let { throw it }
        val generator = KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }
        val pair = generator.generateKeyPair()
        if (pairs.putIfAbsent(alias, pair) != null) throw DeviceKeyBridgeException.Exists()
        purposes += purpose
        return point(pair.public as ECPublicKey)
    }

    override fun sign(alias: String, message: ByteArray): ByteArray {
        failure?.let { throw it }
        val pair = pairs[alias] ?: throw DeviceKeyBridgeException.Missing()
        signatures += 1
        return Signature.getInstance("SHA256withECDSA").run {
            initSign(pair.private)
            update(message)
            sign()
        }
    }

    override fun wrap(alias: String, secret: ByteArray): ByteArray {
        val key = wrapping.computeIfAbsent(alias) { KeyGenerator.getInstance("AES").apply { init(256) }.generateKey() }
        val nonce = ByteArray(NONCE).also(SecureRandom()::nextBytes)
        return nonce + gcm(Cipher.ENCRYPT_MODE, key, nonce).doFinal(secret)
    }

    override fun unwrap(alias: String, wrapped: ByteArray): ByteArray {
        val key = wrapping[alias] ?: throw DeviceKeyBridgeException.Missing()
        return try {
            gcm(Cipher.DECRYPT_MODE, key, wrapped.copyOf(NONCE)).doFinal(wrapped, NONCE, wrapped.size - NONCE)
        } catch (_: GeneralSecurityException) {
            throw DeviceKeyBridgeException.Refused()
        }
    }

    override fun delete(alias: String) {
        pairs.remove(alias)
        wrapping.remove(alias)
    }

    private fun gcm(mode: Int, key: SecretKey, nonce: ByteArray): Cipher =
        Cipher.getInstance("AES/GCM/NoPadding").apply { init(mode, key, GCMParameterSpec(128, nonce)) }

    private fun point(key: ECPublicKey): ByteArray =
        byteArrayOf(4) + coordinate(key.w.affineX) + coordinate(key.w.affineY)

    /** 32 bytes, whatever sign byte or missing zeros the number has. */
    private fun coordinate(number: BigInteger): ByteArray {
        val bytes = number.toByteArray()
        return ByteArray(maxOf(0, 32 - bytes.size)) + bytes.copyOfRange(maxOf(0, bytes.size - 32), bytes.size)
    }

    private companion object {
        const val NONCE = 12
    }
}
