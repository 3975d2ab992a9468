"""The documentation builds, its reference pages are those of the code, and its examples are true."""

import importlib.util
import inspect
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from detente.coding import coder, events
from detente.coding.timeline import Anchor, read_dates
from detente.dates import iso_day
from detente.documents import Limits
from detente.errors import DetenteError
from detente.relations import dyad_series
from detente.relations.coverage import MAX_INTERVAL
from detente.relations.weights import DEFAULT_RULES

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def make_reference():
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "tools" / "make_reference.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


PAGES = make_reference().pages()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_reference_page_is_that_of_the_code(name):
    assert (DOCS / "reference" / name).read_text(encoding="utf-8") == PAGES[name], "run `make reference`"


def test_no_page_of_the_reference_is_left_over():
    assert {path.name for path in (DOCS / "reference").glob("*.md")} == set(PAGES)


def test_a_number_of_an_error_stands_for_one_thing():
    """A number that two places raise with other words would send a reader to the wrong advice."""
    tool, meanings = make_reference(), {}
    for path in sorted((ROOT / "src" / "detente").rglob("*.py")):
        for number, _, _ in tool.raised_in(path):
            meanings.setdefault(number, set()).add(path.relative_to(ROOT / "src" / "detente").parts[0])
    assert not {number: rooms for number, rooms in meanings.items() if len(rooms) > 1}


def test_every_error_tells_what_happened():
    assert not [number for number, (what, _) in make_reference().error_numbers().items() if not what.strip("… ")]


def test_every_fault_that_a_room_keeps_in_a_table_has_its_own_words_and_says_what_to_do():
    told = make_reference().tabled_errors()
    assert len({what for what, _ in told.values()}) == len(told) > 100
    assert all(todo for _, todo in told.values())


def test_an_error_number_belongs_to_a_room():
    assert {number // 100 for number in make_reference().error_numbers()} <= set(make_reference().ROOM_OF_HUNDRED)
    assert issubclass(DetenteError, Exception)


def date_rows():
    text = (DOCS / "explain" / "dates.md").read_text(encoding="utf-8")
    return re.findall(r"^\| ([^|]+) \| `([^`|]+)` \|", text, re.MULTILINE)


@pytest.mark.parametrize(("words", "edtf"), date_rows())
def test_the_dates_of_the_documentation_are_read_as_it_says(words, edtf):
    sentence = f"China and India fought {words}."
    if words[0].isdigit():
        sentence = f"China and India fought on {words}."
    (reading,) = read_dates(sentence, anchor=Anchor())
    assert reading.date.edtf == edtf


def said(page, pattern):
    """What a page of the documentation says where the pattern has its group, line breaks apart."""
    text = " ".join((DOCS / page).read_text(encoding="utf-8").split())
    found = re.search(pattern, text)
    assert found, f"{page} no longer says {pattern!r}"
    return found.group(1)


def test_the_numbers_of_the_documentation_are_those_of_the_code():
    assert int(said("explain/events.md", r"more than ([\d,]+) characters is not parsed").replace(",", "")) == coder._LONGEST
    assert said("explain/events.md", r"at most (\w+) events a sentence") == "twelve" and events.MOST_EVENTS == 12
    assert said("explain/series.md", r"no closer than (\w+) years") == "twelve" and DEFAULT_RULES.max_spread_years == 12
    assert said("explain/series.md", r"closed (\w+) year from the side") == "one" and DEFAULT_RULES.open_days == 365
    assert int(said("explain/series.md", r"over (\d+) repetitions")) == inspect.signature(dyad_series).parameters["draws"].default
    assert said("explain/coverage.md", r"at most (\w+) periods") == "five" and MAX_INTERVAL == 5
    assert int(said("howto/bad-files.md", r"more than (\d+) MB")) * 1_000_000 == Limits().max_bytes
    assert said("howto/bad-files.md", r"or (\w+ million) characters") == "ten million" and Limits().max_chars == 10_000_000


def test_the_day_that_the_documentation_counts_is_that_day():
    text = (DOCS / "decisions" / "0005-dates-as-day-numbers.md").read_text(encoding="utf-8")
    number = int(re.search(r"falls on day ([\d,]+), which is 30 July", text).group(1).replace(",", ""))
    assert iso_day(number) == "1914-07-30"


def commands_in(page):
    """The lines of a page's code blocks that call the program."""
    text = page.read_text(encoding="utf-8")
    blocks = [*re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE), *re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE)]
    lines = [line.strip().removeprefix(".venv/bin/") for block in blocks for line in block.splitlines()]
    return [line.partition(" | ")[0].partition(" > ")[0] for line in lines if line.removeprefix(".venv/bin/").startswith("detente ")]


CALLS = [
    pytest.param(call, id=f"{page.name}: {call}")
    for page in [ROOT / "README.md", DOCS / "tutorial.md", *sorted((DOCS / "howto").glob("*.md"))]
    for call in commands_in(page)
]


@pytest.mark.parametrize("call", CALLS)
def test_every_command_of_the_documentation_can_be_given(call):
    verb, *words = shlex.split(call, comments=True)[1:]
    command = make_reference().command_line().commands[verb]
    if hasattr(command, "commands"):
        verb, *words = words
        command = command.commands[verb]
    known = {name for parameter in command.params for name in [*parameter.opts, *parameter.secondary_opts]}
    assert not [word for word in words if word.startswith("-") and word != "-" and word.partition("=")[0] not in known]
    assert command.make_context(verb, list(words), resilient_parsing=False).params


def test_every_verb_has_its_place_in_the_documentation():
    told = " ".join(str(call.values[0]) for call in CALLS)
    prose = " ".join(path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md") if "reference" not in path.parts)
    assert not [verb for verb in make_reference().command_line().commands if f"detente {verb}" not in told + prose]


def links_of(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [target for target in re.findall(r"\]\(([^)#\s]+)", text) if not target.startswith(("http://", "https://", "mailto:"))]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "benchmarks/README.md"])
def test_every_link_of_a_page_outside_the_docs_leads_somewhere(name):
    page = ROOT / name
    assert not [target for target in links_of(page) if not (page.parent / target).exists()]


@pytest.mark.slow
def test_the_documentation_builds_without_a_warning_and_asks_nothing_of_the_network(tmp_path):
    pytest.importorskip("sphinx")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", str(DOCS), str(tmp_path / "site")]
    done = subprocess.run([*command, "-d", str(tmp_path / "trees")], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 15
    fetched = re.compile(r"""<(?:script|img|iframe|link)\b[^>]*?(?:src|href)=["'](?:https?:)?//""")
    assert not [str(page) for page in pages if fetched.search(page.read_text(encoding="utf-8"))]
