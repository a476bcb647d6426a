"""One job from its taking to its end.

Every step can be repeated: a runner that is killed anywhere is followed by one that looks at what
stands in the bucket and goes on from there. Results count as complete once ``result.json`` does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger import clock
from monai_ledger.job import DONE, FAILED, PENDING, Job, Reason
from monai_ledger.ledger import Ledger
from monai_runner import (
    firewall,
    images,
    journal,
    killpoint,
    last_lines,
    layout,
    map_run,
    outputs,
    placing,
    refusal,
    staging,
    users,
)
from monai_runner.container import Cli
from monai_runner.failure import Interrupted, JobFailure, Trouble, describe
from monai_runner.filing import Filed, Filing
from monai_runner.healthimaging import Importer
from monai_runner.intake import Duplicate, Intake
from monai_runner.lease import Tenure
from monai_runner.settings import Settings
from monai_runner.workplace import Workplace

#: Attempts beyond the limit in which a job may still be filed away as failed. After those it is
#: only marked failed and its input stays where it is.
_FILING_ATTEMPTS = 2
#: The phases that begin only once the results are complete.
_AFTER_RESULTS = ("STAGE", "MOVE", "IMPORT")
_IMPORTING = "IMPORTING"


@dataclass
class Tools:
    """What a job is worked with. ``stop`` returns why the runner wants to end, or nothing;
    ``free_slot`` is called once the MAP's part is over."""

    settings: Settings
    ledger: Ledger
    cli: Cli
    clients: Callable[..., Any]
    stop: Callable[[], str]
    free_slot: Callable[[], None]


class JobProcess:
    """Works on one job that is held."""

    def __init__(self, tools: Tools, tenure: Tenure):
        self._tools = tools
        self._settings = tools.settings
        self._ledger = tools.ledger
        self._store = tools.ledger.store
        self._tenure = tenure
        # Of the attempt's own: a container of a killed runner that is only now coming up finds
        # its folders gone, and not those of its successor.
        name = f"{tenure.job.id}-{tenure.job.attempts}"
        self._filing = Filing(tools.settings, tools.ledger)
        self._place = Workplace(Path(self._settings.work_folder), name)
        self._study: list[Path] = []

    @property
    def _job(self) -> Job:
        return self._tenure.job

    def run(self) -> None:
        """Brings the job to its end. Raises what :mod:`failure` describes, and LostRace."""
        killpoint.here("taken")
        try:
            self._work()
        except JobFailure as failure:
            self._fail(failure.reason, failure.log)
        except Duplicate as duplicate:
            self._follow(duplicate.owner)
        finally:
            self._place.wipe()

    def _work(self) -> None:
        job = self._job
        if job.phase == "FAILING" and job.reason:
            self._fail(job.reason, "")
            return
        if job.attempts > self._settings.max_attempts:
            self._give_up()
            return
        manifest = self._published()
        if manifest is None:
            manifest = self._infer()
        if self._settings.health_imaging and job.phase not in ("MOVE", "IMPORT"):
            self._stage(manifest)
        self._tools.free_slot()
        if job.phase != "IMPORT":
            self._file_input(self._filing.file)
        imported = self._import()
        self._finish(state=DONE, reason=None, health_imaging=imported)

    def _give_up(self) -> None:
        """The end of a job that was tried often enough. Results that stand are not lost to what
        comes after them."""
        job = self._job
        last = job.reason.message if job.reason else "the runner ended each time"
        if not self._results_stand():
            raise JobFailure(
                "ATTEMPTS_EXHAUSTED",
                f"{job.attempts - 1} attempts failed; the last time: {last}",
                job.reason.remedy if job.reason else "",
            )
        if job.phase != "IMPORT":
            tries_left = self._may_still_file
            self._file_input(lambda *to: self._filing.file_at_last(to[0], to[1], tries_left))
        if job.phase == "MOVE":
            imported = self._import()
        else:
            imported = self._imported()
            if imported is None and self._settings.health_imaging:
                imported = {"state": "FAILED", "reason": f"given up: {last}"}
            self._clear_staging()
        self._finish(state=DONE, reason=None, health_imaging=imported)

    def _results_stand(self) -> bool:
        """What comes after the results tells that they do; else their manifest."""
        if self._job.phase in _AFTER_RESULTS:
            return True
        readable = self._job.phase == "RESULTS" and self._may_still_file
        return readable and self._published() is not None

    @property
    def _may_still_file(self) -> bool:
        return self._job.attempts <= self._settings.max_attempts + _FILING_ATTEMPTS

    # -- inference -------------------------------------------------------------------------

    def _published(self) -> dict[str, Any] | None:
        prefix = self._job.results_prefix
        return placing.read_manifest(self._ledger, prefix, self._job.id) if prefix else None

    def _infer(self) -> dict[str, Any]:
        with self._phase("FETCH"), refusal.as_failure():
            self._fetch()
        with self._phase("IMAGE"):
            options = self._settings.container
            config = images.ensure(
                self._tools.cli, self._settings.image, options.ecr_login, self._tools.clients
            )
            user = users.of(self._tools.cli, self._settings.image, config, options.user)
        self._save(image=self._settings.image)
        with self._phase("RUN"):
            if self._settings.network:
                firewall.close()
            log = map_run.run(
                self._tools.cli,
                self._settings,
                self._place,
                (self._job.id, self._job.attempts),
                (config, user),
                self._why_stop,
            )
        killpoint.here("ran")
        with self._phase("RESULTS"):
            return self._publish(log)

    def _fetch(self) -> None:
        intake = self._intake()
        try:
            self._study = intake.fetch()
        finally:
            if intake.accounting is not None:
                self._save(intake=intake.accounting)

    def _intake(self) -> Intake:
        return Intake(self._settings, self._ledger, self._job, self._place, self._why_stop)

    def _why_stop(self) -> str:
        return "lease lost" if self._tenure.lost else self._tools.stop()

    def _publish(self, log: str) -> dict[str, Any]:
        found = outputs.collect(self._place.output, self._settings, log)
        prefix = placing.results_prefix(self._ledger, self._settings, self._job)
        self._save(results_prefix=prefix)
        manifest = self._published()
        if manifest is not None:
            return manifest
        outputs.clear(self._store, prefix)
        facts = {
            "image": self._settings.image,
            "files": len(self._study),
            "intake": self._job.intake,
            "attempt": self._job.attempts,
            "seconds": self._job.seconds,
        }
        self._tenure.check()
        manifest = outputs.publish(self._store, self._job, prefix, found, log, facts)
        killpoint.here("manifest")
        return manifest

    # -- after the inference ---------------------------------------------------------------

    def _stage(self, manifest: dict[str, Any]) -> None:
        """Puts the DICOM files, and nothing else, where the import reads them."""
        options = self._settings.health_imaging
        assert options is not None
        killpoint.here("staging")
        with self._phase("STAGE"):
            if options.inputs:
                self._fetch_again()
                staging.stage_files(self._ledger, self._job, self._study)
            prefix = self._job.results_prefix
            if options.results and prefix:
                images = [item for item in manifest["outputs"] if item["dicom"]]
                objects = {prefix + item["name"]: item["bytes"] for item in images}
                staging.stage_objects(self._ledger, self._job, objects)
        killpoint.here("staged")

    def _fetch_again(self) -> None:
        """After a restart the study is no longer here. If it is in the bucket neither, there are
        still its results."""
        if self._study:
            return
        try:
            self._study = self._intake().fetch()
        except (JobFailure, Duplicate, ClientError):
            journal.warn("input-vanished", job=self._job.id)

    def _file_input(self, file: Callable[[Job, str], Filed]) -> None:
        with self._phase("MOVE"):
            killpoint.here("moving")
            filed = file(self._job, self._settings.inferred_prefix)
            self._save(input_moved_to=filed.moved_to, input_not_moved=filed.not_moved)
        killpoint.here("moved")

    def _import(self) -> dict[str, Any] | None:
        options = self._settings.health_imaging
        if options is None or self._imported() is not None:
            self._clear_staging()
            return self._imported()
        with self._phase("IMPORT"):
            # Our own back-off is the only one: the SDK's would multiply it.
            client = self._tools.clients("medical-imaging", own_retries=True)
            importer = Importer(client, self._store, options, self._why_stop)
            reports: dict[str, Any] = {}
            for kind in ("input", "results"):
                folders = staging.folders(self._ledger, self._job, kind)
                if folders:
                    reports[kind] = self._import_kind(importer, kind, folders)
            killpoint.here("imported")
            states = {report["state"] for report in reports.values()}
            merged = states.pop() if len(states) == 1 else "PARTIAL" if states else "SKIPPED"
            summary = {"state": merged, **reports}
            self._save(health_imaging=summary)
            self._clear_staging()
            killpoint.here("unstaged")
            return summary

    def _import_kind(self, importer: Importer, kind: str, folders: list[str]) -> dict[str, Any]:
        """A runner that is killed is followed by one that waits for the same import jobs."""
        started = dict((self._job.health_imaging or {}).get("started", {}))

        def remember(known: dict[str, str]) -> None:
            started[kind] = known
            self._save(health_imaging={"state": _IMPORTING, "started": started})

        target = f"{self._ledger.prefix}imports/{self._job.id}/{kind}/"
        return importer.run(self._job.id, kind, folders, target, started.get(kind), remember)

    def _imported(self) -> dict[str, Any] | None:
        """The report, or None while there is none."""
        report = self._job.health_imaging
        return None if report is None or report.get("state") == _IMPORTING else report

    def _clear_staging(self) -> None:
        """What cannot be deleted is no reason to lose a result, or to go on for ever."""
        try:
            staging.clear(self._ledger, self._job)
        except (ClientError, BotoCoreError) as error:
            journal.warn("staging-not-cleared", job=self._job.id, error=describe(error).message)

    # -- ends ------------------------------------------------------------------------------

    def _fail(self, reason: Reason, log: str) -> None:
        """Files the input away with the reason beside it."""
        self._save(phase="FAILING", reason=reason)
        killpoint.here("failing")
        journal.warn("job-failing", job=self._job.id, code=reason.code)
        if self._may_still_file:
            filed = self._file_failed(reason, log)
        else:
            filed = self._filing.file_at_last(self._job, self._settings.failed_prefix, False)
        self._tools.free_slot()
        self._finish(
            state=FAILED,
            reason=reason,
            input_moved_to=filed.moved_to,
            input_not_moved=filed.not_moved,
        )

    def _file_failed(self, reason: Reason, log: str) -> Filed:
        prefix = self._job.results_prefix
        if prefix and self._published() is None:
            outputs.clear(self._store, prefix)
        self._clear_staging()
        key = placing.filed_key(
            self._ledger, self._settings.failed_prefix, self._settings, self._job
        )
        outputs.put_reason(
            self._store,
            key + layout.REASON_SUFFIX,
            self._job,
            {
                "schema": 1,
                "job": self._job.id,
                **asdict(reason),
                "message": _with_last_lines(reason.message, log),
                "at": clock.to_text(clock.utc_now()),
                "attempts": self._job.attempts,
                "image": self._job.image,
                "intake": self._job.intake,
                "log": log[-20_000:],
            },
        )
        killpoint.here("reason-written")
        return self._filing.file(self._job, self._settings.failed_prefix)

    def _follow(self, owner: str) -> None:
        """Ends as the job that had the upload ended, or waits for it."""
        entry = self._ledger.get(owner)
        if entry is None:
            raise Trouble("LEDGER_ERROR", "the job that had the upload is not in the ledger")
        other = entry.job
        if not other.final:
            later = clock.after(clock.utc_now(), self._settings.retry_seconds)
            self._tenure.release(
                state=PENDING, not_before=clock.to_text(later), attempts=self._job.attempts - 1
            )
            return
        filed = self._filing.file_left_over(self._job, other)
        self._finish(
            state=other.state,
            reason=other.reason,
            duplicate_of=other.id,
            results_prefix=other.results_prefix,
            intake=other.intake,
            input_moved_to=filed.moved_to,
            input_not_moved=filed.not_moved,
        )

    def _finish(self, **changes: Any) -> None:
        job = self._tenure.release(phase=None, **changes)
        killpoint.here("done")
        self._ledger.close(job)
        killpoint.here("closed")
        code = job.reason.code if job.reason else None
        journal.info(
            "job-ended",
            job=job.id,
            state=job.state,
            code=code,
            attempts=job.attempts,
            duplicateOf=job.duplicate_of,
            seconds=job.seconds,
        )

    # -- bookkeeping -----------------------------------------------------------------------

    def _save(self, **changes: Any) -> None:
        self._tenure.check()
        self._tenure.save(**changes)

    @contextmanager
    def _phase(self, name: str) -> Iterator[None]:
        """Writes the phase before its side effects and its seconds after them."""
        why = self._tools.stop()
        if why:
            raise Interrupted(why)
        self._save(phase=name)
        journal.info("phase", job=self._job.id, phase=name, attempt=self._job.attempts)
        started = time.monotonic()
        yield
        seconds = round(time.monotonic() - started, 3)
        self._save(seconds={**self._job.seconds, name: seconds})


def _with_last_lines(message: str, log: str) -> str:
    """For the file beside the input only: the lines may hold names, so neither the ledger nor the
    runner's log has them."""
    lines = last_lines.of(log)
    return f"{message}; the application's last lines: {lines}" if lines else message
