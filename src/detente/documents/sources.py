"""A folder of sources: which files are in it, and reading them in order."""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from detente.documents.limits import Limits
from detente.documents.metadata import SourceMetadata
from detente.documents.reading import read_file
from detente.documents.refusals import refuse
from detente.errors import DocumentRefused, file_label
from detente.model import Document

_JUNK = frozenset({"thumbs.db", "desktop.ini", "icon\r", "__pycache__", "__macosx", "node_modules", "lost+found"})


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What came of one file: its documents, or why it was refused; `sha256` is empty where it could not be opened."""

    path: str
    sha256: str
    documents: tuple[Document, ...]
    refused: DocumentRefused | None = None


def find_sources(folder: Path | str) -> tuple[Path, ...]:
    """All files under `folder`, sorted by their relative path, and folders that are named like a file.

    Hidden files, lock files of office programs and known junk are passed over; files of unknown kinds
    are not, so that reading names them. Raises `DocumentRefused` (114) where there is no such folder.
    """
    root = Path(folder)
    if not root.is_dir():
        raise refuse(114, root, "there is no such folder")
    return tuple(sorted(_walk(root), key=lambda path: path.relative_to(root).as_posix()))


def read_sources(
    paths: Iterable[Path | str],
    *,
    root: Path | None = None,
    metadata: Mapping[str, SourceMetadata] | None = None,
    limits: Limits | None = None,
    workers: int = 1,
) -> Iterator[Reading]:
    """Read `paths` in sorted order, one `Reading` each; a refused file never stops the rest.

    `metadata` is looked up by the path relative to `root`, then by the file's name, then by its key.
    Files of one stem get keys with their folder before them, and their suffix where that is not enough.
    """
    ordered = sorted({Path(path) for path in paths}, key=lambda path: _label(path, root))
    keys = _keys([_label(path, root) for path in ordered])
    known = metadata or {}

    def read(path: Path) -> Reading:
        label = _label(path, root)
        given = known.get(label) or known.get(path.name) or known.get(keys[label])
        try:
            documents = read_file(path, root=root, metadata=given, limits=limits, key=keys[label])
        except DocumentRefused as refused:
            return Reading(path=label, sha256=_hash(path, limits or Limits()), documents=(), refused=refused)
        return Reading(path=label, sha256=documents[0].sha256, documents=documents)

    if workers <= 1:
        yield from map(read, ordered)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[Reading]] = deque()
        for path in ordered:
            waiting.append(pool.submit(read, path))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        name = path.name.lower()
        if name.startswith((".", "~$")) or name.endswith("~") or name in _JUNK:
            continue
        if path.is_dir() and not path.is_symlink():
            if path.suffix.lower() in (".pdf", ".docx", ".txt", ".md", ".html", ".htm", ".jsonl", ".xml"):
                yield path
            else:
                yield from _walk(path)
        else:
            yield path


def _label(path: Path, root: Path | None) -> str:
    told = path.relative_to(root).as_posix() if root and path.is_relative_to(root) else path.as_posix() if root else path.name
    return file_label(told)


def _keys(labels: list[str]) -> dict[str, str]:
    """A citation key for each label: its stem, made longer only where stems meet."""
    stems = Counter(Path(label).stem for label in labels)
    longer = Counter(Path(label).with_suffix("").as_posix() for label in labels)
    keys = {}
    for label in labels:
        path = Path(label)
        name = path.with_suffix("").as_posix()
        keys[label] = path.stem if stems[path.stem] == 1 else name if longer[name] == 1 else label
    return keys


def _hash(path: Path, limits: Limits) -> str:
    """The hash of a refused file's bytes, read in pieces; empty where it cannot be read or is far too large."""
    digest = hashlib.sha256()
    try:
        if not path.is_file() or path.stat().st_size > 4 * limits.max_bytes:
            return ""
        with path.open("rb") as file:
            while piece := file.read(1_000_000):
                digest.update(piece)
    except OSError:
        return ""
    return digest.hexdigest()
