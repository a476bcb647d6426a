"""What function, runner and watchdog tell each other, and the user, about the machine:
``machine/<name>.json``. One that cannot be read is set aside and begun anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from monai_ledger import SCHEMA, clock
from monai_ledger.aside import Aside
from monai_ledger.store import ConditionFailed, Store
from monai_ledger.unreadable import MOST_BYTES, NOT_VALID, LedgerError, Unreadable, parse

CAPACITY = "capacity"
HEARTBEAT = "heartbeat"
SILENT = "silent"
SWEPT = "swept"
TROUBLE = "trouble"
WAITING = "waiting"
WAKES = "wakes"
WATCHDOG = "watchdog"

_MOST_INCIDENTS = 20
_TRIES = 5

Fields = dict[str, Any]


@dataclass(frozen=True)
class Incident:
    """What a watchdog did: ``what`` is done, ``code`` and ``message`` say why, ``remedy`` what the
    user is to do. Nothing of it quotes a key."""

    by: str
    instance: str
    what: str
    code: str
    message: str
    remedy: str
    at: str


class Notes:
    """The notes of one ledger."""

    def __init__(self, store: Store, prefix: str, now: clock.Clock = clock.utc_now):
        self._store = store
        self._prefix = f"{prefix}machine/"
        self._aside = Aside(store, prefix, now)
        self.now = now

    def read(self, name: str) -> Fields | None:
        """The note's fields, or None when there is none that can be read."""
        return self._read(name)[0]

    def write(self, name: str, fields: Fields) -> None:
        """Replaces a note that only one program writes."""
        self._store.put(self._key(name), _body(fields))

    def change(self, name: str, change: Callable[[Fields], Fields]) -> Fields:
        """Replaces a note by what ``change`` makes of it (of nothing, when there is none).
        ``change`` is asked again when someone else was faster. Returns what stands there now.

        Raises LedgerError when it cannot be written for others.
        """
        for _ in range(_TRIES):
            fields, e_tag = self._read(name)
            wanted = change(dict(fields or {}))
            try:
                if e_tag is None:
                    self._store.put_new(self._key(name), _body(wanted))
                else:
                    self._store.put_if(self._key(name), _body(wanted), e_tag)
                return wanted
            except ConditionFailed:
                continue
        raise LedgerError(f"machine/{name}.json is being written by others; try again")

    def forget(self, name: str) -> None:
        """Deletes a note; one that is not there is fine."""
        self._store.delete(self._key(name))

    def report(self, incident: Incident) -> None:
        """Adds to ``machine/watchdog.json``, which keeps the last of them."""

        def add(fields: Fields) -> Fields:
            known = fields.get("records")
            records = known if isinstance(known, list) else []
            return {"records": [*records, asdict(incident)][-_MOST_INCIDENTS:]}

        self.change(WATCHDOG, add)

    def set_aside(self, name: str, what: str) -> None:
        """For a note whose fields turn out not to be what they must be."""
        self._aside.note(self._key(name), Unreadable(NOT_VALID, what))

    def _read(self, name: str) -> tuple[Fields | None, str | None]:
        stored = self._store.get(self._key(name), MOST_BYTES)
        if stored is None:
            return None, None
        try:
            return parse(stored.body), stored.e_tag
        except Unreadable as error:
            self._aside.note(self._key(name), error)
            return None, stored.e_tag

    def _key(self, name: str) -> str:
        return f"{self._prefix}{name}.json"


def moment(fields: Fields | None, name: str) -> datetime | None:
    """A time of a note, or None when it has none that can be read."""
    try:
        return clock.from_text(str((fields or {})[name]))
    except (KeyError, ValueError, OverflowError):
        return None


def _body(fields: Fields) -> bytes:
    return json.dumps({**fields, "schema": SCHEMA}, ensure_ascii=True, indent=1).encode("ascii")
