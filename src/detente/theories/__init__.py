"""Claims about relations that can lose: each with its terms, its fit, its score against history alone, and what would refute it."""
