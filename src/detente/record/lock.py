"""One long run at a time on a study: a lock that ends with its process, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.record import faults
from detente.record.connect import store_path


@contextmanager
def long_run(folder: Path) -> Iterator[None]:
    """Hold the study of `folder` for a long run; searching and reviewing beside it are not hindered.

    The system frees the lock when the process ends, killed or not. Raises `RecordFault` 407, naming
    the process, while another holds it.
    """
    path = Path(f"{store_path(folder)}.lock")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise faults.fault(faults.READ_ONLY, error.strerror or "", where=path.name) from error
    try:
        _take(handle, path)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _take(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip()
        raise faults.fault(faults.LONG_RUN, f"process {holder or 'unknown'}", where=path.name) from error
