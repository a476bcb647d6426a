"""One job from its taking to its end.

Every step can be repeated: a runner that is killed anywhere is followed by one that looks at what
stands in the bucket and goes on from there. Results count as complete once ``result.json`` does.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from monai_ledger.job import DONE, Job
from monai_runner import killpoint, staging
from monai_runner.failing import Failing
from monai_runner.failure import JobFailure
from monai_runner.filing import Filed, Filing
from monai_runner.held import Held, Tools
from monai_runner.importing import Importing
from monai_runner.inference import Inference
from monai_runner.intake import Duplicate
from monai_runner.lease import Tenure
from monai_runner.workplace import Workplace

#: The phases that begin only once the results are complete.
_AFTER_RESULTS = ("STAGE", "MOVE", "IMPORT")


class JobProcess:
    """Works on one job that is held."""

    def __init__(self, tools: Tools, tenure: Tenure):
        self._held = Held(tools, tenure)
        # Of the attempt's own: a container of a killed runner that is only now coming up finds
        # its folders gone, and not those of its successor.
        name = f"{tenure.job.id}-{tenure.job.attempts}"
        self._place = Workplace(Path(tools.settings.work_folder), name)
        self._inference = Inference(self._held, self._place)
        self._filing = Filing(tools.settings, tools.ledger)
        self._importing = Importing(self._held)
        self._failing = Failing(self._held, self._filing, self._importing)

    def run(self) -> None:
        """Brings the job to its end. Raises what :mod:`failure` describes, and LostRace."""
        killpoint.here("taken")
        try:
            self._work()
        except JobFailure as failure:
            self._failing.fail(failure.reason, failure.log)
        except Duplicate as duplicate:
            self._failing.follow(duplicate.owner)
        finally:
            self._place.wipe()

    def _work(self) -> None:
        job = self._held.job
        if job.phase == "FAILING" and job.reason:
            self._failing.fail(job.reason, "")
            return
        if job.attempts > self._held.settings.max_attempts:
            self._give_up()
            return
        manifest = self._held.published()
        if manifest is None:
            manifest = self._inference.run()
        if self._held.settings.health_imaging and job.phase not in ("MOVE", "IMPORT"):
            self._stage(manifest)
        self._held.tools.free_slot()
        if job.phase != "IMPORT":
            self._file_input(self._filing.file)
        imported = self._importing.run()
        self._held.finish(state=DONE, reason=None, health_imaging=imported)

    def _give_up(self) -> None:
        """The end of a job that was tried often enough. Results that stand are not lost to what
        comes after them."""
        job = self._held.job
        last = job.reason.message if job.reason else "the runner ended each time"
        if not self._results_stand():
            raise JobFailure(
                "ATTEMPTS_EXHAUSTED",
                f"{job.attempts - 1} attempts failed; the last time: {last}",
                job.reason.remedy if job.reason else "",
            )
        if job.phase != "IMPORT":
            tries_left = self._held.may_still_file
            self._file_input(lambda *to: self._filing.file_at_last(to[0], to[1], tries_left))
        if job.phase == "MOVE":
            imported = self._importing.run()
        else:
            imported = self._importing.report()
            if imported is None and self._held.settings.health_imaging:
                imported = {"state": "FAILED", "reason": f"given up: {last}"}
            self._importing.clear()
        self._held.finish(state=DONE, reason=None, health_imaging=imported)

    def _results_stand(self) -> bool:
        """What comes after the results tells that they do; else their manifest."""
        if self._held.job.phase in _AFTER_RESULTS:
            return True
        readable = self._held.job.phase == "RESULTS" and self._held.may_still_file
        return readable and self._held.published() is not None

    def _stage(self, manifest: dict[str, Any]) -> None:
        """Puts the DICOM files, and nothing else, where the import reads them."""
        options = self._held.settings.health_imaging
        assert options is not None
        killpoint.here("staging")
        with self._held.phase("STAGE"):
            if options.inputs:
                self._inference.fetch_again()
                staging.stage_files(self._held.ledger, self._held.job, self._inference.study)
            prefix = self._held.job.results_prefix
            if options.results and prefix:
                images = [item for item in manifest["outputs"] if item["dicom"]]
                objects = {prefix + item["name"]: item["bytes"] for item in images}
                staging.stage_objects(self._held.ledger, self._held.job, objects)
        killpoint.here("staged")

    def _file_input(self, file: Callable[[Job, str], Filed]) -> None:
        with self._held.phase("MOVE"):
            killpoint.here("moving")
            filed = file(self._held.job, self._held.settings.inferred_prefix)
            self._held.save(input_moved_to=filed.moved_to, input_not_moved=filed.not_moved)
        killpoint.here("moved")
