"""The ends of a job that has no results of its own."""

from __future__ import annotations

from dataclasses import asdict

from monai_ledger import clock
from monai_ledger.job import FAILED, PENDING, Reason
from monai_runner import journal, killpoint, last_lines, layout, outputs, placing
from monai_runner.failure import Trouble
from monai_runner.filing import Filed, Filing
from monai_runner.held import Held
from monai_runner.importing import Importing


class Failing:
    """Files inputs away whose job has failed, or is another job's."""

    def __init__(self, held: Held, filing: Filing, importing: Importing):
        self._held = held
        self._filing = filing
        self._importing = importing

    def fail(self, reason: Reason, log: str) -> None:
        """Files the input away with the reason beside it."""
        self._held.save(phase="FAILING", reason=reason)
        killpoint.here("failing")
        journal.warn("job-failing", job=self._held.job.id, code=reason.code)
        if self._held.may_still_file:
            filed = self._file_failed(reason, log)
        else:
            filed = self._filing.file_at_last(
                self._held.job, self._held.settings.failed_prefix, False
            )
        self._held.tools.free_slot()
        self._held.finish(
            state=FAILED,
            reason=reason,
            input_moved_to=filed.moved_to,
            input_not_moved=filed.not_moved,
        )

    def _file_failed(self, reason: Reason, log: str) -> Filed:
        prefix = self._held.job.results_prefix
        if prefix and self._held.published() is None:
            outputs.clear(self._held.store, prefix)
        self._importing.clear()
        key = placing.filed_key(
            self._held.ledger,
            self._held.settings.failed_prefix,
            self._held.settings,
            self._held.job,
        )
        outputs.put_reason(
            self._held.store,
            key + layout.REASON_SUFFIX,
            self._held.job,
            {
                "schema": 1,
                "job": self._held.job.id,
                **asdict(reason),
                "message": _with_last_lines(reason.message, log),
                "at": clock.to_text(clock.utc_now()),
                "attempts": self._held.job.attempts,
                "image": self._held.job.image,
                "intake": self._held.job.intake,
                "log": log[-20_000:],
            },
        )
        killpoint.here("reason-written")
        return self._filing.file(self._held.job, self._held.settings.failed_prefix)

    def follow(self, owner: str) -> None:
        """Ends as the job that had the upload ended, or waits for it."""
        entry = self._held.ledger.get(owner)
        if entry is None:
            raise Trouble("LEDGER_ERROR", "the job that had the upload is not in the ledger")
        other = entry.job
        if not other.final:
            later = clock.after(clock.utc_now(), self._held.settings.retry_seconds)
            self._held.release(
                state=PENDING, not_before=clock.to_text(later), attempts=self._held.job.attempts - 1
            )
            return
        filed = self._filing.file_left_over(self._held.job, other)
        self._held.finish(
            state=other.state,
            reason=other.reason,
            duplicate_of=other.id,
            results_prefix=other.results_prefix,
            intake=other.intake,
            input_moved_to=filed.moved_to,
            input_not_moved=filed.not_moved,
        )


def _with_last_lines(message: str, log: str) -> str:
    """For the file beside the input only: the lines may hold names, so neither the ledger nor the
    runner's log has them."""
    lines = last_lines.of(log)
    return f"{message}; the application's last lines: {lines}" if lines else message
