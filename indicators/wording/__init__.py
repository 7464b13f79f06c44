"""How targets are worded: from characters to a reading, in steps. indicators/target.py is the way in."""
