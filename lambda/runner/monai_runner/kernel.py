"""What the kernel says of processes that it killed for want of memory.

Engines tell only that it happened, podman not even that on cgroup v1, and docker on cgroup v2 also
when the whole machine was short of memory. The kernel's log says whose limit it was
(mm/oom_kill.c):
``oom-kill:constraint=CONSTRAINT_MEMCG,...,oom_memcg=/docker/ID,task_memcg=/docker/ID,...``.
"""

from __future__ import annotations

import os
import re

_LOG = "/dev/kmsg"
_RECORD_BYTES = 8192
#: More records than the kernel's buffer holds: reading ends, however fast new ones come.
_MOST_RECORDS = 200_000
_LINE = re.compile(
    rb";oom-kill:constraint=(\w+),.*?(?:oom_memcg=([^,\n]*)|global_oom),task_memcg=([^,\n]*)"
)

OWN_LIMIT = "own limit"
MACHINE = "machine"


def out_of_memory(container_id: str, log: str = _LOG) -> str:
    """Whose memory ran out when a process of this container was killed: OWN_LIMIT, MACHINE (or a
    group of it above the container), or nothing when none was or the log cannot be read."""
    if not container_id:
        return ""
    wanted, answer = container_id.encode(), ""
    for record in _records(log):
        found = _LINE.search(record)
        if found and wanted in found.group(3):
            own = found.group(1) == b"CONSTRAINT_MEMCG" and wanted in (found.group(2) or b"")
            if own:
                return OWN_LIMIT
            answer = MACHINE
    return answer


def _records(log: str) -> list[bytes]:
    try:
        descriptor = os.open(log, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return []
    found: list[bytes] = []
    try:
        for _ in range(_MOST_RECORDS):
            try:
                record = os.read(descriptor, _RECORD_BYTES)
            except BrokenPipeError:
                continue  # the record was overwritten meanwhile; the next read has the oldest
            if not record:
                break
            if b"oom-kill:" in record:
                found.append(record)
    except OSError:
        pass  # no more (EAGAIN), or not to be read here
    finally:
        os.close(descriptor)
    return found
