"""The sheet of the register of processing (RGPD, article 30) for the directory of partners, filled for an organisation.

Wording: domain D4. Twelve headings of the CNIL's model of register; agreements and papers of subsidies are kept ten years
after their end, which is why an erasure leaves them.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.shapes import FactLine, FactSection, FactSheet


def register_sheet(policy, day):
    """Return the FactSheet of the register for a DataPolicy, on a day. What is not filled yet says so."""
    years = ngettext("%(n)s an", "%(n)s ans", policy.retention_years) % {"n": policy.retention_years}
    to_fill = _("À compléter")
    controller = ", ".join(filter(None, (policy.organisation.name, policy.address)))
    contact = ", ".join(filter(None, (policy.contact_name, policy.contact_email)))
    sections = (
        _section(
            _("Qui répond du traitement"),
            (_("Responsable"), controller),
            (_("Représentée par"), policy.representative or to_fill),
            (_("Personne à qui s’adresser"), contact or to_fill),
            (_("Délégué·e à la protection des données"), policy.officer or _("Non désigné·e")),
        ),
        _section(
            _("Pourquoi"),
            (
                _("Finalités"),
                _(
                    "Identifier et joindre les partenaires, organiser réunions et conventions, garder trace des engagements."
                ),
            ),
            (_("Base légale"), policy.get_legal_basis_display()),
            (
                _("Cas particulier"),
                _("Contrat (RGPD, article 6-1-b) pour une personne physique qui signe elle-même une convention."),
            ),
        ),
        _section(
            _("Qui et quoi"),
            (
                _("Personnes"),
                _("Interlocutrices et interlocuteurs professionnels, élu·es, bénévoles, habitant·es relais."),
            ),
            (
                _("Données"),
                _(
                    "Nom, fonction, structure, courriel, téléphones et autre moyen de joindre professionnels, moyen préféré, "
                    "jour du départ, échanges datés."
                ),
            ),
            (
                _("Exclues"),
                _(
                    "Opinions, santé, vie privée, appréciations sur la personne, tout nom de bénéficiaire. "
                    "Habitant·es relais\u00a0: prénom et un seul moyen de joindre, avec leur accord."
                ),
            ),
            (_("Source"), _("La personne, sa structure, les échanges de l’équipe avec elle.")),
        ),
        _section(
            _("Qui y a accès"),
            (_("Destinataires"), policy.recipients),
            (_("Hors de l’Union européenne"), policy.transfers),
        ),
        _section(
            _("Combien de temps"),
            (
                _("Contacts"),
                _(
                    "La relation active, puis %(years)s après le dernier échange\u00a0: alerte, puis suppression ou "
                    "anonymisation."
                )
                % {"years": years},
            ),
            (_("Conventions et pièces de subvention"), _("Dix ans après leur fin.")),
        ),
        _section(
            _("Droits et sécurité"),
            (_("Droits"), _("Accès, rectification, effacement, limitation, opposition.")),
            (_("Réclamation"), policy.get_authority_display()),
            (_("Sécurité"), policy.security),
        ),
    )
    return FactSheet(
        title=_("Suivi des partenariats"),
        reference=_("Registre des traitements, %(name)s") % {"name": policy.organisation.name},
        banner="",
        day=day,
        sections=sections,
        footer=_("Modèle d’aide à la rédaction, à faire relire\u00a0; ne remplace pas un conseil juridique."),
    )


def _section(title, *lines):
    return FactSection(title=title, lines=tuple(FactLine(str(label), str(text)) for label, text in lines))
