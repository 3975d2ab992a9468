"""The plots of the page: Vega-Lite specifications drawn once to SVG, cleaned, with a link around every mark."""

from __future__ import annotations

from detente.report.charts.asserted import periods_chart
from detente.report.charts.base import Chart
from detente.report.charts.contexts import contexts_chart
from detente.report.charts.flows import flows_chart
from detente.report.charts.hands import hands_chart
from detente.report.charts.likeness import likeness_chart
from detente.report.charts.lines import data_chart, ledger_charts
from detente.report.charts.motives import motives_chart
from detente.report.charts.score import score_chart
from detente.report.charts.series import series_chart
from detente.report.charts.timeline import timeline_chart
from detente.report.charts.triangle import triangle_chart

__all__ = [
    "Chart",
    "contexts_chart",
    "data_chart",
    "flows_chart",
    "hands_chart",
    "ledger_charts",
    "likeness_chart",
    "motives_chart",
    "periods_chart",
    "score_chart",
    "series_chart",
    "timeline_chart",
    "triangle_chart",
]
