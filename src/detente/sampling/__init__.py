"""Random samples of what was coded, for review, and what the review says of the coder's precision and recall."""

from detente.sampling.estimate import report
from detente.sampling.sheet import VERDICTS, Judged, read_sheet, sample_rows

__all__ = ["VERDICTS", "Judged", "read_sheet", "report", "sample_rows"]
