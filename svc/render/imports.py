"""What an import came to, or would: counts, then every row that is faulty or differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from svc.actions.imports import ImportResult
from svc.actions.setup_workbook import WorkbookSetup
from svc.errors import N_, SvcError
from svc.model.import_kinds import KINDS, REQUESTS
from svc.model.labels import LABELS
from svc.model.staff import ROLE_WORDS
from svc.render.listings import BYTE_ORDER_MARK, no_formula
from svc.render.tables import terminal_cells
from svc.render.words import LANGUAGES, Words, printable
from svc.rules.imports.cells import MOST_EXACT
from svc.rules.imports.found import Found, Verdict

SHOWN = 20
"""So many faulty rows, and rows that differ, are shown; --json has all."""

_TO_RECORD = N_("To record what is new:")
_TO_RECORD_OTHERS = N_(
    "To record what is new, once the faulty rows are corrected or left out (--skip-faulty FILE):"
)
_TO_RECORD_ALL = N_("To record it:")
_TO_RECORD_BOOK = N_("To record it, once the faulty rows are corrected:")
VERDICTS: dict[Verdict, tuple[str, str]] = {
    # verdict → what it is called before, and after something was recorded
    "new": (N_("new"), N_("recorded")),
    "same": (N_("there already, the same"), N_("there already, the same")),
    "differs": (N_("there already, otherwise"), N_("there already, otherwise")),
    "again": (N_("said once more"), N_("said once more")),
    "faulty": (N_("faulty"), N_("faulty, left out")),
}


def choice_words(own_labels: Mapping[str, str], lang: str) -> dict[str, dict[str, str]]:
    """What fixed values may be called in a table, in either language: group → word → value. Words
    of the reader's language stand first.
    """
    groups = {
        field.group for kind in (*KINDS.values(), REQUESTS) for field in kind.fields if field.group
    }
    languages = [Words(each, own_labels) for each in sorted(LANGUAGES, key=lambda e: e != lang)]
    called = {
        group: {words.label(group, value): value for words in languages for value in LABELS[group]}
        | {value: value for value in LABELS[group]}
        for group in groups
    }
    called["role"] |= ROLE_WORDS
    return called


def import_lines(
    imported: ImportResult, words: Words, *, recorded: bool, command: str
) -> list[str]:
    """All that is to be told; `command` is what would record it."""
    table = imported.table
    place = words(
        N_("{path}, sheet {sheet}: rows {count}")
        if table.sheet.name
        else N_("{path}: rows {count}"),
        path=table.path,
        sheet=table.sheet.name,
        count=len(imported.found),
    )
    return [
        place,
        *_counts(imported, words, recorded),
        *_rows_of(imported, "faulty", N_("Faulty:"), words),
        *_rows_of(imported, "differs", _otherwise(imported), words),
        *_left_out(imported, words),
        *_late(imported, words, recorded),
        *_ending(imported, words, recorded, command),
    ]


def workbook_lines(entered: WorkbookSetup, words: Words, *, command: str) -> list[str]:
    """What became of each sheet of a workbook, or would: counts, then what is faulty or differs,
    sheet by sheet; `command` is what would record it.
    """
    lines = [line for sheet in entered.sheets for line in _sheet_lines(sheet, words, entered)]
    named = (
        (N_("Sheets that hold no table svc knows, not read: {names}"), entered.unread),
        (N_("Hidden sheets, not read: {names}"), entered.hidden),
    )
    lines += [words(says, names=names) for says, names in named if names]
    if not any(sheet.found for sheet in entered.sheets):
        lines.append(words(N_("No sheet has a row that was filled in; nothing was changed.")))
    elif not entered.recorded:
        lines += ["", words(N_("Nothing was changed."))]
        lines += [words(_TO_RECORD_BOOK if entered.faulty else _TO_RECORD_ALL), f"  {command}"]
    return lines


def _sheet_lines(sheet: ImportResult, words: Words, entered: WorkbookSetup) -> Iterator[str]:
    names = {verdict: words(said[entered.recorded]) for verdict, said in VERDICTS.items()}
    counts = [
        f"{name} {len(sheet.of(verdict))}" for verdict, name in names.items() if sheet.of(verdict)
    ]
    if counts:
        yield words(
            N_("{label}: {value}"), label=sheet.table.sheet.name, value=words.comma.join(counts)
        )
    details = [
        *_rows_of(sheet, "faulty", N_("Faulty:"), words),
        *_rows_of(sheet, "differs", _otherwise(sheet), words),
    ]
    problem = entered.problems.get(sheet.table.sheet.name)
    if problem is not None:
        details += ["", words(N_("Faulty:")), f"  {words.problem(problem)}"]
    if sheet.table.columns.unread:
        unread = N_("Columns that are no field, not read: {names}")
        details += [words(unread, names=sheet.table.columns.unread)]
    if details:
        yield from [*details, ""]


def _otherwise(imported: ImportResult) -> str:
    """What stands above the rows that differ: prices alone are taken over, in a new list."""
    if imported.table.kind.name == "prices":
        return N_("Otherwise than here (the new list has them as in the table):")
    return N_("Otherwise than here (what is here stays):")


def _counts(imported: ImportResult, words: Words, recorded: bool) -> Iterator[str]:
    names = {verdict: words(said[recorded]) for verdict, said in VERDICTS.items()}
    widest = max(map(terminal_cells, names.values()))
    for verdict, name in names.items():
        count = len(imported.of(verdict))
        if count or verdict == "new":
            yield f"  {name}{' ' * (widest - terminal_cells(name))}  {count:>6}"


def _rows_of(imported: ImportResult, verdict: Verdict, title: str, words: Words) -> Iterator[str]:
    found = imported.of(verdict)
    if not found:
        return
    yield ""
    yield words(title)
    for each in found[:SHOWN]:
        yield from _row_lines(each, words)
    if len(found) > SHOWN:
        more = N_("  … and {count} more; all of them: --json")
        yield words(more, count=len(found) - SHOWN)


def _row_lines(found: Found, words: Words) -> Iterator[str]:
    for fault in found.faults:
        place = f"{fault.cell} {printable(fault.head)}" if fault.head else fault.cell
        said = words(N_("{label}: {value}"), label=place, value=fault.problem)
        yield f"  {said}"
        if fault.write is not None:
            yield f"      → {words.show(fault.write)}"
    if found.differences:
        yield words(
            N_("  row {row}: {name} ({on})"),
            row=found.row.number,
            name=found.name,
            on=found.on,
        )
    for difference in found.differences:
        yield words(
            N_("      {head}: here {filed}, in the table {told}"),
            head=difference.head,
            filed=difference.filed.replace("\n", words.comma) or "—",
            told=difference.told.replace("\n", words.comma),
        )


def _left_out(imported: ImportResult, words: Words) -> Iterator[str]:
    table = imported.table
    named = (
        (N_("Columns that are no field, not read: {names}"), table.columns.unread),
        (N_("Hidden sheets, not read: {names}"), table.hidden),
        (N_("Example rows of the template, not read: {names}"), list(map(str, table.examples))),
    )
    lines = [words(says, names=names) for says, names in named if names]
    yield from ["", *lines] if lines else []


def _late(imported: ImportResult, words: Words, recorded: bool) -> Iterator[str]:
    """Rows of months that are sealed: recorded they are shown as late, with the reason."""
    if imported.late and not recorded:
        yield ""
        yield words(N_("In months that are sealed, so a reason is needed (--late REASON):"))
        for each in imported.late:
            yield words(
                N_("  {office}, {month}: rows {count}"),
                office=words.label("office", each.office),
                month=each.month,
                count=each.count,
            )


def _ending(imported: ImportResult, words: Words, recorded: bool, command: str) -> Iterator[str]:
    yield ""
    if not recorded:
        yield words(N_("Nothing was changed."))
        is_price_list = imported.table.kind.name == "prices"
        if imported.of("new") or (is_price_list and imported.of("differs")):
            says = _TO_RECORD_OTHERS if imported.of("faulty") else _TO_RECORD
            yield words(says)
            yield f"  {command}"
    elif not imported.recorded:
        yield words(N_("There was nothing new; nothing was changed."))
    elif imported.version:
        yield words(
            N_("New price list {version}, from {day} on."),
            version=imported.version,
            day=imported.day,
        )
    elif imported.committed:
        yield words(N_("Recorded: {count}."), count=imported.recorded)
    else:
        yield words(
            N_("Recorded: {count}; not committed (svc.commit is off)."), count=imported.recorded
        )


def import_fields(
    imported: ImportResult, words: Words, *, recorded: bool, problem: SvcError | None = None
) -> dict[str, object]:
    """The same in JSON, with every row; `problem`: why the table as a whole can't be taken."""
    table = imported.table
    return {
        "path": table.path,
        "sheet": table.sheet.name or None,
        "table": table.kind.name,
        "columns": [{"head": head, "field": field} for field, head in table.columns.heads.items()],
        "unread": table.columns.unread,
        "hidden": table.hidden,
        "examples": table.examples,
        "counts": {verdict: len(imported.of(verdict)) for verdict in VERDICTS},
        "items": [_row_fields(each, words) for each in imported.found],
        "sealed": [
            {"office": each.office, "month": each.month, "rows": each.count}
            for each in imported.late
        ],
        "recorded": imported.recorded,
        "price_list": imported.version or None,
        "problem": None if problem is None else words.problem(problem),
        "committed": recorded and imported.committed,
    }


def _row_fields(found: Found, words: Words) -> dict[str, object]:
    return {
        "row": found.row.number,
        "verdict": found.verdict,
        "name": found.name,
        "on": found.on or None,
        "differences": [
            {"head": each.head, "here": each.filed, "told": each.told} for each in found.differences
        ],
        "faults": [
            {
                "cell": fault.cell,
                "head": fault.head,
                "problem": words.show(fault.problem),
                "write": None if fault.write is None else words.show(fault.write),
            }
            for fault in found.faults
        ],
    }


def faulty_rows_csv(imported: ImportResult, words: Words) -> bytes:
    """The rows that are faulty as a table of their own, with a column that says why: corrected, it
    can be imported itself.
    """
    import csv
    import io

    table = imported.table
    out = io.StringIO()
    writer = csv.writer(out)
    heads = table.sheet.rows[table.columns.row]
    writer.writerow([*(_cell_text(head) for head in heads), words(N_("Why it was left out"))])
    for found in imported.of("faulty"):
        why = "; ".join(f"{fault.cell} {words.show(fault.problem)}" for fault in found.faults)
        cells = [_cell_text(cell) for cell in found.row.raw]
        cells += [""] * (len(heads) - len(cells))
        writer.writerow([*cells[: len(heads)], no_formula(why)])
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def _cell_text(cell: object) -> str:
    from svc.model.table_files import Lost

    if cell is None or isinstance(cell, Lost):
        return ""
    if isinstance(cell, float) and abs(cell) >= MOST_EXACT:
        return f"{cell:.2E}"  # no digits that nobody typed
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return no_formula(str(cell))
