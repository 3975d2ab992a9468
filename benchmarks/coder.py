"""Score the coder against hand codings of real documents, and write the table.

    python benchmarks/coder.py [--eval DIR] [--whole] [--fast] [--write FILE --date YYYY-MM-DD] [--misses NAME]

DIR holds the hand-coded texts and their scorers (see its README); by default the folder `eval` beside the one that
DETENTE_DATA names. `--whole` adds the essays that nobody may look at while the coder is written, the gold records, sentences
without an event, what a confidence is worth, the commonest kinds of miss, and the speed: `make benchmark-coder` runs that.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import json
import os
import platform
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

LEVELS = ("found", "tone", "type", "date", "direction")
BLIND = tuple(f"e{n}" for n in range(12, 20))


def load(folder: Path, name: str) -> ModuleType:
    """Import one of the scorers by its path."""
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def texts(folder: Path, *, blind: bool) -> list[tuple[str, Path, list[Path], list[Path]]]:
    """Every hand-coded text: name, file, event codings, figure codings."""
    hand = folder / "hand_coded"
    out = [
        (
            "njal-2014",
            folder.parent / "corpus" / "njal-2014.txt",
            sorted(hand.glob("njal-2014.events.*")),
            sorted(hand.glob("njal-2014.quantities.*")),
        )
    ]
    for kind in ("passages", "essays"):
        for path in sorted((folder / kind).glob("*.txt")):
            if blind == (path.stem in BLIND):
                out.append(
                    (path.stem, path, sorted(path.parent.glob(f"{path.stem}.events.*")), sorted(path.parent.glob(f"{path.stem}.figures.*")))
                )
    return out[1:] if blind else out


def coded(path: Path, coder: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The events and figures of a file as the scorers read them."""
    from detente.documents import read_file

    events, figures = [], []
    for document in read_file(path):
        coding = coder.code(document)
        for event in coding.events:
            events.append(
                {
                    "char_start": event.span.start,
                    "char_end": event.span.end,
                    "source_state": event.source.state,
                    "target_state": event.target.state,
                    "event_type": event.event_type,
                    "date_start": event.date.start_text if event.date else None,
                    "date_end": event.date.end_text if event.date else None,
                    "contexts": list(event.contexts),
                    "modality": event.modality,
                    "rule": event.rule,
                    "confidence": event.confidence,
                }
            )
        figures += [
            {"char_start": f.span.start, "char_end": f.span.end, "value": f.value, "rule": f.rule, "what": f.what} for f in coding.figures
        ]
    return events, figures


def score_events(scorer: ModuleType, events: list[dict[str, Any]], text: str, golds: Iterable[Path]) -> dict[str, float]:
    """Mean F1 at each level over the codings, and the share of right contexts where domains are coded."""
    tables = [scorer.score(events, scorer.load_gold(str(path), text))[0] for path in golds]
    out = {level: sum(t[level]["f1"] for t in tables) / len(tables) for level in LEVELS}
    out |= {
        f"{level} {part}": sum(t[level][part] for t in tables) / len(tables)
        for level in ("found", "type")
        for part in ("precision", "recall")
    }
    right = [t["contexts"]["right"] for t in tables if "contexts" in t]
    if right:
        out["contexts"] = sum(right) / len(right)
    out["n"] = len(events)
    return out


def said_by(scorer: ModuleType, arguments: list[str], rows: Iterable[dict[str, Any]]) -> str:
    """What a scorer prints of rows, given its other arguments; the rows go to it as a file of JSON lines, named last."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    said, before = io.StringIO(), sys.argv
    sys.argv = [scorer.__name__, *arguments, out.name]
    try:
        with contextlib.redirect_stdout(said):
            scorer.main()
    finally:
        sys.argv = before
        Path(out.name).unlink()
    return said.getvalue()


def score_figures(folder: Path, figures: list[dict[str, Any]], path: Path, golds: list[Path]) -> float | None:
    """The F1 that the figure scorer prints; None where a text has no hand-coded figure."""
    golds = [gold for gold in golds if gold.stat().st_size]
    if not golds:
        return None
    arguments = [*(part for gold in golds for part in ("--gold", str(gold))), "--text", str(path)]
    match = re.search(r"F1 ([\d.]+)", said_by(load(folder, "score_figures"), arguments, figures))
    return float(match.group(1)) if match else None


def score_sentences(folder: Path, coder: Any) -> dict[str, float]:
    """F1 on the field's gold records of single sentences."""
    from detente.documents import read_file

    gold = folder / "gsr" / "interstate_dev.jsonl"
    rows = []
    for document in read_file(gold):
        for event in coder.code(document).events:
            key = document.key.split("#")[-1]
            pairs = [(event.source.state, event.target.state)] + ([(event.target.state, event.source.state)] if event.reciprocal else [])
            rows += [{"document": key, "source_state": one, "target_state": two, "event_type": event.event_type} for one, two in pairs]
    table = json.loads(said_by(load(folder, "score_sentences"), ["--gold", str(gold), "--json"], rows))
    return {level: table[level]["f1"] for level in ("dyad", "class", "type")}


def misses(folder: Path, name: str, coder: Any) -> None:
    """List what one text's codings have and the coder has not, and the reverse."""
    if name in BLIND:
        sys.exit(f"{name} is kept blind: its misses are never listed")
    scorer = load(folder, "score_events")
    _, path, golds, _ = next(item for item in texts(folder, blind=False) if item[0] == name)
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    events, _ = coded(path, coder)
    gold = scorer.load_gold(str(golds[0]), text)
    _, taken_p, taken_g = scorer.score(events, gold)
    for j, g in enumerate(gold):
        if g["core"] and taken_g.get(j, (0, 0))[1] < 3:
            level = LEVELS[taken_g.get(j, (0, 0))[1]]
            print(f"MISS {level:9} {g['source_state']}>{g['target_state']} {g['plover']} {g['date_start']} | {g['quote'][:200]!r}")
    for i, p in enumerate(events):
        level = taken_p[i][1] if i in taken_p else 0
        if level < 3:
            code = f"{p['source_state']}>{p['target_state']} {p['event_type']} {p['date_start']} {p['modality']} {p['rule']}"
            print(f"FALSE {level} {code} | {text[p['char_start'] : p['char_end']][:200]!r}")


def table(folder: Path, coder: Any, *, blind: bool) -> list[str]:
    """The lines of the table."""
    scorer = load(folder, "score_events")
    lines = [
        "| text | n | found | tone | type | date | direction | found P/R | contexts | figures |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    rows: list[tuple[str, dict[str, float], float | None]] = []
    for name, path, golds, figure_golds in texts(folder, blind=blind):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        events, figures = coded(path, coder)
        rows.append((name, score_events(scorer, events, text, golds), score_figures(folder, figures, path, figure_golds)))
    groups = (
        {"blind essays": BLIND}
        if blind
        else {"passages": tuple(f"d0{n}" for n in range(1, 8)), "essays e01-e11": tuple(f"e{n:02d}" for n in range(1, 12))}
    )
    for name, members in groups.items():
        chosen = [row for row in rows if row[0] in members]
        mean = {key: sum(r[1][key] for r in chosen) / len(chosen) for key in chosen[0][1]}
        told = [r[2] for r in chosen if r[2] is not None]
        rows.append((f"mean of {name}", mean, sum(told) / len(told) if told else None))
    for name, values, figure in rows:
        levels = " | ".join(f"{values[level]:.3f}" for level in LEVELS)
        contexts = f"{values['contexts']:.2f}" if "contexts" in values else ""
        found = f"{values['found precision']:.2f}/{values['found recall']:.2f}"
        lines.append(f"| {name} | {values['n']:.0f} | {levels} | {found} | {contexts} | {'' if figure is None else f'{figure:.3f}'} |")
    return lines


def score_silent(coder: Any) -> list[str]:
    """How many of the sentences that tell no event between states are coded, by kind."""
    from detente.documents import read_file

    kinds: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "no_events.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# kind: "):
            kinds[line.removeprefix("# kind: ")] = []
        elif not line.startswith("#"):
            kinds[list(kinds)[-1]].append(line)
    wrong: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "silent.jsonl"
        rows = [{"id": f"{kind}.{n}", "text": line} for kind, lines in kinds.items() for n, line in enumerate(lines)]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        for document in read_file(path):
            if coder.code(document).events:
                wrong.setdefault(document.key.split("#")[-1].split(".")[0], []).append(document.text)
    total, coded = sum(map(len, kinds.values())), sum(map(len, wrong.values()))
    by_kind = ", ".join(f"{kind} {len(wrong.get(kind, ()))} of {len(lines)}" for kind, lines in kinds.items())
    return [f"Sentences without an event between states: {coded} of {total} coded ({100 * coded / total:.1f} per cent): {by_kind}."]


def gathered(folder: Path, coder: Any, *, blind: bool) -> tuple[list[tuple[float, bool]], list[tuple[str, str]]]:
    """Every event's confidence with whether it is right, and (not of blind texts) the misses by kind."""
    from coder_misses import kinds
    from coder_reliability import judged

    scorer = load(folder, "score_events")
    sure: list[tuple[float, bool]] = []
    missed: list[tuple[str, str]] = []
    # essays first: the examples shown are of these, which are in the public domain
    for _, path, golds, _ in sorted(texts(folder, blind=blind), key=lambda item: not item[0].startswith("e")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        events, _ = coded(path, coder)
        gold = scorer.load_gold(str(golds[0]), text)
        sure += judged(scorer, events, gold)
        missed += [] if blind else kinds(scorer, path, text, gold, events)
    return sure, missed


def single_sentences(folder: Path, coder: Any) -> list[str]:
    """Scores on the field's gold records, and sentences that tell nothing."""
    scores = ", ".join(f"{level} {value:.3f}" for level, value in score_sentences(folder, coder).items())
    return [f"Gold records of single sentences: {scores}", "", *score_silent(coder)]


def in_eight_bits(folder: Path) -> list[str]:
    """The first essay and the means with `--eight-bit`."""
    from detente.coding.coder import EightBitCoder

    coder = EightBitCoder()
    rows = [*table(folder, coder, blind=False), *table(folder, coder, blind=True)[2:]]
    kept = [row for row in rows if row.startswith(("| text", "| ---", "| njal", "| mean"))]
    return [*kept, "", *single_sentences(folder, coder)]


def whole(folder: Path, coder: Any) -> list[str]:
    """All that the benchmark says."""
    from coder_misses import miss_table
    from coder_reliability import reliability
    from coder_speed import speed

    from detente.documents import read_file, split_sentences

    lines = [*table(folder, coder, blind=False), "", "Texts whose misses were never listed:", "", *table(folder, coder, blind=True)]
    lines += ["", *single_sentences(folder, coder)]
    (sure, missed), (unseen, _) = gathered(folder, coder, blind=False), gathered(folder, coder, blind=True)
    lines += ["", "## What a confidence is worth", "", "Texts looked at while writing:", "", *reliability(sure)]
    lines += ["", "Texts whose misses were never listed:", "", *reliability(unseen)]
    lines += ["", "## The commonest kinds of miss", "", *miss_table(missed)]
    curve = Path(__file__).parent / "results" / "learning-curve.md"
    if curve.exists():
        lines += ["", "## Would more sentences help?", "", curve.read_text(encoding="utf-8").strip()]
    corpus = folder.parent / "corpus"
    documents = [document for path in sorted((corpus / "milestones").glob("*.xml")) for document in read_file(path)]
    told = [sentence.text for document in documents for sentence in split_sentences(document)]
    volumes = sorted((corpus / "frus").glob("*.xml")) or sorted((corpus / "frus").glob("*"))
    lines += ["", "## The reader in 8 bits", "", *in_eight_bits(folder)]
    lines += ["", "## Speed", "", f"On {len(documents)} articles of {len(told)} sentences.", ""]
    return [*lines, *speed(documents, told, volume=volumes[0] if volumes else None)]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(os.environ.get("DETENTE_DATA", "../shared/data")).parent / "eval"
    parser.add_argument("--eval", type=Path, default=default)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--date", default="")
    parser.add_argument("--fast", action="store_true", help="the rules without the trained reader")
    parser.add_argument("--whole", action="store_true", help="all that the benchmark says; else the scores on texts that may be looked at")
    parser.add_argument("--misses")
    args = parser.parse_args()
    if not args.eval.is_dir():
        sys.exit("the hand-coded texts are not here: set DETENTE_DATA, or give --eval DIR")
    from detente.coding.coder import DefaultCoder, FastCoder

    coder = FastCoder() if args.fast else DefaultCoder()
    if args.misses:
        misses(args.eval, args.misses, coder)
        return
    lines = whole(args.eval, coder) if args.whole else table(args.eval, coder, blind=False)
    lines += ["", f"{coder.name} {coder.version}, Python {platform.python_version()}{', ' + args.date if args.date else ''}"]
    print("\n".join(lines))
    if args.write:
        args.write.write_text("# The coder against hand codings\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
