package tongban.machine

import java.util.concurrent.ConcurrentLinkedQueue
import tongban.HttpRequest
import tongban.HttpResponse
import tongban.TransportBridge
import tongban.TransportBridgeException

/** A machine without network that counts who tried. */
class NoTransport : TransportBridge {
    /** Every path that was asked for. */
    val tries = ConcurrentLinkedQueue<String>()

    override suspend fun request(request: HttpRequest): HttpResponse {
        tries.add(request.path)
        throw TransportBridgeException.Offline()
    }
}
