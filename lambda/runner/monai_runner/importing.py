"""The DICOM files of a job on their way into HealthImaging."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from monai_runner import journal, killpoint, staging
from monai_runner.failure import describe
from monai_runner.healthimaging import Importer
from monai_runner.held import Held

_IMPORTING = "IMPORTING"


class Importing:
    """Imports what was staged, once, whatever becomes of the runner meanwhile."""

    def __init__(self, held: Held):
        self._held = held

    def run(self) -> dict[str, Any] | None:
        options = self._held.settings.health_imaging
        if options is None or self.report() is not None:
            self.clear()
            return self.report()
        with self._held.phase("IMPORT"):
            # Our own back-off is the only one: the SDK's would multiply it.
            client = self._held.tools.clients("medical-imaging", own_retries=True)
            importer = Importer(
                client,
                self._held.store,
                options,
                self._held.why_stop,
                again=self._held.job.waiting is not None,
            )
            reports: dict[str, Any] = {}
            for kind in ("input", "results"):
                folders = staging.folders(self._held.ledger, self._held.job, kind)
                if folders:
                    reports[kind] = self._import_kind(importer, kind, folders)
            killpoint.here("imported")
            states = {report["state"] for report in reports.values()}
            merged = states.pop() if len(states) == 1 else "PARTIAL" if states else "SKIPPED"
            summary = {"state": merged, **reports}
            self._held.save(health_imaging=summary)
            self.clear()
            killpoint.here("unstaged")
            return summary

    def _import_kind(self, importer: Importer, kind: str, folders: list[str]) -> dict[str, Any]:
        """A runner that is killed is followed by one that waits for the same import jobs."""
        started = dict((self._held.job.health_imaging or {}).get("started", {}))

        def remember(known: dict[str, str]) -> None:
            started[kind] = known
            self._held.save(health_imaging={"state": _IMPORTING, "started": started})

        target = f"{self._held.ledger.prefix}imports/{self._held.job.id}/{kind}/"
        return importer.run(self._held.job.id, kind, folders, target, started.get(kind), remember)

    def report(self) -> dict[str, Any] | None:
        """The report, or None while there is none."""
        report = self._held.job.health_imaging
        return None if report is None or report.get("state") == _IMPORTING else report

    def clear(self) -> None:
        """What cannot be deleted is no reason to lose a result, or to go on for ever."""
        try:
            staging.clear(self._held.ledger, self._held.job)
        except (ClientError, BotoCoreError) as error:
            journal.warn(
                "staging-not-cleared", job=self._held.job.id, error=describe(error).message
            )
