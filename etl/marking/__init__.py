"""How a workbook is marked without being made anew: the few bytes that change are found and replaced in its parts."""
