"""Opening a zip archive that nobody vouches for."""

from __future__ import annotations

import io
import zipfile
import zlib

from detente.documents.limits import Limits
from detente.documents.refusals import refuse

_SMALL = 5_000_000


class Archive:
    """A zip archive whose directory was judged before anything was unpacked, and whose parts are capped."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise refuse(106, "", f"as an archive: {error}") from error
        self._judge(len(data))

    def has(self, name: str) -> bool:
        """Whether the archive holds a part of that name."""
        return name in self._zip.namelist()

    def read(self, name: str) -> bytes:
        """One part's bytes; refuses a part that is larger than allowed (107) or damaged (106)."""
        cap = self._limits.max_unpacked
        try:
            with self._zip.open(name) as part:
                data = part.read(cap + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise refuse(106, "", f"part {name}: {error}") from error
        if len(data) > cap:
            raise refuse(107, "", f"part {name} is larger than {cap} bytes")
        return data

    def _judge(self, size: int) -> None:
        entries = self._zip.infolist()
        if len(entries) > self._limits.max_entries:
            raise refuse(107, "", f"{len(entries)} entries")
        if any(entry.flag_bits & 1 for entry in entries):
            raise refuse(103, "")
        total = sum(entry.file_size for entry in entries)
        if total > self._limits.max_unpacked:
            raise refuse(107, "", f"{size} bytes unpack to {total}")
        for entry in entries:
            if entry.file_size > _SMALL and entry.file_size > self._limits.max_ratio * max(entry.compress_size, 1):
                raise refuse(107, "", f"part {entry.filename[:80]} unpacks from {entry.compress_size} to {entry.file_size} bytes")
