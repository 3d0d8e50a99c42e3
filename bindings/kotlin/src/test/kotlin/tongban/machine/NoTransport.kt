package tongban.machine

import java.util.concurrent.atomic.AtomicInteger
import tongban.HttpRequest
import tongban.HttpResponse
import tongban.TransportBridge
import tongban.TransportBridgeException

/** A machine without network that counts who tried. */
class NoTransport : TransportBridge {
    val tries = AtomicInteger()

    override suspend fun request(request: HttpRequest): HttpResponse {
        tries.incrementAndGet()
        throw TransportBridgeException.Offline()
    }
}
