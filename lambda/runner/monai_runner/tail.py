"""The end of what a MAP prints, in bounded memory and however it prints it."""

from __future__ import annotations

import os
import re
import select
import threading
from collections import deque
from typing import IO

#: Printed by the entry point of every MAP the upstream packager makes, which itself always exits
#: 0 (holoscan-cli 4.2.0). A MAP of the `builtin` packager exits with the application's code.
_EXITED = re.compile(rb"Application exited with (-?\d{1,9})\.")
_LONGEST_MATCH = 64
_LOG_BYTES = 256 * 1024
_CHUNK = 64 * 1024
_POLL_SECONDS = 0.25


class Tail:
    """Reads a pipe to its end, keeps the last 256 KiB of it and the last exit code in it."""

    def __init__(self, stream: IO[bytes]):
        self._stream = stream
        self._descriptor = stream.fileno()
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self._before = b""
        self._over = threading.Event()
        #: The last exit code that was printed, or None.
        self.exit_code: int | None = None
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while not self._over.is_set():
            # Not readline: it would wait for a line that never ends, and keep the stream locked.
            if select.select([self._descriptor], [], [], _POLL_SECONDS)[0]:
                chunk = os.read(self._descriptor, _CHUNK)
                if not chunk:
                    return
                self._take(chunk)

    def _take(self, chunk: bytes) -> None:
        seen = self._before + chunk
        for found in _EXITED.finditer(seen):
            self.exit_code = int(found.group(1))
        self._before = seen[-_LONGEST_MATCH:]
        self._chunks.append(chunk)
        self._size += len(chunk)
        while self._size - len(self._chunks[0]) >= _LOG_BYTES:
            self._size -= len(self._chunks.popleft())

    def close(self, seconds: float) -> bool:
        """Waits so long for the end of the output, then reads no more of it. Returns whether it
        had ended; it has not when some process keeps it open."""
        self._thread.join(seconds)
        ended = not self._thread.is_alive()
        self._over.set()
        self._thread.join()
        self._stream.close()
        return ended

    def text(self) -> str:
        """The end of the output. To be called after :meth:`close`."""
        return b"".join(self._chunks)[-_LOG_BYTES:].decode("utf-8", errors="replace")
