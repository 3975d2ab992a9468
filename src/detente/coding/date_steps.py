"""Steps along the calendar for relative dates: so many units on, and the named month, season or weekday nearest to a point."""

from __future__ import annotations

from detente.coding.date_units import Days, Unit, containing, month_of, moved, neighbour, season_of, week_of
from detente.coding.date_words import UNIT_NAMES, date_words
from detente.coding.number_words import value_of_cardinal
from detente.dates import calendar_day, day_number

_INDEFINITE = {"several": 4, "a few": 3, "few": 3, "some": 3, "a couple of": 2, "a dozen": 12}
_WIDEST = 740


def unit_of(word: str) -> tuple[Unit, int]:
    """A unit of the calendar and how many of it the word means: a fortnight is two weeks."""
    single = word.lower().rstrip("s")
    named: tuple[Unit, int] = UNIT_NAMES.get(single, (single, 1))  # type: ignore[assignment]
    return named


def count_of(words: str) -> tuple[float, bool]:
    """How many, and whether the number is loose ("several", "a few")."""
    text = " ".join(words.lower().split())
    if text in _INDEFINITE:
        return _INDEFINITE[text], True
    if text.startswith("half"):
        return 0.5, False
    if text.startswith("the better part"):
        return 1, True
    if text in ("a", "an"):
        return 1, False
    return (int(text) if text.isdigit() else value_of_cardinal(text) or 1), False


_HALVES: dict[str, tuple[Unit, int]] = {"year": ("month", 6), "decade": ("year", 5), "month": ("week", 2), "century": ("year", 50)}


def stepped(base: Days, count: float, unit: Unit, *, back: bool, loose: bool) -> Days:
    """`base` moved by `count` units, as finely as the words say.

    Days are exact, weeks to half a week, months to the month, years to the year, decades to two years
    either way; a loose count ("a few months later") doubles what is left open.
    """
    if count == 0.5:
        unit, count = _HALVES.get(unit, ("day", 3))
    whole = int(-count if back else count)
    start, end = moved(base.start, whole, unit), moved(base.end, whole, unit)
    if unit == "day":
        slack = int(count) // 2 if loose else 0
        return Days(start - slack, end + slack, "day" if start == end and not slack else "interval", approximate=loose)
    if unit == "week":
        slack = 7 if loose else 3
        return Days(start - slack, end + slack, "week", approximate=True)
    cell: Unit = "month" if unit == "month" else "year"
    spread = {"decade": 2, "century": 20}.get(unit, 0) + (1 if loose else 0)
    first, last = containing(moved(start, -spread, cell), cell), containing(moved(end, spread, cell), cell)
    return Days(first.start, last.end, cell if first == last else "interval", approximate=spread > 0)


def named_near(word: str, base: Days, step: int) -> Days | None:
    """The month, season, feast, weekday or unit called `word` that is `step` away from `base`; 0 is the one of its year."""
    low = word.lower()
    words = date_words()
    if base.end - base.start > _WIDEST and low not in ("decade", "century"):
        return None
    if low in words.weekdays:
        return weekday_near(words.weekdays[low], base, step)
    turns = _turns(word, base)
    if turns:
        return _nearest(turns, base, step)
    if low == "weekend":
        week = week_of(base.start + 7 * step)
        return Days(week.end - 1, week.end, "interval")
    unit, _ = unit_of(low)
    return neighbour(base, step, unit) if step else containing(base.start, unit)


def _turns(word: str, base: Days) -> list[Days]:
    """The turns of a month, season or feast in the year before that of `base`, in it, and in the year after."""
    low = word.lower()
    words = date_words()
    year, base_month, _ = calendar_day(base.start)
    month = words.months.get(low) or words.months.get(low + ".")
    if month:
        return [month_of(y, month) for y in (year - 1, year, year + 1)]
    if low in words.seasons:
        number = words.seasons[low]
        at = year - 1 if number == 24 and base_month <= 2 else year
        return [season_of(y, number) for y in (at - 1, at, at + 1)]
    if word in words.festivals:
        feast, first, last = words.festivals[word]
        return [Days(day_number(y, feast, first), day_number(y, feast, last), "interval") for y in (year - 1, year, year + 1)]
    return []


def _nearest(turns: list[Days], base: Days, step: int) -> Days:
    """Of three yearly turns (before, same, after): the last before `base`, the first after it, or that of its year."""
    if step < 0:
        return [turn for turn in turns if turn.end < base.start][-1]
    if step > 0:
        after = [turn for turn in turns if turn.start > base.end]
        return after[0] if after else turns[-1]
    return turns[1]


def weekday_near(number: int, base: Days, step: int) -> Days | None:
    """The weekday (0 is Monday) at or before `base`, the one before that, or the next; None where `base` is wider than a week."""
    if base.end - base.start > 7:
        return None
    day = base.end - (base.end - 1 - number) % 7
    if step > 0:
        day += 7
    elif step < 0 and day == base.end:
        day -= 7
    return Days(day, day, "day")
