"""A study's own codes: reading them strictly, linting them, and importing dictionaries of other programs."""

from detente.codes.built_in import lint_built_in
from detente.codes.lint import lint_codes
from detente.codes.marked import Problem
from detente.codes.own import OwnCodes, with_codes
from detente.codes.petrarch import Imported, import_dictionaries
from detente.codes.reading import read_codes

__all__ = ["Imported", "OwnCodes", "Problem", "import_dictionaries", "lint_built_in", "lint_codes", "read_codes", "with_codes"]
