"""Reading sources: one reader a format, cleaning with a map back to raw text, sentences.

Nothing in a source is trusted: PDFs and archives are parsed in a child process with limits, and a
file that cannot be read is refused with a number (101 to 117) while the rest goes on.
"""

from __future__ import annotations

from detente.documents.limits import Limits
from detente.documents.metadata import SourceMetadata
from detente.documents.reading import read_document, read_file
from detente.documents.refusals import REASONS
from detente.documents.sentences import split_sentences
from detente.documents.sources import Reading, find_sources, read_sources

__all__ = [
    "REASONS", "Limits", "Reading", "SourceMetadata", "find_sources", "read_document", "read_file", "read_sources", "split_sentences",
]  # fmt: skip
