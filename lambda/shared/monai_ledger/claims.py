"""Names and uploads that belong to the first job that asked for them."""

from __future__ import annotations

from monai_ledger.aside import Aside
from monai_ledger.identity import JOB_ID, ObjectVersion, digest
from monai_ledger.store import ConditionFailed, Store, Stored
from monai_ledger.unreadable import MOST_BYTES, NOT_VALID, LedgerError, Unreadable

_GONE = "a claim was there and is gone; try again"
_NO_CLAIM = Unreadable(NOT_VALID, "no claim: it names no job")


class Claims:
    """The folders ``claims/`` and ``uploads/`` of a ledger."""

    def __init__(self, store: Store, prefix: str, aside: Aside):
        self.store = store
        self.prefix = prefix
        self.aside = aside

    def claim(self, name: str, job_id: str) -> str:
        """Gives a name to the first job that asks for it. Returns the job that has it, or nothing
        when that cannot be read: the name is then someone's, and not to be used."""
        key = f"{self.prefix}claims/{digest('claim', name)}"
        try:
            self.store.put_new(key, job_id.encode("ascii"), "text/plain")
            return job_id
        except ConditionFailed:
            owner = _words(self._there(key), 1)
            if owner is None:
                self.aside.note(key, _NO_CLAIM)
                return ""
            return owner[0]

    def claim_upload(self, version: ObjectVersion, upload: str, job_id: str) -> str:
        """Gives one upload to the first job that asks for it. Returns the job that has it.

        A claim that cannot be read, or whose job is gone or broken beyond repair, goes to the one
        that asks: nobody else would ever handle the upload.
        """
        key = f"{self._uploads(version.bucket, version.key)}{upload}"
        body = f"{job_id} {version.version_id or ''} {version.e_tag}".encode()
        try:
            self.store.put_new(key, body, "text/plain")
            return job_id
        except ConditionFailed:
            pass
        stored = self._there(key)
        words = _words(stored, 3)
        if words is None:
            self.aside.note(key, _NO_CLAIM)
        elif words[0] == job_id or self._lives(words[0]):
            return words[0]
        try:
            self.store.put_if(key, body, stored.e_tag)
        except ConditionFailed:
            raise LedgerError("a claim changed while it was taken over; try again") from None
        return job_id

    def owners_of(self, version: ObjectVersion) -> list[str]:
        """The jobs that had an upload with this version id (or, without one, this eTag)."""
        owners = []
        for item in self.store.list(self._uploads(version.bucket, version.key)):
            stored = self.store.get(item.key, MOST_BYTES)
            if stored is None:
                continue
            words = _words(stored, 3)
            if words is None:
                self.aside.note(item.key, _NO_CLAIM)
            elif words[1:] == [version.version_id or "", version.e_tag]:
                owners.append(words[0])
        return owners

    def _there(self, key: str) -> Stored:
        stored = self.store.get(key, MOST_BYTES)
        if stored is None:
            raise LedgerError(_GONE)
        return stored

    def _lives(self, job_id: str) -> bool:
        """Whether a job stands, be it only for another version of this program."""
        raise NotImplementedError

    def _uploads(self, bucket: str, key: str) -> str:
        return f"{self.prefix}uploads/{digest('key', bucket, key)}/"


def _words(stored: Stored, count: int) -> list[str] | None:
    """The words of a claim, the first of them a job id; None for what is none."""
    try:
        words = stored.body.decode("utf-8").split(" ")
    except UnicodeDecodeError:
        return None
    return words if len(words) == count and JOB_ID.fullmatch(words[0]) else None
