"""The models of text: each is whole, speaks French, knows its marks and its annexes, for two parties and for nine."""

import re

import pytest

from agreements.conditions import CONDITIONS
from agreements.facts import agreement_facts
from agreements.models import AgreementMean, TemplateCode
from agreements.models_text import MODELS
from agreements.wording import Writer, convention_document
from documents.shapes import GAP
from partnerships.models import PartnerKind
from tests.agreement_facts import DAY, read
from tests.agreement_texts import add_money, add_sheet, amend, make_text

pytestmark = pytest.mark.django_db

LENGTHS = {"T1": 20, "T2": 24, "T3": 17, "T4": 19, "T5": 21, "LI": 6, "CH": 7, "AV": 4, "A26": 11, "IM": 5}
NOT_FRENCH = re.compile(
    r"\b(?:de|à) (?:le|les) (?!\w+(?:er|ir|re)\b)|\bde [aeiouéèê](?!nze)|\bqu?e il|\.\.|  | [.,]|\b[ld]’ |« | »|'"
    r"|les Partie\b|la Parties\b|l’autre Parties"
)


def said(agreement):
    """Return everything that the document says, as one text a line."""
    document = convention_document(agreement, day=DAY, draft=True)
    lines = [document.title, *document.visas, *(party.description for party in document.parties)]
    for blocks in (document.preamble, *(article.blocks for article in document.articles)):
        lines += _texts(blocks)
    lines += [article.title for article in document.articles]
    return lines, [text for annex in document.annexes for text in (annex.title, *_texts(annex.blocks))]


def _texts(blocks):
    for block in blocks:
        if hasattr(block, "items"):
            yield from block.items
        elif hasattr(block, "rows"):
            yield from (cell for row in block.rows for cell in row)
        else:
            yield block.text


def test_every_code_has_its_model_and_says_when_to_choose_it():
    assert set(MODELS) == set(TemplateCode.values) - {TemplateCode.ELSEWHERE}
    for code, model in MODELS.items():
        assert (model.code, model.purpose[-1:]) == (code, ".")
        keys = [article.key for article in model.articles_for(model.parties_min)]
        assert len(keys) == len(set(keys))
        assert model.article(keys[-1]).key == keys[-1]


def test_an_article_of_each_party_is_written_once_for_each():
    model = MODELS["T1"]
    keys = [article.key for article in model.articles_for(3)]
    assert [key for key in keys if key.startswith("engagements")] == [f"engagements_p{rank}" for rank in (1, 2, 3)]
    third = model.article("engagements_p3")
    assert third.body == "{p3.court} s’engage à\u00a0:\n- {p3.engagements}"
    assert model.article("engagements_px") is None


@pytest.mark.parametrize("code", MODELS)
def test_a_model_with_every_fact_leaves_nothing_to_write(project, coordinator, code):
    agreement = add_sheet(make_text(project, coordinator, code))
    agreement = add_money(agreement) if code in ("T2", "T3", "T5") else agreement
    agreement = amend(agreement) if code == "AV" else agreement
    text, annexes = said(agreement)
    assert [line for line in text if GAP in line and code != "IM"] == []
    assert not re.search(r"[{}\[\]]", " ".join(text + annexes))
    assert [line for line in text + annexes if NOT_FRENCH.search(line)] == []
    numbers = {item.article.key: item.number for item in Writer(agreement).written() if item.number}
    expected = len([key for key in numbers if not re.search(r"_p[3-9]$", key)])
    assert expected == LENGTHS[code]


@pytest.mark.parametrize("code", MODELS)
def test_a_model_with_no_fact_shows_lines_to_fill_and_never_a_mark(project, coordinator, code):
    empty = {"data_option": "", "premises_domain": "", "fee": None, "objectives": [], "picture_uses": []}
    blank = make_text(project, coordinator, code, **empty, finding="", effective_on=None, ends_on=None, origin="")
    text, annexes = said(blank)
    assert not re.search(r"[{}\[\]]", " ".join(text + annexes))
    assert GAP in " ".join(text)


@pytest.mark.once
@pytest.mark.parametrize("code", MODELS)
def test_a_model_uses_only_marks_and_conditions_that_exist(project, coordinator, code):
    model = MODELS[code]
    agreement = make_text(project, coordinator, code)
    known = set(agreement_facts(agreement, model.roles)) | {"numero", "annexes", "blanc", "rang"}
    party = {mark.removeprefix("p1.") for mark in known if mark.startswith("p1.")}
    known |= party | {f"p.{name}" for name in party}
    keys = {article.key for article in model.articles}
    for article in model.articles_for(model.parties_min):
        keys.add(article.key)
    for text in (model.party, model.visas, *(body for item in model.articles for body in (item.title, item.body))):
        for mark in re.findall(r"\{([^{}]*)\}", text):
            kind, _colon, rest = mark.partition(":")
            if kind == "annexe":
                assert rest in dict(model.annexes)
            elif kind in ("article", "des_articles"):
                assert set(rest.split(",")) <= keys
            else:
                assert mark in known
        for condition in re.findall(r"\[si ([^:\]]*?)\s*:", text):
            kind, _space, rest = condition.partition(" ")
            assert condition in CONDITIONS or (kind == "annexe" and rest in dict(model.annexes)) or rest in keys


def test_the_words_follow_the_number_of_parties(project, coordinator):
    two = " ".join(said(make_text(project, coordinator, "T1"))[0])
    assert "l’autre Partie en est avisée par écrit" in two
    assert "cite l’autre et utilise son logo" in two
    three = " ".join(said(make_text(project, coordinator, "T1", parties=3))[0])
    assert "les autres Parties en sont avisées par écrit" in three
    assert "cite les autres et utilise leurs logos" in three
    assert three.count("a pour mission d’animer la vie sociale.") == 3
    assert "signalée aux autres Parties dans" in three
    assert "aux engagements des articles\u00a04\u00a0à\u00a08 et 12\u00a0à\u00a015" in three


def test_a_party_is_represented_in_its_own_gender(project, coordinator):
    agreement = make_text(project, coordinator, "T1")
    for name, form, words in (
        ("CCAS d’Ambert", "établissement public administratif", "représenté par"),
        ("Communauté de communes du Forez", "établissement public de coopération", "représentée par"),
        ("Centre social Le Fil", "association", "représentée par"),
    ):
        agreement.parties.update(name=name, legal_form=form)
        document = convention_document(read(agreement), day=DAY, draft=True)
        assert all(words in party.description for party in document.parties)


def test_nine_parties_have_each_their_engagements(project, coordinator):
    agreement = make_text(project, coordinator, "T4", parties=9)
    document = convention_document(agreement, day=DAY, draft=True)
    assert len(document.parties) == 9
    annex = next(annex for annex in document.annexes if annex.title == "Engagements de chaque Partie")
    assert len(annex.blocks) == 18


def test_t2_says_its_money_year_by_year_and_all_together(project, coordinator):
    agreement = add_money(make_text(project, coordinator, "T2"))
    text = " ".join(said(agreement)[0])
    assert "montant maximal de 84\u00a0000\u00a0€, soit" in text
    assert "exercice 2028\u00a0: 28\u00a0000\u00a0€" in text
    assert "70\u00a0%, soit 19\u00a0600\u00a0€, à la notification" in text
    assert "évalué à 1\u00a0800\u00a0€ par an" in text
    assert "en numéraire et en nature\u00a0: 29\u00a0800\u00a0€" in text
    assert "ne la reverse pas à un autre organisme." in text
    assert "du tribunal administratif de Clermont-Ferrand" in text
    assert "l’Association" in text
    assert "ci-après «\u00a0l’Autorité publique\u00a0»" in text


def test_t2_numbers_its_annexes_as_its_text_does(project, coordinator):
    agreement = add_money(add_sheet(make_text(project, coordinator, "T2")))
    document = convention_document(agreement, day=DAY, draft=True)
    assert [(annex.number, annex.title) for annex in document.annexes] == [
        ("I", "Projet, objectifs, partenaires et fiches action"),
        ("II", "Budget et échéancier"),
        ("III", "Indicateurs et méthode d’évaluation"),
        ("IV", "Contrat d’engagement républicain"),
        ("V", "Soutien en nature"),
    ]
    assert "I.\u00a0Projet, objectifs" in " ".join(said(agreement)[0])
    contract = [text for annex in document.annexes if annex.number == "IV" for text in _texts(annex.blocks)]
    assert sum(text.startswith(("Respect", "Liberté", "Égalité", "Fraternité")) for text in contract) == 7
    assert contract[-1].startswith("(\u00a0×\u00a0) L’Association déclare")


def test_an_article_without_object_takes_no_number(project, coordinator):
    written = Writer(make_text(project, coordinator, "T2")).written()
    assert next(item.number for item in written if item.article.key == "nature") is None
    assert next(item.number for item in written if item.article.key == "emploi") == 6


def test_t2_passes_money_on_only_when_it_is_said(project, coordinator):
    agreement = add_money(make_text(project, coordinator, "T2", passing_on=True))
    assert "sauf aux partenaires et pour les montants énumérés en annexe II" in " ".join(said(agreement)[0])


def test_visas_follow_who_the_authority_is(project, coordinator):
    local = add_money(make_text(project, coordinator, "T2"))
    assert any("L.\u00a01611-4" in visa for visa in Writer(local).visas())
    fund = add_money(make_text(project, coordinator, "T2", first=PartnerKind.FAMILY_FUND))
    assert not any("L.\u00a01611-4" in visa or "délibération" in visa for visa in Writer(fund).visas())


def test_t5_says_nothing_that_exists_only_in_france():
    model = MODELS["T5"]
    whole = " ".join((model.party, model.visas, *(article.body for article in model.articles)))
    assert not re.search(r"SIRET|CNIL|républicain|2000-321|L\. ?\d|conseil municipal|préfet", whole)


def test_t3_says_who_owns_the_place_and_what_it_costs(project, coordinator):
    free = " ".join(said(make_text(project, coordinator, "T3"))[0])
    assert "vaut titre d’occupation" in free
    assert "L.\u00a02125-1" in free
    paid = " ".join(said(make_text(project, coordinator, "T3", fee=120, fee_terms="chaque trimestre"))[0])
    assert "une redevance de 120\u00a0€, due chaque trimestre" in paid
    assert "à titre gratuit" not in paid
    own = make_text(project, coordinator, "T3", premises_domain="owner", first=PartnerKind.ASSOCIATION)
    lent = " ".join(said(own)[0])
    assert "articles 1875 et suivants du code civil" in lent
    assert "article 1889 du code civil" in lent
    assert "CG3P" not in lent


def test_an_employee_lent_has_her_annex(project, coordinator):
    agreement = make_text(project, coordinator, "T1")
    AgreementMean.objects.create(
        agreement=agreement,
        partnership=agreement.parties.last().partnership,
        what="Une animatrice, un mardi sur deux",
        is_staff=True,
        person="Zoé Faure",
    )
    annexes = said(read(agreement))[1]
    assert "Zoé Faure" in annexes
    assert GAP in annexes


def test_the_form_of_consent_for_images_is_an_annex_to_sign(project, coordinator):
    annexes = said(make_text(project, coordinator, "T1", annex_image=True))[1]
    assert any("retirée à tout moment" in text for text in annexes)
    assert sum("autorité parentale" in text for text in annexes) == 2
