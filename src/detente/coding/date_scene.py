"""What a date is read against: the running point of the text's time line and the date of writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.coding.date_units import Days, month_of
from detente.dates import calendar_day

Relation = Literal["at", "before", "after", "since", "until", "during", "from_to", "citation", "tenure"]
Basis = Literal["explicit", "relative", "inherited", "published"]
LONGEST_GUIDE = 740  # days: a running point wider than two years cannot say which year "in October" means


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """Where the text's time line stands.

    `day_start` and `day_end` are the running point, None where the text has named no date yet; `unit`
    is how it was named. `fine` is the last point that named a month or a day, for months whose year the
    running point is too wide to give, `recent` the date named last. `fresh` is True at the start of a
    paragraph. `written` is the date of writing: publication, or the dateline of a dispatch. `report` says
    that the text is news, whose bare months lie in the past of its dateline.
    """

    day_start: int | None = None
    day_end: int | None = None
    unit: str = "interval"
    written: Days | None = None
    report: bool = False
    fine: Days | None = None
    fresh: bool = True
    recent: Days | None = None

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
    """One sentence being read: its words, the point that the next relative date counts from, and the date of writing.

    `line` is where the text's time line stands; it lags behind `point` when the sentence looks back.
    """

    text: str
    point: Days | None
    written: Days | None
    report: bool = False
    fine: Days | None = None
    fresh: bool = True
    recent: Days | None = None
    line: Days | None = None

    @property
    def named(self) -> Days | None:
        """What "that year" and "the same month" point at: the date named last, whether the time line followed it or not."""
        return self.recent or self.guide

    @property
    def guide(self) -> Days | None:
        """The point that relative words count from: the running one, the last fine one where that is too wide, or the date of writing."""
        if self.point is not None and self.fine is not None and self.point.end - self.point.start > LONGEST_GUIDE:
            return self.fine
        return self.point or self.written

    @property
    def writing(self) -> Days | None:
        """The point that "ago", "last" and "today" count from."""
        return self.written or self.point


def is_fine(days: Days) -> bool:
    """Whether days name a point within a year: a month, a day, a season, "early 1965"."""
    return days.end - days.start < 130


def year_for(month: int, scene: Scene, *, ahead: bool = False) -> int | None:
    """The year a month without one is meant in, or None where nothing says.

    In a narrative: the year of the running point when the month is still to come in it, the next year
    when that is at most six months ahead, else the same year again (the text looked back). In news:
    the nearest such month before the dateline, or after it where the words look ahead.
    """
    guide = scene.written if scene.report and scene.written else scene.guide
    if guide is None or guide.end - guide.start > LONGEST_GUIDE:
        return None
    year, now, _ = calendar_day(guide.start)
    if scene.report or scene.point is None:
        last_year, last_month, _ = calendar_day(guide.end)
        if ahead:
            return year + (month < now)
        return last_year - (month > last_month)
    if guide.unit == "year" or guide.start <= month_of(year, month).start <= guide.end or month >= now:
        return year
    return year + 1 if month + 12 - now <= 6 else year
