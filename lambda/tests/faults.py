"""Answers that S3 gives in the place of the emulator, as a script has them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from botocore.awsrequest import AWSResponse

LOCK_TEXT = "Access Denied because object protected by object lock."
MFA_TEXT = "Mfa Authentication must be used for this request"
SSE_C_TEXT = (
    "The object was stored using a form of Server Side Encryption. The correct parameters must be "
    "provided to retrieve the object."
)
ARCHIVED_TEXT = "The operation is not valid for the object's storage class"


class _Raw(io.BytesIO):
    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self.getvalue()


class Fault:
    """Answers the calls of an operation on keys that begin with a prefix. ``calls`` counts them,
    ``times`` ends it; ``first`` lets so many through before."""

    def __init__(
        self,
        operation: str,
        prefix: str,
        status: int,
        code: str,
        text: str = "",
        times: int = 10**6,
    ):
        self.operation, self.prefix = operation, prefix
        self.status, self.code, self.text = status, code, text
        self.times, self.calls = times, 0

    def install(self, events: Any) -> Fault:
        events.register_first(f"before-send.s3.{self.operation}", self._answer)
        return self

    def _answer(self, request: Any, **_: Any) -> Any:
        parts = unquote(urlsplit(request.url).path).split("/", 2)
        if len(parts) < 3 or not parts[2].startswith(self.prefix) or self.calls >= self.times:
            return None
        self.calls += 1
        body = f"<Error><Code>{self.code}</Code><Message>{self.text}</Message></Error>"
        raw = _Raw(b"" if request.method == "HEAD" else body.encode())
        return AWSResponse(request.url, self.status, {}, raw)
