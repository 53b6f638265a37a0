"""`svc check --fix`: what can be put right with certainty, shown first.

Certain are: the byte order mark, an encoding other than UTF-8 where there is no doubt about it,
Windows' line ends, a last line without an end, keys behind the log, a layout to which nothing can
be added, comments of corrections, a status that does not follow from the log, and personal data
that were to be removed. No event is touched else; whatever comes out is read back and says what it
said before, the status aside. In files that people write with an editor only encoding and line ends
are put right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from svc.actions.checks import attributes_lacking
from svc.actions.typist import Typist, writing
from svc.errors import N_, CannotSplice, Damaged, NoSuchRecord, Phrase
from svc.model import layout, reading, splicing
from svc.model.file_text import file_text
from svc.model.ids import RecordId, parse_customer_id, parse_record_id
from svc.rules.forgetting import forgotten_text, removal_from, without
from svc.store import files
from svc.store.ledger import Ledger
from svc.store.reader import no_such_record
from svc.store.records import AnyRecord, record_of

if TYPE_CHECKING:
    from svc.model.data import Data


class Mend(Struct, frozen=True, kw_only=True):
    """One thing that is put right: in which file, what."""

    path: str
    what: Phrase


_ATTRIBUTES = ".gitattributes"


class Fixed(Struct, frozen=True, kw_only=True):
    """What was put right, or would be; and the records in which nothing can be, because they can't
    be read.
    """

    mends: list[Mend]
    broken: list[Damaged]


def fix_files(ledger: Ledger, record: str, typist: Typist | None) -> Fixed:
    """Put right what is certain, in one record, or in all and in the files that people write;
    without a typist it is only found.

    Under the lock every file is read once more: nothing that was typed meanwhile is overwritten.
    Raises NoSuchRecord, NoSuchCustomer.
    """
    broken: list[Damaged] = []
    found: dict[str, list[Mend]] = {}
    records = {number.path: number for number in _numbers(ledger, record)}
    others = [] if record else [*ledger.edited_files(), _ATTRIBUTES]
    for path in [*records, *others]:
        try:
            number = records.get(path)
            data = ledger.record_bytes(number) if number else _bytes_at(ledger, path)
        except Damaged as error:  # a folder, say
            broken.append(error)
            continue
        if data is None and record:
            raise no_such_record(records[path])
        mends = [] if data is None else _tried(path, records.get(path), data, broken)[0]
        if mends:
            found[path] = mends
    if typist is None or not found:
        return Fixed(mends=[mend for mends in found.values() for mend in mends], broken=broken)
    done: list[Mend] = []
    left_out: list[Damaged] = []
    with writing(ledger, typist) as tx:
        tx.left_out = left_out
        for path in found:
            data = tx.bytes_of(path)
            if data is not None:
                mends, text = _tried(path, records.get(path), data, [])
                done += mends
                if mends:
                    tx.replace_file(path, text)
    paths = {error.facts["path"] for error in left_out}
    done = [mend for mend in done if mend.path not in paths]
    return Fixed(mends=done, broken=broken + left_out)


def _bytes_at(ledger: Ledger, path: str) -> bytes | None:
    return files.read_file(files.located(ledger.top, path))


def _numbers(ledger: Ledger, record: str) -> Iterator[RecordId]:
    if record:
        number = parse_record_id(record)
        if number is None:
            raise NoSuchRecord(ticket=record)
        yield number
        return
    yield from ledger.numbers()
    found = (parse_customer_id(name.removesuffix(".yaml")) for name in ledger.names("customers"))
    yield from (number for number in found if number is not None)
    for folder in ledger.month_folders(of="movements"):
        yield from ledger.document_numbers_in(folder)
    yield from ledger.seal_numbers()
    yield from ledger.month_seal_numbers()


def _tried(
    path: str, number: RecordId | None, data: bytes, broken: list[Damaged]
) -> tuple[list[Mend], str]:
    """What is put right in a file, and its text afterwards; nothing in one that can't be read even
    then. `number` is that of a record; None for a file that people write.
    """
    if path == _ATTRIBUTES:
        return _attributes_added(data)
    try:
        found = file_text(data, path)
        done, text = found.mends, found.text
        if number is not None:
            record = record_of(text.encode(), number)
            removal = removal_from(record.data)
            if removal and without(record.data, removal) != record.data:
                done.append(Phrase(N_("personal data are taken out, as was decided")))
                text = forgotten_text(text, removal)
                record = record_of(text.encode(), number)
            more, text = _mended(record)
            done += more
    except Damaged as error:
        broken.append(error)
        return [], ""
    return [Mend(path=path, what=what) for what in done], text


def _attributes_added(data: bytes) -> tuple[list[Mend], str]:
    """`.gitattributes` with the lines it lacks at its end."""
    lacking = attributes_lacking(data)
    if not lacking:
        return [], ""
    text = data.decode("utf-8", "surrogateescape")
    if text and not text.endswith("\n"):
        text += "\n"
    whole = text + "".join(f"{line}\n" for line in lacking)
    says = N_("lines are added: {lines}")
    return [Mend(path=_ATTRIBUTES, what=Phrase(says, lines="; ".join(lacking)))], whole


def _mended(record: AnyRecord) -> tuple[list[Phrase], str]:
    """What is put right in a record that can be read, and its text afterwards."""
    text, done = _laid_out(record)
    state = record.state
    written = str(record.data["status"])
    if written != state.status:
        with_status = splicing.with_status(text, state.status)
        if with_status is None:
            with_status = _anew("", {**record.data, "status": state.status})
            done.append(
                Phrase(N_("the file is rewritten in the usual layout; comments in it are lost"))
            )
        done.append(
            Phrase(N_("status: {written} → {replayed}"), written=written, replayed=state.status)
        )
        text = with_status
    marked = splicing.mark_corrections(text, state.corrections, drop_others=True)
    if marked != text:
        done.append(Phrase(N_("the comments `# corrected in N` are rewritten from the log")))
        text = marked
    if done and reading.read_record(text) != {**record.data, "status": state.status}:
        raise CannotSplice(path=record.path, line=1, problem="log", id=record.id)
    return done, text


def _laid_out(record: AnyRecord) -> tuple[str, list[Phrase]]:
    """The text with a layout to which events can be added, and what was done for that: as little as
    is enough.
    """
    text = record.text
    done: list[Phrase] = []
    for says, mend in _STEPS:
        try:
            splicing.check_layout(text, reading.read_record(text), record.path, record.id)
            return text, done
        except CannotSplice:
            changed = mend(text, record.data)
            if changed != text and _says_the_same(changed, record.data):
                text = changed
                done.append(Phrase(says))
    return text, done


def _says_the_same(text: str, data: Data) -> bool:
    try:
        return reading.read_record(text) == data
    except Damaged:
        return False


def _log_last(text: str, data: Data) -> str:
    """The lines of the keys behind the log put before it, with the comments between them."""
    lines = text.splitlines(keepends=True)
    places = {
        str(key[0]): line - 1 for key, line in reading.lines_of(text).items() if len(key) == 1
    }
    keys = list(data)
    if "log" not in keys or keys[-1] == "log":
        return text
    log, behind = places["log"], places[keys[keys.index("log") + 1]]
    return "".join([*lines[:log], *lines[behind:], *lines[log:behind]])


def _anew(text: str, data: Data) -> str:
    return layout.write_record(
        {**{key: value for key, value in data.items() if key != "log"}, "log": data["log"]}
    )


_STEPS: tuple[tuple[str, Callable[[str, dict[str, Any]], str]], ...] = (
    (
        N_("a line end is added to the last line"),
        lambda text, _: text if text.endswith("\n") else text + "\n",
    ),
    (N_("the log is moved to the end"), _log_last),
    (N_("the file is rewritten in the usual layout; comments in it are lost"), _anew),
)
