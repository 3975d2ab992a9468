"""Verb dictionaries of TABARI and PETRARCH: blocks of verbs with their CAMEO code, patterns of objects, synsets.

A block begins `--- NAME [020] ---`; then come its verbs, one a line, with irregular forms in braces and perhaps a code of
their own; then patterns, `- * AID [070]`. In a pattern `*` is the verb, `$` the source, `+` the target, `%` both, `^` a skip,
`&NAME` any word of a synset, braces a phrase and parentheses a prepositional phrase (Schrodt 2012, TABARI manual; PETRARCH2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.codes.dictionary import NULL_CODE, Import, Inexpressible, Line, slug
from detente.codes.words import particles, speech, unspoken

_CODE = re.compile(r"\[([^\]]*)\]")
_FORMS = re.compile(r"\{[^}]*\}")
_PIECE = re.compile(r"\{[^}]*\}|\([^)]*\)|[^\s{}()]+")
_CARRIED = ("to", "with", "against", "on", "for", "at", "from", "toward", "towards")
"""Prepositions that may bring the other side of a verb, where a dictionary leaves them to its parser."""
_MOVES_OBJECT = frozenset({"off", "up", "down", "out", "back", "away", "over", "forward", "aside", "together"})
"""Particles: a noun after them is the verb's own object ("called off talks"), after any other preposition it is not."""


Synsets = dict[str, list[tuple[str, Line]]]
"""The words of each synset, with their lines."""


@dataclass
class Block:
    """Verbs that share their patterns: each verb with its line and its code ("" for that of the block)."""

    name: str
    code: str
    line: Line
    verbs: list[tuple[str, str, Line]] = field(default_factory=list)
    patterns: list[tuple[str, str, Line]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A pattern that can be said: what follows the verb, the object nouns ("" for none), and whether the deed is mutual."""

    after: str
    nouns: tuple[str, ...]
    mutual: bool


def read_verbs(file: str, lines: Sequence[Line], into: Import) -> None:
    """Put what own codes can say of a verb dictionary into an import, and note what came of every line."""
    blocks, synsets = _blocks(file, lines, into)
    for item, line in (each for items in synsets.values() for each in items):
        fault = "" if item.startswith("&") else _as_noun(item)[1]
        into.note(file, line, "refused" if fault else "kept", fault)
    for block in blocks:
        _Block(file, block, synsets, into).express()


def _blocks(file: str, lines: Sequence[Line], into: Import) -> tuple[list[Block], Synsets]:
    blocks: list[Block] = []
    synsets: Synsets = {}
    synset: list[tuple[str, Line]] | None = None
    for line in lines:
        text = line.text.strip()
        code = _code_of(text)
        bare = _FORMS.sub("", _CODE.sub("", text)).strip() if not text.startswith("-") else _CODE.sub("", text).strip()
        if text.startswith("---"):
            synset = None
            blocks.append(Block(bare.strip("- "), code, line))
        elif text.startswith("&"):
            synset = synsets.setdefault(bare[1:].rstrip("_").upper(), [])
        elif synset is not None and text.startswith("+"):
            synset.append((bare[1:].replace("_", " ").strip().lower(), line))
        elif not blocks:
            into.note(file, line, "refused", "it stands before the first block")
        elif text.startswith("-"):
            blocks[-1].patterns.append((bare[1:].strip(), code, line))
        elif text[0].isalpha() or text.startswith("+"):
            blocks[-1].verbs.append((bare.replace("+", "").strip(), code, line))
        else:
            into.note(file, line, "refused", f"lines that begin with {text[0]!r} are not read")
    return blocks, synsets


def _code_of(text: str) -> str:
    found = _CODE.search(text)
    return found[1].strip() if found else ""


def _as_noun(item: str) -> tuple[str, str]:
    """The lemma by which a noun of a dictionary is looked up, and why it never is ("" where it is)."""
    noun = speech().lemma(item, "noun") if " " not in item and speech().parts(item) == 1 else item
    fault = unspoken(noun, "nouns")
    return noun, fault[0] if fault else ""


class _Block:
    """One block on its way into frames."""

    def __init__(self, file: str, block: Block, synsets: Synsets, into: Import) -> None:
        self.file, self.block, self.synsets, self.into = file, block, synsets, into
        self.verbs: list[tuple[str, str, bool]] = []
        self.objects: dict[str, dict[str, str]] = {}
        self.plain: dict[str, tuple[str, bool]] = {}

    def express(self) -> None:
        """Make the frames of the block."""
        for text, code, line in self.block.verbs:
            self._verb(text, code, line)
        for text, code, line in self.block.patterns:
            self._pattern(text, code, line)
        name = f"{slug(self.file)}-{slug(self.block.name)}-{self.block.line.number}"
        self.into.parts["verbs"] += [{"id": f"{name}-{number}"} | row for number, row in enumerate(self._frames(), 1)]

    def _verb(self, text: str, own: str, line: Line) -> None:
        verb = "_".join(text.lower().replace("_", " ").split())
        code = own or self.block.code
        fault = unspoken(verb.replace("_", " "), "verbs")
        if fault:
            self.into.note(self.file, line, "refused", fault[0])
            return
        try:
            kind, mutual = self._kind(code)
        except Inexpressible as error:
            self.verbs.append((verb, "", False))
            self.into.note(self.file, line, "refused", f"{error}; its patterns are kept")
            return
        self.verbs.append((verb, "" if kind == "none" else kind, mutual))
        self.into.note(self.file, line, "kept")

    def _kind(self, code: str) -> tuple[str, bool]:
        """The own type of a code and whether it is one for both directions."""
        one, colon, other = code.partition(":")
        if colon and not one:
            raise Inexpressible("the code is for the other direction alone")
        if colon and one != other:
            raise Inexpressible("two codes, one for each direction")
        return ("none" if one in (NULL_CODE, "") else self.into.type_of(one)), bool(colon)

    def _pattern(self, text: str, code: str, line: Line) -> None:
        try:
            pattern = self._read(text)
            kind, mutual = self._kind(code)
            if pattern.nouns:
                self._objects(pattern, kind)
            elif pattern.after:
                self.plain[pattern.after] = kind, mutual or pattern.mutual
            elif pattern.mutual and kind != "none":
                self.plain[""] = kind, True
            else:
                raise Inexpressible("it says no more than the verb")
        except Inexpressible as error:
            self.into.note(self.file, line, "refused", str(error))
        else:
            self.into.note(self.file, line, "kept")

    def _objects(self, pattern: Pattern, kind: str) -> None:
        held = self.objects.setdefault(pattern.after, {})
        taken = [noun for noun in pattern.nouns if held.get(noun, kind) != kind]
        for noun in pattern.nouns:
            held.setdefault(noun, kind)
        if taken and len(taken) == len(pattern.nouns):
            raise Inexpressible(f"{taken[0]!r} has another code in an earlier pattern")

    def _read(self, text: str) -> Pattern:
        pieces = _PIECE.findall(text.replace("*", " * ").replace("_", " "))
        if pieces.count("*") != 1:
            raise Inexpressible("the verb stands not once in it")
        at = pieces.index("*")
        before, after = pieces[:at], pieces[at + 1 :]
        if set(before) - {"$", "%"}:
            told = next(piece for piece in before if piece not in ("$", "%"))
            raise Inexpressible(f"{told!r} stands before the verb")
        mutual = "%" in (*before, *after)
        after = [piece for piece in after if piece != "%"]
        if after and after[-1] == "+":
            after.pop()
        phrase = self._phrase(after)
        if phrase:
            after = after[1:]
        if not after:
            return Pattern(after=phrase, nouns=(), mutual=mutual)
        if phrase and phrase not in _MOVES_OBJECT:
            raise Inexpressible(f"{after[0]!r} stands after a preposition")
        if len(after) > 1:
            raise Inexpressible(f"{after[1]!r} stands beside the object")
        return Pattern(after=phrase, nouns=self._nouns(after[0]), mutual=mutual)

    def _phrase(self, after: Sequence[str]) -> str:
        """The particle or preposition that follows the verb, or the empty string."""
        word = after[0].strip("() ").lower() if after else ""
        return word if word in particles() else ""

    def _nouns(self, piece: str) -> tuple[str, ...]:
        if piece.startswith("("):
            raise Inexpressible(f"{piece!r} is a prepositional phrase")
        if piece in ("$", "+", "^"):
            raise Inexpressible(f"{piece!r} says by order of words who acts, or skips words")
        words = piece.strip("{} ").lower()
        items = self._members(words[1:], ()) if words.startswith("&") else [words]
        nouns = []
        for item in items:
            noun, fault = _as_noun(item)
            if not fault:
                nouns.append(noun)
            elif not words.startswith("&"):
                raise Inexpressible(f"{item!r}: {fault}")
        if not nouns:
            raise Inexpressible(f"no word of {piece!r} is a noun of one word")
        return tuple(dict.fromkeys(nouns))

    def _members(self, name: str, within: tuple[str, ...]) -> list[str]:
        key = name.rstrip("_").upper()
        if key not in self.synsets or key in within:
            raise Inexpressible(f"there is no synset {name.upper()!r}")
        found: list[str] = []
        for item, _ in self.synsets[key]:
            found += self._members(item[1:], (*within, key)) if item.startswith("&") else [item]
        return found

    def _frames(self) -> Iterator[dict[str, Any]]:
        """A frame for the verbs of each code, then one for each particle or preposition that goes with them all."""
        kinds = dict.fromkeys((kind, mutual) for _, kind, mutual in self.verbs)
        over = self.plain.get("")
        for kind, mutual in kinds:
            words = [verb for verb, *rest in self.verbs if rest == [kind, mutual]]
            chosen, both = over if over and not kind else (kind, mutual)
            if chosen or self.objects.get(""):
                yield _row(words, chosen, both, self.objects.get("", {}), _CARRIED)
        for after in dict.fromkeys((*self.plain, *self.objects)):
            words = [f"{verb}_{after}" for verb, *_ in self.verbs if "_" not in verb]
            kind, mutual = self.plain.get(after, ("", False))
            if after and words and (kind or self.objects.get(after)):
                yield _row(words, kind, mutual, self.objects.get(after, {}), dict.fromkeys((after, *_CARRIED)))


def _row(words: list[str], kind: str, mutual: bool, objects: Mapping[str, str], target: Any) -> dict[str, Any]:  # noqa: ANN401 - any words
    row: dict[str, Any] = {"words": words} | ({"type": kind} if kind else {}) | ({"reciprocal": True} if mutual else {})
    return row | {"target": list(target)} | ({"by_word": dict(objects)} if objects else {})
