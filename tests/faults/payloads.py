"""Hostile requests for every public route: a corpus of known mischief, and whatever Hypothesis makes up."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

from bot.channels.telegram import SECRET_HEADER, Telegram
from tests.faults.ledger import HOOK, TOKEN

SLACK_SECRET = "a-signing-secret-for-tests"
CHAT, TALK = "/webhooks/rest/webhook", "/webhooks/rest/talk"
TELEGRAM, SLACK = "/webhooks/telegram/webhook", "/webhooks/slack/webhook"
ROUTES = {
    "/": "GET",
    "/static/app.js": "GET",
    "/healthz": "GET",
    "/readyz": "GET",
    "/session": "DELETE",
    "/summary": "POST",
    "/model/parse": "POST",
    CHAT: "POST",
    TALK: "GET",
    TELEGRAM: "POST",
    SLACK: "POST",
}
"""Every public route; a test compares them with those that are served."""


@dataclass(frozen=True)
class Payload:
    """A request."""

    path: str
    method: str
    body: bytes = b""
    headers: dict[str, bytes] = field(default_factory=dict)


def signed(path: str, body: bytes) -> dict[str, bytes]:
    """Gives what Telegram and Slack show, so that their hostile bodies are read, and not refused at the door."""
    now = str(int(time.time()))
    sign = hmac.new(SLACK_SECRET.encode(), f"v0:{now}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        TELEGRAM: {SECRET_HEADER: Telegram(TOKEN, HOOK).secret.encode()},
        SLACK: {"X-Slack-Request-Timestamp": now.encode(), "X-Slack-Signature": f"v0={sign}".encode()},
    }.get(path, {})


MISCHIEF = [
    "", " ", "\x00", "a\x00b", "\ud800", "\udfff\ud800", "\ufffe\uffff", "\ufeffhi", "\u202egnirts",
    "Z" + "\u0301" * 999, "🙂" * 500, "﷽" * 100, "ﬀ" * 4_000, "\u1100" * 5_000, "a" * 4_001, "word " * 20_000,
    "\n" * 5_000, "\r\n\r\n", "/restart", "/session_start", '/inform{"case": 1}', "/", "//", "/intent" * 500,
    "EXTERNAL: reminder", "' OR 1=1 --", "'; DROP TABLE talks; --", '" || pg_sleep(9) --', "\\x00", "%s%s%n",
    "{0.__class__}", "{{7*7}}", "${jndi:ldap://x}", "<script>alert(1)</script>", "<!channel>", "<@U1> hi",
    "<mailto://a|b>", "<http://a|>", "&lt;&#0;&#xD800;", "[a](javascript:1)", "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd", "con", "1" * 5_000, "1e999", "-0", "NaN", "١٢٣ mg", "10^10^10 mg magnesium",
    "no " * 1_000, "not " * 999 + "cramps", "(" * 3_000, "a" + ")" * 3_000, "1/0 tablets",
    "0 mg of iron for 0 days", "9" * 400 + " years",
]  # fmt: skip

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200) | st.sampled_from(MISCHIEF)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(ANY_TEXT, inside, max_size=4),
    max_leaves=8,
)
SENDERS = st.sampled_from(["mallory", "visitor:x", "program:x", "telegram:77", ""]) | ANY_JSON
IN_HEADERS = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)
HEADERS = st.dictionaries(
    st.sampled_from(
        "Accept Authorization Content-Encoding Content-Type Cookie Expect Forwarded Host Origin Prefer Range Referer"
        " Upgrade X-Forwarded-For X-HTTP-Method-Override X-Request-ID".split()
    ),
    st.sampled_from(["Bearer x", "nutrigap_session=a.1.b", "wait=0", "websocket", "gzip", "null", "application/json"])
    | IN_HEADERS,
    max_size=3,
)
METHODS = st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "PROPFIND"])


def some_of(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    """Makes an object of some of the fields."""
    return st.fixed_dictionaries({}, optional=fields)


PLAIN = ANY_TEXT | ANY_JSON
UPDATE = some_of(
    update_id=st.integers() | ANY_JSON,
    message=some_of(
        chat=some_of(id=st.just(77) | ANY_JSON, type=st.just("private") | ANY_JSON), text=PLAIN, caption=PLAIN
    )
    | ANY_JSON,
)
EVENT = some_of(
    type=st.just("event_callback") | ANY_JSON,
    challenge=ANY_JSON,
    event_id=PLAIN,
    authorizations=ANY_JSON,
    event=some_of(
        type=st.just("message") | ANY_JSON,
        channel_type=st.just("im") | ANY_JSON,
        channel=st.just("D1") | ANY_JSON,
        user=st.just("U1") | ANY_JSON,
        text=PLAIN,
    )
    | ANY_JSON,
)
PRESS = some_of(
    user=some_of(id=PLAIN) | ANY_JSON,
    channel=some_of(id=PLAIN) | ANY_JSON,
    message=ANY_JSON,
    actions=st.lists(some_of(type=st.sampled_from(["button", "select", "overflow", "x"]), value=PLAIN), max_size=2)
    | ANY_JSON,
)
SHAPES: dict[str, st.SearchStrategy[object]] = {
    CHAT: some_of(message=PLAIN, sender=SENDERS, message_id=PLAIN, metadata=ANY_JSON, slots=ANY_JSON),
    "/model/parse": some_of(text=PLAIN, message_id=PLAIN),
    TELEGRAM: UPDATE,
    SLACK: EVENT,
}


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


def form(**fields: object) -> bytes:
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    return urlencode(texts, errors="replace").encode()


@st.composite
def payloads(draw: st.DrawFn) -> Payload:
    """Makes a request: mostly for a route as it is meant, with something wrong in it."""
    path = draw(st.sampled_from([*ROUTES, CHAT, CHAT, TELEGRAM, SLACK, "/model/parse"]))
    method = ROUTES[path] if draw(st.integers(0, 9)) else draw(METHODS)
    headers = {name: value.strip().encode("latin-1") for name, value in draw(HEADERS).items()}
    body = b""
    if draw(st.integers(0, 9)) == 0:
        body = draw(st.binary(max_size=300))
    elif path == SLACK and draw(st.booleans()):
        headers["Content-Type"], body = b"application/x-www-form-urlencoded", form(payload=draw(PRESS | ANY_JSON))
    elif path == "/summary":
        headers["Content-Type"] = b"application/x-www-form-urlencoded"
        body = form(**draw(some_of(format=st.sampled_from(["html", "pdf", "x"]) | ANY_JSON, sender=SENDERS)))
    elif path in SHAPES:
        headers.setdefault("Content-Type", b"application/json")
        body = as_json(draw(SHAPES[path]))
    if draw(st.integers(0, 4)):
        headers |= signed(path, body)
    if draw(st.integers(0, 4)) == 0:
        query = draw(some_of(sender=ANY_TEXT, after=ANY_TEXT, token=ANY_TEXT))
        path += "?" + urlencode(query, errors="replace")
    elif draw(st.integers(0, 19)) == 0:
        path += quote(draw(ANY_TEXT)[:2_000], errors="replace")
    return Payload(path, method, body, headers)


CORPUS = [
    *(Payload(CHAT, "POST", as_json({"sender": "mallory", "message": text})) for text in MISCHIEF),
    *(Payload(CHAT, "POST", as_json({"sender": text, "message": "hi"})) for text in MISCHIEF),
    *(Payload("/model/parse", "POST", as_json({"text": text})) for text in MISCHIEF),
    *(Payload(f"/static/{quote(text[:500], errors='replace')}", "GET") for text in MISCHIEF),
    *(
        Payload(path, method, body)
        for path, method in ROUTES.items()
        for body in (
            b"", b"\xff\xfe", b"null", b"[]", b"{", b'"', b"[" * 100_000, b'{"a":' * 50_000, b"1" * 100_000,
            '{"message": "hi"}'.encode("utf-16"), b"\xef\xbb\xbf{}", b'{"message": "\xff"}',
            b'{"message": "hi", "message": 4}',
            b" " * 1_000_001,
        )
    ),
    Payload(CHAT, "POST", gzip.compress(b"0" * 50_000_000), {"Content-Encoding": b"gzip"}),
    Payload("/summary", "POST", b"--x\r\n\r\n--x--", {"Content-Type": b"multipart/form-data; boundary=x"}),
    Payload("/summary", "POST", b"--x", {"Content-Type": b"multipart/form-data"}),
    Payload("/", "GET", b"", {"Upgrade": b"websocket", "Connection": b"Upgrade"}),
]  # fmt: skip
