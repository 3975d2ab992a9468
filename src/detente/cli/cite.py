"""`detente cite`: what a study should cite."""

from __future__ import annotations

from detente.cli.console import told
from detente.cli.options import StudyFolder

EXAMPLE = "detente cite examples/sino-soviet > study.bib"


def cite(study: StudyFolder) -> None:
    """Write BibTeX of what a study rests on.

    The program, the lists and models it used, the sources, and the tables beside them.

    Example: detente cite examples/sino-soviet > study.bib
    """
    with told():
        from detente.study import bibliography

        print(bibliography(study), end="")
