"""A briefing as a PDF, set by Typst from briefing.typ. The same briefing gives the same bytes."""

import json
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

from briefings.briefing import Briefing

TEMPLATE = Path(__file__).parent / "briefing.typ"

# The faces official documents use, then what Debian ships, then the wheel's: the first that is there is taken.
_FACES = {
    "body": ("FangSong", "FangSong_GB2312", "仿宋", "Noto Serif CJK SC", "Noto Sans SC"),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "Noto Serif CJK SC", "Noto Sans SC"),
    "heading": ("SimHei", "黑体", "Noto Sans CJK SC", "Noto Sans SC"),
}


def render_pdf(briefing: Briefing, *, ignore_system_fonts: bool = False) -> bytes:
    """Set the briefing. A character without a glyph is an error (PDF/A-2b), so no box is ever printed."""
    fonts = _fonts(ignore_system_fonts)
    installed = set(fonts.families())
    faces = {use: [face for face in names if face in installed] for use, names in _FACES.items()}
    content = {**asdict(briefing), "known_at": None, "faces": faces}
    pdf: bytes = typst.compile(
        str(TEMPLATE),
        font_paths=fonts,
        sys_inputs={"briefing": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["a-2b", "ua-1"],
        timestamp=briefing.known_at.replace(microsecond=0),
    )
    return pdf


@cache
def _fonts(ignore_system_fonts: bool) -> typst.Fonts:
    shipped = files("justmytype_intl_cjk") / "fonts" / "ofl" / "notosanssc"
    return typst.Fonts(include_system_fonts=not ignore_system_fonts, font_paths=[str(shipped)])
