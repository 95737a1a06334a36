"""What a search answers, and in which order: the same on SQLite and PostgreSQL."""

import pytest

from territories.models import Country, Territory, TerritoryKind, TerritoryName
from territories.names import normalise
from territories.search import Typed, read
from tests.factories import OrganisationFactory, TerritoryFactory

PLACES = [
    # kind, code, name, postcodes, population
    ("region", "84", "Auvergne-Rhône-Alpes", "", 8_163_884),
    ("departement", "63", "Puy-de-Dôme", "", 660_000),
    ("epci", "200070761", "CC Ambert Livradois Forez", "", 27_596),
    ("commune", "63003", "Ambert", "63600", 6_556),
    ("commune", "63132", "Cunlhat", "63590", 1_301),
    ("commune", "63023", "Auzelles", "63590", 309),
    ("commune", "63353", "Saint-Germain-l'Herm", "63630", 488),
    ("commune", "93066", "Saint-Denis", "93200 93210", 150_000),
    ("commune", "97411", "Saint-Denis", "97400 97417", 153_000),
    ("commune", "93039", "L'Île-Saint-Denis", "93450", 8_000),
    ("commune", "72000", "Sainte-Suzanne", "72130", None),
    ("commune", "91228", "Évry-Courcouronnes", "91000 91080", 66_000),
    ("commune", "89162", "Évry", "89140", 360),
    ("commune", "2A004", "Ajaccio", "20000 20090", 74_000),
    ("commune", "40120", "Herm", "40990", 1_300),
    ("commune", "90001", "Saintes-Demoiselles", "90100", 10),
]


@pytest.fixture
def places(db):
    made = {}
    for kind, code, name, postcodes, population in PLACES:
        territory = TerritoryFactory(kind=kind, code=code, name=name, postcodes=postcodes, population=population)
        made[code] = territory
    departement = made["63"]
    Territory.objects.filter(code__startswith="63", kind="commune").update(
        departement=departement, epci=made["200070761"], region=made["84"]
    )
    Territory.objects.filter(code="200070761").update(departement=departement)
    return made


def found(text, *args, **options):
    return [territory.label_full for territory in Territory.objects.search(text, *args, **options)]


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("cunlhat", ["Cunlhat (63)"]),
        ("CUNL", ["Cunlhat (63)"]),
        ("St-Germain-l’Herm", ["Saint-Germain-l'Herm (63)"]),
        ("saint germain l herm", ["Saint-Germain-l'Herm (63)"]),
        ("evry", ["Évry (89)", "Évry-Courcouronnes (91)"]),
        ("Évry", ["Évry (89)", "Évry-Courcouronnes (91)"]),
        ("saint denis", ["Saint-Denis (974)", "Saint-Denis (93)", "L'Île-Saint-Denis (93)"]),
        ("ste", ["Saintes-Demoiselles (90)", "Sainte-Suzanne (72)"]),
        ("herm", ["Herm (40)", "Saint-Germain-l'Herm (63)"]),
        ("ambert", ["Ambert (63)", "CC Ambert Livradois Forez (EPCI, 63)"]),
        ("communauté de communes Ambert", ["CC Ambert Livradois Forez (EPCI, 63)"]),
        ("63590", ["Cunlhat (63)", "Auzelles (63)"]),
        ("63 590", ["Cunlhat (63)", "Auzelles (63)"]),
        ("6359", ["Cunlhat (63)", "Auzelles (63)"]),
        ("93210", ["Saint-Denis (93)"]),
        ("63132", ["Cunlhat (63)"]),
        ("2a004", ["Ajaccio (2A)"]),
        ("84", ["Auvergne-Rhône-Alpes (région)"]),
        ("200070761", ["CC Ambert Livradois Forez (EPCI, 63)"]),
        ("saint denis 93", ["Saint-Denis (93)", "L'Île-Saint-Denis (93)"]),
        ("93200 Saint-Denis", ["Saint-Denis (93)"]),
        ("Saint-Denis (974)", ["Saint-Denis (974)"]),
        ("CC Ambert Livradois Forez (EPCI, 63)", ["CC Ambert Livradois Forez (EPCI, 63)"]),
        ("nulle part", []),
        ("ermain", []),
        ("", []),
        ("   ", []),
        ("%", []),
        ("_", []),
        ("'; --", []),
        ("😀", []),
    ],
)
def test_a_text_is_answered_in_one_order(places, typed, answers):
    assert found(typed) == answers


@pytest.fixture
def belgium(places):
    province = TerritoryFactory(kind="province", code="60000", name="Province de Liège", country="BE")
    liege = TerritoryFactory(
        code="62063", name="Liège", postcodes="4000 4020", country="BE", departement=province, population=None
    )
    TerritoryFactory(code="53053", name="Mons", postcodes="7000", country="BE", population=None)
    TerritoryFactory(code="31347", name="Mons", postcodes="31280", population=1_800)
    TerritoryFactory(code="37127", name="Le Liège", postcodes="37460", population=340)
    TerritoryFactory(code="40005", name="Amou", postcodes="40330", population=1_500)
    other_name(liege, "Luik", nature="nl", usual=True)
    return liege


def other_name(territory, name, code="", nature="ancienne", usual=False):
    TerritoryName.objects.create(
        territory=territory, name=name, name_norm=normalise(name), code=code, nature=nature, usual=usual
    )


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("liege", ["Liège (Liège, BE)", "Le Liège (37)", "Province de Liège (province)"]),
        ("Luik", ["Liège (Liège, BE)"]),
        ("Lui", ["Liège (Liège, BE)"]),
        ("4000", ["Liège (Liège, BE)", "Amou (40)"]),
        ("mons", ["Mons (53053, BE)", "Mons (31)"]),
        ("Liège (Liège, BE)", ["Liège (Liège, BE)"]),
        ("Luik (Liège)", ["Liège (Liège, BE)"]),
        ("Liège (Namur, BE)", []),
    ],
)
def test_belgium_is_found_in_two_languages(belgium, typed, answers):
    assert found(typed) == [answer.replace("53053", "Hainaut") for answer in answers]


def test_what_another_name_found_is_said(belgium):
    (liege,) = Territory.objects.search("luik")
    assert "en néerlandais Luik" in liege.detail
    assert Territory.objects.search("liege")[0].found_as is None


def test_a_former_name_leads_to_the_commune_of_today(places):
    city, saint_denis = places["91228"], places["93066"]
    other_name(city, "Évry", code="91228", usual=True)
    other_name(city, "Courcouronnes", code="91182")
    other_name(saint_denis, "Pierrefitte-sur-Seine", code="93059", nature="deleguee")
    assert found("evry") == ["Évry-Courcouronnes (91)", "Évry (89)"]
    assert found("91182") == ["Évry-Courcouronnes (91)"]
    assert found("pierrefitte") == ["Saint-Denis (93)"]
    (answer,) = Territory.objects.search("pierrefitte")
    assert answer.found_as.sentence == "commune déléguée Pierrefitte-sur-Seine"


def test_a_former_name_comes_after_the_places_that_bear_it_today(places):
    other_name(places["93066"], "Auzelles", code="93999")
    other_name(places["93066"], "Auzelles-le-Vieux", code="93998")
    assert found("auzelles") == ["Auzelles (63)", "Saint-Denis (93)"]


def test_the_arrondissement_of_a_postcode_comes_before_its_city(places):
    lyon = TerritoryFactory(code="69123", name="Lyon", postcodes="69001 69003", population=520_000)
    TerritoryFactory(
        kind="arrondissement_ville",
        code="69383",
        name="Lyon 3e Arrondissement",
        postcodes="69003",
        population=100_000,
        commune=lyon,
    )
    for typed in ("69003", "lyon 3", "Lyon 3ème", "69383"):
        assert found(typed)[0] == "Lyon 3e Arrondissement (69)"
    assert {one.code for one in Territory.objects.within(lyon)} == {"69123", "69383"}


def test_signs_of_patterns_are_only_signs(places):
    assert found("c%t") == []
    assert found("cunlha_") == found("cunlha")


def test_the_most_inhabited_come_first_and_the_uncounted_last(places):
    assert found("saint", kinds=["commune"])[:2] == ["Saint-Denis (974)", "Saint-Denis (93)"]
    assert found("sainte") == ["Saintes-Demoiselles (90)", "Sainte-Suzanne (72)"]


def test_equal_populations_are_sorted_by_bytes_not_by_language(db):
    for name in ("Saint-B", "Saintc", "Saint A"):
        TerritoryFactory(name=name, population=5)
    assert [territory.name for territory in Territory.objects.search("saint")] == ["Saint A", "Saint-B", "Saintc"]


def test_kinds_and_limit_narrow_the_answers(places):
    assert found("ambert", kinds=[TerritoryKind.EPCI]) == ["CC Ambert Livradois Forez (EPCI, 63)"]
    assert len(found("saint", limit=2)) == 2
    assert found("63590", limit=1) == ["Cunlhat (63)"]


def test_own_places_are_found_by_their_organisation_only(places):
    mine, other = OrganisationFactory(), OrganisationFactory()
    TerritoryFactory(name="Ambert centre", kind="quartier", code="", organisation=mine)
    assert found("ambert centre") == []
    assert found("ambert centre", other) == []
    assert found("ambert centre", mine) == ["Ambert centre (quartier)"]
    assert found("ambert centre", [other, mine]) == ["Ambert centre (quartier)"]
    assert found("ambert centre", []) == []


def test_within_the_same_relevance_own_places_come_first(places):
    mine = OrganisationFactory()
    TerritoryFactory(name="Cunlhat bourg", kind="quartier", code="", organisation=mine)
    assert found("cunl", mine) == ["Cunlhat bourg (quartier)", "Cunlhat (63)"]
    assert found("cunlhat", mine) == ["Cunlhat (63)", "Cunlhat bourg (quartier)"]


def test_an_own_place_with_a_number_in_its_name_is_found(places):
    mine = OrganisationFactory()
    TerritoryFactory(name="Secteur 12", kind="quartier", code="", organisation=mine)
    assert found("secteur 12", mine) == ["Secteur 12 (quartier)"]


def test_a_very_long_text_is_cut_not_refused(places):
    assert found("cunlhat" + " " * 500 + "x" * 10_000) == ["Cunlhat (63)"]


def test_the_department_of_an_overseas_commune_has_three_digits():
    assert Territory(kind="commune", code="97411", name="Saint-Denis").departement_code == "974"
    assert Territory(kind="commune", code="2A004", name="Ajaccio").departement_code == "2A"


def test_labels_say_the_kind_of_what_is_no_commune():
    assert Territory(kind="departement", code="63", name="Puy-de-Dôme").label_full == "Puy-de-Dôme (département, 63)"
    assert Territory(kind="departement", code="988", name="N").label_full == "N (outre-mer, 988)"
    assert Territory(kind="qpv", code="QP063001", name="Gaillard").label_full == "Gaillard (QPV)"
    assert Territory(kind="ept", code="200057867", name="Plaine Commune").label_full == "Plaine Commune (EPT)"


@pytest.mark.parametrize(
    ("code", "name", "label"),
    [
        ("92094", "Namur", "Namur (Namur, BE)"),
        ("21009", "Ixelles", "Ixelles (Bruxelles, BE)"),
        ("25112", "Wavre", "Wavre (Brabant wallon, BE)"),
        ("46021", "Saint-Nicolas", "Saint-Nicolas (Flandre orientale, BE)"),
    ],
)
def test_a_belgian_commune_is_told_apart_by_its_province(code, name, label):
    assert Territory(kind="commune", code=code, name=name, country=Country.BELGIUM).label_full == label


def test_keys_lead_back_to_places(places):
    own = TerritoryFactory(name="Les Genêts", kind="quartier", code="", organisation=OrganisationFactory())
    keys = [places["63132"].key, own.key]
    assert keys[0] == "FR.commune.63132"
    assert set(Territory.objects.of_keys(keys)) == {places["63132"], own}


@pytest.mark.parametrize(
    "key",
    [
        *(".", "..", "FR", "FR.commune", "FR.commune.", "FR.commune.00000", "XX.commune.63132", "FR.commune.63132.x"),
        *("", "propre", "propre.", "propre.x", "propre.²", "propre.0", "propre.-1", "propre." + "9" * 30, "\u0000.a.b"),
    ],
)
def test_a_key_that_names_nothing_finds_nothing(places, key):
    assert not Territory.objects.of_keys([key]).exists()


def test_the_number_of_an_official_place_is_no_key_of_an_own_place(places):
    assert not Territory.objects.of_keys([f"propre.{places['63132'].pk}"]).exists()


def test_a_place_contains_what_belongs_to_it(places):
    assert {one.code for one in Territory.objects.within(places["200070761"])} == {
        "200070761",
        "63003",
        "63132",
        "63023",
        "63353",
    }
    assert list(Territory.objects.within(places["40120"])) == [places["40120"]]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Cunlhat (63)", Typed("cunlhat 63", "63", "cunlhat")),
        ("63590 Cunlhat", Typed("63590 cunlhat", "63590", "cunlhat")),
        ("Paris (département, 75)", Typed("paris departement 75", "75", "paris")),
        ("63 590", Typed("63 590", "63590")),
        ("2B", Typed("2b", "2b")),
        ("Cunlhat", Typed("cunlhat")),
    ],
)
def test_a_text_is_read_as_words_and_code(text, typed):
    assert read(text) == typed


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("St-Étienne", "saint etienne"),
        ("Œting", "oeting"),
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("  Ste  Ménehould ", "sainte menehould"),
    ],
)
def test_names_are_compared_without_accent_hyphen_or_abbreviation(text, norm):
    assert normalise(text) == norm
