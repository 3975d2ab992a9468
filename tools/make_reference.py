"""Write docs/reference from the code: commands, tables, ontology, errors.

python tools/make_reference.py            write the pages again
python tools/make_reference.py --check    say which page is out of date, and exit with 1 if any is
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from typer.main import get_command

from detente.ontology import describe
from detente.record.columns import table_book, table_names

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "detente"
REFERENCE = ROOT / "docs" / "reference"
ROOM_OF_HUNDRED = {
    1: "Reading documents",
    2: "Registers",
    3: "Data sets",
    4: "The record",
    5: "Coding and the ontology",
    6: "Relations",
    7: "Theories",
    8: "Reports",
    9: "The command line and the study file",
}
MADE = "<!-- written by tools/make_reference.py from the code: do not edit, run `make reference` -->\n\n"


def pages() -> dict[str, str]:
    """The reference pages by file name."""
    return {
        "commands.md": MADE + commands_page(),
        "tables.md": MADE + tables_page(),
        "ontology.md": MADE + describe(),
        "errors.md": MADE + errors_page(),
    }


# tables ----------------------------------------------------------------------------------------------


def tables_page() -> str:
    """Every exported table with its columns, from src/detente/data/columns.yaml."""
    parts = [
        "# Tables\n\nWhat `detente code`, `detente export` and `detente sample` write, as JSON lines, CSV or Parquet. "
        "An empty cell means that the source "
        "does not say. Columns marked *wide* stand in wide exports only.\n"
    ]
    for name in table_names():
        book = table_book(name)
        parts.append(f"\n## {name}\n\n{book.title}. One row is told from another by {' and '.join(f'`{key}`' for key in book.key)}.\n\n")
        parts.append("| column | type | meaning | unit or values |\n| --- | --- | --- | --- |\n")
        for column in book.columns:
            wide = " *(wide)*" if column.wide else ""
            parts.append(f"| `{column.name}`{wide} | {column.type} | {cell(column.meaning)} | {cell(column.unit or column.values)} |\n")
    return "".join(parts)


def cell(text: str) -> str:
    """A text that may stand in a Markdown table."""
    return re.sub(r"\s+", " ", text).replace("|", "\\|").replace("<", "&lt;").strip()


# errors ----------------------------------------------------------------------------------------------


def errors_page() -> str:
    """Every numbered error, grouped by room."""
    known = dict(sorted(error_numbers().items()))
    parts = ["# Errors\n\nEvery error has a number that keeps its meaning, says where it happened, and what to do next.\n"]
    for hundred, room in ROOM_OF_HUNDRED.items():
        rows = [f"| D{n:03d} | {cell(what)} | {cell(todo)} |\n" for n, (what, todo) in known.items() if n // 100 == hundred]
        if rows:
            parts += [f"\n## {room} ({hundred}xx)\n\n| number | what happened | what to do |\n| --- | --- | --- |\n", *rows]
    return "".join(parts)


WORDED_WHERE_RAISED = {
    201: "a list of the register, or one that a study adds to it, has a row that is not in its layout",
    304: "a cell of a table is not what its column holds",
}
"""Numbers whose words are put together at run time."""


def error_numbers() -> dict[int, tuple[str, str]]:
    """Each number with its words: from the rooms' own tables, and from where an error is raised with a number."""
    found: dict[int, list[tuple[str, str]]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for number, what, todo in raised_in(path):
            found.setdefault(number, []).append((what, todo))
    joined = {number: (several(what for what, _ in told), several((todo for _, todo in told), " ")) for number, told in found.items()}
    for number, what in WORDED_WHERE_RAISED.items():
        if number in joined:
            joined[number] = (joined[number][0] or what, joined[number][1])
    return joined | tabled_errors()


def several(wordings: Iterable[str], between: str = "; ") -> str:
    """The different wordings of one number, those that are filled in altogether left out."""
    return between.join(dict.fromkeys(words for words in wordings if words.strip("… ")))


def tabled_errors() -> dict[int, tuple[str, str]]:
    """The numbers that a room keeps in a table: `{number: (what, todo)}` or an object with those two."""
    tabled: dict[int, tuple[str, str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.stem not in ("faults", "refusals"):
            continue
        module = importlib.import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
        for value in vars(module).values():
            if isinstance(value, dict) and value and all(isinstance(key, int) and 100 <= key < 1000 for key in value):
                tabled |= {key: words_of(entry) for key, entry in value.items()}
    return tabled


class HasWords(Protocol):
    """What a room's table may hold under a number."""

    what: str
    todo: str


def words_of(entry: HasWords | tuple[str, str]) -> tuple[str, str]:
    """What happened and what to do, of a pair or of an object that has both."""
    what, todo = entry if isinstance(entry, tuple) else (entry.what, entry.todo)
    return str(what), str(todo)


def raised_in(path: Path) -> Iterator[tuple[int, str, str]]:
    """The errors that a module raises with a number written in place."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and is_numbered(call):
            todo = next((keyword.value for keyword in call.keywords if keyword.arg == "todo"), None)
            yield call.args[0].value, wording(call.args[1]), wording(todo)


def is_numbered(call: ast.Call) -> bool:
    """Whether a call makes one of our errors, with its number written in place."""
    if len(call.args) < 2 or not isinstance(call.args[0], ast.Constant) or not isinstance(call.args[0].value, int):
        return False
    return 100 <= call.args[0].value < 1000 and bool(re.search(r"Fault|Refused|Unresolved|Error", ast.unparse(call.func)))


def wording(node: ast.expr | None) -> str:
    """A string as it is written, with three dots for what is filled in."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return "…" if node is not None else ""


# commands --------------------------------------------------------------------------------------------


def commands_page() -> str:
    """Each verb with its help, arguments and options, from the command line itself."""
    command = command_line()
    parts = ["# Commands\n\n", f"{paragraphs(command.help)}\n\n", options_table(command)]
    for name, verb in command.commands.items():
        if not verb.hidden:
            parts.append(f"\n## detente {name}\n\n{paragraphs(verb.help)}\n\n{options_table(verb)}")
            for under, each in getattr(verb, "commands", {}).items():
                parts.append(f"\n### detente {name} {under}\n\n{paragraphs(each.help)}\n\n{options_table(each)}")
    return "".join(parts)


def command_line() -> Any:
    """The command line as the library that runs it sees it."""
    return get_command(importlib.import_module("detente.cli.main").app)


def paragraphs(text: str | None) -> str:
    """A help text as Markdown; the command of an `Example:` line stands by itself."""
    words = re.sub(r"[ \t]+\n", "\n", (text or "").replace("\b", "").strip())
    return re.sub(r"^Example: (.+)$", r"```\n\1\n```", words, flags=re.MULTILINE)


def options_table(command: Any) -> str:
    """The arguments and options of one verb."""
    rows = []
    for parameter in command.params:
        if getattr(parameter, "hidden", False) or parameter.name == "help":
            continue
        names = (
            ", ".join(f"`{name}`" for name in [*parameter.opts, *parameter.secondary_opts])
            if parameter.param_type_name == "option"
            else f"`{parameter.name.upper()}`"
        )
        default = (
            ""
            if parameter.default is None or parameter.default is False or parameter.required or callable(parameter.default)
            else f" Default: `{parameter.default}`."
        )
        rows.append(f"| {names} | {cell(getattr(parameter, 'help', '') or '')}{default} |\n")
    return "".join(["| argument or option | meaning |\n| --- | --- |\n", *rows]) if rows else ""


def main(check: bool) -> int:
    """Write the pages, or name those that differ from the code."""
    stale = []
    for name, text in pages().items():
        path = REFERENCE / name
        if check:
            stale += [name] if not path.exists() or path.read_text(encoding="utf-8") != text else []
        else:
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"docs/reference/{name} is out of date: run `make reference`")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
