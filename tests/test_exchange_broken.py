"""A broken project file: every error with its line or its place, in French, and nothing written."""

import re
import time
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from exchange.errors import ProjectFileError
from exchange.importing import import_file
from exchange.reading import MAX_BYTES
from tests.factories import OrganisationFactory, PartnerFactory
from tests.official import official_places

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parent.parent / "exchange" / "demo.yaml"
SOURCE = DEMO.read_text(encoding="utf-8")


@pytest.fixture
def organisation(db):
    official_places()
    return OrganisationFactory()


def rows():
    """Return how many rows each table has, in one query."""
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
    counts = ", ".join(f"(SELECT count(*) FROM {connection.ops.quote_name(table)})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


ENGLISH = re.compile(r"\b(the|is not|expected|found|invalid|error|line|must|cannot|unknown)\b", re.IGNORECASE)


def refused(source, organisation):
    """Return the problems of a file that must be refused, having checked that nothing was written."""
    before = rows()
    with pytest.raises(ProjectFileError) as error:
        import_file(source if isinstance(source, bytes) else source.encode(), organisation=organisation)
    assert rows() == before
    assert [problem for problem in error.value.problems if ENGLISH.search(problem.message)] == []
    return error.value.problems


def line_of(text, source=SOURCE):
    return source[: source.index(text)].count("\n") + 1


def change(*pairs):
    """Return the demonstration with each (before, after) replaced once."""
    source = SOURCE
    for before, after in pairs:
        assert before in source
        source = source.replace(before, after, 1)
    return source


BROKEN = {
    "an unknown partner": (
        ("{id: pl03, partenaire: p29", "{id: pl03, partenaire: p92"),
        "placements[2].partenaire",
        "« p92 » n’existe pas dans « partenaires ». Vouliez-vous dire « p29 »",
    ),
    "an unknown horizon": (
        ("{id: pl03, partenaire: p29, horizon: h1", "{id: pl03, partenaire: p29, horizon: h9"),
        "placements[2].horizon",
        "n’existe pas dans « listes.horizons »",
    ),
    "an unknown lane": (
        ("horizon: h1, ligne: allie, date: 2026-02-20", "horizon: h1, ligne: ami, date: 2026-02-20"),
        "placements[2].ligne",
        "n’existe pas dans « listes.lignes »",
    ),
    "an unknown team member": (
        ("resume: \"L'idée d'un camion", "presents: [u9], resume: \"L'idée d'un camion"),
        "",
        "La clé « presents » est répétée",
    ),
    "somebody unknown who plays an actor": (
        ("joue_par: u4", "joue_par: u44"),
        "pas_de_cote[0].joue_par",
        "ni un partenaire ni une personne de l’équipe",
    ),
    "an unknown territory": (
        ("territoires: [t_cun, t_oll, t_sgh]\n  publics", "territoires: [t_cun, t_oll, t_xxx]\n  publics"),
        "projet.territoires[2]",
        "n’existe pas dans « territoires »",
    ),
    "an unknown public": (
        ("publics: [pu_ages, pu_fam, pu_jeu, pu_aid, pu_tous]", "publics: [pu_age, pu_fam]"),
        "projet.publics[0]",
        "Vouliez-vous dire « pu_ages »",
    ),
    "an unknown activity": (("  a12: {p01: RA", "  a13: {p01: RA"), "raci.a13", "n’existe pas dans « activites »"),
    "an unknown partner in the matrix": (
        ("  a12: {p01: RA", "  a12: {p99: RA"),
        "raci.a12.p99",
        "« p99 » n’existe pas",
    ),
    "unknown letters": (
        ("  a12: {p01: RA", "  a12: {p01: X"),
        "raci.a12.p01",
        "Valeurs acceptées : R, A, C, I, RA, (A)",
    ),
    "a renewal without its new end": (
        ("    fiches: [f1]", "    suite: {evenements: [{quoi: reconduction, date: 2026-10-01}]}\n    fiches: [f1]"),
        "conventions[0].suite.evenements[0].quoi",
        "dans « jusqu_au »",
    ),
    "an unknown fiche": (("    fiches: [f1]", "    fiches: [f7]"), "conventions[0].fiches[0]", "« f7 » n’existe pas"),
    "two placements in one horizon": (
        ("{id: pl03, partenaire: p29, horizon: h1", "{id: pl03, partenaire: p05, horizon: h1"),
        "placements[2]",
        "déjà placé à cet horizon",
    ),
    "an end before its start": (
        ("debut: 2026-01-15, fin: 2026-05-30", "debut: 2026-01-15, fin: 2025-05-30"),
        "activites[0].fin",
        "La fin (30/05/2025) précède le début (15/01/2026)",
    ),
    "a day that does not exist": (
        ("debut: 2026-01-15, fin: 2026-05-30", "debut: 2026-01-15, fin: 2026-02-30"),
        "activites[0].fin",
        "n’est pas une date du calendrier",
    ),
    "a column of the drawing beyond any sheet": (
        ("{partenaire: p01, colonne: 2, rang: 3}", "{partenaire: p01, colonne: 2000000000, rang: 3}"),
        "dessin_relations[0].colonne",
        "2000000000 sort de l’échelle : de 0 à 100",
    ),
    "a row of the drawing beyond any sheet": (
        ("{partenaire: p01, colonne: 2, rang: 3}", "{partenaire: p01, colonne: 2, rang: 1001}"),
        "dessin_relations[0].rang",
        "1001 sort de l’échelle : de 0 à 1000",
    ),
    "a text for a number": (
        ("influence: 5, interet: 4", 'influence: "cinq", interet: 4'),
        "partenaires[1].influence",
        "Il faut un nombre entier, pas « cinq »",
    ),
    "a number for a text": (
        ('{id: pu_fam, nom: "Familles avec jeunes enfants, familles monoparentales"}', "{id: pu_fam, nom: 12}"),
        "publics[1].nom",
        "Il faut un texte, pas le nombre 12",
    ),
    "a list for a group": (
        (
            'contact: {nom: "Nadège Vialatte",',
            'contact: [1], autre: {nom: "Nadège Vialatte",',
        ),
        "partenaires[0].contact",
        "Il faut un groupe de clés",
    ),
    "a group for a list": (
        ('    - {date: 2026-01-15, titre: "Lancement de la préfiguration"}', "    - 12"),
        "projet.jalons[0]",
        "Il faut un groupe de clés",
    ),
    "a scale overrun": (
        ("influence: 5, interet: 4", "influence: 6, interet: 4"),
        "partenaires[1].influence",
        "de 1 à 5",
    ),
    "yes for true": (("oublie: false", "oublie: yes"), "partenaires[0].oublie", "true (oui) ou false (non)"),
    "an address without @": (
        ("mairie@cunlhat.example", "mairie.cunlhat"),
        "partenaires[1].contact.courriel",
        "adresse de courriel",
    ),
    "an unknown key": (
        (
            "nature_lien: partenariat, intensite: 4, formalisation: aucune",
            "natur_lien: partenariat, intensite: 4, formalisation: aucune",
        ),
        "partenaires[0].natur_lien",
        "Vouliez-vous dire « nature_lien » ?",
    ),
    "an unknown section": (("\nliens:", "\nlien:"), "lien", "Partie inconnue : « lien ». Vouliez-vous dire « liens »"),
    "an unknown code": (
        ("formalisation: mise_a_disposition, etape", "formalisation: mise_a_disposision, etape"),
        "partenaires[1].formalisation",
        "Vouliez-vous dire « mise_a_disposition » ?",
    ),
    "an unknown code in a list": (
        ("{id: caf, code: family_fund,", "{id: caf, code: family_found,"),
        "listes.types[5].code",
        "Vouliez-vous dire « family_fund »",
    ),
    "a name too long": (
        ('nom: "Commune d\'Olliergues"', f'nom: "{"o" * 201}"'),
        "partenaires[2].nom",
        "201 signes, 200 au plus",
    ),
    "a text too long": (
        ('apport: "Place du marché, salle l\'hiver, prise électrique"', f'apport: "{"o" * 20001}"'),
        "partenaires[1].apport",
        "20001 signes, 20000 au plus",
    ),
    "an identifier twice": (("{id: p03,", "{id: p02,"), "partenaires[2].id", "déjà pris"),
    "a partner twice": (
        ('nom: "Commune d\'Olliergues"', 'nom: "COMMUNE DE CUNLHAT"'),
        "partenaires[2].nom",
        "est déjà écrit ligne",
    ),
    "a carrier that the project does not name": (
        (
            'synergie: 3, antagonisme: 1, oublie: false, contact: {nom: null, fonction: "Adjointe',
            'synergie: 3, antagonisme: 1, oublie: false, porteur: true, contact: {nom: null, fonction: "Adjointe',
        ),
        "partenaires[1].porteur",
        "projet.porteur dit « p01 »",
    ),
    "an unknown commune": (
        ('code_insee: "63132"', 'code_insee: "63999"'),
        "territoires[1].code_insee",
        "« 63999 » n’est pas un code officiel (Commune). Cunlhat a le code 63132",
    ),
    "a code of another commune": (
        ('nom: "Cunlhat", code_insee: "63132"', 'nom: "Cunlhat", code_insee: "63003"'),
        "territoires[1].nom",
        "celui de « Ambert »",
    ),
    "a commune without code": (('code_insee: "63132", ', ""), "territoires[1].code_insee", "le code officiel"),
    "a total that is not a sum": (
        ("      total: 69500", "      total: 69501"),
        "conventions[1].budget_annuel.total",
        "69 501 € ne correspond pas à la somme des charges et des produits, qui donne 69 500 €",
    ),
    "an investment that is not a sum": (("  total: 38500", "  total: 38400"), "investissement.total", "38 400 €"),
    "a subsidy that is not a sum": (
        ("montant_total: 84000", "montant_total: 85000"),
        "conventions[1].montant_total",
        "85 000 €",
    ),
    "a yearly support that is not a sum": (
        ("montant_cumule_annuel: 29800", "montant_cumule_annuel: 28000"),
        "conventions[1].montant_cumule_annuel",
        "29 800 €",
    ),
    "a missing name": (('  nom: "La Buissonnière"\n', ""), "projet.nom", "Il manque « nom »"),
    "a missing carrier": (("  porteur: p01\n", ""), "projet.porteur", "Il manque « porteur »"),
    "another version": (("version: 1\n", "version: 2\n"), "version", "de 1 à 1"),
    "a required article left out": (
        ("    fiches: [f1]", "    fiches: [f1]\n    articles: [{titre: Objet, retenu: false}]"),
        "conventions[0].articles[0].retenu",
        "Seul un article facultatif",
    ),
    "an annex that is a text and a picture": (
        ("    fiches: [f1]", "    fiches: [f1]\n    annexes_propres: [{titre: Plan, texte: Un, image: Deux}]"),
        "conventions[0].annexes_propres[0].image",
        "pas les deux",
    ),
    "a link to oneself": (
        ("{a: p01, b: p02, mode: 4,", "{a: p02, b: p02, mode: 4,"),
        "liens[0].b",
        "deux acteurs différents",
    ),
    "a parade to no frein": (
        ("{frein: fr01, texte", "{frein: fr09, texte"),
        "pas_de_cote[0].parades[0].frein",
        "n’est pas un frein de cet acteur",
    ),
    "a commitment of nobody's": (
        ('      p26: ["mobiliser', '      p25: ["mobiliser'),
        "conventions[0].engagements.p25",
        "n’est pas partie",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_refused_with_its_place_and_nothing_is_written(case, organisation):
    pair, path, message = BROKEN[case]
    source = change(pair)
    found = [problem for problem in refused(source, organisation) if problem.path == path]
    assert len(found) == 1
    assert message in found[0].message.replace("\u00a0", " ")
    assert found[0].line > 0
    changed = [
        number
        for number, (one, two) in enumerate(zip(SOURCE.split("\n"), source.split("\n"), strict=False), 1)
        if one != two
    ]
    if not case.startswith("a missing"):
        assert found[0].line in changed or found[0].line == changed[0] + 1


def test_all_the_errors_come_at_once_in_the_order_of_the_file(organisation):
    pairs = [
        BROKEN[case][0]
        for case in ("an unknown partner", "a text for a number", "an unknown commune", "a total that is not a sum")
    ]
    problems = refused(change(*pairs), organisation)
    assert [problem.path for problem in problems] == [
        "territoires[1].code_insee",
        "partenaires[1].influence",
        "placements[2].partenaire",
        "conventions[1].budget_annuel.total",
    ]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_a_problem_reads_as_a_sentence(organisation):
    (problem,) = refused(change(BROKEN["a scale overrun"][0]), organisation)
    assert (
        str(problem)
        == f"ligne {line_of('{id: p02,')}, partenaires[1].influence\u00a0: 6 sort de l’échelle\u00a0: de 1 à 5."
    )


def test_a_file_full_of_errors_is_cut_short(organisation):
    wrong = "".join(f"\n  - {{a: x{number}, b: y{number}, mode: 9}}" for number in range(5000))
    problems = refused(
        SOURCE.replace("\nplacements:", f"{wrong}\n\nplacements:").replace("\nliens:   #", "\nliens: #"), organisation
    )
    assert len(problems) < 510
    assert "Plus de 500 erreurs" in problems[0].message


HOSTILE = {
    "a YAML bomb": (
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{name}: &{name} [*{last}, *{last}, *{last}, *{last}]\n"
            for last, name in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        1,
        "ancres YAML",
    ),
    "an alias": ("version: 1\nprojet: *rien\n", 2, "renvois YAML"),
    "an anchor": ("version: &v 1\n", 1, "ancres YAML"),
    "a tag that builds an object": ("version: !!python/object/apply:os.system ['true']\n", 1, "étiquettes YAML"),
    "a local tag": ("version: !mien 1\n", 1, "étiquettes YAML"),
    "two documents": ("version: 1\n---\nversion: 1\n", 2, "Plusieurs documents"),
    "a key that is a list": ("[a, b]: 1\n".join(["version: 1\n", ""]), 2, "Une clé doit être un mot"),
    "no end to a quote": ('version: 1\nmention: "sans fin\n', 3, "Guillemets ouverts"),
    "a tabulation": ("version: 1\nprojet:\n\tid: x\n", 3, ""),
    "two colons": ("version: 1\nmention: ceci: cela\n", 2, "Deux-points mal placé"),
    "a control character": ('version: 1\nmention: "a\x07b"\n', 2, "Caractère de contrôle interdit (U+0007)"),
    "a hidden control character": ('version: 1\nmention: "a\\x07b"\n', 2, "Caractère de contrôle interdit (U+0007)"),
    "a null character": ('{"version": 1,\n"mention": "a\\u0000b"}', 2, "U+0000"),
    "a lone surrogate": ('{"version": 1, "mention": "\\ud800"}', 1, "U+D800"),
    "a text that reads backwards": ('version: 1\nmention: "a\u202eb"\n', 2, "U+202E"),
    "another encoding": ('version: 1\nmention: "été"\n'.encode("latin-1"), 2, "UTF-8"),
    "UTF-16": ("version: 1\n".encode("utf-16"), 1, "UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64), 1, "UTF-8"),
    "an archive": (b"PK\x03\x04\x14\x00\x00\x00", 1, "Caractère de contrôle"),
    "nothing": (b"  \n", 0, "vide"),
    "a list": ("- version: 1\n", 1, "doit commencer par des clés"),
    "a word": ("bonjour\n", 1, "doit commencer par des clés"),
    "JSON cut short": ('{"version": 1,\n"projet": {"id"', 2, "deux-points"),
    "JSON with a comma too many": ('{"version": 1,\n}', 2, "guillemets doubles"),
    "JSON that is not a number": ('{"version": NaN}', 1, "n’est pas du JSON"),
    "JSON and more": ('{"version": 1}\nencore', 2, "après la fin"),
    "JSON with a number of a thousand digits": (f'{{"version": {"9" * 1000}}}', 1, "n’est pas du JSON"),
    "deep YAML": ("version: " + "[" * 100_000, 1, "imbriquées"),
    "deep JSON": ("[" * 100_000, 1, "imbriquées"),
    "a million values": ("version: [" + "1," * 1_000_000 + "]", 1, "plus de 200000 valeurs"),
    "fifty megabytes": (b"a" * 50_000_000, 0, "dépasse 5 Mo"),
    "one byte too many": (b"#" * (MAX_BYTES + 1), 0, "dépasse 5 Mo"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_at_once(case, organisation):
    source, line, message = HOSTILE[case]
    started = time.process_time()
    problems = refused(source, organisation)
    assert time.process_time() - started < 6
    found = [problem for problem in problems if message in problem.message.replace("\u00a0", " ")]
    assert found
    assert found[0].line == line


def test_a_large_file_on_the_disk_is_not_read_whole(organisation, tmp_path):
    path = tmp_path / "grand.yaml"
    with path.open("wb") as large:
        large.truncate(5_000_000_000)
    with pytest.raises(ProjectFileError, match="refused") as error:
        import_file(path, organisation=organisation)
    assert "dépasse 5" in error.value.problems[0].message


def test_a_repeated_key_is_told_with_both_lines(organisation):
    problems = refused(change(("version: 1\n", "version: 1\nlangue: en\n")), organisation)
    assert [problem.message for problem in problems if "répétée" in problem.message] == [
        f"La clé «\u00a0langue\u00a0» est répétée (déjà ligne {line_of('version: 1') + 1})."
    ]


def test_what_only_the_database_knows_writes_nothing_either(organisation, monkeypatch):
    from exchange.importers import frame

    monkeypatch.setattr(frame, "free_slug", lambda name: "pris")
    import_file(DEMO, organisation=organisation)
    problems = refused(SOURCE, organisation)
    assert "La base a refusé" in problems[0].message


def test_the_geography_must_have_been_loaded():
    assert "load_territories" in refused(SOURCE, OrganisationFactory())[0].message


def test_dates_do_not_move_without_a_reference(organisation):
    with pytest.raises(ProjectFileError) as error:
        import_file(
            change(("date_reference: 2026-11-16", "date_reference:")).encode(),
            organisation=organisation,
            shift_dates=True,
        )
    assert [problem.path for problem in error.value.problems] == ["date_reference"]


def test_a_refused_second_import_leaves_the_directory_as_it_was(organisation):
    PartnerFactory(organisation=organisation, name="Commune de Cunlhat", short_name="")
    refused(change(BROKEN["an unknown partner"][0]), organisation)
    assert organisation.partners.get().short_name == ""


def test_a_processor_that_is_no_party_and_a_check_passed_over_twice(organisation):
    source = change(
        (
            "    rgpd: A\n",
            "    rgpd: C\n    sous_traitant: p02\n    passages_outre: [{verification: 2, motif: un},"
            " {verification: 2, motif: deux}]\n",
        )
    )
    messages = [problem.message for problem in refused(source, organisation)]
    assert any("n’est pas partie à cette convention" in message for message in messages)
    assert any("déjà passée outre" in message for message in messages)
