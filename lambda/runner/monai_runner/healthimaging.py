"""Imports into AWS HealthImaging: started once, waited for, and read to the last file. What is
more than one import job may take is imported by several, see :mod:`staging`.

A failed import never takes the results away: the job is done, and says how the import went.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlparse

from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger.store import Store, error_code
from monai_runner import journal, killpoint
from monai_runner.failure import Interrupted
from monai_runner.settings import HealthImaging

#: Worth another try (AWS HealthImaging API, StartDICOMImportJob, "Errors").
_RETRYABLE = (
    "ThrottlingException",
    "ServiceQuotaExceededException",
    "ConflictException",
    "InternalServerException",
)
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0
#: Per-file failures that are kept in the job; the manifest in the bucket has them all.
_FAILURES_KEPT = 50
_LONGEST_REASON = 2000


class ImportFailed(Exception):
    """The import did not come to a good end; the text has no names."""


class Importer:
    """Imports what was staged. ``stop`` returns why to end early, or nothing."""

    def __init__(
        self,
        client: Any,
        store: Store,
        options: HealthImaging,
        stop: Callable[[], str],
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ):
        self._client = client
        self._store = store
        self._options = options
        self._stop = stop
        self._sleep = sleep
        self._monotonic = monotonic

    def run(
        self,
        job_id: str,
        kind: str,
        folders: list[str],
        target: str,
        started: dict[str, str] | None = None,
        remember: Callable[[dict[str, str]], None] = lambda _: None,
    ) -> dict[str, Any]:
        """Imports all objects under the prefixes ``folders`` (they must all be DICOM), each as an
        import job of its own, and returns one report for the job. ``kind`` is ``input`` or
        ``results``; ``started`` has the import jobs that run already, by folder, and ``remember``
        is told of each new one. Raises Interrupted, and what ``remember`` does."""
        deadline = self._monotonic() + self._options.minutes * 60
        known = dict(started or {})
        failed: dict[str, str] = {}
        for number, folder in enumerate(folders):
            if folder in known:
                continue
            try:
                known[folder] = self._start((job_id, kind, number), folder, target, deadline)
            except ImportFailed as error:
                failed[folder] = str(error)
                continue
            killpoint.here("import-started")
            remember(dict(known))
        parts = [self._part(known.get(name), failed.get(name), deadline) for name in folders]
        report = merged(parts, [known[name] for name in folders if name in known])
        journal.info("import-ended", job=job_id, kind=kind, state=report["state"], parts=len(parts))
        return report

    def _part(self, import_job: str | None, failed: str | None, deadline: float) -> dict[str, Any]:
        if import_job is None:
            return {"state": "FAILED", "reason": failed}
        try:
            return self._read(self._wait(import_job, deadline))
        except ImportFailed as error:
            return {"state": "FAILED", "reason": str(error)}

    def _start(self, name: tuple[str, str, int], source: str, target: str, deadline: float) -> str:
        job_id, kind, number = name
        suffix = f"{kind}-{number + 1}" if number else kind
        bucket = self._store.bucket
        answer = self._persist(
            deadline,
            lambda: self._client.start_dicom_import_job(
                jobName=f"monai-{job_id[:12]}-{suffix}",
                dataAccessRoleArn=self._options.data_access_role_arn,
                # The same token gives the same import job, however often this is repeated.
                clientToken=f"{job_id}-{suffix}",
                datastoreId=self._options.datastore_id,
                inputS3Uri=f"s3://{bucket}/{source}",
                outputS3Uri=f"s3://{bucket}/{target}",
            ),
        )
        return str(answer["jobId"])

    def _wait(self, import_job: str, deadline: float) -> dict[str, Any]:
        pause = _FIRST_PAUSE
        while True:
            answer = self._persist(
                deadline,
                lambda: self._client.get_dicom_import_job(
                    datastoreId=self._options.datastore_id, jobId=import_job
                ),
            )
            properties: dict[str, Any] = answer["jobProperties"]
            if properties["jobStatus"] in ("COMPLETED", "FAILED"):
                return properties
            pause = self._pause(pause, deadline)

    def _persist(self, deadline: float, call: Callable[[], Any]) -> Any:
        pause = _FIRST_PAUSE
        while True:
            try:
                return call()
            except ClientError as error:
                if error_code(error) not in _RETRYABLE:
                    said = _cleaned(error.response.get("Error", {}).get("Message"))
                    raise ImportFailed(
                        f"{error.operation_name} was answered with {error_code(error)}"
                        + (f": {said}" if said else "")
                    ) from error
            except BotoCoreError as error:
                journal.warn("import-call-failed", error=type(error).__name__)
            pause = self._pause(pause, deadline)

    def _pause(self, pause: float, deadline: float) -> float:
        """Waits up to ``pause`` seconds, with jitter, and returns the next."""
        why = self._stop()
        if why:
            raise Interrupted(why)
        wait = random.uniform(pause / 2, pause)
        if self._monotonic() + wait > deadline:
            raise ImportFailed(f"not finished within {self._options.minutes:g} minutes")
        self._sleep(wait)
        return min(2 * pause, _LONGEST_PAUSE)

    def _read(self, properties: dict[str, Any]) -> dict[str, Any]:
        """COMPLETED may hide files that failed: the manifest tells."""
        output = urlparse(str(properties["outputS3Uri"])).path.lstrip("/")
        manifest = self._json(output.rstrip("/") + "/job-output-manifest.json")
        summary = manifest.get("jobSummary", {}) if manifest else {}
        failures = self._failures(str(summary.get("failureOutputS3Uri") or ""))
        scanned = int(summary.get("numberOfScannedFiles") or 0)
        imported = int(summary.get("numberOfImportedFiles") or 0)
        completed = properties["jobStatus"] == "COMPLETED"
        message = _cleaned(properties.get("message"))
        said = f"; HealthImaging says: {message}" if message else ""
        report: dict[str, Any] = {
            "scanned": scanned,
            "imported": imported,
            "failed": scanned - imported,
            "imageSets": [
                str(item.get("imageSetId")) for item in summary.get("imageSetsSummary") or []
            ],
            "failures": failures,
        }
        if completed and manifest is None:
            report.update(state="PARTIAL", reason=f"the import wrote no manifest{said}")
        elif completed and imported and not report["failed"] and not failures:
            report["state"] = "DONE"
        else:
            state = "PARTIAL" if completed and imported else "FAILED"
            report.update(state=state, reason=f"{imported} of {scanned} files were imported{said}")
        return report

    def _failures(self, uri: str) -> list[dict[str, str]]:
        """The files that failed: staged names, which are numbers, and the service's reasons."""
        prefix = urlparse(uri).path.lstrip("/")
        found: list[dict[str, str]] = []
        if not prefix:
            return found
        for item in self._store.list(prefix):
            stored = self._store.get(item.key) if item.key.endswith(".ndjson") else None
            for line in stored.body.splitlines() if stored else []:
                if len(found) == _FAILURES_KEPT:
                    return found
                found.append(_failure(line))
        return found

    def _json(self, key: str) -> dict[str, Any] | None:
        stored = self._store.get(key)
        if stored is None:
            return None
        try:
            parsed = json.loads(stored.body)
        except ValueError:
            return None
        return parsed if isinstance(parsed, dict) else None


def merged(parts: list[dict[str, Any]], import_jobs: list[str]) -> dict[str, Any]:
    """One report of several import jobs."""
    states = {part["state"] for part in parts}
    report: dict[str, Any] = {
        "state": states.pop() if len(states) == 1 else "PARTIAL",
        "importJobIds": import_jobs,
        **{
            name: sum(part.get(name, 0) for part in parts)
            for name in ("scanned", "imported", "failed")
        },
        "imageSets": sorted({name for part in parts for name in part.get("imageSets", [])}),
        "failures": [one for part in parts for one in part.get("failures", [])][:_FAILURES_KEPT],
    }
    reasons = list(dict.fromkeys(part["reason"] for part in parts if part.get("reason")))
    if reasons:
        report["reason"] = "; ".join(reasons)[:_LONGEST_REASON]
    return report


def _cleaned(text: Any) -> str:
    """The service's words on one line and within bounds."""
    printable = "".join(one if one.isprintable() else " " for one in str(text or ""))
    return " ".join(printable.split())[:500]


def _failure(line: bytes) -> dict[str, str]:
    try:
        parsed = json.loads(line)
        exception = parsed.get("exception") or {}
        return {
            "file": str(parsed.get("inputFile", "")).rpartition("/")[2],
            "type": str(exception.get("exceptionType", "")),
        }
    except (ValueError, AttributeError):
        return {"file": "", "type": "unreadable line"}
