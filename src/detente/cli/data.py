"""`detente data`: published data sets and tables of your own, added, listed, described and fetched."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.console import count, plain, show_rows, told
from detente.cli.options import Limit

if TYPE_CHECKING:
    from detente.datasets.fetch import Maker
    from detente.datasets.published import Reading

EXAMPLE = "detente data add events.2012.tab --study my-study"

app = typer.Typer(
    name="data",
    help="Published data sets and tables of your own: add, list, describe, fetch, write by year.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

Study = Annotated[Path | None, typer.Option("--study", help="The folder of the study; else the folder that DETENTE_DATA names.")]

_LISTED = ("name", "data_set", "family", "from", "to", "where", "fault")
_KNOWN = ("layout", "data_set", "family", "from", "to", "page")


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="The maker's own file, or a table of yours with --as.")],
    *,
    study: Study = None,
    mapping: Annotated[Path | None, typer.Option("--as", help="A TOML file that says which column is what.")] = None,
    link: Annotated[bool, typer.Option("--link", help="Link to the file instead of copying it.")] = False,
    limit: Limit = 20,
) -> None:
    """Recognise a file by its columns, check it strictly, and put it with the data of a study.

    Faults of rows are told on stderr with file and row; what is right is kept.

    Example: detente data add events.2012.tab --study my-study
    """
    with told():
        from detente.datasets.shelf import add_file, describe_layout, extent, fault_counts

        item, reading = add_file(file, study=study, mapping=mapping, link=link)
        _tell_faults(reading, limit)
        first, last = extent(reading.frame)
        row = {"name": item.name, **describe_layout(reading.layout), "rows": reading.frame.height, "first": first, "last": last}
        row["faults"] = fault_counts(reading.faults)
        _show_one(row, ("name", "data_set", "version", "family", "rows", "first", "last", "faults", "citation", "licence", "known_faults"))


@app.command("list")
def list_(
    *,
    study: Study = None,
    known: Annotated[bool, typer.Option("--known", help="All data sets that can be read, and where they are had.")] = False,
    limit: Limit = None,
) -> None:
    """List the data sets at hand, or all that can be read.

    Example: detente data list --study my-study
    """
    with told():
        from detente.datasets.shelf import items

        if known:
            show_rows(_known_rows(), columns=_KNOWN, limit=limit)
        else:
            show_rows((item.row() for item in items(study)), columns=_LISTED, limit=limit)


@app.command()
def describe(
    name: Annotated[str, typer.Argument(help="The name of a file at hand, or of a data set that can be read.")],
    *,
    study: Study = None,
) -> None:
    """Describe a data set: columns, coverage, rows, faults, citation, licence, known faults.

    Example: detente data describe weis
    """
    with told():
        from detente.datasets.shelf import describe_item, describe_layout, find_item, known_layout
        from detente.errors import DataRefused

        try:
            row = describe_item(find_item(name, study))
        except DataRefused as error:
            layout = known_layout(name)
            if error.number != 341 or layout is None:
                raise
            row = describe_layout(layout)
        _show_one(row, tuple(row))


@app.command()
def fetch(
    name: Annotated[str, typer.Argument(metavar="NAME|URL", help="A data set of `detente data list --known`, or an address.")],
    *,
    study: Study = None,
    sha256: Annotated[str | None, typer.Option("--sha256", help="The checksum that the file must have.")] = None,
    file_name: Annotated[str | None, typer.Option("--name", help="The name to keep it under.")] = None,
    most_bytes: Annotated[int, typer.Option("--most-bytes", min=1, help="The most that is fetched.")] = 4 * 2**30,
) -> None:
    """Fetch a file from its maker, and check it. Nothing is fetched without being asked for.

    Of a data set without a certain address the maker's page is named instead.

    Example: detente data fetch https://example.org/data.csv --sha256 SUM --study my-study
    """
    with told():
        from detente.datasets.events.faults import NO_FOLDER, event_refusal
        from detente.datasets.fetch import fetch_file, makers
        from detente.datasets.shelf import data_folders

        folders = data_folders(study)
        maker = makers().get(name)
        if maker is not None and not maker.url:
            raise _no_address(maker)
        if not folders:
            raise event_refusal(NO_FOLDER)
        url, known = (maker.url, maker.sha256) if maker is not None else (name, "")
        got = fetch_file(url, folders[0][0], name=file_name, sha256=sha256 or known or None, most_bytes=most_bytes)
        row = {"name": got.path.name, "bytes": got.size, "sha256": got.sha256, "checked": got.checked}
        _show_one(row, tuple(row))
        if not got.checked:
            print("Not checked: no --sha256 was given. Keep the one above, and give it the next time.", file=sys.stderr)


@app.command("by-year")
def by_year(
    files: Annotated[list[Path], typer.Argument(help="Event files of any makers: WEIS, ICEWS, POLECAT, GDELT (zip or csv), ...")],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="A new folder for one Parquet file a year.")],
    limit: Limit = 20,
) -> None:
    """Write event files as Parquet by year, on one scale, for `detente aggregate`.

    A file that cannot be read is named with its reason, and the others go on. Faults of rows are told on stderr.

    Example: detente data by-year 20200101.export.CSV.zip 20200102.export.CSV.zip -o events
    """
    with told():
        from detente.datasets.events import write_by_year

        done = write_by_year(files, out, told=lambda at, of, name: print(plain(f"Read {at} of {of}: {name}"), file=sys.stderr))
        for fault in [*done.refused, *done.faults][:limit]:
            print(plain(str(fault)), file=sys.stderr)
        written = sum(done.rows.values())
        left = f", {count(done.undated, 'row')} without a day left out" if done.undated else ""
        print(plain(f"{count(written, 'event row')} of {count(len(done.rows), 'year')}{left}: {out}"))
        if done.refused:
            raise typer.Exit(3 if len(done.refused) == len(files) else 1)


def _no_address(maker: Maker) -> Exception:
    from detente.datasets.events.faults import NO_ADDRESS, event_refusal

    return event_refusal(NO_ADDRESS, maker.data_set, where=maker.page, todo=f"{maker.get} Then: detente data add FILE.")


def _known_rows() -> list[dict[str, Any]]:
    from detente.datasets.events import event_layouts
    from detente.datasets.fetch import makers
    from detente.datasets.published import published_layouts

    pages = {layout: maker.page for maker in makers().values() for layout in maker.layouts}
    every = [*published_layouts().values(), *event_layouts().values()]
    return [
        {
            "layout": each.name,
            "data_set": each.data_set,
            "version": each.version,
            "family": each.family,
            "from": each.coverage[0],
            "to": each.coverage[1],
            "page": pages.get(each.name, each.url),
            "licence": each.licence,
            "citation": each.citation,
        }
        for each in sorted(every, key=lambda layout: (layout.family, layout.name))
    ]


def _tell_faults(reading: Reading, limit: int | None) -> None:
    faults = reading.faults if limit is None else reading.faults[:limit]
    for fault in faults:
        print(plain(str(fault)), file=sys.stderr)
    if len(reading.faults) > len(faults):
        print(f"and {count(len(reading.faults) - len(faults), 'more fault')}; --limit shows more", file=sys.stderr)


def _show_one(row: dict[str, Any], shown: tuple[str, ...]) -> None:
    """One data set: a JSON line where stdout is piped, else a line for each thing that is known of it."""
    if not sys.stdout.isatty():
        show_rows([row], columns=shown)
        return
    for name in shown:
        for line in _lines(row[name]):
            print(plain(f"{name.replace('_', ' ') + ':':16} {line}"))


def _lines(value: Any) -> list[str]:  # noqa: ANN401 - a value of any sort
    if isinstance(value, dict):
        return [", ".join(f"{name} {each}" for name, each in value.items())] if value else []
    if isinstance(value, list):
        return [str(each) for each in value]
    return [] if value in (None, "") else [f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)]
