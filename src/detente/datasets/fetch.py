"""A file from its maker, on explicit request only: streamed, bounded, checked, and put in place only when it is whole.

Addresses are https, a file of this machine, or http of this machine itself (for tests and mirrors). Nothing that is there is overwritten.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener, url2pathname

import yaml

from detente.datasets.events.faults import CHECKSUM, NAME_TAKEN, NO_ADDRESS, TOO_LARGE, UNREACHABLE, event_refusal

MOST_BYTES = 4 * 2**30
"""The most that is fetched of one file, where no other limit is given."""

_PIECE = 1 << 20
_HERE = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, kw_only=True)
class Maker:
    """Where a data set is had: the maker's page, what to take there, by which layouts it is read, and an address where one is certain."""

    name: str
    data_set: str
    page: str
    get: str
    layouts: tuple[str, ...]
    url: str = ""
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A file that was fetched: where it is, its bytes and SHA-256, and whether that was the one asked for (`checked`)."""

    path: Path
    size: int
    sha256: str
    checked: bool


@cache
def makers() -> Mapping[str, Maker]:
    """The makers by the short name of their data set."""
    text = resources.files("detente").joinpath("data", "makers.yaml").read_text(encoding="utf-8")
    entries = yaml.safe_load(text).items()
    return MappingProxyType({name: Maker(name=name, **(entry | {"layouts": tuple(entry["layouts"])})) for name, entry in entries})


def is_fetchable(url: str) -> bool:
    """Whether an address is https with a host, a file of this machine, or http of this machine."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return parts.netloc in ("", "localhost") and bool(parts.path)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE))


class _SameSort(HTTPRedirectHandler):
    """Follows a maker's redirection only to an address that could have been asked for, and never to a file."""

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> Request | None:  # noqa: ANN401, PLR0917 - as urllib has it
        """The request that follows a redirection; raises `URLError` where it leads to another sort of address."""
        if not is_fetchable(newurl) or urlsplit(newurl).scheme == "file":
            fp.close()
            raise URLError(f"it is redirected to {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch_file(
    url: str,
    folder: str | Path,
    *,
    name: str | None = None,
    sha256: str | None = None,
    most_bytes: int = MOST_BYTES,
    timeout: float = 60.0,
    progress: Callable[[int], None] = lambda size: None,
) -> Fetched:
    """Fetch a file into a folder under its own name, or under `name`; `progress` is told the bytes so far.

    Raises `DataRefused` 345 for an address that is not fetched from, 340 where a file of the name is there, 343 where it cannot be
    reached or ends early, 344 where it is larger than `most_bytes`, 342 where its SHA-256 is not `sha256`. After an error nothing is left.
    """
    if not is_fetchable(url):
        raise event_refusal(NO_ADDRESS, "only https:// and file:// are fetched from", where=_shown(url))
    wanted = (sha256 or "").strip().lower()
    if wanted and not re.fullmatch(r"[0-9a-f]{64}", wanted):
        raise event_refusal(CHECKSUM, "a SHA-256 has 64 hexadecimal digits", where=_shown(url))
    called = name or unquote(urlsplit(url).path).rpartition("/")[2]
    path = Path(folder) / called
    if path.name != called or called.startswith("."):
        raise event_refusal(NO_ADDRESS, "the address names no file", where=_shown(url), todo="Name the file with --name.")
    check_free(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".fetch-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as target:
            size, digest = _stream(url, target, most_bytes, timeout, progress)
        if wanted and digest != wanted:
            raise event_refusal(CHECKSUM, f"it is {digest}", where=_shown(url))
        put_in_place(Path(temporary), path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return Fetched(path=path, size=size, sha256=digest, checked=bool(wanted))


def _stream(url: str, target: IO[bytes], most: int, timeout: float, progress: Callable[[int], None]) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    try:
        with _source(url, timeout) as (source, told):
            if told is not None and told > most:
                raise event_refusal(TOO_LARGE, f"{told:,} bytes, with {most:,} allowed", where=_shown(url))
            while piece := source.read(_PIECE):
                size += len(piece)
                if size > most:
                    raise event_refusal(TOO_LARGE, f"more than {most:,} bytes", where=_shown(url))
                digest.update(piece)
                target.write(piece)
                progress(size)
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()
        raise event_refusal(UNREACHABLE, str(getattr(error, "reason", error)), where=_shown(url)) from None
    if told is not None and size != told:
        raise event_refusal(UNREACHABLE, f"{size:,} of {told:,} bytes came", where=_shown(url))
    target.flush()
    return size, digest.hexdigest()


class _source:  # noqa: N801 - used as a function
    """An address opened for reading, with the number of bytes that it declares, None where it does not."""

    def __init__(self, url: str, timeout: float) -> None:
        self.url, self.timeout = url, timeout

    def __enter__(self) -> tuple[IO[bytes], int | None]:
        parts = urlsplit(self.url)
        if parts.scheme == "file":
            path = Path(url2pathname(parts.path))
            self.stream: IO[bytes] = path.open("rb")
            return self.stream, path.stat().st_size
        request = Request(self.url, headers={"User-Agent": "detente", "Accept-Encoding": "identity"})  # noqa: S310 - is_fetchable
        opener = build_opener(_SameSort)
        self.stream = opener.open(request, timeout=self.timeout)
        length = getattr(self.stream, "headers", {}).get("Content-Length")
        return self.stream, int(length) if length and length.isdecimal() else None

    def __exit__(self, *_: object) -> None:
        self.stream.close()


def check_free(path: Path) -> None:
    """Raise `DataRefused` 340 where something of that name is there."""
    if path.exists() or path.is_symlink():
        raise event_refusal(NAME_TAKEN, where=path.name)


def put_in_place(temporary: Path, path: Path) -> None:
    """Give a finished file its name, unless something has taken it meanwhile (`DataRefused` 340)."""
    temporary.chmod(0o644)
    try:
        # a second name, where a renaming would overwrite
        path.hardlink_to(temporary)
    except FileExistsError:
        raise event_refusal(NAME_TAKEN, where=path.name) from None
    except OSError:
        check_free(path)
        temporary.rename(path)


def _shown(url: str) -> str:
    """An address without a user, a password, or a query, which may hold a key."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
