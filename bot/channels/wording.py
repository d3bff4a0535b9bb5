"""What the channels say of themselves, whatever the talk is about."""

from bot.core.answering import Wording

EMERGENCY_LINE = (
    "If you have chest pain, trouble breathing, or think it could be an emergency, do not wait for me: "
    "call your local emergency number now."
)
FAULT = f"Something went wrong here, and it is not your doing. Please try again in a minute. {EMERGENCY_LINE}"
NOT_TAKEN = f"I cannot keep your message just now. Please send it again in a minute. {EMERGENCY_LINE}"
ENDED = "This talk was ended. Open the chat page again to begin a new one."
UNREADABLE = (
    "I can no longer read what you told me before: something in my store is broken. I begin anew with your message, "
    f"so please tell me again what matters. {EMERGENCY_LINE}"
)
WORDING = Wording(
    moment={
        "text": "One moment, please: this takes longer than usual. Your message is kept, and the answer comes here. "
        f"{EMERGENCY_LINE}",
        "custom": {"type": "waiting"},
    },
    refusal={
        "text": "I tried several times and could not answer this message. What you told me before is kept. "
        f"Please say it in other words, or try again later. {EMERGENCY_LINE}",
        "custom": {"type": "fault"},
    },
    silence={
        "text": f"I have no answer to that. Please say it in other words. {EMERGENCY_LINE}",
        "custom": {"type": "fault"},
    },
    erased={"text": "Everything stored of this talk is deleted.", "custom": {"type": "data_deleted"}},
)
