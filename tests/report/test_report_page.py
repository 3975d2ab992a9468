"""The page as text: what it holds, what it must not hold."""

from __future__ import annotations

import pytest
from study_maker import Maker

from detente.report import build_view, render_report


@pytest.fixture(scope="module")
def page() -> str:
    return render_report(build_view(Maker(events_wanted=60).material()))


def test_the_same_view_gives_the_same_page(page: str) -> None:
    assert render_report(build_view(Maker(events_wanted=60).material())) == page
