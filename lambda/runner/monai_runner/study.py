"""The files of one upload: which of them are the study, and what became of each of the others.

They are read in a child process (:mod:`confined`, :mod:`examine`); what it says is carried out
and counted here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from monai_runner import confined
from monai_runner.failure import JobFailure
from monai_runner.settings import Limits

#: Counts the files that were read well but not inferred, since the job failed for others.
NOT_INFERRED = "NOT_INFERRED"
_MEMORY = 1024**3
_LEAST_SECONDS = 30.0


@dataclass
class Accounting:
    """What became of the files of an upload. ``files`` is always ``inferred`` and all of
    ``left_out`` together."""

    files: int
    inferred: int = 0
    left_out: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The object ``intake`` of the ledger, result.json and reason.json."""
        left_out = dict(sorted(self.left_out.items()))
        return {"files": self.files, "inferred": self.inferred, "leftOut": left_out}


@dataclass(frozen=True)
class Study:
    """The files for the MAP and the accounting of all."""

    files: list[Path]
    accounting: Accounting


class Refused(JobFailure):
    """The upload cannot be inferred; the accounting goes along."""

    def __init__(self, failure: JobFailure, accounting: Accounting):
        reason = failure.reason
        super().__init__(reason.code, reason.message, reason.remedy, failure.log)
        self.accounting = accounting


def bounds(files: Sequence[Path], limits: Limits) -> confined.Bounds:
    """What the reading of these files may take. A header takes a millisecond, the comparison of
    copies a few seconds for each GiB; both get many times that, and a busy machine half a minute
    in any case."""
    size = sum(file.stat().st_size for file in files)
    whole = max(_LEAST_SECONDS, limits.minutes * 60)
    return confined.Bounds(_MEMORY, min(whole, 20 + len(files) / 50 + size / 2**25), whole)


def check(
    files: Sequence[Path],
    left_out: dict[str, int],
    endings: dict[str, str],
    require_deidentified: bool,
    limits: Limits,
    stop: Callable[[], str] = lambda: "",
) -> Study:
    """Reads the files in a child process and deletes those that are not given to the MAP.

    ``left_out`` counts what was left out before; ``endings`` has the ending of the name a file
    had, by the name it has now, where that is known. Raises Refused unless all that is DICOM is
    whole and of one study and one patient, each instance stands there once and, if asked for,
    each file says that the patient's identity was removed.
    """
    accounting = Accounting(len(files) + sum(left_out.values()), 0, dict(left_out))
    argument = {
        "files": [[str(file), endings.get(file.name, "")] for file in sorted(files)],
        "deidentified": require_deidentified,
    }
    try:
        answer = confined.call(
            "monai_runner.examine:examine", argument, bounds(files, limits), stop
        )
    except JobFailure as failure:
        _add(accounting, {failure.reason.code: len(files)})
        raise Refused(failure, accounting) from None
    _add(accounting, answer["left_out"])
    kept = [Path(name) for name in answer["kept"]]
    if answer["failure"]:
        _add(accounting, {NOT_INFERRED: len(kept)})
        raise Refused(JobFailure(*answer["failure"]), accounting)
    accounting.inferred = len(kept)
    for file in set(files).difference(kept):
        file.unlink()
    return Study(kept, accounting)


def _add(accounting: Accounting, counts: dict[str, int]) -> None:
    total = Counter(accounting.left_out) + Counter(counts)
    accounting.left_out = {code: number for code, number in total.items() if number}
