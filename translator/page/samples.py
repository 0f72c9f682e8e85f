"""Example texts of our own for the page."""

SAMPLES: tuple[tuple[str, str], ...] = (
    (
        "Siyasi məsləhətləşmələr",
        "Azərbaycan və Estoniya xarici işlər nazirlikləri arasında siyasi məsləhətləşmələr keçirilib\n\n"
        "Noyabrın 14-də Bakıda Azərbaycan Respublikası Xarici İşlər Nazirliyi (XİN) ilə Estoniya Respublikası Xarici İşlər "
        "Nazirliyi arasında növbəti siyasi məsləhətləşmələr keçirilib. Görüşdə Azərbaycan tərəfini xarici işlər nazirinin "
        "müavini S. Kərimli təmsil edib.\n\n"
        "“Biz ATƏT-in Minsk qrupunun səylərini yüksək qiymətləndiririk”, – deyə nazir müavini əlavə edib. Görüş saat 15:30-da "
        "başlayıb və bir saatdan çox davam edib.",
    ),
    (
        "Xarici işlər naziri",
        "Xarici işlər naziri Ceyhun Bayramov fevralın 12-də ATƏT-in xüsusi nümayəndəsini qəbul edib. Görüşdə ikitərəfli "
        "əməkdaşlığın perspektivləri və regiondakı vəziyyət müzakirə olunub.",
    ),
    (
        "Şuşada görüş",
        "Prezident İlham Əliyev Şuşada Türkiyə nümayəndə heyəti ilə görüşüb. "
        "Tərəflər Zəngəzur dəhlizinin əhəmiyyətini vurğulayıblar.",
    ),
)
"""A title and a text each."""
