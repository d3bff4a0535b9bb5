"""Requests that cannot be read are answered with 400. At some Sanic fails, and for some it waits without end."""

from __future__ import annotations

import re

from sanic.compat import Header
from sanic.exceptions import InvalidUsage, SanicException
from sanic.http import Http
from sanic.server import HttpProtocol

_LENGTH = re.compile("[0-9]{1,18}", re.ASCII)


def tells_its_end(headers: Header) -> bool:
    """Says whether headers tell where the body ends, and do so in one way alone."""
    lengths, codings = headers.getall("content-length", []), headers.getall("transfer-encoding", [])
    if codings:
        return codings == ["chunked"] and not lengths
    return len(lengths) < 2 and all(map(_LENGTH.fullmatch, lengths))


class ReadableHttp(Http):
    """A connection's requests, one after the other."""

    async def http1_request_header(self) -> None:
        """Reads a request up to its body.

        Raises:
            SanicException: it cannot be read.
        """
        try:
            await super().http1_request_header()
            if not tells_its_end(self.request.headers):
                raise InvalidUsage("Bad Request")
        except Exception as fault:
            # Sanic would read the address again for its answer, and fail again; and wait for the body.
            self.url = self.request_body = None
            raise fault if isinstance(fault, SanicException) else InvalidUsage("Bad Request") from fault


class ReadableProtocol(HttpProtocol):
    """A connection."""

    def _setup_connection(self) -> None:
        super()._setup_connection()
        self._http = ReadableHttp(self)
