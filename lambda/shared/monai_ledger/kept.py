"""Uploads that are handled and lie under the input prefix all the same, as they could not be
moved. They are no uploads to the sweep, however long ago their jobs were expired."""

from __future__ import annotations

from datetime import datetime

from monai_ledger.identity import digest
from monai_ledger.store import Listed, Store


def _name(bucket: str, key: str, e_tag: str, modified: datetime) -> str:
    # Whole seconds: S3's answers differ in what they add to them.
    return digest("kept", bucket, key, e_tag, str(int(modified.timestamp())))


class Kept:
    """The index ``kept/`` of a ledger: an empty object for each such upload."""

    def __init__(self, store: Store, ledger_prefix: str):
        self._store = store
        self._prefix = f"{ledger_prefix}kept/"

    def add(self, key: str, e_tag: str) -> bool:
        """Notes the upload if it is what lies there. Returns whether it is.

        It is looked up as the sweep sees it, which is possible also for what nobody may read.
        """
        # The key itself is the first of all that begin with it.
        item = next(self._store.list(key), None)
        if item is None or item.key != key or item.e_tag != e_tag:
            return False
        name = _name(self._store.bucket, key, e_tag, item.modified)
        self._store.put(self._prefix + name, b"", "application/octet-stream")
        return True

    def read(self) -> set[str]:
        """All of them, to be asked with :meth:`has`."""
        return {item.key[len(self._prefix) :] for item in self._store.list(self._prefix)}

    def has(self, names: set[str], item: Listed) -> bool:
        """Whether a line of a listing is one of those that were read."""
        return _name(self._store.bucket, item.key, item.e_tag, item.modified) in names
