"""JSON lines on standard output, which Lambda sends to CloudWatch Logs.

A key may hold a patient's name: only job ids, codes and counts are written.
"""

from __future__ import annotations

import json


def event(name: str, **fields: object) -> None:
    """Writes one line about normal operation."""
    print(json.dumps({"event": name, **fields}, ensure_ascii=True), flush=True)


def error(name: str, **fields: object) -> None:
    """Writes one line that somebody has to look at. An alarm finds it by ``level``."""
    event(name, level="ERROR", **fields)
