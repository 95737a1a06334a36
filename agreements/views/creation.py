"""A new agreement, in four steps that travel in the address: nothing is stored before the last, nothing is lost going back."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from agreements.choosing import ORAL, Images, Lent, Money, Place, choose
from agreements.drafting import proposed_title, start_agreement, write_staff, write_support
from agreements.formalising import gain, gain_signed, words_of
from agreements.forms.wizard import CaseForm, ModelForm, TextForm, WhoForm, in_belgium
from agreements.models import AgreementStatus, Arrangement, PremisesDomain, TemplateCode
from agreements.views.arrangement import next_position, to_put_in_writing
from partnerships.models import Formalisation
from projects.access import managed_project
from projects.models import operation

STEPS = {
    "qui": gettext_lazy("Avec qui"),
    "questions": gettext_lazy("Votre cas"),
    "modele": gettext_lazy("Le texte"),
    "titre": gettext_lazy("Titre et dates"),
}
FORMS = {"qui": WhoForm, "questions": CaseForm, "modele": ModelForm, "titre": TextForm}
_ORDER = list(STEPS)
_SUBSIDISED = (TemplateCode.T2, TemplateCode.T5)


class Wizard:
    """What was typed so far, form by form. `at` is the step to show: the one asked for, or the first that does not hold.

    `is_whole`: every form holds, the agreement can be written. `is_stopped`: a step asked for comes after one that does not.
    """

    def __init__(self, project, lead, data, *, day, writes=False):
        self.project, self.lead, self.data, self.day = project, lead, data, day
        asked = data.get("etape")
        self.goal = len(_ORDER) if writes else _ORDER.index(asked) if asked in STEPS else 0
        self.is_whole = self.is_stopped = False
        self.partners = []
        for rank, key in enumerate(_ORDER):
            self.at = key
            self.form = getattr(self, f"_{key}")()
            if rank == self.goal:
                return
            if not self.form.is_valid():
                self.is_stopped = True
                return
        self.is_whole = True

    def carried(self):
        """Return [(name, value)] of what the other steps typed: hidden fields of the form of this one."""
        names = [name for form in FORMS.values() for name in form.base_fields if name not in self.form.fields]
        return [(name, value) for name in names for value in self.data.getlist(name) if value]

    def steps(self):
        """Return [(label, state, note)] of the path through the steps, as templates/agreements/_steps.html draws it."""
        here = _ORDER.index(self.at)
        return [
            (label, "faite" if rank < here else "encours" if rank == here else "", "")
            for rank, label in enumerate(STEPS.values())
        ]

    @property
    def before(self):
        """Return the step that « Retour » leads to, empty at the first."""
        rank = _ORDER.index(self.at)
        return _ORDER[rank - 1] if rank else ""

    @property
    def after(self):
        """Return the step that « Continuer » leads to, empty at the last."""
        rank = _ORDER.index(self.at) + 1
        return _ORDER[rank] if rank < len(_ORDER) else ""

    def _bound(self, key, **kwargs):
        """Return the form with what was typed; with what is proposed while its step has not been seen."""
        seen = self.goal > _ORDER.index(key) or any(name in self.data for name in FORMS[key].base_fields)
        return FORMS[key](self.data if seen else None, **kwargs)

    def _qui(self):
        form = self._bound("qui", project=self.project, initial={"avec": [self.data.get("partenaire", "")]})
        if form.is_bound and form.is_valid():
            self.partners = form.cleaned_data["avec"]
        return form

    def _questions(self):
        members = [self.lead, *self.partners]
        return self._bound("questions", initial={"belgique": any(in_belgium(member.partner) for member in members)})

    def _modele(self):
        self.answers = self.form.answers([self.lead, *self.partners])
        self.choice = choose(self.answers)
        proposed, parties = str(self.choice.model), self.answers.parties
        return self._bound("modele", project=self.project, parties=parties, proposed=proposed)

    def _titre(self):
        self.chosen = self.form.cleaned_data["modele"]
        self.text_model = self.form.own.get(self.chosen)
        self.model = self.form.models.get(self.chosen)
        return self._bound("titre", project=self.project, model=self.model, chosen=self.chosen, day=self.day)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_create(request, slug):
    """Four steps (GET: each shows, none writes), then the draft (POST). `?partenaire=` proposes somebody.

    422 shows the first step that does not hold, with all that was typed.
    """
    project = managed_project(request, slug)
    lead = project.partnerships.filter(is_lead=True).select_related("partner__territory").first()
    has_partner = project.partnerships.filter(is_lead=False, partner__archived_at=None).exists()
    if lead is None or (not has_partner and request.method != "POST"):
        # An agreement has two parties: say which one is missing rather than show a form that cannot be filled.
        return render(request, "agreements/agreement_no_party.html", {"project": project, "has_lead": lead is not None})
    writes = request.method == "POST"
    if writes and request.POST.get("etape") in STEPS:
        # « Retour » of the last step: back to an address, with what was typed, without the token of the form.
        return redirect(f"{request.path}?{_typed(request.POST).urlencode()}")
    wizard = Wizard(project, lead, request.POST if writes else request.GET, day=timezone.localdate(), writes=writes)
    if wizard.is_whole:
        return _write(request, wizard)
    context = {"project": project, "lead": lead, "wizard": wizard, "steps": wizard.steps()}
    return render(request, "agreements/agreement_create.html", context, status=422 if wizard.is_stopped else 200)


def _typed(data):
    """Return what a person typed or ticked in the four steps, and the step asked for, as a QueryDict."""
    typed = QueryDict(mutable=True)
    for name in ("etape", *(name for form in FORMS.values() for name in form.base_fields)):
        typed.setlist(name, data.getlist(name))
    return typed


def _write(request, wizard):
    project, said = wizard.project, wizard.form.cleaned_data
    names = ", ".join(member.partner.label for member in wizard.partners)
    if wizard.chosen == ORAL:
        return _note_oral(request, wizard, names)
    answers = wizard.answers
    facts = {"effective_on": said["effet"], "ends_on": said["fin"], "nominative_sharing": answers.named_sharing}
    title = said["titre"]
    if title == proposed_title(project, wizard.model):
        # Left as it was proposed, beside dates that were typed: it says the years of the agreement.
        title = proposed_title(project, wizard.model, start=said["effet"], end=said["fin"])
    if answers.data:
        facts["data_option"] = answers.data
    if answers.images != Images.NONE:
        facts |= {"pictures_planned": True, "annex_image": True}
    if answers.place == Place.PRIVATE:
        facts["premises_domain"] = PremisesDomain.OWNER
    if wizard.chosen == TemplateCode.ELSEWHERE and said["signee"]:
        facts |= {"signed_on": said["signee"], "status": AgreementStatus.SIGNED}
    spoken = to_put_in_writing(project, wizard.data.get("accord"))
    with operation(
        by=request.user, label=_("Convention avec %(partners)s") % {"partners": names}, project=project
    ) as gesture:
        agreement = start_agreement(
            project=project,
            partnership=wizard.partners[0],
            others=wizard.partners[1:],
            template=wizard.chosen,
            text_model=wizard.text_model,
            title=title,
            by=request.user,
            day=wizard.day,
            **facts,
        )
        if answers.money == Money.SUBSIDY and agreement.template in _SUBSIDISED:
            write_support(agreement, cash=answers.cash, kind=answers.kind)
        if answers.lent != Lent.NONE:
            write_staff(agreement, is_public_servant=answers.lent == Lent.CIVIL_SERVANT)
        if spoken is not None:
            spoken.claim(spoken.version)
            spoken.written_in = agreement
            spoken.save()
        told = gain_signed(agreement) if agreement.status == AgreementStatus.SIGNED else []
    written = (
        _("La convention est notée. Maillage en suit les dates.")
        if wizard.chosen == TemplateCode.ELSEWHERE
        else _("Le brouillon est écrit d’après le projet. Relisez, complétez les pointillés.")
    )
    messages.success(request, " ".join([written, *told]), extra_tags=gesture.public_id)
    return redirect(agreement)


def _note_oral(request, wizard, names):
    """Note the oral agreement with each partner: they may end apart."""
    said, told = wizard.form.cleaned_data, []
    label = _("Accord oral avec %(partners)s") % {"partners": names}
    with operation(by=request.user, label=label, project=wizard.project) as gesture:
        position = next_position(wizard.project)
        for rank, partnership in enumerate(wizard.partners):
            noted = Arrangement.objects.create(
                partnership=partnership,
                position=position + rank,
                formalisation=Formalisation.ORAL,
                purpose=said["titre"],
                date=said["effet"],
                end=said["fin"],
            )
            before = partnership.formalisation
            told.append(words_of(partnership, before, gain(partnership, noted)))
    sentences = [_("L’accord oral est noté. Confirmez-le par un message écrit."), *filter(None, told)]
    messages.success(request, " ".join(sentences), extra_tags=gesture.public_id)
    return redirect("agreements:agreement_list", wizard.project.slug)
