"""How long it takes to group events into incidents, and how that grows; beside it what sorting and one pass over the same events take.

    python benchmarks/incidents.py [--events 100000] [--scene NAME]

The events are made up from a seed. A happening is told by one to eight statements, each in five of eight words that belong to it
and eight others, the commonest of which is one word in two hundred; dated to the day, the month, the year, or more vaguely.
`spread` has thirty dyads and seventy years, `one dyad` only one; `vague` one dyad and dates that are mostly of a year; `formulas` one
dyad told of in forty sentences; `one month` one dyad and the dates of one month, which no record has. Each is measured at a quarter
of the events and at all.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from detente.dates import UncertainDate, calendar_day, date_of_days, day_number, days_in_month
from detente.incidents import group_incidents, key_of
from detente.model import Actor, Event, content_id
from detente.ontology import event_types
from detente.spans import Span

FIRST, LAST = day_number(1945), day_number(2014, 12, 31)
STATES = ("CHN", "RUS", "USA", "UKG", "FRN", "JPN", "IND", "PAK", "GMY", "ITA", "TUR", "POL")
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
WORDS = 20_000


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What events are made up from: how many dyads, the days they are of, and the share of days, months and years among dates.

    With `formulas` every event is told in one of so many sentences.
    """

    name: str
    dyads: int
    days: tuple[int, int]
    precise: tuple[float, float, float]
    formulas: int = 0


SCENES = (
    Scene(name="spread", dyads=30, days=(FIRST, LAST), precise=(0.6, 0.2, 0.15)),
    Scene(name="one dyad", dyads=1, days=(FIRST, LAST), precise=(0.6, 0.2, 0.15)),
    Scene(name="vague", dyads=1, days=(FIRST, LAST), precise=(0.1, 0.1, 0.7)),
    Scene(name="formulas", dyads=1, days=(FIRST, LAST), precise=(0.6, 0.2, 0.15), formulas=40),
    Scene(name="one month", dyads=1, days=(day_number(1969, 3), day_number(1969, 3, 31)), precise=(0.8, 0.1, 0.1)),
)


def vocabulary(draw: random.Random, size: int) -> list[str]:
    """Made-up words of two to four syllables, each once."""
    words: dict[str, None] = {}
    while len(words) < size:
        words["".join(draw.choice(SYLLABLES) for _ in range(draw.randint(2, 4)))] = None
    return list(words)


def date_at(draw: random.Random, day: int, precise: tuple[float, float, float]) -> UncertainDate | None:
    """A date that tells of a day more or less finely."""
    year, month, _ = calendar_day(day)
    roll = draw.random()
    if roll < precise[0]:
        return date_of_days(day, day, text="", basis=draw.choice(("explicit", "inherited")))
    if roll < sum(precise[:2]):
        return date_of_days(day_number(year, month), day_number(year, month, days_in_month(year, month)), text="")
    if roll < sum(precise):
        return date_of_days(day_number(year), day_number(year, 12, 31), text="")
    return date_of_days(day_number(year // 10 * 10), day_number(year // 10 * 10 + 9, 12, 31), text="") if draw.random() < 0.5 else None


def make_events(count: int, scene: Scene, seed: int = 1) -> list[Event]:
    """`count` events of a scene, the same for the same seed."""
    draw, kinds = random.Random(seed), list(event_types())
    words = vocabulary(draw, WORDS)
    common = list(accumulate((rank + 20) ** -0.9 for rank in range(WORDS)))
    dyads = [(one, other) for one in STATES for other in STATES if one < other][: scene.dyads]
    fixed = [" ".join(draw.choices(words, cum_weights=common, k=9)) for _ in range(scene.formulas)]
    events: list[Event] = []
    while len(events) < count:
        sides, kind, day = draw.choice(dyads), draw.choice(kinds), draw.randint(*scene.days)
        told = draw.choices(words, cum_weights=common, k=8)
        for _ in range(min(8, int(draw.paretovariate(1.5)))):
            quote = draw.choice(fixed or [" ".join(draw.sample(told, 5) + draw.choices(words, cum_weights=common, k=8))])
            events.append(made_event(len(events), sides, kind, date_at(draw, day, scene.precise), quote))
    return events[:count]


def made_event(number: int, sides: tuple[str, str], kind: str, date: UncertainDate | None, quote: str) -> Event:
    """One statement of a happening."""
    document = f"doc-{number % 2000}"
    source, target = (Actor(name=state, role="state", state=state) for state in sides)
    return Event(
        event_id=content_id("event", number), document=document, sentence=f"s{number}", span=Span(number, number + len(quote)),
        quote=quote, source=source, target=target, event_type=kind, mode=None, contexts=(), reciprocal=False, modality="asserted",
        date=date, intensity=0.0, confidence=1.0, coder="made", coder_version="1", rule="made",
    )  # fmt: skip


def bare_pass(events: list[Event]) -> float:
    """Seconds to sort the events and read each once: less than any grouping can take."""
    begun = time.perf_counter()
    ordered = sorted(events, key=lambda event: (event.source.name, event.target.name, event.date.first or 0 if event.date else 0))
    sum(len(event.quote.split()) for event in ordered)
    return time.perf_counter() - begun


def measure(events: list[Event]) -> tuple[float, float, list[int]]:
    """Seconds of the grouping by the clock and of its one process, and the sizes of the incidents, the largest first."""
    begun, worked = time.perf_counter(), time.process_time()
    incidents = group_incidents(events)
    taken, work = time.perf_counter() - begun, time.process_time() - worked
    if sorted(key for incident in incidents for key in incident.statements) != sorted(map(key_of, events)):
        raise SystemExit("an event is in no incident, or in two")
    return taken, work, sorted((len(incident.statements) for incident in incidents), reverse=True)


def main() -> None:
    """Measure each scene and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--scene", choices=[scene.name for scene in SCENES])
    asked = parser.parse_args()
    print("| scene | events | seconds | of the process | a quarter of them | times as long | bare pass | incidents | of one | largest |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for scene in SCENES:
        if asked.scene in (None, scene.name):
            events = make_events(asked.events, scene)
            group_incidents(events[:500])  # lists and names are read once, before any clock runs
            _, quarter, _ = measure(events[: asked.events // 4])
            taken, work, sizes = measure(events)
            row = [scene.name, f"{len(events):,}", f"{taken:.1f}", f"{work:.1f}", f"{quarter:.1f}", f"{work / quarter:.1f}"]
            row += [f"{bare_pass(events):.2f}", f"{len(sizes):,}", f"{Counter(sizes)[1]:,}", f"{sizes[0]:,}"]
            print("|", " | ".join(row), "|", flush=True)
    print(f"\nLargest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
