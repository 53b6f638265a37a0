"""Labels for machines on sheets: how many fit, where each stands, what its code says."""

from __future__ import annotations

from datetime import date

import pytest
from render.paper_tickets import pages

from svc.model.customers import Equipment
from svc.render.labels import LabelSize, MachineLabel, label_sheets, labels_page


@pytest.mark.parametrize(
    ("width", "height", "fits", "is_possible"),
    [
        (70, 37, (3, 8), True),
        (48.5, 25.4, (4, 11), True),
        (210, 297, (1, 1), True),
        (211, 37, (0, 8), False),
        (29, 37, (7, 8), False),  # the number would not fit
        (70, 13, (3, 22), False),  # no phone reads so small a code
    ],
)
def test_a_sheet_has_as_many_labels_as_fit(
    width: float, height: float, fits: tuple[int, int], is_possible: bool
) -> None:
    size = LabelSize(width, height)
    assert ((size.across, size.down), size.is_possible) == (fits, is_possible)


def test_labels_begin_after_the_used_places_and_go_on_on_a_second_sheet() -> None:
    labels = [MachineLabel(serial=str(n), model="", specification="", qr="") for n in range(4)]
    sheets = label_sheets(labels, LabelSize(105, 148.5), 1)
    told = [[[each.serial if each else "" for each in row] for row in sheet] for sheet in sheets]
    assert told == [[["", "0"], ["1", "2"]], [["3", ""], ["", ""]]]


def test_a_label_says_number_and_model_and_its_code_is_that_of_the_number() -> None:
    import segno

    machine = Equipment(serial="CR200-24-0042", model="CR-200", specification="<b>", bought="")
    page = labels_page(
        [machine], pages(), size=LabelSize(70, 37), skip=0, department="售后服务部",
        hotline="400-800-0000", day=date(2026, 11, 20), for_pdf=False,
    )  # fmt: skip
    for text in ("CR200-24-0042", "CR-200", "&lt;b&gt;", "400-800-0000"):
        assert text in page.html
    code = segno.make_qr("CR200-24-0042", error="m").svg_inline(border=4, omitsize=True)
    assert code in page.html
