"""Help that shows an example, quickly."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from detente import __version__
from detente.cli.main import app

VERBS = [command.name for command in app.registered_commands]


def test_the_verbs_of_the_architecture_are_there():
    assert VERBS == [
        "study", "init", "code", "relations", "triangle", "similarity", "balance", "theories", "simulate", "forecast",
        "panel", "aggregate", "search", "incidents", "join", "split", "sample", "agree", "lint", "import-codes",
        "check", "cite", "export",
    ]  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_shows_an_example_that_begins_with_its_command(verb):
    done = CliRunner().invoke(app, [verb, "--help"], env={"TERMINAL_WIDTH": "120"})
    assert done.exit_code == 0
    assert f"Example: detente {verb} " in " ".join(done.output.split())


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_is_explained(verb):
    import typer

    command = typer.main.get_command(app).commands[verb]
    assert command.help
    for parameter in command.params:
        assert parameter.name == "help" or getattr(parameter, "help", ""), parameter.name


def test_no_verb_is_a_usage_error_that_shows_the_verbs():
    done = CliRunner().invoke(app, [])
    assert done.exit_code == 2
    assert all(verb in done.output for verb in VERBS)


def test_the_version_is_told(detente):
    done = detente("--version")
    assert (done.returncode, done.out) == (0, f"détente {__version__}\n")


def test_the_command_line_loads_no_parser_and_no_data_frames():
    code = (
        "import sys, detente.cli.main\n"
        "heavy = [name for name in ('spacy', 'polars', 'altair', 'lxml', 'numpy', 'sqlite3') if name in sys.modules]\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [["dance"], ["study"], ["study", "--loud", "."], ["code"], ["code", "a.txt", "--table", "gossip"]])
def test_a_wrong_command_is_a_usage_error(detente, arguments):
    done = detente(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.err
