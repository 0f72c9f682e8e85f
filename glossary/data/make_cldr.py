"""Write ``cldr.tsv``: countries, languages and currencies as CLDR spells them in Azerbaijani and English, side by side.

Run ``python -m glossary.data.make_cldr`` after an update of Babel and read the difference by eye. CLDR's form stands unless a
table below says otherwise: the Azerbaijani side follows the news agencies (and cbar.az for currencies), the English side
un.org. What no list here names is not in the file.

Source: the Unicode Common Locale Data Repository, as Babel carries it; tables with another source name it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from glossary.tsv import COLUMNS, cells_of
from glossary.types import Entry

OUTPUT = Path(__file__).with_name("cldr.tsv")


BLANK = Entry(source="", target="", kind="currency", case_sensitive=False, origin="cldr")


class Names(NamedTuple):
    """The names that CLDR gives to some codes; ``plural`` is the English one, of currencies only."""

    source: Mapping[str, str]
    target: Mapping[str, str]
    plural: Mapping[str, str] = {}


class Fix(NamedTuple):
    """What differs from CLDR for one code: an empty field leaves CLDR's form, ``variants`` come before the derived ones."""

    source: str = ""
    target: str = ""
    variants: str = ""
    short: str = ""
    notes: str = ""


# Countries: members and observers of the United Nations, Kosovo, Taiwan, and the territories that news desks meet.
# The United States are in countries.tsv; South Africa, the Marshall Islands, Gibraltar and some others in places_world.tsv.
TERRITORIES = """
    AD AE AF AG AL AM AO AR AT AU AX AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO
    CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FM FO FR GA GB GD GE GH GM GN GQ GR GT GU GW GY HK HN HR
    HT HU ID IE IL IM IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
    MG MK ML MM MN MQ MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PF PG PH PK PL PR PS PT PW PY QA RE RO
    RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SX SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG UY UZ VA
    VC VE VN VU WF WS XK YE YT ZM ZW
"""

# Azerbaijani puts the bare name before a noun where English has the adjective (`Rusiya prezidenti`, `Russian President`),
# so the adjective is an accepted form of the name.
ADJECTIVES = {
    "AE": "Emirati", "AF": "Afghan", "AL": "Albanian", "AM": "Armenian", "AO": "Angolan", "AR": "Argentine|Argentinian",
    "AT": "Austrian", "AU": "Australian", "AZ": "Azerbaijani", "BA": "Bosnian", "BD": "Bangladeshi", "BE": "Belgian",
    "BG": "Bulgarian", "BH": "Bahraini", "BI": "Burundian", "BJ": "Beninese", "BN": "Bruneian", "BO": "Bolivian",
    "BR": "Brazilian", "BS": "Bahamian", "BT": "Bhutanese", "BY": "Belarusian", "CA": "Canadian", "CD": "Congolese",
    "CF": "Central African", "CG": "Congolese", "CH": "Swiss", "CI": "Ivorian", "CL": "Chilean", "CM": "Cameroonian",
    "CN": "Chinese", "CO": "Colombian", "CR": "Costa Rican", "CU": "Cuban", "CV": "Cabo Verdean", "CY": "Cypriot",
    "CZ": "Czech", "DE": "German", "DJ": "Djiboutian", "DK": "Danish", "DO": "Dominican", "DZ": "Algerian",
    "EC": "Ecuadorian", "EE": "Estonian", "EG": "Egyptian", "ER": "Eritrean", "ES": "Spanish", "ET": "Ethiopian",
    "FI": "Finnish", "FJ": "Fijian", "FO": "Faroese", "FR": "French", "GA": "Gabonese", "GB": "British", "GE": "Georgian",
    "GH": "Ghanaian", "GM": "Gambian", "GN": "Guinean", "GR": "Greek", "GT": "Guatemalan",
    "GY": "Guyanese", "HN": "Honduran", "HR": "Croatian", "HT": "Haitian", "HU": "Hungarian", "ID": "Indonesian",
    "IE": "Irish", "IL": "Israeli", "IN": "Indian", "IQ": "Iraqi", "IR": "Iranian", "IS": "Icelandic", "IT": "Italian",
    "JM": "Jamaican", "JO": "Jordanian", "JP": "Japanese", "KE": "Kenyan", "KG": "Kyrgyz", "KH": "Cambodian",
    "KM": "Comorian", "KP": "North Korean", "KR": "South Korean", "KW": "Kuwaiti", "KZ": "Kazakh|Kazakhstani",
    "LA": "Lao|Laotian", "LB": "Lebanese", "LK": "Sri Lankan", "LR": "Liberian", "LT": "Lithuanian", "LV": "Latvian",
    "LY": "Libyan", "MA": "Moroccan", "MC": "Monegasque", "MD": "Moldovan", "ME": "Montenegrin", "MG": "Malagasy",
    "MK": "North Macedonian", "ML": "Malian", "MM": "Burmese", "MN": "Mongolian", "MR": "Mauritanian", "MT": "Maltese",
    "MU": "Mauritian", "MV": "Maldivian", "MW": "Malawian", "MX": "Mexican", "MY": "Malaysian", "MZ": "Mozambican",
    "NA": "Namibian", "NE": "Nigerien", "NG": "Nigerian", "NI": "Nicaraguan", "NL": "Dutch", "NO": "Norwegian",
    "NP": "Nepalese|Nepali", "OM": "Omani", "PA": "Panamanian", "PE": "Peruvian", "PH": "Philippine", "PK": "Pakistani",
    "PL": "Polish", "PR": "Puerto Rican", "PS": "Palestinian", "PT": "Portuguese", "PW": "Palauan", "PY": "Paraguayan",
    "QA": "Qatari", "RO": "Romanian", "RS": "Serbian", "RU": "Russian", "RW": "Rwandan", "SA": "Saudi|Saudi Arabian",
    "SC": "Seychellois", "SD": "Sudanese", "SE": "Swedish", "SG": "Singaporean", "SI": "Slovenian|Slovene", "SK": "Slovak",
    "SL": "Sierra Leonean", "SN": "Senegalese", "SO": "Somali", "SR": "Surinamese", "SS": "South Sudanese",
    "SV": "Salvadoran", "SY": "Syrian", "TD": "Chadian", "TG": "Togolese", "TH": "Thai", "TJ": "Tajik|Tajikistani",
    "TL": "Timorese", "TM": "Turkmen|Turkmenistani", "TN": "Tunisian", "TO": "Tongan", "TR": "Turkish", "TW": "Taiwanese",
    "TZ": "Tanzanian", "UA": "Ukrainian", "UG": "Ugandan", "UY": "Uruguayan", "UZ": "Uzbek|Uzbekistani", "VE": "Venezuelan",
    "VN": "Vietnamese", "WS": "Samoan", "XK": "Kosovar|Kosovan", "YE": "Yemeni", "ZM": "Zambian",
    "ZW": "Zimbabwean",
}  # fmt: skip

# Source: un.org/en/about-us/member-states for the English names.
COUNTRY_FIXES = {
    "AE": Fix(short="UAE", variants="Emirates"),
    "BA": Fix(variants="Bosnia-Herzegovina|Bosnia|BiH"),
    "BN": Fix(variants="Brunei Darussalam"),
    "BT": Fix(notes="ambiguous: butan is butane"),
    "CD": Fix("Konqo Demokratik Respublikası", "Democratic Republic of the Congo", "DR Congo|Congo", "DRC"),
    "CF": Fix(short="CAR"),
    "CG": Fix("Konqo", "Congo", "Republic of the Congo|DR Congo|DRC", notes="either of two states, or the river"),
    "CI": Fix("Kot-d'İvuar", variants="Ivory Coast"),
    "CV": Fix(target="Cabo Verde", variants="Cape Verde|Cape Verdean"),
    "CZ": Fix(variants="Czech Republic"),
    "DZ": Fix(variants="Algiers", notes="also the capital, Algiers"),
    "EH": Fix(variants="Sahrawi"),
    "FM": Fix(variants="Federated States of Micronesia|Micronesian"),
    "GB": Fix(variants="Britain|Great Britain", short="UK"),
    "GH": Fix(notes="ambiguous: qana is to the blood, dative of qan"),
    "HK": Fix("Honq Konq", "Hong Kong"),
    "IR": Fix(variants="Islamic Republic of Iran"),
    "KG": Fix(variants="Kyrgyzstani|Kyrgyz Republic"),
    "KP": Fix(short="DPRK", variants="Democratic People's Republic of Korea"),
    "KR": Fix(variants="Republic of Korea|ROK|Korean"),
    "KW": Fix(variants="Kuwait City", notes="also the capital, Kuwait City"),
    "LA": Fix(variants="Lao People's Democratic Republic|Lao PDR"),
    "MA": Fix(variants="Marrakesh|Marrakech", notes="also the city, Marrakesh"),
    "MK": Fix(variants="Macedonian|Macedonia"),
    "ML": Fix(notes="ambiguous: mali is financial"),
    "MM": Fix(target="Myanmar", variants="Burma"),
    "NL": Fix(variants="Holland"),
    "PF": Fix("Fransız Polineziyası"),
    "PH": Fix(variants="Filipino"),
    "PR": Fix("Puerto-Riko"),
    "PS": Fix("Fələstin", "Palestine", "Palestinian Territories|State of Palestine"),
    "RU": Fix(variants="Russian Federation"),
    "SD": Fix(notes="ambiguous: sudan is from the water, ablative of su"),
    "SO": Fix(notes="also the language and the people, Somali"),
    "ST": Fix(target="Sao Tome and Principe", variants="São Tomé and Príncipe"),
    "SV": Fix(variants="Salvador", notes="also the city in Brazil, Salvador"),
    "SX": Fix(variants="St. Maarten"),
    "SY": Fix(variants="Syrian Arab Republic"),
    "SZ": Fix(variants="Swaziland|Swazi"),
    "TL": Fix(variants="East Timor"),
    "TN": Fix(variants="Tunis", notes="also the capital, Tunis"),
    "TR": Fix(target="Turkiye", variants="Türkiye|Turkey"),
    "VA": Fix(target="Vatican", variants="Vatican City|Vatican City State|Holy See"),
    "VC": Fix(target="Saint Vincent and the Grenadines", variants="St. Vincent and the Grenadines"),
    "VN": Fix(variants="Viet Nam"),
}

# Languages that a news desk meets, as CLDR codes.
LANGUAGES = """
    ab ady ae af alt am ar arc av az ba be bg bn br bs bua ca ce chg chm cs cv cy da dar de el en eo es et eu fa fa_AF fi
    fil fr ga gag gl grc gu ha he hi hr hu hy id ig inh is it ja ka kaa kbd kk km ko krc ks ku kum ky la lb lez lo lt lv mi
    mk mn mr ms mt my ne nl nog no os pa pl ps pt ro ro_MD ru sa sah sd sh si sk sl so sq sr sv sw ta te tg th tk tl tr tt
    tyv ug uk ur uz vi xh yi yo zh zu zza
"""

# CLDR writes every language name in lower case; Azerbaijani keeps the capital where the word is the country's own name.
# `source` is the word before `dili`.
LANGUAGE_FIXES = {
    "ab": Fix(target="Abkhaz", variants="Abkhazian"),
    "ae": Fix("avesta"),
    "alt": Fix("altay", "Altai"),
    "arc": Fix("arami"),
    "av": Fix(target="Avar", variants="Avaric"),
    "az": Fix("Azərbaycan"),
    "be": Fix("Belarus"),
    "bn": Fix(target="Bengali", variants="Bangla"),
    "bs": Fix("Bosniya"),
    "bua": Fix(target="Buryat", variants="Buriat"),
    "da": Fix("Danimarka"),
    "dar": Fix("dargin", "Dargin", "Dargwa"),
    "fa": Fix(variants="Farsi"),
    "fil": Fix("Filippin"),
    "hi": Fix("hindi"),
    "id": Fix("İndoneziya"),
    "kaa": Fix(target="Karakalpak", variants="Kara-Kalpak"),
    "kbd": Fix(variants="Kabardian-Circassian|Kabardino-Circassian"),
    "km": Fix(target="Khmer", variants="Cambodian"),
    "ko": Fix("Koreya"),
    "lb": Fix("Lüksemburq"),
    "lez": Fix(target="Lezgian", variants="Lezgi|Lezgin|Lezghian"),
    "lo": Fix("Laos"),
    "lt": Fix("Litva"),
    "mi": Fix("maori", "Maori", "Māori"),
    "mt": Fix("Malta"),
    "ne": Fix("Nepal"),
    "no": Fix("Norveç"),
    "os": Fix(target="Ossetian", variants="Ossetic"),
    "ps": Fix(variants="Pashtu|Pushtu"),
    "ro_MD": Fix(target="Moldovan", variants="Moldavian"),
    "sah": Fix("yakut", variants="Sakha"),
    "sv": Fix("İsveç"),
    "tr": Fix(notes="ambiguous: türk dilləri are the Turkic languages"),
    "tyv": Fix("tuva", "Tuvan", "Tuvinian"),
    "ug": Fix(variants="Uighur"),
    "uk": Fix("Ukrayna"),
    "vi": Fix("Vyetnam"),
    "zh": Fix("Çin", variants="Mandarin"),
}

# Currencies in use whose Azerbaijani name is settled, as ISO 4217 codes.
CURRENCIES = """
    AED AFN ALL AMD AOA ARS AUD AZN BDT BGN BHD BND BRL BWP BYN CAD CDF CHF CLP CNY COP CUP CZK DKK DOP DZD EGP EUR FJD GBP GEL
    GHS HKD HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KPW KRW KWD KZT LAK LBP LKR LYD MAD MDL MGA MKD MMK MNT MUR MVR
    MXN MYR MZN NAD NGN NOK NPR NZD OMR PEN PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SDG SEK SGD SOS SSP SYP THB TJS TMT TND TRY
    TWD TZS UAH UGX USD UYU UZS VES VND YER ZAR ZMW
"""

# Source: cbar.az, the central bank's daily rates, for the Azerbaijani names.
CURRENCY_FIXES = {
    "AFN": Fix(target="Afghan afghani", variants="Afghan afghanis"),
    "ALL": Fix(target="Albanian lek", variants="Albanian leks|leks"),
    "AMD": Fix(notes="ambiguous: dram is also drama"),
    "BGN": Fix(variants="Bulgarian levs"),
    "CNY": Fix(variants="renminbi|RMB"),
    "COP": Fix("Kolumbiya pesosu"),
    "DOP": Fix("Dominikan pesosu"),
    "EUR": Fix("avro"),
    "GBP": Fix(variants="pound sterling|pounds sterling"),
    "ILS": Fix("İsrail şekeli", "Israeli shekel", "Israeli shekels|Israeli new shekel|new shekel"),
    "JPY": Fix("yapon yeni", notes="ambiguous: yeni is also new"),
    "KRW": Fix(variants="Korean won"),
    "KZT": Fix("Qazaxıstan tengəsi", variants="Kazakh tenge"),
    "LAK": Fix(variants="Lao kip"),
    "MMK": Fix("Myanma kiyatı"),
    "MNT": Fix("Monqolustan tuqriki"),
    "QAR": Fix("Qətər rialı", variants="Qatari rial"),
    "SAR": Fix(variants="Saudi rial|Saudi Arabian riyal|Saudi Arabian rial"),
    "THB": Fix("Tailand batı"),
    "TMT": Fix(target="Turkmen manat", variants="Turkmen manats|Turkmenistani manat"),
    "TRY": Fix(target="Turkish lira", variants="Turkish liras|liras"),
    "TWD": Fix("Tayvan dolları", "Taiwan dollar", "Taiwan dollars|New Taiwan dollar"),
    "USD": Fix(variants="U.S. dollar|U.S. dollars"),
    "UZS": Fix(target="Uzbek som", variants="Uzbekistani som|Uzbek sum|Uzbek soum|soum|sum"),
}

# The code of a currency whose name CLDR gives, and its other Azerbaijani names: cbar.az's, and older spellings.
CURRENCY_SYNONYMS = {
    "CZK": ["Çexiya kronu"],
    "GBP": ["funt sterlinq", "ingilis funt sterlinqi"],
    "GEL": ["gürcü larisi"],
    "IDR": ["İndoneziya rupiası"],
    "KGS": ["qırğız somu"],
    "KZT": ["Qazaxıstan tengesi"],
    "MYR": ["Malayziya rinqqiti"],
    "SAR": ["Səudiyyə Ərəbistanı rialı", "Səudiyyə Ərəbistanı riyalı"],
    "TJS": ["tacik somonisi"],
    "TMT": ["türkmən manatı"],
    "TRY": ["türk lirəsi"],
    "UZS": ["özbək somu"],
}

# Bare units: source, target, other forms. Left out because another word is more likely: yen (yeni, new), dram (drama), real,
# rial, marka (brand), frank and von (in names), ley.
UNITS = [
    ("dirhəm", "dirham", "dirhams"),
    ("dinar", "dinar", "dinars"),
    ("dollar", "dollar", "dollars|US dollar|US dollars|USD"),
    ("funt", "pound", "pounds"),
    ("kron", "krone", "kroner|krona|kronor|krones|crown|crowns|koruna|korunas"),
    ("kopeyka", "kopeck", "kopecks|kopek|kopeks|copeck|copecks"),
    ("lari", "lari", "laris"),
    ("lirə", "lira", "liras|Turkish lira|TRY"),
    ("manat", "manat", "manats|AZN|Azerbaijani manat|Azerbaijani manats"),
    ("qəpik", "qapik", "qapiks|gapik|gapiks|qepik|gepik|kopeck|kopecks"),
    ("qrivna", "hryvnia", "hryvnias|hryvna"),
    ("rubl", "ruble", "rubles|rouble|roubles|RUB"),
    ("rupi", "rupee", "rupees"),
    ("sent", "cent", "cents"),
    ("somoni", "somoni", "somonis"),
    ("şekel", "shekel", "shekels"),
    ("tenge", "tenge", "tenges"),
    ("tengə", "tenge", "tenges"),
    ("tümən", "toman", "tomans"),
    ("yuan", "yuan", "yuans|renminbi|RMB"),
    ("zlotı", "zloty", "zlotys"),
]

# Codes that news write as they are, after a figure; those with a w are no Azerbaijani spelling.
CODES = """
    AED AUD AZN BYN CAD CHF CNY DKK EUR GBP GEL HUF ILS INR IRR JPY KGS KZT NOK PKR PLN QAR RUB SAR SEK TJS TMT TRY UAH
    USD UZS
"""


def plain(name: str) -> str:
    """CLDR's name as news write it.

    >>> plain("St. Kitts & Nevis"), plain("Côte d’Ivoire")
    ('Saint Kitts and Nevis', "Côte d'Ivoire")
    """
    return name.replace("’", "'").replace(" & ", " and ").replace("St. ", "Saint ")


def without_accents(name: str) -> str:
    """The name without accents.

    >>> without_accents("Venezuelan bolívar")
    'Venezuelan bolivar'
    """
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))


def variants_of(forms: Iterable[str], *taken: str) -> tuple[str, ...]:
    """The forms, each of which may be several with ``|`` between, once each and less those that are taken.

    >>> variants_of(["Britain|UK", "", "Britain"], "UK")
    ('Britain',)
    """
    single = (form for several in forms for form in several.split("|"))
    return tuple(dict.fromkeys(form for form in single if form and form not in taken))


def country_entry(code: str, names: Names) -> Entry:
    """The entry of a country or territory, with its adjective among the variants."""
    fix = COUNTRY_FIXES.get(code, Fix())
    source, target = fix.source or plain(names.source[code]), fix.target or plain(names.target[code])
    forms = (fix.variants, ADJECTIVES.get(code, ""), without_accents(target), target.replace("Saint ", "St. "))
    return Entry(
        source=source,
        target=target,
        kind="country",
        variants=variants_of(forms, target, fix.short),
        short=fix.short,
        case_sensitive=not source.endswith(" adaları"),  # its capital is optional: `Solomon adaları`, `Solomon Adaları`
        origin="un.org" if fix.target else "cldr",
        notes=fix.notes,
    )


def language_entry(code: str, names: Names) -> Entry:
    """The entry of a language, its name followed by ``dili``."""
    fix = LANGUAGE_FIXES.get(code, Fix())
    source, target = fix.source or names.source[code], fix.target or names.target[code]
    variants = variants_of((f"{target} language", fix.variants), target)
    return replace(BLANK, source=f"{source} dili", target=target, kind="language", variants=variants, notes=fix.notes)


def currency_entry(code: str, names: Names) -> Entry:
    """The entry of a currency, with its plural, its code and the bare unit among the variants."""
    fix = CURRENCY_FIXES.get(code, Fix())
    source, target = fix.source or names.source[code], fix.target or names.target[code]
    plural = "" if fix.target else names.plural[code]
    forms = (fix.variants, plural, code, target.split()[-1], *plural.split()[-1:])
    unaccented = (without_accents(form) for form in (target, *forms))
    variants = variants_of((*forms, *unaccented), target)
    return replace(BLANK, source=source, target=target, variants=variants, notes=fix.notes)


def currency_entries(names: Names) -> Iterator[Entry]:
    """The currencies, their other Azerbaijani names, the bare units and the codes."""
    for code in names.source:
        entry = currency_entry(code, names)
        yield entry
        for source in CURRENCY_SYNONYMS.get(code, []):
            yield replace(entry, source=source, origin="cbar.az")
    for source, target, others in UNITS:
        yield replace(BLANK, source=source, target=target, variants=variants_of([others]), origin="usage")
    for code in CODES.split():
        entry = currency_entry(code, names)
        variants = variants_of((entry.target, *entry.variants), code)
        yield Entry(source=code, target=code, kind="currency", variants=variants, origin="iso.org")


def block(heading: str, entries: Iterable[Entry]) -> list[str]:
    """The lines of a block: its heading, then the entries in the order of their sources."""
    in_order = sorted(entries, key=lambda entry: entry.source)
    return [f"# {heading}", *("\t".join(cells_of(entry).values()) for entry in in_order)]


def table() -> str:
    """The text of ``cldr.tsv``."""
    from babel import Locale  # noqa: PLC0415  only this script needs Babel; tests that collect it must not
    from babel.numbers import get_currency_name  # noqa: PLC0415

    azerbaijani, english = Locale("az"), Locale("en")
    territories = Names(azerbaijani.territories, english.territories)
    languages = Names(azerbaijani.languages, english.languages)
    codes = CURRENCIES.split()
    currencies = Names(
        {code: get_currency_name(code, count=1, locale=azerbaijani) for code in codes},
        {code: get_currency_name(code, count=1, locale=english) for code in codes},
        {code: get_currency_name(code, count=2, locale=english) for code in codes},
    )
    lines = [
        "\t".join(COLUMNS),
        *block("Countries and territories", (country_entry(code, territories) for code in TERRITORIES.split())),
        *block("Languages", (language_entry(code, languages) for code in LANGUAGES.split())),
        *block("Currencies", currency_entries(currencies)),
    ]
    return unicodedata.normalize("NFC", "\n".join(lines) + "\n")


if __name__ == "__main__":
    OUTPUT.write_text(table(), encoding="utf-8")
