"""What a person of a partner was given to read, and what it said of it: found by its name or its address, with its partner."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import AgreementLink, Decision, PartyAnswer, SheetValidation, Validation
from agreements.own_data import BY_NAME
from documents.words import day


def links_of(partner, *, name, email):
    """Return the AgreementLinks given to a person of this partner."""
    return AgreementLink.objects.filter(_is(name, email, "name", "email"), party__partnership__partner=partner)


def said_by(partner, *, name, email):
    """Return [(what, in words)] for the person itself (RGPD, article 15): links, answers, remarks, wordings, corrections,
    validations. Who of the team decided is not told.
    """
    found = []
    links = links_of(partner, name=name, email=email).select_related("agreement", "version")
    links = links.defer("version__frozen", "version__text")
    for link in links.prefetch_related("remarks", "wordings", "corrections").order_by("created_at", "pk"):
        title = link.agreement.title
        found.append((_("Lien de relecture"), f"{title}\u00a0: {_told(link)}"))
        for remark in link.remarks.all():
            found.append(
                (_("Remarque du %(day)s") % {"day": _day(remark.sent_at)}, f"{remark.title}\u00a0: {remark.body}")
            )
        for one in link.wordings.all():
            words = f"{one.title}\u00a0: {' – '.join(filter(None, (one.proposed, one.reason)))}"
            found.append((_("Rédaction du %(day)s") % {"day": _day(one.sent_at)}, f"{words} ({_decided(one)})"))
        for one in link.corrections.all():
            label = BY_NAME[one.field].label if one.field in BY_NAME else one.field
            words = f"{label}\u00a0: {one.proposed or _('vide')} ({_decided(one)})"
            found.append((_("Correction du %(day)s") % {"day": _day(one.sent_at)}, words))
    mine = Q(link__in=links.values("pk")) | _is(name, "", "who", "") & Q(party__partnership__partner=partner)
    for one in PartyAnswer.objects.filter(mine).select_related("version__agreement").defer("version__text"):
        words = [one.version.agreement.title, str(one.get_kind_display()), str(one.get_way_display()), one.words]
        found.append((_("Réponse du %(day)s") % {"day": day(one.said_on)}, ", ".join(filter(None, words))))
    validated = SheetValidation.objects.filter(_is(name, "", "by_name", ""), partnership__partner=partner)
    for one in validated.select_related("sheet"):
        words = _("«\u00a0%(title)s\u00a0», version %(n)d, le %(day)s")
        found.append(
            (_("Fiche action validée"), words % {"title": one.sheet.title, "n": one.edition, "day": day(one.on)})
        )
    return found + _validations(partner.organisation_id, email)


def _validations(organisation, email):
    """Return what somebody of the team said of a text under validation: a person may be in the team and a contact too."""
    if not email:
        return []
    answered = Validation.objects.filter(
        decision__in=(Decision.VALIDATED, Decision.CHANGE),
        decided_by__email__iexact=email,
        round__agreement__project__organisation=organisation,
    )
    return [
        (
            _("Validation interne"),
            ", ".join(
                filter(
                    None,
                    (
                        one.round.agreement.title,
                        one.name,
                        str(one.get_decision_display()),
                        day(one.decided_on),
                        one.reason,
                    ),
                )
            ),
        )
        for one in answered.select_related("round__agreement").order_by("decided_on", "pk")
    ]


def _told(link):
    words = [_("version %(n)d") % {"n": link.version.number} if link.version else _("vos informations")]
    words.append(
        _("fait le %(day)s, valable jusqu’au %(until)s")
        % {"day": _day(link.created_at), "until": _day(link.expires_at)}
    )
    if link.revoked_at:
        words.append(_("fermé le %(day)s") % {"day": _day(link.revoked_at)})
    if link.last_opened_at:
        words.append(_("ouvert en dernier le %(day)s") % {"day": _day(link.last_opened_at)})
    return ", ".join(words)


def _decided(row):
    return str(row.get_decision_display()).lower()


def _day(moment):
    return day(timezone.localtime(moment))


def _is(name, email, name_field, email_field):
    """Return the Q of rows that carry the name or the address; of none when neither is known."""
    who = Q(pk__in=[])
    if name:
        who |= Q(**{f"{name_field}__iexact": name})
    if email:
        who |= Q(**{f"{email_field}__iexact": email})
    return who
