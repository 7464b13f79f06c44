"""The few things every package needs; imports nothing else of Dabiao."""
