"""détente: from documents to a tested account of how states cooperate and conflict."""

from detente.version import __version__

__all__ = ["__version__"]
