"""Choosing places in a form, without JavaScript: typed, resolved on submit, candidates when several answer."""

import pytest
from django import forms
from django.http import QueryDict

from partnerships.models import Partner
from territories.forms import TerritoriesField, TerritoryField
from territories.models import Territory
from tests.factories import OrganisationFactory, PartnerFactory, TerritoryFactory


class OneForm(forms.Form):
    place = TerritoryField(required=False)

    def __init__(self, *args, organisation=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].organisation = organisation


class SeveralForm(forms.Form):
    places = TerritoriesField(required=False)


class PartnerForm(forms.ModelForm):
    territory = TerritoryField(required=False)

    class Meta:
        model = Partner
        fields = ("name", "territory")


def sent(text):
    return QueryDict(text)


@pytest.fixture
def cunlhat(db):
    return TerritoryFactory(name="Cunlhat", code="63132", postcodes="63590", population=1301)


@pytest.fixture
def homonyms(db):
    return [
        TerritoryFactory(name="Saint-Denis", code=code, population=population)
        for code, population in (("97411", 153_000), ("93066", 150_000))
    ]


@pytest.mark.parametrize(
    "typed", ["Cunlhat", "cunl", "63590", "63132", "Cunlhat (63)", "cunlhat 63", "FR.commune.63132", "  cunlhat  "]
)
def test_what_is_typed_is_resolved_on_submit(cunlhat, typed):
    form = OneForm({"place": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["place"] == cunlhat


def test_an_empty_text_is_no_place(db):
    form = OneForm(sent("place=&place-choisi=FR.commune.63132&place-pour=Cunlhat"))
    assert form.is_valid()
    assert form.cleaned_data["place"] is None


def test_a_required_place_must_be_typed(db):
    class Form(forms.Form):
        place = TerritoryField()

    form = Form({"place": " "})
    assert form.errors["place"].as_data()[0].code == "required"
    assert "required" not in str(Form()["place"].as_widget())


def test_an_exact_name_wins_over_what_begins_so(cunlhat):
    TerritoryFactory(name="Cunlhat-les-Bains", code="63999")
    form = OneForm({"place": "cunlhat"})
    assert form.is_valid()
    assert form.cleaned_data["place"] == cunlhat


def test_an_unknown_place_is_refused_with_what_to_try_and_the_text_is_kept(cunlhat):
    form = OneForm({"place": "<b>nulle part"})
    assert "Essayez le début du nom" in form.errors["place"][0]
    html = form.as_div()
    assert 'value="&lt;b&gt;nulle part"' in html
    assert "<b>" not in html
    assert 'aria-invalid="true"' in html


def test_an_ambiguous_text_is_refused_with_its_candidates_and_the_text_is_kept(homonyms):
    form = OneForm({"place": "saint denis"})
    assert form.errors.as_data()["place"][0].code == "ambiguous"
    html = form.as_div()
    assert 'value="saint denis"' in html
    assert html.count('type="radio"') == 2
    assert html.index("Saint-Denis (974)") < html.index("Saint-Denis (93)")
    assert '<input type="hidden" name="place-pour" value="saint denis"' in html


def test_choosing_a_candidate_answers_the_ambiguous_text(homonyms):
    data = "place=saint+denis&place-choisi=&place-pour=saint+denis&place-choisi=FR.commune.93066"
    form = OneForm(sent(data))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["place"] == homonyms[1]


def test_a_text_changed_after_choosing_is_read_again(homonyms, cunlhat):
    data = "place=cunlhat&place-choisi=FR.commune.93066&place-pour=saint+denis"
    form = OneForm(sent(data))
    assert form.is_valid()
    assert form.cleaned_data["place"] == cunlhat


def test_sending_the_ambiguous_text_again_without_choosing_asks_again(homonyms):
    form = OneForm(sent("place=saint+denis&place-choisi=&place-pour=saint+denis"))
    assert not form.is_valid()
    assert form.as_div().count('type="radio"') == 2


def test_a_place_of_another_organisation_is_neither_found_nor_accepted_by_its_key(db):
    mine = OrganisationFactory()
    theirs = TerritoryFactory(name="Les Genêts", kind="quartier", code="", organisation=OrganisationFactory())
    for data in (
        {"place": "Les Genêts"},
        {"place": theirs.key},
        {"place": theirs.label_full, "place-choisi": theirs.key, "place-pour": theirs.label_full},
    ):
        form = OneForm(data, organisation=mine)
        assert not form.is_valid()
        assert form.errors.as_data()["place"][0].code == "unknown"


def test_a_place_of_the_organisation_is_found_and_accepted(db):
    mine = OrganisationFactory()
    own = TerritoryFactory(name="Les Genêts", kind="quartier", code="", organisation=mine)
    for data in (
        {"place": "genets"},
        {"place": own.label_full, "place-choisi": own.key, "place-pour": own.label_full},
    ):
        form = OneForm(data, organisation=mine)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["place"] == own


def test_kinds_limit_what_may_be_chosen(cunlhat):
    class Form(forms.Form):
        place = TerritoryField(kinds=["epci"])

    assert not Form({"place": "cunlhat"}).is_valid()
    assert not Form({"place": "FR.commune.63132"}).is_valid()


@pytest.mark.parametrize("typed", ["\u0000", "x" * 5000, "%", "😀", ".", "propre.1", "FR.commune.\u0000"])
def test_a_strange_text_is_refused_without_an_error(db, typed):
    form = OneForm({"place": typed, "place-choisi": typed, "place-pour": typed})
    assert not form.is_valid()
    assert form.as_div()


def test_a_model_form_shows_and_saves_the_place(cunlhat, homonyms):
    partner = PartnerFactory(territory=cunlhat)
    form = PartnerForm(instance=partner)
    html = form.as_div()
    assert 'value="Cunlhat (63)"' in html
    assert 'value="FR.commune.63132"' in html
    form = PartnerForm({"name": "Mairie", "territory": "Saint-Denis (93)"}, instance=partner)
    assert form.is_valid(), form.errors
    assert form.changed_data == ["name", "territory"]
    assert form.save().territory == homonyms[1]


def test_a_form_sent_back_as_shown_changes_nothing(cunlhat):
    partner = PartnerFactory(territory=cunlhat)
    data = {
        "name": partner.name,
        "territory": "Cunlhat (63)",
        "territory-choisi": "FR.commune.63132",
        "territory-pour": "Cunlhat (63)",
    }
    form = PartnerForm(data, instance=partner)
    assert form.is_valid()
    assert form.changed_data == []
    assert form.save().territory == cunlhat


def test_a_place_that_no_longer_exists_stays_on_what_already_bears_it(cunlhat):
    cunlhat.retired = True
    cunlhat.save()
    form = OneForm(initial={"place": cunlhat})
    assert "n’existe plus" in form.as_div()
    label = cunlhat.label_full
    again = OneForm({"place": label, "place-choisi": cunlhat.key, "place-pour": label})
    assert again.is_valid()
    assert not OneForm({"place": "cunlhat"}).is_valid()


def test_the_field_tells_its_script_where_to_search(db):
    form = OneForm(organisation=OrganisationFactory(slug="le-fil"))
    form.fields["place"].kinds = ["commune", "epci"]
    html = form.as_div()
    address = "/territoires/recherche/?organisation=le-fil&amp;kind=commune&amp;kind=epci"
    assert f'data-recherche="{address}"' in html


def test_two_forms_do_not_share_their_organisation_nor_their_candidates(homonyms):
    first = OneForm({"place": "saint denis"}, organisation=OrganisationFactory(slug="le-fil"))
    assert not first.is_valid()
    assert "le-fil" not in OneForm().as_div()
    assert "radio" not in OneForm().as_div()


def test_a_valid_place_costs_few_queries(cunlhat, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        assert OneForm(
            {"place": "Cunlhat (63)", "place-choisi": "FR.commune.63132", "place-pour": "Cunlhat (63)"}
        ).is_valid()


def test_several_places_are_ticked_or_typed(cunlhat, homonyms):
    data = "places=cunlhat+;+97411&places-choisi=FR.commune.93066&places-choisi=FR.commune.93066"
    form = SeveralForm(sent(data))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["places"] == [homonyms[1], cunlhat, homonyms[0]]


def test_an_unticked_place_is_taken_off(cunlhat, homonyms):
    form = SeveralForm(sent("places=&places-choisi=FR.commune.63132"), initial={"places": [cunlhat, *homonyms]})
    assert form.is_valid()
    assert form.cleaned_data["places"] == [cunlhat]
    assert form.has_changed()


def test_no_place_is_an_empty_list_and_a_required_field_says_so(db):
    assert SeveralForm(sent("places=")).is_valid()
    form = SeveralForm(sent("places="))
    form.fields["places"].required = True
    assert form.errors.as_data()["places"][0].code == "required"


def test_an_ambiguous_text_among_several_shows_candidates_and_keeps_the_rest(cunlhat, homonyms):
    form = SeveralForm(sent("places=saint+denis&places-choisi=FR.commune.63132"))
    assert not form.is_valid()
    html = form.as_div()
    assert 'value="saint denis"' in html
    assert html.count('type="checkbox"') == 3
    assert html.count("checked") == 1
    answered = SeveralForm(sent("places=saint+denis&places-choisi=FR.commune.63132&places-choisi=FR.commune.97411"))
    assert answered.is_valid(), answered.errors
    assert answered.cleaned_data["places"] == [cunlhat, homonyms[0]]


def test_unknown_texts_among_several_are_each_told(cunlhat):
    form = SeveralForm(sent("places=zzz;cunlhat;yyy"))
    assert len(form.errors["places"]) == 2


def test_unknown_keys_among_several_are_left_out(cunlhat):
    form = SeveralForm(sent("places=&places-choisi=FR.commune.00000&places-choisi=FR.commune.63132"))
    assert form.is_valid()
    assert form.cleaned_data["places"] == [cunlhat]


def test_several_initial_places_are_shown_ticked(cunlhat, homonyms):
    html = SeveralForm(initial={"places": [cunlhat, *homonyms]}).as_div()
    assert html.count("checked") == 3
    assert "Cunlhat (63)" in html


def test_several_places_sent_back_as_shown_change_nothing(cunlhat, homonyms):
    data = "places=&places-choisi=FR.commune.63132&places-choisi=FR.commune.97411"
    form = SeveralForm(sent(data), initial={"places": [cunlhat, homonyms[0]]})
    assert form.is_valid()
    assert not form.has_changed()


def test_showing_several_intercommunalities_costs_one_query(db, django_assert_max_num_queries):
    for number in range(10, 20):
        departement = TerritoryFactory(kind="departement", code=str(number), name=f"Département {number}")
        TerritoryFactory(kind="epci", code=f"2000000{number}", name=f"CC {number}", departement=departement)
    chosen = list(Territory.objects.filter(kind="epci"))
    with django_assert_max_num_queries(1):
        html = SeveralForm(initial={"places": chosen}).as_div()
    assert "CC 19 (EPCI, 19)" in html
