"""What a drawn plot may bring into the page."""

from __future__ import annotations

import re

import pytest
from lxml import etree, html
from report_studies import Maker

from detente.report import StudyView, build_view
from detente.report.charts.svg import clean_svg
from detente.report.sections import Page, page_of

DRAWN = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9" viewBox="0 0 9 9">
<style>*{display:none}</style><script>window.pwned=1</script><image href="https://evil.example/x.png"/>
<foreignObject><iframe src="https://evil.example"/></foreignObject>
<g onclick="window.pwned=2" style="fill:red"><a xlink:href="https://vega.github.io/vega-datasets/#year-CHN-RUS-1960">
<path aria-label="1960: &lt;b&gt;" d="M0.123456,1.987e-12h5" fill="#0072B2" filter="url(https://evil.example)"/></a></g>
<a xlink:href="javascript:window.pwned=3"><path d="M0,0h1" fill="url(https://evil.example/#x)"/></a>
<g><path d="M0,0h0" stroke="#d8d3c8"/><path d="" fill="red"/><path d="M1,1" display="none"/></g>
<rect width="3" height="3" fill="#ece8df"/><text font-size="12px" fill="#1c1b19" opacity="1">1960 &amp; after</text></svg>"""


@pytest.fixture(scope="module")
def cleaned() -> etree._Element:
    return html.fragment_fromstring(clean_svg(DRAWN, name="plot", title="T <b>", summary="S"))


def test_only_shapes_texts_and_links_survive(cleaned: etree._Element) -> None:
    assert {element.tag for element in cleaned.iter()} <= {
        "svg",
        "g",
        "path",
        "rect",
        "line",
        "text",
        "a",
        "title",
        "desc",
        "defs",
        "pattern",
    }


def test_no_handler_style_or_address_survives(cleaned: etree._Element) -> None:
    names = {str(name) for element in cleaned.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on")} and "style" not in names and "filter" not in names
    assert "evil.example" not in etree.tostring(cleaned, encoding="unicode")
    assert "pwned" not in etree.tostring(cleaned, encoding="unicode")


def test_links_lead_to_anchors_of_the_page_only(cleaned: etree._Element) -> None:
    assert [link.get("href") for link in cleaned.iter("a")] == ["#year-CHN-RUS-1960", None]


def test_a_link_carries_the_spoken_label_of_its_mark(cleaned: etree._Element) -> None:
    assert next(cleaned.iter("a")).get("aria-label") == "1960: <b>"


def test_coordinates_are_short_and_colours_are_variables(cleaned: etree._Element) -> None:
    mark = next(next(cleaned.iter("a")).iter("path"))
    assert mark.get("d") == "M0.1,0h5"
    assert mark.get("fill") == "var(--coop)"


def test_gaps_are_hatched_by_a_pattern_with_its_own_id(cleaned: etree._Element) -> None:
    assert next(cleaned.iter("rect")).get("fill") == "url(#plot-gap)"
    assert next(cleaned.iter("pattern")).get("id") == "plot-gap"


def test_a_plot_is_named_and_described(cleaned: etree._Element) -> None:
    assert cleaned.get("aria-labelledby") == "plot-t plot-d"
    assert next(cleaned.iter("title")).text == "T <b>"


@pytest.fixture(scope="module")
def view() -> StudyView:
    return build_view(Maker(events_wanted=120).material())


@pytest.fixture(scope="module")
def page(view: StudyView) -> Page:
    return page_of(view)


def test_no_plot_holds_an_inline_style_which_the_content_policy_forbids(page: Page) -> None:
    pictures = [picture for part in page.dyads for picture in (part.series, part.timeline, part.by_decade)]
    pictures += [*page.ledger, *(part.picture for part in page.data)]
    drawn = [picture.svg for picture in pictures if picture]
    assert len(drawn) >= 9
    assert not [svg for svg in drawn if re.search(r"\sstyle=|https?:|xlink|<script|\son\w+=", svg)]


def test_every_year_is_a_link_with_its_numbers_as_its_name(page: Page, view: StudyView) -> None:
    part = page.dyads[0]
    assert part.series is not None
    links = {link.get("href"): link.get("aria-label") for link in html.fragment_fromstring(part.series.svg).iter("a")}
    rows = [row for row in view.series if row.dyad == "CHN-RUS"]
    assert list(links) == [f"#year-CHN-RUS-{row.year}" for row in rows]
    assert links["#year-CHN-RUS-1974"] == "1974: no source speaks of it"
    told = next(row for row in rows if row.n)
    assert f"{told.n} statement" in links[f"#year-CHN-RUS-{told.year}"]


def test_every_dated_event_of_the_dyad_is_a_mark(page: Page) -> None:
    part = page.dyads[0]
    assert part.timeline is not None
    marks = [link.get("href") for link in html.fragment_fromstring(part.timeline.svg).iter("a")]
    assert sorted(marks) == sorted(f"#event-{event.event_id}" for event in part.events)


def test_conflict_is_drawn_below_the_line_and_cooperation_above(page: Page) -> None:
    part = page.dyads[0]
    assert part.series is not None
    svg = part.series.svg
    bars = {colour: _edges(svg, colour) for colour in ("var(--coop)", "var(--conf)")}
    assert max(bars["var(--coop)"]) <= min(bars["var(--conf)"]) + 0.2


def _edges(svg: str, colour: str) -> list[float]:
    """The lower edges of cooperation's bars, the upper edges of conflict's."""
    found = []
    for path in html.fragment_fromstring(svg).iter("path"):
        holder = path if path.get("fill") else path.getparent()
        if holder is not None and holder.get("fill") == colour:
            top, height = re.match(r"M[\d.]+,([\d.]+)h[\d.]+v([\d.]+)", path.get("d") or "").groups()  # type: ignore[union-attr]
            found.append(float(top) + (float(height) if colour == "var(--coop)" else 0))
    return found
