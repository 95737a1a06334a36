"""The text: model T1 word for word, marks filled, gaps, numbers and cross-references, French joins."""

import datetime
import re

import pytest

from agreements.annexes import annexes_of
from agreements.facts import day_text, duration_text
from agreements.models import Agreement, Article, PartyCommitment
from agreements.models_text import t1
from agreements.typography import french, french_list, lower_first, seated, with_article
from agreements.wording import Writer, convention_document, of_articles
from documents.shapes import GAP, Items, Paragraph
from tests.agreement_facts import DAY, make_agreement, make_complete, partner_of, read

pytestmark = pytest.mark.django_db


def texts(agreement, key):
    written = Writer(agreement).written()
    return [block.text for item in written if item.article.key == key for block in item.blocks]


def numbers(agreement):
    return {item.article.key: item.number for item in Writer(agreement).written()}


def test_the_model_has_a_preamble_and_twenty_articles_in_order():
    articles = t1.MODEL.articles_for(2)
    keys = [article.key for article in articles]
    assert len(keys) == 21
    assert keys[0] == "preambule"
    assert [article.key for article in articles if article.optional] == ["fiches", "communication"]
    assert articles[18].title == "Différends"


def test_the_model_uses_french_spaces_and_apostrophes():
    for article in t1.MODEL.articles:
        assert "'" not in article.body
        assert not re.search(r" [:;?!»]", article.body)
        assert "« " not in article.body


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        (
            "reciproques",
            "La convention ne crée entre elles ni société, ni mandat, ni lien de subordination, ni solidarité.",
        ),
        ("moyens", "Le partenariat ne donne lieu à aucun versement entre les Parties."),
        ("discretion", "La convention n’étend ni ne lève le secret professionnel."),
        ("assurances", "Chacune répond des dommages causés par son fait ou par les personnes dont elle a la charge."),
        ("communication", "Le refus est sans effet sur l’accueil."),
    ],
)
def test_the_model_says_its_sentences_word_for_word(project, coordinator, key, sentence):
    assert sentence in " ".join(texts(make_agreement(project, coordinator), key))


def test_cross_references_are_those_of_the_model(project, coordinator):
    agreement = make_agreement(project, coordinator)
    assert "Sous réserve de l’article 9, toute modification" in texts(agreement, "modification")[0]
    ending = texts(agreement, "fin")
    assert ending[0].startswith("17.1 Chaque Partie")
    assert "aux engagements des articles\u00a04\u00a0à\u00a07 et 11\u00a0à\u00a014, la Partie" in ending[1]


def test_an_article_left_out_loses_its_number_and_references_follow(project, coordinator):
    agreement = make_agreement(project, coordinator)
    Article.objects.filter(agreement=agreement, key__in=("fiches", "communication")).update(included=False)
    agreement = read(agreement)
    assert numbers(agreement)["fiches"] is None
    assert numbers(agreement)["evaluation"] == 9
    assert numbers(agreement)["exemplaires"] == 18
    assert texts(agreement, "modification")[0].startswith("Toute modification fait l’objet")
    ending = texts(agreement, "fin")
    assert ending[0].startswith("15.1 ")
    assert "des articles\u00a04\u00a0à\u00a07 et 10\u00a0à\u00a012" in ending[1]


@pytest.mark.parametrize(
    ("ranks", "text"),
    [
        ([], ""),
        ([9], "de l’article\u00a09"),
        ([4, 5], "des articles\u00a04 et 5"),
        ([4, 5, 6, 9], "des articles\u00a04\u00a0à\u00a06 et 9"),
        ([7, 4, 5, 6, 11], "des articles\u00a04\u00a0à\u00a07 et 11"),
    ],
)
def test_numbers_of_articles_are_said_in_french(ranks, text):
    assert of_articles(ranks) == text


def test_lists_become_items_and_an_empty_list_is_a_gap(project, coordinator):
    agreement = make_agreement(project, coordinator, objectives=["Tenir une halte.", "Écouter"])
    document = convention_document(agreement, day=DAY, draft=True, with_annexes=False)
    objectives, party_two = document.articles[1], document.articles[4]
    assert objectives.blocks[1] == Items(("Tenir une halte.", "Écouter."))
    assert isinstance(objectives.blocks[2], Paragraph)
    assert party_two.blocks[1] == Items((GAP,))


def test_what_is_not_known_is_a_gap_and_never_a_mark(project, coordinator):
    document = convention_document(make_agreement(project, coordinator), day=DAY, draft=True, with_annexes=False)
    whole = repr(document)
    assert "{" not in whole
    assert "[si" not in whole
    assert GAP in document.parties[1].description


def test_facts_fill_the_marks(project, coordinator):
    partnership = partner_of(project, partner__name="Association Mobil’Monts", partner__short_name="Mobil’Monts")
    agreement = make_complete(
        project,
        coordinator,
        partnership,
        finding="Une personne sur trois ne peut pas venir seule.",
        effective_on=datetime.date(2026, 9, 18),
        ends_on=datetime.date(2028, 12, 31),
        notice="deux mois",
        formal_notice_delay="trente jours",
        jurisdiction="le tribunal judiciaire compétent",
        governance_body="le point mobilité",
        governance_frequency="une fois par mois",
    )
    PartyCommitment.objects.create(party=agreement.parties.get(position=1), text="tenir le décompte anonyme")
    agreement = read(agreement)
    assert (
        "constat suivant\u00a0: une personne sur trois ne peut pas venir seule. Elles"
        in texts(agreement, "preambule")[0]
    )
    assert "prend effet le 18\u00a0septembre\u00a02026 pour une durée de 27\u00a0mois" in texts(agreement, "duree")[0]
    assert "au moins deux mois à l’avance" in texts(agreement, "fin")[0]
    assert "dans un délai de trente jours" in texts(agreement, "fin")[1]
    assert "porté devant le tribunal judiciaire compétent." in texts(agreement, "differends")[0]
    assert "au sein du point mobilité" in texts(agreement, "referents")[0]
    assert texts(agreement, "engagements_p2") == ["Mobil’Monts s’engage à\u00a0:", "tenir le décompte anonyme."]
    party = convention_document(agreement, day=DAY, draft=False, with_annexes=False).parties[1]
    assert party.description.startswith(
        "2°\u00a0Association Mobil’Monts, association, dont le siège est situé à Ambert"
    )
    assert party.description.endswith(
        "ci-après «\u00a0Mobil’Monts\u00a0»\u00a0; désignées ensemble «\u00a0les Parties\u00a0»"
    )


def test_optional_parts_follow_the_choices(project, coordinator):
    agreement = make_agreement(project, coordinator)
    assert texts(agreement, "donnees")[0] == GAP
    assert "Des habitantes" not in texts(agreement, "referents")[0]
    Agreement.objects.filter(pk=agreement.pk).update(
        data_option="B", residents_take_part=True, nominative_sharing=True, electronic_signature=True
    )
    agreement = read(agreement)
    assert texts(agreement, "donnees")[0].startswith("Les Parties déterminent ensemble")
    assert len(texts(agreement, "donnees")) == 2
    assert texts(agreement, "referents")[0].endswith("Des habitantes et habitants y prennent part.")
    assert "règles applicables sont rappelées en annexe" in texts(agreement, "discretion")[0]
    assert texts(agreement, "exemplaires")[0].endswith(
        "remis à chaque Partie ou signée par un procédé électronique fiable, chaque Partie en recevant un exemplaire "
        "sur support durable."
    )


def test_option_c_names_who_works_for_whom(project, coordinator):
    partnership = partner_of(project, partner__name="Mobil’Monts")
    agreement = make_agreement(project, coordinator, partnership, data_option="C")
    Agreement.objects.filter(pk=agreement.pk).update(processor=agreement.parties.get(partnership=partnership))
    assert texts(read(agreement), "donnees")[0].startswith("Mobil’Monts agit pour le compte et sur instruction du Fil")


def test_a_name_that_starts_with_a_vowel_is_joined_in_french(project, coordinator):
    agreement = make_agreement(project, coordinator, partner_of(project, partner__name="Olliergues"))
    written = next(item for item in Writer(agreement).written() if item.article.key == "engagements_p2")
    assert written.title == "Engagements d’Olliergues"


def test_annexes_are_numbered_as_the_articles_quote_them(project, coordinator):
    partnership = partner_of(project, brings="Une salle")
    agreement = make_agreement(project, coordinator, partnership, annex_board=False)
    found = [(annex.number, annex.key) for annex in annexes_of(agreement, agreement.articles.all())]
    assert found == [("1", "moyens"), ("2", "raci")]
    assert "décrits en annexe 1," in texts(agreement, "moyens")[0]
    assert texts(agreement, "annexes")[0].startswith(
        "1.\u00a0Apports en nature\u00a0; 2.\u00a0Répartition des rôles. En cas"
    )


def test_a_mark_that_nobody_knows_is_a_gap(project, coordinator):
    agreement = make_agreement(project, coordinator)
    written = Writer(agreement).write(agreement.articles.all()[1], body="Le {bidule} et {article:absent}.")
    assert written.blocks[0].text == f"Le {GAP} et {GAP}."
    assert [run.mark for run in written.gaps] == ["bidule", "article:absent"]


def test_an_imported_agreement_without_articles_reads_with_those_of_its_model(project, coordinator):
    agreement = make_agreement(project, coordinator)
    agreement.articles.all().delete()
    assert numbers(read(agreement))["exemplaires"] == 20


def test_a_duration_is_counted_from_the_dates_unless_it_is_said():
    def duration(start, end, said=""):
        dates = [datetime.date.fromisoformat(value) for value in (start, end)]
        return duration_text(Agreement(effective_on=dates[0], ends_on=dates[1], duration=said))

    assert duration("2027-01-01", "2029-12-31") == "3\u00a0ans, jusqu’au 31\u00a0décembre\u00a02029"
    assert duration("2027-01-01", "2027-06-30") == "6\u00a0mois, jusqu’au 30\u00a0juin\u00a02027"
    assert duration("2027-01-15", "2027-01-20") == "6\u00a0jours, jusqu’au 20\u00a0janvier\u00a02027"
    assert duration("2027-01-01", "2029-12-31", "trois exercices") == "trois exercices"
    assert duration_text(Agreement()) == ""


def test_typography():
    assert french("l'article « a » : oui ; n° 7") == "l’article «\u00a0a\u00a0»\u00a0: oui\u00a0; n°\u00a07"
    assert french_list(["a", "b", "c"]) == "a, b et c"
    assert lower_first("MSA et Caf") == "MSA et Caf"
    assert day_text(datetime.date(2026, 3, 1)) == "1er\u00a0mars\u00a02026"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("du 3 septembre 2026 à 23 000 €", "du 3\u00a0septembre\u00a02026 à 23\u00a0000\u00a0€"),
        ("le 1er mai 2027 : l'accord", "le 1er\u00a0mai\u00a02027\u00a0: l’accord"),
        ("n° 216 302 589 00010, 63880 Olliergues", "n°\u00a0216\u00a0302\u00a0589\u00a000010, 63880 Olliergues"),
        ("à 17:30, {article:fiches}", "à 17:30, {article:fiches}"),
    ],
)
def test_what_people_typed_takes_the_spaces_of_french(typed, printed):
    assert french(typed) == printed
    assert french(printed) == printed


def test_a_seat_and_a_body_stand_in_a_sentence():
    seats = ("Ambert", "Le Puy", "Les Mées", "3, rue Haute, 63880 Olliergues", "Place du Marché", "")
    assert [seated(seat) for seat in seats] == ["à Ambert", "au Puy", "aux Mées", *seats[3:]]
    bodies = ("Comité de pilotage", "Équipe projet", "commission mobilité", "le point mobilité", "Copil", "")
    assert [with_article(body) for body in bodies] == [
        "le comité de pilotage",
        "l’équipe projet",
        "la commission mobilité",
        "le point mobilité",
        "le copil",
        "",
    ]
