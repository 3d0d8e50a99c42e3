package tongban.machine

import java.io.IOException
import java.net.ConnectException
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpTimeoutException
import java.util.zip.GZIPInputStream
import kotlinx.coroutines.future.await
import tongban.HttpHeader
import tongban.HttpMethod
import tongban.HttpRequest
import tongban.HttpResponse
import tongban.TransportBridge
import tongban.TransportBridgeException

/** HTTP to one address, by the JDK's client. */
class LoopbackTransport(private val base: String) : TransportBridge {
    private val client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build()

    override suspend fun request(request: HttpRequest): HttpResponse =
        try {
            answer(client.sendAsync(outgoing(request), java.net.http.HttpResponse.BodyHandlers.ofByteArray()).await())
        } catch (_: ConnectException) {
            throw TransportBridgeException.Offline()
        } catch (_: HttpTimeoutException) {
            throw TransportBridgeException.TimedOut()
        } catch (_: IOException) {
            throw TransportBridgeException.Broken()
        }

    private fun outgoing(request: HttpRequest): java.net.http.HttpRequest {
        val builder = java.net.http.HttpRequest.newBuilder(URI.create(base + request.path)).timeout(request.deadline)
        request.headers.forEach { builder.header(it.name, it.value) }
        return when (request.method) {
            HttpMethod.GET -> builder.GET().build()
            HttpMethod.POST ->
                builder.POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(request.body)).build()
        }
    }

    private fun answer(answer: java.net.http.HttpResponse<ByteArray>): HttpResponse {
        val compressed = answer.headers().firstValue("content-encoding").orElse("") == "gzip"
        val body = if (compressed) GZIPInputStream(answer.body().inputStream()).readAllBytes() else answer.body()
        val headers = answer.headers().map().flatMap { (name, values) -> values.map { HttpHeader(name.lowercase(), it) } }
        return HttpResponse(answer.statusCode().toUShort(), headers, body)
    }
}
