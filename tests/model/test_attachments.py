"""Names and places of attached files: a name decides nothing."""

from __future__ import annotations

import pytest

from svc.model.attachments import bytes_path, safe_name
from svc.store.files import checked_name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("照片/铭牌 1.jpg", "铭牌 1.jpg"),
        ("C:\\Users\\wang\\before.png", "before.png"),
        ("../../etc/passwd", "passwd"),
        ("a\x1b[31m\u202egpj.exe", "a[31mgpj.exe"),
        ('a<b>:"c|?*.jpg', "a_b___c___.jpg"),
        ("con.jpg", "_con.jpg"),
        ("LPT1", "_LPT1"),
        (".git", "git"),
        ("(removed)", "_(removed)"),  # what was forgotten is called so
        ("name. ", "name"),
        ("..", "file"),
        ("", "file"),
        ("长" * 200 + ".jpeg", "长" * 75 + ".jpeg"),
    ],
)
def test_a_name_is_one_on_every_system(typed: str, name: str) -> None:
    assert safe_name(typed) == name
    assert safe_name(name) == name
    assert checked_name(f"files/{name}") == f"files/{name}"


def test_bytes_lie_under_their_hash_alone() -> None:
    assert bytes_path("a" * 64) == f"files/{'a' * 64}"
    assert bytes_path("a" * 64, is_beside=True) == f"files/large/{'a' * 64}"
    for wrong in ("../x", "A" * 64, "a" * 63):
        with pytest.raises(ValueError, match="not a hash"):
            bytes_path(wrong)
