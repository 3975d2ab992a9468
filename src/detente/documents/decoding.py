"""From bytes to text: which encoding, how sure, and never a replacement character in silence."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from detente.documents.refusals import refuse

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = (
    "cp1252", "cp1250", "cp1251", "koi8_r", "iso8859_2", "iso8859_5", "cp1253", "cp1254", "cp1255", "cp1256",
    "gb18030", "big5", "shift_jis", "euc_kr", "euc_jp", "mac_roman", "cp437", "cp866",
)  # fmt: skip
_SAMPLE = 200_000
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DECLARED = re.compile(
    rb"""(?:<\?xml[^>]{0,200}?encoding\s*=\s*["']|<meta[^>]{0,300}?charset\s*=\s*["']?)([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """Text, the encoding it was read in, and what a reader should know of the choice."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, path: Path | str) -> Decoded:
    """Decode `data`, nothing normalised: line ends stay, a byte order mark stays as U+FEFF.

    Refuses (112) what is no text in any encoding known here.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _with_mark(data, encoding, path)
    found = _utf8(data) or _bare_utf16(data)
    if found is None:
        found = _eight_bit(data, path)
    _refuse_noise(found.text, path)
    return found


def declared_encoding(data: bytes) -> str:
    """The encoding that the first bytes of an HTML or XML file claim, lower case, or nothing."""
    match = _DECLARED.search(data[:4096])
    return match.group(1).decode("ascii").lower() if match else ""


def _with_mark(data: bytes, encoding: str, path: Path | str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refuse(112, path, f"marked as {encoding} but broken at byte {error.start}") from error
    _refuse_noise(text, path)
    return Decoded(text=text, encoding=encoding, warnings=_contradiction(data, encoding))


def _utf8(data: bytes) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    zeros = text.count("\x00")
    if zeros > 0.05 * len(text):
        return None
    warnings = (*_contradiction(data, "utf-8"), *((f"encoding: {zeros} zero bytes stand in the text",) if zeros else ()))
    return Decoded(text=text, encoding="ascii" if text.isascii() else "utf-8", warnings=warnings)


def _contradiction(data: bytes, used: str) -> tuple[str, ...]:
    """A warning when the file claims one encoding and is plainly in another."""
    claim = declared_encoding(data)
    try:
        name = codecs.lookup(claim).name if claim else used
    except LookupError:
        return (f"encoding: declared as {claim!r}, which is unknown; read as {used}",)
    if name in (used, codecs.lookup(used).name) or data.isascii() or used.startswith(name):
        return ()
    return (f"encoding: declared as {claim}, but read as {used}",)


def _bare_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: in Latin script, every second byte of it is nearly always zero."""
    sample = data[: _SAMPLE & ~1]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0) / len(sample[0::2]), sample[1::2].count(0) / len(sample[1::2])
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > 0.3 and others < 0.05:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                return None
            return Decoded(text=text, encoding=encoding, warnings=(f"encoding: no mark; read as {encoding} by its pattern of zeros",))
    return None


def _eight_bit(data: bytes, path: Path | str) -> Decoded:
    claim = declared_encoding(data)
    if b"\x00" in data[:_SAMPLE]:
        raise refuse(112, path, "it holds zero bytes and is neither UTF-8 nor UTF-16")
    declared = _try_declared(data, claim)
    if declared is not None:
        return declared
    encoding = _guess(data)
    if encoding is None:
        raise refuse(112, path, "no encoding gives text")
    text, lost = _decode_eight_bit(data, encoding)
    warnings = [_uncertainty(data, encoding, claim)]
    if lost:
        warnings.append(f"encoding: {lost} bytes have no character in {encoding} and are kept as control characters")
    return Decoded(text=text, encoding=encoding, warnings=tuple(warnings))


def _try_declared(data: bytes, claim: str) -> Decoded | None:
    """The declared encoding, where it decodes; Latin-1 is read as cp1252, as browsers do."""
    try:
        name = codecs.lookup(claim).name if claim else ""
    except LookupError:
        return None
    if name in ("", "utf-8", "ascii") or name.startswith(("utf-16", "utf-32")):
        return None
    name = "cp1252" if name == "iso8859-1" else name
    try:
        return Decoded(text=data.decode(name), encoding=name)
    except (UnicodeDecodeError, LookupError):
        return None


def _guess(data: bytes) -> str | None:
    """The likeliest eight-bit or East Asian encoding; sparse high bytes in ASCII prose are Western."""
    sample = data[:_SAMPLE]
    high = sum(1 for byte in sample if byte > 0x7F)
    if high <= 0.2 * len(sample) and _plausible_western(sample):
        return "cp1252"
    best = from_bytes(sample, cp_isolation=list(_CANDIDATES)).best()
    return best.encoding if best is not None else None


def _plausible_western(sample: bytes) -> bool:
    """Whether the high bytes read as cp1252 are letters of Latin script and typographic marks."""
    text, lost = _decode_eight_bit(sample, "cp1252")
    marks = "‘’“”–—…•€£§©®°«»·´\xa0\xad†‡¡½"
    odd = sum(1 for char in text if ord(char) > 0x7F and not char.isalpha() and char not in marks)
    high = sum(1 for char in text if ord(char) > 0x7F)
    return odd + lost <= 0.1 * high


def _decode_eight_bit(data: bytes, encoding: str) -> tuple[str, int]:
    """Decode; a byte without a character in cp1252 becomes the control character of its number."""
    try:
        return data.decode(encoding), 0
    except UnicodeDecodeError:
        if encoding != "cp1252":
            return data.decode(encoding, "backslashreplace"), data.decode(encoding, "replace").count("�")
    lost = data.count(b"\x81") + data.count(b"\x8d") + data.count(b"\x8f") + data.count(b"\x90") + data.count(b"\x9d")
    table = {number: bytes([number]).decode("cp1252", "replace").replace("�", chr(number)) for number in range(256)}
    return data.decode("latin-1").translate(table), lost


def _uncertainty(data: bytes, used: str, claim: str) -> str:
    says = f"declared as {claim}, but is not; " if claim else ""
    other = ""
    if used == "cp1252":
        other = "" if any(0x80 <= byte <= 0x9F for byte in data[:_SAMPLE]) else ", could be iso-8859-15 or another Western one"
    else:
        other = ", could be another of its script"
    return f"encoding uncertain: {says}read as {used}{other}"


def _refuse_noise(text: str, path: Path | str) -> None:
    sample = text[:_SAMPLE]
    controls = len(_CONTROLS.findall(sample))
    if controls > 0.01 * len(sample) + 2:
        raise refuse(112, path, f"{controls} of its first {len(sample)} characters are control characters")
