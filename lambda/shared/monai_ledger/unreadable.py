"""What of the ledger this version cannot read, and why.

A ledger outlives its programs, and people mend it by hand: an object of another version, a broken
one and one that somebody put there by mistake must all be met without harm to the others.
"""

from __future__ import annotations

import json
from typing import Any

from monai_ledger import SCHEMA

#: Bytes of the largest object of the ledger that is read. A job with the longest key and a full
#: report of its imports stays far below.
MOST_BYTES = 1024 * 1024

OTHER_SCHEMA = "OTHER_SCHEMA"
NOT_JSON = "NOT_JSON"
NOT_VALID = "NOT_VALID"
TOO_LARGE = "TOO_LARGE"
ARCHIVED = "ARCHIVED"

#: What is whole, and can be read once there is another version, or once it is restored.
WAITING = (OTHER_SCHEMA, ARCHIVED)


class LedgerError(Exception):
    """The ledger holds something this version cannot work with."""


class Unreadable(LedgerError):
    """One object of the ledger cannot be read. The message quotes nothing of its content."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code

    @property
    def waits(self) -> bool:
        """Whether it is whole and can be read some day. Anything else no version can read."""
        return self.code in WAITING


def parse(body: bytes) -> dict[str, Any]:
    """The fields of a JSON object of this version's schema.

    Raises Unreadable, also for bytes that are no UTF-8 and for JSON nested beyond all measure.
    """
    if len(body) > MOST_BYTES:
        raise Unreadable(TOO_LARGE, f"more than {MOST_BYTES} bytes")
    if not body.strip():
        raise Unreadable(NOT_JSON, "empty")
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(NOT_JSON, f"not JSON ({type(error).__name__})") from None
    if not isinstance(raw, dict):
        raise Unreadable(NOT_VALID, "not an object")
    schema = raw.get("schema")
    if not isinstance(schema, int) or isinstance(schema, bool):
        raise Unreadable(NOT_VALID, "it names no schema")
    if schema != SCHEMA:
        raise Unreadable(OTHER_SCHEMA, f"schema {schema % 10**6}, this program reads {SCHEMA}")
    return raw
