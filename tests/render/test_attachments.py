"""How large a file is, as people say it."""

from __future__ import annotations

import pytest

from svc.render.attachments import size_said


@pytest.mark.parametrize(
    ("size", "said"), [(0, "0 B"), (999, "999 B"), (340_400, "340 KB"), (2_400_000, "2.4 MB")]
)
def test_sizes(size: int, said: str) -> None:
    assert size_said(size) == said
