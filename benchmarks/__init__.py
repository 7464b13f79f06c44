"""How fast the engine is, beside a plain loop on the same machine in the same run."""
