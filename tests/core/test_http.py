"""Requests that cannot be read, sent to the real assistant as bytes."""

from __future__ import annotations

import socket
import time

import pytest

from tests.served import Assistant

MARKER = b"kazoomarker"
HOST = b"Host: 127.0.0.1\r\n"
TO_CHAT = b"POST /webhooks/rest/webhook HTTP/1.1\r\n" + HOST

UNREADABLE = {
    "no request line": MARKER + b"\r\n\r\n",
    "no such version": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "half an address": b"GET http://[" + MARKER + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "an address that is no text": b"GET /" + MARKER + b"\xff HTTP/1.1\r\n" + HOST + b"\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\n" + MARKER + b"\r\n\r\n",
    "a length that is no number": TO_CHAT + b"Content-Length: " + MARKER + b"\r\n\r\n",
    "a length below nought": TO_CHAT + b"Content-Length: -5\r\n\r\n",
    "two lengths": TO_CHAT + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nhello",
    "a length, and chunks": TO_CHAT + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a coding that is not known": TO_CHAT + b"Transfer-Encoding: gzip\r\n\r\n",
    "a broken chunk": TO_CHAT + b"Transfer-Encoding: chunked\r\n\r\n" + MARKER + b"\r\n",
}


def answer_to(assistant: Assistant, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", int(assistant.url.rpartition(":")[2])), timeout=20) as connection:
        connection.sendall(sent)
        return connection.recv(65_536)


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_answered_with_400_and_repeated_nowhere(assistant: Assistant, name: str) -> None:
    answer = answer_to(assistant, UNREADABLE[name])
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert MARKER not in answer
    time.sleep(0.1)
    assert MARKER.decode() not in assistant.log.read_text()
    assert "Traceback" not in assistant.log.read_text()


def test_a_head_too_long_is_refused_and_the_next_request_served(assistant: Assistant) -> None:
    assert answer_to(assistant, b"A" * 70_000).startswith(b"HTTP/1.1 413 ")
    assert assistant.client.get("/healthz").status_code == 200
