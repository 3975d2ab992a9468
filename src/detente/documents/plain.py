"""Plain text and Markdown: front matter, and the blocks that lines fall into."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from detente.documents.blocks import BYLINE_LEVEL, Block, Kind, Parsed
from detente.documents.inline import markup_edits
from detente.documents.lines import Line, group_lines, split_lines, wrap_width
from detente.documents.metadata import plain, read_date
from detente.documents.refusals import refuse
from detente.model import Page
from detente.spans import Span

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)(?:\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_FRONT_LIMIT = 20_000
_NOTHING = ("~", "null", "Null", "NULL")
_ATX = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_RULE = re.compile(r"(?:[-*_=][ \t]?){3,}")
_ITEM = re.compile(r"(?:[-*+•–·▪][ \t]+|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)][ \t]+)(?=\S)")
_ROW = re.compile(r"\|.*\||[^\t]+\t[^\t]+")
_ROW_RULE = re.compile(r"\|?[ \t:|+-]*-{3,}[ \t:|+-]*")
_NOTE = re.compile(r"(?:<sup>\s*\d{1,3}\s*</sup>|\[\^?\w{1,20}\]:|\[\d{1,3}\](?=\s)|[¹²³⁰⁴-⁹]{1,3}\s?)(?=\s*\S)")
_FIELD = re.compile(
    r"(FROM|TO|DATE|SUBJECT|RE|REF|REPEATED|INFO|CC|NO\.?|PLACE|CLASSIFICATION|From|To|Date|Subject|Re|Ref|Cc|Place)\s{0,3}:\s{1,20}(?=\S)"
)
_MARKING = re.compile(
    r"(?:[A-Z] ){4,30}[A-Z]|(?:TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED|LIMITED OFFICIAL USE)(?:[ /-][A-Z]+){0,4}"
)
_LEVELS = {"note": 0, "furniture": 0, "byline": BYLINE_LEVEL}
_FENCE = re.compile(r"```|~~~")
_QUOTE = re.compile(r"(?:>[ \t]?)+")


class _Words(yaml.BaseLoader):
    """YAML in which every value is the words that stand there, and no alias, by which a few lines can stand for endless ones."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """The next value, unless it is an alias."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="an alias is not read", problem_mark=self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)


def read_plain(text: str, path: Path | str, *, markdown: bool = False) -> Parsed:
    """Read plain text or Markdown; the two differ only in front matter and in what `_` means."""
    front, body_start = _front_matter(text, path, required=markdown)
    lines = [line for line in split_lines(text) if line.span.start >= body_start]
    groups = group_lines(lines)
    width = wrap_width(groups)
    fields = _header_fields(groups)
    widths = [None if at == 0 and _title_group(group) else width for at, group in enumerate(groups)]
    blocks = [block for group, columns in zip(groups, widths, strict=True) for block in _group_blocks(group, columns)]
    return Parsed(
        format="md" if markdown else "txt",
        raw=text,
        blocks=tuple(blocks),
        edits=markup_edits(text, markdown=markdown, start=body_start),
        pages=form_feed_pages(text),
        **_declared({**fields, **front}),
    )


def _header_fields(groups: list[list[Line]]) -> dict[str, str]:
    """Date and subject of a letter's or a telegram's head ("DATE: 20 OCTOBER 1964"), which stands before any prose."""
    fields: dict[str, str] = {}
    for group in groups[:5]:
        for line in group:
            if match := _FIELD.match(line.words):
                fields.setdefault(match.group(1).strip(" .:").lower(), line.words[match.end() :].strip())
    found = {"title": fields.get("subject") or fields.get("re", ""), "date": fields.get("date", "")}
    return {key: words for key, words in found.items() if words and len(fields) >= 2}


def _front_matter(text: str, path: Path | str, *, required: bool) -> tuple[dict[str, Any], int]:
    """The YAML mapping at the head of the text and the offset where the body begins."""
    match = _FRONT.match(text, 0, _FRONT_LIMIT)
    if not match:
        return {}, 0
    try:
        front = yaml.load(match.group(1), Loader=_Words)  # noqa: S506 - it makes nothing but words
    except (yaml.YAMLError, RecursionError) as error:
        if not required:
            return {}, 0
        mark = getattr(error, "problem_mark", None)
        raise refuse(117, path, str(getattr(error, "problem", error)), line=mark.line + 2 if mark else None) from error
    if isinstance(front, dict):
        return {str(key).lower(): None if value in _NOTHING else value for key, value in front.items()}, match.end()
    return {}, 0


def _declared(front: dict[str, Any]) -> dict[str, Any]:
    """Front matter as the fields of `Parsed`; a date that cannot be read is a warning."""
    words = {key: plain(value) for key, value in front.items()}
    words["citation"] = words.get("citation") or words.get("cites") or words.get("cite", "")
    dates: dict[str, Any] = {}
    warnings = []
    for key, field, basis in (("date", "published", "published"), ("covers", "covers", "declared")):
        if words.get(key):
            dates[field] = read_date(words[key], basis=basis)
            if dates[field] is None:
                warnings.append(f"front matter: {key} {words[key]!r} is no date that can be read")
    declared = {key: words[key] for key in ("title", "author", "kind", "citation") if words.get(key)}
    return {"declared": declared, "warnings": tuple(warnings), **dates}


def form_feed_pages(raw: str) -> tuple[Page, ...]:
    """Pages of a text whose pages are set apart by form feeds, numbered from 1; none without any."""
    ends = [match.end() for match in re.finditer("\f", raw)]
    if not ends:
        return ()
    starts = [0, *ends]
    return tuple(
        Page(label=str(number), span=Span(start, end))
        for number, (start, end) in enumerate(zip(starts, [*ends, len(raw)], strict=True), start=1)
        if end > start or number <= len(ends)
    )


def _group_blocks(group: list[Line], width: int | None) -> list[Block]:
    """The blocks of a run of lines: headings, items and rows alone, wrapped lines joined."""
    blocks: list[Block] = []
    run: list[Line] = []
    for line in group:
        if run and _starts_anew(run[-1], line, run[0], width):
            blocks += _block(run)
            run = []
        run.append(line)
    return blocks + (_block(run) if run else [])


def _title_group(group: list[Line]) -> bool:
    """Whether the first lines of a text look like a title and what stands under it, each line by itself."""
    return 2 <= len(group) <= 4 and all(not line.words[0].islower() and not line.words.endswith((".", ",", "-", ";")) for line in group)


def _starts_anew(before: Line, line: Line, first: Line, width: int | None) -> bool:
    if _standing_alone(before.words) or _standing_alone(line.words) or _NOTE.match(line.words):
        return True
    if _ITEM.match(line.words) and (_ITEM.match(first.words) or width is None or len(before.words) < 0.75 * width):
        return True
    if line.words[0].islower() or before.words.endswith(("-", "\u00ad", "\u2010")):
        return False
    if width is None:
        return True
    if line.indent >= before.indent + 2 and not _ITEM.match(first.words):
        return True
    next_word = line.words.split(maxsplit=1)[0]
    return len(before.words) + 1 + len(next_word) < 0.9 * width


def _standing_alone(words: str) -> bool:
    """Lines that are never part of a paragraph: headings, rules, rows of tables."""
    return bool(_FIELD.match(words) or _ATX.match(words) or _RULE.fullmatch(words) or _ROW.fullmatch(words) or _FENCE.match(words))


def _block(run: list[Line]) -> list[Block]:
    words = run[0].words
    span = Span(run[0].span.start, run[-1].span.end)
    heading = _ATX.match(words)
    if heading:
        start = span.start + heading.end()
        end = start + len(words[heading.end() :].rstrip("# \t")) if words.rstrip().endswith("#") else span.end
        return [Block(span=Span(start, max(start, end)), kind="heading", level=len(heading.group(1)), sure=True)]
    kind = _kind(words)
    shift = 0
    if kind == "paragraph" and (quote := _QUOTE.match(words)):
        shift = quote.end()
    if kind == "row" and words.startswith("|"):
        cells = words.strip("|")
        lead = span.start + words.index(cells) + len(cells) - len(cells.lstrip())
        return [Block(span=Span(lead, lead + len(cells.strip())), kind="row", sure=True)] if cells.strip() else []
    if shift >= len(span):
        return []
    return [Block(span=Span(span.start + shift, span.end), kind=kind, level=_LEVELS.get(kind, 0), sure=kind in _LEVELS)]


def _kind(words: str) -> Kind:
    if _FIELD.match(words):
        return "byline"
    if _MARKING.fullmatch(words) or _RULE.fullmatch(words) or _ROW_RULE.fullmatch(words) or _FENCE.match(words):
        return "furniture"
    if _ROW.fullmatch(words):
        return "row"
    if _NOTE.match(words):
        return "note"
    return "item" if _ITEM.match(words) else "paragraph"
