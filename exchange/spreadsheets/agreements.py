"""The register of agreements out, as a spreadsheet: what the filters show, dates and parties, nothing of the team's reading."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.filters import AgreementFilter, ranked
from agreements.models import Renewal
from agreements.terms import terms_of
from agreements.views.life import register_rows
from documents.http import file_response
from exchange.spreadsheets.formats import FORMATS


@require_safe
def register_download(request, notation):
    """What the filters of the register show, lighter arrangements too, one a row, dates as 2026-12-31 so that they sort."""
    if notation not in FORMATS:
        raise Http404
    today = timezone.localdate()
    found = register_rows(ranked(AgreementFilter(request.GET or None, user=request.user)))
    write, content_type = FORMATS[notation]
    name = f"conventions-{today:%Y-%m-%d}.{notation}"
    rows = [_other(other) if other else _row(agreement, term) for agreement, term, other in found]
    return file_response(write(_titles(), rows, _("Conventions")), name, content_type)


def _titles():
    return [
        *(_("Projet"), _("Numéro"), _("Titre"), _("Modèle"), _("État"), _("Parties"), _("Signée le")),
        *(
            _("Prend effet le"),
            _("Fin écrite"),
            _("Reconduction"),
            _("Fin en cours"),
            _("Dernier jour pour donner congé"),
        ),
        _("Sorte"),
    ]


def _row(agreement, term):
    return [
        agreement.project.name,
        agreement.number,
        agreement.title,
        str(agreement.get_template_display()),
        str(agreement.get_status_display()),
        ", ".join(party.called for party in agreement.parties.all()),
        _day(agreement.signed_on),
        _day(agreement.effective_on),
        _day(agreement.ends_on),
        str(Renewal(terms_of(agreement).renewal).label) if not agreement.amends_id else "",
        _day(term and term.end),
        _day(term and term.notice_on),
        _("Convention"),
    ]


def _other(arrangement):
    """Return the row of a lighter arrangement: nobody signed it, it has no notice; its form stands where a model does."""
    state = _("Terminé") if arrangement.closed_on else _("Mis par écrit") if arrangement.is_replaced else _("En cours")
    return [
        arrangement.partnership.project.name,
        "",
        arrangement.purpose,
        str(arrangement.get_formalisation_display()),
        state,
        arrangement.partnership.partner.name,
        "",
        _day(arrangement.date),
        _day(arrangement.end),
        "",
        _day(arrangement.closed_on or arrangement.end),
        "",
        _("Autre accord"),
    ]


def _day(value):
    return value.isoformat() if value else ""
