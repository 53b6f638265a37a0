"""The README's pictures of papers."""

from __future__ import annotations

import re
from pathlib import Path

from demo.pictures import PICTURES, draw

TOP = Path(__file__).parents[2]


def test_the_readme_shows_the_pictures_that_are_made_and_they_are_small(tmp_path: Path) -> None:
    shown = re.findall(
        r"!\[[^\]]+\]\(docs/([^)]+)\)", (TOP / "README.md").read_text(encoding="utf-8")
    )
    assert shown == list(PICTURES)
    for path in (*draw(tmp_path), *(TOP / "docs" / name for name in shown)):
        data = path.read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) < 150 * 1024
