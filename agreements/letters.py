"""The words of the courriel that carries a link: ready to copy, or sent when this server can."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import words


def mail_works():
    """Return whether this server can send a courriel: without EMAIL_HOST it would only print it, token included."""
    return bool(settings.EMAIL_HOST)


def link_letter(link, address, *, by):
    """Return (subject, text) of the courriel that carries a link. `link` comes with its agreement, party and version."""
    agreement, project = link.agreement, link.agreement.project
    until = words.day(timezone.localtime(link.expires_at))
    if link.version is None:
        subject = _("Vos informations pour la convention «\u00a0%(title)s\u00a0»") % {"title": agreement.title}
        ask = _(
            "Avant d’écrire la convention «\u00a0%(title)s\u00a0» (projet «\u00a0%(project)s\u00a0»), pouvez-vous vérifier "
            "ce que nous avons noté sur %(party)s\u00a0: nom, siège, signataire, engagements\u00a0? Cinq minutes suffisent, "
            "sans compte ni mot de passe\u00a0:"
        )
    else:
        subject = _("Convention «\u00a0%(title)s\u00a0»\u00a0: à relire, version\u00a0%(n)d") % {
            "title": agreement.title,
            "n": link.version.number,
        }
        ask = _(
            "Voici le texte de la convention «\u00a0%(title)s\u00a0» (projet «\u00a0%(project)s\u00a0»). Vous pouvez le lire, "
            "commenter un article, proposer une autre rédaction, l’accepter ou demander un changement pour %(party)s, sans "
            "compte ni mot de passe\u00a0:"
        )
    facts = {"title": agreement.title, "project": project.name, "party": link.party.called}
    text = "\n\n".join(
        (
            _("Bonjour %(name)s,") % {"name": link.name},
            ask % facts,
            address,
            _("Ce lien vous est personnel. Il est valable jusqu’au %(day)s.") % {"day": until},
            _("Merci,\n%(name)s\n%(organisation)s") % {"name": by, "organisation": project.organisation.name},
        )
    )
    return subject, text


def post(address, subject, text):
    """Send the courriel. Raises SMTPException or OSError when the server did not take it."""
    send_mail(subject, text, None, [address])
