"""The text layer of a PDF becomes paragraphs, whatever its lines and pages were."""

from __future__ import annotations

import random
import zlib
from contextlib import suppress
from pathlib import Path

import docx
import pytest

from translator.document import pdf, pdf_pages
from translator.document.base import Choice
from translator.errors import InputError

NAMES = {
    **{"ə": "schwa", "ğ": "gbreve", "ş": "scedilla", "ı": "dotlessi", "İ": "Idotaccent"},
    **{"ç": "ccedilla", "ö": "odieresis", "ü": "udieresis", "Ə": "Schwa", "Ş": "Scedilla"},
}  # glyph names of the Adobe Glyph List
CODES = {letter: 128 + number for number, letter in enumerate(NAMES)}


def make_pdf(*pages: list[tuple[float, float, float, str]], names: dict[str, str] = NAMES, extra: bytes = b"") -> bytes:
    """A PDF whose pages, A4, show lines at x, y in a size."""
    differences = " ".join(f"/{name}" for name in names.values())
    encoding = f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [128 {differences}] >>"
    font = f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding {encoding} >>"
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font.encode(),
    ]
    for number, page in enumerate(pages):
        box = b"/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(b"<< /Type /Page /Parent 2 0 R %s /Contents %d 0 R >>" % (box, 5 + 2 * number))
        packed = zlib.compress(b"\n".join(shown(*line) for line in page) + extra)
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
    return assembled(objects)


def shown(x: float, y: float, size: float, text: str) -> bytes:
    codes = bytes(CODES.get(letter) or ord(letter) for letter in text)
    return b"BT /F1 %.1f Tf %.1f %.1f Td <%s> Tj ET" % (size, x, y, codes.hex().encode())


def assembled(objects: list[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return data + head + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(data))


def column(*lines: str, top: float = 700, size: float = 11, left: float = 70) -> list[tuple[float, float, float, str]]:
    return [(left, top - 1.2 * size * number, size, line) for number, line in enumerate(lines)]


def read(path: Path, data: bytes) -> list[str]:
    path.write_bytes(data)
    return [block.text for block in pdf.read(path, Choice()).blocks]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.pdf"


def test_lines_are_joined_and_hyphens_undone(file: Path) -> None:
    page = column(
        "Nazirlik bildirib ki, iki ölkə arasında əmək-",
        "daşlıq genişlənir və bu barədə BMT-",
        "nin qətnaməsi 2020-",
        "ci ildə qəbul edilib, sosial-iqtisadi və sosial-",
        "iqtisadi məsələlər də müzakirə olunub.",
    )
    assert read(file, make_pdf(page)) == [
        "Nazirlik bildirib ki, iki ölkə arasında əməkdaşlıq genişlənir və bu barədə BMT-nin qətnaməsi 2020-ci ildə "
        "qəbul edilib, sosial-iqtisadi və sosial-iqtisadi məsələlər də müzakirə olunub."
    ]


def test_paragraphs_are_parted(file: Path) -> None:
    page = [
        *column("Görüş keçirilib", top=780, size=20),
        *column("Birinci abzas burada başlayır və uzun bir sətirdir", "ikinci sətirdə bitir."),
        *column("İkinci abzas da belədir, yalnız bir sətirdir.", top=650),
        *column("1. Birinci bənd", "2. İkinci bənd", top=600),
    ]
    assert read(file, make_pdf(page)) == [
        "Görüş keçirilib",
        "Birinci abzas burada başlayır və uzun bir sətirdir ikinci sətirdə bitir.",
        "İkinci abzas da belədir, yalnız bir sətirdir.",
        "1. Birinci bənd",
        "2. İkinci bənd",
    ]


def test_indents_and_short_lines_part_paragraphs(file: Path) -> None:
    lines = ["Bu abzasın birinci sətri kifayət qədər uzundur ki, sona çatsın", "və burada bitir."]
    more = ["Sonra gələn abzas da elə bu ölçüdə uzundur, o da sona çatır", "və bitir."]
    assert read(file, make_pdf(column(*lines, *more))) == [" ".join(lines), " ".join(more)]


def test_pages_are_joined_and_their_furniture_left_out(file: Path) -> None:
    def page(number: int, *lines: str) -> list[tuple[float, float, float, str]]:
        return [*column("Azərtac xəbərləri", top=810), *column(*lines), *column(str(number), top=30, left=290)]

    pages = [
        page(1, "Cümlə bu səhifədə başlayır və"),
        page(2, "növbəti səhifədə bitir."),
        page(3, "Ayrıca bir cümlə burada var."),
    ]
    assert read(file, make_pdf(*pages)) == [
        "Azərtac xəbərləri",
        "Cümlə bu səhifədə başlayır və növbəti səhifədə bitir.",
        "Ayrıca bir cümlə burada var.",
    ]


def test_columns_are_read_one_after_the_other(file: Path) -> None:
    left = ["Sol sütunun birinci sətri uzun bir", "sətirdir və aralıq", "böyükdür, sözlər seyrəkdir və davam"]
    right = ["edir sağ sütunda, burada da uzundur", "və burada bitir bu cümlə,", "lakin sonra yenə davam edir burada."]
    loose = [(70, 700 - 13.2, 11, "sətirdir"), (190, 700 - 13.2, 11, "və aralıq")]  # a line of justified text
    page = [
        *column("Bütün səhifənin başlığı burada dayanır və uzundur", top=760, size=18),
        *(line for line in column(*left) if line[3] != "sətirdir və aralıq"),
        *loose,
        *column(*right, left=330),
    ]
    assert read(file, make_pdf(page)) == ["Bütün səhifənin başlığı burada dayanır və uzundur", " ".join(left + right)]


def test_cells_of_a_table_stay_apart(file: Path) -> None:
    rows = [("Ölkə", "Məbləğ"), ("Gürcüstan", "On iki"), ("Türkiyə", "Yeddi")]
    page = [
        (x, 700.0 - 20 * number, 11.0, cell)
        for number, row in enumerate(rows)
        for x, cell in zip((70.0, 200.0), row, strict=True)
    ]
    assert read(file, make_pdf(page)) == [cell for row in rows for cell in row]


def test_written_as_word_and_html(file: Path, tmp_path: Path) -> None:
    page = [*column("Başlıq & şərh", top=780, size=20), *column("Mətn burada <gəlir> və kifayət qədər uzundur.")]
    file.write_bytes(make_pdf(page))
    document = pdf.read(file, Choice())
    pdf.write(document, document.blocks, tmp_path / "a.docx")
    word = docx.Document(str(tmp_path / "a.docx"))
    assert [paragraph.text for paragraph in word.paragraphs] == [block.text for block in document.blocks]
    assert word.paragraphs[0].style is not None
    assert word.paragraphs[0].style.name == "Heading 1"
    pdf.write(document, document.blocks, tmp_path / "a.html")
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<h1>Başlıq &amp; şərh</h1>\n<p>Mətn burada &lt;gəlir&gt; və kifayət qədər uzundur.</p>" in text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"not a pdf at all", "no PDF"),
        (b"%PDF-1.4\nrubbish", "broken|text layer"),
        (make_pdf([]), "no text layer"),
        (make_pdf(column("1 2 3")), "no text layer"),
        (make_pdf(column("əəəəə ğğğğ a"), names=dict.fromkeys(NAMES, "unheard")), "do not tell its letters"),
    ],
    ids=["empty", "text", "rubbish", "blank", "digits", "no unicode"],
)
def test_what_cannot_be_read_says_why(file: Path, data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(file, data)


@pytest.mark.parametrize("times", [1, 2])
def test_bombs_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    monkeypatch.setattr(pdf_pages, "_MOST_STREAM", 1 << 20)
    spaces = b" " * (4 << 20)
    twice = make_pdf() + b"stream\n" + zlib.compress(zlib.compress(spaces))
    with pytest.raises(InputError, match="unpacks to more"):
        read(file, make_pdf(column("Mətn"), extra=spaces) if times == 1 else twice)


def test_forms_without_end_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "_MOST_DRAWN", 1000)

    def form(number: int, content: bytes) -> bytes:
        font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
        inner = b"<< /XObject << /X %d 0 R >> /Font << /F1 %s >> >>" % (number, font)
        kind = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources %s /Length %d >>" % (inner, len(content))
        return kind + b"\nstream\n" + content + b"\nendstream"

    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R >>",
        b"<< /Length 5 >>\nstream\n/X Do\nendstream",
        *(form(6 + number, b"/X Do /X Do") for number in range(40)),
        form(1, b"BT /F1 9 Tf (a) Tj ET"),
    ]
    with pytest.raises(InputError, match="without end"):
        read(file, assembled(objects))


def test_references_in_a_circle_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "_MOST_LOOKED_UP", 1000)
    with pytest.raises(InputError, match="circle"):
        read(file, make_pdf(column("Mətn")).replace(b"<< /Type /Page /", b"4 0 R << /Type /Page /"))


def test_broken_files_are_input_errors(file: Path) -> None:
    data = make_pdf(column("Mətn burada gəlir.", "İkinci sətir."))
    rng = random.Random(6)
    for _ in range(60):
        broken = bytearray(data[: rng.randrange(200, len(data))] if rng.random() < 0.3 else data)
        for _ in range(rng.randrange(1, 12)):
            broken[rng.randrange(9, len(broken))] = rng.randrange(256)
        with suppress(InputError):
            assert any(read(file, bytes(broken)))
