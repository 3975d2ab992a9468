"""Series that answer one another: vector autoregressions, plain and Bayesian, their impulse responses, and directed flows."""
