"""The closed lists of words that the glossary's rules look at, English and Azerbaijani, all in lower case but acronyms."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _words("a an the")
DETERMINERS = ARTICLES | _words("this that these those its his her their our my your each every any no some")
FUNCTION_WORDS = _words("of for and on in to at by with")

# Names that end or begin with one of these take "the" in running text.
INSTITUTIONS = _words(
    """ministry organization organisation union council group committee movement bank nations states agency court assembly
    service commission cabinet government administration federation republic emirates authority league secretariat kingdom
    corridor office board academy army"""
)
ACRONYMS_WITH_ARTICLE = _words(
    "UN EU OSCE CIS US USA UK UAE IMF ICRC OTS OIC ECO EAEU CSTO SCO WTO WHO IAEA EBRD ADB BSEC NAM",
)
ACRONYMS_READ_AS_WORDS = _words("NATO NASA FIFA SOCAR SOFAZ MERCOSUR NAFTA LUKOIL")
POSTS = _words("minister commissioner president chairman chairwoman secretary ambassador director spokesman member")

# Names of other things, a letter away from a country.
NAMESAKES = _words("columbia franco georgian")

# Endings that make people and adjectives of a place.
GENTILIC = _words("i is n ns an ans ian ians ean eans ese er ers ite ites ish s es ic")
GENTILIC_FOR_VOWEL = _words("an ans ian ians ish ese")

# Country → what English says before a noun, where no ending is simply added.
ADJECTIVES = {
    "Afghanistan": "Afghan", "Argentina": "Argentine", "Azerbaijan": "Azeri", "Belgium": "Belgian", "China": "Chinese",
    "Croatia": "Croat", "Cyprus": "Cypriot", "Czech Republic": "Czech", "Czechia": "Czech", "Denmark": "Danish",
    "England": "English", "Finland": "Finnish", "France": "French", "Germany": "German", "Great Britain": "British",
    "Greece": "Greek", "Hungary": "Hungarian", "Iceland": "Icelandic", "Ireland": "Irish", "Italy": "Italian",
    "Kazakhstan": "Kazakh", "Kyrgyzstan": "Kyrgyz", "Lebanon": "Lebanese", "Lithuania": "Lithuanian", "Netherlands": "Dutch",
    "New Zealand": "New Zealander", "Norway": "Norwegian", "Palestine": "Palestinian", "Philippines": "Philippine",
    "Poland": "Polish", "Portugal": "Portuguese", "Scotland": "Scottish", "Serbia": "Serb", "Slovakia": "Slovak",
    "Slovenia": "Slovene", "Soviet Union": "Soviet", "Spain": "Spanish", "Sweden": "Swedish", "Switzerland": "Swiss",
    "Tajikistan": "Tajik", "Thailand": "Thai", "Turkey": "Turkish", "Turkiye": "Turkish", "Turkmenistan": "Turkmen",
    "Ukraine": "Ukrainian", "United Arab Emirates": "Emirati", "United Kingdom": "British", "United States": "American",
    "Uzbekistan": "Uzbek", "Wales": "Welsh",
}  # fmt: skip

# Azerbaijani and Turkish words, titles and given names that are surnames too: alone they are nobody's.
ORDINARY_SURNAMES = _words(
    """ağ ağa aslan axund bahar bayram bəy böyük çətin çiçək dağ dəmir deniz doğan duran əfəndi gənc gözəl gül gülər gün gündüz
    hacı islami incə kiçik koç kral milli mirzə molla müxbir oruc özəl öz paşa polad qara qartal qəhrəman qızıl sadiq sarı seçin
    soylu sultan şah şahin şeyx şimşək tatar ulu uzun vilayəti xan xanım yalçın yavaş yaz yeni yıldız yılmaz zadə zaman"""
)
NAME_PARTICLES = _words("əl bin ibn van fon de da")
