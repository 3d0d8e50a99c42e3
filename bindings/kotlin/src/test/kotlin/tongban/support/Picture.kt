package tongban.support

import java.awt.Color
import java.awt.image.BufferedImage
import java.io.ByteArrayOutputStream
import javax.imageio.ImageIO
import tongban.ShowCode

/** A screenshot of the code: black on white, four modules of quiet zone, PNG. */
fun picture(code: ShowCode, scale: Int = 4): ByteArray {
    val size = code.view.size.toInt()
    val side = (size + 8) * scale
    val image = BufferedImage(side, side, BufferedImage.TYPE_INT_RGB)
    val graphics = image.createGraphics()
    graphics.color = Color.WHITE
    graphics.fillRect(0, 0, side, side)
    graphics.color = Color.BLACK
    code.modules.forEachIndexed { at, module ->
        if (module.toInt() == 1) graphics.fillRect((at % size + 4) * scale, (at / size + 4) * scale, scale, scale)
    }
    graphics.dispose()
    return ByteArrayOutputStream().also { ImageIO.write(image, "png", it) }.toByteArray()
}
