"""From an upload to its results: fetch, run the MAP, publish."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from monai_runner import (
    firewall,
    images,
    journal,
    killpoint,
    map_run,
    outputs,
    placing,
    refusal,
    users,
)
from monai_runner.failure import JobFailure
from monai_runner.held import Held
from monai_runner.intake import Duplicate, Intake
from monai_runner.workplace import Workplace


class Inference:
    """One attempt at a job's results. ``study`` has the files of its upload once they are here."""

    def __init__(self, held: Held, place: Workplace):
        self._held = held
        self._place = place
        self.study: list[Path] = []

    def run(self) -> dict[str, Any]:
        if self._held.job.waiting is not None:
            # It was held off, perhaps with the MAP's results in hand: not a second time.
            outputs.try_to_write(self._held.store, self._held.settings, self._held.job)
        with self._held.phase("FETCH"), refusal.as_failure():
            self._fetch()
        with self._held.phase("IMAGE"):
            options = self._held.settings.container
            config = images.ensure(
                self._held.tools.cli,
                self._held.settings.image,
                options.ecr_login,
                self._held.tools.clients,
            )
            user = users.of(self._held.tools.cli, self._held.settings.image, config, options.user)
        self._held.save(image=self._held.settings.image)
        with self._held.phase("RUN"):
            if self._held.settings.network:
                firewall.close()
            log = map_run.run(
                self._held.tools.cli,
                self._held.settings,
                self._place,
                (self._held.job.id, self._held.job.attempts),
                (config, user),
                self._held.why_stop,
            )
        killpoint.here("ran")
        with self._held.phase("RESULTS"):
            return self._publish(log)

    def _fetch(self) -> None:
        intake = self._intake()
        try:
            self.study = intake.fetch()
        finally:
            if intake.accounting is not None:
                self._held.save(intake=intake.accounting)

    def _intake(self) -> Intake:
        return Intake(
            self._held.settings, self._held.ledger, self._held.job, self._place, self._held.why_stop
        )

    def _publish(self, log: str) -> dict[str, Any]:
        found = outputs.collect(self._place.output, self._held.settings, log)
        prefix = placing.results_prefix(self._held.ledger, self._held.settings, self._held.job)
        self._held.save(results_prefix=prefix)
        manifest = self._held.published()
        if manifest is not None:
            return manifest
        outputs.clear(self._held.store, prefix)
        facts = {
            "image": self._held.settings.image,
            "files": len(self.study),
            "intake": self._held.job.intake,
            "attempt": self._held.job.attempts,
            "seconds": self._held.job.seconds,
        }
        self._held.check()
        manifest = outputs.publish(self._held.store, self._held.job, prefix, found, log, facts)
        killpoint.here("manifest")
        return manifest

    def fetch_again(self) -> None:
        """After a restart the study is no longer here. If it is in the bucket neither, there are
        still its results."""
        if self.study:
            return
        try:
            self.study = self._intake().fetch()
        except (JobFailure, Duplicate, ClientError):
            journal.warn("input-vanished", job=self._held.job.id)
