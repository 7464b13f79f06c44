"""The engine: what a target means and what a value achieves. Pure: no SQL, no files, no clock, no pages."""
