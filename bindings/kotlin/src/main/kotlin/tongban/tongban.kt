// Generated from bindings/src by `cargo xtask bindings`. Do not edit.

@file:Suppress("NAME_SHADOWING")

package tongban

// Common helper code.
//
// Ideally this would live in a separate .kt file where it can be unittested etc
// in isolation, and perhaps even published as a re-useable package.
//
// However, it's important that the details of how this helper code works (e.g. the
// way that different builtin types are passed across the FFI) exactly match what's
// expected by the Rust code on the other side of the interface. In practice right
// now that means coming from the exact some version of `uniffi` that was used to
// compile the Rust component. The easiest way to ensure this is to bundle the Kotlin
// helpers directly inline like we're doing here.

import com.sun.jna.Library
import com.sun.jna.IntegerType
import com.sun.jna.Native
import com.sun.jna.Pointer
import com.sun.jna.Structure
import com.sun.jna.Callback
import com.sun.jna.ptr.*
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.CharBuffer
import java.nio.charset.CodingErrorAction
import java.util.concurrent.atomic.AtomicLong
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.coroutines.resume
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import kotlinx.coroutines.suspendCancellableCoroutine

// This is a helper for safely working with byte buffers returned from the Rust code.
// A rust-owned buffer is represented by its capacity, its current length, and a
// pointer to the underlying data.

/**
 * @suppress
 */
@Structure.FieldOrder("capacity", "len", "data")
open class RustBuffer : Structure() {
    // Note: `capacity` and `len` are actually `ULong` values, but JVM only supports signed values.
    // When dealing with these fields, make sure to call `toULong()`.
    @JvmField var capacity: Long = 0
    @JvmField var len: Long = 0
    @JvmField var data: Pointer? = null

    class ByValue: RustBuffer(), Structure.ByValue
    class ByReference: RustBuffer(), Structure.ByReference

   internal fun setValue(other: RustBuffer) {
        capacity = other.capacity
        len = other.len
        data = other.data
    }

    companion object {
        internal fun alloc(size: ULong = 0UL) = uniffiRustCall() { status ->
            // Note: need to convert the size to a `Long` value to make this work with JVM.
            UniffiLib.ffi_tongban_rustbuffer_alloc(size.toLong(), status)
        }.also {
            if(it.data == null) {
               throw RuntimeException("RustBuffer.alloc() returned null data pointer (size=${size})")
           }
        }

        internal fun create(capacity: ULong, len: ULong, data: Pointer?): RustBuffer.ByValue {
            var buf = RustBuffer.ByValue()
            buf.capacity = capacity.toLong()
            buf.len = len.toLong()
            buf.data = data
            return buf
        }

        internal fun free(buf: RustBuffer.ByValue) = uniffiRustCall() { status ->
            UniffiLib.ffi_tongban_rustbuffer_free(buf, status)
        }
    }

    @Suppress("TooGenericExceptionThrown")
    fun asByteBuffer() =
        this.data?.getByteBuffer(0, this.len)?.also {
            it.order(ByteOrder.BIG_ENDIAN)
        }
}

// This is a helper for safely passing byte references into the rust code.
// It's not actually used at the moment, because there aren't many things that you
// can take a direct pointer to in the JVM, and if we're going to copy something
// then we might as well copy it into a `RustBuffer`. But it's here for API
// completeness.

@Structure.FieldOrder("len", "data")
internal open class ForeignBytes : Structure() {
    @JvmField var len: Int = 0
    @JvmField var data: Pointer? = null

    class ByValue : ForeignBytes(), Structure.ByValue
}

// Converter for `&[u8]` / `[ByRef] bytes` arguments.
//
// Only `lower` is valid — zero-copy byte buffers only flow foreign -> Rust,
// and only in argument position. `lift`, `read`, `write`, and
// `allocationSize` have no sound implementation here and all panic at
// runtime. The `FfiConverter` interface is implemented so that the
// compiler enforces the full method set (rather than relying on eyeball).
//
// The provided `ByteBuffer` MUST be direct — only direct buffers have a
// stable native address that JNA can expose via `getDirectBufferPointer`.
// The returned `ForeignBytes.ByValue` is only valid for the duration of
// the FFI call; the Rust side treats it as a borrow.
internal object FfiConverterByRefBytes : FfiConverter<java.nio.ByteBuffer, ForeignBytes.ByValue> {
    override fun lower(value: java.nio.ByteBuffer): ForeignBytes.ByValue {
        require(value.isDirect) { "UniFFI zero-copy &[u8] requires a direct ByteBuffer. Use ByteBuffer.allocateDirect()." }
        val remaining = value.remaining()
        val fb = ForeignBytes.ByValue()
        fb.len = remaining
        // Zero-length direct buffers: skip getDirectBufferPointer (platform-variable behavior)
        // and pass null. The Rust side treats (null, 0) as &[].
        fb.data = if (remaining == 0) null else com.sun.jna.Native.getDirectBufferPointer(value)
        return fb
    }

    override fun lift(value: ForeignBytes.ByValue): java.nio.ByteBuffer =
        error("ByRef bytes cannot be lifted: zero-copy &[u8] only flows foreign->Rust")

    override fun read(buf: java.nio.ByteBuffer): java.nio.ByteBuffer =
        error("ByRef bytes cannot be read from a buffer: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")

    override fun write(value: java.nio.ByteBuffer, buf: java.nio.ByteBuffer): Unit =
        error("ByRef bytes cannot be written to a buffer: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")

    override fun allocationSize(value: java.nio.ByteBuffer): ULong =
        error("ByRef bytes have no RustBuffer allocation size: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")
}
/**
 * The FfiConverter interface handles converter types to and from the FFI
 *
 * All implementing objects should be public to support external types.  When a
 * type is external we need to import it's FfiConverter.
 *
 * @suppress
 */
public interface FfiConverter<KotlinType, FfiType> {
    // Convert an FFI type to a Kotlin type
    fun lift(value: FfiType): KotlinType

    // Convert an Kotlin type to an FFI type
    fun lower(value: KotlinType): FfiType

    // Read a Kotlin type from a `ByteBuffer`
    fun read(buf: ByteBuffer): KotlinType

    // Calculate bytes to allocate when creating a `RustBuffer`
    //
    // This must return at least as many bytes as the write() function will
    // write. It can return more bytes than needed, for example when writing
    // Strings we can't know the exact bytes needed until we the UTF-8
    // encoding, so we pessimistically allocate the largest size possible (3
    // bytes per codepoint).  Allocating extra bytes is not really a big deal
    // because the `RustBuffer` is short-lived.
    fun allocationSize(value: KotlinType): ULong

    // Write a Kotlin type to a `ByteBuffer`
    fun write(value: KotlinType, buf: ByteBuffer)

    // Lower a value into a `RustBuffer`
    //
    // This method lowers a value into a `RustBuffer` rather than the normal
    // FfiType.  It's used by the callback interface code.  Callback interface
    // returns are always serialized into a `RustBuffer` regardless of their
    // normal FFI type.
    fun lowerIntoRustBuffer(value: KotlinType): RustBuffer.ByValue {
        val rbuf = RustBuffer.alloc(allocationSize(value))
        try {
            val bbuf = rbuf.data!!.getByteBuffer(0, rbuf.capacity).also {
                it.order(ByteOrder.BIG_ENDIAN)
            }
            write(value, bbuf)
            rbuf.writeField("len", bbuf.position().toLong())
            return rbuf
        } catch (e: Throwable) {
            RustBuffer.free(rbuf)
            throw e
        }
    }

    // Lift a value from a `RustBuffer`.
    //
    // This here mostly because of the symmetry with `lowerIntoRustBuffer()`.
    // It's currently only used by the `FfiConverterRustBuffer` class below.
    fun liftFromRustBuffer(rbuf: RustBuffer.ByValue): KotlinType {
        val byteBuf = rbuf.asByteBuffer()!!
        try {
           val item = read(byteBuf)
           if (byteBuf.hasRemaining()) {
               throw RuntimeException("junk remaining in buffer after lifting, something is very wrong!!")
           }
           return item
        } finally {
            RustBuffer.free(rbuf)
        }
    }
}

/**
 * FfiConverter that uses `RustBuffer` as the FfiType
 *
 * @suppress
 */
public interface FfiConverterRustBuffer<KotlinType>: FfiConverter<KotlinType, RustBuffer.ByValue> {
    override fun lift(value: RustBuffer.ByValue) = liftFromRustBuffer(value)
    override fun lower(value: KotlinType) = lowerIntoRustBuffer(value)
}
// A handful of classes and functions to support the generated data structures.
// This would be a good candidate for isolating in its own ffi-support lib.

internal const val UNIFFI_CALL_SUCCESS = 0.toByte()
internal const val UNIFFI_CALL_ERROR = 1.toByte()
internal const val UNIFFI_CALL_UNEXPECTED_ERROR = 2.toByte()

@Structure.FieldOrder("code", "error_buf")
internal open class UniffiRustCallStatus : Structure() {
    @JvmField var code: Byte = 0
    @JvmField var error_buf: RustBuffer.ByValue = RustBuffer.ByValue()

    class ByValue: UniffiRustCallStatus(), Structure.ByValue

    fun isSuccess(): Boolean {
        return code == UNIFFI_CALL_SUCCESS
    }

    fun isError(): Boolean {
        return code == UNIFFI_CALL_ERROR
    }

    fun isPanic(): Boolean {
        return code == UNIFFI_CALL_UNEXPECTED_ERROR
    }

    companion object {
        fun create(code: Byte, errorBuf: RustBuffer.ByValue): UniffiRustCallStatus.ByValue {
            val callStatus = UniffiRustCallStatus.ByValue()
            callStatus.code = code
            callStatus.error_buf = errorBuf
            return callStatus
        }
    }
}

class InternalException(message: String) : kotlin.Exception(message)

/**
 * Each top-level error class has a companion object that can lift the error from the call status's rust buffer
 *
 * @suppress
 */
interface UniffiRustCallStatusErrorHandler<E> {
    fun lift(error_buf: RustBuffer.ByValue): E;
}

// Helpers for calling Rust
// In practice we usually need to be synchronized to call this safely, so it doesn't
// synchronize itself

// Call a rust function that returns a Result<>.  Pass in the Error class companion that corresponds to the Err
private inline fun <U, E: kotlin.Exception> uniffiRustCallWithError(errorHandler: UniffiRustCallStatusErrorHandler<E>, callback: (UniffiRustCallStatus) -> U): U {
    var status = UniffiRustCallStatus()
    val return_value = callback(status)
    uniffiCheckCallStatus(errorHandler, status)
    return return_value
}

// Check UniffiRustCallStatus and throw an error if the call wasn't successful
private fun<E: kotlin.Exception> uniffiCheckCallStatus(errorHandler: UniffiRustCallStatusErrorHandler<E>, status: UniffiRustCallStatus) {
    if (status.isSuccess()) {
        return
    } else if (status.isError()) {
        throw errorHandler.lift(status.error_buf)
    } else if (status.isPanic()) {
        // when the rust code sees a panic, it tries to construct a rustbuffer
        // with the message.  but if that code panics, then it just sends back
        // an empty buffer.
        if (status.error_buf.len > 0) {
            throw InternalException(FfiConverterString.lift(status.error_buf))
        } else {
            throw InternalException("Rust panic")
        }
    } else {
        throw InternalException("Unknown rust call status: $status.code")
    }
}

/**
 * UniffiRustCallStatusErrorHandler implementation for times when we don't expect a CALL_ERROR
 *
 * @suppress
 */
object UniffiNullRustCallStatusErrorHandler: UniffiRustCallStatusErrorHandler<InternalException> {
    override fun lift(error_buf: RustBuffer.ByValue): InternalException {
        RustBuffer.free(error_buf)
        return InternalException("Unexpected CALL_ERROR")
    }
}

// Call a rust function that returns a plain value
private inline fun <U> uniffiRustCall(callback: (UniffiRustCallStatus) -> U): U {
    return uniffiRustCallWithError(UniffiNullRustCallStatusErrorHandler, callback)
}

internal inline fun<T> uniffiTraitInterfaceCall(
    callStatus: UniffiRustCallStatus,
    makeCall: () -> T,
    writeReturn: (T) -> Unit,
) {
    try {
        writeReturn(makeCall())
    } catch(e: kotlin.Exception) {
        val err = try { e.stackTraceToString() } catch(_: Throwable) { "" }
        callStatus.code = UNIFFI_CALL_UNEXPECTED_ERROR
        callStatus.error_buf = FfiConverterString.lower(err)
    }
}

internal inline fun<T, reified E: Throwable> uniffiTraitInterfaceCallWithError(
    callStatus: UniffiRustCallStatus,
    makeCall: () -> T,
    writeReturn: (T) -> Unit,
    lowerError: (E) -> RustBuffer.ByValue
) {
    try {
        writeReturn(makeCall())
    } catch(e: kotlin.Exception) {
        if (e is E) {
            callStatus.code = UNIFFI_CALL_ERROR
            callStatus.error_buf = lowerError(e)
        } else {
            val err = try { e.stackTraceToString() } catch(_: Throwable) { "" }
            callStatus.code = UNIFFI_CALL_UNEXPECTED_ERROR
            callStatus.error_buf = FfiConverterString.lower(err)
        }
    }
}
// Initial value and increment amount for handles. 
// These ensure that Kotlin-generated handles always have the lowest bit set
private const val UNIFFI_HANDLEMAP_INITIAL = 1.toLong()
private const val UNIFFI_HANDLEMAP_DELTA = 2.toLong()

// Map handles to objects
//
// This is used pass an opaque 64-bit handle representing a foreign object to the Rust code.
internal class UniffiHandleMap<T: Any> {
    private val map = ConcurrentHashMap<Long, T>()
    // Start 
    private val counter = java.util.concurrent.atomic.AtomicLong(UNIFFI_HANDLEMAP_INITIAL)

    val size: Int
        get() = map.size

    // Insert a new object into the handle map and get a handle for it
    fun insert(obj: T): Long {
        val handle = counter.getAndAdd(UNIFFI_HANDLEMAP_DELTA)
        map.put(handle, obj)
        return handle
    }

    // Clone a handle, creating a new one
    fun clone(handle: Long): Long {
        val obj = map.get(handle) ?: throw InternalException("UniffiHandleMap.clone: Invalid handle")
        return insert(obj)
    }

    // Get an object from the handle map
    fun get(handle: Long): T {
        return map.get(handle) ?: throw InternalException("UniffiHandleMap.get: Invalid handle")
    }

    // Remove an entry from the handlemap and get the Kotlin object back
    fun remove(handle: Long): T {
        return map.remove(handle) ?: throw InternalException("UniffiHandleMap: Invalid handle")
    }
}

// Contains loading, initialization code,
// and the FFI Function declarations in a com.sun.jna.Library.
@Synchronized
private fun findLibraryName(componentName: String): String {
    val libOverride = System.getProperty("uniffi.component.$componentName.libraryOverride")
    if (libOverride != null) {
        return libOverride
    }
    return "tongban"
}

// Define FFI callback types
internal interface UniffiRustFutureContinuationCallback : com.sun.jna.Callback {
    fun callback(`data`: Long,`pollResult`: Byte,)
}
internal interface UniffiForeignFutureDroppedCallback : com.sun.jna.Callback {
    fun callback(`handle`: Long,)
}
internal interface UniffiCallbackInterfaceFree : com.sun.jna.Callback {
    fun callback(`handle`: Long,)
}
internal interface UniffiCallbackInterfaceClone : com.sun.jna.Callback {
    fun callback(`handle`: Long,)
    : Long
}
@Structure.FieldOrder("handle", "free")
internal open class UniffiForeignFutureDroppedCallbackStruct(
    @JvmField internal var `handle`: Long = 0.toLong(),
    @JvmField internal var `free`: UniffiForeignFutureDroppedCallback? = null,
) : Structure() {
    class UniffiByValue(
        `handle`: Long = 0.toLong(),
        `free`: UniffiForeignFutureDroppedCallback? = null,
    ): UniffiForeignFutureDroppedCallbackStruct(`handle`,`free`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureDroppedCallbackStruct) {
        `handle` = other.`handle`
        `free` = other.`free`
    }

}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultU8(
    @JvmField internal var `returnValue`: Byte = 0.toByte(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Byte = 0.toByte(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultU8(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultU8) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteU8 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultU8.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultI8(
    @JvmField internal var `returnValue`: Byte = 0.toByte(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Byte = 0.toByte(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultI8(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultI8) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteI8 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultI8.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultU16(
    @JvmField internal var `returnValue`: Short = 0.toShort(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Short = 0.toShort(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultU16(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultU16) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteU16 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultU16.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultI16(
    @JvmField internal var `returnValue`: Short = 0.toShort(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Short = 0.toShort(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultI16(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultI16) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteI16 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultI16.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultU32(
    @JvmField internal var `returnValue`: Int = 0,
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Int = 0,
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultU32(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultU32) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteU32 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultU32.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultI32(
    @JvmField internal var `returnValue`: Int = 0,
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Int = 0,
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultI32(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultI32) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteI32 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultI32.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultU64(
    @JvmField internal var `returnValue`: Long = 0.toLong(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Long = 0.toLong(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultU64(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultU64) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteU64 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultU64.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultI64(
    @JvmField internal var `returnValue`: Long = 0.toLong(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Long = 0.toLong(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultI64(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultI64) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteI64 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultI64.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultF32(
    @JvmField internal var `returnValue`: Float = 0.0f,
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Float = 0.0f,
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultF32(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultF32) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteF32 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultF32.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultF64(
    @JvmField internal var `returnValue`: Double = 0.0,
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Double = 0.0,
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultF64(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultF64) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteF64 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultF64.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultRustBuffer(
    @JvmField internal var `returnValue`: RustBuffer.ByValue = RustBuffer.ByValue(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: RustBuffer.ByValue = RustBuffer.ByValue(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultRustBuffer(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultRustBuffer) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteRustBuffer : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultRustBuffer.UniffiByValue,)
}
@Structure.FieldOrder("callStatus")
internal open class UniffiForeignFutureResultVoid(
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultVoid(`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultVoid) {
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteVoid : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultVoid.UniffiByValue,)
}
internal interface UniffiCallbackInterfaceEventListenerMethod0 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`json`: RustBuffer.ByValue,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceClockBridgeMethod0 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`uniffiOutReturn`: LongByReference,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceClockBridgeMethod1 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`uniffiOutReturn`: LongByReference,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceClockBridgeMethod2 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`uniffiOutReturn`: RustBuffer,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceConfirmBridgeMethod0 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`question`: RustBuffer.ByValue,`uniffiFutureCallback`: UniffiForeignFutureCompleteRustBuffer,`uniffiCallbackData`: Long,`uniffiOutDroppedCallback`: UniffiForeignFutureDroppedCallbackStruct,)
}
internal interface UniffiCallbackInterfaceDeviceKeyBridgeMethod0 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`alias`: RustBuffer.ByValue,`purpose`: RustBuffer.ByValue,`uniffiOutReturn`: RustBuffer,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceDeviceKeyBridgeMethod1 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`alias`: RustBuffer.ByValue,`message`: RustBuffer.ByValue,`uniffiOutReturn`: RustBuffer,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceDeviceKeyBridgeMethod2 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`alias`: RustBuffer.ByValue,`secret`: RustBuffer.ByValue,`uniffiOutReturn`: RustBuffer,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceDeviceKeyBridgeMethod3 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`alias`: RustBuffer.ByValue,`wrapped`: RustBuffer.ByValue,`uniffiOutReturn`: RustBuffer,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceDeviceKeyBridgeMethod4 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`alias`: RustBuffer.ByValue,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfacePresenceBridgeMethod0 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`reason`: RustBuffer.ByValue,`timeout`: RustBuffer.ByValue,`uniffiFutureCallback`: UniffiForeignFutureCompleteVoid,`uniffiCallbackData`: Long,`uniffiOutDroppedCallback`: UniffiForeignFutureDroppedCallbackStruct,)
}
internal interface UniffiCallbackInterfaceSecretStoreBridgeMethod0 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`name`: RustBuffer.ByValue,`uniffiOutReturn`: RustBuffer,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceSecretStoreBridgeMethod1 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`name`: RustBuffer.ByValue,`value`: RustBuffer.ByValue,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceSecretStoreBridgeMethod2 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`name`: RustBuffer.ByValue,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceTransportBridgeMethod0 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`request`: RustBuffer.ByValue,`uniffiFutureCallback`: UniffiForeignFutureCompleteRustBuffer,`uniffiCallbackData`: Long,`uniffiOutDroppedCallback`: UniffiForeignFutureDroppedCallbackStruct,)
}
@Structure.FieldOrder("uniffiFree", "uniffiClone", "onEvent")
internal open class UniffiVTableCallbackInterfaceEventListener(
    @JvmField internal var `uniffiFree`: UniffiCallbackInterfaceFree? = null,
    @JvmField internal var `uniffiClone`: UniffiCallbackInterfaceClone? = null,
    @JvmField internal var `onEvent`: UniffiCallbackInterfaceEventListenerMethod0? = null,
) : Structure() {
    class UniffiByValue(
        `uniffiFree`: UniffiCallbackInterfaceFree? = null,
        `uniffiClone`: UniffiCallbackInterfaceClone? = null,
        `onEvent`: UniffiCallbackInterfaceEventListenerMethod0? = null,
    ): UniffiVTableCallbackInterfaceEventListener(`uniffiFree`,`uniffiClone`,`onEvent`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiVTableCallbackInterfaceEventListener) {
        `uniffiFree` = other.`uniffiFree`
        `uniffiClone` = other.`uniffiClone`
        `onEvent` = other.`onEvent`
    }

}
@Structure.FieldOrder("uniffiFree", "uniffiClone", "wallSeconds", "monotonicMillis", "bootId")
internal open class UniffiVTableCallbackInterfaceClockBridge(
    @JvmField internal var `uniffiFree`: UniffiCallbackInterfaceFree? = null,
    @JvmField internal var `uniffiClone`: UniffiCallbackInterfaceClone? = null,
    @JvmField internal var `wallSeconds`: UniffiCallbackInterfaceClockBridgeMethod0? = null,
    @JvmField internal var `monotonicMillis`: UniffiCallbackInterfaceClockBridgeMethod1? = null,
    @JvmField internal var `bootId`: UniffiCallbackInterfaceClockBridgeMethod2? = null,
) : Structure() {
    class UniffiByValue(
        `uniffiFree`: UniffiCallbackInterfaceFree? = null,
        `uniffiClone`: UniffiCallbackInterfaceClone? = null,
        `wallSeconds`: UniffiCallbackInterfaceClockBridgeMethod0? = null,
        `monotonicMillis`: UniffiCallbackInterfaceClockBridgeMethod1? = null,
        `bootId`: UniffiCallbackInterfaceClockBridgeMethod2? = null,
    ): UniffiVTableCallbackInterfaceClockBridge(`uniffiFree`,`uniffiClone`,`wallSeconds`,`monotonicMillis`,`bootId`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiVTableCallbackInterfaceClockBridge) {
        `uniffiFree` = other.`uniffiFree`
        `uniffiClone` = other.`uniffiClone`
        `wallSeconds` = other.`wallSeconds`
        `monotonicMillis` = other.`monotonicMillis`
        `bootId` = other.`bootId`
    }

}
@Structure.FieldOrder("uniffiFree", "uniffiClone", "confirm")
internal open class UniffiVTableCallbackInterfaceConfirmBridge(
    @JvmField internal var `uniffiFree`: UniffiCallbackInterfaceFree? = null,
    @JvmField internal var `uniffiClone`: UniffiCallbackInterfaceClone? = null,
    @JvmField internal var `confirm`: UniffiCallbackInterfaceConfirmBridgeMethod0? = null,
) : Structure() {
    class UniffiByValue(
        `uniffiFree`: UniffiCallbackInterfaceFree? = null,
        `uniffiClone`: UniffiCallbackInterfaceClone? = null,
        `confirm`: UniffiCallbackInterfaceConfirmBridgeMethod0? = null,
    ): UniffiVTableCallbackInterfaceConfirmBridge(`uniffiFree`,`uniffiClone`,`confirm`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiVTableCallbackInterfaceConfirmBridge) {
        `uniffiFree` = other.`uniffiFree`
        `uniffiClone` = other.`uniffiClone`
        `confirm` = other.`confirm`
    }

}
@Structure.FieldOrder("uniffiFree", "uniffiClone", "generate", "sign", "wrap", "unwrap", "delete")
internal open class UniffiVTableCallbackInterfaceDeviceKeyBridge(
    @JvmField internal var `uniffiFree`: UniffiCallbackInterfaceFree? = null,
    @JvmField internal var `uniffiClone`: UniffiCallbackInterfaceClone? = null,
    @JvmField internal var `generate`: UniffiCallbackInterfaceDeviceKeyBridgeMethod0? = null,
    @JvmField internal var `sign`: UniffiCallbackInterfaceDeviceKeyBridgeMethod1? = null,
    @JvmField internal var `wrap`: UniffiCallbackInterfaceDeviceKeyBridgeMethod2? = null,
    @JvmField internal var `unwrap`: UniffiCallbackInterfaceDeviceKeyBridgeMethod3? = null,
    @JvmField internal var `delete`: UniffiCallbackInterfaceDeviceKeyBridgeMethod4? = null,
) : Structure() {
    class UniffiByValue(
        `uniffiFree`: UniffiCallbackInterfaceFree? = null,
        `uniffiClone`: UniffiCallbackInterfaceClone? = null,
        `generate`: UniffiCallbackInterfaceDeviceKeyBridgeMethod0? = null,
        `sign`: UniffiCallbackInterfaceDeviceKeyBridgeMethod1? = null,
        `wrap`: UniffiCallbackInterfaceDeviceKeyBridgeMethod2? = null,
        `unwrap`: UniffiCallbackInterfaceDeviceKeyBridgeMethod3? = null,
        `delete`: UniffiCallbackInterfaceDeviceKeyBridgeMethod4? = null,
    ): UniffiVTableCallbackInterfaceDeviceKeyBridge(`uniffiFree`,`uniffiClone`,`generate`,`sign`,`wrap`,`unwrap`,`delete`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiVTableCallbackInterfaceDeviceKeyBridge) {
        `uniffiFree` = other.`uniffiFree`
        `uniffiClone` = other.`uniffiClone`
        `generate` = other.`generate`
        `sign` = other.`sign`
        `wrap` = other.`wrap`
        `unwrap` = other.`unwrap`
        `delete` = other.`delete`
    }

}
@Structure.FieldOrder("uniffiFree", "uniffiClone", "ask")
internal open class UniffiVTableCallbackInterfacePresenceBridge(
    @JvmField internal var `uniffiFree`: UniffiCallbackInterfaceFree? = null,
    @JvmField internal var `uniffiClone`: UniffiCallbackInterfaceClone? = null,
    @JvmField internal var `ask`: UniffiCallbackInterfacePresenceBridgeMethod0? = null,
) : Structure() {
    class UniffiByValue(
        `uniffiFree`: UniffiCallbackInterfaceFree? = null,
        `uniffiClone`: UniffiCallbackInterfaceClone? = null,
        `ask`: UniffiCallbackInterfacePresenceBridgeMethod0? = null,
    ): UniffiVTableCallbackInterfacePresenceBridge(`uniffiFree`,`uniffiClone`,`ask`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiVTableCallbackInterfacePresenceBridge) {
        `uniffiFree` = other.`uniffiFree`
        `uniffiClone` = other.`uniffiClone`
        `ask` = other.`ask`
    }

}
@Structure.FieldOrder("uniffiFree", "uniffiClone", "get", "set", "delete")
internal open class UniffiVTableCallbackInterfaceSecretStoreBridge(
    @JvmField internal var `uniffiFree`: UniffiCallbackInterfaceFree? = null,
    @JvmField internal var `uniffiClone`: UniffiCallbackInterfaceClone? = null,
    @JvmField internal var `get`: UniffiCallbackInterfaceSecretStoreBridgeMethod0? = null,
    @JvmField internal var `set`: UniffiCallbackInterfaceSecretStoreBridgeMethod1? = null,
    @JvmField internal var `delete`: UniffiCallbackInterfaceSecretStoreBridgeMethod2? = null,
) : Structure() {
    class UniffiByValue(
        `uniffiFree`: UniffiCallbackInterfaceFree? = null,
        `uniffiClone`: UniffiCallbackInterfaceClone? = null,
        `get`: UniffiCallbackInterfaceSecretStoreBridgeMethod0? = null,
        `set`: UniffiCallbackInterfaceSecretStoreBridgeMethod1? = null,
        `delete`: UniffiCallbackInterfaceSecretStoreBridgeMethod2? = null,
    ): UniffiVTableCallbackInterfaceSecretStoreBridge(`uniffiFree`,`uniffiClone`,`get`,`set`,`delete`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiVTableCallbackInterfaceSecretStoreBridge) {
        `uniffiFree` = other.`uniffiFree`
        `uniffiClone` = other.`uniffiClone`
        `get` = other.`get`
        `set` = other.`set`
        `delete` = other.`delete`
    }

}
@Structure.FieldOrder("uniffiFree", "uniffiClone", "request")
internal open class UniffiVTableCallbackInterfaceTransportBridge(
    @JvmField internal var `uniffiFree`: UniffiCallbackInterfaceFree? = null,
    @JvmField internal var `uniffiClone`: UniffiCallbackInterfaceClone? = null,
    @JvmField internal var `request`: UniffiCallbackInterfaceTransportBridgeMethod0? = null,
) : Structure() {
    class UniffiByValue(
        `uniffiFree`: UniffiCallbackInterfaceFree? = null,
        `uniffiClone`: UniffiCallbackInterfaceClone? = null,
        `request`: UniffiCallbackInterfaceTransportBridgeMethod0? = null,
    ): UniffiVTableCallbackInterfaceTransportBridge(`uniffiFree`,`uniffiClone`,`request`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiVTableCallbackInterfaceTransportBridge) {
        `uniffiFree` = other.`uniffiFree`
        `uniffiClone` = other.`uniffiClone`
        `request` = other.`request`
    }

}

// A JNA Library to expose the extern-C FFI definitions.
// This is an implementation detail which will be called internally by the public API.

// For large crates we prevent `MethodTooLargeException` (see #2340)
// N.B. the name of the extension is very misleading, since it is
// rather `InterfaceTooLargeException`, caused by too many methods
// in the interface for large crates.
//
// By splitting the otherwise huge interface into two parts
// * UniffiLib (this)
// * IntegrityCheckingUniffiLib
// And all checksum methods are put into `IntegrityCheckingUniffiLib`
// we allow for ~2x as many methods in the UniffiLib interface.
//
// Note: above all written when we used JNA's `loadIndirect` etc.
// We now use JNA's "direct mapping" - unclear if same considerations apply exactly.
internal object IntegrityCheckingUniffiLib {
    init {
        Native.register(IntegrityCheckingUniffiLib::class.java, findLibraryName(componentName = "tongban"))
        uniffiCheckContractApiVersion(this)
        uniffiCheckApiChecksums(this)
    }

    internal fun ensureInitialized() = Unit
    external fun uniffi_tongban_checksum_method_eventlistener_on_event(
    ): Int
    external fun uniffi_tongban_checksum_method_clockbridge_wall_seconds(
    ): Int
    external fun uniffi_tongban_checksum_method_clockbridge_monotonic_millis(
    ): Int
    external fun uniffi_tongban_checksum_method_clockbridge_boot_id(
    ): Int
    external fun uniffi_tongban_checksum_method_confirmbridge_confirm(
    ): Int
    external fun uniffi_tongban_checksum_method_devicekeybridge_generate(
    ): Int
    external fun uniffi_tongban_checksum_method_devicekeybridge_sign(
    ): Int
    external fun uniffi_tongban_checksum_method_devicekeybridge_wrap(
    ): Int
    external fun uniffi_tongban_checksum_method_devicekeybridge_unwrap(
    ): Int
    external fun uniffi_tongban_checksum_method_devicekeybridge_delete(
    ): Int
    external fun uniffi_tongban_checksum_method_presencebridge_ask(
    ): Int
    external fun uniffi_tongban_checksum_method_secretstorebridge_get(
    ): Int
    external fun uniffi_tongban_checksum_method_secretstorebridge_set(
    ): Int
    external fun uniffi_tongban_checksum_method_secretstorebridge_delete(
    ): Int
    external fun uniffi_tongban_checksum_method_transportbridge_request(
    ): Int
    external fun uniffi_tongban_checksum_method_showing_code(
    ): Int
    external fun uniffi_tongban_checksum_method_showing_next(
    ): Int
    external fun uniffi_tongban_checksum_method_showing_stop(
    ): Int
    external fun uniffi_tongban_checksum_method_verifier_verify_image(
    ): Int
    external fun uniffi_tongban_checksum_method_verifier_verify_text(
    ): Int
    external fun uniffi_tongban_checksum_method_wallet_call(
    ): Int
    external fun uniffi_tongban_checksum_method_wallet_certificates(
    ): Int
    external fun uniffi_tongban_checksum_method_wallet_give_presence(
    ): Int
    external fun uniffi_tongban_checksum_method_wallet_listen(
    ): Int
    external fun uniffi_tongban_checksum_method_wallet_lock(
    ): Int
    external fun uniffi_tongban_checksum_method_wallet_session(
    ): Int
    external fun uniffi_tongban_checksum_method_wallet_show(
    ): Int
    external fun uniffi_tongban_checksum_method_wallet_unlock(
    ): Int
    external fun uniffi_tongban_checksum_method_wallet_verifier(
    ): Int
    external fun uniffi_tongban_checksum_constructor_wallet_open(
    ): Int
    external fun ffi_tongban_uniffi_contract_version(
    ): Int

        
}

internal object UniffiLib {
    
    // The Cleaner for the whole library
    internal val CLEANER: UniffiCleaner by lazy {
        UniffiCleaner.create()
    }
    

    init {
        Native.register(UniffiLib::class.java, findLibraryName(componentName = "tongban"))
        uniffiCallbackInterfaceClockBridge.register(this)
        uniffiCallbackInterfaceConfirmBridge.register(this)
        uniffiCallbackInterfaceDeviceKeyBridge.register(this)
        uniffiCallbackInterfaceEventListener.register(this)
        uniffiCallbackInterfacePresenceBridge.register(this)
        uniffiCallbackInterfaceSecretStoreBridge.register(this)
        uniffiCallbackInterfaceTransportBridge.register(this)
        
    }

    internal fun ensureInitialized() = Unit
    external fun uniffi_tongban_fn_clone_eventlistener(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun uniffi_tongban_fn_free_eventlistener(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_tongban_fn_init_callback_vtable_eventlistener(`vtable`: UniffiVTableCallbackInterfaceEventListener,
    ): Unit
    external fun uniffi_tongban_fn_method_eventlistener_on_event(`ptr`: Long,`json`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_tongban_fn_clone_clockbridge(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun uniffi_tongban_fn_free_clockbridge(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_tongban_fn_init_callback_vtable_clockbridge(`vtable`: UniffiVTableCallbackInterfaceClockBridge,
    ): Unit
    external fun uniffi_tongban_fn_method_clockbridge_wall_seconds(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun uniffi_tongban_fn_method_clockbridge_monotonic_millis(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun uniffi_tongban_fn_method_clockbridge_boot_id(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): RustBuffer.ByValue
    external fun uniffi_tongban_fn_clone_confirmbridge(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun uniffi_tongban_fn_free_confirmbridge(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_tongban_fn_init_callback_vtable_confirmbridge(`vtable`: UniffiVTableCallbackInterfaceConfirmBridge,
    ): Unit
    external fun uniffi_tongban_fn_method_confirmbridge_confirm(`ptr`: Long,`question`: RustBuffer.ByValue,
    ): Long
    external fun uniffi_tongban_fn_clone_devicekeybridge(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun uniffi_tongban_fn_free_devicekeybridge(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_tongban_fn_init_callback_vtable_devicekeybridge(`vtable`: UniffiVTableCallbackInterfaceDeviceKeyBridge,
    ): Unit
    external fun uniffi_tongban_fn_method_devicekeybridge_generate(`ptr`: Long,`alias`: RustBuffer.ByValue,`purpose`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus, 
    ): RustBuffer.ByValue
    external fun uniffi_tongban_fn_method_devicekeybridge_sign(`ptr`: Long,`alias`: RustBuffer.ByValue,`message`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus, 
    ): RustBuffer.ByValue
    external fun uniffi_tongban_fn_method_devicekeybridge_wrap(`ptr`: Long,`alias`: RustBuffer.ByValue,`secret`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus, 
    ): RustBuffer.ByValue
    external fun uniffi_tongban_fn_method_devicekeybridge_unwrap(`ptr`: Long,`alias`: RustBuffer.ByValue,`wrapped`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus, 
    ): RustBuffer.ByValue
    external fun uniffi_tongban_fn_method_devicekeybridge_delete(`ptr`: Long,`alias`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_tongban_fn_clone_presencebridge(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun uniffi_tongban_fn_free_presencebridge(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_tongban_fn_init_callback_vtable_presencebridge(`vtable`: UniffiVTableCallbackInterfacePresenceBridge,
    ): Unit
    external fun uniffi_tongban_fn_method_presencebridge_ask(`ptr`: Long,`reason`: RustBuffer.ByValue,`timeout`: RustBuffer.ByValue,
    ): Long
    external fun uniffi_tongban_fn_clone_secretstorebridge(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun uniffi_tongban_fn_free_secretstorebridge(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_tongban_fn_init_callback_vtable_secretstorebridge(`vtable`: UniffiVTableCallbackInterfaceSecretStoreBridge,
    ): Unit
    external fun uniffi_tongban_fn_method_secretstorebridge_get(`ptr`: Long,`name`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus, 
    ): RustBuffer.ByValue
    external fun uniffi_tongban_fn_method_secretstorebridge_set(`ptr`: Long,`name`: RustBuffer.ByValue,`value`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_tongban_fn_method_secretstorebridge_delete(`ptr`: Long,`name`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_tongban_fn_clone_transportbridge(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun uniffi_tongban_fn_free_transportbridge(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_tongban_fn_init_callback_vtable_transportbridge(`vtable`: UniffiVTableCallbackInterfaceTransportBridge,
    ): Unit
    external fun uniffi_tongban_fn_method_transportbridge_request(`ptr`: Long,`request`: RustBuffer.ByValue,
    ): Long
    external fun uniffi_tongban_fn_clone_showing(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun uniffi_tongban_fn_free_showing(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_tongban_fn_method_showing_code(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): RustBuffer.ByValue
    external fun uniffi_tongban_fn_method_showing_next(`ptr`: Long,`fields`: RustBuffer.ByValue,
    ): Long
    external fun uniffi_tongban_fn_method_showing_stop(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_tongban_fn_clone_verifier(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun uniffi_tongban_fn_free_verifier(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_tongban_fn_method_verifier_verify_image(`ptr`: Long,`picture`: RustBuffer.ByValue,
    ): Long
    external fun uniffi_tongban_fn_method_verifier_verify_text(`ptr`: Long,`text`: RustBuffer.ByValue,
    ): Long
    external fun uniffi_tongban_fn_clone_wallet(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun uniffi_tongban_fn_free_wallet(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_tongban_fn_constructor_wallet_open(`config`: RustBuffer.ByValue,`machine`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun uniffi_tongban_fn_method_wallet_call(`ptr`: Long,`name`: RustBuffer.ByValue,`json`: RustBuffer.ByValue,`bytes`: RustBuffer.ByValue,
    ): Long
    external fun uniffi_tongban_fn_method_wallet_certificates(`ptr`: Long,
    ): Long
    external fun uniffi_tongban_fn_method_wallet_give_presence(`ptr`: Long,`secret`: RustBuffer.ByValue,
    ): Long
    external fun uniffi_tongban_fn_method_wallet_listen(`ptr`: Long,`listener`: Long,
    ): Long
    external fun uniffi_tongban_fn_method_wallet_lock(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): RustBuffer.ByValue
    external fun uniffi_tongban_fn_method_wallet_session(`ptr`: Long,
    ): Long
    external fun uniffi_tongban_fn_method_wallet_show(`ptr`: Long,`certificateId`: RustBuffer.ByValue,`fields`: RustBuffer.ByValue,
    ): Long
    external fun uniffi_tongban_fn_method_wallet_unlock(`ptr`: Long,`secret`: RustBuffer.ByValue,
    ): Long
    external fun uniffi_tongban_fn_method_wallet_verifier(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun ffi_tongban_rustbuffer_alloc(`size`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): RustBuffer.ByValue
    external fun ffi_tongban_rustbuffer_from_bytes(`bytes`: ForeignBytes.ByValue,uniffi_out_err: UniffiRustCallStatus, 
    ): RustBuffer.ByValue
    external fun ffi_tongban_rustbuffer_free(`buf`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun ffi_tongban_rustbuffer_reserve(`buf`: RustBuffer.ByValue,`additional`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): RustBuffer.ByValue
    external fun ffi_tongban_rust_future_poll_u8(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_cancel_u8(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_free_u8(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_complete_u8(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Int
    external fun ffi_tongban_rust_future_poll_i8(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_cancel_i8(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_free_i8(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_complete_i8(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Byte
    external fun ffi_tongban_rust_future_poll_u16(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_cancel_u16(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_free_u16(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_complete_u16(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Int
    external fun ffi_tongban_rust_future_poll_i16(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_cancel_i16(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_free_i16(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_complete_i16(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Short
    external fun ffi_tongban_rust_future_poll_u32(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_cancel_u32(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_free_u32(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_complete_u32(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Int
    external fun ffi_tongban_rust_future_poll_i32(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_cancel_i32(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_free_i32(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_complete_i32(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Int
    external fun ffi_tongban_rust_future_poll_u64(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_cancel_u64(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_free_u64(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_complete_u64(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun ffi_tongban_rust_future_poll_i64(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_cancel_i64(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_free_i64(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_complete_i64(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun ffi_tongban_rust_future_poll_f32(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_cancel_f32(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_free_f32(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_complete_f32(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Float
    external fun ffi_tongban_rust_future_poll_f64(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_cancel_f64(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_free_f64(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_complete_f64(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Double
    external fun ffi_tongban_rust_future_poll_rust_buffer(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_cancel_rust_buffer(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_free_rust_buffer(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_complete_rust_buffer(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): RustBuffer.ByValue
    external fun ffi_tongban_rust_future_poll_void(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_cancel_void(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_free_void(`handle`: Long,
    ): Unit
    external fun ffi_tongban_rust_future_complete_void(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit

        
}

private fun uniffiCheckContractApiVersion(lib: IntegrityCheckingUniffiLib) {
    // Get the bindings contract version from our ComponentInterface
    val bindings_contract_version = 30
    // Get the scaffolding contract version by calling the into the dylib
    val scaffolding_contract_version = lib.ffi_tongban_uniffi_contract_version()
    if (bindings_contract_version != scaffolding_contract_version) {
        throw RuntimeException("UniFFI contract version mismatch: try cleaning and rebuilding your project")
    }
}
@Suppress("UNUSED_PARAMETER")
private fun uniffiCheckApiChecksums(lib: IntegrityCheckingUniffiLib) {
    if ((lib.uniffi_tongban_checksum_method_eventlistener_on_event() and 0xFFFF) != 1738) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_clockbridge_wall_seconds() and 0xFFFF) != 4487) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_clockbridge_monotonic_millis() and 0xFFFF) != 49664) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_clockbridge_boot_id() and 0xFFFF) != 14044) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_confirmbridge_confirm() and 0xFFFF) != 35468) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_devicekeybridge_generate() and 0xFFFF) != 4162) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_devicekeybridge_sign() and 0xFFFF) != 25317) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_devicekeybridge_wrap() and 0xFFFF) != 53503) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_devicekeybridge_unwrap() and 0xFFFF) != 51545) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_devicekeybridge_delete() and 0xFFFF) != 65060) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_presencebridge_ask() and 0xFFFF) != 9358) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_secretstorebridge_get() and 0xFFFF) != 17133) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_secretstorebridge_set() and 0xFFFF) != 13656) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_secretstorebridge_delete() and 0xFFFF) != 33127) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_transportbridge_request() and 0xFFFF) != 58199) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_showing_code() and 0xFFFF) != 58660) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_showing_next() and 0xFFFF) != 22653) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_showing_stop() and 0xFFFF) != 244) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_verifier_verify_image() and 0xFFFF) != 41071) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_verifier_verify_text() and 0xFFFF) != 2785) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_wallet_call() and 0xFFFF) != 4905) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_wallet_certificates() and 0xFFFF) != 11733) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_wallet_give_presence() and 0xFFFF) != 20756) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_wallet_listen() and 0xFFFF) != 63482) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_wallet_lock() and 0xFFFF) != 125) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_wallet_session() and 0xFFFF) != 63032) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_wallet_show() and 0xFFFF) != 48222) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_wallet_unlock() and 0xFFFF) != 26383) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_method_wallet_verifier() and 0xFFFF) != 16013) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_tongban_checksum_constructor_wallet_open() and 0xFFFF) != 36778) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
}

/**
 * @suppress
 */
public fun uniffiEnsureInitialized() {
    // Call arbitrary methods on IntegrityCheckingUniffiLib and UniffiLib to ensure that
    // their init blocks run. This ensures initialization across crates works as expected.
    IntegrityCheckingUniffiLib.ensureInitialized()
    UniffiLib.ensureInitialized()
}

// Async support
// Async return type handlers

internal const val UNIFFI_RUST_FUTURE_POLL_READY = 0.toByte()
internal const val UNIFFI_RUST_FUTURE_POLL_WAKE = 1.toByte()

internal val uniffiContinuationHandleMap = UniffiHandleMap<CancellableContinuation<Byte>>()

// FFI type for Rust future continuations
internal object uniffiRustFutureContinuationCallbackImpl: UniffiRustFutureContinuationCallback {
    override fun callback(data: Long, pollResult: Byte) {
        uniffiContinuationHandleMap.remove(data).resume(pollResult)
    }
}

internal suspend fun<T, F, E: kotlin.Exception> uniffiRustCallAsync(
    rustFuture: Long,
    pollFunc: (Long, UniffiRustFutureContinuationCallback, Long) -> Unit,
    completeFunc: (Long, UniffiRustCallStatus) -> F,
    freeFunc: (Long) -> Unit,
    liftFunc: (F) -> T,
    errorHandler: UniffiRustCallStatusErrorHandler<E>
): T {
    try {
        do {
            val pollResult = suspendCancellableCoroutine<Byte> { continuation ->
                pollFunc(
                    rustFuture,
                    uniffiRustFutureContinuationCallbackImpl,
                    uniffiContinuationHandleMap.insert(continuation)
                )
            }
        } while (pollResult != UNIFFI_RUST_FUTURE_POLL_READY);

        return liftFunc(
            uniffiRustCallWithError(errorHandler, { status -> completeFunc(rustFuture, status) })
        )
    } finally {
        freeFunc(rustFuture)
    }
}
internal inline fun<T> uniffiTraitInterfaceCallAsync(
    crossinline makeCall: suspend () -> T,
    crossinline handleSuccess: (T) -> Unit,
    crossinline handleError: (UniffiRustCallStatus.ByValue) -> Unit,
    uniffiOutDroppedCallback: UniffiForeignFutureDroppedCallbackStruct,
) {
    // Using `GlobalScope` is labeled as a "delicate API" and generally discouraged in Kotlin programs, since it breaks structured concurrency.
    // However, our parent task is a Rust future, so we're going to need to break structure concurrency in any case.
    //
    // Uniffi does its best to support structured concurrency across the FFI.
    // If the Rust future is dropped, `uniffiForeignFutureDroppedCallbackImpl` is called, which will cancel the Kotlin coroutine if it's still running.
    @OptIn(DelicateCoroutinesApi::class)
    val job = GlobalScope.launch coroutineBlock@ {
        // Note: it's important we call either `handleSuccess` or `handleError` exactly once.  Each
        // call consumes an Arc reference, which means there should be no possibility of a double
        // call.  The following code is structured so that will will never call both `handleSuccess`
        // and `handleError`, even in the face of weird exceptions.
        //
        // In extreme circumstances we may not call either, for example if we fail to make the JNA
        // call to `handleSuccess`.  This means we will leak the Arc reference, which is better than
        // double-freeing it.
        val callResult = try {
            makeCall()
        } catch(e: kotlin.Exception) {
            handleError(
                UniffiRustCallStatus.create(
                    UNIFFI_CALL_UNEXPECTED_ERROR,
                    FfiConverterString.lower(e.toString()),
                )
            )
            return@coroutineBlock
        }
        handleSuccess(callResult)
    }
    val handle = uniffiForeignFutureHandleMap.insert(job)
    uniffiOutDroppedCallback.uniffiSetValue(UniffiForeignFutureDroppedCallbackStruct(handle, uniffiForeignFutureDroppedCallbackImpl))
}

internal inline fun<T, reified E: Throwable> uniffiTraitInterfaceCallAsyncWithError(
    crossinline makeCall: suspend () -> T,
    crossinline handleSuccess: (T) -> Unit,
    crossinline handleError: (UniffiRustCallStatus.ByValue) -> Unit,
    crossinline lowerError: (E) -> RustBuffer.ByValue,
    uniffiOutDroppedCallback: UniffiForeignFutureDroppedCallbackStruct,
) {
    // See uniffiTraitInterfaceCallAsync for details on `DelicateCoroutinesApi`
    @OptIn(DelicateCoroutinesApi::class)
    val job = GlobalScope.launch coroutineBlock@ {
        // See the note in uniffiTraitInterfaceCallAsync for details on `handleSuccess` and
        // `handleError`.
        val callResult = try {
            makeCall()
        } catch(e: kotlin.Exception) {
            if (e is E) {
                handleError(
                    UniffiRustCallStatus.create(
                        UNIFFI_CALL_ERROR,
                        lowerError(e),
                    )
                )
            } else {
                handleError(
                    UniffiRustCallStatus.create(
                        UNIFFI_CALL_UNEXPECTED_ERROR,
                        FfiConverterString.lower(e.toString()),
                    )
                )
            }
            return@coroutineBlock
        }
        handleSuccess(callResult)
    }
    val handle = uniffiForeignFutureHandleMap.insert(job)
    uniffiOutDroppedCallback.uniffiSetValue(UniffiForeignFutureDroppedCallbackStruct(handle, uniffiForeignFutureDroppedCallbackImpl))
}

internal val uniffiForeignFutureHandleMap = UniffiHandleMap<Job>()

internal object uniffiForeignFutureDroppedCallbackImpl: UniffiForeignFutureDroppedCallback {
    override fun callback(handle: Long) {
        val job = uniffiForeignFutureHandleMap.remove(handle)
        if (!job.isCompleted) {
            job.cancel()
        }
    }
}

// For testing
public fun uniffiForeignFutureHandleCount() = uniffiForeignFutureHandleMap.size

// Public interface members begin here.


// Interface implemented by anything that can contain an object reference.
//
// Such types expose a `destroy()` method that must be called to cleanly
// dispose of the contained objects. Failure to call this method may result
// in memory leaks.
//
// The easiest way to ensure this method is called is to use the `.use`
// helper method to execute a block and destroy the object at the end.
interface Disposable {
    fun destroy()
    companion object {
        fun destroy(vararg args: Any?) {
            for (arg in args) {
                when (arg) {
                    is Disposable -> arg.destroy()
                    is ArrayList<*> -> {
                        for (idx in arg.indices) {
                            val element = arg[idx]
                            if (element is Disposable) {
                                element.destroy()
                            }
                        }
                    }
                    is Map<*, *> -> {
                        for (element in arg.values) {
                            if (element is Disposable) {
                                element.destroy()
                            }
                        }
                    }
                    is Iterable<*> -> {
                        for (element in arg) {
                            if (element is Disposable) {
                                element.destroy()
                            }
                        }
                    }
                }
            }
        }
    }
}

/**
 * @suppress
 */
inline fun <T : Disposable?, R> T.use(block: (T) -> R) =
    try {
        block(this)
    } finally {
        try {
            // N.B. our implementation is on the nullable type `Disposable?`.
            this?.destroy()
        } catch (e: Throwable) {
            // swallow
        }
    }

/** 
 * Placeholder object used to signal that we're constructing an interface with a FFI handle.
 *
 * This is the first argument for interface constructors that input a raw handle. It exists is that
 * so we can avoid signature conflicts when an interface has a regular constructor than inputs a
 * Long.
 *
 * @suppress
 * */
object UniffiWithHandle

/** 
 * Used to instantiate an interface without an actual pointer, for fakes in tests, mostly.
 *
 * @suppress
 * */
object NoHandle// Magic number for the Rust proxy to call using the same mechanism as every other method,
// to free the callback once it's dropped by Rust.
internal const val IDX_CALLBACK_FREE = 0
// Callback return codes
internal const val UNIFFI_CALLBACK_SUCCESS = 0
internal const val UNIFFI_CALLBACK_ERROR = 1
internal const val UNIFFI_CALLBACK_UNEXPECTED_ERROR = 2

/**
 * @suppress
 */
public abstract class FfiConverterCallbackInterface<CallbackInterface: Any>: FfiConverter<CallbackInterface, Long> {
    internal val handleMap = UniffiHandleMap<CallbackInterface>()

    internal fun drop(handle: Long) {
        handleMap.remove(handle)
    }

    override fun lift(value: Long): CallbackInterface {
        return handleMap.get(value)
    }

    override fun read(buf: ByteBuffer) = lift(buf.getLong())

    override fun lower(value: CallbackInterface) = handleMap.insert(value)

    override fun allocationSize(value: CallbackInterface) = 8UL

    override fun write(value: CallbackInterface, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}
/**
 * The cleaner interface for Object finalization code to run.
 * This is the entry point to any implementation that we're using.
 *
 * The cleaner registers objects and returns cleanables, so now we are
 * defining a `UniffiCleaner` with a `UniffiClenaer.Cleanable` to abstract the
 * different implmentations available at compile time.
 *
 * @suppress
 */
interface UniffiCleaner {
    interface Cleanable {
        fun clean()
    }

    fun register(value: Any, cleanUpTask: Runnable): UniffiCleaner.Cleanable

    companion object
}

// The fallback Jna cleaner, which is available for both Android, and the JVM.
private class UniffiJnaCleaner : UniffiCleaner {
    private val cleaner = com.sun.jna.internal.Cleaner.getCleaner()

    override fun register(value: Any, cleanUpTask: Runnable): UniffiCleaner.Cleanable =
        UniffiJnaCleanable(cleaner.register(value, cleanUpTask))
}

private class UniffiJnaCleanable(
    private val cleanable: com.sun.jna.internal.Cleaner.Cleanable,
) : UniffiCleaner.Cleanable {
    override fun clean() = cleanable.clean()
}


// We decide at uniffi binding generation time whether we were
// using Android or not.
// There are further runtime checks to chose the correct implementation
// of the cleaner.
private fun UniffiCleaner.Companion.create(): UniffiCleaner =
    try {
        // For safety's sake: if the library hasn't been run in android_cleaner = true
        // mode, but is being run on Android, then we still need to think about
        // Android API versions.
        // So we check if java.lang.ref.Cleaner is there, and use that…
        java.lang.Class.forName("java.lang.ref.Cleaner")
        JavaLangRefCleaner()
    } catch (e: ClassNotFoundException) {
        // … otherwise, fallback to the JNA cleaner.
        UniffiJnaCleaner()
    }

private class JavaLangRefCleaner : UniffiCleaner {
    val cleaner = java.lang.ref.Cleaner.create()

    override fun register(value: Any, cleanUpTask: Runnable): UniffiCleaner.Cleanable =
        JavaLangRefCleanable(cleaner.register(value, cleanUpTask))
}

private class JavaLangRefCleanable(
    val cleanable: java.lang.ref.Cleaner.Cleanable
) : UniffiCleaner.Cleanable {
    override fun clean() = cleanable.clean()
}

/**
 * @suppress
 */
public object FfiConverterUShort: FfiConverter<UShort, Short> {
    override fun lift(value: Short): UShort {
        return value.toUShort()
    }

    fun lift(value: Int): UShort {
        return value.toUShort()
    }

    override fun read(buf: ByteBuffer): UShort {
        return lift(buf.getShort())
    }

    override fun lower(value: UShort): Short {
        return value.toShort()
    }

    override fun allocationSize(value: UShort) = 2UL

    override fun write(value: UShort, buf: ByteBuffer) {
        buf.putShort(value.toShort())
    }
}

/**
 * @suppress
 */
public object FfiConverterUInt: FfiConverter<UInt, Int> {
    override fun lift(value: Int): UInt {
        return value.toUInt()
    }

    override fun read(buf: ByteBuffer): UInt {
        return lift(buf.getInt())
    }

    override fun lower(value: UInt): Int {
        return value.toInt()
    }

    override fun allocationSize(value: UInt) = 4UL

    override fun write(value: UInt, buf: ByteBuffer) {
        buf.putInt(value.toInt())
    }
}

/**
 * @suppress
 */
public object FfiConverterULong: FfiConverter<ULong, Long> {
    override fun lift(value: Long): ULong {
        return value.toULong()
    }

    override fun read(buf: ByteBuffer): ULong {
        return lift(buf.getLong())
    }

    override fun lower(value: ULong): Long {
        return value.toLong()
    }

    override fun allocationSize(value: ULong) = 8UL

    override fun write(value: ULong, buf: ByteBuffer) {
        buf.putLong(value.toLong())
    }
}

/**
 * @suppress
 */
public object FfiConverterBoolean: FfiConverter<Boolean, Byte> {
    override fun lift(value: Byte): Boolean {
        return value.toInt() != 0
    }

    override fun read(buf: ByteBuffer): Boolean {
        return lift(buf.get())
    }

    override fun lower(value: Boolean): Byte {
        return if (value) 1.toByte() else 0.toByte()
    }

    override fun allocationSize(value: Boolean) = 1UL

    override fun write(value: Boolean, buf: ByteBuffer) {
        buf.put(lower(value))
    }
}

/**
 * @suppress
 */
public object FfiConverterString: FfiConverter<String, RustBuffer.ByValue> {
    // Note: we don't inherit from FfiConverterRustBuffer, because we use a
    // special encoding when lowering/lifting.  We can use `RustBuffer.len` to
    // store our length and avoid writing it out to the buffer.
    override fun lift(value: RustBuffer.ByValue): String {
        try {
            val byteArr = ByteArray(value.len.toInt())
            value.asByteBuffer()!!.get(byteArr)
            return byteArr.toString(Charsets.UTF_8)
        } finally {
            RustBuffer.free(value)
        }
    }

    override fun read(buf: ByteBuffer): String {
        val len = buf.getInt()
        val byteArr = ByteArray(len)
        buf.get(byteArr)
        return byteArr.toString(Charsets.UTF_8)
    }

    fun toUtf8(value: String): ByteBuffer {
        // Make sure we don't have invalid UTF-16, check for lone surrogates.
        return Charsets.UTF_8.newEncoder().run {
            onMalformedInput(CodingErrorAction.REPORT)
            encode(CharBuffer.wrap(value))
        }
    }

    override fun lower(value: String): RustBuffer.ByValue {
        val byteBuf = toUtf8(value)
        // Ideally we'd pass these bytes to `ffi_bytebuffer_from_bytes`, but doing so would require us
        // to copy them into a JNA `Memory`. So we might as well directly copy them into a `RustBuffer`.
        val rbuf = RustBuffer.alloc(byteBuf.limit().toULong())
        rbuf.asByteBuffer()!!.put(byteBuf)
        return rbuf
    }

    // We aren't sure exactly how many bytes our string will be once it's UTF-8
    // encoded.  Allocate 3 bytes per UTF-16 code unit which will always be
    // enough.
    override fun allocationSize(value: String): ULong {
        val sizeForLength = 4UL
        val sizeForString = value.length.toULong() * 3UL
        return sizeForLength + sizeForString
    }

    override fun write(value: String, buf: ByteBuffer) {
        val byteBuf = toUtf8(value)
        buf.putInt(byteBuf.limit())
        buf.put(byteBuf)
    }
}

/**
 * @suppress
 */
public object FfiConverterByteArray: FfiConverterRustBuffer<ByteArray> {
    override fun read(buf: ByteBuffer): ByteArray {
        val len = buf.getInt()
        val byteArr = ByteArray(len)
        buf.get(byteArr)
        return byteArr
    }
    override fun allocationSize(value: ByteArray): ULong {
        return 4UL + value.size.toULong()
    }
    override fun write(value: ByteArray, buf: ByteBuffer) {
        buf.putInt(value.size)
        buf.put(value)
    }
}


/**
 * @suppress
 */
public object FfiConverterDuration: FfiConverterRustBuffer<java.time.Duration> {
    override fun read(buf: ByteBuffer): java.time.Duration {
        // Type mismatch (should be u64) but we check for overflow/underflow below
        val seconds = buf.getLong()
        // Type mismatch (should be u32) but we check for overflow/underflow below
        val nanoseconds = buf.getInt().toLong()
        if (seconds < 0) {
            throw java.time.DateTimeException("Duration exceeds minimum or maximum value supported by uniffi")
        }
        if (nanoseconds < 0) {
            throw java.time.DateTimeException("Duration nanoseconds exceed minimum or maximum supported by uniffi")
        }
        return java.time.Duration.ofSeconds(seconds, nanoseconds)
    }

    // 8 bytes for seconds, 4 bytes for nanoseconds
    override fun allocationSize(value: java.time.Duration) = 12UL

    override fun write(value: java.time.Duration, buf: ByteBuffer) {
        if (value.seconds < 0) {
            // Rust does not support negative Durations
            throw IllegalArgumentException("Invalid duration, must be non-negative")
        }

        if (value.nano < 0) {
            // Java docs provide guarantee that nano will always be positive, so this should be impossible
            // See: https://docs.oracle.com/javase/8/docs/api/java/time/Duration.html
            throw IllegalArgumentException("Invalid duration, nano value must be non-negative")
        }

        // Type mismatch (should be u64) but since Rust doesn't support negative durations we should be OK
        buf.putLong(value.seconds)
        // Type mismatch (should be u32) but since values will always be between 0 and 999,999,999 it should be OK
        buf.putInt(value.nano)
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * The clocks of this machine.
 */
public interface ClockBridge {
    
    /**
     * Seconds since 1970-01-01T00:00Z by the clock a person can set.
     */
    fun `wallSeconds`(): kotlin.ULong
    
    /**
     * Milliseconds since a fixed moment of this boot, sleep included; never backwards.
     */
    fun `monotonicMillis`(): kotlin.ULong
    
    /**
     * A text that is the same for one boot of the machine and new for the next.
     */
    fun `bootId`(): kotlin.String
    
    companion object
}

/**
 * The clocks of this machine.
 */
open class ClockBridgeImpl: Disposable, AutoCloseable, ClockBridge
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_tongban_fn_free_clockbridge(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_tongban_fn_clone_clockbridge(handle, status)
        }
    }

    
    /**
     * Seconds since 1970-01-01T00:00Z by the clock a person can set.
     */
    @Throws(ClockBridgeException::class)override fun `wallSeconds`(): kotlin.ULong {
            return FfiConverterULong.lift(
    callWithHandle {
    uniffiRustCallWithError(ClockBridgeException) { _status ->
    UniffiLib.uniffi_tongban_fn_method_clockbridge_wall_seconds(
        it,
        _status)
}
    }
    )
    }
    

    
    /**
     * Milliseconds since a fixed moment of this boot, sleep included; never backwards.
     */
    @Throws(ClockBridgeException::class)override fun `monotonicMillis`(): kotlin.ULong {
            return FfiConverterULong.lift(
    callWithHandle {
    uniffiRustCallWithError(ClockBridgeException) { _status ->
    UniffiLib.uniffi_tongban_fn_method_clockbridge_monotonic_millis(
        it,
        _status)
}
    }
    )
    }
    

    
    /**
     * A text that is the same for one boot of the machine and new for the next.
     */
    @Throws(ClockBridgeException::class)override fun `bootId`(): kotlin.String {
            return FfiConverterString.lift(
    callWithHandle {
    uniffiRustCallWithError(ClockBridgeException) { _status ->
    UniffiLib.uniffi_tongban_fn_method_clockbridge_boot_id(
        it,
        _status)
}
    }
    )
    }
    

    

    


    
    
    /**
     * @suppress
     */
    companion object
    
}



// Put the implementation in an object so we don't pollute the top-level namespace
internal object uniffiCallbackInterfaceClockBridge {
    internal object `wallSeconds`: UniffiCallbackInterfaceClockBridgeMethod0 {
        override fun callback(`uniffiHandle`: Long,`uniffiOutReturn`: LongByReference,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeClockBridge.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`wallSeconds`(
                )
            }
            val writeReturn = { value: kotlin.ULong -> uniffiOutReturn.setValue(FfiConverterULong.lower(value)) }
            uniffiTraitInterfaceCallWithError(
                uniffiCallStatus,
                makeCall,
                writeReturn,
                { e: ClockBridgeException -> FfiConverterTypeClockBridgeError.lower(e) }
            )
        }
    }
    internal object `monotonicMillis`: UniffiCallbackInterfaceClockBridgeMethod1 {
        override fun callback(`uniffiHandle`: Long,`uniffiOutReturn`: LongByReference,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeClockBridge.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`monotonicMillis`(
                )
            }
            val writeReturn = { value: kotlin.ULong -> uniffiOutReturn.setValue(FfiConverterULong.lower(value)) }
            uniffiTraitInterfaceCallWithError(
                uniffiCallStatus,
                makeCall,
                writeReturn,
                { e: ClockBridgeException -> FfiConverterTypeClockBridgeError.lower(e) }
            )
        }
    }
    internal object `bootId`: UniffiCallbackInterfaceClockBridgeMethod2 {
        override fun callback(`uniffiHandle`: Long,`uniffiOutReturn`: RustBuffer,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeClockBridge.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`bootId`(
                )
            }
            val writeReturn = { value: kotlin.String -> uniffiOutReturn.setValue(FfiConverterString.lower(value)) }
            uniffiTraitInterfaceCallWithError(
                uniffiCallStatus,
                makeCall,
                writeReturn,
                { e: ClockBridgeException -> FfiConverterTypeClockBridgeError.lower(e) }
            )
        }
    }

    internal object uniffiFree: UniffiCallbackInterfaceFree {
        override fun callback(handle: Long) {
            FfiConverterTypeClockBridge.handleMap.remove(handle)
        }
    }

    internal object uniffiClone: UniffiCallbackInterfaceClone {
        override fun callback(handle: Long): Long {
            return FfiConverterTypeClockBridge.handleMap.clone(handle)
        }
    }

    internal var vtable = UniffiVTableCallbackInterfaceClockBridge.UniffiByValue(
        uniffiFree,
        uniffiClone,
        `wallSeconds`,
        `monotonicMillis`,
        `bootId`,
    )

    // Registers the foreign callback with the Rust side.
    // This method is generated for each callback interface.
    internal fun register(lib: UniffiLib) {
        lib.uniffi_tongban_fn_init_callback_vtable_clockbridge(vtable)
    }
}

/**
 * @suppress
 */
public object FfiConverterTypeClockBridge: FfiConverter<ClockBridge, Long> {
    internal val handleMap = UniffiHandleMap<ClockBridge>()

    override fun lower(value: ClockBridge): Long {
        if (value is ClockBridgeImpl) {
             // Rust-implemented object.  Clone the handle and return it
            return value.uniffiCloneHandle()
         } else {
            // Kotlin object, generate a new vtable handle and return that.
            return handleMap.insert(value)
         }
    }

    override fun lift(value: Long): ClockBridge {
        if ((value and 1.toLong()) == 0.toLong()) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return ClockBridgeImpl(UniffiWithHandle, value)
        } else {
            // Kotlin-generated handle, get the object from the handle map
            return handleMap.remove(value)
        }
    }

    override fun read(buf: ByteBuffer): ClockBridge {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: ClockBridge) = 8UL

    override fun write(value: ClockBridge, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * A native screen that the web view can neither draw, press nor read (rule U1).
 */
public interface ConfirmBridge {
    
    /**
     * Shows all of `question` until the person answers or its timeout passes, and closes the
     * screen before it returns. A closed screen is `Declined`.
     */
    suspend fun `confirm`(`question`: ConfirmView): ConfirmAnswer
    
    companion object
}

/**
 * A native screen that the web view can neither draw, press nor read (rule U1).
 */
open class ConfirmBridgeImpl: Disposable, AutoCloseable, ConfirmBridge
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_tongban_fn_free_confirmbridge(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_tongban_fn_clone_confirmbridge(handle, status)
        }
    }

    
    /**
     * Shows all of `question` until the person answers or its timeout passes, and closes the
     * screen before it returns. A closed screen is `Declined`.
     */
    @Throws(ConfirmBridgeException::class)
    @Suppress("ASSIGNED_BUT_NEVER_ACCESSED_VARIABLE")
    override suspend fun `confirm`(`question`: ConfirmView) : ConfirmAnswer {
        return uniffiRustCallAsync(
        callWithHandle { uniffiHandle ->
            UniffiLib.uniffi_tongban_fn_method_confirmbridge_confirm(
                uniffiHandle,
                
        FfiConverterTypeConfirmView.lower(`question`),
            )
        },
        { future, callback, continuation -> UniffiLib.ffi_tongban_rust_future_poll_rust_buffer(future, callback, continuation) },
        { future, continuation -> UniffiLib.ffi_tongban_rust_future_complete_rust_buffer(future, continuation) },
        { future -> UniffiLib.ffi_tongban_rust_future_free_rust_buffer(future) },
        // lift function
        { FfiConverterTypeConfirmAnswer.lift(it) },
        // Error FFI converter
        ConfirmBridgeException.ErrorHandler,
    )
    }

    

    


    
    
    /**
     * @suppress
     */
    companion object
    
}



// Put the implementation in an object so we don't pollute the top-level namespace
internal object uniffiCallbackInterfaceConfirmBridge {
    internal object `confirm`: UniffiCallbackInterfaceConfirmBridgeMethod0 {
        override fun callback(`uniffiHandle`: Long,`question`: RustBuffer.ByValue,`uniffiFutureCallback`: UniffiForeignFutureCompleteRustBuffer,`uniffiCallbackData`: Long,`uniffiOutDroppedCallback`: UniffiForeignFutureDroppedCallbackStruct,) {
            val uniffiObj = FfiConverterTypeConfirmBridge.handleMap.get(uniffiHandle)
            val makeCall = suspend { ->
                uniffiObj.`confirm`(
                    FfiConverterTypeConfirmView.lift(`question`),
                )
            }
            val uniffiHandleSuccess = { returnValue: ConfirmAnswer ->
                val uniffiResult = UniffiForeignFutureResultRustBuffer.UniffiByValue(
                    FfiConverterTypeConfirmAnswer.lower(returnValue),
                    UniffiRustCallStatus.ByValue()
                )
                uniffiResult.write()
                uniffiFutureCallback.callback(uniffiCallbackData, uniffiResult)
            }
            val uniffiHandleError = { callStatus: UniffiRustCallStatus.ByValue ->
                uniffiFutureCallback.callback(
                    uniffiCallbackData,
                    UniffiForeignFutureResultRustBuffer.UniffiByValue(
                        RustBuffer.ByValue(),
                        callStatus,
                    ),
                )
            }
            uniffiTraitInterfaceCallAsyncWithError(
                makeCall,
                uniffiHandleSuccess,
                uniffiHandleError,
                { e: ConfirmBridgeException -> FfiConverterTypeConfirmBridgeError.lower(e) },
                uniffiOutDroppedCallback
            )
        }
    }

    internal object uniffiFree: UniffiCallbackInterfaceFree {
        override fun callback(handle: Long) {
            FfiConverterTypeConfirmBridge.handleMap.remove(handle)
        }
    }

    internal object uniffiClone: UniffiCallbackInterfaceClone {
        override fun callback(handle: Long): Long {
            return FfiConverterTypeConfirmBridge.handleMap.clone(handle)
        }
    }

    internal var vtable = UniffiVTableCallbackInterfaceConfirmBridge.UniffiByValue(
        uniffiFree,
        uniffiClone,
        `confirm`,
    )

    // Registers the foreign callback with the Rust side.
    // This method is generated for each callback interface.
    internal fun register(lib: UniffiLib) {
        lib.uniffi_tongban_fn_init_callback_vtable_confirmbridge(vtable)
    }
}

/**
 * @suppress
 */
public object FfiConverterTypeConfirmBridge: FfiConverter<ConfirmBridge, Long> {
    internal val handleMap = UniffiHandleMap<ConfirmBridge>()

    override fun lower(value: ConfirmBridge): Long {
        if (value is ConfirmBridgeImpl) {
             // Rust-implemented object.  Clone the handle and return it
            return value.uniffiCloneHandle()
         } else {
            // Kotlin object, generate a new vtable handle and return that.
            return handleMap.insert(value)
         }
    }

    override fun lift(value: Long): ConfirmBridge {
        if ((value and 1.toLong()) == 0.toLong()) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return ConfirmBridgeImpl(UniffiWithHandle, value)
        } else {
            // Kotlin-generated handle, get the object from the handle map
            return handleMap.remove(value)
        }
    }

    override fun read(buf: ByteBuffer): ConfirmBridge {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: ConfirmBridge) = 8UL

    override fun write(value: ConfirmBridge, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * A key store whose keys cannot be exported. A shell that has none passes none, and the
 * wallet then keeps its keys at a lower level that the settings name.
 *
 * The private key never crosses: alias and bytes in, signature out. Methods may ask the
 * person to be present and are never called on a UI thread.
 */
public interface DeviceKeyBridge {
    
    /**
     * Makes the P-256 pair `alias`; returns the public key as uncompressed SEC1 point (65
     * bytes). Fails with `Exists` rather than replace.
     */
    fun `generate`(`alias`: kotlin.String, `purpose`: KeyPurpose): kotlin.ByteArray
    
    /**
     * Signs `message` with ECDSA over SHA-256; DER or raw r ‖ s.
     */
    fun `sign`(`alias`: kotlin.String, `message`: kotlin.ByteArray): kotlin.ByteArray
    
    /**
     * Encrypts at most 64 bytes with the wrapping key `alias`, made when it is not there.
     */
    fun `wrap`(`alias`: kotlin.String, `secret`: kotlin.ByteArray): kotlin.ByteArray
    
    /**
     * Decrypts what `wrap` made; a changed byte is `Refused`.
     */
    fun `unwrap`(`alias`: kotlin.String, `wrapped`: kotlin.ByteArray): kotlin.ByteArray
    
    /**
     * Erases the key; a key that is not there is a success.
     */
    fun `delete`(`alias`: kotlin.String)
    
    companion object
}

/**
 * A key store whose keys cannot be exported. A shell that has none passes none, and the
 * wallet then keeps its keys at a lower level that the settings name.
 *
 * The private key never crosses: alias and bytes in, signature out. Methods may ask the
 * person to be present and are never called on a UI thread.
 */
open class DeviceKeyBridgeImpl: Disposable, AutoCloseable, DeviceKeyBridge
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_tongban_fn_free_devicekeybridge(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_tongban_fn_clone_devicekeybridge(handle, status)
        }
    }

    
    /**
     * Makes the P-256 pair `alias`; returns the public key as uncompressed SEC1 point (65
     * bytes). Fails with `Exists` rather than replace.
     */
    @Throws(DeviceKeyBridgeException::class)override fun `generate`(`alias`: kotlin.String, `purpose`: KeyPurpose): kotlin.ByteArray {
            return FfiConverterByteArray.lift(
    callWithHandle {
    uniffiRustCallWithError(DeviceKeyBridgeException) { _status ->
    UniffiLib.uniffi_tongban_fn_method_devicekeybridge_generate(
        it,
        
        FfiConverterString.lower(`alias`),
        FfiConverterTypeKeyPurpose.lower(`purpose`),_status)
}
    }
    )
    }
    

    
    /**
     * Signs `message` with ECDSA over SHA-256; DER or raw r ‖ s.
     */
    @Throws(DeviceKeyBridgeException::class)override fun `sign`(`alias`: kotlin.String, `message`: kotlin.ByteArray): kotlin.ByteArray {
            return FfiConverterByteArray.lift(
    callWithHandle {
    uniffiRustCallWithError(DeviceKeyBridgeException) { _status ->
    UniffiLib.uniffi_tongban_fn_method_devicekeybridge_sign(
        it,
        
        FfiConverterString.lower(`alias`),
        FfiConverterByteArray.lower(`message`),_status)
}
    }
    )
    }
    

    
    /**
     * Encrypts at most 64 bytes with the wrapping key `alias`, made when it is not there.
     */
    @Throws(DeviceKeyBridgeException::class)override fun `wrap`(`alias`: kotlin.String, `secret`: kotlin.ByteArray): kotlin.ByteArray {
            return FfiConverterByteArray.lift(
    callWithHandle {
    uniffiRustCallWithError(DeviceKeyBridgeException) { _status ->
    UniffiLib.uniffi_tongban_fn_method_devicekeybridge_wrap(
        it,
        
        FfiConverterString.lower(`alias`),
        FfiConverterByteArray.lower(`secret`),_status)
}
    }
    )
    }
    

    
    /**
     * Decrypts what `wrap` made; a changed byte is `Refused`.
     */
    @Throws(DeviceKeyBridgeException::class)override fun `unwrap`(`alias`: kotlin.String, `wrapped`: kotlin.ByteArray): kotlin.ByteArray {
            return FfiConverterByteArray.lift(
    callWithHandle {
    uniffiRustCallWithError(DeviceKeyBridgeException) { _status ->
    UniffiLib.uniffi_tongban_fn_method_devicekeybridge_unwrap(
        it,
        
        FfiConverterString.lower(`alias`),
        FfiConverterByteArray.lower(`wrapped`),_status)
}
    }
    )
    }
    

    
    /**
     * Erases the key; a key that is not there is a success.
     */
    @Throws(DeviceKeyBridgeException::class)override fun `delete`(`alias`: kotlin.String)
        = 
    callWithHandle {
    uniffiRustCallWithError(DeviceKeyBridgeException) { _status ->
    UniffiLib.uniffi_tongban_fn_method_devicekeybridge_delete(
        it,
        
        FfiConverterString.lower(`alias`),_status)
}
    }
    
    

    

    


    
    
    /**
     * @suppress
     */
    companion object
    
}



// Put the implementation in an object so we don't pollute the top-level namespace
internal object uniffiCallbackInterfaceDeviceKeyBridge {
    internal object `generate`: UniffiCallbackInterfaceDeviceKeyBridgeMethod0 {
        override fun callback(`uniffiHandle`: Long,`alias`: RustBuffer.ByValue,`purpose`: RustBuffer.ByValue,`uniffiOutReturn`: RustBuffer,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeDeviceKeyBridge.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`generate`(
                    FfiConverterString.lift(`alias`),
                    FfiConverterTypeKeyPurpose.lift(`purpose`),
                )
            }
            val writeReturn = { value: kotlin.ByteArray -> uniffiOutReturn.setValue(FfiConverterByteArray.lower(value)) }
            uniffiTraitInterfaceCallWithError(
                uniffiCallStatus,
                makeCall,
                writeReturn,
                { e: DeviceKeyBridgeException -> FfiConverterTypeDeviceKeyBridgeError.lower(e) }
            )
        }
    }
    internal object `sign`: UniffiCallbackInterfaceDeviceKeyBridgeMethod1 {
        override fun callback(`uniffiHandle`: Long,`alias`: RustBuffer.ByValue,`message`: RustBuffer.ByValue,`uniffiOutReturn`: RustBuffer,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeDeviceKeyBridge.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`sign`(
                    FfiConverterString.lift(`alias`),
                    FfiConverterByteArray.lift(`message`),
                )
            }
            val writeReturn = { value: kotlin.ByteArray -> uniffiOutReturn.setValue(FfiConverterByteArray.lower(value)) }
            uniffiTraitInterfaceCallWithError(
                uniffiCallStatus,
                makeCall,
                writeReturn,
                { e: DeviceKeyBridgeException -> FfiConverterTypeDeviceKeyBridgeError.lower(e) }
            )
        }
    }
    internal object `wrap`: UniffiCallbackInterfaceDeviceKeyBridgeMethod2 {
        override fun callback(`uniffiHandle`: Long,`alias`: RustBuffer.ByValue,`secret`: RustBuffer.ByValue,`uniffiOutReturn`: RustBuffer,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeDeviceKeyBridge.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`wrap`(
                    FfiConverterString.lift(`alias`),
                    FfiConverterByteArray.lift(`secret`),
                )
            }
            val writeReturn = { value: kotlin.ByteArray -> uniffiOutReturn.setValue(FfiConverterByteArray.lower(value)) }
            uniffiTraitInterfaceCallWithError(
                uniffiCallStatus,
                makeCall,
                writeReturn,
                { e: DeviceKeyBridgeException -> FfiConverterTypeDeviceKeyBridgeError.lower(e) }
            )
        }
    }
    internal object `unwrap`: UniffiCallbackInterfaceDeviceKeyBridgeMethod3 {
        override fun callback(`uniffiHandle`: Long,`alias`: RustBuffer.ByValue,`wrapped`: RustBuffer.ByValue,`uniffiOutReturn`: RustBuffer,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeDeviceKeyBridge.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`unwrap`(
                    FfiConverterString.lift(`alias`),
                    FfiConverterByteArray.lift(`wrapped`),
                )
            }
            val writeReturn = { value: kotlin.ByteArray -> uniffiOutReturn.setValue(FfiConverterByteArray.lower(value)) }
            uniffiTraitInterfaceCallWithError(
                uniffiCallStatus,
                makeCall,
                writeReturn,
                { e: DeviceKeyBridgeException -> FfiConverterTypeDeviceKeyBridgeError.lower(e) }
            )
        }
    }
    internal object `delete`: UniffiCallbackInterfaceDeviceKeyBridgeMethod4 {
        override fun callback(`uniffiHandle`: Long,`alias`: RustBuffer.ByValue,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeDeviceKeyBridge.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`delete`(
                    FfiConverterString.lift(`alias`),
                )
            }
            val writeReturn = { _: Unit -> Unit }
            uniffiTraitInterfaceCallWithError(
                uniffiCallStatus,
                makeCall,
                writeReturn,
                { e: DeviceKeyBridgeException -> FfiConverterTypeDeviceKeyBridgeError.lower(e) }
            )
        }
    }

    internal object uniffiFree: UniffiCallbackInterfaceFree {
        override fun callback(handle: Long) {
            FfiConverterTypeDeviceKeyBridge.handleMap.remove(handle)
        }
    }

    internal object uniffiClone: UniffiCallbackInterfaceClone {
        override fun callback(handle: Long): Long {
            return FfiConverterTypeDeviceKeyBridge.handleMap.clone(handle)
        }
    }

    internal var vtable = UniffiVTableCallbackInterfaceDeviceKeyBridge.UniffiByValue(
        uniffiFree,
        uniffiClone,
        `generate`,
        `sign`,
        `wrap`,
        `unwrap`,
        `delete`,
    )

    // Registers the foreign callback with the Rust side.
    // This method is generated for each callback interface.
    internal fun register(lib: UniffiLib) {
        lib.uniffi_tongban_fn_init_callback_vtable_devicekeybridge(vtable)
    }
}

/**
 * @suppress
 */
public object FfiConverterTypeDeviceKeyBridge: FfiConverter<DeviceKeyBridge, Long> {
    internal val handleMap = UniffiHandleMap<DeviceKeyBridge>()

    override fun lower(value: DeviceKeyBridge): Long {
        if (value is DeviceKeyBridgeImpl) {
             // Rust-implemented object.  Clone the handle and return it
            return value.uniffiCloneHandle()
         } else {
            // Kotlin object, generate a new vtable handle and return that.
            return handleMap.insert(value)
         }
    }

    override fun lift(value: Long): DeviceKeyBridge {
        if ((value and 1.toLong()) == 0.toLong()) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return DeviceKeyBridgeImpl(UniffiWithHandle, value)
        } else {
            // Kotlin-generated handle, get the object from the handle map
            return handleMap.remove(value)
        }
    }

    override fun read(buf: ByteBuffer): DeviceKeyBridge {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: DeviceKeyBridge) = 8UL

    override fun write(value: DeviceKeyBridge, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * Receives what happens without being asked for.
 */
public interface EventListener {
    
    /**
     * Takes one event: JSON with `name` and `payload`, as the web UI gets it. An error ends
     * the listening.
     */
    fun `onEvent`(`json`: kotlin.String)
    
    companion object
}

/**
 * Receives what happens without being asked for.
 */
open class EventListenerImpl: Disposable, AutoCloseable, EventListener
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_tongban_fn_free_eventlistener(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_tongban_fn_clone_eventlistener(handle, status)
        }
    }

    
    /**
     * Takes one event: JSON with `name` and `payload`, as the web UI gets it. An error ends
     * the listening.
     */
    @Throws(EventListenerException::class)override fun `onEvent`(`json`: kotlin.String)
        = 
    callWithHandle {
    uniffiRustCallWithError(EventListenerException) { _status ->
    UniffiLib.uniffi_tongban_fn_method_eventlistener_on_event(
        it,
        
        FfiConverterString.lower(`json`),_status)
}
    }
    
    

    

    


    
    
    /**
     * @suppress
     */
    companion object
    
}



// Put the implementation in an object so we don't pollute the top-level namespace
internal object uniffiCallbackInterfaceEventListener {
    internal object `onEvent`: UniffiCallbackInterfaceEventListenerMethod0 {
        override fun callback(`uniffiHandle`: Long,`json`: RustBuffer.ByValue,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeEventListener.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`onEvent`(
                    FfiConverterString.lift(`json`),
                )
            }
            val writeReturn = { _: Unit -> Unit }
            uniffiTraitInterfaceCallWithError(
                uniffiCallStatus,
                makeCall,
                writeReturn,
                { e: EventListenerException -> FfiConverterTypeEventListenerError.lower(e) }
            )
        }
    }

    internal object uniffiFree: UniffiCallbackInterfaceFree {
        override fun callback(handle: Long) {
            FfiConverterTypeEventListener.handleMap.remove(handle)
        }
    }

    internal object uniffiClone: UniffiCallbackInterfaceClone {
        override fun callback(handle: Long): Long {
            return FfiConverterTypeEventListener.handleMap.clone(handle)
        }
    }

    internal var vtable = UniffiVTableCallbackInterfaceEventListener.UniffiByValue(
        uniffiFree,
        uniffiClone,
        `onEvent`,
    )

    // Registers the foreign callback with the Rust side.
    // This method is generated for each callback interface.
    internal fun register(lib: UniffiLib) {
        lib.uniffi_tongban_fn_init_callback_vtable_eventlistener(vtable)
    }
}

/**
 * @suppress
 */
public object FfiConverterTypeEventListener: FfiConverter<EventListener, Long> {
    internal val handleMap = UniffiHandleMap<EventListener>()

    override fun lower(value: EventListener): Long {
        if (value is EventListenerImpl) {
             // Rust-implemented object.  Clone the handle and return it
            return value.uniffiCloneHandle()
         } else {
            // Kotlin object, generate a new vtable handle and return that.
            return handleMap.insert(value)
         }
    }

    override fun lift(value: Long): EventListener {
        if ((value and 1.toLong()) == 0.toLong()) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return EventListenerImpl(UniffiWithHandle, value)
        } else {
            // Kotlin-generated handle, get the object from the handle map
            return handleMap.remove(value)
        }
    }

    override fun read(buf: ByteBuffer): EventListener {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: EventListener) = 8UL

    override fun write(value: EventListener, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * Fingerprint, face or device code. A shell that has none passes none, and presence is
 * then given with the wallet's PIN.
 */
public interface PresenceBridge {
    
    /**
     * Returns when the person has proved to be present, and fails otherwise.
     */
    suspend fun `ask`(`reason`: kotlin.String, `timeout`: java.time.Duration)
    
    companion object
}

/**
 * Fingerprint, face or device code. A shell that has none passes none, and presence is
 * then given with the wallet's PIN.
 */
open class PresenceBridgeImpl: Disposable, AutoCloseable, PresenceBridge
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_tongban_fn_free_presencebridge(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_tongban_fn_clone_presencebridge(handle, status)
        }
    }

    
    /**
     * Returns when the person has proved to be present, and fails otherwise.
     */
    @Throws(PresenceBridgeException::class)
    @Suppress("ASSIGNED_BUT_NEVER_ACCESSED_VARIABLE")
    override suspend fun `ask`(`reason`: kotlin.String, `timeout`: java.time.Duration) {
        return uniffiRustCallAsync(
        callWithHandle { uniffiHandle ->
            UniffiLib.uniffi_tongban_fn_method_presencebridge_ask(
                uniffiHandle,
                
        FfiConverterString.lower(`reason`),
        FfiConverterDuration.lower(`timeout`),
            )
        },
        { future, callback, continuation -> UniffiLib.ffi_tongban_rust_future_poll_void(future, callback, continuation) },
        { future, continuation -> UniffiLib.ffi_tongban_rust_future_complete_void(future, continuation) },
        { future -> UniffiLib.ffi_tongban_rust_future_free_void(future) },
        // lift function
        { },
        
        // Error FFI converter
        PresenceBridgeException.ErrorHandler,
    )
    }

    

    


    
    
    /**
     * @suppress
     */
    companion object
    
}



// Put the implementation in an object so we don't pollute the top-level namespace
internal object uniffiCallbackInterfacePresenceBridge {
    internal object `ask`: UniffiCallbackInterfacePresenceBridgeMethod0 {
        override fun callback(`uniffiHandle`: Long,`reason`: RustBuffer.ByValue,`timeout`: RustBuffer.ByValue,`uniffiFutureCallback`: UniffiForeignFutureCompleteVoid,`uniffiCallbackData`: Long,`uniffiOutDroppedCallback`: UniffiForeignFutureDroppedCallbackStruct,) {
            val uniffiObj = FfiConverterTypePresenceBridge.handleMap.get(uniffiHandle)
            val makeCall = suspend { ->
                uniffiObj.`ask`(
                    FfiConverterString.lift(`reason`),
                    FfiConverterDuration.lift(`timeout`),
                )
            }
            val uniffiHandleSuccess = { _: Unit ->
                val uniffiResult = UniffiForeignFutureResultVoid.UniffiByValue(
                    UniffiRustCallStatus.ByValue()
                )
                uniffiResult.write()
                uniffiFutureCallback.callback(uniffiCallbackData, uniffiResult)
            }
            val uniffiHandleError = { callStatus: UniffiRustCallStatus.ByValue ->
                uniffiFutureCallback.callback(
                    uniffiCallbackData,
                    UniffiForeignFutureResultVoid.UniffiByValue(
                        callStatus,
                    ),
                )
            }
            uniffiTraitInterfaceCallAsyncWithError(
                makeCall,
                uniffiHandleSuccess,
                uniffiHandleError,
                { e: PresenceBridgeException -> FfiConverterTypePresenceBridgeError.lower(e) },
                uniffiOutDroppedCallback
            )
        }
    }

    internal object uniffiFree: UniffiCallbackInterfaceFree {
        override fun callback(handle: Long) {
            FfiConverterTypePresenceBridge.handleMap.remove(handle)
        }
    }

    internal object uniffiClone: UniffiCallbackInterfaceClone {
        override fun callback(handle: Long): Long {
            return FfiConverterTypePresenceBridge.handleMap.clone(handle)
        }
    }

    internal var vtable = UniffiVTableCallbackInterfacePresenceBridge.UniffiByValue(
        uniffiFree,
        uniffiClone,
        `ask`,
    )

    // Registers the foreign callback with the Rust side.
    // This method is generated for each callback interface.
    internal fun register(lib: UniffiLib) {
        lib.uniffi_tongban_fn_init_callback_vtable_presencebridge(vtable)
    }
}

/**
 * @suppress
 */
public object FfiConverterTypePresenceBridge: FfiConverter<PresenceBridge, Long> {
    internal val handleMap = UniffiHandleMap<PresenceBridge>()

    override fun lower(value: PresenceBridge): Long {
        if (value is PresenceBridgeImpl) {
             // Rust-implemented object.  Clone the handle and return it
            return value.uniffiCloneHandle()
         } else {
            // Kotlin object, generate a new vtable handle and return that.
            return handleMap.insert(value)
         }
    }

    override fun lift(value: Long): PresenceBridge {
        if ((value and 1.toLong()) == 0.toLong()) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return PresenceBridgeImpl(UniffiWithHandle, value)
        } else {
            // Kotlin-generated handle, get the object from the handle map
            return handleMap.remove(value)
        }
    }

    override fun read(buf: ByteBuffer): PresenceBridge {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: PresenceBridge) = 8UL

    override fun write(value: PresenceBridge, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * Small secrets that the operating system keeps for this app.
 */
public interface SecretStoreBridge {
    
    /**
     * The value of `name`, or nothing when there is none.
     */
    fun `get`(`name`: kotlin.String): kotlin.ByteArray?
    
    /**
     * Stores at most 2 kB under `name`, replacing what was there.
     */
    fun `set`(`name`: kotlin.String, `value`: kotlin.ByteArray)
    
    /**
     * Erases `name`; a name that is not there is a success.
     */
    fun `delete`(`name`: kotlin.String)
    
    companion object
}

/**
 * Small secrets that the operating system keeps for this app.
 */
open class SecretStoreBridgeImpl: Disposable, AutoCloseable, SecretStoreBridge
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_tongban_fn_free_secretstorebridge(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_tongban_fn_clone_secretstorebridge(handle, status)
        }
    }

    
    /**
     * The value of `name`, or nothing when there is none.
     */
    @Throws(SecretStoreBridgeException::class)override fun `get`(`name`: kotlin.String): kotlin.ByteArray? {
            return FfiConverterOptionalByteArray.lift(
    callWithHandle {
    uniffiRustCallWithError(SecretStoreBridgeException) { _status ->
    UniffiLib.uniffi_tongban_fn_method_secretstorebridge_get(
        it,
        
        FfiConverterString.lower(`name`),_status)
}
    }
    )
    }
    

    
    /**
     * Stores at most 2 kB under `name`, replacing what was there.
     */
    @Throws(SecretStoreBridgeException::class)override fun `set`(`name`: kotlin.String, `value`: kotlin.ByteArray)
        = 
    callWithHandle {
    uniffiRustCallWithError(SecretStoreBridgeException) { _status ->
    UniffiLib.uniffi_tongban_fn_method_secretstorebridge_set(
        it,
        
        FfiConverterString.lower(`name`),
        FfiConverterByteArray.lower(`value`),_status)
}
    }
    
    

    
    /**
     * Erases `name`; a name that is not there is a success.
     */
    @Throws(SecretStoreBridgeException::class)override fun `delete`(`name`: kotlin.String)
        = 
    callWithHandle {
    uniffiRustCallWithError(SecretStoreBridgeException) { _status ->
    UniffiLib.uniffi_tongban_fn_method_secretstorebridge_delete(
        it,
        
        FfiConverterString.lower(`name`),_status)
}
    }
    
    

    

    


    
    
    /**
     * @suppress
     */
    companion object
    
}



// Put the implementation in an object so we don't pollute the top-level namespace
internal object uniffiCallbackInterfaceSecretStoreBridge {
    internal object `get`: UniffiCallbackInterfaceSecretStoreBridgeMethod0 {
        override fun callback(`uniffiHandle`: Long,`name`: RustBuffer.ByValue,`uniffiOutReturn`: RustBuffer,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeSecretStoreBridge.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`get`(
                    FfiConverterString.lift(`name`),
                )
            }
            val writeReturn = { value: kotlin.ByteArray? -> uniffiOutReturn.setValue(FfiConverterOptionalByteArray.lower(value)) }
            uniffiTraitInterfaceCallWithError(
                uniffiCallStatus,
                makeCall,
                writeReturn,
                { e: SecretStoreBridgeException -> FfiConverterTypeSecretStoreBridgeError.lower(e) }
            )
        }
    }
    internal object `set`: UniffiCallbackInterfaceSecretStoreBridgeMethod1 {
        override fun callback(`uniffiHandle`: Long,`name`: RustBuffer.ByValue,`value`: RustBuffer.ByValue,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeSecretStoreBridge.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`set`(
                    FfiConverterString.lift(`name`),
                    FfiConverterByteArray.lift(`value`),
                )
            }
            val writeReturn = { _: Unit -> Unit }
            uniffiTraitInterfaceCallWithError(
                uniffiCallStatus,
                makeCall,
                writeReturn,
                { e: SecretStoreBridgeException -> FfiConverterTypeSecretStoreBridgeError.lower(e) }
            )
        }
    }
    internal object `delete`: UniffiCallbackInterfaceSecretStoreBridgeMethod2 {
        override fun callback(`uniffiHandle`: Long,`name`: RustBuffer.ByValue,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeSecretStoreBridge.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`delete`(
                    FfiConverterString.lift(`name`),
                )
            }
            val writeReturn = { _: Unit -> Unit }
            uniffiTraitInterfaceCallWithError(
                uniffiCallStatus,
                makeCall,
                writeReturn,
                { e: SecretStoreBridgeException -> FfiConverterTypeSecretStoreBridgeError.lower(e) }
            )
        }
    }

    internal object uniffiFree: UniffiCallbackInterfaceFree {
        override fun callback(handle: Long) {
            FfiConverterTypeSecretStoreBridge.handleMap.remove(handle)
        }
    }

    internal object uniffiClone: UniffiCallbackInterfaceClone {
        override fun callback(handle: Long): Long {
            return FfiConverterTypeSecretStoreBridge.handleMap.clone(handle)
        }
    }

    internal var vtable = UniffiVTableCallbackInterfaceSecretStoreBridge.UniffiByValue(
        uniffiFree,
        uniffiClone,
        `get`,
        `set`,
        `delete`,
    )

    // Registers the foreign callback with the Rust side.
    // This method is generated for each callback interface.
    internal fun register(lib: UniffiLib) {
        lib.uniffi_tongban_fn_init_callback_vtable_secretstorebridge(vtable)
    }
}

/**
 * @suppress
 */
public object FfiConverterTypeSecretStoreBridge: FfiConverter<SecretStoreBridge, Long> {
    internal val handleMap = UniffiHandleMap<SecretStoreBridge>()

    override fun lower(value: SecretStoreBridge): Long {
        if (value is SecretStoreBridgeImpl) {
             // Rust-implemented object.  Clone the handle and return it
            return value.uniffiCloneHandle()
         } else {
            // Kotlin object, generate a new vtable handle and return that.
            return handleMap.insert(value)
         }
    }

    override fun lift(value: Long): SecretStoreBridge {
        if ((value and 1.toLong()) == 0.toLong()) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return SecretStoreBridgeImpl(UniffiWithHandle, value)
        } else {
            // Kotlin-generated handle, get the object from the handle map
            return handleMap.remove(value)
        }
    }

    override fun read(buf: ByteBuffer): SecretStoreBridge {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: SecretStoreBridge) = 8UL

    override fun write(value: SecretStoreBridge, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * One certificate being shown: a new signed code whenever it is asked for.
 *
 * Ask for the next code when `next_in_ms` of the last one has passed, and [`Showing::stop`]
 * when the screen closes. Makes no request to a network.
 */
public interface ShowingInterface {
    
    /**
     * The code made last.
     */
    fun `code`(): ShowCode
    
    /**
     * Makes the next code with these fields. Fails with `presence.needed` five minutes after
     * presence was given.
     */
    suspend fun `next`(`fields`: List<kotlin.String>): ShowCode
    
    /**
     * Ends the showing; stopping twice is a success.
     */
    fun `stop`()
    
    companion object
}

/**
 * One certificate being shown: a new signed code whenever it is asked for.
 *
 * Ask for the next code when `next_in_ms` of the last one has passed, and [`Showing::stop`]
 * when the screen closes. Makes no request to a network.
 */
open class Showing: Disposable, AutoCloseable, ShowingInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_tongban_fn_free_showing(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_tongban_fn_clone_showing(handle, status)
        }
    }

    
    /**
     * The code made last.
     */override fun `code`(): ShowCode {
            return FfiConverterTypeShowCode.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_tongban_fn_method_showing_code(
        it,
        _status)
}
    }
    )
    }
    

    
    /**
     * Makes the next code with these fields. Fails with `presence.needed` five minutes after
     * presence was given.
     */
    @Throws(WalletException::class)
    @Suppress("ASSIGNED_BUT_NEVER_ACCESSED_VARIABLE")
    override suspend fun `next`(`fields`: List<kotlin.String>) : ShowCode {
        return uniffiRustCallAsync(
        callWithHandle { uniffiHandle ->
            UniffiLib.uniffi_tongban_fn_method_showing_next(
                uniffiHandle,
                
        FfiConverterSequenceString.lower(`fields`),
            )
        },
        { future, callback, continuation -> UniffiLib.ffi_tongban_rust_future_poll_rust_buffer(future, callback, continuation) },
        { future, continuation -> UniffiLib.ffi_tongban_rust_future_complete_rust_buffer(future, continuation) },
        { future -> UniffiLib.ffi_tongban_rust_future_free_rust_buffer(future) },
        // lift function
        { FfiConverterTypeShowCode.lift(it) },
        // Error FFI converter
        WalletException.ErrorHandler,
    )
    }

    
    /**
     * Ends the showing; stopping twice is a success.
     */override fun `stop`()
        = 
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_tongban_fn_method_showing_stop(
        it,
        _status)
}
    }
    
    

    

    


    
    
    /**
     * @suppress
     */
    companion object
    
}


/**
 * @suppress
 */
public object FfiConverterTypeShowing: FfiConverter<Showing, Long> {
    override fun lower(value: Showing): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): Showing {
        return Showing(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): Showing {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: Showing) = 8UL

    override fun write(value: Showing, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * The way to the platform and to nowhere else; the shell knows the address.
 */
public interface TransportBridge {
    
    /**
     * Sends `request` once and returns the whole answer, whatever its status code; never
     * retries, never follows a redirect, never runs past the deadline.
     */
    suspend fun `request`(`request`: HttpRequest): HttpResponse
    
    companion object
}

/**
 * The way to the platform and to nowhere else; the shell knows the address.
 */
open class TransportBridgeImpl: Disposable, AutoCloseable, TransportBridge
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_tongban_fn_free_transportbridge(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_tongban_fn_clone_transportbridge(handle, status)
        }
    }

    
    /**
     * Sends `request` once and returns the whole answer, whatever its status code; never
     * retries, never follows a redirect, never runs past the deadline.
     */
    @Throws(TransportBridgeException::class)
    @Suppress("ASSIGNED_BUT_NEVER_ACCESSED_VARIABLE")
    override suspend fun `request`(`request`: HttpRequest) : HttpResponse {
        return uniffiRustCallAsync(
        callWithHandle { uniffiHandle ->
            UniffiLib.uniffi_tongban_fn_method_transportbridge_request(
                uniffiHandle,
                
        FfiConverterTypeHttpRequest.lower(`request`),
            )
        },
        { future, callback, continuation -> UniffiLib.ffi_tongban_rust_future_poll_rust_buffer(future, callback, continuation) },
        { future, continuation -> UniffiLib.ffi_tongban_rust_future_complete_rust_buffer(future, continuation) },
        { future -> UniffiLib.ffi_tongban_rust_future_free_rust_buffer(future) },
        // lift function
        { FfiConverterTypeHttpResponse.lift(it) },
        // Error FFI converter
        TransportBridgeException.ErrorHandler,
    )
    }

    

    


    
    
    /**
     * @suppress
     */
    companion object
    
}



// Put the implementation in an object so we don't pollute the top-level namespace
internal object uniffiCallbackInterfaceTransportBridge {
    internal object `request`: UniffiCallbackInterfaceTransportBridgeMethod0 {
        override fun callback(`uniffiHandle`: Long,`request`: RustBuffer.ByValue,`uniffiFutureCallback`: UniffiForeignFutureCompleteRustBuffer,`uniffiCallbackData`: Long,`uniffiOutDroppedCallback`: UniffiForeignFutureDroppedCallbackStruct,) {
            val uniffiObj = FfiConverterTypeTransportBridge.handleMap.get(uniffiHandle)
            val makeCall = suspend { ->
                uniffiObj.`request`(
                    FfiConverterTypeHttpRequest.lift(`request`),
                )
            }
            val uniffiHandleSuccess = { returnValue: HttpResponse ->
                val uniffiResult = UniffiForeignFutureResultRustBuffer.UniffiByValue(
                    FfiConverterTypeHttpResponse.lower(returnValue),
                    UniffiRustCallStatus.ByValue()
                )
                uniffiResult.write()
                uniffiFutureCallback.callback(uniffiCallbackData, uniffiResult)
            }
            val uniffiHandleError = { callStatus: UniffiRustCallStatus.ByValue ->
                uniffiFutureCallback.callback(
                    uniffiCallbackData,
                    UniffiForeignFutureResultRustBuffer.UniffiByValue(
                        RustBuffer.ByValue(),
                        callStatus,
                    ),
                )
            }
            uniffiTraitInterfaceCallAsyncWithError(
                makeCall,
                uniffiHandleSuccess,
                uniffiHandleError,
                { e: TransportBridgeException -> FfiConverterTypeTransportBridgeError.lower(e) },
                uniffiOutDroppedCallback
            )
        }
    }

    internal object uniffiFree: UniffiCallbackInterfaceFree {
        override fun callback(handle: Long) {
            FfiConverterTypeTransportBridge.handleMap.remove(handle)
        }
    }

    internal object uniffiClone: UniffiCallbackInterfaceClone {
        override fun callback(handle: Long): Long {
            return FfiConverterTypeTransportBridge.handleMap.clone(handle)
        }
    }

    internal var vtable = UniffiVTableCallbackInterfaceTransportBridge.UniffiByValue(
        uniffiFree,
        uniffiClone,
        `request`,
    )

    // Registers the foreign callback with the Rust side.
    // This method is generated for each callback interface.
    internal fun register(lib: UniffiLib) {
        lib.uniffi_tongban_fn_init_callback_vtable_transportbridge(vtable)
    }
}

/**
 * @suppress
 */
public object FfiConverterTypeTransportBridge: FfiConverter<TransportBridge, Long> {
    internal val handleMap = UniffiHandleMap<TransportBridge>()

    override fun lower(value: TransportBridge): Long {
        if (value is TransportBridgeImpl) {
             // Rust-implemented object.  Clone the handle and return it
            return value.uniffiCloneHandle()
         } else {
            // Kotlin object, generate a new vtable handle and return that.
            return handleMap.insert(value)
         }
    }

    override fun lift(value: Long): TransportBridge {
        if ((value and 1.toLong()) == 0.toLong()) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return TransportBridgeImpl(UniffiWithHandle, value)
        } else {
            // Kotlin-generated handle, get the object from the handle map
            return handleMap.remove(value)
        }
    }

    override fun read(buf: ByteBuffer): TransportBridge {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: TransportBridge) = 8UL

    override fun write(value: TransportBridge, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * Reads somebody's code and says what can be said about it. Needs no unlocked wallet and
 * makes no request to a network.
 */
public interface VerifierInterface {
    
    /**
     * The verdict on the code in a PNG, JPEG or WebP picture.
     */
    suspend fun `verifyImage`(`picture`: kotlin.ByteArray): VerdictView
    
    /**
     * The verdict on a code's text, as a scanner of the host gives it.
     */
    suspend fun `verifyText`(`text`: kotlin.String): VerdictView
    
    companion object
}

/**
 * Reads somebody's code and says what can be said about it. Needs no unlocked wallet and
 * makes no request to a network.
 */
open class Verifier: Disposable, AutoCloseable, VerifierInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_tongban_fn_free_verifier(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_tongban_fn_clone_verifier(handle, status)
        }
    }

    
    /**
     * The verdict on the code in a PNG, JPEG or WebP picture.
     */
    @Throws(WalletException::class)
    @Suppress("ASSIGNED_BUT_NEVER_ACCESSED_VARIABLE")
    override suspend fun `verifyImage`(`picture`: kotlin.ByteArray) : VerdictView {
        return uniffiRustCallAsync(
        callWithHandle { uniffiHandle ->
            UniffiLib.uniffi_tongban_fn_method_verifier_verify_image(
                uniffiHandle,
                
        FfiConverterByteArray.lower(`picture`),
            )
        },
        { future, callback, continuation -> UniffiLib.ffi_tongban_rust_future_poll_rust_buffer(future, callback, continuation) },
        { future, continuation -> UniffiLib.ffi_tongban_rust_future_complete_rust_buffer(future, continuation) },
        { future -> UniffiLib.ffi_tongban_rust_future_free_rust_buffer(future) },
        // lift function
        { FfiConverterTypeVerdictView.lift(it) },
        // Error FFI converter
        WalletException.ErrorHandler,
    )
    }

    
    /**
     * The verdict on a code's text, as a scanner of the host gives it.
     */
    @Throws(WalletException::class)
    @Suppress("ASSIGNED_BUT_NEVER_ACCESSED_VARIABLE")
    override suspend fun `verifyText`(`text`: kotlin.String) : VerdictView {
        return uniffiRustCallAsync(
        callWithHandle { uniffiHandle ->
            UniffiLib.uniffi_tongban_fn_method_verifier_verify_text(
                uniffiHandle,
                
        FfiConverterString.lower(`text`),
            )
        },
        { future, callback, continuation -> UniffiLib.ffi_tongban_rust_future_poll_rust_buffer(future, callback, continuation) },
        { future, continuation -> UniffiLib.ffi_tongban_rust_future_complete_rust_buffer(future, continuation) },
        { future -> UniffiLib.ffi_tongban_rust_future_free_rust_buffer(future) },
        // lift function
        { FfiConverterTypeVerdictView.lift(it) },
        // Error FFI converter
        WalletException.ErrorHandler,
    )
    }

    

    


    
    
    /**
     * @suppress
     */
    companion object
    
}


/**
 * @suppress
 */
public object FfiConverterTypeVerifier: FfiConverter<Verifier, Long> {
    override fun lower(value: Verifier): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): Verifier {
        return Verifier(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): Verifier {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: Verifier) = 8UL

    override fun write(value: Verifier, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * One wallet in one folder. Close it to release the folder; several may be open in one
 * process, each with a folder of its own.
 */
public interface WalletInterface {
    
    /**
     * The one call of the web UI: every use case by name. Failures are in the answer's JSON.
     */
    suspend fun `call`(`name`: kotlin.String, `json`: kotlin.String, `bytes`: kotlin.ByteArray): CallAnswer
    
    /**
     * The certificates of the open wallet.
     */
    suspend fun `certificates`(): List<CardView>
    
    /**
     * Shows by PIN or passphrase that the person is here, for five minutes of codes.
     */
    suspend fun `givePresence`(`secret`: kotlin.String): PresenceView
    
    /**
     * Hands events to `listener` until the caller cancels or the listener fails. Cancel it
     * before closing the wallet: listening keeps the folder in use.
     */
    suspend fun `listen`(`listener`: EventListener)
    
    /**
     * Locks the wallet at once; what a shell does when it is put away.
     */
    fun `lock`(): SessionView
    
    /**
     * Is there a wallet, is it open, and how long until the next try?
     */
    suspend fun `session`(): SessionView
    
    /**
     * Starts showing a certificate with exactly these fields.
     */
    suspend fun `show`(`certificateId`: kotlin.String, `fields`: List<kotlin.String>): Showing
    
    /**
     * Opens the wallet with PIN or passphrase.
     */
    suspend fun `unlock`(`secret`: kotlin.String): SessionView
    
    /**
     * Reads other people's codes with this wallet's snapshots.
     */
    fun `verifier`(): Verifier
    
    companion object
}

/**
 * One wallet in one folder. Close it to release the folder; several may be open in one
 * process, each with a folder of its own.
 */
open class Wallet: Disposable, AutoCloseable, WalletInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_tongban_fn_free_wallet(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_tongban_fn_clone_wallet(handle, status)
        }
    }

    
    /**
     * The one call of the web UI: every use case by name. Failures are in the answer's JSON.
     */
    @Suppress("ASSIGNED_BUT_NEVER_ACCESSED_VARIABLE")
    override suspend fun `call`(`name`: kotlin.String, `json`: kotlin.String, `bytes`: kotlin.ByteArray) : CallAnswer {
        return uniffiRustCallAsync(
        callWithHandle { uniffiHandle ->
            UniffiLib.uniffi_tongban_fn_method_wallet_call(
                uniffiHandle,
                
        FfiConverterString.lower(`name`),
        FfiConverterString.lower(`json`),
        FfiConverterByteArray.lower(`bytes`),
            )
        },
        { future, callback, continuation -> UniffiLib.ffi_tongban_rust_future_poll_rust_buffer(future, callback, continuation) },
        { future, continuation -> UniffiLib.ffi_tongban_rust_future_complete_rust_buffer(future, continuation) },
        { future -> UniffiLib.ffi_tongban_rust_future_free_rust_buffer(future) },
        // lift function
        { FfiConverterTypeCallAnswer.lift(it) },
        // Error FFI converter
        UniffiNullRustCallStatusErrorHandler,
    )
    }

    
    /**
     * The certificates of the open wallet.
     */
    @Throws(WalletException::class)
    @Suppress("ASSIGNED_BUT_NEVER_ACCESSED_VARIABLE")
    override suspend fun `certificates`() : List<CardView> {
        return uniffiRustCallAsync(
        callWithHandle { uniffiHandle ->
            UniffiLib.uniffi_tongban_fn_method_wallet_certificates(
                uniffiHandle,
                
            )
        },
        { future, callback, continuation -> UniffiLib.ffi_tongban_rust_future_poll_rust_buffer(future, callback, continuation) },
        { future, continuation -> UniffiLib.ffi_tongban_rust_future_complete_rust_buffer(future, continuation) },
        { future -> UniffiLib.ffi_tongban_rust_future_free_rust_buffer(future) },
        // lift function
        { FfiConverterSequenceTypeCardView.lift(it) },
        // Error FFI converter
        WalletException.ErrorHandler,
    )
    }

    
    /**
     * Shows by PIN or passphrase that the person is here, for five minutes of codes.
     */
    @Throws(WalletException::class)
    @Suppress("ASSIGNED_BUT_NEVER_ACCESSED_VARIABLE")
    override suspend fun `givePresence`(`secret`: kotlin.String) : PresenceView {
        return uniffiRustCallAsync(
        callWithHandle { uniffiHandle ->
            UniffiLib.uniffi_tongban_fn_method_wallet_give_presence(
                uniffiHandle,
                
        FfiConverterString.lower(`secret`),
            )
        },
        { future, callback, continuation -> UniffiLib.ffi_tongban_rust_future_poll_rust_buffer(future, callback, continuation) },
        { future, continuation -> UniffiLib.ffi_tongban_rust_future_complete_rust_buffer(future, continuation) },
        { future -> UniffiLib.ffi_tongban_rust_future_free_rust_buffer(future) },
        // lift function
        { FfiConverterTypePresenceView.lift(it) },
        // Error FFI converter
        WalletException.ErrorHandler,
    )
    }

    
    /**
     * Hands events to `listener` until the caller cancels or the listener fails. Cancel it
     * before closing the wallet: listening keeps the folder in use.
     */
    @Suppress("ASSIGNED_BUT_NEVER_ACCESSED_VARIABLE")
    override suspend fun `listen`(`listener`: EventListener) {
        return uniffiRustCallAsync(
        callWithHandle { uniffiHandle ->
            UniffiLib.uniffi_tongban_fn_method_wallet_listen(
                uniffiHandle,
                
        FfiConverterTypeEventListener.lower(`listener`),
            )
        },
        { future, callback, continuation -> UniffiLib.ffi_tongban_rust_future_poll_void(future, callback, continuation) },
        { future, continuation -> UniffiLib.ffi_tongban_rust_future_complete_void(future, continuation) },
        { future -> UniffiLib.ffi_tongban_rust_future_free_void(future) },
        // lift function
        { },
        
        // Error FFI converter
        UniffiNullRustCallStatusErrorHandler,
    )
    }

    
    /**
     * Locks the wallet at once; what a shell does when it is put away.
     */
    @Throws(WalletException::class)override fun `lock`(): SessionView {
            return FfiConverterTypeSessionView.lift(
    callWithHandle {
    uniffiRustCallWithError(WalletException) { _status ->
    UniffiLib.uniffi_tongban_fn_method_wallet_lock(
        it,
        _status)
}
    }
    )
    }
    

    
    /**
     * Is there a wallet, is it open, and how long until the next try?
     */
    @Throws(WalletException::class)
    @Suppress("ASSIGNED_BUT_NEVER_ACCESSED_VARIABLE")
    override suspend fun `session`() : SessionView {
        return uniffiRustCallAsync(
        callWithHandle { uniffiHandle ->
            UniffiLib.uniffi_tongban_fn_method_wallet_session(
                uniffiHandle,
                
            )
        },
        { future, callback, continuation -> UniffiLib.ffi_tongban_rust_future_poll_rust_buffer(future, callback, continuation) },
        { future, continuation -> UniffiLib.ffi_tongban_rust_future_complete_rust_buffer(future, continuation) },
        { future -> UniffiLib.ffi_tongban_rust_future_free_rust_buffer(future) },
        // lift function
        { FfiConverterTypeSessionView.lift(it) },
        // Error FFI converter
        WalletException.ErrorHandler,
    )
    }

    
    /**
     * Starts showing a certificate with exactly these fields.
     */
    @Throws(WalletException::class)
    @Suppress("ASSIGNED_BUT_NEVER_ACCESSED_VARIABLE")
    override suspend fun `show`(`certificateId`: kotlin.String, `fields`: List<kotlin.String>) : Showing {
        return uniffiRustCallAsync(
        callWithHandle { uniffiHandle ->
            UniffiLib.uniffi_tongban_fn_method_wallet_show(
                uniffiHandle,
                
        FfiConverterString.lower(`certificateId`),
        FfiConverterSequenceString.lower(`fields`),
            )
        },
        { future, callback, continuation -> UniffiLib.ffi_tongban_rust_future_poll_u64(future, callback, continuation) },
        { future, continuation -> UniffiLib.ffi_tongban_rust_future_complete_u64(future, continuation) },
        { future -> UniffiLib.ffi_tongban_rust_future_free_u64(future) },
        // lift function
        { FfiConverterTypeShowing.lift(it) },
        // Error FFI converter
        WalletException.ErrorHandler,
    )
    }

    
    /**
     * Opens the wallet with PIN or passphrase.
     */
    @Throws(WalletException::class)
    @Suppress("ASSIGNED_BUT_NEVER_ACCESSED_VARIABLE")
    override suspend fun `unlock`(`secret`: kotlin.String) : SessionView {
        return uniffiRustCallAsync(
        callWithHandle { uniffiHandle ->
            UniffiLib.uniffi_tongban_fn_method_wallet_unlock(
                uniffiHandle,
                
        FfiConverterString.lower(`secret`),
            )
        },
        { future, callback, continuation -> UniffiLib.ffi_tongban_rust_future_poll_rust_buffer(future, callback, continuation) },
        { future, continuation -> UniffiLib.ffi_tongban_rust_future_complete_rust_buffer(future, continuation) },
        { future -> UniffiLib.ffi_tongban_rust_future_free_rust_buffer(future) },
        // lift function
        { FfiConverterTypeSessionView.lift(it) },
        // Error FFI converter
        WalletException.ErrorHandler,
    )
    }

    
    /**
     * Reads other people's codes with this wallet's snapshots.
     */override fun `verifier`(): Verifier {
            return FfiConverterTypeVerifier.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_tongban_fn_method_wallet_verifier(
        it,
        _status)
}
    }
    )
    }
    

    

    


    
    companion object {
        
    /**
     * Starts the wallet. A folder that cannot be opened does not stop it: each use case then
     * says why, and nothing in it is replaced in silence.
     */
    @Throws(WalletException::class) fun `open`(`config`: WalletConfig, `machine`: Machine): Wallet {
            return FfiConverterTypeWallet.lift(
    uniffiRustCallWithError(WalletException) { _status ->
    UniffiLib.uniffi_tongban_fn_constructor_wallet_open(
    
        
        FfiConverterTypeWalletConfig.lower(`config`),
        FfiConverterTypeMachine.lower(`machine`),_status)
}
    )
    }
    

        
    }
    
}


/**
 * @suppress
 */
public object FfiConverterTypeWallet: FfiConverter<Wallet, Long> {
    override fun lower(value: Wallet): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): Wallet {
        return Wallet(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): Wallet {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: Wallet) = 8UL

    override fun write(value: Wallet, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}



/**
 * The answer to [`crate::Wallet::call`]: JSON with `ok` or `error`, and bytes beside it.
 */
data class CallAnswer (
    /**
     * `{"ok": …}` or `{"error": …}`.
     */
    val `json`: kotlin.String
    , 
    /**
     * Pictures and modules; empty for most calls.
     */
    val `bytes`: kotlin.ByteArray
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeCallAnswer: FfiConverterRustBuffer<CallAnswer> {
    override fun read(buf: ByteBuffer): CallAnswer {
        return CallAnswer(
            FfiConverterString.read(buf),
            FfiConverterByteArray.read(buf),
        )
    }

    override fun allocationSize(value: CallAnswer) = (
            FfiConverterString.allocationSize(value.`json`) +
            FfiConverterByteArray.allocationSize(value.`bytes`)
    )

    override fun write(value: CallAnswer, buf: ByteBuffer) {
            FfiConverterString.write(value.`json`, buf)
            FfiConverterByteArray.write(value.`bytes`, buf)
    }
}



/**
 * A certificate as a card in the stack.
 */
data class CardView (
    /**
     * The certificate's id on this device.
     */
    val `id`: kotlin.String
    , 
    /**
     * Stable English name of the type, such as `resident-identity`.
     */
    val `typeName`: kotlin.String
    , 
    /**
     * Message key of the certificate's title.
     */
    val `titleKey`: kotlin.String
    , 
    /**
     * The issuing office, in the chosen locale.
     */
    val `issuerName`: kotlin.String
    , 
    /**
     * The holder's name.
     */
    val `holderName`: kotlin.String
    , 
    /**
     * First day of validity, YYYY-MM-DD.
     */
    val `validFrom`: kotlin.String
    , 
    /**
     * Last day of validity, YYYY-MM-DD.
     */
    val `validUntil`: kotlin.String
    , 
    /**
     * What the snapshots on this device say.
     */
    val `state`: CardState
    , 
    /**
     * Date of the status snapshot behind `state`, RFC 3339; absent when there is none.
     */
    val `asOf`: kotlin.String?
    , 
    /**
     * True when showing this copy again lets two verifiers recognise it.
     */
    val `linkable`: kotlin.Boolean
    , 
    /**
     * How many copies are held.
     */
    val `copies`: kotlin.UInt
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeCardView: FfiConverterRustBuffer<CardView> {
    override fun read(buf: ByteBuffer): CardView {
        return CardView(
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterTypeCardState.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterUInt.read(buf),
        )
    }

    override fun allocationSize(value: CardView) = (
            FfiConverterString.allocationSize(value.`id`) +
            FfiConverterString.allocationSize(value.`typeName`) +
            FfiConverterString.allocationSize(value.`titleKey`) +
            FfiConverterString.allocationSize(value.`issuerName`) +
            FfiConverterString.allocationSize(value.`holderName`) +
            FfiConverterString.allocationSize(value.`validFrom`) +
            FfiConverterString.allocationSize(value.`validUntil`) +
            FfiConverterTypeCardState.allocationSize(value.`state`) +
            FfiConverterOptionalString.allocationSize(value.`asOf`) +
            FfiConverterBoolean.allocationSize(value.`linkable`) +
            FfiConverterUInt.allocationSize(value.`copies`)
    )

    override fun write(value: CardView, buf: ByteBuffer) {
            FfiConverterString.write(value.`id`, buf)
            FfiConverterString.write(value.`typeName`, buf)
            FfiConverterString.write(value.`titleKey`, buf)
            FfiConverterString.write(value.`issuerName`, buf)
            FfiConverterString.write(value.`holderName`, buf)
            FfiConverterString.write(value.`validFrom`, buf)
            FfiConverterString.write(value.`validUntil`, buf)
            FfiConverterTypeCardState.write(value.`state`, buf)
            FfiConverterOptionalString.write(value.`asOf`, buf)
            FfiConverterBoolean.write(value.`linkable`, buf)
            FfiConverterUInt.write(value.`copies`, buf)
    }
}



/**
 * A disclosed field.
 */
data class ClaimView (
    /**
     * Stable English name; the number of an unknown label in decimal.
     */
    val `name`: kotlin.String
    , 
    /**
     * Message key of the label.
     */
    val `labelKey`: kotlin.String
    , 
    /**
     * The value; dates as YYYY-MM-DD; base64url for bytes.
     */
    val `value`: kotlin.String
    , 
    /**
     * How to draw the value.
     */
    val `kind`: FieldKindView
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeClaimView: FfiConverterRustBuffer<ClaimView> {
    override fun read(buf: ByteBuffer): ClaimView {
        return ClaimView(
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterTypeFieldKindView.read(buf),
        )
    }

    override fun allocationSize(value: ClaimView) = (
            FfiConverterString.allocationSize(value.`name`) +
            FfiConverterString.allocationSize(value.`labelKey`) +
            FfiConverterString.allocationSize(value.`value`) +
            FfiConverterTypeFieldKindView.allocationSize(value.`kind`)
    )

    override fun write(value: ClaimView, buf: ByteBuffer) {
            FfiConverterString.write(value.`name`, buf)
            FfiConverterString.write(value.`labelKey`, buf)
            FfiConverterString.write(value.`value`, buf)
            FfiConverterTypeFieldKindView.write(value.`kind`, buf)
    }
}



/**
 * One line of a question.
 */
data class ConfirmLineView (
    /**
     * What the value is.
     */
    val `label`: kotlin.String
    , 
    /**
     * The value.
     */
    val `value`: kotlin.String
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeConfirmLineView: FfiConverterRustBuffer<ConfirmLineView> {
    override fun read(buf: ByteBuffer): ConfirmLineView {
        return ConfirmLineView(
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
        )
    }

    override fun allocationSize(value: ConfirmLineView) = (
            FfiConverterString.allocationSize(value.`label`) +
            FfiConverterString.allocationSize(value.`value`)
    )

    override fun write(value: ConfirmLineView, buf: ByteBuffer) {
            FfiConverterString.write(value.`label`, buf)
            FfiConverterString.write(value.`value`, buf)
    }
}



/**
 * The words to show, already in the person's language.
 */
data class ConfirmView (
    /**
     * Names this question.
     */
    val `id`: kotlin.String
    , 
    /**
     * What is about to happen.
     */
    val `title`: kotlin.String
    , 
    /**
     * What exactly, line by line.
     */
    val `lines`: List<ConfirmLineView>
    , 
    /**
     * Statements and warnings that belong to the act.
     */
    val `notes`: List<kotlin.String>
    , 
    /**
     * The word on the button that does it.
     */
    val `actionLabel`: kotlin.String
    , 
    /**
     * The word on the button that does not.
     */
    val `cancelLabel`: kotlin.String
    , 
    /**
     * Four characters that stand on both screens.
     */
    val `checkCode`: kotlin.String
    , 
    /**
     * How long the question may stand.
     */
    val `timeout`: java.time.Duration
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeConfirmView: FfiConverterRustBuffer<ConfirmView> {
    override fun read(buf: ByteBuffer): ConfirmView {
        return ConfirmView(
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterSequenceTypeConfirmLineView.read(buf),
            FfiConverterSequenceString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterDuration.read(buf),
        )
    }

    override fun allocationSize(value: ConfirmView) = (
            FfiConverterString.allocationSize(value.`id`) +
            FfiConverterString.allocationSize(value.`title`) +
            FfiConverterSequenceTypeConfirmLineView.allocationSize(value.`lines`) +
            FfiConverterSequenceString.allocationSize(value.`notes`) +
            FfiConverterString.allocationSize(value.`actionLabel`) +
            FfiConverterString.allocationSize(value.`cancelLabel`) +
            FfiConverterString.allocationSize(value.`checkCode`) +
            FfiConverterDuration.allocationSize(value.`timeout`)
    )

    override fun write(value: ConfirmView, buf: ByteBuffer) {
            FfiConverterString.write(value.`id`, buf)
            FfiConverterString.write(value.`title`, buf)
            FfiConverterSequenceTypeConfirmLineView.write(value.`lines`, buf)
            FfiConverterSequenceString.write(value.`notes`, buf)
            FfiConverterString.write(value.`actionLabel`, buf)
            FfiConverterString.write(value.`cancelLabel`, buf)
            FfiConverterString.write(value.`checkCode`, buf)
            FfiConverterDuration.write(value.`timeout`, buf)
    }
}



/**
 * A failure as a screen sees it.
 */
data class ErrorView (
    /**
     * What a screen treats alike.
     */
    val `kind`: ErrorKind
    , 
    /**
     * Stable name, such as `enrol.voucher_expired`; its text is `error.<code>`.
     */
    val `code`: kotlin.String
    , 
    /**
     * Named values for the texts.
     */
    val `params`: Params
    , 
    /**
     * Message key that says what is safe.
     */
    val `kept`: kotlin.String?
    , 
    /**
     * Message key that says what to do next.
     */
    val `next`: kotlin.String?
    , 
    /**
     * What a screen offers beside the words; absent for most.
     */
    val `offer`: ErrorOfferView?
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeErrorView: FfiConverterRustBuffer<ErrorView> {
    override fun read(buf: ByteBuffer): ErrorView {
        return ErrorView(
            FfiConverterTypeErrorKind.read(buf),
            FfiConverterString.read(buf),
            FfiConverterTypeParams.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalTypeErrorOfferView.read(buf),
        )
    }

    override fun allocationSize(value: ErrorView) = (
            FfiConverterTypeErrorKind.allocationSize(value.`kind`) +
            FfiConverterString.allocationSize(value.`code`) +
            FfiConverterTypeParams.allocationSize(value.`params`) +
            FfiConverterOptionalString.allocationSize(value.`kept`) +
            FfiConverterOptionalString.allocationSize(value.`next`) +
            FfiConverterOptionalTypeErrorOfferView.allocationSize(value.`offer`)
    )

    override fun write(value: ErrorView, buf: ByteBuffer) {
            FfiConverterTypeErrorKind.write(value.`kind`, buf)
            FfiConverterString.write(value.`code`, buf)
            FfiConverterTypeParams.write(value.`params`, buf)
            FfiConverterOptionalString.write(value.`kept`, buf)
            FfiConverterOptionalString.write(value.`next`, buf)
            FfiConverterOptionalTypeErrorOfferView.write(value.`offer`, buf)
    }
}



/**
 * One header field.
 */
data class HttpHeader (
    /**
     * Field name.
     */
    val `name`: kotlin.String
    , 
    /**
     * Field value.
     */
    val `value`: kotlin.String
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeHttpHeader: FfiConverterRustBuffer<HttpHeader> {
    override fun read(buf: ByteBuffer): HttpHeader {
        return HttpHeader(
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
        )
    }

    override fun allocationSize(value: HttpHeader) = (
            FfiConverterString.allocationSize(value.`name`) +
            FfiConverterString.allocationSize(value.`value`)
    )

    override fun write(value: HttpHeader, buf: ByteBuffer) {
            FfiConverterString.write(value.`name`, buf)
            FfiConverterString.write(value.`value`, buf)
    }
}



/**
 * A request to the platform.
 */
data class HttpRequest (
    /**
     * The verb.
     */
    val `method`: HttpMethod
    , 
    /**
     * Absolute path with query, beginning with `/`.
     */
    val `path`: kotlin.String
    , 
    /**
     * Header fields.
     */
    val `headers`: List<HttpHeader>
    , 
    /**
     * Body bytes; empty for none.
     */
    val `body`: kotlin.ByteArray
    , 
    /**
     * Time from the call to the last byte of the answer.
     */
    val `deadline`: java.time.Duration
    , 
    /**
     * Most bytes that the answer's body may have after decompression.
     */
    val `responseLimit`: kotlin.ULong
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeHttpRequest: FfiConverterRustBuffer<HttpRequest> {
    override fun read(buf: ByteBuffer): HttpRequest {
        return HttpRequest(
            FfiConverterTypeHttpMethod.read(buf),
            FfiConverterString.read(buf),
            FfiConverterSequenceTypeHttpHeader.read(buf),
            FfiConverterByteArray.read(buf),
            FfiConverterDuration.read(buf),
            FfiConverterULong.read(buf),
        )
    }

    override fun allocationSize(value: HttpRequest) = (
            FfiConverterTypeHttpMethod.allocationSize(value.`method`) +
            FfiConverterString.allocationSize(value.`path`) +
            FfiConverterSequenceTypeHttpHeader.allocationSize(value.`headers`) +
            FfiConverterByteArray.allocationSize(value.`body`) +
            FfiConverterDuration.allocationSize(value.`deadline`) +
            FfiConverterULong.allocationSize(value.`responseLimit`)
    )

    override fun write(value: HttpRequest, buf: ByteBuffer) {
            FfiConverterTypeHttpMethod.write(value.`method`, buf)
            FfiConverterString.write(value.`path`, buf)
            FfiConverterSequenceTypeHttpHeader.write(value.`headers`, buf)
            FfiConverterByteArray.write(value.`body`, buf)
            FfiConverterDuration.write(value.`deadline`, buf)
            FfiConverterULong.write(value.`responseLimit`, buf)
    }
}



/**
 * A complete answer of the platform.
 */
data class HttpResponse (
    /**
     * Status code.
     */
    val `status`: kotlin.UShort
    , 
    /**
     * Header fields; names in lower case.
     */
    val `headers`: List<HttpHeader>
    , 
    /**
     * The whole body, decompressed.
     */
    val `body`: kotlin.ByteArray
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeHttpResponse: FfiConverterRustBuffer<HttpResponse> {
    override fun read(buf: ByteBuffer): HttpResponse {
        return HttpResponse(
            FfiConverterUShort.read(buf),
            FfiConverterSequenceTypeHttpHeader.read(buf),
            FfiConverterByteArray.read(buf),
        )
    }

    override fun allocationSize(value: HttpResponse) = (
            FfiConverterUShort.allocationSize(value.`status`) +
            FfiConverterSequenceTypeHttpHeader.allocationSize(value.`headers`) +
            FfiConverterByteArray.allocationSize(value.`body`)
    )

    override fun write(value: HttpResponse, buf: ByteBuffer) {
            FfiConverterUShort.write(value.`status`, buf)
            FfiConverterSequenceTypeHttpHeader.write(value.`headers`, buf)
            FfiConverterByteArray.write(value.`body`, buf)
    }
}



/**
 * Everything a shell brings. What is absent is done without: no `keys` means a lower
 * custody level, no `presence` means the PIN.
 */
data class Machine (
    /**
     * The clocks.
     */
    val `clock`: ClockBridge
    , 
    /**
     * A key store whose keys cannot be exported.
     */
    val `keys`: DeviceKeyBridge?
    , 
    /**
     * Secrets kept by the operating system.
     */
    val `secrets`: SecretStoreBridge?
    , 
    /**
     * The way to the platform.
     */
    val `transport`: TransportBridge
    , 
    /**
     * The screen that asks before anything irreversible.
     */
    val `confirm`: ConfirmBridge
    , 
    /**
     * Fingerprint, face or device code.
     */
    val `presence`: PresenceBridge?
    
): Disposable{
    

    

    
    @Suppress("UNNECESSARY_SAFE_CALL") // codegen is much simpler if we unconditionally emit safe calls here
    override fun destroy() {
        
    Disposable.destroy(
        this.`clock`,
        this.`keys`,
        this.`secrets`,
        this.`transport`,
        this.`confirm`,
        this.`presence`
    )
    }
    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeMachine: FfiConverterRustBuffer<Machine> {
    override fun read(buf: ByteBuffer): Machine {
        return Machine(
            FfiConverterTypeClockBridge.read(buf),
            FfiConverterOptionalTypeDeviceKeyBridge.read(buf),
            FfiConverterOptionalTypeSecretStoreBridge.read(buf),
            FfiConverterTypeTransportBridge.read(buf),
            FfiConverterTypeConfirmBridge.read(buf),
            FfiConverterOptionalTypePresenceBridge.read(buf),
        )
    }

    override fun allocationSize(value: Machine) = (
            FfiConverterTypeClockBridge.allocationSize(value.`clock`) +
            FfiConverterOptionalTypeDeviceKeyBridge.allocationSize(value.`keys`) +
            FfiConverterOptionalTypeSecretStoreBridge.allocationSize(value.`secrets`) +
            FfiConverterTypeTransportBridge.allocationSize(value.`transport`) +
            FfiConverterTypeConfirmBridge.allocationSize(value.`confirm`) +
            FfiConverterOptionalTypePresenceBridge.allocationSize(value.`presence`)
    )

    override fun write(value: Machine, buf: ByteBuffer) {
            FfiConverterTypeClockBridge.write(value.`clock`, buf)
            FfiConverterOptionalTypeDeviceKeyBridge.write(value.`keys`, buf)
            FfiConverterOptionalTypeSecretStoreBridge.write(value.`secrets`, buf)
            FfiConverterTypeTransportBridge.write(value.`transport`, buf)
            FfiConverterTypeConfirmBridge.write(value.`confirm`, buf)
            FfiConverterOptionalTypePresenceBridge.write(value.`presence`, buf)
    }
}



/**
 * Until when codes may be made.
 */
data class PresenceView (
    /**
     * RFC 3339.
     */
    val `until`: kotlin.String
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypePresenceView: FfiConverterRustBuffer<PresenceView> {
    override fun read(buf: ByteBuffer): PresenceView {
        return PresenceView(
            FfiConverterString.read(buf),
        )
    }

    override fun allocationSize(value: PresenceView) = (
            FfiConverterString.allocationSize(value.`until`)
    )

    override fun write(value: PresenceView, buf: ByteBuffer) {
            FfiConverterString.write(value.`until`, buf)
    }
}



/**
 * A file that could not be read and was set aside.
 */
data class QuarantinedView (
    /**
     * Its name in the data folder now.
     */
    val `file`: kotlin.String
    , 
    /**
     * Message key under `app.quarantine.<reason>`.
     */
    val `reason`: kotlin.String
    , 
    /**
     * When it was set aside, RFC 3339; absent when that is not known.
     */
    val `at`: kotlin.String?
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeQuarantinedView: FfiConverterRustBuffer<QuarantinedView> {
    override fun read(buf: ByteBuffer): QuarantinedView {
        return QuarantinedView(
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: QuarantinedView) = (
            FfiConverterString.allocationSize(value.`file`) +
            FfiConverterString.allocationSize(value.`reason`) +
            FfiConverterOptionalString.allocationSize(value.`at`)
    )

    override fun write(value: QuarantinedView, buf: ByteBuffer) {
            FfiConverterString.write(value.`file`, buf)
            FfiConverterString.write(value.`reason`, buf)
            FfiConverterOptionalString.write(value.`at`, buf)
    }
}



/**
 * The state of the wallet on this device.
 */
data class SessionView (
    /**
     * No wallet, locked, or unlocked.
     */
    val `state`: SessionState
    , 
    /**
     * What opens the wallet.
     */
    val `secretKind`: SecretKind
    , 
    /**
     * The fewest characters that a new secret may have.
     */
    val `minLength`: kotlin.UInt
    , 
    /**
     * Seconds until the next try is allowed; absent when one is allowed now.
     */
    val `waitSeconds`: kotlin.UInt?
    , 
    /**
     * How long that wait is as a whole; absent when a try is allowed now.
     */
    val `waitTotalSeconds`: kotlin.UInt?
    , 
    /**
     * Why there is a wait; absent when a try is allowed now.
     */
    val `waitCause`: WaitCauseView?
    , 
    /**
     * Wrong tries in a row.
     */
    val `wrongTries`: kotlin.UInt
    , 
    /**
     * The wait that comes when the wrong tries fill up again.
     */
    val `nextWaitSeconds`: kotlin.UInt?
    , 
    /**
     * Seconds without use after which the wallet locks itself.
     */
    val `autoLockSeconds`: kotlin.UInt
    , 
    /**
     * An enrolment was sent and its answer never came; `enrol.resume` finishes it.
     */
    val `enrolPending`: kotlin.Boolean
    , 
    /**
     * Files that could not be read and were set aside, never deleted.
     */
    val `quarantined`: List<QuarantinedView>
    , 
    /**
     * The disk is full: what was typed last went into the reserve, and photos find no room.
     */
    val `diskFull`: kotlin.Boolean
    , 
    /**
     * For which office the person acts; absent for a resident, and while the wallet is locked.
     */
    val `staff`: StaffView?
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeSessionView: FfiConverterRustBuffer<SessionView> {
    override fun read(buf: ByteBuffer): SessionView {
        return SessionView(
            FfiConverterTypeSessionState.read(buf),
            FfiConverterTypeSecretKind.read(buf),
            FfiConverterUInt.read(buf),
            FfiConverterOptionalUInt.read(buf),
            FfiConverterOptionalUInt.read(buf),
            FfiConverterOptionalTypeWaitCauseView.read(buf),
            FfiConverterUInt.read(buf),
            FfiConverterOptionalUInt.read(buf),
            FfiConverterUInt.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterSequenceTypeQuarantinedView.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterOptionalTypeStaffView.read(buf),
        )
    }

    override fun allocationSize(value: SessionView) = (
            FfiConverterTypeSessionState.allocationSize(value.`state`) +
            FfiConverterTypeSecretKind.allocationSize(value.`secretKind`) +
            FfiConverterUInt.allocationSize(value.`minLength`) +
            FfiConverterOptionalUInt.allocationSize(value.`waitSeconds`) +
            FfiConverterOptionalUInt.allocationSize(value.`waitTotalSeconds`) +
            FfiConverterOptionalTypeWaitCauseView.allocationSize(value.`waitCause`) +
            FfiConverterUInt.allocationSize(value.`wrongTries`) +
            FfiConverterOptionalUInt.allocationSize(value.`nextWaitSeconds`) +
            FfiConverterUInt.allocationSize(value.`autoLockSeconds`) +
            FfiConverterBoolean.allocationSize(value.`enrolPending`) +
            FfiConverterSequenceTypeQuarantinedView.allocationSize(value.`quarantined`) +
            FfiConverterBoolean.allocationSize(value.`diskFull`) +
            FfiConverterOptionalTypeStaffView.allocationSize(value.`staff`)
    )

    override fun write(value: SessionView, buf: ByteBuffer) {
            FfiConverterTypeSessionState.write(value.`state`, buf)
            FfiConverterTypeSecretKind.write(value.`secretKind`, buf)
            FfiConverterUInt.write(value.`minLength`, buf)
            FfiConverterOptionalUInt.write(value.`waitSeconds`, buf)
            FfiConverterOptionalUInt.write(value.`waitTotalSeconds`, buf)
            FfiConverterOptionalTypeWaitCauseView.write(value.`waitCause`, buf)
            FfiConverterUInt.write(value.`wrongTries`, buf)
            FfiConverterOptionalUInt.write(value.`nextWaitSeconds`, buf)
            FfiConverterUInt.write(value.`autoLockSeconds`, buf)
            FfiConverterBoolean.write(value.`enrolPending`, buf)
            FfiConverterSequenceTypeQuarantinedView.write(value.`quarantined`, buf)
            FfiConverterBoolean.write(value.`diskFull`, buf)
            FfiConverterOptionalTypeStaffView.write(value.`staff`, buf)
    }
}



/**
 * A code with its modules.
 */
data class ShowCode (
    /**
     * What is shown.
     */
    val `view`: ShowView
    , 
    /**
     * `size * size` bytes, row by row, 1 = dark.
     */
    val `modules`: kotlin.ByteArray
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeShowCode: FfiConverterRustBuffer<ShowCode> {
    override fun read(buf: ByteBuffer): ShowCode {
        return ShowCode(
            FfiConverterTypeShowView.read(buf),
            FfiConverterByteArray.read(buf),
        )
    }

    override fun allocationSize(value: ShowCode) = (
            FfiConverterTypeShowView.allocationSize(value.`view`) +
            FfiConverterByteArray.allocationSize(value.`modules`)
    )

    override fun write(value: ShowCode, buf: ByteBuffer) {
            FfiConverterTypeShowView.write(value.`view`, buf)
            FfiConverterByteArray.write(value.`modules`, buf)
    }
}



/**
 * A living code.
 */
data class ShowView (
    /**
     * Names this showing.
     */
    val `showId`: kotlin.String
    , 
    /**
     * Modules a side, without the quiet zone.
     */
    val `size`: kotlin.UInt
    , 
    /**
     * QR version, 1 to 25.
     */
    val `version`: kotlin.UInt
    , 
    /**
     * When the proof was signed, RFC 3339.
     */
    val `madeAt`: kotlin.String
    , 
    /**
     * How long to show it.
     */
    val `validSeconds`: kotlin.UInt
    , 
    /**
     * Milliseconds until the next one is due.
     */
    val `nextInMs`: kotlin.UInt
    , 
    /**
     * The code's text.
     */
    val `text`: kotlin.String
    , 
    /**
     * Length of the signed bytes.
     */
    val `bytesLen`: kotlin.UInt
    , 
    /**
     * True above version 20: fewer fields scan more easily.
     */
    val `dense`: kotlin.Boolean
    , 
    /**
     * Names of the fields that this code discloses.
     */
    val `discloses`: List<kotlin.String>
    , 
    /**
     * Until when codes may be made without asking for presence again, RFC 3339.
     */
    val `presenceUntil`: kotlin.String
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeShowView: FfiConverterRustBuffer<ShowView> {
    override fun read(buf: ByteBuffer): ShowView {
        return ShowView(
            FfiConverterString.read(buf),
            FfiConverterUInt.read(buf),
            FfiConverterUInt.read(buf),
            FfiConverterString.read(buf),
            FfiConverterUInt.read(buf),
            FfiConverterUInt.read(buf),
            FfiConverterString.read(buf),
            FfiConverterUInt.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterSequenceString.read(buf),
            FfiConverterString.read(buf),
        )
    }

    override fun allocationSize(value: ShowView) = (
            FfiConverterString.allocationSize(value.`showId`) +
            FfiConverterUInt.allocationSize(value.`size`) +
            FfiConverterUInt.allocationSize(value.`version`) +
            FfiConverterString.allocationSize(value.`madeAt`) +
            FfiConverterUInt.allocationSize(value.`validSeconds`) +
            FfiConverterUInt.allocationSize(value.`nextInMs`) +
            FfiConverterString.allocationSize(value.`text`) +
            FfiConverterUInt.allocationSize(value.`bytesLen`) +
            FfiConverterBoolean.allocationSize(value.`dense`) +
            FfiConverterSequenceString.allocationSize(value.`discloses`) +
            FfiConverterString.allocationSize(value.`presenceUntil`)
    )

    override fun write(value: ShowView, buf: ByteBuffer) {
            FfiConverterString.write(value.`showId`, buf)
            FfiConverterUInt.write(value.`size`, buf)
            FfiConverterUInt.write(value.`version`, buf)
            FfiConverterString.write(value.`madeAt`, buf)
            FfiConverterUInt.write(value.`validSeconds`, buf)
            FfiConverterUInt.write(value.`nextInMs`, buf)
            FfiConverterString.write(value.`text`, buf)
            FfiConverterUInt.write(value.`bytesLen`, buf)
            FfiConverterBoolean.write(value.`dense`, buf)
            FfiConverterSequenceString.write(value.`discloses`, buf)
            FfiConverterString.write(value.`presenceUntil`, buf)
    }
}



/**
 * For which office a member of staff acts.
 */
data class StaffView (
    /**
     * Name of the officer.
     */
    val `name`: kotlin.String
    , 
    /**
     * Name of the office.
     */
    val `office`: kotlin.String
    , 
    /**
     * Slugs of the roles.
     */
    val `roles`: List<kotlin.String>
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeStaffView: FfiConverterRustBuffer<StaffView> {
    override fun read(buf: ByteBuffer): StaffView {
        return StaffView(
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterSequenceString.read(buf),
        )
    }

    override fun allocationSize(value: StaffView) = (
            FfiConverterString.allocationSize(value.`name`) +
            FfiConverterString.allocationSize(value.`office`) +
            FfiConverterSequenceString.allocationSize(value.`roles`)
    )

    override fun write(value: StaffView, buf: ByteBuffer) {
            FfiConverterString.write(value.`name`, buf)
            FfiConverterString.write(value.`office`, buf)
            FfiConverterSequenceString.write(value.`roles`, buf)
    }
}



/**
 * The answer to a scanned code.
 */
data class VerdictView (
    /**
     * One of five words.
     */
    val `verdict`: VerdictWordView
    , 
    /**
     * The reason's slug; its texts are `verdict.reason.<reason>.verifier` and `.holder`.
     */
    val `reason`: kotlin.String
    , 
    /**
     * Stable English name of the type; absent when it is not known.
     */
    val `typeName`: kotlin.String?
    , 
    /**
     * Message key of the type's title.
     */
    val `titleKey`: kotlin.String?
    , 
    /**
     * The issuing office, in the chosen locale.
     */
    val `issuer`: kotlin.String?
    , 
    /**
     * Exactly the fields that the holder chose.
     */
    val `claims`: List<ClaimView>
    , 
    /**
     * First day of validity, YYYY-MM-DD.
     */
    val `validFrom`: kotlin.String?
    , 
    /**
     * Last day of validity, YYYY-MM-DD.
     */
    val `validUntil`: kotlin.String?
    , 
    /**
     * True where the fields count: the certificate is genuine and not withdrawn.
     */
    val `fieldsCount`: kotlin.Boolean
    , 
    /**
     * Date of the older of the snapshots behind the verdict, RFC 3339.
     */
    val `asOf`: kotlin.String?
    , 
    /**
     * Its age in seconds.
     */
    val `asOfAgeSeconds`: kotlin.UInt?
    , 
    /**
     * Whether a status snapshot was looked at.
     */
    val `status`: StatusCheckView
    , 
    /**
     * True when the person in front of the screen must be compared.
     */
    val `comparePerson`: kotlin.Boolean
    , 
    /**
     * When the same proof was seen before, RFC 3339.
     */
    val `seenAt`: kotlin.String?
    , 
    /**
     * Named values for the texts.
     */
    val `params`: Params
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeVerdictView: FfiConverterRustBuffer<VerdictView> {
    override fun read(buf: ByteBuffer): VerdictView {
        return VerdictView(
            FfiConverterTypeVerdictWordView.read(buf),
            FfiConverterString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterSequenceTypeClaimView.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalUInt.read(buf),
            FfiConverterTypeStatusCheckView.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterTypeParams.read(buf),
        )
    }

    override fun allocationSize(value: VerdictView) = (
            FfiConverterTypeVerdictWordView.allocationSize(value.`verdict`) +
            FfiConverterString.allocationSize(value.`reason`) +
            FfiConverterOptionalString.allocationSize(value.`typeName`) +
            FfiConverterOptionalString.allocationSize(value.`titleKey`) +
            FfiConverterOptionalString.allocationSize(value.`issuer`) +
            FfiConverterSequenceTypeClaimView.allocationSize(value.`claims`) +
            FfiConverterOptionalString.allocationSize(value.`validFrom`) +
            FfiConverterOptionalString.allocationSize(value.`validUntil`) +
            FfiConverterBoolean.allocationSize(value.`fieldsCount`) +
            FfiConverterOptionalString.allocationSize(value.`asOf`) +
            FfiConverterOptionalUInt.allocationSize(value.`asOfAgeSeconds`) +
            FfiConverterTypeStatusCheckView.allocationSize(value.`status`) +
            FfiConverterBoolean.allocationSize(value.`comparePerson`) +
            FfiConverterOptionalString.allocationSize(value.`seenAt`) +
            FfiConverterTypeParams.allocationSize(value.`params`)
    )

    override fun write(value: VerdictView, buf: ByteBuffer) {
            FfiConverterTypeVerdictWordView.write(value.`verdict`, buf)
            FfiConverterString.write(value.`reason`, buf)
            FfiConverterOptionalString.write(value.`typeName`, buf)
            FfiConverterOptionalString.write(value.`titleKey`, buf)
            FfiConverterOptionalString.write(value.`issuer`, buf)
            FfiConverterSequenceTypeClaimView.write(value.`claims`, buf)
            FfiConverterOptionalString.write(value.`validFrom`, buf)
            FfiConverterOptionalString.write(value.`validUntil`, buf)
            FfiConverterBoolean.write(value.`fieldsCount`, buf)
            FfiConverterOptionalString.write(value.`asOf`, buf)
            FfiConverterOptionalUInt.write(value.`asOfAgeSeconds`, buf)
            FfiConverterTypeStatusCheckView.write(value.`status`, buf)
            FfiConverterBoolean.write(value.`comparePerson`, buf)
            FfiConverterOptionalString.write(value.`seenAt`, buf)
            FfiConverterTypeParams.write(value.`params`, buf)
    }
}



/**
 * Where the wallet lives and whom it trusts.
 */
data class WalletConfig (
    /**
     * Folder that belongs to this wallet alone; made when it is not there.
     */
    val `dataFolder`: kotlin.String
    , 
    /**
     * The platform's address for the settings screen; requests go through `TransportBridge`.
     */
    val `platformAddress`: kotlin.String?
    , 
    /**
     * Root documents that the shell ships; the first is the anchor.
     */
    val `anchors`: List<kotlin.ByteArray>
    , 
    /**
     * A trust list that the shell ships, so that verifying works from the first start.
     */
    val `trustList`: kotlin.ByteArray?
    
){
    

    

    
    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeWalletConfig: FfiConverterRustBuffer<WalletConfig> {
    override fun read(buf: ByteBuffer): WalletConfig {
        return WalletConfig(
            FfiConverterString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterSequenceByteArray.read(buf),
            FfiConverterOptionalByteArray.read(buf),
        )
    }

    override fun allocationSize(value: WalletConfig) = (
            FfiConverterString.allocationSize(value.`dataFolder`) +
            FfiConverterOptionalString.allocationSize(value.`platformAddress`) +
            FfiConverterSequenceByteArray.allocationSize(value.`anchors`) +
            FfiConverterOptionalByteArray.allocationSize(value.`trustList`)
    )

    override fun write(value: WalletConfig, buf: ByteBuffer) {
            FfiConverterString.write(value.`dataFolder`, buf)
            FfiConverterOptionalString.write(value.`platformAddress`, buf)
            FfiConverterSequenceByteArray.write(value.`anchors`, buf)
            FfiConverterOptionalByteArray.write(value.`trustList`, buf)
    }
}



/**
 * What can be said about a held certificate.
 */

enum class CardState {
    
    /**
     * In its validity and not revoked as of `as_of`.
     */
    VALID,
    /**
     * Its first day is still to come.
     */
    NOT_YET_VALID,
    /**
     * Its last day has passed.
     */
    EXPIRED,
    /**
     * On the revocation list.
     */
    REVOKED,
    /**
     * Suspended on the revocation list.
     */
    SUSPENDED,
    /**
     * What is stored of it cannot be read; it may be deleted, and nothing else.
     */
    UNREADABLE;

    


    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeCardState: FfiConverterRustBuffer<CardState> {
    override fun read(buf: ByteBuffer) = try {
        
        CardState.entries[buf.getInt() - 1]
        
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: CardState) = 4UL

    override fun write(value: CardState, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}







/**
 * Why there is no time.
 */
sealed class ClockBridgeException: kotlin.Exception() {
    
    /**
     * The machine does not say.
     */
    class Unavailable(
        ) : ClockBridgeException() {
        override val message
            get() = ""
    }
    

    


    companion object ErrorHandler : UniffiRustCallStatusErrorHandler<ClockBridgeException> {
        override fun lift(error_buf: RustBuffer.ByValue): ClockBridgeException = FfiConverterTypeClockBridgeError.lift(error_buf)
    }

    
}

/**
 * @suppress
 */
public object FfiConverterTypeClockBridgeError : FfiConverterRustBuffer<ClockBridgeException> {
    override fun read(buf: ByteBuffer): ClockBridgeException {
        

        return when(buf.getInt()) {
            1 -> ClockBridgeException.Unavailable()
            else -> throw RuntimeException("invalid error enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: ClockBridgeException): ULong {
        return when(value) {
            is ClockBridgeException.Unavailable -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
        }
    }

    override fun write(value: ClockBridgeException, buf: ByteBuffer) {
        when(value) {
            is ClockBridgeException.Unavailable -> {
                buf.putInt(1)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }

}



/**
 * What the person pressed.
 */

enum class ConfirmAnswer {
    
    /**
     * Do it.
     */
    APPROVED,
    /**
     * Do not, or the screen was closed.
     */
    DECLINED;

    


    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeConfirmAnswer: FfiConverterRustBuffer<ConfirmAnswer> {
    override fun read(buf: ByteBuffer) = try {
        
        ConfirmAnswer.entries[buf.getInt() - 1]
        
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: ConfirmAnswer) = 4UL

    override fun write(value: ConfirmAnswer, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}







/**
 * Why nobody was asked, or nobody answered.
 */
sealed class ConfirmBridgeException: kotlin.Exception() {
    
    /**
     * Nobody answered in time.
     */
    class TimedOut(
        ) : ConfirmBridgeException() {
        override val message
            get() = ""
    }
    
    /**
     * The screen could not be shown, or threw something unexpected.
     */
    class Unavailable(
        ) : ConfirmBridgeException() {
        override val message
            get() = ""
    }
    

    


    companion object ErrorHandler : UniffiRustCallStatusErrorHandler<ConfirmBridgeException> {
        override fun lift(error_buf: RustBuffer.ByValue): ConfirmBridgeException = FfiConverterTypeConfirmBridgeError.lift(error_buf)
    }

    
}

/**
 * @suppress
 */
public object FfiConverterTypeConfirmBridgeError : FfiConverterRustBuffer<ConfirmBridgeException> {
    override fun read(buf: ByteBuffer): ConfirmBridgeException {
        

        return when(buf.getInt()) {
            1 -> ConfirmBridgeException.TimedOut()
            2 -> ConfirmBridgeException.Unavailable()
            else -> throw RuntimeException("invalid error enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: ConfirmBridgeException): ULong {
        return when(value) {
            is ConfirmBridgeException.TimedOut -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
            is ConfirmBridgeException.Unavailable -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
        }
    }

    override fun write(value: ConfirmBridgeException, buf: ByteBuffer) {
        when(value) {
            is ConfirmBridgeException.TimedOut -> {
                buf.putInt(1)
                Unit
            }
            is ConfirmBridgeException.Unavailable -> {
                buf.putInt(2)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }

}





/**
 * What a key store answers instead.
 */
sealed class DeviceKeyBridgeException: kotlin.Exception() {
    
    /**
     * There is no such key.
     */
    class Missing(
        ) : DeviceKeyBridgeException() {
        override val message
            get() = ""
    }
    
    /**
     * A key of this name exists already.
     */
    class Exists(
        ) : DeviceKeyBridgeException() {
        override val message
            get() = ""
    }
    
    /**
     * The key was invalidated, for example by a new fingerprint.
     */
    class Invalidated(
        ) : DeviceKeyBridgeException() {
        override val message
            get() = ""
    }
    
    /**
     * The person did not show to be present.
     */
    class NotPresent(
        ) : DeviceKeyBridgeException() {
        override val message
            get() = ""
    }
    
    /**
     * The key store refused the input or the use.
     */
    class Refused(
        ) : DeviceKeyBridgeException() {
        override val message
            get() = ""
    }
    
    /**
     * The key store does not answer, or threw something unexpected.
     */
    class Unavailable(
        ) : DeviceKeyBridgeException() {
        override val message
            get() = ""
    }
    

    


    companion object ErrorHandler : UniffiRustCallStatusErrorHandler<DeviceKeyBridgeException> {
        override fun lift(error_buf: RustBuffer.ByValue): DeviceKeyBridgeException = FfiConverterTypeDeviceKeyBridgeError.lift(error_buf)
    }

    
}

/**
 * @suppress
 */
public object FfiConverterTypeDeviceKeyBridgeError : FfiConverterRustBuffer<DeviceKeyBridgeException> {
    override fun read(buf: ByteBuffer): DeviceKeyBridgeException {
        

        return when(buf.getInt()) {
            1 -> DeviceKeyBridgeException.Missing()
            2 -> DeviceKeyBridgeException.Exists()
            3 -> DeviceKeyBridgeException.Invalidated()
            4 -> DeviceKeyBridgeException.NotPresent()
            5 -> DeviceKeyBridgeException.Refused()
            6 -> DeviceKeyBridgeException.Unavailable()
            else -> throw RuntimeException("invalid error enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: DeviceKeyBridgeException): ULong {
        return when(value) {
            is DeviceKeyBridgeException.Missing -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
            is DeviceKeyBridgeException.Exists -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
            is DeviceKeyBridgeException.Invalidated -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
            is DeviceKeyBridgeException.NotPresent -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
            is DeviceKeyBridgeException.Refused -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
            is DeviceKeyBridgeException.Unavailable -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
        }
    }

    override fun write(value: DeviceKeyBridgeException, buf: ByteBuffer) {
        when(value) {
            is DeviceKeyBridgeException.Missing -> {
                buf.putInt(1)
                Unit
            }
            is DeviceKeyBridgeException.Exists -> {
                buf.putInt(2)
                Unit
            }
            is DeviceKeyBridgeException.Invalidated -> {
                buf.putInt(3)
                Unit
            }
            is DeviceKeyBridgeException.NotPresent -> {
                buf.putInt(4)
                Unit
            }
            is DeviceKeyBridgeException.Refused -> {
                buf.putInt(5)
                Unit
            }
            is DeviceKeyBridgeException.Unavailable -> {
                buf.putInt(6)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }

}



/**
 * The closed list of what a screen treats differently.
 */

enum class ErrorKind {
    
    /**
     * No answer from the platform.
     */
    OFFLINE,
    /**
     * The wallet is locked.
     */
    LOCKED,
    /**
     * The PIN or passphrase is wrong, or has to wait.
     */
    WRONG_SECRET,
    /**
     * A rule or the platform says no.
     */
    REFUSED,
    /**
     * What was given cannot be read.
     */
    BAD_INPUT,
    /**
     * There is no such thing here.
     */
    NOT_FOUND,
    /**
     * Something else is in the way, such as an existing wallet.
     */
    CONFLICT,
    /**
     * The disk, the database or the key store failed.
     */
    STORAGE,
    /**
     * The same thing is already going on, or too often.
     */
    BUSY,
    /**
     * This build is too old for what it met.
     */
    UPDATE_NEEDED,
    /**
     * The person said no, or said nothing, on the Confirm screen.
     */
    DECLINED,
    /**
     * A defect of the program.
     */
    INTERNAL;

    


    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeErrorKind: FfiConverterRustBuffer<ErrorKind> {
    override fun read(buf: ByteBuffer) = try {
        
        ErrorKind.entries[buf.getInt() - 1]
        
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: ErrorKind) = 4UL

    override fun write(value: ErrorKind, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * What a screen offers beside the words of a failure.
 */

enum class ErrorOfferView {
    
    /**
     * `store.open_anew`: going on without the file that was set aside.
     */
    START_ANEW,
    /**
     * The voucher has to be given again.
     */
    VOUCHER_AGAIN,
    /**
     * The secret that was chosen earlier has to be given again.
     */
    SECRET_AGAIN;

    


    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeErrorOfferView: FfiConverterRustBuffer<ErrorOfferView> {
    override fun read(buf: ByteBuffer) = try {
        
        ErrorOfferView.entries[buf.getInt() - 1]
        
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: ErrorOfferView) = 4UL

    override fun write(value: ErrorOfferView, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}







/**
 * Why a listener takes no more events.
 */
sealed class EventListenerException: kotlin.Exception() {
    
    /**
     * It has heard enough.
     */
    class Closed(
        ) : EventListenerException() {
        override val message
            get() = ""
    }
    
    /**
     * The host threw something unexpected.
     */
    class Unexpected(
        ) : EventListenerException() {
        override val message
            get() = ""
    }
    

    


    companion object ErrorHandler : UniffiRustCallStatusErrorHandler<EventListenerException> {
        override fun lift(error_buf: RustBuffer.ByValue): EventListenerException = FfiConverterTypeEventListenerError.lift(error_buf)
    }

    
}

/**
 * @suppress
 */
public object FfiConverterTypeEventListenerError : FfiConverterRustBuffer<EventListenerException> {
    override fun read(buf: ByteBuffer): EventListenerException {
        

        return when(buf.getInt()) {
            1 -> EventListenerException.Closed()
            2 -> EventListenerException.Unexpected()
            else -> throw RuntimeException("invalid error enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: EventListenerException): ULong {
        return when(value) {
            is EventListenerException.Closed -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
            is EventListenerException.Unexpected -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
        }
    }

    override fun write(value: EventListenerException, buf: ByteBuffer) {
        when(value) {
            is EventListenerException.Closed -> {
                buf.putInt(1)
                Unit
            }
            is EventListenerException.Unexpected -> {
                buf.putInt(2)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }

}



/**
 * How to draw a field's value.
 */

enum class FieldKindView {
    
    /**
     * Plain text.
     */
    TEXT,
    /**
     * A day, YYYY-MM-DD.
     */
    DATE,
    /**
     * A number.
     */
    NUMBER,
    /**
     * Bytes, such as a portrait.
     */
    BYTES;

    


    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeFieldKindView: FfiConverterRustBuffer<FieldKindView> {
    override fun read(buf: ByteBuffer) = try {
        
        FieldKindView.entries[buf.getInt() - 1]
        
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: FieldKindView) = 4UL

    override fun write(value: FieldKindView, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * The verbs that the platform knows.
 */

enum class HttpMethod {
    
    /**
     * Reads.
     */
    GET,
    /**
     * Writes.
     */
    POST;

    


    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeHttpMethod: FfiConverterRustBuffer<HttpMethod> {
    override fun read(buf: ByteBuffer) = try {
        
        HttpMethod.entries[buf.getInt() - 1]
        
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: HttpMethod) = 4UL

    override fun write(value: HttpMethod, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * What a signing key is for.
 */

enum class KeyPurpose {
    
    /**
     * Signs the platform's nonce; opens reading only.
     */
    DEVICE,
    /**
     * Signs every write.
     */
    SUBMISSION,
    /**
     * Proves one copy of one certificate.
     */
    HOLDER;

    


    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeKeyPurpose: FfiConverterRustBuffer<KeyPurpose> {
    override fun read(buf: ByteBuffer) = try {
        
        KeyPurpose.entries[buf.getInt() - 1]
        
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: KeyPurpose) = 4UL

    override fun write(value: KeyPurpose, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * One named value for a text.
 */
sealed class Param {
    
    /**
     * A whole number.
     */
    data class Number(
        val v1: kotlin.UInt) : Param()
        
    {
        

        companion object
    }
    
    /**
     * A piece of text.
     */
    data class Text(
        val v1: kotlin.String) : Param()
        
    {
        

        companion object
    }
    

    

    
    


    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeParam : FfiConverterRustBuffer<Param>{
    override fun read(buf: ByteBuffer): Param {
        return when(buf.getInt()) {
            1 -> Param.Number(
                FfiConverterUInt.read(buf),
                )
            2 -> Param.Text(
                FfiConverterString.read(buf),
                )
            else -> throw RuntimeException("invalid enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: Param): ULong = when(value) {
        is Param.Number -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterUInt.allocationSize(value.v1)
            )
        }
        is Param.Text -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterString.allocationSize(value.v1)
            )
        }
    }

    override fun write(value: Param, buf: ByteBuffer) {
        when(value) {
            is Param.Number -> {
                buf.putInt(1)
                FfiConverterUInt.write(value.v1, buf)
                Unit
            }
            is Param.Text -> {
                buf.putInt(2)
                FfiConverterString.write(value.v1, buf)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }
}







/**
 * Why presence was not shown.
 */
sealed class PresenceBridgeException: kotlin.Exception() {
    
    /**
     * The person said no, or is not the one the machine knows.
     */
    class Declined(
        ) : PresenceBridgeException() {
        override val message
            get() = ""
    }
    
    /**
     * Nobody answered in time.
     */
    class TimedOut(
        ) : PresenceBridgeException() {
        override val message
            get() = ""
    }
    
    /**
     * The machine cannot ask, or threw something unexpected.
     */
    class Unavailable(
        ) : PresenceBridgeException() {
        override val message
            get() = ""
    }
    

    


    companion object ErrorHandler : UniffiRustCallStatusErrorHandler<PresenceBridgeException> {
        override fun lift(error_buf: RustBuffer.ByValue): PresenceBridgeException = FfiConverterTypePresenceBridgeError.lift(error_buf)
    }

    
}

/**
 * @suppress
 */
public object FfiConverterTypePresenceBridgeError : FfiConverterRustBuffer<PresenceBridgeException> {
    override fun read(buf: ByteBuffer): PresenceBridgeException {
        

        return when(buf.getInt()) {
            1 -> PresenceBridgeException.Declined()
            2 -> PresenceBridgeException.TimedOut()
            3 -> PresenceBridgeException.Unavailable()
            else -> throw RuntimeException("invalid error enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: PresenceBridgeException): ULong {
        return when(value) {
            is PresenceBridgeException.Declined -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
            is PresenceBridgeException.TimedOut -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
            is PresenceBridgeException.Unavailable -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
        }
    }

    override fun write(value: PresenceBridgeException, buf: ByteBuffer) {
        when(value) {
            is PresenceBridgeException.Declined -> {
                buf.putInt(1)
                Unit
            }
            is PresenceBridgeException.TimedOut -> {
                buf.putInt(2)
                Unit
            }
            is PresenceBridgeException.Unavailable -> {
                buf.putInt(3)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }

}



/**
 * What a person types to open the wallet.
 */

enum class SecretKind {
    
    /**
     * Six digits or more; the key store holds the other half of the key.
     */
    PIN,
    /**
     * Ten characters or more; there is no other half.
     */
    PASSPHRASE;

    


    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeSecretKind: FfiConverterRustBuffer<SecretKind> {
    override fun read(buf: ByteBuffer) = try {
        
        SecretKind.entries[buf.getInt() - 1]
        
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: SecretKind) = 4UL

    override fun write(value: SecretKind, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}







/**
 * Why a secret was not read or stored.
 */
sealed class SecretStoreBridgeException: kotlin.Exception() {
    
    /**
     * There is no store, or it threw something unexpected.
     */
    class Unavailable(
        ) : SecretStoreBridgeException() {
        override val message
            get() = ""
    }
    
    /**
     * The store is locked.
     */
    class Locked(
        ) : SecretStoreBridgeException() {
        override val message
            get() = ""
    }
    
    /**
     * The store refused the name or the value.
     */
    class Refused(
        ) : SecretStoreBridgeException() {
        override val message
            get() = ""
    }
    

    


    companion object ErrorHandler : UniffiRustCallStatusErrorHandler<SecretStoreBridgeException> {
        override fun lift(error_buf: RustBuffer.ByValue): SecretStoreBridgeException = FfiConverterTypeSecretStoreBridgeError.lift(error_buf)
    }

    
}

/**
 * @suppress
 */
public object FfiConverterTypeSecretStoreBridgeError : FfiConverterRustBuffer<SecretStoreBridgeException> {
    override fun read(buf: ByteBuffer): SecretStoreBridgeException {
        

        return when(buf.getInt()) {
            1 -> SecretStoreBridgeException.Unavailable()
            2 -> SecretStoreBridgeException.Locked()
            3 -> SecretStoreBridgeException.Refused()
            else -> throw RuntimeException("invalid error enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: SecretStoreBridgeException): ULong {
        return when(value) {
            is SecretStoreBridgeException.Unavailable -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
            is SecretStoreBridgeException.Locked -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
            is SecretStoreBridgeException.Refused -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
        }
    }

    override fun write(value: SecretStoreBridgeException, buf: ByteBuffer) {
        when(value) {
            is SecretStoreBridgeException.Unavailable -> {
                buf.putInt(1)
                Unit
            }
            is SecretStoreBridgeException.Locked -> {
                buf.putInt(2)
                Unit
            }
            is SecretStoreBridgeException.Refused -> {
                buf.putInt(3)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }

}



/**
 * The three states of the wallet.
 */

enum class SessionState {
    
    /**
     * Nobody has enrolled on this device.
     */
    NO_WALLET,
    /**
     * Certificates are here and closed.
     */
    LOCKED,
    /**
     * Certificates can be read and shown.
     */
    UNLOCKED;

    


    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeSessionState: FfiConverterRustBuffer<SessionState> {
    override fun read(buf: ByteBuffer) = try {
        
        SessionState.entries[buf.getInt() - 1]
        
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: SessionState) = 4UL

    override fun write(value: SessionState, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * Whether a status snapshot was looked at.
 */

enum class StatusCheckView {
    
    /**
     * The status list on this device was looked at.
     */
    CHECKED,
    /**
     * There was none to look at, or the code did not get that far.
     */
    NOT_CHECKED;

    


    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeStatusCheckView: FfiConverterRustBuffer<StatusCheckView> {
    override fun read(buf: ByteBuffer) = try {
        
        StatusCheckView.entries[buf.getInt() - 1]
        
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: StatusCheckView) = 4UL

    override fun write(value: StatusCheckView, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}







/**
 * Why there is no answer. None of them says whether the platform saw the request.
 */
sealed class TransportBridgeException: kotlin.Exception() {
    
    /**
     * No network, no name, nobody listens.
     */
    class Offline(
        ) : TransportBridgeException() {
        override val message
            get() = ""
    }
    
    /**
     * The deadline passed.
     */
    class TimedOut(
        ) : TransportBridgeException() {
        override val message
            get() = ""
    }
    
    /**
     * The connection broke, the answer is not HTTP, or the host threw something unexpected.
     */
    class Broken(
        ) : TransportBridgeException() {
        override val message
            get() = ""
    }
    
    /**
     * The other side is not who its certificate says.
     */
    class Untrusted(
        ) : TransportBridgeException() {
        override val message
            get() = ""
    }
    
    /**
     * The answer is larger than the request allows.
     */
    class TooLarge(
        
        /**
         * The limit of the request.
         */
        val `limit`: kotlin.ULong
        ) : TransportBridgeException() {
        override val message
            get() = "limit=${ `limit` }"
    }
    
    /**
     * The request itself cannot be sent.
     */
    class BadRequest(
        ) : TransportBridgeException() {
        override val message
            get() = ""
    }
    

    


    companion object ErrorHandler : UniffiRustCallStatusErrorHandler<TransportBridgeException> {
        override fun lift(error_buf: RustBuffer.ByValue): TransportBridgeException = FfiConverterTypeTransportBridgeError.lift(error_buf)
    }

    
}

/**
 * @suppress
 */
public object FfiConverterTypeTransportBridgeError : FfiConverterRustBuffer<TransportBridgeException> {
    override fun read(buf: ByteBuffer): TransportBridgeException {
        

        return when(buf.getInt()) {
            1 -> TransportBridgeException.Offline()
            2 -> TransportBridgeException.TimedOut()
            3 -> TransportBridgeException.Broken()
            4 -> TransportBridgeException.Untrusted()
            5 -> TransportBridgeException.TooLarge(
                FfiConverterULong.read(buf),
                )
            6 -> TransportBridgeException.BadRequest()
            else -> throw RuntimeException("invalid error enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: TransportBridgeException): ULong {
        return when(value) {
            is TransportBridgeException.Offline -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
            is TransportBridgeException.TimedOut -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
            is TransportBridgeException.Broken -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
            is TransportBridgeException.Untrusted -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
            is TransportBridgeException.TooLarge -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
                + FfiConverterULong.allocationSize(value.`limit`)
            )
            is TransportBridgeException.BadRequest -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
        }
    }

    override fun write(value: TransportBridgeException, buf: ByteBuffer) {
        when(value) {
            is TransportBridgeException.Offline -> {
                buf.putInt(1)
                Unit
            }
            is TransportBridgeException.TimedOut -> {
                buf.putInt(2)
                Unit
            }
            is TransportBridgeException.Broken -> {
                buf.putInt(3)
                Unit
            }
            is TransportBridgeException.Untrusted -> {
                buf.putInt(4)
                Unit
            }
            is TransportBridgeException.TooLarge -> {
                buf.putInt(5)
                FfiConverterULong.write(value.`limit`, buf)
                Unit
            }
            is TransportBridgeException.BadRequest -> {
                buf.putInt(6)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }

}



/**
 * The five words.
 */

enum class VerdictWordView {
    
    /**
     * Genuine, in its validity and not revoked as of a date.
     */
    VALID,
    /**
     * Genuine, and its last day has passed.
     */
    EXPIRED,
    /**
     * Genuine, and withdrawn.
     */
    REVOKED,
    /**
     * Not what it claims to be.
     */
    NOT_GENUINE,
    /**
     * Nothing can be said; never a reproach.
     */
    CANNOT_TELL;

    


    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeVerdictWordView: FfiConverterRustBuffer<VerdictWordView> {
    override fun read(buf: ByteBuffer) = try {
        
        VerdictWordView.entries[buf.getInt() - 1]
        
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: VerdictWordView) = 4UL

    override fun write(value: VerdictWordView, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * Why somebody has to wait before the next try.
 */

enum class WaitCauseView {
    
    /**
     * Wrong tries in a row.
     */
    WRONG_TRIES,
    /**
     * The data file is a new one and does not know how many there were.
     */
    ADOPTED;

    


    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeWaitCauseView: FfiConverterRustBuffer<WaitCauseView> {
    override fun read(buf: ByteBuffer) = try {
        
        WaitCauseView.entries[buf.getInt() - 1]
        
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: WaitCauseView) = 4UL

    override fun write(value: WaitCauseView, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}







/**
 * Why something was not done. The view says what a screen needs: a kind, a code that is
 * never translated, what is safe, and what to do next.
 */
sealed class WalletException: kotlin.Exception() {
    
    /**
     * The use case refused or failed.
     */
    class Failed(
        
        /**
         * What a screen needs to know.
         */
        val `view`: ErrorView
        ) : WalletException() {
        override val message
            get() = "view=${ `view` }"
    }
    
    /**
     * The shell brings no trust root, or one that does not check out.
     */
    class NoTrust(
        ) : WalletException() {
        override val message
            get() = ""
    }
    

    


    companion object ErrorHandler : UniffiRustCallStatusErrorHandler<WalletException> {
        override fun lift(error_buf: RustBuffer.ByValue): WalletException = FfiConverterTypeWalletError.lift(error_buf)
    }

    
}

/**
 * @suppress
 */
public object FfiConverterTypeWalletError : FfiConverterRustBuffer<WalletException> {
    override fun read(buf: ByteBuffer): WalletException {
        

        return when(buf.getInt()) {
            1 -> WalletException.Failed(
                FfiConverterTypeErrorView.read(buf),
                )
            2 -> WalletException.NoTrust()
            else -> throw RuntimeException("invalid error enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: WalletException): ULong {
        return when(value) {
            is WalletException.Failed -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
                + FfiConverterTypeErrorView.allocationSize(value.`view`)
            )
            is WalletException.NoTrust -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
            )
        }
    }

    override fun write(value: WalletException, buf: ByteBuffer) {
        when(value) {
            is WalletException.Failed -> {
                buf.putInt(1)
                FfiConverterTypeErrorView.write(value.`view`, buf)
                Unit
            }
            is WalletException.NoTrust -> {
                buf.putInt(2)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }

}




/**
 * @suppress
 */
public object FfiConverterOptionalUInt: FfiConverterRustBuffer<kotlin.UInt?> {
    override fun read(buf: ByteBuffer): kotlin.UInt? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterUInt.read(buf)
    }

    override fun allocationSize(value: kotlin.UInt?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterUInt.allocationSize(value)
        }
    }

    override fun write(value: kotlin.UInt?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterUInt.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalString: FfiConverterRustBuffer<kotlin.String?> {
    override fun read(buf: ByteBuffer): kotlin.String? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterString.read(buf)
    }

    override fun allocationSize(value: kotlin.String?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterString.allocationSize(value)
        }
    }

    override fun write(value: kotlin.String?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterString.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalByteArray: FfiConverterRustBuffer<kotlin.ByteArray?> {
    override fun read(buf: ByteBuffer): kotlin.ByteArray? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterByteArray.read(buf)
    }

    override fun allocationSize(value: kotlin.ByteArray?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterByteArray.allocationSize(value)
        }
    }

    override fun write(value: kotlin.ByteArray?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterByteArray.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalTypeDeviceKeyBridge: FfiConverterRustBuffer<DeviceKeyBridge?> {
    override fun read(buf: ByteBuffer): DeviceKeyBridge? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeDeviceKeyBridge.read(buf)
    }

    override fun allocationSize(value: DeviceKeyBridge?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeDeviceKeyBridge.allocationSize(value)
        }
    }

    override fun write(value: DeviceKeyBridge?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeDeviceKeyBridge.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalTypePresenceBridge: FfiConverterRustBuffer<PresenceBridge?> {
    override fun read(buf: ByteBuffer): PresenceBridge? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypePresenceBridge.read(buf)
    }

    override fun allocationSize(value: PresenceBridge?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypePresenceBridge.allocationSize(value)
        }
    }

    override fun write(value: PresenceBridge?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypePresenceBridge.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalTypeSecretStoreBridge: FfiConverterRustBuffer<SecretStoreBridge?> {
    override fun read(buf: ByteBuffer): SecretStoreBridge? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeSecretStoreBridge.read(buf)
    }

    override fun allocationSize(value: SecretStoreBridge?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeSecretStoreBridge.allocationSize(value)
        }
    }

    override fun write(value: SecretStoreBridge?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeSecretStoreBridge.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalTypeStaffView: FfiConverterRustBuffer<StaffView?> {
    override fun read(buf: ByteBuffer): StaffView? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeStaffView.read(buf)
    }

    override fun allocationSize(value: StaffView?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeStaffView.allocationSize(value)
        }
    }

    override fun write(value: StaffView?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeStaffView.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalTypeErrorOfferView: FfiConverterRustBuffer<ErrorOfferView?> {
    override fun read(buf: ByteBuffer): ErrorOfferView? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeErrorOfferView.read(buf)
    }

    override fun allocationSize(value: ErrorOfferView?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeErrorOfferView.allocationSize(value)
        }
    }

    override fun write(value: ErrorOfferView?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeErrorOfferView.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalTypeWaitCauseView: FfiConverterRustBuffer<WaitCauseView?> {
    override fun read(buf: ByteBuffer): WaitCauseView? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeWaitCauseView.read(buf)
    }

    override fun allocationSize(value: WaitCauseView?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeWaitCauseView.allocationSize(value)
        }
    }

    override fun write(value: WaitCauseView?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeWaitCauseView.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterSequenceString: FfiConverterRustBuffer<List<kotlin.String>> {
    override fun read(buf: ByteBuffer): List<kotlin.String> {
        val len = buf.getInt()
        return List<kotlin.String>(len) {
            FfiConverterString.read(buf)
        }
    }

    override fun allocationSize(value: List<kotlin.String>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterString.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<kotlin.String>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterString.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterSequenceByteArray: FfiConverterRustBuffer<List<kotlin.ByteArray>> {
    override fun read(buf: ByteBuffer): List<kotlin.ByteArray> {
        val len = buf.getInt()
        return List<kotlin.ByteArray>(len) {
            FfiConverterByteArray.read(buf)
        }
    }

    override fun allocationSize(value: List<kotlin.ByteArray>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterByteArray.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<kotlin.ByteArray>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterByteArray.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterSequenceTypeCardView: FfiConverterRustBuffer<List<CardView>> {
    override fun read(buf: ByteBuffer): List<CardView> {
        val len = buf.getInt()
        return List<CardView>(len) {
            FfiConverterTypeCardView.read(buf)
        }
    }

    override fun allocationSize(value: List<CardView>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeCardView.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<CardView>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeCardView.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterSequenceTypeClaimView: FfiConverterRustBuffer<List<ClaimView>> {
    override fun read(buf: ByteBuffer): List<ClaimView> {
        val len = buf.getInt()
        return List<ClaimView>(len) {
            FfiConverterTypeClaimView.read(buf)
        }
    }

    override fun allocationSize(value: List<ClaimView>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeClaimView.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<ClaimView>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeClaimView.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterSequenceTypeConfirmLineView: FfiConverterRustBuffer<List<ConfirmLineView>> {
    override fun read(buf: ByteBuffer): List<ConfirmLineView> {
        val len = buf.getInt()
        return List<ConfirmLineView>(len) {
            FfiConverterTypeConfirmLineView.read(buf)
        }
    }

    override fun allocationSize(value: List<ConfirmLineView>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeConfirmLineView.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<ConfirmLineView>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeConfirmLineView.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterSequenceTypeHttpHeader: FfiConverterRustBuffer<List<HttpHeader>> {
    override fun read(buf: ByteBuffer): List<HttpHeader> {
        val len = buf.getInt()
        return List<HttpHeader>(len) {
            FfiConverterTypeHttpHeader.read(buf)
        }
    }

    override fun allocationSize(value: List<HttpHeader>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeHttpHeader.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<HttpHeader>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeHttpHeader.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterSequenceTypeQuarantinedView: FfiConverterRustBuffer<List<QuarantinedView>> {
    override fun read(buf: ByteBuffer): List<QuarantinedView> {
        val len = buf.getInt()
        return List<QuarantinedView>(len) {
            FfiConverterTypeQuarantinedView.read(buf)
        }
    }

    override fun allocationSize(value: List<QuarantinedView>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeQuarantinedView.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<QuarantinedView>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeQuarantinedView.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterMapStringTypeParam: FfiConverterRustBuffer<Map<kotlin.String, Param>> {
    override fun read(buf: ByteBuffer): Map<kotlin.String, Param> {
        val len = buf.getInt()
        return buildMap<kotlin.String, Param>(len) {
            repeat(len) {
                val k = FfiConverterString.read(buf)
                val v = FfiConverterTypeParam.read(buf)
                this[k] = v
            }
        }
    }

    override fun allocationSize(value: Map<kotlin.String, Param>): ULong {
        val spaceForMapSize = 4UL
        val spaceForChildren = value.map { (k, v) ->
            FfiConverterString.allocationSize(k) +
            FfiConverterTypeParam.allocationSize(v)
        }.sum()
        return spaceForMapSize + spaceForChildren
    }

    override fun write(value: Map<kotlin.String, Param>, buf: ByteBuffer) {
        buf.putInt(value.size)
        // The parens on `(k, v)` here ensure we're calling the right method,
        // which is important for compatibility with older android devices.
        // Ref https://blog.danlew.net/2017/03/16/kotlin-puzzler-whose-line-is-it-anyways/
        value.forEach { (k, v) ->
            FfiConverterString.write(k, buf)
            FfiConverterTypeParam.write(v, buf)
        }
    }
}



public typealias Params = Map<kotlin.String, Param>
public typealias FfiConverterTypeParams = FfiConverterMapStringTypeParam









