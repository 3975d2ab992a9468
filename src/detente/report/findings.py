"""What a study found, in sentences computed from its series, each number with the evidence it opens."""

from __future__ import annotations

from collections.abc import Sequence

from detente.model import Event, Figure
from detente.relations.summary import PeriodFound, naive_periods
from detente.report.view import Dyad, Finding, Phrase, SeriesRow, Source
from detente.report.words import anchor, count_text, listed, number_text, year_text

SILENT = "no source speaks of it"
"""Why a year in which the states existed has no number."""

_RUNS_NAMED = 4
_PERIODS_NAMED = 5


def year_anchor(dyad: str, year: int) -> str:
    """The anchor of one year of one dyad: `year-CHN-RUS-1960`."""
    return anchor("year", f"{dyad}-{year}")


def peak(rows: Sequence[SeriesRow], measure: str) -> SeriesRow | None:
    """The year in which a measure (`cooperation` or `conflict`) is highest, the earliest of equals; None where it is never above 0."""
    known = [row for row in rows if (getattr(row, measure) or 0) > 0]
    return min(known, key=lambda row: (-getattr(row, measure), row.year)) if known else None


def peaks_sentence(rows: Sequence[SeriesRow]) -> str:
    """The title of a chart of the series: when cooperation and when conflict is highest."""
    top, bottom = peak(rows, "cooperation"), peak(rows, "conflict")
    if top and bottom:
        return f"Cooperation is highest in {year_text(top.year)}, conflict in {year_text(bottom.year)}"
    if top or bottom:
        row, word = (top, "Cooperation") if top else (bottom, "Conflict")
        return f"{word} is highest in {year_text(row.year)}; the sources tell of no {'conflict' if top else 'cooperation'}" if row else ""
    return "The sources tell of neither cooperation nor conflict"


def default_findings(
    dyad: Dyad | None,
    name: str,
    rows: Sequence[SeriesRow],
    *,
    events: Sequence[Event],
    figures: Sequence[Figure],
    sources: Sequence[Source],
) -> tuple[Finding, ...]:
    """The findings of a study that brings none of its own: what was read, the peaks, the turn, the silence."""
    found = [_peaks(dyad, rows, name, count_files(sources)), _periods(dyad, rows), _basis(rows)] if dyad is not None else []
    found += [_read(events, figures, sources), _silence(rows)]
    return tuple(each for each in found if each is not None)


def count_files(sources: Sequence[Source]) -> int:
    """How many sources there are: a file of many documents (a digest, a volume) is one."""
    return len({source.path or source.key for source in sources})


def _read(events: Sequence[Event], figures: Sequence[Figure], sources: Sequence[Source]) -> Finding | None:
    if not sources:
        return None
    held = sum(event.modality == "asserted" for event in events)
    files = count_files(sources)
    parts = "" if files == len(sources) else f", of {count_text(len(sources), 'document')},"
    told = f"{count_text(files, 'source')}{parts} {'tells' if files == 1 else 'tell'} of"
    text = f"{told} {count_text(len(events), 'event')}, {held:,} of them as done, and {count_text(len(figures), 'figure')}."
    return Finding(phrases=(Phrase(text=text),))


def _peaks(dyad: Dyad, rows: Sequence[SeriesRow], name: str, sources: int) -> Finding | None:
    """The headline: when the two cooperate most and when they are most in conflict, as the sources have it."""
    found = [(word, row) for word in ("cooperation", "conflict") if (row := peak(rows, word))]
    if not found:
        return None
    phrases = [Phrase(text=f"As {count_text(sources, 'source')} {'tells' if sources == 1 else 'tell'} it, ")]
    for at, (word, row) in enumerate(found):
        phrases.append(Phrase(text=f" and {word} in " if at else f"{word} between {name} is highest in "))
        phrases.append(Phrase(text=year_text(row.year), target=year_anchor(dyad.key, row.year)))
    return Finding(phrases=(*phrases, Phrase(text=".")))


def _basis(rows: Sequence[SeriesRow]) -> Finding | None:
    """What the headline rests on."""
    parts = []
    for word in ("cooperation", "conflict"):
        row = peak(rows, word)
        if row:
            told = f"{count_text(row.n, 'statement')} of {count_text(row.n_sources, 'source')}"
            parts.append(f"the {word} of {year_text(row.year)} has a score of {number_text(getattr(row, word))}, from {told} on that year")
    text = "; ".join(parts)
    return Finding(phrases=(Phrase(text=f"{text[0].upper()}{text[1:]}."),)) if parts else None


def _periods(dyad: Dyad, rows: Sequence[SeriesRow]) -> Finding | None:
    """When the balance, smoothed over five years, changes sign; None where it never does."""
    known = [{"year": row.year, "net": row.net, "event_ids": row.event_ids} for row in rows]
    found = [period for period in naive_periods(known) if period.last_year > period.first_year]
    if len({period.sign for period in found}) < 2:
        return None
    shown = (
        found if len(found) <= _PERIODS_NAMED else sorted(sorted(found, key=_length)[-_PERIODS_NAMED:], key=lambda each: each.first_year)
    )
    phrases = [Phrase(text="By means over five years, ")]
    for at, period in enumerate(shown):
        word = "cooperation outweighs conflict" if period.sign > 0 else "conflict outweighs cooperation"
        phrases.append(Phrase(text=f"{'; ' if at else ''}{word} from "))
        phrases.append(Phrase(text=year_text(period.first_year), target=year_anchor(dyad.key, period.first_year)))
        phrases.append(Phrase(text=" to "))
        phrases.append(Phrase(text=year_text(period.last_year), target=year_anchor(dyad.key, period.last_year)))
    rest = f" ({count_text(len(found) - len(shown), 'shorter period')} not named)" if len(found) > len(shown) else ""
    return Finding(phrases=(*phrases, Phrase(text=f"{rest}. No test stands behind these periods.")))


def _length(period: PeriodFound) -> tuple[int, int]:
    return period.last_year - period.first_year, -period.first_year


def _silence(rows: Sequence[SeriesRow]) -> Finding | None:
    silent = [row.year for row in rows if not row.covered and row.reason == SILENT]
    if not silent:
        return None
    runs = _runs(silent)
    shown = runs if len(runs) <= _RUNS_NAMED + 1 else runs[:_RUNS_NAMED]  # to name one more takes no more room than to count it
    rest = len(silent) - sum(map(len, shown))
    named = [*map(_run_text, shown), *([f"{count_text(rest, 'other year')}"] if rest else [])]
    return Finding(
        phrases=(Phrase(text=f"No source speaks of the two in {listed(named)}; what is not told is shown as a gap, not as zero."),)
    )


def _runs(years: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return runs


def _run_text(run: Sequence[int]) -> str:
    return year_text(run[0]) if len(run) == 1 else f"{year_text(run[0])} to {year_text(run[-1])}"
