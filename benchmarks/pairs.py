"""How two statements of the example's sources stand to each other, by a reader's table and by the program.

    python benchmarks/pairs.py [--study FOLDER] [--table FILE] [--all]

Each row of `examples/sino-soviet/pairs.csv` names two statements by the words of their sentence and by what tells them from others of
it, and the verdict that a reader finds. The program's is that of `pair_verdict`. Beside it stands whether the two come to stand in one
incident of the whole study, by whatever links: two that a reader calls unrelated must not. The sources are coded anew, which takes a
quarter of a minute, unless a study's folder with its record is given.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile
from pathlib import Path

from detente.coding.coder import DefaultCoder
from detente.documents import SourceMetadata, read_file
from detente.incidents import Told, copy_links, differences_of, group_incidents, key_of, kind_of, pair_verdict, verdict_of
from detente.model import Coding, Document, Sentence
from detente.study import read_study_file

EXAMPLE = Path(__file__).parents[1] / "examples" / "sino-soviet"
VERDICTS = ("agree", "differ in precision", "disagree", "unrelated")
_QUOTES = str.maketrans("\u2019\u2018\u201c\u201d", "''\"\"")


@dataclass(frozen=True, kw_only=True)
class Side:
    """One statement of a row: its file, words of its sentence that stand once in the file, and what else tells it from others."""

    source: str
    words: str
    about: str


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A row: two statements of one kind, and the verdict that is owed."""

    kind: str
    sides: tuple[Side, Side]
    owed: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What the program says of a row.

    `found` is its verdict on the two alone; `study` the one that a study shows: of their differences where one incident holds both,
    else unrelated.
    """

    pair: Pair
    found: str
    study: str
    reason: str

    @property
    def right(self) -> bool:
        """Whether the program says what is owed."""
        return self.found == self.pair.owed

    @property
    def joined(self) -> bool:
        """Whether one incident of the study holds both."""
        return self.study != "unrelated"


@dataclass(frozen=True)
class Coded:
    """Documents with all that was coded in them."""

    codings: Sequence[tuple[Document, Coding]]

    @cached_property
    def statements(self) -> list[Told]:
        """Every statement that can stand in an incident."""
        return [told for _, coding in self.codings for told in statements_of(coding)]

    @cached_property
    def incident_of(self) -> dict[str, str]:
        """The incident that each statement stands in, by their ids."""
        found = group_incidents(self.statements, copies=copy_links(document for document, _ in self.codings))
        return {statement: incident.incident_id for incident in found for statement in incident.statements}

    def statement(self, kind: str, side: Side) -> Told | None:
        """The statement of a kind that a row means, None where the coder has not found it."""
        sentences = {sentence.sentence_id for sentence in self._sentences(side)}
        told = [each for each in self.statements if each.sentence in sentences and kind_of(each) == kind and is_about(each, side.about)]
        return min(told, key=lambda each: (each.span.start, key_of(each)), default=None)

    def _sentences(self, side: Side) -> list[Sentence]:
        """The one sentence of a file that has the words."""
        codings = [coding for document, coding in self.codings if Path(document.path).name == side.source]
        found = [each for coding in codings for each in coding.sentences if plain(side.words) in plain(each.text)]
        if len(found) != 1:
            raise SystemExit(f"{side.source}: {side.words!r} stands in {len(found)} sentences")
        return found


def statements_of(coding: Coding) -> Iterable[Told]:
    """The statements of a coding, of all kinds that are grouped."""
    for told in (coding.events, coding.figures, coding.agreements, coding.periods, coding.milestones):
        yield from told


def plain(text: str) -> str:
    """A text with plain quotation marks and single spaces."""
    return " ".join(text.translate(_QUOTES).split())


def is_about(told: Told, about: str) -> bool:
    """Whether a statement has everything that a row names: a value, a type, states, names, a day."""
    marks = marks_of(told)
    return all(each.casefold() in marks or (each.isdecimal() and float(each) in marks) for each in about.split())


def marks_of(told: Told) -> set[object]:
    """What a row can name a statement by: its values, and the words of its fields in small letters."""
    fields = {name: getattr(told, name) for name in told.__dataclass_fields__ if name not in ("quote", "trace", "span", "sentence")}
    dates = [date.edtf for date in (fields.get("date"), fields.get("signed")) if date]
    words = re.findall(r"\w+", repr([value for name, value in fields.items() if name not in ("date", "signed", "ended")]))
    return {*(word.casefold() for word in words), *dates, *(fields[name] for name in ("value", "high") if fields.get(name) is not None)}


def read_pairs(path: Path = EXAMPLE / "pairs.csv") -> list[Pair]:
    """The rows of a table, whose first lines may be comments."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(dropwhile(lambda line: line.startswith("#"), lines)))
    return [_pair(row) for row in rows]


def _pair(row: dict[str, str]) -> Pair:
    if row["verdict"] not in VERDICTS:
        raise SystemExit(f"no such verdict: {row['verdict']!r}")
    one, other = (Side(source=row[f"source_{at}"], words=row[f"words_{at}"], about=row[f"about_{at}"]) for at in "ab")
    return Pair(kind=row["kind"], sides=(one, other), owed=row["verdict"], why=row["why"])


def code_sources(folder: Path = EXAMPLE / "sources") -> Coded:
    """The sources of a study's folder, read with what its study file says of them and coded by the default coder."""
    coder, told = DefaultCoder(), read_study_file(folder.parent).sources
    documents: list[Document] = []
    for path in sorted(folder.iterdir()):
        documents += read_file(path, root=folder, metadata=SourceMetadata(**told.get(path.name, {})))
    return Coded([(document, coder.code(document)) for document in documents])


def read_study(folder: Path) -> Coded:
    """What a study has coded, from its record."""
    from detente.record import Store

    with Store.open(folder) as store:
        return Coded([(document, coding) for document in store.documents() if (coding := store.coding(document.document_id))])


def judge(pairs: Iterable[Pair], coded: Coded) -> tuple[list[Judged], list[tuple[Pair, Side]]]:
    """What the program says of each row, and the rows with a statement that the coder has not found."""
    judged, missed = [], []
    for pair in pairs:
        told = [coded.statement(pair.kind, side) for side in pair.sides]
        one, other = told
        if one is None or other is None:
            missed += [(pair, side) for side, each in zip(pair.sides, told, strict=True) if each is None]
        else:
            judged.append(_judged(pair, one, other, coded))
    return judged, missed


def _judged(pair: Pair, one: Told, other: Told, coded: Coded) -> Judged:
    found, reason = pair_verdict(one, other)
    together = coded.incident_of[key_of(one)] == coded.incident_of[key_of(other)]
    study = verdict_of(differences_of((one, other)), 2) if together else "unrelated"
    return Judged(pair=pair, found=found, study=study, reason=reason)


def share_right(judged: Sequence[Judged]) -> float:
    """The share of rows of which the program says what is owed."""
    return sum(each.right for each in judged) / len(judged)


def print_table(judged: Sequence[Judged]) -> None:
    """Right and wrong by the verdict owed, with what the program says instead."""
    print("| owed | rows | right | the program says instead | right in the study | in one incident |")
    print("| --- | --- | --- | --- | --- | --- |")
    for owed in (*VERDICTS, "all"):
        rows = [each for each in judged if owed in (each.pair.owed, "all")]
        said = Counter(each.found for each in rows if not each.right) if owed != "all" else Counter()
        instead = ", ".join(f"{count} {verdict}" for verdict, count in sorted(said.items()))
        right, shown = sum(each.right for each in rows), sum(each.study == each.pair.owed for each in rows)
        print(f"| {owed} | {len(rows)} | {right} | {instead} | {shown} | {sum(each.joined for each in rows)} |")
    print(f"\n{share_right(judged):.2f} right")


def print_rows(judged: Iterable[Judged]) -> None:
    """Rows, with what is owed and what the program says."""
    for each in judged:
        one, other = each.pair.sides
        print(f"\n{each.pair.kind}: {each.pair.why}\n  {one.source} [{one.words}]; {other.source} [{other.words}]")
        print(f"  owed {each.pair.owed}; found {each.found}; in the study {each.study}\n  {each.reason}")


def main() -> None:
    """Judge the rows of a table and print what is right and what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--study", type=Path, help="a folder with a study's record")
    parser.add_argument("--table", type=Path, default=EXAMPLE / "pairs.csv")
    parser.add_argument("--all", action="store_true", help="print the rows that are right too")
    asked = parser.parse_args()
    judged, missed = judge(read_pairs(asked.table), read_study(asked.study) if asked.study else code_sources())
    print_table(judged)
    print_rows(each for each in judged if asked.all or not each.right or (each.joined and each.pair.owed == "unrelated"))
    for pair, side in missed:
        print(f"\nnot found: {pair.kind} {side.about} in {side.source} [{side.words}]: {pair.why}")


if __name__ == "__main__":
    main()
