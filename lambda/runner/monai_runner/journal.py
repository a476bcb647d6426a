"""The runner's log: JSON lines, rotated, with job ids and codes and never a key or a message of
another library, since both may hold a patient's name."""

from __future__ import annotations

import json
import logging
import sys
import traceback
import warnings
from logging.handlers import RotatingFileHandler
from pathlib import Path

from monai_ledger import clock

_LOGGER = logging.getLogger("monai-runner")
_MAX_BYTES = 10 * 1024 * 1024
_BACKUPS = 5


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, "fields", {})
        line = {
            "time": clock.to_text(clock.utc_now()),
            "level": record.levelname,
            "event": record.getMessage(),
            **fields,
        }
        return json.dumps(line, ensure_ascii=True, default=str)


def silence_libraries() -> None:
    """Keeps other libraries from writing to standard error, which ends in the system's journal:
    pydicom's warnings quote the values they are about."""
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")


def start(folder: Path | None) -> None:
    """Logs to standard error and, given a folder, to ``runner.jsonl`` there: six files of at
    most 10 MiB, for root only. The CloudWatch agent reads them as they are."""
    _LOGGER.handlers.clear()
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.propagate = False
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = folder / "runner.jsonl"
        file.touch(mode=0o600)
        handlers.append(
            RotatingFileHandler(file, maxBytes=_MAX_BYTES, backupCount=_BACKUPS, encoding="utf-8")
        )
    for handler in handlers:
        handler.setFormatter(_Lines())
        _LOGGER.addHandler(handler)


def info(event: str, **fields: object) -> None:
    """One line of normal operation."""
    _LOGGER.info(event, extra={"fields": fields})


def warn(event: str, **fields: object) -> None:
    """One line about something that went wrong and was dealt with."""
    _LOGGER.warning(event, extra={"fields": fields})


def frames(error: BaseException) -> list[str]:
    """Where an error came from, without its message."""
    return [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
