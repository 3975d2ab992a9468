"""What the page of a study is made from: one frozen value that holds all it shows.

A `StudyView` knows nothing of files, stores or coders. Whatever is not in it is not on the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from detente.model import Agreement, Event, Figure, Incident, Milestone, Period, Reason, Sentence
from detente.relations.agreements import Treaty
from detente.relations.flows import FlowSum
from detente.relations.treaties import Beside

if TYPE_CHECKING:
    from detente.report.scored import Scored
    from detente.report.supposed import Supposed
    from detente.theories.findings import Finding as TheoryFinding

Cell = str | int | float | None
"""One cell of a table of a data set."""


@dataclass(frozen=True, kw_only=True)
class Dyad:
    """Two states, by COW letters, in the order in which the study names them."""

    a: str
    b: str

    @property
    def key(self) -> str:
        """The two codes joined, as permanent links have them (`CHN-RUS`)."""
        return f"{self.a}-{self.b}"

    def holds(self, *states: str | None) -> bool:
        """Whether both states are among those given."""
        return self.a in states and self.b in states


@dataclass(frozen=True, kw_only=True)
class Source:
    """One source that was read, and what it gave. `published` is as a reader would write it."""

    key: str
    document: str
    title: str = ""
    author: str = ""
    published: str = ""
    kind: str = ""
    format: str = ""
    citation: str = ""
    language: str = ""
    encoding: str = ""
    path: str = ""
    sha256: str = ""
    warnings: tuple[str, ...] = ()
    pages: int = 0
    sentences: int = 0
    events: int = 0
    figures: int = 0
    agreements: int = 0
    reasons: int = 0
    periods: int = 0


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A file that could not be read, and why."""

    path: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SeriesRow:
    """One dyad in one year.

    `cooperation` and `conflict` are sums of scores, both 0 or more; `net` is the one less the other and `low`
    to `high` its 90 per cent band. All five are None in a year without a number (`covered` is False), and
    `reason` says why: no source speaks of it, or a state did not exist. `n` counts statements, `n_sources` the
    sources that make them, `event_ids` names them.
    """

    dyad: str
    year: int
    cooperation: float | None
    conflict: float | None
    net: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    n_sources: int = 0
    covered: bool = True
    reason: str = ""
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ContextRow:
    """How often a decade's statements on a dyad are about one context, and which way they lean (-1 to 1, None without data)."""

    dyad: str
    decade: int
    context: str
    n: int
    share: float
    lean: float | None = None
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A meeting or visit: when, where and who, with the statements that tell of it. Texts are ready to read."""

    date: str
    place: str
    people: tuple[str, ...]
    states: tuple[str, ...]
    kind: str = "meeting"
    day: int | None = None
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """A meeting of the sources beside the published list of visits: who tells of it, and in which words of the list and its rows."""

    status: str
    date: str
    place: str
    people: tuple[str, ...]
    states: tuple[str, ...]
    remarks: str = ""
    event_ids: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MotiveRow:
    """How often one motive is given on a dyad in one group: in all, a decade, a holder, a source, or a source and a decade.

    `n` and `share` (0 to 1) are None where the group gives no reason, `motive` is then empty unless some are rejected. The ids
    name the reasons given, those of another class whose words allow this one too, and those rejected.
    """

    dyad: str
    by: str
    motive: str
    n: int | None
    share: float | None = None
    rejected: int = 0
    source: str = ""
    holder: str = ""
    decade: int | None = None
    reason_ids: tuple[str, ...] = ()
    also_ids: tuple[str, ...] = ()
    rejected_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AssertedRow:
    """A period or turning point of a dyad: one that a source asserts (`period_id` names it), or a turn of its series (no id).

    Years are None on an open side. `series_year`, `distance` and `chance` are for asserted turning points, `mean_net` and
    `agrees` for periods, `change` for both; None where the series has no number, and `reason` says why.
    """

    dyad: str
    direction: str
    turning: bool
    first_year: int | None
    last_year: int | None
    row_id: str = ""
    period_id: str | None = None
    document: str = ""
    series_year: int | None = None
    distance: int | None = None
    chance: float | None = None
    change: float | None = None
    mean_net: float | None = None
    agrees: bool | None = None
    reason: str = ""
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ActorRow:
    """Who appears, under which names and offices, when, and in which deeds (ids of events)."""

    actor_id: str
    name: str
    kind: str
    state: str | None = None
    names: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    first_day: int | None = None
    last_day: int | None = None
    n: int = 0
    sources: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    suffered: tuple[str, ...] = ()
    mutual: tuple[str, ...] = ()
    not_done: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DataSet:
    """Rows of a published data set, to stand beside what the sources say.

    Where `x`, `y` and `series` name columns, the rows are also drawn as lines: `y` (in `unit`) over the
    year `x`, one line for each value of `series`.
    """

    key: str
    title: str
    citation: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    unit: str = ""
    x: str | None = None
    y: str | None = None
    series: str | None = None


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A piece of a sentence of findings; `target` is the anchor whose evidence it opens, or None for plain words."""

    text: str
    target: str | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One sentence that says what was found, in phrases of which some open their evidence."""

    phrases: tuple[Phrase, ...]

    @property
    def text(self) -> str:
        """The sentence as plain words."""
        return "".join(phrase.text for phrase in self.phrases)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Words of a sentence that gave one part of a code: code points of the sentence's cleaned text, half-open."""

    part: str
    sentence: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class ManifestPart:
    """One part of how the page was made: a heading, and names with their values."""

    title: str
    rows: tuple[tuple[str, str], ...]


StatementKind = Literal["event", "figure", "agreement", "reason", "period", "milestone"]


@dataclass(frozen=True, kw_only=True)
class StudyView:
    """All that the page of a study shows. `dyads` has the one in focus first; `states` maps COW letters to names.

    `sentences` are those that give evidence and their neighbours, in order of document and place.
    `marks` maps the id of a statement to the words that gave its code. `left_out` says how many events
    the page had to leave out, `reasons_left_out` how many reasons. `milestones` are those
    of the incidents that the page tells of, `strengths` maps the id of an incident to how much its differences weigh.
    """

    title: str
    question: str = ""
    licence: str = ""
    language: str = "en"
    states: Mapping[str, str] = field(default_factory=dict)
    dyads: tuple[Dyad, ...] = ()
    sources: tuple[Source, ...] = ()
    refused: tuple[Refused, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    reasons: tuple[Reason, ...] = ()
    periods: tuple[Period, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    incidents: tuple[Incident, ...] = ()
    strengths: Mapping[str, float] = field(default_factory=dict)
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    series: tuple[SeriesRow, ...] = ()
    contexts: tuple[ContextRow, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    visits: tuple[VisitRow, ...] = ()
    motives: tuple[MotiveRow, ...] = ()
    asserted: tuple[AssertedRow, ...] = ()
    scored: Scored | None = None
    supposed: Supposed | None = None
    theories: tuple[TheoryFinding, ...] = ()
    actors: tuple[ActorRow, ...] = ()
    treaties: tuple[Treaty, ...] = ()
    beside: tuple[Beside, ...] = ()
    flows: tuple[FlowSum, ...] = ()
    data_sets: tuple[DataSet, ...] = ()
    findings: tuple[Finding, ...] = ()
    manifest: tuple[ManifestPart, ...] = ()
    left_out: int = 0
    reasons_left_out: int = 0

    def name_of(self, state: str | None) -> str:
        """The name of a state, or its letters where the study has no name for it, or a dash for none."""
        return self.states.get(state, state) if state else "–"

    def spelled(self, words: str) -> str:
        """The words with the pairs in them (`CHN-RUS`) called by the names of their states, where the study knows both."""
        for dyad in self.dyads:
            if {dyad.a, dyad.b} <= self.states.keys():
                name = self.dyad_name(dyad)
                words = words.replace(f"{dyad.a}-{dyad.b}", name).replace(f"{dyad.b}-{dyad.a}", name)
        return words

    def dyad_name(self, dyad: Dyad) -> str:
        """Both names, as a heading has them."""
        return f"{self.name_of(dyad.a)} and {self.name_of(dyad.b)}"
