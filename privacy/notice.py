"""What people are told about their data: in the first courriel, on the page of their link, beside a free note.

Article 14 of the RGPD (data that the person did not give itself) asks for it within a month, at the first exchange at the
latest: who, why, on what ground, from where, for how long, for whom, the rights, the authority.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents import words
from privacy.models import DataPolicy


def whom_to_ask(policy):
    """Return who answers about personal data, empty when the organisation named nobody."""
    return ", ".join(text for text in (policy.contact_name, policy.contact_email) if text)


def first_mail_sentence(policy, project):
    """Return the sentence of the first courriel (domain D4), with the organisation's own data."""
    contact = whom_to_ask(policy)
    how = _("en écrivant à\u00a0: %(contact)s") % {"contact": contact} if contact else _("en répondant à ce courriel")
    return _(
        "Vos coordonnées professionnelles figurent dans le carnet de partenaires de %(organisation)s pour le suivi du "
        "projet «\u00a0%(project)s\u00a0»\u00a0; vous pouvez y accéder, les corriger ou vous y opposer %(how)s."
    ) % {"organisation": policy.organisation.name, "project": project.name, "how": how}


def full_notice(policy):
    """Return [(question, answer)]: what article 14 asks to tell."""
    years = ngettext("%(n)s an", "%(n)s ans", policy.retention_years) % {"n": policy.retention_years}
    contact = whom_to_ask(policy)
    how = _("écrivez à %(contact)s") % {"contact": contact} if contact else _("répondez au courriel de l’équipe")
    answers = [
        (_("Qui tient ce carnet\u00a0?"), ", ".join(filter(None, (policy.organisation.name, policy.address)))),
        (
            _("Pour quoi faire\u00a0?"),
            _("Vous joindre, organiser réunions et conventions, garder trace des engagements."),
        ),
        (_("Sur quelle base\u00a0?"), policy.get_legal_basis_display()),
        (_("D’où viennent-elles\u00a0?"), _("De nos échanges, de vous-même ou de votre structure.")),
        (_("Qui les voit\u00a0?"), policy.recipients),
        (
            _("Combien de temps\u00a0?"),
            _("Le temps de la relation, puis %(years)s après le dernier échange.")
            % {"years": years.replace(" ", "\u00a0")},
        ),
        (
            _("Vos droits"),
            _("Lire, corriger, faire effacer, limiter, vous opposer\u00a0: %(how)s.") % {"how": how},
        ),
    ]
    if policy.officer:
        answers.append((_("Délégué·e à la protection des données"), policy.officer))
    answers.append((_("Une réclamation\u00a0?"), policy.get_authority_display()))
    return answers


def _asked(link):
    """Yield what the page of the link asks besides, so that nobody is surprised by it."""
    if link.asks_roles:
        yield _("Nous vous y demandons aussi si vous répondez des activités notées à votre nom.")
    if link.asks_places:
        yield _("Dites-nous aussi où vous vous voyez dans le projet, d’une étape à l’autre.")


def link_mail(link, address, *, by):
    """Return (subject, text) of the courriel that carries a personal link."""
    policy = DataPolicy.of(link.organisation)
    project = link.partnership.project
    subject = _("Vos coordonnées et votre place dans le projet %(project)s") % {"project": project.name}
    until = words.day(timezone.localtime(link.expires_at))
    text = "\n\n".join(
        (
            _("Bonjour,") if not link.contact.name else _("Bonjour %(name)s,") % {"name": link.contact.name},
            _(
                "Voici ce que nous avons noté sur %(partner)s pour le projet «\u00a0%(project)s\u00a0». Pouvez-vous le relire "
                "et le corriger\u00a0? Deux minutes suffisent, sans compte ni mot de passe\u00a0:"
            )
            % {"partner": link.partnership.partner.name, "project": project.name},
            *_asked(link),
            address,
            _("Ce lien vous est personnel. Il est valable jusqu’au %(day)s.") % {"day": until},
            first_mail_sentence(policy, project),
            _("Merci,\n%(name)s\n%(organisation)s") % {"name": by, "organisation": policy.organisation.name},
        )
    )
    return subject, text
