"""What a date is read against: the running point of the text's time line and the date of writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.coding.date_units import Days, month_of
from detente.dates import calendar_day

Relation = Literal["at", "before", "after", "since", "until", "during", "from_to", "citation", "tenure"]
Basis = Literal["explicit", "relative", "inherited", "published"]
_LONGEST_GUIDE = 740  # days: a running point wider than two years cannot say which year "in October" means


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """Where the text's time line stands.

    `day_start` and `day_end` are the running point, None where the text has named no date yet; `unit`
    is how it was named. `written` is the date of writing (publication, or the dateline of a dispatch).
    `report` says that the text is news, whose bare months lie in the past of its dateline.
    """

    day_start: int | None = None
    day_end: int | None = None
    unit: str = "interval"
    written: Days | None = None
    report: bool = False

    @property
    def point(self) -> Days | None:
        """The running point as days, or None."""
        if self.day_start is None or self.day_end is None:
            return None
        return Days(self.day_start, self.day_end, self.unit)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule read: the days, where its words end, and how it was read.

    `start` or `end` of the days may be opened by `relation`. `moves` says whether the text's time line
    follows; `exact` that the words carry their own year.
    """

    stop: int
    days: Days
    basis: Basis = "relative"
    moves: bool = True
    relation: Relation | None = None
    exact: bool = False


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One sentence being read: its words, the point reached so far in it, and the date of writing."""

    text: str
    point: Days | None
    written: Days | None
    report: bool = False
    forward: bool = False

    @property
    def guide(self) -> Days | None:
        """The point that relative words count from: the running one, else the date of writing."""
        return self.point or self.written

    @property
    def writing(self) -> Days | None:
        """The point that "ago", "last" and "today" count from."""
        return self.written or self.point


def year_for(month: int, scene: Scene) -> int | None:
    """The year a month without one is meant in, or None where nothing says.

    In a narrative: the year of the running point when the month is still to come in it, the next year
    when that is at most six months ahead, else the same year again (the text looked back). In news:
    the nearest such month before the dateline, or after it where the words look forward.
    """
    guide = scene.written if scene.report and scene.written else scene.guide
    if guide is None or guide.end - guide.start > _LONGEST_GUIDE:
        return None
    year, now, _ = calendar_day(guide.start)
    if scene.report or scene.point is None:
        last_year, last_month, _ = calendar_day(guide.end)
        if scene.forward:
            return year + (month < now)
        return last_year - (month > last_month)
    if guide.unit == "year" or guide.start <= month_of(year, month).start <= guide.end or month >= now:
        return year
    return year + 1 if month + 12 - now <= 6 else year
