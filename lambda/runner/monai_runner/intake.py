"""Getting the input of a job: located, claimed, downloaded, extracted and checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from monai_ledger import clock
from monai_ledger.identity import ObjectVersion, upload_tag
from monai_ledger.job import Job
from monai_ledger.ledger import Ledger
from monai_runner import archive, journal, killpoint, study, transfer, workplace
from monai_runner.failure import JobFailure
from monai_runner.settings import Settings
from monai_runner.workplace import Workplace


class Duplicate(Exception):
    """Another job has or had this upload."""

    def __init__(self, owner: str):
        super().__init__(owner)
        self.owner = owner


class Intake:
    """The input of one job."""

    def __init__(
        self,
        settings: Settings,
        ledger: Ledger,
        job: Job,
        place: Workplace,
        stop: Callable[[], str],
    ):
        self._settings = settings
        self._ledger = ledger
        self._store = ledger.store
        self._job = job
        self._place = place
        self._stop = stop
        #: What became of the upload's files, once it is known how many there are.
        self.accounting: dict[str, Any] | None = None

    def fetch(self) -> list[Path]:
        """Downloads, extracts and checks the input. Returns the study's files.

        Raises JobFailure for what is wrong with it and Duplicate when another job has it.
        """
        version = self._locate()
        limits = self._settings.limits
        workplace.require_space(Path(self._settings.work_folder), version.size + limits.bytes)
        self._place.make()
        try:
            transfer.download(self._store, version, self._place.upload, version.size)
        except transfer.Gone:
            raise self._gone() from None
        killpoint.here("downloaded")
        unpacked = archive.unpack(
            self._place.upload, version.key, self._place.input, limits, self._stop
        )
        killpoint.here("extracted")
        found = self._check(unpacked)
        study_files = [file.rename(file.with_suffix(".dcm")) for file in found.files]
        killpoint.here("checked")
        journal.info("study-accepted", job=self._job.id, **found.accounting.as_json())
        return study_files

    def _check(self, unpacked: archive.Unpacked) -> study.Study:
        try:
            found = study.check(
                unpacked.files,
                unpacked.left_out,
                unpacked.endings,
                self._settings.require_deidentified,
                self._settings.limits,
                self._stop,
            )
        except study.Refused as refused:
            self.accounting = refused.accounting.as_json()
            better = unpacked.not_dicom() if refused.reason.code == "NOT_DICOM" else None
            raise better or refused from None
        self.accounting = found.accounting.as_json()
        return found

    def _locate(self) -> ObjectVersion:
        """The upload, claimed for this job.

        Raises JobFailure when it is not there as the event described it and nobody handled it,
        or when its size alone rules it out.
        """
        job = self._job
        head = self._store.head(job.key, job.version_id)
        if head is None or head.e_tag != job.e_tag:
            raise self._gone()
        tag = upload_tag(job.version, clock.to_text(head.modified))
        owner = self._ledger.claim_upload(job.version, tag, job.id)
        if owner != job.id:
            raise Duplicate(owner)
        killpoint.here("claimed")
        if job.key == self._settings.input_prefix or job.key.endswith("/"):
            raise JobFailure("INVALID_KEY", "the key ends with / and so names no file")
        if head.size == 0:
            raise JobFailure("EMPTY_OBJECT", "the upload is empty", "upload it again")
        if head.size > self._settings.limits.bytes:
            raise JobFailure(
                "TOO_LARGE",
                f"the upload has more than {self._settings.limits.bytes} bytes",
                "raise limits.bytes if such studies are expected",
            )
        return ObjectVersion(
            job.bucket, job.key, job.e_tag, head.size, job.version_id, job.sequencer
        )

    def _gone(self) -> Exception:
        """What it means that the object is not there: someone handled it, or it is lost."""
        others = [job for job in self._ledger.owners_of(self._job.version) if job != self._job.id]
        if others:
            return Duplicate(others[-1])
        if self._store.head(self._job.key) is not None:
            return JobFailure(
                "SUPERSEDED",
                "another upload of the same name replaced the object before it was read",
                "use a name of its own for each upload, or turn on versioning for the bucket",
            )
        return JobFailure(
            "OBJECT_GONE", "the object was deleted before it was read", "upload it again"
        )
