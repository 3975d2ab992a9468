"""What a terminal is shown: text, never orders to the terminal; errors in one block."""

import os
import pty
import subprocess
import sys

import pytest

from detente.cli.console import FINDINGS, REFUSED, USAGE, cell_text, count, exit_code, plain
from detente.errors import DataRefused, DetenteError, DocumentRefused, NameUnresolved, RecordFault, UsageFault


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, détente 😀", "plain words, détente 😀"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("right\u202eleft", "right\\x202eleft"),
        ("bell\x07 \x9b2J", "bell\\x07 \\x9b2J"),
        ("two\nlines\t", "two\nlines\t"),
        ("half \ud800", "half \\xd800"),
    ],
)
def test_no_document_acts_on_the_terminal(text, shown):
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "yes"),
        (3, "3"),
        (2.5, "2.5"),
        (1234567.0, "1,234,567"),
        (-0.126, "-0.13"),
        (["a", "b"], "a, b"),
        ("\x1b", "\\x1b"),
    ],
)
def test_a_cell_is_short(value, shown):
    assert cell_text(value) == shown


def test_numbers_agree_with_their_nouns():
    assert [count(n, "fault") for n in (0, 1, 2000)] == ["0 faults", "1 fault", "2,000 faults"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DocumentRefused(101, "empty"), REFUSED),
        (NameUnresolved(203, "which?"), REFUSED),
        (DataRefused(301, "ragged"), REFUSED),
        (RecordFault(401, "none"), USAGE),
        (UsageFault(901, "none"), USAGE),
        (DetenteError(601, "years"), USAGE),
    ],
)
def test_exit_codes_follow_the_number(error, code):
    assert exit_code(error) == code != FINDINGS


def on_a_terminal(*arguments, **environment):
    """What `detente` prints to a terminal of 100 columns."""
    master, slave = pty.openpty()
    env = {**os.environ, "COLUMNS": "100", "TERM": "xterm", **environment}
    command = [sys.executable, "-m", "detente", *map(str, arguments)]
    process = subprocess.Popen(command, stdout=slave, stderr=subprocess.DEVNULL, env=env)
    os.close(slave)
    chunks = []
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:
            break
        if not chunk:
            break
        chunks.append(chunk)
    os.close(master)
    return process.wait(), b"".join(chunks).decode("utf-8").replace("\r\n", "\n")


def test_a_terminal_gets_a_table_and_no_json(coded):
    code, shown = on_a_terminal("relations", coded, "--dyad", "CHN-RUS", TERM="dumb")
    assert code == 0 and shown.split()[:4] == ["period", "coop", "conflict", "net"]
    (line,) = [line for line in shown.splitlines() if line.startswith("1969")]
    assert line.split()[:4] == ["1969", "0", "9", "-9"]
    (gap,) = [line for line in shown.splitlines() if line.startswith("1960")]
    assert "no source speaks of it" in gap


def test_a_concordance_has_its_words_one_under_the_other(coded):
    code, shown = on_a_terminal("search", coded, "met", TERM="dumb")
    assert code == 0
    lines = [line for line in shown.splitlines() if " met " in line]
    assert len(lines) == 3 and len({line.index("met") for line in lines}) == 1
    assert "\x1b" not in shown


def test_no_color_means_none(coded):
    assert "\x1b[3" not in on_a_terminal("search", coded, "met", NO_COLOR="1")[1]


def test_nothing_found_is_said(coded):
    assert "Nothing was found" in on_a_terminal("relations", coded, "--limit", "0")[1]
