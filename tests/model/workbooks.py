"""Workbooks as programs write them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import xlsxwriter


def workbook(fill: Any, **options: Any) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd", **options})
    fill(book)
    book.close()
    return out.getvalue()


def ods() -> bytes:
    """A small workbook as LibreOffice writes it."""
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="客户"><table:table-row><table:table-cell '
        'office:value-type="string" table:number-rows-spanned="2"><text:p>单位</text:p>'
        "</table:table-cell></table:table-row><table:table-row><table:covered-table-cell/>"
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
        parts.writestr("content.xml", content)
    return out.getvalue()


def xlsx() -> bytes:
    return workbook(lambda book: book.add_worksheet("客户").write_row(0, 0, ["单位", 1.5, "x"]))
