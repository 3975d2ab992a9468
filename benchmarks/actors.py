"""Measure whom the coder sees in a sentence: for each side of a written event, where the coder has its state.

    python benchmarks/actors.py [FILE ...] [--passages DIR] [--half 0|1] [--words N] [--wrong N] [--unseen N] [--coded]

FILEs hold written passages (`training/passages.py` reads them); by default all of DIR. A passage goes through the coder's own
preparation as one text, with its title, and its year as the date of writing. The sides of each sentence are counted once a
state, as named or resolved in the sentence, named in it as a place only, in the three sentences before, among the five states
the passage names most, or nowhere. `--half` takes every other passage, so that the rules can be looked over on one half and
measured on the other. `--words` lists the words that stand where a side is missing, `--wrong` the words whose state is in no
event of the passage (a hint only), `--unseen` whole sentences; `--coded` also codes the passages and scores the pairs of states.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from inspect import signature
from pathlib import Path
from types import ModuleType
from typing import Any

from detente.coding.coder import DefaultCoder, Prepared
from detente.coding.discourse import Discourse, count_pairs
from detente.coding.mentions import ActorMention
from detente.coding.parsing import load_parser
from detente.coding.scene import bind, subject_mentions
from detente.dates import read_edtf
from detente.documents import split_sentences
from detente.model import Document, content_id
from detente.spans import SpanMap

HERE = Path(__file__).resolve().parent
PLACES = ("in the sentence", "as a place", "three before", "five most", "nowhere")
LOOK_BACK, MOST = 3, 5
WORD = re.compile(
    r"(?:[A-Z][\w'’-]*(?: (?:of |the |de )?[A-Z][\w'’-]*)*)|\b(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Bb]oth|[Tt]hese) (?:\w+ ){0,1}\w+"
)


@dataclass
class Counts:
    """What has been counted so far."""

    sides: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)
    unseen: list[str] = field(default_factory=list)
    sentences: int = 0


def load(path: Path) -> ModuleType:
    """Import a script by its path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def document_of(passage: Any) -> tuple[Document, list[tuple[int, int]]]:
    """The passage as a plain document of its year, and where each written sentence lies in it."""
    text, spans = "", []
    for each in passage.sentences:
        start = len(text) + bool(text)
        text = f"{text} {each.text}" if text else each.text
        spans.append((start, len(text)))
    document = Document(
        document_id=content_id("document", text),
        key="passage",
        path="passage.txt",
        sha256="0" * 64,
        format="txt",
        raw=text,
        text=text,
        map=SpanMap.identity(len(text)),
        title=passage.title or "",
        published=read_edtf(str(passage.year)) if passage.year else None,
    )
    return document, spans


def prepare(coder: DefaultCoder, document: Document) -> list[Prepared]:
    """The sentences of a document with their names and dates, as the coder begins."""
    return coder.prepare(document, split_sentences(document))


def bound(coder: DefaultCoder, document: Document, prepared: list[Prepared]) -> Iterator[tuple[Prepared, tuple[ActorMention, ...]]]:
    """Each sentence with all its mentions, those that stand for another included."""
    from detente.coding.coder import _Reader

    discourse = Discourse(_Reader(coder, document, prepared)._document_pairs(), scholarly=len(prepared) > 4)
    discourse.enter_section(count_pairs(item.mentions for item in prepared))
    discourse.enter_paragraph()
    remember = len(signature(discourse.note).parameters) > 2  # of trees older than this script
    for item, doc in zip(prepared, load_parser().pipe(item.sentence.text for item in prepared), strict=True):
        scene = bind(doc, item.mentions, coder.lexicon, discourse)
        yield item, scene.mentions
        more = (scene.groups,) if remember else ()
        discourse.note([m for m in scene.mentions if m.kind != "pronoun"], subject_mentions(scene), *more)


def overlapping(spans: list[tuple[int, int]], item: Prepared) -> list[int]:
    """Which written sentences a found sentence lies in."""
    start, end = item.sentence.clean_span.start, item.sentence.clean_span.end
    return [i for i, (first, last) in enumerate(spans) if first < end and start < last]


def measure(coder: DefaultCoder, passage: Any, counts: Counts) -> None:
    """Count one passage."""
    document, spans = document_of(passage)
    prepared = prepare(coder, document)
    acting: list[set[str]] = [set() for _ in spans]
    placed: list[set[str]] = [set() for _ in spans]
    taken: list[list[tuple[int, int]]] = [[] for _ in spans]
    told = {side for each in passage.sentences for event in each.events for side in (event.source, event.target)}
    often: Counter[str] = Counter()
    for item, mentions in bound(coder, document, prepared):
        for mention in mentions:
            often.update(mention.states if not mention.inferred else ())
            for i in overlapping(spans, item):
                (placed if mention.kind == "place" else acting)[i].update(mention.states)
                at = item.sentence.clean_span.start + mention.start - spans[i][0]
                if mention.states or mention.organisation:
                    taken[i].append((at, at + mention.end - mention.start))
            here = [i for i in overlapping(spans, item) if passage.sentences[i].events]
            own = {side for i in here for event in passage.sentences[i].events for side in (event.source, event.target)}
            judge(item, mention, told, own, counts)
    top = {state for state, _ in often.most_common(MOST)}
    for i, each in enumerate(passage.sentences):
        counts.sentences += 1
        before = set().union(*acting[max(0, i - LOOK_BACK) : i], *placed[max(0, i - LOOK_BACK) : i])
        sides = {side for event in each.events for side in (event.source, event.target)}
        lost = set()
        for side in sides:
            groups = (acting[i], placed[i], before, top)
            where = next((PLACES[n] for n, group in enumerate(groups) if side in group), PLACES[-1])
            counts.sides[where] += 1
            if where not in PLACES[:2]:
                lost.add(f"{side}{'*' if where == PLACES[-1] else ''}")
        for event in each.events:
            counts.pairs["both sides in the sentence"] += {event.source, event.target} <= acting[i] | placed[i]
            counts.pairs["events"] += 1
        if lost:
            free = unread(each.text, taken[i])
            counts.missing.update(free)
            counts.unseen.append(f"{' '.join(sorted(lost))} | {each.text} [{'; '.join(free)}]")


def judge(item: Prepared, mention: ActorMention, told: set[str], own: set[str], counts: Counts) -> None:
    """Count whether the states of a mention take part in any event of its passage, and in those of its own sentence if it has any."""
    sort = "inferred" if mention.inferred else "place" if mention.kind == "place" else "named"
    words = item.sentence.text[mention.start : mention.end]
    for state in mention.states:
        if own:
            counts.named[f"{sort} {'own' if state in own else 'not own'}"] += 1
        counts.named[f"{sort} {'in' if state in told else 'in no'} event"] += 1
        if state not in told and sort != "place":
            counts.wrong[f"{words} {state} {mention.kind}"] += 1


def unread(text: str, taken: list[tuple[int, int]]) -> list[str]:
    """Names and definite phrases of a sentence in which no actor was found."""
    found = []
    for match in WORD.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.append(match.group())
    return found


def code(coder: DefaultCoder, passage: Any, counts: Counts) -> None:
    """Score the pairs of states that the rules code, a sentence and pair once."""
    document, spans = document_of(passage)
    coded: list[set[frozenset[str]]] = [set() for _ in spans]
    for event in coder.code(document).events:
        if event.source.state and event.target.state:
            for i, (first, last) in enumerate(spans):
                if first < event.span.end and event.span.start < last:
                    coded[i].add(frozenset((event.source.state, event.target.state)))
    for each, pairs in zip(passage.sentences, coded, strict=True):
        gold = {frozenset((event.source, event.target)) for event in each.events}
        counts.pairs["right"] += len(gold & pairs)
        counts.pairs["coded"] += len(pairs)
        counts.pairs["written"] += len(gold)


def told(counts: Counts, args: argparse.Namespace) -> Iterator[str]:
    """The lines of the result."""
    total = sum(counts.sides.values()) or 1
    yield f"{counts.sentences} sentences, {total} sides: " + ", ".join(
        f"{name} {counts.sides[name]} ({counts.sides[name] / total:.3f})" for name in PLACES
    )
    for sort in ("named", "inferred", "place"):
        right, wrong = counts.named[f"{sort} in event"], counts.named[f"{sort} in no event"]
        near, far = counts.named[f"{sort} own"], counts.named[f"{sort} not own"]
        yield (
            f"{sort}: {right + wrong}, with a state that the passage's events have {right / max(1, right + wrong):.3f}, "
            f"its own sentence's {near / max(1, near + far):.3f}"
        )
    yield f"events with both sides in the sentence: {counts.pairs['both sides in the sentence'] / max(1, counts.pairs['events']):.3f}"
    if args.coded:
        right, coded, written = (counts.pairs[name] for name in ("right", "coded", "written"))
        precision, recall = right / max(1, coded), right / max(1, written)
        yield f"pairs coded by the rules: precision {precision:.3f}, recall {recall:.3f}, F1 {2 * right / max(1, coded + written):.3f}"
    for title, table, most in (("Unread", counts.missing, args.words), ("In no event", counts.wrong, args.wrong)):
        if most:
            yield f"{title}: " + "; ".join(f"{name} {count}" for name, count in table.most_common(most))
    yield from counts.unseen[: args.unseen]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--passages", type=Path, default=HERE.parent / "training" / "passages")
    parser.add_argument("--half", type=int, choices=(0, 1))
    for name in ("--words", "--wrong", "--unseen"):
        parser.add_argument(name, type=int, default=0)
    parser.add_argument("--coded", action="store_true")
    args = parser.parse_args()
    files = args.files or sorted(args.passages.glob("*.txt"))
    reader = load(HERE.parent / "training" / "passages.py")
    passages = [found for _, _, found in reader.read_passages(files) if isinstance(found, reader.Passage)]
    if args.half is not None:
        passages = passages[args.half :: 2]
    if not passages:
        sys.exit("no written passage is here: give FILEs, or --passages DIR")
    coder, counts = DefaultCoder(), Counts()
    sentences = [each.text for passage in passages for each in passage.sentences]
    coder.register.find_names("Begin.")
    for text in sentences:
        coder.register.find_names(text)
    started = time.perf_counter()
    for text in sentences:
        coder.register.find_names(text)
    speed = len(sentences) / (time.perf_counter() - started)
    for passage in passages:
        measure(coder, passage, counts)
        if args.coded:
            code(coder, passage, counts)
    print("\n".join(told(counts, args)))
    print(f"names are found in {speed:,.0f} sentences a second")


if __name__ == "__main__":
    main()
