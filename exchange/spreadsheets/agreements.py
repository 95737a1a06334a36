"""The register of agreements out, as a spreadsheet: what the filters show, dates and parties, nothing of the team's reading."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.calendar import term_for
from agreements.filters import AgreementFilter
from agreements.models import Renewal
from agreements.terms import terms_of
from agreements.views.life import with_dates
from documents.http import file_response
from exchange.spreadsheets.formats import FORMATS


@require_safe
def register_download(request, notation):
    """The agreements that the filters of the register show, one a row, dates as 2026-12-31 so that they sort."""
    if notation not in FORMATS:
        raise Http404
    today = timezone.localdate()
    agreements = with_dates(AgreementFilter(request.GET or None, user=request.user).found)
    write, content_type = FORMATS[notation]
    name = f"conventions-{today:%Y-%m-%d}.{notation}"
    rows = [_row(agreement, today) for agreement in agreements]
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
    ]


def _row(agreement, today):
    term = term_for(agreement, today)
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
    ]


def _day(value):
    return value.isoformat() if value else ""
