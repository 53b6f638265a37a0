"""`svc part add`, `svc part change`, `svc part list`: the catalogue of parts."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import settings as actions
from svc.cli.desk import Desk
from svc.cli.settings import only_typed, tell_entries, tell_setting
from svc.cli.shared import CsvOption, XlsxOption, whole_number, yes_or_no
from svc.errors import N_
from svc.model.money import amount_from
from svc.model.records import plain_data

NameOption = Annotated[str, typer.Option("--name", metavar="WORDS", help=N_("What it is called."))]
ModelOption = Annotated[
    list[str],
    typer.Option("--model", metavar="WORDS", help=N_("A model it fits; repeatable.")),
]
SpecificationOption = Annotated[
    str, typer.Option("--specification", metavar="WORDS", help=N_("Specification."))
]
UnitOption = Annotated[
    str,
    typer.Option("--unit", metavar="WORDS", help=N_("What it is counted in: piece, metre, set.")),
]
UseOption = Annotated[str, typer.Option("--for", metavar="WORDS", help=N_("What it is for."))]
PositionOption = Annotated[
    str, typer.Option("--position", metavar="PLACE", help=N_("Where it lies in the store."))
]
PriceOption = Annotated[str, typer.Option("--price", metavar="YUAN", help=N_("The price of one."))]
MinimumOption = Annotated[
    str, typer.Option("--minimum", metavar="COUNT", help=N_("What every store has at least."))
]
ConsumableOption = Annotated[
    str,
    typer.Option(
        "--consumable", metavar="yes|no", help=N_("Used up in use: charged in warranty too.")
    ),
]
SerialOption = Annotated[
    str,
    typer.Option(
        "--serial", metavar="yes|no", help=N_("Each piece is followed by its serial number.")
    ),
]
LoanerOption = Annotated[
    str,
    typer.Option(
        "--loaner",
        metavar="yes|no",
        help=N_("A machine that is lent to customers while theirs is repaired."),
    ),
]
PreviewOption = Annotated[
    bool, typer.Option("--preview", help=N_("Show what would be written; nothing is."))
]
ReplacedOption = Annotated[
    list[str],
    typer.Option(
        "--replaced-by", metavar="CODE", help=N_("A part that may be used instead; repeatable.")
    ),
]


def list_parts(
    ctx: typer.Context,
    words: Annotated[
        str, typer.Argument(metavar="[WORDS]", help=N_("Only those with this in code or name."))
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List the catalogue of parts."""
    desk: Desk = ctx.obj
    wanted = words.casefold()
    entries = [
        entry
        for part in desk.ledger().parts.parts
        if wanted in f"{part.code} {part.name}".casefold()
        for entry in [plain_data(part)]
    ]
    tell_entries(
        desk,
        "parts",
        entries,
        ("code", "name", "models", "position", "price", "minimum"),
        csv=csv,
        xlsx=xlsx,
    )


def add(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="[CODE]", help=N_("Its code, P-1001."))] = "",
    name: NameOption = "",
    model: ModelOption = [],
    specification: SpecificationOption = "",
    unit: UnitOption = "",
    use: UseOption = "",
    position: PositionOption = "",
    price: PriceOption = "",
    minimum: MinimumOption = "",
    consumable: ConsumableOption = "",
    replaced_by: ReplacedOption = [],
    serial: SerialOption = "",
    loaner: LoanerOption = "",
    preview: PreviewOption = False,
) -> None:
    """Enter a part into the catalogue."""
    desk: Desk = ctx.obj
    typed = desk.need(code=(N_("Code of the part"), code), name=(N_("Name of the part"), name))
    fields = _fields(
        typed["name"], model, specification, use, position, price, minimum, replaced_by
    )
    fields |= only_typed(unit=unit) | _consumable(consumable)
    fields |= _followed(serial, loaner)
    result = actions.add_entry(
        desk.ledger(),
        desk.typist(),
        actions.PARTS,
        typed["code"].upper(),
        fields,
        is_preview=preview,
    )
    tell_setting(desk, result, typed["name"])


def change(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="PART", help=N_("Which part."))],
    name: NameOption = "",
    model: ModelOption = [],
    specification: SpecificationOption = "",
    unit: UnitOption = "",
    use: UseOption = "",
    position: PositionOption = "",
    price: PriceOption = "",
    minimum: MinimumOption = "",
    consumable: ConsumableOption = "",
    replaced_by: ReplacedOption = [],
    serial: SerialOption = "",
    loaner: LoanerOption = "",
    preview: PreviewOption = False,
) -> None:
    """Change what is written of a part."""
    desk: Desk = ctx.obj
    fields = _fields(name, model, specification, use, position, price, minimum, replaced_by)
    fields |= only_typed(unit=unit) | _consumable(consumable)
    fields |= _followed(serial, loaner)
    result = actions.change_entry(
        desk.ledger(), desk.typist(), actions.PARTS, code.upper(), fields, is_preview=preview
    )
    tell_setting(desk, result)


def _consumable(typed: str) -> dict[str, object]:
    return {"consumable": yes_or_no("--consumable", typed)} if typed else {}


def _followed(serial: str, loaner: str) -> dict[str, object]:
    """A loaner is followed by its serial number, whether somebody says so or not."""
    fields: dict[str, object] = {}
    if loaner:
        fields["loaner"] = yes_or_no("--loaner", loaner)
    if serial or fields.get("loaner"):
        fields["serial"] = yes_or_no("--serial", serial or "yes")
    return fields


def _fields(
    name: str,
    model: list[str],
    specification: str,
    use: str,
    position: str,
    price: str,
    minimum: str,
    replaced_by: list[str],
) -> dict[str, object]:
    fields = only_typed(
        name=name,
        models=model,
        specification=specification,
        position=position,
        price=f"{amount_from(price, '--price'):.2f}" if price else "",
        minimum=whole_number("--minimum", minimum),
        replaced_by=[code.upper() for code in replaced_by],
    )
    if use:
        fields["for"] = only_typed(use=use)["use"]
    return fields
