"""The page in a real browser: what an editor does with it, and what may go wrong.

Needs Chromium and Playwright; without them these tests are skipped, unless ``AZEN_BROWSER_TESTS`` is set.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import docx
import pytest

REQUIRED = bool(os.environ.get("AZEN_BROWSER_TESTS"))
CHROMIUM = shutil.which("chromium")
if not REQUIRED and (CHROMIUM is None or find_spec("playwright") is None):
    pytest.skip("no browser: install chromium and playwright", allow_module_level=True)

from pages import TABLE, TEXT, Choosy  # noqa: E402
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect, sync_playwright  # noqa: E402

import app  # noqa: E402
from translator.config import Options  # noqa: E402
from translator.page.serving import Serving  # noqa: E402
from translator.pipeline import Translator  # noqa: E402

ARTICLE = Path(__file__).parents[1] / "examples" / "article.az.txt"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WAIT = 20_000  # milliseconds: other work may keep the machine busy
ENGLISH = ["A meeting was held in Shusha.", "The minister has come.", "<b>The end</b> & a full stop."]
LIMIT = 50_000
Open = Callable[..., Page]


def load(*, options: Options) -> Translator:
    faults = {"Mühərrik ölüb.": "fail"}
    return Translator(options=options, engine=Choosy(TABLE, faults=faults, delay=0.05))  # type: ignore[arg-type]  # a fault that there is


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    served = app.launch(load, Options(), Serving(limit=LIMIT), prevent_thread_lock=True, quiet=True)
    yield served.local_url
    served.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the page in a browser window of its own; afterwards no other machine was asked and no script failed."""
    contexts: list[Any] = []
    trouble: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        if message.type == "error":
            trouble.append(message.text)

    def note_request(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            trouble.append(request.url)

    def open_page(at: str = address, **how: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **how})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.on("console", note_message)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("request", note_request)
        page.goto(at)
        page.wait_for_selector("#azen-source textarea")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert trouble == []


def translate(page: Page, text: str = TEXT) -> None:
    page.fill("#azen-source textarea", text)
    page.click("#azen-translate")
    expect(page.locator(".azen-status.done")).to_be_visible(timeout=WAIT)


def english(page: Page) -> Locator:
    return page.locator(".azen-target")


def sees(page: Page, *texts: str) -> None:
    expect(english(page)).to_have_text(list(texts), timeout=WAIT)


def downloaded(page: Page, form: str) -> bytes:
    page.click("#azen-format input")
    page.get_by_role("option", name=form, exact=True).click()
    with page.expect_download() as download:
        page.click("#azen-download")
    return Path(download.value.path()).read_bytes()


def test_an_article_side_by_side(opened: Open) -> None:
    page = opened()
    assert page.title().startswith("azen")
    page.fill("#azen-source textarea", TEXT)
    expect(page.get_by_text(re.compile(r"3 sentences · Azerbaijani, Latin letters"))).to_be_visible(timeout=WAIT)
    page.keyboard.press("Control+Enter")
    sees(page, *ENGLISH)
    expect(page.locator(".azen-status.done")).to_be_visible(timeout=WAIT)  # nothing moves after that
    expect(page.locator(".azen-source")).to_have_text([part.strip() for part in re.split(r"(?<=\.)\s+", TEXT)])
    for row in page.locator(".azen-row").all():
        boxes = [row.locator(side).bounding_box() for side in (".azen-source", ".azen-target")]
        assert boxes[0]
        assert boxes[1]
        assert abs(boxes[0]["y"] - boxes[1]["y"]) < 2
        assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    expect(page.locator("#azen-s0 .azen-target mark.fixed")).to_have_text("Shusha")
    page.hover("#azen-s0 .azen-source mark.fixed")
    expect(page.locator("#azen-s0 .azen-target mark.same")).to_have_text("Shusha")
    expect(page.locator("#azen-table")).to_contain_text("Susa")
    expect(page.locator("#azen-signature")).to_contain_text("az-en|model:table")


def test_one_edit_and_the_whole_glossary_off_and_on(opened: Open) -> None:
    page = opened()
    translate(page)
    page.locator("#azen-table").get_by_role("button", name="Undo: Shusha").click()
    sees(page, "A meeting was held in Susa.", *ENGLISH[1:])
    page.locator("#azen-table").get_by_role("button", name="Apply: Shusha").click()
    sees(page, *ENGLISH)
    page.locator("#azen-glossary input").uncheck()
    sees(page, "A meeting was held in Susa.", *ENGLISH[1:])
    expect(page.locator("#azen-signature")).to_contain_text("gloss:off")
    page.locator("#azen-glossary input").check()
    sees(page, *ENGLISH)


def test_editing_with_the_keyboard_and_taking_it_away(opened: Open) -> None:
    page = opened()
    translate(page)
    page.locator("#azen-s0").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#azen-s1")).to_be_focused()
    page.keyboard.press("Enter")
    page.fill("#azen-s1 textarea", "He <i>came</i>.")
    page.keyboard.press("Control+Enter")
    texts = [ENGLISH[0], "He <i>came</i>.", ENGLISH[2]]
    sees(page, *texts)
    whole = f"{texts[0]} {texts[1]}\n\n{texts[2]}"
    assert downloaded(page, "Text (.txt)").decode() == whole
    data = json.loads(downloaded(page, "Data (.json)"))
    assert (data["text"], data["segments"][1]["edited"]) == (whole, True)
    memory = ET.fromstring(downloaded(page, "Translation memory (.tmx)"))
    assert [side.text for side in memory.iter("seg")][1::2] == texts
    columns = docx.Document(io.BytesIO(downloaded(page, "Word, two columns (.docx)"))).tables[0]
    assert [row.cells[1].text for row in columns.rows] == texts
    plain = docx.Document(io.BytesIO(downloaded(page, "Word (.docx)")))
    assert [paragraph.text for paragraph in plain.paragraphs] == whole.split("\n\n")
    assert b"&lt;i&gt;came" in downloaded(page, "Web page (.html)")
    page.get_by_role("button", name="Undo my changes").click()
    sees(page, *ENGLISH)


def test_other_translations(opened: Open) -> None:
    page = opened()
    translate(page)
    page.locator("#azen-s0 .azen-number").click()
    page.get_by_role("button", name="Other translations").click()
    page.locator(".azen-others").get_by_role("button", name="Use").click()
    sees(page, "In Shusha they met.", *ENGLISH[1:])
    page.keyboard.press("Escape")


def test_a_term_of_ones_own_from_the_page(opened: Open) -> None:
    page = opened()
    translate(page)
    page.locator("#azen-s0 .azen-source mark").first.dblclick()
    field = page.locator("#azen-term-source textarea, #azen-term-source input")
    expect(field).to_have_value("Şuşada", timeout=WAIT)
    field.fill("Şuşa")
    page.fill("#azen-term-target textarea, #azen-term-target input", "City of Shusha")
    page.click("#azen-term-add")
    sees(page, "A meeting was held in City of Shusha.", *ENGLISH[1:])
    page.get_by_role("tab", name="Glossary").click()
    expect(page.locator("#azen-terms")).to_contain_text("City of Shusha")
    with page.expect_download() as download:
        page.click("#azen-tsv")
    assert "Şuşa\tCity of Shusha" in Path(download.value.path()).read_text(encoding="utf-8")
    with page.expect_download() as download:
        page.click("#azen-tbx")
    assert "<term>City of Shusha</term>" in Path(download.value.path()).read_text(encoding="utf-8")


def test_a_glossary_from_a_file(opened: Open, tmp_path: Path) -> None:
    table = tmp_path / "ours.csv"
    table.write_text("az;en\nŞuşa;Shusha (Karabakh)\n", encoding="utf-8")
    bad = tmp_path / "bad.tsv"
    bad.write_text("source\ttarget\nŞuşa\t\n", encoding="utf-8")
    page = opened()
    translate(page)
    page.get_by_role("tab", name="Glossary").click()
    upload = page.locator("#azen-upload").locator("xpath=..").locator("input[type=file]")
    upload.set_input_files(bad)
    expect(page.get_by_text(re.compile(r"bad\.tsv:2: no target"))).to_be_visible(timeout=WAIT)
    upload.set_input_files(table)
    expect(page.locator("#azen-terms")).to_contain_text("Shusha (Karabakh)", timeout=WAIT)
    page.get_by_role("tab", name="Translate").click()
    sees(page, "A meeting was held in Shusha (Karabakh).", *ENGLISH[1:])


def test_two_files_and_one_that_is_none(opened: Open, tmp_path: Path) -> None:
    for name, text in (("bir.txt", "Şuşada görüş olub.\n"), ("iki.txt", "Bakıda görüş olub.\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "üç.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    page = opened()
    page.get_by_role("tab", name="Files").click()
    page.set_input_files("#azen-files input[type=file]", [tmp_path / name for name in ("bir.txt", "iki.txt", "üç.txt")])
    expect(page.locator("#azen-files")).to_contain_text("iki")
    page.click("#azen-translate-files")
    expect(page.locator("#azen-queue tbody tr")).to_have_text(
        [re.compile("bir.txt.*ready"), re.compile("iki.txt.*ready"), re.compile("üç.txt.*not done")], timeout=WAIT
    )
    expect(page.locator("#azen-results a")).to_have_count(3, timeout=WAIT)
    with page.expect_download() as download:
        page.locator("#azen-results a").first.click()
    with zipfile.ZipFile(download.value.path()) as bundle:
        said = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert said == {"bir.en.txt": "A meeting was held in Shusha.\n", "iki.en.txt": "A meeting was held in Baku.\n"}


def test_a_file_dropped_on_the_source(opened: Open) -> None:
    page = opened()
    script = """(element) => {
        const data = new DataTransfer();
        data.items.add(new File(["Bakıda görüş olub."], "a.txt", {type: "text/plain"}));
        element.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
    }"""
    page.locator("#azen-source textarea").evaluate(script)
    expect(page.locator("#azen-source textarea")).to_have_value("Bakıda görüş olub.", timeout=WAIT)


def contrast(page: Page, selector: str) -> float:
    """The ratio of an element's colour to the colour behind it. Source: WCAG 2.2, "contrast ratio"."""
    ratio: float = page.locator(selector).first.evaluate("""(element) => {
        const parse = (text) => text.match(/[\\d.]+/g).map(Number);
        let behind = element;
        const clear = (one) => (parse(getComputedStyle(one).backgroundColor)[3] ?? 1) === 0;
        while (behind.parentElement && clear(behind)) behind = behind.parentElement;
        const light = (text) => parse(text).slice(0, 3).map((part) => part / 255)
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
            .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
        const back = light(getComputedStyle(behind).backgroundColor);
        const pair = [light(getComputedStyle(element).color), back].sort((a, b) => b - a);
        return (pair[0] + 0.05) / (pair[1] + 0.05);
    }""")
    return ratio


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_by_day_and_by_night(opened: Open, scheme: str) -> None:
    page = opened(color_scheme=scheme)
    assert page.evaluate("document.querySelector('.dark') !== null") == (scheme == "dark")
    assert contrast(page, "#azen-translate") >= 4.5
    translate(page)
    page.locator("#azen-s0 .azen-number").click()
    page.wait_for_selector(".azen-details")
    for selector in (
        ".azen-source",
        ".azen-target",
        ".azen-target mark.fixed",
        ".azen-number",
        ".azen-details label",
        ".azen-info",
        ".azen-status",
        ".azen-outcome.fixed",
        ".azen-button.primary",
        ".azen-signature code",
        "button[role=tab].selected",
    ):
        assert contrast(page, selector) >= 4.5, selector


def test_on_a_telephone(opened: Open) -> None:
    page = opened(viewport={"width": 390, "height": 844})
    translate(page, ARTICLE.read_text(encoding="utf-8"))
    page.locator("#azen-s0 .azen-number").click()
    page.wait_for_selector(".azen-details")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    source, target = (page.locator(f"#azen-s0 {side}").bounding_box() for side in (".azen-source", ".azen-target"))
    assert source
    assert target
    assert source["y"] + source["height"] <= target["y"] + 1
    assert target["width"] > 260


def test_whoever_cannot_see_hears_what_everything_is(opened: Open) -> None:
    page = opened()
    translate(page)
    page.locator("#azen-s0 .azen-number").click()
    page.wait_for_selector(".azen-details")
    nameless = page.evaluate("""() => [...document.querySelectorAll("input, textarea, select, button")]
        .filter((one) => one.offsetParent && one.type !== "file")
        .filter((one) => !(one.labels?.length || one.ariaLabel || one.title || one.innerText?.trim()))
        .filter((one) => !one.getAttribute("aria-labelledby"))
        .map((one) => one.outerHTML.slice(0, 200))""")
    assert nameless == []
    assert page.locator("#azen-s0").get_attribute("aria-label")
    assert page.locator(".azen-source").first.get_attribute("lang") == "az"
    assert page.locator(".azen-target").first.get_attribute("lang") == "en"


def test_stopped_in_the_middle(opened: Open) -> None:
    page = opened()
    page.fill("#azen-source textarea", "Bakıda görüş olub. " * 300)
    page.click("#azen-translate")
    page.wait_for_selector(".azen-row")
    page.click("#azen-stop")
    expect(page.locator(".azen-status.problem")).to_contain_text(re.compile(r"Stopped after sentence \d+ of 300"), timeout=WAIT)
    page.wait_for_timeout(1500)
    done = int((page.locator(".azen-status").inner_text().split() or ["0"])[3])
    assert 1 <= done < 300
    assert english(page).count() == done
    assert page.locator(".azen-busy").count() == 0
    assert downloaded(page, "Text (.txt)").decode().count("Baku") == done


def test_a_megabyte(opened: Open) -> None:
    page = opened()
    page.locator("#azen-source textarea").evaluate(
        "(box) => { box.value = 'Bakıda görüş olub. '.repeat(55000); box.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    page.click("#azen-translate")
    expect(page.get_by_text(re.compile("1,045,000 characters; the page takes 50,000"))).to_be_visible(timeout=WAIT)
    page.click("text=Clear")
    expect(page.locator("#azen-source textarea")).to_have_value("")
    translate(page)
    sees(page, *ENGLISH)


def test_an_empty_box(opened: Open) -> None:
    page = opened()
    page.click("#azen-translate")
    expect(page.get_by_text("There is no text to translate").first).to_be_visible(timeout=WAIT)
    expect(page.locator("#azen-source textarea")).to_be_visible()


def test_a_script_is_shown_and_never_run(opened: Open) -> None:
    page = opened()
    nasty = '<script>window.hit = 1</script><img src=x onerror="window.hit = 1"> Şuşada.'
    translate(page, nasty)
    expect(page.locator(".azen-source").last).to_contain_text("Şuşada.")
    assert "<script>window.hit = 1</script>" in " ".join(page.locator(".azen-source").all_inner_texts())
    page.locator("#azen-s0 .azen-number").click()
    page.fill("#azen-s0 textarea", "</textarea><img src=x onerror='window.hit = 1'>")
    page.keyboard.press("Control+Enter")
    expect(english(page).first).to_have_text("</textarea><img src=x onerror='window.hit = 1'>", timeout=WAIT)
    assert page.evaluate("window.hit") is None


def test_a_dead_engine(opened: Open) -> None:
    page = opened()
    page.fill("#azen-source textarea", "Bakıda görüş olub. Mühərrik ölüb. Bakıda görüş olub.")
    page.click("#azen-translate")
    expect(page.locator(".azen-status.problem")).to_contain_text("sentence 1 of 3: table: told to fail", timeout=WAIT)
    sees(page, "A meeting was held in Baku.")
    page.click("#azen-back")
    translate(page)
    sees(page, *ENGLISH)


def test_in_azerbaijani(opened: Open) -> None:
    page = opened(locale="az-AZ")
    expect(page.get_by_role("button", name="Tərcümə et")).to_be_visible(timeout=WAIT)
    translate(page)
    expect(page.locator(".azen-status.done")).to_have_text(re.compile("3 cümlə tərcümə olundu"))
    page.get_by_text("English", exact=True).first.click()
    expect(page.locator(".azen-status.done")).to_have_text(re.compile("3 sentences translated"), timeout=WAIT)
    page.reload()
    expect(page.get_by_role("button", name="Translate", exact=True)).to_be_visible(timeout=WAIT)


def test_two_people_at_once(opened: Open) -> None:
    one, other = opened(), opened()
    one.fill("#azen-source textarea", "Bakıda görüş olub. " * 20)
    other.fill("#azen-source textarea", TEXT)
    one.click("#azen-translate")
    other.click("#azen-translate")
    sees(other, *ENGLISH)
    sees(one, *["A meeting was held in Baku."] * 20)


def test_recent_translations_come_back(opened: Open) -> None:
    page = opened()
    translate(page)
    page.locator("#azen-s1 .azen-number").click()
    page.fill("#azen-s1 textarea", "He came.")
    page.keyboard.press("Control+Enter")
    expect(english(page).nth(1)).to_have_text("He came.", timeout=WAIT)
    page.click("#azen-new")
    expect(page.locator("#azen-source textarea")).to_have_value("")
    translate(page, "Bakıda görüş olub.")
    page.click("#azen-new")
    page.click("#azen-recent input")
    page.get_by_role("option", name=re.compile("Şuşada görüş olub")).click()
    sees(page, ENGLISH[0], "He came.", ENGLISH[2])


def test_settings_make_the_next_translation(opened: Open) -> None:
    page = opened()
    page.get_by_role("tab", name="Settings").click()
    page.locator("#azen-option-beam_size input[type=number]").fill("2")
    page.locator("#azen-option-terms").get_by_text("off", exact=True).click()
    page.get_by_role("tab", name="Translate").click()
    translate(page)
    sees(page, "A meeting was held in Susa.", *ENGLISH[1:])
    expect(page.locator("#azen-signature")).to_contain_text(re.compile(r"beam:2\|.*gloss:off"))


def test_the_bundled_model(browser: Browser) -> None:
    served = app.launch(Translator, Options(beam_size=1), prevent_thread_lock=True, quiet=True)
    try:
        context = browser.new_context()
        page = context.new_page()
        page.goto(served.local_url)
        page.fill("#azen-source textarea", ARTICLE.read_text(encoding="utf-8"))
        page.click("#azen-translate")
        expect(page.locator(".azen-status.done")).to_contain_text("15 sentences translated", timeout=2 * WAIT)
        assert all(text.strip() for text in english(page).all_inner_texts())
        assert page.locator("mark.right, mark.fixed").count() > 5
        expect(page.locator("#azen-signature")).to_contain_text("model:azen-small")
        context.close()
    finally:
        served.close()
