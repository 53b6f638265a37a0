"""Where the pages lie: names that no file system reads otherwise."""

from __future__ import annotations

import re

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
    ]
    pages = [machine_page(serial) for serial in serials]
    assert len(set(pages)) == len(serials)
    assert all(re.fullmatch(r"machines/[A-Za-z0-9_-]{0,110}\.html", page) for page in pages)


def test_a_ticket_has_its_page_by_its_number_and_leads_back_to_the_top() -> None:
    page = ticket_page("SZ-2611-A0042")
    assert (page, way_up(page), way_up("index.html")) == ("tickets/SZ-2611-A0042.html", "../", "")
