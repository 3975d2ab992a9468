"""Statements that hang together by twos: what a grouping that takes them one after another rests on.

A grouping that puts each statement to the first group it fits depends on all statements that could be of one group with it, and on
those that could be with these. Tables name them in `of_ids`, so that a row can be known to stay where another source goes.
"""

from __future__ import annotations

from collections.abc import Iterable


def kin(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """For each name all that hang together with it by pairs, itself among them."""
    home = {name: name for name in names}

    def root(name: str) -> str:
        """The name that stands for the group, as far as it is joined."""
        while home[name] != name:
            home[name] = home[home[name]]
            name = home[name]
        return name

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        home[second] = first
    groups: dict[str, set[str]] = {}
    for name in home:
        groups.setdefault(root(name), set()).add(name)
    whole = {name: frozenset(group) for name, group in groups.items()}
    return {name: whole[root(name)] for name in home}
