"""Sources made here, none fetched: PDFs by reportlab, Word documents by python-docx, pictures by hand."""

from __future__ import annotations

import io
import struct
import textwrap
import zipfile
import zlib
from pathlib import Path

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

PROSE = [
    "The governments of Arlonia and Besk agreed in March 1961 to exchange missions, and the treaty of friendship that "
    "followed was signed in the capital on 4 May 1961 by Premier Holt and President Varga, who had met twice before in secret"
    " and who trusted each other little.",
    "Relations cooled within a year. When Arlonian frontier guards fired on a patrol in July 1962 the government of Besk "
    "recalled its ambassador and stopped deliveries of coal; a commission of inquiry met three times without result, and its "
    "chairman resigned.",
    "The quarrel over the fisheries was older. Both claimed the banks beyond the strait, both licensed trawlers there, and "
    "both sent a gunboat when the herring came in. In 1964 a tribunal at The Hague drew a line that neither liked and that "
    "both have kept to ever since.",
    "What remained was trade. Besk sold timber and bought salt, at prices that were settled every autumn in a hotel at Port "
    "Royal, and no minister of either state, whatever he said in public, ever proposed to end the arrangement while he was in"
    " office.",
]
NOTES = [
    "1 The archive of the ministry was burnt in 1974.",
    "2 Holt kept a diary, which his heirs sold to a dealer.",
    "3 See the report of the tribunal.",
]


class PdfMaker:
    """Writes a paper with running heads, page numbers and footnotes whose pages break in mid-sentence."""

    def __init__(self, path: Path) -> None:
        self.sheet = canvas.Canvas(str(path), pagesize=(420, 400))
        self.page = 0
        self.y = 0.0

    def turn(self) -> None:
        if self.page:
            self.sheet.setFont("Times-Roman", 8)
            self.sheet.drawString(50, 40, NOTES[self.page - 1])
            self.sheet.showPage()
        self.page += 1
        self.sheet.setFont("Times-Italic", 9)
        self.sheet.drawString(50, 370, "Journal of Straits, 1999")
        self.sheet.drawRightString(380, 370, str(200 + self.page))
        self.y = 340

    def line(self, words: str, *, font: str = "Times-Roman", size: int = 11, indent: int = 0, note: str = "") -> None:
        if self.y < 235:
            self.turn()
        self.sheet.setFont(font, size)
        self.sheet.drawString(50 + indent, self.y, words)
        if note:
            width = self.sheet.stringWidth(words, font, size)
            self.sheet.setFont(font, 7)
            self.sheet.drawString(50 + indent + width, self.y + 4, note)
        self.y -= size + 3

    def make(self) -> None:
        self.turn()
        self.line("Two States and a Strait, 1961-1964", font="Times-Bold", size=18)
        self.y -= 10
        for number, paragraph in enumerate(PROSE):
            for at, words in enumerate(textwrap.wrap(paragraph, 64)):
                self.line(words, indent=0 if at else 14, note="1" if (number, at) == (0, 1) else "")
        self.sheet.setFont("Times-Roman", 8)
        self.sheet.drawString(50, 40, NOTES[2])
        self.sheet.save()


def rezipped(source: Path, target: Path, changes: dict[str, bytes], *, extra: int = 0) -> Path:
    """A copy of a zip archive with some parts changed and `extra` empty ones added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, changes.get(entry.filename, old.read(entry.filename)))
        for number in range(extra):
            new.writestr(f"extra/{number}", b"")
    return target


def picture() -> bytes:
    """A small grey PNG."""
    rows = b"".join(b"\0" + b"\x80" * 20 for _ in range(20))

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 20, 20, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def picture_pdf(path: Path) -> Path:
    """A PDF whose one page is a picture."""
    sheet = canvas.Canvas(str(path))
    sheet.drawImage(ImageReader(io.BytesIO(picture())), 50, 50, 300, 300)
    sheet.showPage()
    sheet.save()
    return path
