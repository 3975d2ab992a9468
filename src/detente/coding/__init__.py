"""From sentences to events, figures and agreements, each with the words and the rule that gave it."""
