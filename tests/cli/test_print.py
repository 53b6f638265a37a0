"""Papers as typed: own templates, what is refused, where the file goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk


def own(desk: Desk, name: str, text: str) -> None:
    folder = desk.ledger.top / "templates"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def done(desk: Desk) -> Desk:
    """A repair whose work is done and whose slip is in."""
    desk.play("slip")
    return desk


def test_the_departments_letterhead_is_on_the_paper(done: Desk, tmp_path: Path) -> None:
    own(
        done,
        "letterhead.html",
        "{% macro footer(document) %}<p>监督电话 12345，{{ document }}</p>{% endmacro %}",
    )
    out = tmp_path / "record.html"
    done.ok("print", TICKET, "callback-record", "--format", "html", "--out", str(out))
    assert "<p>监督电话 12345，callback-record</p>" in out.read_text(encoding="utf-8")


def test_a_faulty_template_of_the_department_is_named_with_its_line_and_nothing_is_written(
    done: Desk, tmp_path: Path
) -> None:
    own(done, "letterhead.html", "{% macro footer(document) %}\n{{ nobody }}\n{% endmacro %}")
    out = tmp_path / "record.pdf"
    before = done.snapshot()
    ended = done.svc("print", TICKET, "callback-record", "--out", str(out), by="chen")
    assert ended.status == 2
    assert "templates/letterhead.html:2: 'nobody' is undefined" in ended.err
    assert ended.out == ""
    assert not out.exists()
    assert list(tmp_path.glob("*.pdf")) == []
    assert done.snapshot() == before


def test_an_earlier_paper_stays_when_it_can_not_be_printed_again(
    done: Desk, tmp_path: Path
) -> None:
    out = tmp_path / "record.pdf"
    done.ok("print", TICKET, "callback-record", "--out", str(out))
    was = out.read_bytes()
    own(done, "callback_record.html", "{{ nobody }}")
    assert done.svc("print", TICKET, "callback-record", "--out", str(out), by="chen").status == 2
    assert out.read_bytes() == was


@pytest.mark.parametrize(("document", "key", "next_"), [
    ("complaint-form", "no-complaint-form", f"svc complaint about {TICKET}"),
    ("callback-record", "no-callback", f"svc show {TICKET}"),
    ("inquiry-record", "no-inquiry-record", f"svc show {TICKET}"),
    ("training-sheet", "no-training-sheet", "svc intake --kind training"),
])  # fmt: skip
def test_a_paper_without_what_it_needs_says_what_to_type(
    desk: Desk, tmp_path: Path, document: str, key: str, next_: str
) -> None:
    desk.play("dispatch")
    ended = desk.svc(
        "--json", "print", TICKET, document, "--out", str(tmp_path / "x.pdf"), by="chen"
    )
    assert (ended.status, ended.error["key"]) == (2, key)
    assert next_ in ended.error["message"]
    assert not (tmp_path / "x.pdf").exists()


def test_the_complaint_form_names_the_ticket_complained_of_and_the_work_done_on_it(
    done: Desk, tmp_path: Path
) -> None:
    done.ok("complaint", "about", TICKET, "--words", "迟到", "--wishes", "说明原因", by="chen")
    out = tmp_path / "form.html"
    done.ok("print", "SZ-2611-A0002", "complaint-form", "--format", "html", "--out", str(out))
    text = out.read_text(encoding="utf-8")
    assert TICKET in text
    assert "换管" in text


def test_the_loan_card_takes_the_name_of_a_part_from_the_catalogue(
    done: Desk, tmp_path: Path
) -> None:
    (done.ledger.top / "parts.yaml").write_text(
        'parts:\n  - {code: "P-1001", name: "加热管", specification: "12kW"}\n', encoding="utf-8"
    )
    done.ok("reopen", TICKET, "--reason", "又坏了", by="chen")
    done.ok("loan", "lend", TICKET, "p-1001", "--to", "wang", "--serial", "HX-77", by="sun")
    out = tmp_path / "card.html"
    done.ok("print", TICKET, "loan-card", "--format", "html", "--out", str(out))
    text = out.read_text(encoding="utf-8")
    assert "加热管　12kW" in text
    assert "HX-77" in text


def test_a_catalogue_of_parts_that_can_not_be_read_is_named_with_its_line_by_the_card_and_by_check(
    done: Desk, tmp_path: Path
) -> None:
    done.ok("reopen", TICKET, "--reason", "又坏了", by="chen")
    done.ok("loan", "lend", TICKET, "P-1001", "--to", "wang", by="sun")
    (done.ledger.top / "parts.yaml").write_text('parts:\n  - {code: "P-1001"}\n', encoding="utf-8")
    ended = done.svc("print", TICKET, "loan-card", "--out", str(tmp_path / "card.pdf"), by="chen")
    assert ended.status == 3
    assert "parts.yaml:2:" in ended.err
    assert not (tmp_path / "card.pdf").exists()
    assert "parts.yaml:2:" in done.svc("check", by="chen").out
    done.ok("print", TICKET, "survey", "--out", str(tmp_path / "survey.pdf"))
