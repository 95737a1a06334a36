"""A version of a model as the Sections of a text, so that two of them are told word by word (agreements.comparing)."""

from django.utils.translation import gettext as _

from agreements.comparing import Section
from agreements.models_text import PREAMBLE


def sections_of(version):
    """Return the Sections of a version: its title, its visas, how parties are presented, then each article with its marks.

    What makes an article optional, or one of each party, is told as a paragraph of it: it changes what agreements say.
    """
    heads = (
        ("@titre", _("Titre de la convention"), version.title),
        ("@visas", _("Visas"), version.visas),
        ("@parties", _("Présentation des parties"), f"{version.party}\n{version.party_last}"),
    )
    found = [Section(key, "", title, _paragraphs(text)) for key, title, text in heads if text.strip()]
    rank = 0
    for article in version.articles:
        rank += article["key"] != PREAMBLE
        told = list(_paragraphs(article["body"]))
        if article["optional"]:
            told.append(_("Article facultatif."))
        if article["each_party"]:
            told.append(_("Écrit une fois pour chaque partie."))
        number = "" if article["key"] == PREAMBLE else str(rank)
        found.append(Section(article["key"], number, article["title"], tuple(told)))
    return found


def _paragraphs(text):
    return tuple(line.strip() for line in text.splitlines() if line.strip())
