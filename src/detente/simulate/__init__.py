"""Dynamics run forward: what a rule or a fitted theory makes of a whole system of states, from a seed, again and again alike."""
