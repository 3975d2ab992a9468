"""The command `detente`: one verb a file, each loading only what it needs."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from detente.cli import (
    aggregate,
    agree,
    balance,
    check,
    cite,
    code,
    data,
    export,
    forecast,
    import_codes,
    incidents,
    init,
    join,
    lint,
    panel,
    relations,
    sample,
    search,
    similarity,
    simulate,
    split,
    study,
    theories,
    triangle,
)
from detente.cli.console import Settings
from detente.version import __version__

app = typer.Typer(
    name="detente",
    help="From documents to a tested account of how states cooperate and conflict.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

for verb in (
    study.study,
    init.init,
    code.code,
    relations.relations,
    triangle.triangle,
    similarity.similarity,
    balance.balance,
    theories.theories,
    simulate.simulate,
    forecast.forecast,
    panel.panel,
    aggregate.aggregate,
    search.search,
    incidents.incidents,
    join.join,
    split.split,
    sample.sample,
    agree.agree,
    lint.lint,
    import_codes.import_codes,
    check.check,
    cite.cite,
    export.export,
):
    app.command(verb.__name__.replace("_", "-"))(verb)
app.add_typer(data.app)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"détente {__version__}")
        raise typer.Exit


@app.callback()
def before(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Print the traceback of an error.")] = False,
) -> None:
    """From documents to a tested account of how states cooperate and conflict."""
    Settings.debug = debug


def main() -> None:
    """Run the command line; output is UTF-8 whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()


if __name__ == "__main__":
    main()
