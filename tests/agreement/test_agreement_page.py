"""The example of the documentation is worked out as it says, and the verb gives the same numbers."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from agreement_makers import row, write_lines

from detente.agreement import LEVELS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explain" / "agreement.md"


def example():
    """The rows of the page's example: sentence, type of A, type of B."""
    text = PAGE.read_text(encoding="utf-8")
    return [(int(n), a.strip(), b.strip()) for n, a, b in re.findall(r"^\| (\d+) \|([ A-Z]+)\|([ A-Z]+)\|$", text, re.MULTILINE)]


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("agree")
    for side, name in enumerate(("a", "b"), 1):
        rows = [row(10 * each[0], 10 * each[0] + 9, event_type=each[side], coder=name) for each in example() if each[side]]
        write_lines(folder / f"{name}.jsonl", *rows)
    return folder


def agree(folder, *options):
    command = [sys.executable, "-m", "detente", "agree", folder / "a.jsonl", folder / "b.jsonl", *options]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done


def said(pattern):
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    found = re.search(pattern, text)
    assert found, f"the page no longer says {pattern!r}"
    return float(found.group(1))


@pytest.mark.parametrize(
    ("measure", "unit", "code", "pattern"),
    [
        ("event_f1", "event", "found", r"Found: [^*]+\*\*([\d.]+)\*\*"),
        ("event_f1", "event", "type", r"The type is the same in six: [^*]+\*\*([\d.]+)\*\*"),
        ("kappa", "matched pair", "all", r"\*Kappa, matched pairs\.\*[^*]+\*\*([\d.]+)\*\*"),
        ("alpha", "matched pair", "all", r"\*Alpha, matched pairs\.\*[^*]+\*\*([\d.]+)\*\*"),
        ("kappa", "passage and dyad with no event", "all", r"\*With no event\.\*[^*]+\*\*([\d.]+)\*\*"),
        ("kappa", "matched pair", "REJECT", r"\*One type\.\*[^*]+\*\*([\d.]+)\*\*"),
    ],
)
def test_the_numbers_of_the_example_are_those_computed(tables, measure, unit, code, pattern):
    rows = [json.loads(line) for line in agree(tables, "--no-event").stdout.splitlines()]
    (value,) = [each["value"] for each in rows if (each["measure"], each["unit"], each["code"]) == (measure, unit, code)]
    number = said(pattern)
    assert abs(value - number) <= 0.0005


def test_the_example_has_as_many_events_as_it_says():
    rows = example()
    assert (len(rows), sum(bool(a) for _, a, _ in rows), sum(bool(b) for _, _, b in rows)) == (10, 9, 9)
    assert len([each for each in rows if each[1] and each[2]]) == said(r"and (\d+) sentences have one of both")


def test_the_levels_of_the_page_are_those_of_the_code():
    assert (
        tuple(re.findall(r"^\| (\w+) \| (?!---|what|[A-Z ]+\|)", PAGE.read_text(encoding="utf-8"), re.MULTILINE))[: len(LEVELS)] == LEVELS
    )


def test_the_verb_writes_csv_and_tells_what_was_done_with_the_rest(tables):
    rows = list(csv.DictReader(io.StringIO(agree(tables, "--format", "csv").stdout)))
    kappa = next(each for each in rows if each["measure"] == "kappa")
    assert (kappa["only_a"], kappa["only_b"], kappa["alone"][:8]) == ("1", "1", "left out")
    assert "THREATEN" not in {each["code"] for each in rows}


def test_the_verb_shows_the_confusion_and_the_units(tables):
    confusion = [json.loads(line) for line in agree(tables, "--table", "confusion").stdout.splitlines()]
    assert {"a": "AID", "b": "SUPPORT", "n": 1} in confusion and {"a": "no event", "b": "ACCUSE", "n": 1} in confusion
    assert sum(each["n"] for each in confusion) == 10
    units = [json.loads(line) for line in agree(tables, "--table", "units").stdout.splitlines()]
    assert [(each["a"], each["b"]) for each in units] == [(a or None, b or None) for _, a, b in example()]


def test_what_is_no_coding_is_a_usage_error(tables):
    command = [sys.executable, "-m", "detente", "agree", tables / "a.jsonl", "nowhere.jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr[:4]) == (2, "D440")


def test_a_coding_by_hand_quotes_and_the_texts_are_given(tables, tmp_path):
    (tmp_path / "texts").mkdir()
    text = "China helped. China aided Russia in 1950."
    (tmp_path / "texts" / "d.txt").write_text(text, encoding="utf-8")
    at = text.index("China aided")
    write_lines(tmp_path / "a.jsonl", row(at, len(text)))
    quoted = row(quote="China aided Russia")
    write_lines(tmp_path / "b.jsonl", {name: value for name, value in quoted.items() if not name.startswith("char")})
    rows = [json.loads(line) for line in agree(tmp_path, "--texts", tmp_path / "texts").stdout.splitlines()]
    values = {each["measure"] + each["code"]: each["value"] for each in rows}
    assert (values["span_f1_exactall"], values["span_f1_overlapall"], values["event_f1direction"]) == (0, 1, 1)
