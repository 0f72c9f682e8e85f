"""Azerbaijani is told from its neighbours in either alphabet; Cyrillic letters and capitals change with the way back kept."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.language import (
    cyrillic_to_latin,
    detect,
    find_script,
    from_caps,
    is_all_caps,
    is_azerbaijani_cyrillic,
    lacks_letters,
    to_caps,
    translatable,
)

AZERBAIJANI = [
    "Görüş keçirilib.",
    "Nazirlər ikitərəfli əlaqələri müzakirə ediblər.",
    "Onun bir qızı var idi.",
    "Bakıda görüş olub",
    "Sabah yağış yağacaq, külək güclənəcək.",
    "XİN BƏYANAT YAYIB",
    "KTMT-nin baş katibi Nikolay Bordyuja və Stanislav Zas Yerevanda olub.",
    "Antonio Tayani və Silvio Berluskoni Romada olub.",
]
PLAIN = [
    "Azerbaycan prezidenti bu gun Bakida nazirlerle gorusub.",
    "gorus kecirilib",
    "Nazir bildirib ki, danisiqlar davam edecek ve yaxin vaxtlarda yeni gorus olacaq.",
    "Xarici isler naziri Turkiyeye sefer edib.",
]
TURKISH = [
    "Əliyev dün Ankara'da Cumhurbaşkanı ile bir araya geldi.",
    "Toplantı dün Ankara'da yapıldı.",
    "Dışişleri Bakanı bugün önemli açıklamalarda bulundu.",
    "Cumhurbaşkanı yarın Azerbaycan'a gidecek ve görüşmelerde bulunacak.",
    "Bunun için çok çalışmak gerekiyor.",
]
RUSSIAN = ["Встреча состоялась в Баку.", "Министр иностранных дел Азербайджана прибыл в Москву.", "Это был объект."]
ENGLISH = [
    "The ministers met in Baku on Monday.",
    "President Ilham Aliyev received the delegation of the European Union.",
    "Əliyev met the minister of foreign affairs of Armenia in Washington on Monday.",
]
CYRILLIC = [
    ("Азәрбајҹан Республикасы", "Azərbaycan Respublikası"),
    ("Нахчыван Мухтар Республикасы", "Naxçıvan Muxtar Respublikası"),
    ("ҜӨРҮШ КЕЧИРИЛДИ", "GÖRÜŞ KEÇİRİLDİ"),
    ("Һәр кәсин сөз азадлығы һүгугу вар.", "Hər kəsin söz azadlığı hüququ var."),
    ("ҹәнаб Рзајев, ики шәһәр", "cənab Rzayev, iki şəhər"),
    ("революсија, Юсиф ЯРДЫМЛЫ", "revolyusiya, Yusif YARDIMLI"),
]


@pytest.mark.parametrize(
    ("language", "text"),
    [("az", text) for text in AZERBAIJANI + PLAIN]
    + [("tr", text) for text in TURKISH]
    + [("ru", text) for text in RUSSIAN]
    + [("en", text) for text in ENGLISH]
    + [("other", "Die Minister haben sich am Montag in Berlin getroffen und ein Abkommen unterzeichnet.")]
    + [("other", "შეხვედრა გაიმართა"), ("other", "جلسه برگزار شد"), ("other", "Հանդիպումը կայացավ")],
)
def test_detect(language: str, text: str) -> None:
    assert detect(text).language == language


@pytest.mark.parametrize("text", ["", " \n", "12.05.2023", "😀 !!", "\ufffd"])
def test_text_without_letters_is_in_no_language(text: str) -> None:
    assert (detect(text).language, detect(text).script, detect(text).confidence) == ("unknown", "Zyyy", 0.0)


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    found = detect(text)
    assert 0 <= found.confidence <= 1
    assert len(found.script) == 4


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Bakı", "Latn"),
        ("Ḳaḥ", "Latn"),
        ("Баку", "Cyrl"),
        ("Αθήνα", "Grek"),
        ("东京 Tokyo到", "Latn"),
        ("서울", "Hang"),
        ("۱۲", "Zyyy"),
    ],
)
def test_script(text: str, script: str) -> None:
    assert find_script(text) == script


def test_lingua_is_not_loaded_for_an_azerbaijani_text() -> None:
    code = "import sys; from translator.language import detect; detect('Görüş əla keçib.'); sys.exit('lingua' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("text", [old for old, _ in CYRILLIC if old[:3] not in {"Нах", "рев"}])
def test_azerbaijani_in_cyrillic_is_recognised(text: str) -> None:
    assert is_azerbaijani_cyrillic(text)
    assert detect(text).language == "az"


@pytest.mark.parametrize(
    "text",
    [
        *RUSSIAN,
        "Азербайджан и Россия подписали соглашение, сообщает «Азәрбајҹан».",
        "Қазақстан Республикасының Президенті",
        "Президент Республики Татарстан җитәкчесе",
        "Председник Србије је рекао да ће љубав",
        "Президент України їде до Баку",
        "Москва",
        "Bakı",
        "",
    ],
)
def test_other_texts_are_not_taken_for_azerbaijani_in_cyrillic(text: str) -> None:
    assert not is_azerbaijani_cyrillic(text)


@pytest.mark.parametrize(("old", "new"), CYRILLIC)
def test_transliteration(old: str, new: str) -> None:
    assert cyrillic_to_latin(old).text == new


@given(st.text("АБВГҒДЕӘЖЗИЫЈКҜЛМНОӨПРСТУҮФХҺЧҸШабвгғдеәжзиыјкҝлмноөпрстуүфхһчҹшюяцщъьЮЯ ab1."))
def test_transliteration_leaves_no_cyrillic_and_knows_the_way_back(text: str) -> None:
    result = cyrillic_to_latin(text)
    assert not any("Ѐ" <= letter <= "ԯ" for letter in result.text)
    assert len(result.offsets) == len(result.text) + 1
    assert list(result.offsets) == sorted(result.offsets)


def test_letters_that_become_two_lead_back_to_one() -> None:
    result = cyrillic_to_latin("Юсиф ҝәлди")
    assert result.original_span(result.text.index("gəldi"), len(result.text)) == (5, 10)


@pytest.mark.parametrize("text", PLAIN[:1] + PLAIN[2:])
def test_plain_letters_are_noticed(text: str) -> None:
    assert lacks_letters(text)


@pytest.mark.parametrize("text", [*AZERBAIJANI, *TURKISH, *ENGLISH, "Baki", ""])
def test_other_texts_lack_no_letters(text: str) -> None:
    assert not lacks_letters(text)


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Bakı", True),
        ("O kimdir?", True),
        ("O?", True),
        ("5 km yol", True),
        ("Ətraflı: www.mfa.gov.az", True),
        ("", False),
        (" \n\t", False),
        ("12.05.2023, 14:30", False),
        ("+994 12 493-44-55", False),
        ("35 %", False),
        ("www.mfa.gov.az", False),
        ("https://president.az/az/articles?id=5#a", False),
        ("info@mfa.gov.az, press@example.az", False),
        ("Report.az", False),
        ("hesabat.PDF", False),
        ("@azertac", False),
        ("😀🎉 !!!", False),
        ("— * * * —", False),
        ("XXI", False),
        ("A)", False),
    ],
)
def test_translatable(text: str, yes: bool) -> None:
    assert translatable(text) is yes


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("AZƏRBAYCAN XİN BƏYANAT YAYIB", True),
        ("COVID-19-a QARŞI PEYVƏND", True),
        ("BMT-nin BƏYANATI", True),
        ("GÖRÜŞ", True),
        ("ATƏT", False),
        ("Görüş", False),
        ("İLHAM Əliyev", False),
        ("12345", False),
        ("", False),
    ],
)
def test_is_all_caps(text: str, yes: bool) -> None:
    assert is_all_caps(text) is yes


@pytest.mark.parametrize(
    ("caps", "plain"),
    [
        ("AZƏRBAYCAN XİN BƏYANAT YAYIB", "Azərbaycan XİN bəyanat yayıb"),
        ("IRAQIN BAŞ NAZİRİ İRANA GƏLİB", "Iraqın baş naziri irana gəlib"),
        ("BMT-NİN QƏTNAMƏSİ", "BMT-nin qətnaməsi"),
        ("XİN-dən AÇIQLAMA", "XİN-dən açıqlama"),
        ("S. LAVROV II DƏFƏ BAKIDA", "S. lavrov II dəfə Bakıda"),
        ("“SÜLH” ÇAĞIRIŞI", "“Sülh” çağırışı"),
        ("XX ƏSR, O İNSAN", "XX əsr, o insan"),
        ("COVID-19-a QARŞI", "Covıd-19-a qarşı"),
        ("", ""),
    ],
)
def test_from_caps(caps: str, plain: str) -> None:
    assert from_caps(caps, keep={"XİN"}.__contains__, proper=lambda word: word.startswith("BAKI")) == plain


@given(st.text())
def test_from_caps_keeps_every_position(text: str) -> None:
    assert len(from_caps(text, keep=lambda word: len(word) == 3)) == len(text)


def test_to_caps() -> None:
    assert to_caps("The minister said") == "THE MINISTER SAID"
