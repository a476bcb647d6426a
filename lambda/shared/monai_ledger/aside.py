"""What cannot be read is set aside, with the reason, so that it neither stops the others nor counts
as work to be done.

``aside/jobs/<job id>.<object tag>.<code>.json`` says what was set aside, when and what to do, and
likewise for the other kinds. A job that another version wrote stays where it is and comes back once
it can be read; of anything else a copy lies in ``aside/originals/``, since it may be replaced.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from monai_ledger import SCHEMA, clock
from monai_ledger.identity import JOB_ID
from monai_ledger.store import Store
from monai_ledger.unreadable import WAITING, Unreadable

_REMEDY_WAITS = (
    "run monaiConfigureInference of the newest plugin that was ever used here (or restore the "
    "object, if it is archived): the job then comes back by itself"
)
_REMEDY_BROKEN = (
    "nothing, if the upload is still under the input prefix: it gets a new job; else upload the "
    "study again and delete this record"
)


@dataclass(frozen=True)
class Record:
    """One thing that was set aside, as its record's key tells it."""

    key: str
    kind: str
    name: str
    code: str


class Aside:
    """The folder ``aside/`` of a ledger. Everything here may be repeated after a crash."""

    def __init__(self, store: Store, prefix: str, now: clock.Clock):
        self._store = store
        self._ledger = prefix
        self._prefix = f"{prefix}aside/"
        self._now = now

    def job(self, job_id: str, error: Unreadable) -> None:
        """Takes a job out of the index of open ones. Its markers go last."""
        markers = [item.key for item in self._store.list(f"{self._ledger}open/{job_id}.")]
        self.note_job(job_id, markers[0].rpartition(".")[2] if markers else "", error)
        for marker in markers:
            self._store.delete(marker)

    def note_job(self, job_id: str, object_tag: str, error: Unreadable) -> None:
        """The same without touching the index."""
        tag = object_tag if object_tag.isalnum() else "unknown"
        self._note(f"jobs/{job_id}.json", f"jobs/{job_id}.{tag}", error)

    def note(self, key: str, error: Unreadable) -> None:
        """Reports any other object of the ledger, before it is replaced or passed over."""
        relative = key.removeprefix(self._ledger)
        kind, _, name = relative.partition("/")
        self._note(relative, f"{kind}/{name.replace('/', '.')}", error)

    def _note(self, relative: str, name: str, error: Unreadable) -> None:
        head = self._store.head(self._ledger + relative)
        original = None
        if head is not None and not error.waits:
            original = f"{self._prefix}originals/{relative}.{head.e_tag[:12]}"
            self._store.copy(self._ledger + relative, original)
        record = {
            "schema": SCHEMA,
            "object": self._ledger + relative,
            "code": error.code,
            "message": str(error),
            "remedy": _REMEDY_WAITS if error.waits else _REMEDY_BROKEN,
            "at": clock.to_text(self._now()),
            "bytes": head.size if head else None,
            "modified": clock.to_text(head.modified) if head else None,
            "original": original or self._ledger + relative,
        }
        body = json.dumps(record, ensure_ascii=True, indent=1).encode("ascii")
        self._store.put(f"{self._prefix}{name}.{error.code}.json", body)

    def records(self, kind: str = "") -> Iterator[Record]:
        """What is set aside, from one listing; of one kind (``jobs``, ``uploads``, ...) or all."""
        for item in self._store.list(f"{self._prefix}{kind + '/' if kind else ''}"):
            found, _, rest = item.key.removeprefix(self._prefix).partition("/")
            name, _, code = rest.removesuffix(".json").rpartition(".")
            if found != "originals" and rest.endswith(".json") and name:
                yield Record(item.key, found, name, code)

    def waiting_objects(self) -> set[str]:
        """Object tags of the uploads whose jobs wait for another version: they need no new job."""
        return {
            record.name.partition(".")[2]
            for record in self.records("jobs")
            if record.code in WAITING
        }

    def take_back(self, reopen: Callable[[str], bool]) -> list[str]:
        """Gives each job that was set aside to ``reopen``, which says whether its record may go
        (it can be read by now, or it is gone). Returns the jobs whose record went."""
        back = []
        for record in list(self.records("jobs")):
            job_id = record.name.partition(".")[0]
            if JOB_ID.fullmatch(job_id) and reopen(job_id):
                self._store.delete(record.key)
                back.append(job_id)
        return back
