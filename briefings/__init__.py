"""Documents out: what is said first, composed from facts, then how it is set."""
