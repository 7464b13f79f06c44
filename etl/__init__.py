"""Workbooks in: read → locate → parse → check → take in."""
