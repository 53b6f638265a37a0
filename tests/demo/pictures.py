"""`make pictures`: what the README shows of papers, made of the sample by the commands it names."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2 as pdfium

from demo.play import SAMPLE, SVC, environment

PICTURES = {
    "visit-order.png": ("print", "SZ-2610-A0059", "visit-order"),
    "report.png": ("report", "south", "2026-10", "--format", "pdf"),
}
DOTS_PER_INCH = 88  # a page is then 727 dots wide, and readable
GREYS = 16


def draw(folder: Path) -> list[Path]:
    """The first page of each paper as a picture into the folder; gives the files."""
    drawn = []
    with tempfile.TemporaryDirectory() as top:
        env = environment(Path(top)) | {
            "SVC_LEDGER": str(SAMPLE),
            "SVC_NOW": "2026-11-02T09:00:00+08:00",
        }
        for name, words in PICTURES.items():
            paper = os.path.join(top, f"{name}.pdf")
            subprocess.run(
                [str(SVC), *words, "--out", paper], env=env, check=True, stdout=subprocess.DEVNULL
            )
            document = pdfium.PdfDocument(paper)
            picture = document[0].render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil()
            document.close()
            picture.quantize(GREYS).save(folder / name, optimize=True)
            drawn.append(folder / name)
    return drawn


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(exist_ok=True)
    for path in draw(folder):
        print(f"{path}: {path.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
