"""Charts, as pure functions of a frame. An empty frame gives a worded empty state, never an empty chart."""
