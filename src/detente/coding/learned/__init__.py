"""The trained reader of sentences: which pairs of states a sentence tells an event of, and of what type."""
