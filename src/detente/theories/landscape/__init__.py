"""Blocs as the valleys of a landscape: energies of divisions, all local minima with their basins, and the least by exact solving."""

from detente.theories.landscape.lowest import MOST_ENUMERATED, Minima, Minimum, minima
from detente.theories.landscape.model import Landscape, landscape
from detente.theories.landscape.reading import read_landscape
from detente.theories.landscape.valleys import Valleys, division_energies, valleys

__all__ = [
    "MOST_ENUMERATED",
    "Landscape",
    "Minima",
    "Minimum",
    "Valleys",
    "division_energies",
    "landscape",
    "minima",
    "read_landscape",
    "valleys",
]
