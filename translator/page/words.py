"""The interface's texts, in English and in Azerbaijani."""

from __future__ import annotations

from typing import Literal, get_args

from translator.types import Notice

Language = Literal["en", "az"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
TEXTS: dict[str, tuple[str, str]] = {
    "title": ("azen – Azerbaijani news into English", "azen – Azərbaycan xəbərləri ingiliscə"),
    "tagline": (
        "Azerbaijani news into English, with every name and title in its official form",
        "Azərbaycan xəbərləri ingilis dilində, adlar və vəzifələr rəsmi yazılışı ilə",
    ),
    "language": ("Interface language", "İnterfeys dili"),
    "tab-translate": ("Translate", "Tərcümə"),
    "tab-glossary": ("Glossary", "Lüğət"),
    "tab-files": ("Files", "Fayllar"),
    "tab-settings": ("Settings", "Parametrlər"),
    "source": ("Azerbaijani text", "Azərbaycanca mətn"),
    "source-hint": ("Paste an article here, or drop a text file", "Məqaləni bura yerləşdirin və ya mətn faylını bura atın"),
    "translate": ("Translate", "Tərcümə et"),
    "translate-hint": ("Ctrl+Enter translates", "Ctrl+Enter düymələri tərcüməni başladır"),
    "clear": ("Clear", "Təmizlə"),
    "open-file": ("Open a text file", "Mətn faylını aç"),
    "examples": ("Examples", "Nümunələr"),
    "recent": ("Recent translations of this session", "Bu sessiyanın son tərcümələri"),
    "back": ("Edit the source", "Mənbə mətnini redaktə et"),
    "new": ("New text", "Yeni mətn"),
    "stop": ("Stop", "Dayandır"),
    "copy": ("Copy the English", "İngiliscəni kopyala"),
    "copied": ("Copied", "Kopyalandı"),
    "copy-failed": ("The browser did not allow copying", "Brauzer kopyalamağa icazə vermədi"),
    "format": ("Format", "Format"),
    "download": ("Download", "Yüklə"),
    "format-txt": ("Text (.txt)", "Mətn (.txt)"),
    "format-docx": ("Word (.docx)", "Word (.docx)"),
    "format-docx2": ("Word, two columns (.docx)", "Word, iki sütun (.docx)"),
    "format-html": ("Web page (.html)", "Veb-səhifə (.html)"),
    "format-tmx": ("Translation memory (.tmx)", "Tərcümə yaddaşı (.tmx)"),
    "format-json": ("Data (.json)", "Verilənlər (.json)"),
    "glossary-on": ("Use the glossary", "Lüğəti tətbiq et"),
    "english": ("English", "İngiliscə"),
    "azerbaijani": ("Azerbaijani", "Azərbaycanca"),
    "sentence": ("Sentence {number}", "{number}-ci cümlə"),
    "details": ("Enter opens the details", "Enter təfərrüatı açır"),
    "progress": ("Sentence {done} of {total}", "Cümlə: {done} / {total}"),
    "waiting": ("Waiting for the first sentence …", "İlk cümlə gözlənilir …"),
    "done": ("{sentences} translated", "{sentences} tərcümə olundu"),
    "nothing": ("There is no text to translate", "Tərcümə olunacaq mətn yoxdur"),
    "stopped": ("Stopped after sentence {done} of {total}", "Dayandırıldı: {done} / {total} cümlə"),
    "failed": ("Stopped after sentence {done} of {total}: {problem}", "Dayandı: {done} / {total} cümlə. {problem}"),
    "flagged": ("{count} to be checked", "{count} cümlə yoxlanmalıdır"),
    "characters": ("{count} characters", "{count} simvol"),
    "too-long": (
        "The text has {size} characters; the page takes {limit} at a time. Translate it in parts, or under Files",
        "Mətndə {size} simvol var; səhifə bir dəfəyə ən çoxu {limit} simvol qəbul edir. Mətni hissə-hissə və ya "
        "“Fayllar” bölməsində tərcümə edin",
    ),
    "lang-az": ("Azerbaijani", "Azərbaycan dili"),
    "lang-tr": ("Turkish", "türk dili"),
    "lang-ru": ("Russian", "rus dili"),
    "lang-en": ("English", "ingilis dili"),
    "lang-other": ("another language", "başqa dil"),
    "lang-unknown": ("language not certain", "dil müəyyən edilmədi"),
    "script-Latn": ("Latin letters", "latın qrafikası"),
    "script-Cyrl": ("Cyrillic letters", "kiril qrafikası"),
    "edit": ("English of this sentence", "Bu cümlənin ingiliscəsi"),
    "save": ("Save", "Yadda saxla"),
    "revert": ("Undo my changes", "Dəyişikliyimi ləğv et"),
    "edited": ("edited", "redaktə edilib"),
    "alternatives": ("Other translations", "Digər tərcümə variantları"),
    "no-alternatives": ("The model has no other translation", "Modelin başqa variantı yoxdur"),
    "use": ("Use", "Seç"),
    "close": ("Close", "Bağla"),
    "confidence": ("confidence", "əminlik"),
    "terms": ("Terms", "Terminlər"),
    "terms-none": ("The glossary knows no term of this text", "Bu mətndə lüğətdəki terminlər yoxdur"),
    "term-source": ("In the source", "Mənbədə"),
    "term-official": ("Official form", "Rəsmi forma"),
    "term-kind": ("Kind", "Növ"),
    "term-status": ("Outcome", "Nəticə"),
    "term-model": ("The model had said", "Modelin yazdığı"),
    "term-switch": ("Change", "Dəyişiklik"),
    "already right": ("already right", "düzgün idi"),
    "fixed": ("fixed", "düzəldildi"),
    "off": ("left as it was", "olduğu kimi saxlanıldı"),
    "not placed": ("not placed", "yerləşdirilmədi"),
    "undo": ("Undo", "Ləğv et"),
    "redo": ("Apply", "Tətbiq et"),
    "undo-of": ("Undo: {term}", "Ləğv et: {term}"),
    "redo-of": ("Apply: {term}", "Tətbiq et: {term}"),
    "add-term": ("Add a term", "Termin əlavə et"),
    "add-hint": (
        "Select words in either column to fill these in; write the Azerbaijani word without endings",
        "Xanaları doldurmaq üçün sütunlardan birində sözləri seçin; Azərbaycan sözünü şəkilçisiz yazın",
    ),
    "add": ("Add and apply", "Əlavə et və tətbiq et"),
    "added": ("{term} is in the session glossary", "{term} sessiya lüğətinə əlavə olundu"),
    "signature": ("Made by", "Tərtib edən"),
    "session-glossary": ("Session glossary", "Sessiya lüğəti"),
    "session-hint": (
        "Your own terms over the built-in ones, for this browser session only. Azerbaijani and English are enough; the kind is "
        "guessed when it is empty. Changes apply at once to the article that is open",
        "Daxili lüğətin üzərinə yalnız bu brauzer sessiyası üçün əlavə olunan terminləriniz. Azərbaycanca və ingiliscə forma "
        "kifayətdir; növ boş qalarsa, təxmin edilir. Dəyişikliklər açıq məqaləyə dərhal tətbiq olunur",
    ),
    "upload-glossary": ("Upload a glossary (.tsv, .csv, .tbx, .tmx)", "Lüğət yüklə (.tsv, .csv, .tbx, .tmx)"),
    "apply-table": ("Apply the table", "Cədvəli tətbiq et"),
    "applied": ("{count} terms in the session glossary", "Sessiya lüğətində {count} termin var"),
    "download-tsv": ("Download as TSV", "TSV kimi yüklə"),
    "download-tbx": ("Download as TBX", "TBX kimi yüklə"),
    "files": ("Files to translate", "Tərcümə olunacaq fayllar"),
    "files-hint": (
        "Names end in .en afterwards; layout and formatting are kept",
        "Tərcümələrin adı .en ilə bitir; tərtibat və formatlaşdırma saxlanılır",
    ),
    "translate-files": ("Translate the files", "Faylları tərcümə et"),
    "results": ("Results", "Nəticələr"),
    "file": ("File", "Fayl"),
    "state": ("State", "Vəziyyət"),
    "waits": ("waits", "gözləyir"),
    "works": ("being translated", "tərcümə olunur"),
    "ready": ("ready", "hazırdır"),
    "not-done": ("not done: {problem}", "alınmadı: {problem}"),
    "sentences": ("{count} sentences", "{count} cümlə"),
    "sentence-one": ("1 sentence", "1 cümlə"),
    "no-files": ("There is no file to translate", "Tərcümə olunacaq fayl yoxdur"),
    "option-model": ("Model", "Model"),
    "option-engine": ("Engine", "Mühərrik"),
    "option-device": ("Device", "Qurğu"),
    "option-beam_size": ("Beam size", "Şüa sayı (beam size)"),
    "option-length_penalty": ("Length penalty", "Uzunluq əmsalı"),
    "option-n_best": ("Translations of a sentence", "Bir cümlənin tərcümə sayı"),
    "option-max_batch_pieces": ("Pieces in one batch", "Bir paketdəki parça sayı"),
    "option-threads": ("CPU threads", "Prosessor axınları"),
    "option-glossary": ("Term base", "Termin bazası"),
    "option-terms": ("Terms", "Terminlər"),
    "info-model": ("The models that are installed here", "Burada quraşdırılmış modellər"),
    "info-engine": ("auto takes the fastest that serves", "auto ən sürətli yararlı mühərriki seçir"),
    "info-device": ("auto takes a GPU when there is one", "auto varsa, qrafik prosessoru seçir"),
    "info-beam_size": ("Hypotheses kept while decoding; 1 is the fastest", "Saxlanılan fərziyyələrin sayı; 1 ən sürətlisidir"),
    "info-length_penalty": (
        "Above 1 prefers longer translations, below 1 shorter ones",
        "1-dən böyük dəyər uzun, kiçik dəyər qısa tərcümələrə üstünlük verir",
    ),
    "info-n_best": ("In the data export; at most the beam size", "Verilənlərin ixracında; ən çoxu şüa sayı qədər"),
    "info-max_batch_pieces": ("More is faster and takes more memory", "Çox olduqda sürət də, yaddaş sərfi də artır"),
    "info-threads": ("0 for all cores", "0 – bütün nüvələr"),
    "info-glossary": ("The operator's, under your session glossary", "Operatorun bazası; sessiya lüğətiniz onun üzərindədir"),
    "info-terms": (
        "inline gives terms to a model that takes them and then checks, post only checks and repairs, off does nothing",
        "inline terminləri modelə verir, sonra yoxlayır; post yalnız yoxlayıb düzəldir; off heç nə etmir",
    ),
    "builtin": ("built-in", "daxili"),
    "settings-hint": ("They hold for the next translation", "Növbəti tərcüməyə tətbiq olunur"),
    "defaults": ("Back to the defaults", "İlkin parametrlərə qayıt"),
}
_KINDS = {
    "person": "şəxs", "title": "vəzifə", "body": "qurum", "place": "yer", "country": "ölkə", "demonym": "mənsubiyyət",
    "language": "dil", "currency": "valyuta", "treaty": "müqavilə", "abbreviation": "abreviatura", "expression": "ifadə",
}  # fmt: skip
_REASONS = {
    "letters that English does not use": "ingilis dilində işlənməyən hərflər",
    "Azerbaijani suffix": "Azərbaycan dili şəkilçisi",
    "spelled otherwise": "başqa cür yazılmışdı",
    "official order of words": "sözlərin rəsmi sırası",
    "left in Azerbaijani": "azərbaycanca qalmışdı",
    "aligned with the term": "terminə uyğun gələn yer",
    "near the official form": "rəsmi formaya yaxın",
    "romanised by rule": "qayda üzrə transliterasiya",
}
_NOTICES = {
    "cyrillic": "mətn Azərbaycan kiril qrafikasında idi və əvvəlcə latın qrafikasına çevrildi",
    "language": "mətn Azərbaycan dilində deyil: nəticə etibarlı olmaya bilər",
    "ascii": "mətndə Azərbaycan hərfləri (ə, ı, ş, …) yoxdur: səhvlər daha çox ola bilər",
    "script": "latın qrafikasında deyil: tərcümə olunmadan saxlanıldı",
    "fault": "tərcümə şübhəlidir",
    "low-confidence": "model əmin deyil",
    "truncated": "cümlə modelin həddinə çatıb və kəsilmiş ola bilər",
    "number": "tərcümədə yoxdur: {detail}",
    "invented": "mənbədə yoxdur: {detail}",
}


class Words:
    """The texts of one language.

    >>> Words("en")("progress", done=2, total=7)
    'Sentence 2 of 7'
    """

    def __init__(self, language: str | None) -> None:
        self.language: Language = "az" if language == "az" else "en"

    def __call__(self, key: str, **values: object) -> str:
        """A text with its values filled in."""
        text = TEXTS[key][LANGUAGES.index(self.language)]
        return text.format(**values) if values else text

    def sentences(self, count: int) -> str:
        """So many sentences.

        >>> Words("en").sentences(1), Words("az").sentences(3)
        ('1 sentence', '3 cümlə')
        """
        return self("sentence-one") if count == 1 else self("sentences", count=count)

    def kind(self, kind: str) -> str:
        """The name of a kind of term."""
        return kind if self.language == "en" else _KINDS.get(kind, kind)

    def reason(self, reason: str) -> str:
        """Why an edit was made."""
        return reason if self.language == "en" else _REASONS.get(reason, reason)

    def notice(self, notice: Notice) -> str:
        """What a notice says; what has no text of its own here stays in English."""
        if self.language == "en" or notice.code not in _NOTICES:
            return notice.message.partition(" (mean log")[0]  # the confidence stands in the details, in per cent
        return _NOTICES[notice.code].format(detail=notice.message.partition(": ")[2])


def preferred(accepted: str) -> Language:
    """The interface's language for a browser's ``Accept-Language``.

    >>> preferred("az-Latn-AZ,az;q=0.9,en;q=0.8"), preferred("tr,en;q=0.8")
    ('az', 'en')
    """
    for language in (part.strip()[:2].lower() for part in accepted.split(",")):  # a language code
        if language in LANGUAGES:
            return "az" if language == "az" else "en"
    return "en"
