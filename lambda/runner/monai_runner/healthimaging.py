"""Imports into AWS HealthImaging: started once, waited for, and read to the last file. What is
more than one import job may take is imported by several, see :mod:`staging`.

A failed import never takes the results away: the job is done, and says how the import went.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger.store import Store, error_code, http_status
from monai_runner import journal, killpoint
from monai_runner.failure import Interrupted, Trouble
from monai_runner.import_report import Reports, cleaned, merged
from monai_runner.settings import HealthImaging

#: Worth another try (AWS HealthImaging API, StartDICOMImportJob, "Errors").
_RETRYABLE = (
    "ThrottlingException",
    "ServiceQuotaExceededException",
    "ConflictException",
    "InternalServerException",
)
#: Credentials that ran out are renewed.
_RENEWED = ("ExpiredToken", "ExpiredTokenException", "UnrecognizedClientException")
#: Refusals of who asks: no fault of the job's, and put right again by whoever took the right away
#: (AWS HealthImaging API, "Common Errors").
_DENIED = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")
#: Seconds for which a service that does not answer, or throttles, is asked again. Then the job is
#: held off, so that others have its place; one that was held off before is at the first refusal.
_TROUBLE_SECONDS = 60.0
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0


class ImportFailed(Exception):
    """The import did not come to a good end; the text has no names."""


class Importer:
    """Imports what was staged. ``stop`` returns why to end early, or nothing; ``again`` says that
    the service was in trouble before."""

    def __init__(
        self,
        client: Any,
        store: Store,
        options: HealthImaging,
        stop: Callable[[], str],
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        again: bool = False,
    ):
        self._trouble_seconds = 0.0 if again else _TROUBLE_SECONDS
        self._client = client
        self._store = store
        self._reports = Reports(store)
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
        is told of each new one. Raises Interrupted, Trouble while the service is down or refuses
        (to be called again later), and what ``remember`` does."""
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
            return self._reports.read(self._wait(import_job, deadline))
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
        pause, since = _FIRST_PAUSE, self._monotonic()
        while True:
            try:
                return call()
            except ClientError as error:
                if not _is_trouble(error):
                    raise _refused(error) from error
                answer = f"answers {error.operation_name} with {error_code(error)}"
            except BotoCoreError as error:
                journal.warn("import-call-failed", error=type(error).__name__)
                answer = f"does not answer ({type(error).__name__})"
            lasted = self._monotonic() - since
            if lasted >= self._trouble_seconds or self._monotonic() + pause > deadline:
                raise Trouble(
                    "IMPORT_DOWN",
                    f"AWS HealthImaging {answer}; the results stand, and are imported later",
                    "nothing, if it passes; else see the AWS Health Dashboard, and for "
                    "ServiceQuotaExceededException the service's quotas",
                )
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


def _refused(error: ClientError) -> Exception:
    said = cleaned(error.response.get("Error", {}).get("Message"))
    answer = f"{error.operation_name} was answered with {error_code(error)}"
    answer += f": {said}" if said else ""
    if error_code(error) not in _DENIED and http_status(error) not in (401, 403):
        return ImportFailed(answer)
    return Trouble(
        "IMPORT_DENIED",
        f"{answer}; the results stand, and are imported later",
        f"allow {error.operation_name} for the data store, and iam:PassRole of healthImagingRole, "
        "in the instance profile's policy (docs/iam/policies/inference-machine-healthimaging.json)",
    )


def _is_trouble(error: ClientError) -> bool:
    """Whether the service may answer otherwise later, whatever it is called."""
    code, status = error_code(error), http_status(error)
    return code in _RETRYABLE or code in _RENEWED or status == 429 or status >= 500
