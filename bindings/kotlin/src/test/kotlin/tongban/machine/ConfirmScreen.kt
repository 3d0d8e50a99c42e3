package tongban.machine

import java.util.Collections
import tongban.ConfirmAnswer
import tongban.ConfirmBridge
import tongban.ConfirmView

/** A screen in front of a person who does what the test says. */
class ConfirmScreen(private val person: suspend (ConfirmView) -> ConfirmAnswer) : ConfirmBridge {
    val shown: MutableList<ConfirmView> = Collections.synchronizedList(mutableListOf())

    override suspend fun confirm(question: ConfirmView): ConfirmAnswer {
        shown += question
        return person(question)
    }

    companion object {
        fun agreeing() = ConfirmScreen { ConfirmAnswer.APPROVED }

        fun declining() = ConfirmScreen { ConfirmAnswer.DECLINED }
    }
}
