"""All that is held on a person, for that person: the answer to a request of access.

How the law is read here, and why:

- RGPD, article 15 (1) and (3): the person receives a copy of the data *concerning it*, with purposes, recipients, term,
  source and rights. Article 4 (1): any information relating to the person, opinions and assessments included (CJUE,
  20 December 2017, Nowak, C-434/16). So a note of the team that **names the person** is handed over, whichever column holds
  it: the sentence that names it.
- Article 15 (4): the copy may not harm the rights of others. So other contacts, and the sentences that do not name the
  person, stay out.
- Recital 14: what concerns a legal person is no personal data. What the team thinks of a *structure* (freins, leviers,
  confiance, tensions, ses limites) is not the contact's, and stays out: rule of the house 3.
- When the partner **is** a natural person (habitant relais, élu·e à titre personnel), there is no structure to tell it from:
  the team's notes on that partner are data on the person, and are handed over, with the name of the field.
- Who among the team wrote a note is not handed over: it identifies a colleague (CJUE, 22 June 2023, Pankki S, C-579/21).
- The token of a link is not held, and is not handed over.
"""

import json
from itertools import pairwise

from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.models import Party, Signature
from agreements.readers import said_by
from documents.shapes import FactLine, FactSection, FactSheet
from documents.words import day as in_words
from partnerships.models import Analysis, Channel, Contact, Lever, Obstacle, PartnerKind, PerspectiveShift, Response
from privacy.models import DataPolicy, PartnerLink, Proposal
from privacy.notice import full_notice
from privacy.settling import told
from privacy.traces import traces_of

FORMAT = "maillage-acces-1"
OWN_FIELDS = ("name", "function", "email", "phone", "other_phone", "channel", "preferred", "left_on")
# A partner of these kinds is a human being.
NATURAL_PERSONS = (PartnerKind.RESIDENT_RELAY, PartnerKind.ELECTED)


def person_sheet(contact, day, traces=None):
    """Return the FactSheet of all that is held on a contact, on a day. `contact` comes with its partner and organisation."""
    organisation = contact.partner.organisation
    traces = traces_of(contact) if traces is None else traces
    sections = [
        _section(_("Vos coordonnées"), _own_values(contact)),
        _section(_("Valeurs passées"), _former_values(contact)),
        _section(_("Où vous figurez"), _places(contact)),
        _section(
            _("Ce que vous avez envoyé"),
            _sent(contact),
            _("Par un lien personnel. Le lien lui-même n’est pas conservé."),
        ),
        _section(
            _("Textes qui vous nomment"),
            [(f"{trace.what[0].upper()}{trace.what[1:]}", trace.passage) for trace in traces],
            _("La phrase qui vous nomme. Le reste du texte ne vous concerne pas, ou concerne d’autres personnes."),
        ),
        _section(
            _("Textes relus ou validés"),
            said_by(contact.partner, name=contact.name, email=contact.email),
            _("Les liens eux-mêmes ne sont pas conservés."),
        ),
        _section(_("Conventions"), agreements_of(contact), _("Conservées dix ans après leur fin.")),
    ]
    if contact.partner.kind in NATURAL_PERSONS:
        sections.append(
            _section(
                _("Notes de l’équipe sur vous"),
                _notes_on(contact.partner),
                _("Vous figurez ici en votre nom\u00a0: ce que l’équipe a noté de ce partenaire vous concerne."),
            )
        )
    sections.append(_section(_("Le traitement"), full_notice(DataPolicy.of(organisation))))
    return FactSheet(
        title=_("Vos données chez %(name)s") % {"name": organisation.name},
        reference=str(contact),
        banner="",
        day=day,
        sections=tuple(sections),
        footer=_("Droit d’accès, article 15 du RGPD"),
    )


def json_of(sheet):
    """Return the sheet as JSON bytes, for a machine (RGPD, article 15-3: a commonly used electronic form)."""
    content = {
        "format": FORMAT,
        "titre": sheet.title,
        "personne": sheet.reference,
        "date": sheet.day.isoformat(),
        "rubriques": [
            {
                "titre": section.title,
                "explication": section.note,
                "donnees": [{"intitule": line.label, "valeur": line.text} for line in section.lines],
            }
            for section in sheet.sections
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def _section(title, lines, note=""):
    return FactSection(title, tuple(FactLine(str(label), str(text)) for label, text in lines), note)


def _label(name):
    return Contact._meta.get_field(name).verbose_name.capitalize()


def _value(name, value):
    """Return a detail as it is read: a day or a choice in words."""
    if name == "preferred":
        return Channel(value).label
    return in_words(value) if name == "left_on" else value


def _own_values(contact):
    return [(_label(name), _value(name, getattr(contact, name))) for name in OWN_FIELDS if getattr(contact, name)]


def _former_values(contact):
    """Return [(field, value and until when)]: what stood before, each value once."""
    rows = list(contact.history.order_by("history_id"))
    found = []
    for before, after in pairwise(rows):
        for name in OWN_FIELDS:
            value = getattr(before, name)
            if value and value != getattr(after, name):
                value = _value(name, value)
                until = _("%(value)s, jusqu’au %(day)s") % {"value": value, "day": in_words(after.history_date.date())}
                found.append((_label(name), until))
    return found


def _places(contact):
    lines = [(_("Partenaire"), contact.partner.name)]
    projects = contact.partner.partnerships.select_related("project").order_by("project__name")
    lines += [(_("Projet"), partnership.project.name) for partnership in projects]
    noted = contact.history.order_by("history_id").values_list("history_date", flat=True).first()
    if noted is not None:
        lines.append((_("Noté le"), in_words(noted.date())))
    return lines


def _sent(contact):
    lines = []
    for link in PartnerLink.objects.filter(contact=contact):
        words = _("fait le %(made)s, valable jusqu’au %(until)s") % {
            "made": in_words(link.created_at.date()),
            "until": in_words(link.expires_at.date()),
        }
        if link.last_opened_at:
            words += _(", ouvert en dernier le %(day)s") % {"day": in_words(link.last_opened_at.date())}
        lines.append((_("Lien personnel"), words))
    for proposal in (
        Proposal.objects.filter(contact=contact).select_related("partnership__project").prefetch_related("changes")
    ):
        day = in_words(proposal.submitted_at.date())
        if proposal.message:
            lines.append((_("Message du %(day)s") % {"day": day}, proposal.message))
        for change, label, proposed in told(proposal):
            if change.comment:
                proposed = f"{proposed}, {change.comment}"
            value = _("%(value)s (%(decision)s)") % {
                "value": proposed or _("vide"),
                "decision": change.get_decision_display().lower(),
            }
            lines.append(
                (_("Correction du %(day)s, %(field)s") % {"day": day, "field": str(label).capitalize()}, value)
            )
    return lines


def agreements_of(contact):
    """Return [(the agreement, as what the person is named in it)]: what an erasure leaves."""
    if not contact.name:
        return []
    parties = Party.objects.filter(agreement__project__organisation=contact.partner.organisation)
    named = []
    for party in parties.select_related("agreement").order_by("agreement", "position"):
        if contact.name.lower() in party.signatory.lower():
            named.append(
                (party.agreement.title, _("signataire, %(quality)s") % {"quality": party.quality or _("sans qualité")})
            )
        for line in party.other_signatories:
            if contact.name.lower() in line.lower():
                named.append((party.agreement.title, _("signe aussi\u00a0: %(line)s") % {"line": line}))
        if party.who_name and contact.name.lower() in party.who_name.lower():
            named.append((party.agreement.title, _("personne chargée du suivi")))
    return named + _signatures_of(contact)


def _signatures_of(contact):
    """Return [(the agreement, where the person's signature stands)]: noted one by one, refusals and reminders included."""
    signatures = Signature.objects.filter(
        Q(name__iexact=contact.name) | (Q(email__iexact=contact.email) & ~Q(email="")),
        agreement__project__organisation=contact.partner.organisation,
    )
    found = []
    for one in signatures.select_related("agreement").order_by("agreement", "pk"):
        words = [str(one.get_state_display()), one.email, one.reason]
        words += [_("le %(day)s") % {"day": in_words(one.signed_on)}] if one.signed_on else []
        words += [_("relance du %(day)s") % {"day": in_words(one.reminded_on)}] if one.reminded_on else []
        found.append((one.agreement.title, ", ".join(filter(None, words))))
    return found


def _notes_on(partner):
    """Return [(field, what is noted)] on a partner who is a human being, in every project."""
    lines = []
    for partnership in partner.partnerships.select_related("analysis"):
        lines += [
            (partnership._meta.get_field(name).verbose_name.capitalize(), getattr(partnership, name))
            for name in ("brings", "expects", "limits", "common_interests")
        ]
        lines += _reading(getattr(partnership, "analysis", None))
    about = {"partnership__partner": partner}
    lines += [(_("Frein"), row.text) for row in Obstacle.objects.filter(**about)]
    lines += [(_("Levier"), row.text) for row in Lever.objects.filter(**about)]
    lines += [(_("Piste"), row.text) for row in Response.objects.filter(obstacle__partnership__partner=partner)]
    lines += [(_("Pas de côté"), row.portrait) for row in PerspectiveShift.objects.filter(**about)]
    return [(label, text) for label, text in lines if text]


def _reading(analysis):
    if analysis is None:
        return []
    lines = []
    for field in Analysis._meta.concrete_fields:
        value = getattr(analysis, field.name) if not field.is_relation else None
        if value is None or value == "" or field.name in ("id", "version"):
            continue
        shown = getattr(analysis, f"get_{field.name}_display", lambda value=value: value)()
        lines.append((field.verbose_name.capitalize(), shown))
    return lines
