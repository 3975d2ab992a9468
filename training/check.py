"""Read every training template under `training/sentences/` and say what is wrong with it.

A template is one line, `text => EVENTS`; `training/CARD.md` gives the notation. Run it as

    python training/check.py [FOLDER ...]

It prints each fault as `file:line: words`, then counts by file and by type, and ends with 1 if there were faults.
`read_templates` is for those who fill the templates: it yields them parsed.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

TYPES = ("AGR", "CON", "SUP", "CNC", "COO", "AID", "RET", "REQ", "ACC", "REJ", "THR", "PRO", "SAN", "MOB", "COE", "ASS")
CONTEXTS = ("mil", "eco", "dip", "ide", "ter", "tec", "edu", "cul", "sta")
MODALITIES = {"p": "planned", "d": "denied", "a": "alleged", None: "asserted"}
IMPLIED = "?"

ARROW = " => "
PLACEHOLDER = re.compile(r"\{([A-D])(?:\.([aplcr]))?\}|\{([A-D]{1,4}):([^{}]+)\}")
EVENT = re.compile(r"([A-D?])([>=])([A-D?]) ([A-Z]{3})(?:\[([a-z]{3}(?:,[a-z]{3})*)\])?(?: !([pda]))?")


class TemplateFault(ValueError):
    """A line that is not a template; the message says what is wrong."""


@dataclass(frozen=True, kw_only=True)
class TemplateEvent:
    """One event of a template: sides are letters, or `?` for a side that the text leaves unsaid."""

    source: str
    target: str
    reciprocal: bool
    type: str
    contexts: tuple[str, ...]
    modality: str


@dataclass(frozen=True, kw_only=True)
class Template:
    """A sentence with holes and the events it tells."""

    file: Path
    line: int
    text: str
    events: tuple[TemplateEvent, ...]


def parse_event(words: str) -> TemplateEvent:
    """One `A>B AID[eco] !p`; raises TemplateFault for anything else."""
    found = EVENT.fullmatch(words)
    if not found:
        raise TemplateFault(f"not an event: {words!r}")
    source, sign, target, kind, contexts, modality = found.groups()
    if kind not in TYPES:
        raise TemplateFault(f"unknown type {kind}")
    if source == target:
        raise TemplateFault(f"both sides are {source}: {words!r}")
    named = tuple(contexts.split(",")) if contexts else ()
    for context in named:
        if context not in CONTEXTS:
            raise TemplateFault(f"unknown context {context}")
    return TemplateEvent(source=source, target=target, reciprocal=sign == "=", type=kind, contexts=named, modality=MODALITIES[modality])


def letters_of(text: str) -> set[str]:
    """The states that a text mentions; raises TemplateFault where braces do not make a placeholder."""
    rest = PLACEHOLDER.sub("", text)
    if "{" in rest or "}" in rest:
        raise TemplateFault("braces that are no placeholder")
    return {letter for found in PLACEHOLDER.finditer(text) for letter in found.group(1) or found.group(3)}


def parse_template(line: str, *, file: Path = Path("-"), number: int = 0) -> Template:
    """A template from its line; raises TemplateFault."""
    text, arrow, coded = line.partition(ARROW)
    if not arrow or ARROW in coded:
        raise TemplateFault("expected one ' => '")
    if text != text.strip() or coded != coded.strip() or "  " in line:
        raise TemplateFault("stray blanks")
    if not text:
        raise TemplateFault("no text")
    letters = letters_of(text)
    events = () if coded == "-" else tuple(parse_event(part) for part in coded.split("; "))
    for event in events:
        missing = {event.source, event.target} - letters - {IMPLIED}
        if missing:
            raise TemplateFault(f"not in the text: {', '.join(sorted(missing))}")
    return Template(file=file, line=number, text=text, events=events)


def read_lines(folders: Iterable[Path]) -> Iterator[tuple[Path, int, str]]:
    """Every line of every `.txt` below the folders that is neither empty nor a comment, in a fixed order."""
    for folder in folders:
        for file in sorted(folder.rglob("*.txt")):
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
                if line.strip() and not line.startswith("#"):
                    yield file, number, line


def read_templates(folders: Iterable[Path]) -> Iterator[Template]:
    """Every template below the folders; raises TemplateFault at the first bad line."""
    for file, number, line in read_lines(folders):
        yield parse_template(line, file=file, number=number)


def check(folders: Iterable[Path]) -> tuple[list[Template], list[str]]:
    """The good templates and a line of words for each fault."""
    good: list[Template] = []
    faults: list[str] = []
    seen: dict[str, str] = {}
    for file, number, line in read_lines(folders):
        place = f"{file}:{number}"
        try:
            template = parse_template(line, file=file, number=number)
        except TemplateFault as fault:
            faults.append(f"{place}: {fault}")
            continue
        key = " ".join(re.findall(r"\w+|[{}]", template.text.casefold()))
        if key in seen:
            faults.append(f"{place}: same text as {seen[key]}")
            continue
        seen[key] = place
        good.append(template)
    return good, faults


def table(templates: list[Template]) -> Iterator[str]:
    """Counts of templates that tell each type, by folder, then the files with their share of templates without an event."""
    folders = sorted({template.file.parent.name for template in templates})
    yield "templates  " + "".join(f"{folder:>12}" for folder in [*folders, "all"])
    kinds: dict[str, Counter[str]] = {folder: Counter() for folder in folders}
    for template in templates:
        kinds[template.file.parent.name].update({event.type for event in template.events} or {"-"})
    for kind in (*TYPES, "-"):
        counts = [kinds[folder][kind] for folder in folders]
        yield f"{kind:<11}" + "".join(f"{count:>12}" for count in [*counts, sum(counts)])
    yield ""
    for file in sorted({template.file for template in templates}):
        own = [template for template in templates if template.file == file]
        told = Counter(event.modality for template in own for event in template.events)
        none = sum(not template.events for template in own)
        yield (
            f"{file.parent.name + '/' + file.name:<34}{len(own):>5} templates{none / len(own):>6.0%} without event"
            f"{sum(told.values()):>6} events ({', '.join(f'{count} {word}' for word, count in sorted(told.items()))})"
        )
    none = sum(not template.events for template in templates)
    yield f"all: {len(templates)} templates, {none} without event ({none / max(len(templates), 1):.0%})"


def main(arguments: list[str]) -> int:
    """Check the folders named, or all of `training/sentences/`; 1 if there are faults."""
    folders = [Path(argument) for argument in arguments] or [Path(__file__).parent / "sentences"]
    templates, faults = check(folders)
    sys.stdout.write("\n".join([*faults, *table(templates), f"{len(faults)} faults"]) + "\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
