"""The machine's intent to stop: ``machine/stopping.json``."""

from __future__ import annotations

from datetime import timedelta

from monai_ledger import clock
from monai_ledger.store import Store

#: A machine that announced its stop so long ago has not stopped.
_STOP_AGE = timedelta(minutes=20)


class Stopping:
    """What the runner announces before it stops the machine, and the function looks for before it
    takes the machine for running."""

    store: Store
    prefix: str
    _now: clock.Clock

    def announce_stop(self, owner: str) -> None:
        """To be said before the last look at the ledger, so that either that look sees a new job
        or the job's function sees this."""
        body = f'{{"owner": "{owner}", "at": "{clock.to_text(self._now())}"}}'
        self.store.put(self._stop_key, body.encode("ascii"))

    def withdraw_stop(self) -> None:
        """The machine goes on, or is up again."""
        self.store.delete(self._stop_key)

    def stop_announced(self) -> bool:
        """Whether the machine is about to stop. What the announcement says does not matter, only
        that it is not one that a runner which died left behind."""
        head = self.store.head(self._stop_key)
        return head is not None and self._now() - head.modified < _STOP_AGE

    @property
    def _stop_key(self) -> str:
        return f"{self.prefix}machine/stopping.json"
