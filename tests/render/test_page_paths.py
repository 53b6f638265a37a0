"""Where the pages lie: names that no file system reads otherwise."""

from __future__ import annotations

import re

from svc.model.digests import hex_digest
from svc.render.page_paths import machine_page, ticket_page, way_up


def test_no_two_serial_numbers_share_a_page_and_none_leads_out_of_the_folder() -> None:
    serials = [
        "CR-1",
        "CR_1",
        "CR.1",
        "CR/1",
        "../../x",
        "设备1",
        " ",
        "",
        "_2f_",
        "A" * 300,
        "A" * 301,
        *(
            "机号1",
            "-12",
            "/3",
            "ab1",
            "AB1",
            "aB1",
            "X-12",
            "X_-12",
            "x_-12",
            "X_673a_",
            "x_673a_",
        ),
        f"X_{hex_digest(b'A' * 300)}".upper(),
    ]
    pages = [machine_page(serial) for serial in serials]
    assert len({page.casefold() for page in pages}) == len(serials)
    assert all(
        re.fullmatch(r"machines/[A-Za-z0-9][\w-]{0,110}\.html", page, re.A) for page in pages
    )


def test_a_number_of_capital_letters_and_digits_is_its_pages_name() -> None:
    """As codes on labels hold it."""
    assert machine_page("CR20-0042") == "machines/CR20-0042.html"


def test_a_ticket_has_its_page_by_its_number_and_leads_back_to_the_top() -> None:
    page = ticket_page("SZ-2611-A0042")
    assert (page, way_up(page), way_up("index.html")) == ("tickets/SZ-2611-A0042.html", "../", "")
