"""Where results, inferred inputs and failed inputs lie in the bucket.

``results/<relative path>/`` is a folder of its own for each key, with ``dicom/``, ``files/``,
``log.txt`` and ``result.json`` in it. NAME is the file's whole name, extension included, so
``x.zip``, ``x.ZIP`` and ``x.dcm`` never meet.
"""

from __future__ import annotations

import re

#: Amazon S3: a key has at most 1,024 bytes of UTF-8.
MAX_KEY_BYTES = 1024
#: Room below a results folder for ``dicom/`` or ``files/`` and an output's own path.
RESULTS_RESERVE = 256
REASON_SUFFIX = ".reason.json"
#: Of a job id where a name needs one to be unique.
SHORT_ID = 12

# A path component with one of the folder's own names gets an underscore, as does one that already
# looks so: otherwise input/x and input/x/dicom/y would write into each other's folders.
_RESERVED = re.compile(r"(dicom|files|result\.json|log\.txt)_*")


def relative(key: str, input_prefix: str) -> str:
    """The key without the input prefix. Raises ValueError for a key outside it."""
    if not key.startswith(input_prefix):
        raise ValueError("the key does not lie under the input prefix")
    return key[len(input_prefix) :]


def results_folders(prefix: str, path: str, job_id: str) -> list[str]:
    """Names for the results folder, the best first; the last is the job's alone."""
    components = [part + "_" if _RESERVED.fullmatch(part) else part for part in path.split("/")]
    return [
        name + "/" for name in _names(prefix, "/".join(components), job_id, 1 + RESULTS_RESERVE)
    ]


def filed_keys(prefix: str, path: str, job_id: str) -> list[str]:
    """Names for an input in the inferred or failed prefix; there is room for the reason's
    suffix behind each."""
    return _names(prefix, path, job_id, len(REASON_SUFFIX))


def _names(prefix: str, path: str, job_id: str, reserve: int) -> list[str]:
    unique = f"~{job_id[:SHORT_ID]}"
    room = MAX_KEY_BYTES - len(prefix.encode("utf-8")) - reserve
    whole = path.encode("utf-8")
    names = [prefix + path] if len(whole) <= room else []
    # Cut between two characters, never inside one, and leave no "/" before the id.
    cut = whole[: room - len(unique)].decode("utf-8", errors="ignore").rstrip("/")
    return [*names, f"{prefix}{cut}{unique}"]
