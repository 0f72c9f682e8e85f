"""What a full stop after a short word means in Azerbaijani: the abbreviations, and the words that decide in doubt.

Keys are in Azerbaijani lower case, without the last full stop and without spaces (``i.a`` for *və i. a.*). Full words that are
also abbreviations (*az*, *bax*, *ər*) are left out.
"""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


OPENS: frozenset[str] = words(
    # rank, office, form of address, before a name
    "prof dos akad müh dr mr mrs ms st c cən gen gen-leyt gen-may plk p-k leyt müəl mərh "
    # what introduces an example, a number or a foreign form
    "məs məsələn müq tel mob tərt nəşr tərc şək cəd təx təxm təqr tərx ing ingil alm lat ital i.e e.g cf vs er op "
    # adjectives before the noun they belong to
    "azərb resp respub sov mərk beyn müx qəz jur univ inst"
)
"""Something must follow: no sentence ends here."""

CLOSES: frozenset[str] = words(
    # and so on; eras; times of day
    "i.a v.s v.b və-s sair e.ə b.e h.q h.ş m.ə m.ö y.e əv a.m p.m "
    # numbers and measures
    "mln mlrd trln min km m sm mm dm mkm kq q qr mq t l ml ha hek kv kub kvt mvt san dəq sn m/s km/s km/saat kv.m kub.m "
    "man qəp dol nəf əd ed no nöm rub kal v vt hers hs "
    # years, pages, parts
    "ill s səh vər h b-d mad "
    # addresses
    "küç pr pros prosp mənz ev bl kor mər r-nu r-n r ray ş şəh qəs k m-nu mikr döng "
    # companies, suffixes of names
    "b ltd co inc corp jr sr"
)
"""A sentence may end here: what follows decides."""

BEFORE_NUMBERS: frozenset[str] = words(
    "s səh vər küç pr pros prosp mənz ev bl kor mər mln mlrd trln e.ə b.e h.q h.ş m.ə m.ö m-nu mikr döng mad man m no nöm"
)
"""Of ``CLOSES``, those that a number may follow in the same sentence: *Füzuli küç. 71*."""

ADDRESS: frozenset[str] = words("küç pr pros prosp mənz bl r-nu r-n r ray ş şəh qəs k m-nu mikr döng")
"""Of ``CLOSES``, the parts of an address, which may go on with its next part."""

LETTERED: frozenset[str] = words(
    "vitamin vitamini hepatit qrup qrupu sinif sinfi plan planı bənd bəndi variant variantı kateqoriya kateqoriyası tip tipi "
    "liqa liqası seriya seriyası blok bloku zona zonası korpus korpusu nöqtə nöqtəsi"
)
"""Before a capital letter that is a label and no initial: *Hepatit B. Bu xəstəlik…*"""

STARTERS: frozenset[str] = words(
    "bu bunu bunun buna bunlar bundan bununla o onu onun ona onda onlar onların biz bizim mən siz həmin belə elə lakin amma "
    "ancaq sonra sonda daha əgər hələ artıq hazırda indi həmçinin eyni qeyd xatırladaq digər bütün hər heç çünki beləliklə "
    "nəticədə görüş görüşdə tərəflər nazir prezident sənəd məlumat iclas iclasda tədbir tədbirdə ilk burada orada saat"
)
"""First words of sentences that are no names: an initial before one of them is read as the end of a sentence."""

REPORTING = (
    r"(?:de(?:yə|yib|yir|yirdi|di|dilər|yiblər|mişdi|mişdir|yən)|bildir(?:ib|di|ir|iblər|mişdir)|söylə(?:yib|di|yir|yiblər|mişdir)"
    r"|vurğula(?:yıb|dı|yır)|yaz(?:ıb|ır|dı)|soruş(?:ub|du|ur)|qışqır(?:ıb|dı)|pıçılda(?:yıb|dı)|açıqla(?:yıb|dı)"
    r"|cavab ver(?:ib|di|ir)|(?:qeyd|əlavə|sual|davam|bəyan|təsdiq|xitab) (?:edib|etdi|edir|ediblər|etmişdir))"
)
"""A pattern for the verbs that go with quoted speech, in lower case."""

FINITE = (
    r"(?:d[ıiuü]r?|[ıiuü]b|[ıiuü]bl[aə]r|acaq|əcək|mal[ıi]|məl[ıi]|m[ıiuü]ş|[ıiuü][ln][ıiuü]r|[aə]y[ıi]r|(?:d[ıiuü]|acaq|əcək|[ıiu]r)l[aə]r"
    r"|edir|verir|olur|alır|gedir|gəlir|deyir|var|yox|idi|imiş|deyil|olar)$"
)
"""A pattern for the end of a word, in lower case, that looks like the predicate which ends an Azerbaijani sentence."""

DOMAINS: frozenset[str] = words(
    "az com org net info biz edu gov mil int eu tv io me ru tr ua ge ir kz uz uk us de fr it co news media online "
    "pdf doc docx xls xlsx ppt pptx txt csv jpg jpeg png gif mp3 mp4 zip rar exe html htm xml json php js py"
)
"""What may follow a full stop inside a web address or a file name, in any case: *Day.Az*, *hesabat.PDF*."""


def is_address(token: str) -> bool:
    """Whether what stands between white space is a web or e-mail address, a user name or a file name, an ending aside.

    >>> is_address("www.mfa.gov.az,"), is_address("Day.Az-ın"), is_address("gəlib.Görüş")
    (True, True, False)
    """
    if "@" in token or "://" in token or "www." in token:
        return True
    if "." not in token:
        return False
    name, _, ending = token.strip("()[]“”«»\"'.,;:!?…").partition("/")[0].rpartition(".")
    domain = _ENDING.split(ending, maxsplit=1)[0]
    return bool(name) and domain.lower() in DOMAINS  # addresses are ASCII: I belongs to i


_ENDING = re.compile(r"[-’']")
