"""Agreements as rows: those a sentence tells of, and those of a document each once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from detente.coding.agreement_words import agreement_words
from detente.coding.events import Sitting
from detente.coding.grammar import dependents, tokens_of
from detente.coding.instruments import instruments, is_proper, points_back
from detente.coding.makings import Making
from detente.coding.modality import UNDONE, modality_of
from detente.coding.undertakings import undertakings
from detente.dates import UncertainDate, year_of
from detente.model import Agreement, Event, Figure, content_id

_TERM = re.compile(r"\b(\d{1,3}|ten|fifteen|twenty|twenty-five|thirty|fifty|ninety-nine|five)[- ]years?\b", re.IGNORECASE)
_SIGNS = frozenset({"sign", "initial", "conclude", "negotiate", "signature", "signing", "signatory"})
_NO_FLOW = frozenset({"number", "people", "countries", "members", "meetings", "votes", "agreements", "treaty term", "pact term"})
"""What figures count that is not given by one party to another."""
_LENDING = frozenset({"lend", "loan", "credit", "extend", "grant", "borrow", "advance"})
TERMS = "terms"
"""The kind of a row that is no agreement of its own: what one that was named before says."""
_UNWRITTEN = frozenset({"pledge", "loan", "relations", "settlement", "organisation", TERMS})
_BARE = frozenset({"agreement", "treaty", "pact", "alliance", "accord", "convention"})
"""What a text calls an instrument that it has named before."""


def read_agreements(sitting: Sitting, events: Sequence[Event], figures: Sequence[Figure] = ()) -> list[Agreement]:
    """The agreements of one sentence: instruments, and what was agreed on without one, with what would be given by them."""
    named = instruments(sitting, events)
    said = [_as_terms(sitting, making, named) for making in undertakings(sitting, events)]
    lent = [making for figure in figures if (making := _loan(sitting, figure, (*named, *said)))]
    rows = [_row(sitting, making) for making in (*named, *said, *lent)]
    flows = tuple(
        f"{each.what}: {amount_words(each)}" for each in figures if each.what not in _NO_FLOW and not each.what.startswith("duration")
    )
    return list({row.agreement_id: replace(row, flows=flows) for row in rows}.values())


def _loan(sitting: Sitting, figure: Figure, others: Sequence[Making]) -> Making | None:
    """A loan or credit of so much from one state to another, where the sentence tells of it as no other agreement between them."""
    sides = tuple(sorted(state for state in (figure.giver, figure.receiver) if state))
    if figure.what not in ("loan", "credit") or len(sides) != 2 or any(set(sides) <= set(each.parties) for each in others):
        return None
    token = next((t for t in tokens_of(sitting.scene.doc) if t.lemma_.lower() in _LENDING), None)
    if token is None or modality_of(token).modality in UNDONE:
        return None
    name = f"{figure.what} of {amount_words(figure)}"
    return Making(token=token, kind="loan", name=name, parties=sides, date=figure.date, place=None, rule=figure.rule)


def _as_terms(sitting: Sitting, making: Making, named: Sequence[Making]) -> Making:
    """A pledge in a sentence that names the treaty, or points back to one, is what that treaty says."""
    nouns = agreement_words().nouns
    of_these = any(set(making.parties) <= set(one.parties) for one in named)
    back = any(token.lemma_.lower() in nouns and points_back(token) for token in tokens_of(sitting.scene.doc))
    return replace(making, kind=TERMS) if making.kind == "pledge" and (of_these or back) else making


def _row(sitting: Sitting, making: Making) -> Agreement:
    sentence, document, words = sitting.sentence, sitting.document, agreement_words()
    term = _TERM.search(sentence.text)
    instrument = making.rule != "founding" and making.kind not in _UNWRITTEN
    return Agreement(
        agreement_id=content_id(
            "agreement", document.document_id, sentence.sentence_id, making.token.idx, making.name, list(making.parties)
        ),
        document=document.document_id,
        sentence=sentence.sentence_id,
        span=sentence.span,
        quote=sentence.span.of(document.raw),
        name=making.name,
        parties=making.parties,
        signed=making.date,
        place=making.place,
        obligations=words.owed(making.name) if instrument else (),
        coder=sitting.coder,
        coder_version=sitting.coder_version,
        rule=making.rule,
        term=term.group(0) if term and instrument else None,
        page=sentence.page,
        kind=making.kind,
        signatories=_signatories(sitting) if instrument else (),
        terms=(making.name,) if making.kind in ("pledge", TERMS) else (),
        ended=making.ended,
        secret=_secret(making),
    )


def _signatories(sitting: Sitting) -> tuple[str, ...]:
    """The persons named in a sentence that tells of the signing."""
    if not any(token.lemma_.lower() in _SIGNS for token in tokens_of(sitting.scene.doc)):
        return ()
    return tuple(dict.fromkeys(m.name for m in sitting.scene.mentions if m.person and not m.inferred))


def _secret(making: Making) -> bool:
    words = agreement_words()
    return any(words.has("secret", token.lower_) for token in (*dependents(making.token), *dependents(making.token.head)))


def amount_words(figure: Figure) -> str:
    """A number and its unit as a reader would write them: "300,000,000 US dollars"."""
    high = f" to {figure.high:,.15g}" if figure.high is not None else ""
    return f"{figure.value:,.15g}{high} {figure.unit}".rstrip()


def settled(rows: Iterable[Agreement]) -> list[Agreement]:
    """The agreements of one document, each once: a later mention of one that is known adds what it says to the first."""
    kept: list[Agreement] = []
    for row in rows:
        at = _known(kept, row)
        if at is not None:
            kept[at] = _joined(kept[at], row)
        elif len(row.parties) > 1:
            kept.append(replace(row, kind="pledge" if row.kind == TERMS else row.kind))
    return kept


def _known(kept: Sequence[Agreement], row: Agreement) -> int | None:
    """Which of the agreements before a row tells of; for terms the last instrument between the same parties."""
    if row.kind == TERMS:
        found = [n for n, known in enumerate(kept) if known.kind not in _UNWRITTEN and _parties_agree(known, row)]
        return found[-1] if found else None
    return next((n for n, known in enumerate(kept) if same_agreement(known, row)), None)


def same_agreement(one: Agreement, two: Agreement) -> bool:
    """Whether two mentions within a document are of one agreement: parties in common, years that do not part them, names that agree."""
    if not _parties_agree(one, two):
        return False
    years = _year(one.signed), _year(two.signed)
    apart = None not in years and years[0] != years[1]
    if is_proper(one.name) and is_proper(two.name):
        return _names_agree(one.name, two.name)
    if apart or "pledge" in (one.kind, two.kind):
        return not apart and one.kind == two.kind and _names_agree(one.name, two.name)
    named = {word.lower() for word in one.name.split()}
    return one.kind == two.kind or two.name.lower() in _BARE | named


def _parties_agree(one: Agreement, two: Agreement) -> bool:
    return len(set(one.parties) & set(two.parties)) >= min(2, len(one.parties), len(two.parties))


def _names_agree(one: str, two: str) -> bool:
    a, b = (frozenset(re.findall(r"[a-z]{4,}", name.lower())) for name in (one, two))
    return bool(a and b) and len(a & b) > 0.7 * min(len(a), len(b))


def _year(date: UncertainDate | None) -> int | None:
    return year_of(date.first) if date and date.first is not None else None


def _joined(one: Agreement, two: Agreement) -> Agreement:
    """The first mention with what the second adds; when it was signed is said as in the sentence that is the evidence, if that dates it."""
    own = one.signed is not None and one.signed.basis not in ("inherited", "published")
    return replace(
        one,
        signed=one.signed if own else _finer(one.signed, two.signed),
        place=one.place or two.place,
        obligations=tuple(dict.fromkeys((*one.obligations, *two.obligations, *agreement_words().owed(" ".join(two.terms))))),
        term=one.term or two.term,
        signatories=tuple(dict.fromkeys((*one.signatories, *two.signatories))),
        terms=tuple(dict.fromkeys((*one.terms, *two.terms))),
        flows=tuple(dict.fromkeys((*one.flows, *two.flows))),
        secret=one.secret or two.secret,
        ended=one.ended or two.ended,
    )


def _finer(one: UncertainDate | None, two: UncertainDate | None) -> UncertainDate | None:
    if one is None or two is None:
        return one or two
    return two if _width(two) < _width(one) and _within(two, one) else one


def _width(date: UncertainDate) -> int:
    return date.end - date.start if date.start is not None and date.end is not None else 10**9


def _within(inner: UncertainDate, outer: UncertainDate) -> bool:
    return None not in (inner.first, outer.first, inner.last, outer.last) and outer.first <= inner.first and inner.last <= outer.last  # type: ignore[operator]
