"""The text of a file that people edit or hand in, whatever their editor made of it.

svc itself writes UTF-8 without a byte order mark and ends lines with LF. Editors on Windows leave
the mark, CR LF, UTF-16 ("Unicode") or the encoding of Chinese Windows, GBK with its extension
GB 18030. Settings and files that are handed in are read in all of these where there is no doubt;
records are not, since events are spliced into their bytes: they are named, and `svc check --fix`
puts them right.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from svc.errors import N_, NotUtf8, OtherEncoding, Phrase

MARK = "\ufeff"  # the byte order mark, as a character
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF_32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_GB = "gb18030"
_NO_TEXT = {
    b"PK\x03\x04": "xlsx, docx, zip",
    b"\xd0\xcf\x11\xe0": "xls, doc",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpg",
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_RARE = re.compile("[\u0180-\u036f\u0483-\u07ff]")  # letters no file of a Chinese desk is made of
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
# Of what Chinese text is made nearly alone: the 3,755 common characters (GB 2312, level 1), its
# punctuation (row 1), full-width letters and digits (row 3).
_EVERYDAY_ROWS = frozenset([0xA1, 0xA3, *range(0xB0, 0xD8)])


class FileText(NamedTuple):
    """A text with LF at the ends of its lines, and what of the file is not as svc writes it."""

    text: str
    encoding: str  # what it is called; empty where it is UTF-8
    marked: bool  # a byte order mark stood in front
    line_ends: str  # "CR LF" or "CR"; empty where they are LF

    @property
    def is_ours(self) -> bool:
        """Whether the file is as svc itself would write this text."""
        return not (self.encoding or self.marked or self.line_ends)

    @property
    def oddities(self) -> list[Phrase]:
        """What is not as svc writes it, each said by itself."""
        said = []
        if self.encoding:
            said.append(
                Phrase(N_("the file is in {encoding}, not in UTF-8"), encoding=self.encoding)
            )
        elif self.marked:
            said.append(Phrase(N_("the file begins with a byte order mark (BOM)")))
        if self.line_ends:
            said.append(Phrase(N_("lines end in {ends}, not in LF"), ends=self.line_ends))
        return said

    @property
    def mends(self) -> list[Phrase]:
        """What has to be done to the file for svc to have written it."""
        done = []
        if self.encoding:
            done.append(Phrase(N_("{encoding} is converted to UTF-8"), encoding=self.encoding))
        elif self.marked:
            done.append(Phrase(N_("the byte order mark at the start of the file is removed")))
        if self.line_ends == "CR LF":
            done.append(Phrase(N_("line ends are changed from CR LF to LF")))
        elif self.line_ends:
            done.append(Phrase(N_("line ends are changed from CR to LF")))
        return done


def file_text(data: bytes, path: str) -> FileText:
    """What the bytes of a file say. Raises NotUtf8 where the encoding is in doubt."""
    codec = codec_of(data)
    if not codec:
        raise not_utf8(data, path)
    text = data.decode(codec)
    marked = text.startswith(MARK)
    if marked:
        text = text[1:]
    line_ends = ""
    if "\r" in text:
        if "\r\n" in text:
            line_ends, text = "CR LF", text.replace("\r\n", "\n")
        elif "\n" not in text:  # a single one in between is a stray character, and named as such
            line_ends, text = "CR", text.replace("\r", "\n")
    return FileText(text, _called(codec), marked, line_ends)


def codec_of(data: bytes) -> str:
    """Python's name of the encoding a text is certainly in; empty where that is in doubt."""
    for codec, marks in (("utf-32", _UTF_32_MARKS), ("utf-16", _UTF_16_MARKS)):
        if data.startswith(marks):
            return codec if _decodes(data, codec) else ""
    if b"\0" in data[:2]:  # ASCII in UTF-16: every other byte is NUL
        codec = "utf-16-le" if data[:1] != b"\0" else "utf-16-be"
        if _decodes(data, codec):
            return codec
    if _decodes_utf_8(data):
        return _GB if looks_like_no_language(data.decode("utf-8")) else "utf-8"
    return _GB if _is_chinese(data) else ""


def looks_like_no_language(text: str) -> bool:
    """Whether a text that was read as UTF-8 is GBK after all: 叶志强 comes out as Ҷ־ǿ, letters of
    Tajik, Hebrew and Old English, and all of them are common characters in GBK.
    """
    if text.isascii() or max(text) > "\u07ff" or not _RARE.search(text):
        return False
    letters = "".join(_BEYOND_ASCII.findall(text)).encode()
    return _everyday(letters.decode(_GB, "replace")) * 2 == len(letters) > 2


def not_utf8(data: bytes, path: str) -> NotUtf8:
    """The error for bytes that are not UTF-8: with their encoding, where that is certain."""
    codec = codec_of(data)
    try:
        data.decode("utf-8")
        line, wrong = 1, "0x00"
    except UnicodeDecodeError as error:
        line, wrong = data.count(b"\n", 0, error.start) + 1, f"0x{data[error.start]:02x}"
    if codec not in ("", "utf-8"):
        return OtherEncoding(path=path, line=line, problem=_called(codec))
    wrong = next((name for start, name in _NO_TEXT.items() if data.startswith(start)), wrong)
    return NotUtf8(path=path, line=line, problem=wrong)


def _called(codec: str) -> str:
    """What people call an encoding; empty for UTF-8 and for none."""
    if codec == _GB:
        return "GBK (GB 18030)"
    return "" if codec in ("", "utf-8") else codec[:6].upper()


def _decodes_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decodes(data: bytes, codec: str) -> bool:
    """Whether this is text in UTF-16 or UTF-32."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return False
    return _CONTROL.search(text) is None


def _is_chinese(data: bytes) -> bool:
    """Whether bytes that are no UTF-8 are certainly Chinese text in GB 18030.

    GB 18030 gives nearly all bytes a meaning, so what counts is whether the meaning is likely. In
    Big5, in Japanese and in UTF-8 with a byte gone, characters come out that nobody uses. No line
    may be Chinese in UTF-8: a file in two encodings is in doubt.
    """
    try:
        text = data.decode(_GB)
    except UnicodeDecodeError:
        return False
    if _CONTROL.search(text) is not None or any(map(_is_chinese_utf_8, data.splitlines())):
        return False
    characters = _BEYOND_ASCII.findall(text)
    count = len(characters)
    in_gb_2312 = sum(len(_gb_2312_code(character)) == 2 for character in characters)
    as_utf_8 = _everyday(data.decode("utf-8", "ignore"))
    everyday = _everyday(text)
    # some GBK looks like UTF-8 in between: 电话 has the bytes of 绰
    return in_gb_2312 * 5 >= count * 4 and everyday * 3 >= count * 2 and everyday > as_utf_8 * 3


def _is_chinese_utf_8(line: bytes) -> bool:
    return not line.isascii() and _decodes_utf_8(line) and _everyday(line.decode("utf-8")) > 0


def _everyday(text: str) -> int:
    """How many of the characters are such as Chinese text is made of nearly alone."""
    codes = map(_gb_2312_code, _BEYOND_ASCII.findall(text))
    return sum(len(code) == 2 and code[0] in _EVERYDAY_ROWS for code in codes)


def _gb_2312_code(character: str) -> bytes:
    return character.encode("gb2312", "ignore")
