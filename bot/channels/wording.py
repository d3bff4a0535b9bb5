"""What the channels say of themselves, whatever the talk is about."""

EMERGENCY_LINE = (
    "If you have chest pain, trouble breathing, or think it could be an emergency, do not wait for me: "
    "call your local emergency number now."
)
FAULT = (
    "I could not finish that just now. What you told me before is kept: please send this message again in "
    f"a minute. {EMERGENCY_LINE}"
)
UNREADABLE = (
    "I can no longer read what you told me before: something in my store is broken. I begin anew with your message, "
    f"so please tell me again what matters. {EMERGENCY_LINE}"
)
