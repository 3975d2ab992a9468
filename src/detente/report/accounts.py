"""The chapter on incidents, worked out before its template is filled: where the sources disagree, differ in precision, or agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from detente.incidents.aspects import date_of, is_stock
from detente.model import Agreement, Difference, Event, Figure, Incident, Milestone, Period, Statement, Verdict
from detente.report.charts import Chart
from detente.report.charts.asserted import DIRECTIONS
from detente.report.charts.strips import strip_chart
from detente.report.evidence import identity
from detente.report.view import StudyView
from detente.report.words import amount_text, anchor, count_text, date_text, listed

MOST_DISAGREEMENTS = 60
"""Disagreements that the page tells of, the strongest; and as many of the other incidents of several sources."""

_UNTOLD = "no date told"


@dataclass(frozen=True, kw_only=True)
class Saying:
    """What some statements of an incident say on one aspect: their anchor, the words, and the statements with their sources."""

    anchor: str
    title: str
    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """One aspect in which the statements of an incident differ, what each says of it, and its plot where it has one."""

    aspect: str
    verdict: Verdict
    sayings: tuple[Saying, ...]
    strip: Chart | None


@dataclass(frozen=True, kw_only=True)
class Account:
    """An incident on the page: what happened, who tells of it, and how far they differ. `strength` orders disagreements."""

    anchor: str
    incident: Incident
    what: str
    states: str
    when: str
    told: str
    strength: float
    disputes: tuple[Dispute, ...]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the incident of a statement stands, as words beside the statement, and where the page tells of it (or nothing)."""

    text: str
    verdict: Verdict
    target: str


@dataclass(frozen=True, kw_only=True)
class Accounts:
    """The chapter on incidents: those shown, how many more the tables have, and the counts of all."""

    disagree: tuple[Account, ...]
    precision: tuple[Account, ...]
    agree: tuple[Account, ...]
    counts: Mapping[str, int]
    statements: Mapping[str, Statement]
    standing: Mapping[str, Standing]

    def more(self, verdict: Verdict) -> int:
        """How many incidents of a verdict only the tables have."""
        return self.counts[verdict] - len(self._shown[verdict])

    @property
    def _shown(self) -> Mapping[str, tuple[Account, ...]]:
        return {"disagree": self.disagree, "differ in precision": self.precision, "agree": self.agree}


def accounts_of(view: StudyView) -> Accounts:
    """The incidents of a view as its chapter tells of them, the strongest first."""
    known = {identity(each): each for each in every_statement(view)}
    shown = {verdict: [_account(each, view, known) for each in ranked(view, verdict)[:MOST_DISAGREEMENTS]] for verdict in _TOLD}
    accounts = {account.incident.incident_id: account for row in shown.values() for account in row}
    return Accounts(
        disagree=tuple(shown["disagree"]),
        precision=tuple(shown["differ in precision"]),
        agree=tuple(shown["agree"]),
        counts=_counts(view.incidents),
        statements=known,
        standing=_standing(view.incidents, accounts),
    )


_TOLD: tuple[Verdict, ...] = ("disagree", "differ in precision", "agree")


def every_statement(view: StudyView) -> list[Statement]:
    """All statements whose evidence a view holds."""
    return [*view.events, *view.figures, *view.agreements, *view.reasons, *view.periods, *view.milestones]


def ranked(view: StudyView, verdict: Verdict) -> list[Incident]:
    """The incidents of one verdict, the strongest first; those that agree by the number of their independent sources."""
    found = [each for each in view.incidents if each.verdict == verdict]
    if verdict == "agree":
        return sorted(found, key=lambda each: (-each.independent, each.incident_id))
    return sorted(found, key=lambda each: (-view.strengths.get(each.incident_id, 0), each.incident_id))


def told_of(incidents: Sequence[Incident], strengths: Mapping[str, float]) -> frozenset[str]:
    """The statements of all incidents that the page tells of, by id: their evidence is to be kept."""
    view = StudyView(title="", incidents=tuple(incidents), strengths=strengths)
    return frozenset(key for verdict in _TOLD for each in ranked(view, verdict)[:MOST_DISAGREEMENTS] for key in each.statements)


def _counts(incidents: Sequence[Incident]) -> dict[str, int]:
    found = {verdict: sum(each.verdict == verdict for each in incidents) for verdict in (*_TOLD, "single")}
    several = [each for each in incidents if each.independent > 1]
    return found | {
        "all": len(incidents),
        "several": len(several),
        "sources": len({document for each in incidents for document in each.documents}),
        "alone": sum(each.verdict == "disagree" and each.independent < 2 for each in incidents),
    }


def _standing(incidents: Sequence[Incident], accounts: Mapping[str, Account]) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    for each in incidents:
        told = Standing(
            text=f"told by {sources_text(each)}{_verdict_text(each)}",
            verdict=each.verdict,
            target=accounts[each.incident_id].anchor if each.incident_id in accounts else "",
        )
        found |= dict.fromkeys(each.statements, told)
    return found


def _verdict_text(incident: Incident) -> str:
    if incident.verdict == "disagree" and incident.independent < 2:
        return ", which contradicts itself" if len(incident.documents) == 1 else " that contradict each other"
    return "" if incident.verdict == "single" else f" that {incident.verdict}"


def sources_text(incident: Incident) -> str:
    """How many sources tell of an incident, and how many of them are independent where copies are among them."""
    sources = count_text(len(incident.documents), "source")
    return sources if incident.independent == len(incident.documents) else f"{sources} ({incident.independent} independent)"


def _account(incident: Incident, view: StudyView, known: Mapping[str, Statement]) -> Account:
    key = anchor("incident", incident.incident_id)
    what = what_text(incident)
    stock = all(is_stock(known[each]) for each in incident.statements if each in known)  # type: ignore[arg-type]
    return Account(
        anchor=key,
        incident=incident,
        what=what,
        states=listed([view.name_of(state) for state in incident.states]),
        when="" if incident.kind == "figure" and stock else date_text(incident.date) if incident.date else _UNTOLD,
        told=sources_text(incident),
        strength=view.strengths.get(incident.incident_id, 0.0),
        disputes=tuple(_dispute(each, incident, key, known, view) for each in incident.differences),
    )


def what_text(incident: Incident) -> str:
    """What happened, in a few words: the label of an incident without its date."""
    name = incident.label.removesuffix(f", {incident.date.edtf}") if incident.date else incident.label
    kind, colon, rest = name.partition(": ")
    words = f"{kind.lower().replace('_', ' ')}{colon}{rest}" if colon and incident.kind == "event" else name
    return words[:1].upper() + words[1:]


def _dispute(difference: Difference, incident: Incident, key: str, known: Mapping[str, Statement], view: StudyView) -> Dispute:
    groups: dict[str, list[str]] = {}
    for ident, says in difference.says:
        groups.setdefault(_words(difference.aspect, says, known.get(ident), view), []).append(ident)
    first = {text: _place(difference.aspect, [known[each] for each in ids if each in known]) for text, ids in groups.items()}
    place = f"{key}-{difference.aspect}"
    sayings = tuple(
        Saying(anchor=f"{place}-{at}", title=f"{what_text(incident)}: {difference.aspect} {text}", text=text, ids=_in_order(ids, incident))
        for at, (text, ids) in enumerate(sorted(groups.items(), key=lambda group: (first[group[0]], group[0])))
    )
    strip = _strip(difference.aspect, sayings, known, place) if difference.verdict == "disagree" else None
    return Dispute(aspect=difference.aspect, verdict=difference.verdict, sayings=sayings, strip=strip)


def _strip(aspect: str, sayings: Sequence[Saying], known: Mapping[str, Statement], place: str) -> Chart | None:
    said = [(each.text, each.anchor, [known[ident] for ident in each.ids if ident in known]) for each in sayings]
    drawn = strip_chart(aspect, said, name=f"{place}-strip")
    return drawn and replace(drawn, svg=Markup(drawn.svg))  # noqa: S704 (cleaned by clean_svg)


def _in_order(ids: Sequence[str], incident: Incident) -> tuple[str, ...]:
    """Statements in order of document and place, as the incident has them."""
    return tuple(sorted(ids, key=incident.statements.index))


def _words(aspect: str, says: str, statement: Statement | None, view: StudyView) -> str:
    """What a statement says on an aspect, as the page writes it: dates in words, names of states for letters."""
    text = says.lower() if aspect == "type" else says
    match aspect, statement:
        case "date", Event() | Figure() | Agreement() | Period() | Milestone():
            text = date_text(date_of(statement))
        case "amount", Figure():
            text = amount_text(statement) + (", promised" if statement.promised else "")
        case "direction", Event() | Figure():
            text = " ".join(view.states.get(word, word) for word in says.split(" "))
        case "direction", Period():
            text = DIRECTIONS.get(says, says)
        case "actors", Agreement():
            text = listed([view.states.get(word, word) for word in says.split(" and ")])
    return text


def _place(aspect: str, statements: Sequence[Statement]) -> float:
    """Where a saying stands among the others: dates and amounts in their order, all else by its words."""
    if aspect == "amount":
        return min((each.value for each in statements if isinstance(each, Figure)), default=0.0)
    dates = [date for each in statements if (date := getattr(each, "signed", None) or getattr(each, "date", None))]
    return min((float(date.first or 0) for date in dates), default=0.0) if aspect == "date" else 0.0
