"""A second coder: a language model behind any server that speaks OpenAI's chat protocol, its answers kept and checked."""
