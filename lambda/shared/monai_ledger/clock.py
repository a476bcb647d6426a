"""Time as it stands in the ledger: UTC, ISO 8601, milliseconds, ``Z``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The current time in UTC."""
    return datetime.now(timezone.utc)


def to_text(moment: datetime) -> str:
    """``2026-11-22T12:00:00.000Z``; such texts sort by time."""
    utc = moment.astimezone(timezone.utc)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.") + f"{utc.microsecond // 1000:03d}Z"


def from_text(text: str) -> datetime:
    """Reads what :func:`to_text` wrote, and the ``eventTime`` of an S3 event.

    Raises ValueError for anything else. ``datetime.fromisoformat`` accepts ``Z`` only since
    Python 3.11, and the inference machine may have 3.10.
    """
    return datetime.fromisoformat(text.strip().replace("Z", "+00:00")).astimezone(timezone.utc)


def after(moment: datetime, seconds: float) -> datetime:
    """The moment that many seconds later."""
    return moment + timedelta(seconds=seconds)


#: Nothing is put off or leased for longer. What says so was written with a wrong clock, or by hand,
#: and must not keep its job waiting for years.
_LONGEST_WAIT = 24 * 3600.0


def is_ahead(moment: str, now: str) -> bool:
    """Whether a moment is still to come, and not impossibly far."""
    return now < moment <= to_text(after(from_text(now), _LONGEST_WAIT))
