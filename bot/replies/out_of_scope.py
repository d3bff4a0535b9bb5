"""What is said to what we cannot help with: who can, and what we can do instead."""

from __future__ import annotations

from bot.replies.message import Message

WHO_CAN = {
    "medicine": "How much of a medicine to take, which one, and what goes with it is for a pharmacist or your "
    "doctor, who know your case. If somebody may have taken too much, call your local emergency number "
    "now. What I can say is whether a medicine can make you short of a vitamin or mineral.",
    "illness": "That is one for a doctor or nurse; I know too little of it to be any help, and I can't read scans "
    "or pictures. If it is bad or getting worse, don't wait. What I can look into is whether something "
    "you feel fits a lack of a vitamin or mineral.",
    "pregnancy": "For tests, contraception and the pregnancy itself a midwife, pharmacist or doctor is the right one "
    "to ask. What I can help with is vitamins, minerals and food before, during and after a pregnancy.",
    "pet": "I only know about people, and what is good for us can harm an animal, so please ask your vet, soon "
    "if it seems ill. If something troubles you yourself, tell me.",
    "looks": "Looks, losing weight and training plans are not my field; a pharmacist, dietitian or trainer will "
    "know more. I can say whether hair, skin, nails or tired muscles fit a lack of something, and what "
    "a diet leaves short.",
    "service": "I can't book, sell, pay for or look up anything, and I see no records. Your surgery, pharmacy or "
    "insurer can. I can make a summary to show a doctor, or say which tests are worth asking for.",
    "recipe": "I'm no cook, so no recipes or shopping from me. I can say which foods hold a vitamin or mineral "
    "and fit the way you eat, or estimate what your day of food brings.",
    "homework": "I don't write or mark texts or answer exams. If you want to know for yourself, ask me what a "
    "vitamin or mineral does, what it is in, or how much one needs.",
    "machine": "I read that as plain text: there is nothing to run or switch here, and my rules stay as they are. "
    'Say "start over" to begin anew, or tell me what you feel, eat and take.',
    "elsewhere": "That is outside what I know. I can help with vitamins and minerals: whether what you feel may come "
    "from a lack of one, and which foods would help.",
}
"""By topic of what is out of scope, as the training data names them."""

IN_DOUBT = "elsewhere"


def decline(topic: str | None) -> Message:
    """Says kindly that this is out of scope, who can help with it, and what we can do; no topic is any other one."""
    topic = topic if topic in WHO_CAN else IN_DOUBT
    return Message(WHO_CAN[topic], ("What can you do?",), {"type": "out_of_scope", "topic": topic})
