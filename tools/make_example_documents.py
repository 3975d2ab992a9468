"""Make the binary documents of examples/sino-soviet from the texts in tools/example_documents.

Two PDF files (pages that break in mid-sentence, running heads, notes at the foot, hyphenated lines) and two Word
files (headings, a table, a true footnote). The same text gives the same bytes on every run.

    python tools/make_example_documents.py [OUTPUT_FOLDER]
"""

import datetime
import io
import re
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from reportlab.lib.pagesizes import A5
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "example_documents"
SOURCES = HERE.parent / "examples" / "sino-soviet" / "sources"
STAMP = datetime.datetime(2026, 1, 1, 12, 0, 0)

PDFS = {
    "alliance-essay": ("Leaning, Not Falling", "Seminar in International History, 2017", "2017"),
    "normalisation": ("Three Obstacles", "Studies in Reconciliation, 4", "2018"),
}
DOCXS = {
    "ledger": ("Economic historian's note", "2016"),
    "partnership": ("Seminar on Eurasian security", "2009"),
}

# Where a printer would break the long words of these texts.
BREAKS = {
    word.replace("-", ""): word.split("-")
    for word in """
    al-li-ance Ad-min-is-tra-tion agree-ment agree-ments an-nounced ar-chives as-sis-tance after-wards Af-ghan-istan
    Bei-jing bor-der bound-ary can-di-date Cam-bo-dia cer-e-mony Chi-nese com-mu-nique com-mu-nist Com-mu-nists
    con-fer-ence con-fi-den-tial con-struc-tion con-sul-ta-tions con-ver-sa-tion con-vic-tion co-op-er-a-tion
    de-part-ure dec-la-ra-tion del-e-gate dif-fer-ent dis-cus-sion east-ern eco-nomic em-bar-rass gov-ern-ment
    gov-ern-ments hege-mony ide-o-log-i-cal in-dus-trial in-ter-ests in-vited lead-er-ship lit-er-a-ture main-tain
    Man-chu-ria Man-chu-rian mil-i-tary min-is-ter min-is-ters nav-i-ga-tion ne-go-ti-ate ne-go-ti-ated
    ne-go-ti-a-tions nor-mal ob-sta-cles Peo-ple's pol-icy pre-con-di-tions proc-la-ma-tion pro-gramme pro-posed
    pro-posals pub-lished rail-way rail-ways reaf-firmed rec-on-cil-i-a-tions re-duc-tion Rep-re-sen-ta-tives
    Re-pub-lic re-sented res-o-lu-tion re-stored sec-re-tary Sec-re-taries set-tled set-tle-ment sov-er-eignty
    spe-cial-ists spokes-man sub-ma-rine sub-stan-tial sup-ple-men-tary sup-ported sum-moned tech-ni-cal ter-ri-tory
    Vladi-vos-tok Viet-nam Viet-nam-ese wel-comed with-draw with-drawal with-drawn with-held Wash-ing-ton
    """.split()
}


def smarten(text: str) -> str:
    """Give the typed text a printer's quotation marks and dashes."""
    text = re.sub(r'(?<![^\s(])"', "\u201c", text).replace('"', "\u201d").replace("'", "\u2019")
    return re.sub(r"(?<=\d)-(?=\d)", "\u2013", text)


def read_blocks(name: str) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Read a text into (kind, words) blocks and its notes by number."""
    blocks: list[tuple[str, str]] = []
    notes: dict[str, str] = {}
    for line in smarten((TEXTS / f"{name}.txt").read_text(encoding="utf-8")).splitlines():
        note = re.match(r"\[\^(\d+)\]: (.*)", line)
        if note:
            notes[note[1]] = note[2]
        elif line.startswith("## "):
            blocks.append(("head", line[3:]))
        elif line.startswith("# "):
            blocks.append(("title", line[2:]))
        elif line.startswith("|"):
            blocks.append(("row", line))
        elif line.strip():
            blocks.append(("text", line))
    return blocks, notes


def split_word(word: str, room: float, font: str, size: float) -> tuple[str, str] | None:
    """Break a word so that its first part and a hyphen fit the room left on the line."""
    match = re.match(r"(\W*)([\w\u2019]+)(.*)", word)
    if not match or match[2] not in BREAKS:
        return None
    parts = BREAKS[match[2]]
    for cut in range(len(parts) - 1, 0, -1):
        first = match[1] + "".join(parts[:cut]) + "-"
        if stringWidth(first, font, size) <= room:
            return first, "".join(parts[cut:]) + match[3]
    return None


def set_lines(text: str, width: float, font: str, size: float, indent: float = 0) -> list[str]:
    """Break a paragraph into lines, hyphenating where the list allows."""
    lines: list[str] = []
    line, room = "", width - indent
    words = text.split()
    while words:
        word = words.pop(0)
        gap = " " if line else ""
        shown = re.sub(r"\[\^(\d+)\]", r"\1", gap + word)
        if stringWidth(shown, font, size) <= room:
            line, room = line + gap + word, room - stringWidth(shown, font, size)
            continue
        cut = split_word(word, room - stringWidth(gap, font, size), font, size)
        if cut:
            lines.append(line + gap + cut[0])
            words.insert(0, cut[1])
        else:
            lines.append(line)
            words.insert(0, word)
        line, room = "", width
    return [*lines, line]


def draw_line(canvas: Canvas, x: float, y: float, line: str, font: str, size: float) -> None:
    """Draw one line; the numbers of notes are raised."""
    pen = canvas.beginText(x, y)
    for piece in re.split(r"(\[\^\d+\])", line):
        note = re.fullmatch(r"\[\^(\d+)\]", piece)
        pen.setRise(3 if note else 0)
        pen.setFont(font, size - 3 if note else size)
        pen.textOut(note[1] if note else piece)
    canvas.drawText(pen)


def flow(blocks: list[tuple[str, str]], width: float) -> list[tuple[str, float, str, float, float]]:
    """Set every block as (line, indent, font, size, space before)."""
    out: list[tuple[str, float, str, float, float]] = []
    after_head = True
    for kind, text in blocks:
        if kind == "title":
            out += [(s, 0, "Times-Bold", 15, 0) for s in set_lines(text, width, "Times-Bold", 15)]
        elif kind == "head":
            out.append((text, 0, "Times-Bold", 11, 10))
        else:
            indent = 0 if after_head else 12
            for n, line in enumerate(set_lines(text, width, "Times-Roman", 10.5, indent)):
                out.append((line, 0 if n else indent, "Times-Roman", 10.5, 6 if after_head and not n else 0))
        after_head = kind != "text"
    return out


def paginate(lines: list, notes: dict[str, str], width: float, height: float) -> list[tuple[list, list[str]]]:
    """Fill pages, keeping each note on the page of its number and never ending a page with a heading."""
    pages: list[tuple[list, list[str]]] = []
    page, foot, used = [], [], 0.0
    for n, line in enumerate(lines):
        size, before = line[3], line[4]
        new = [s for k in re.findall(r"\[\^(\d+)\]", line[0]) for s in set_lines(f"{k} {notes[k]}", width, "Times-Roman", 8)]
        need = before + size * 1.28 + len(new) * 9.6 + (14 if new and not foot else 0)
        keep = 26 if line[2] == "Times-Bold" and n else 0
        if used + need + keep > height:
            pages.append((page, foot))
            page, foot, used = [], [], 0.0
        page.append(line)
        foot += new
        used += need
    return [*pages, (page, foot)]


def make_pdf(name: str, target: Path) -> None:
    """Write one PDF with a running head, page numbers and notes at the foot."""
    short, series, year = PDFS[name]
    blocks, notes = read_blocks(name)
    page_width, page_height = A5
    left, top, bottom = 50, page_height - 62, 48
    width = page_width - 2 * left
    canvas = Canvas(str(target), pagesize=A5, invariant=1, pageCompression=1)
    canvas.setTitle(blocks[0][1])
    canvas.setAuthor("Written for the détente example study, 2026")
    canvas.setSubject(f"{series} (declared date of writing: {year})")
    for number, (lines, foot) in enumerate(paginate(flow(blocks, width), notes, width, top - bottom - 14), 1):
        canvas.setFont("Times-Italic", 8.5)
        canvas.drawString(left, page_height - 38, series if number % 2 else short)
        canvas.drawRightString(page_width - left, page_height - 38, str(number + 40))
        y = float(top)
        for text, indent, font, size, before in lines:
            y -= before if y < top else 0
            draw_line(canvas, left + indent, y, text, font, size)
            y -= size * 1.28
        if foot:
            y = bottom + len(foot) * 9.6
            canvas.line(left, y + 4, left + 70, y + 4)
            for text in foot:
                y -= 9.6
                draw_line(canvas, left, y, text, "Times-Roman", 8)
        canvas.showPage()
    canvas.save()


def footnotes_xml(notes: dict[str, str]) -> bytes:
    """The footnotes part of a Word file, with the two separators Word expects."""
    rows = [
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>',
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>',
    ]
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    for key, text in notes.items():
        body = f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r>'
        rows.append(f'<w:footnote w:id="{key}"><w:p>{mark}{body}</w:p></w:footnote>')
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:footnotes {nsdecls('w')}>{''.join(rows)}</w:footnotes>".encode()


def add_text(document, text: str, style: str | None = None) -> None:
    """Add a paragraph, turning [^n] into true footnote references."""
    paragraph = document.add_paragraph(style=style)
    for piece in re.split(r"(\[\^\d+\])", text):
        note = re.fullmatch(r"\[\^(\d+)\]", piece)
        if note:
            xml = f'<w:r {nsdecls("w")}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{note[1]}"/></w:r>'
            paragraph._p.append(parse_xml(xml))
        elif piece:
            paragraph.add_run(piece)


def add_table(document, rows: list[list[str]]) -> None:
    """Add a ruled table; the first row is its heading."""
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def make_docx(name: str, target: Path) -> None:
    """Write one Word file with headings, a table and footnotes."""
    author, year = DOCXS[name]
    blocks, notes = read_blocks(name)
    document = Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(11)
    rows: list[list[str]] = []
    for kind, text in [*blocks, ("end", "")]:
        if rows and kind != "row":
            add_table(document, rows)
            document.add_paragraph()
            rows = []
        if kind == "title":
            document.add_heading(text, level=0)
        elif kind == "head":
            document.add_heading(text, level=1)
        elif kind == "row":
            rows.append(text.strip("|").split("|"))
        elif kind == "text":
            add_text(document, text)
    package = document.part.package
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, footnotes_xml(notes), package)
    document.part.relate_to(part, RT.FOOTNOTES)
    core = document.core_properties
    core.title, core.author, core.last_modified_by = blocks[0][1], f"{author}, {year}", "détente"
    core.comments = "Written for the détente example study, 2026"
    core.created = core.modified = core.last_printed = STAMP
    core.revision = 1
    buffer = io.BytesIO()
    document.save(buffer)
    rezip(buffer.getvalue(), target)


def rezip(data: bytes, target: Path) -> None:
    """Write a zip again with fixed times and order."""
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, date_time=STAMP.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            out.writestr(info, source.read(name))


def main() -> None:
    """Make every binary document."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCES
    folder.mkdir(parents=True, exist_ok=True)
    for name in PDFS:
        make_pdf(name, folder / f"{name}.pdf")
    for name in DOCXS:
        make_docx(name, folder / f"{name}.docx")


if __name__ == "__main__":
    main()
