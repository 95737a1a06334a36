"""P16 and R5: a spreadsheet of partners. Import: at most 3 times reading the file and one bulk insert of the same rows
(partners, persons, places in the project), history and comparison with the directory included. Bombs: refused in at most 50 ms.
"""

import random
import resource
import statistics
import time

from bench import harness

PASSES = 3
TARGET_RATIO = 3
TARGET_BOMB = 0.05
SIZES = (500, 5000)
WORDS = (
    *("social", "jeunes", "club", "école", "centre", "maison", "amis", "lien", "rural", "vélo", "jardin", "atelier"),
    *("musique", "danse", "chorale", "entraide", "solidaire", "fêtes", "patrimoine", "théâtre", "lecture", "marche"),
)


def spreadsheet(count):
    """Return an xlsx of `count` rows, one partner and one person each, in a hundred communes."""
    from tests.spreadsheets.make import Workbook

    dice = random.Random(16)
    rows = [["Structure", "Type", "Commune", "Adresse", "Contact", "Fonction", "Téléphone", "Courriel", "Mission"]]
    for number in range(count):
        name = f"{' '.join(dice.sample(WORDS, 3)).capitalize()} {number}"
        who = [f"Personne {number}", "présidente", f"06{number:08}", f"p{number}@exemple.example"]
        rows.append(
            [name, "Association", f"Commune {number % 100}", f"{number} rue du Bourg", *who, "Accueil, animation"]
        )
    book = Workbook()
    book.sheet("Contacts", rows)
    return book.bytes()


def make_project():
    """Return (a project, its coordinator), with a hundred communes to be found."""
    from accounts.models import Role
    from tests.factories import ProjectFactory, ProjectMemberFactory, TerritoryFactory, UserFactory

    for number in range(100):
        TerritoryFactory(name=f"Commune {number}")
    project = ProjectFactory()
    user = UserFactory()
    ProjectMemberFactory(project=project, user=user, role=Role.COORDINATOR)
    return project, user


def empty(project):
    from partnerships.models import Contact, Partner, PartnerImport, Partnership

    for model in (Contact, Partnership, Partner):
        model.history.all().delete()
        model.objects.all()._raw_delete("default")
    PartnerImport.objects.all().delete()
    project.operations.all().delete()


def ours(project, user, data):
    """The whole import: file, columns, comparison, writing."""
    from exchange.spreadsheets import steps
    from partnerships.models import ImportState, Partner

    draft = steps.receive(project, user, "liste.xlsx", data)
    draft.move([ImportState.COLUMNS], ImportState.PLANNING)
    steps.prepare(draft, steps.tick_of(draft))
    draft.move([ImportState.PREVIEW], ImportState.WRITING)
    steps.write(draft)
    return Partner.objects.count()


def control(project, _user, data):
    """Reading the file, and the same rows inserted in bulk, without history nor a look at the directory."""
    from django.db import transaction

    from exchange.spreadsheets.reading import read_sheets
    from partnerships.models import Contact, Partner, Partnership
    from territories.names import normalise

    rows = read_sheets("liste.xlsx", data)[0].rows[1:]
    with transaction.atomic():
        partners = Partner.objects.bulk_create(
            Partner(
                organisation_id=project.organisation_id,
                name=row[0],
                name_norm=normalise(row[0]),
                kind="association",
                seat=row[3],
                mission=row[8],
            )
            for row in rows
        )
        Contact.objects.bulk_create(
            Contact(partner=partner, name=row[4], function=row[5], phone=row[6], email=row[7])
            for partner, row in zip(partners, rows, strict=True)
        )
        Partnership.objects.bulk_create(
            Partnership(project=project, partner=partner, position=rank) for rank, partner in enumerate(partners)
        )
    return Partner.objects.count()


def spent(work, project, user, data):
    """Return (seconds of processor, this process and the one that reads; rows written) on an empty directory."""
    empty(project)
    before = _processor()
    count = work(project, user, data)
    return _processor() - before, count


def _processor():
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


def imports(project, user):
    for size in SIZES:
        data = spreadsheet(size)
        pairs = []
        for _pass in range(PASSES):
            (plain, inserted), (mine, written) = (spent(work, project, user, data) for work in (control, ours))
            # Names alike within a commune are asked about, and left out when nobody answers.
            assert inserted >= written > 0.9 * inserted
            pairs.append((mine, plain))
        ratio = statistics.median(mine / plain for mine, plain in pairs)
        mine, plain = (statistics.median(column) for column in zip(*pairs, strict=True))
        yield harness.Line(
            "P16 import of a spreadsheet",
            f"{size} rows",
            f"{mine:.2f} s",
            f"{plain:.2f} s",
            ratio,
            f"≤ {TARGET_RATIO} ×",
            ratio <= TARGET_RATIO,
        )


def bombs():
    from exchange.errors import SpreadsheetRefused
    from exchange.spreadsheets.opening import look
    from tests.spreadsheet_files import overlapping, swollen

    for name, make in (("swollen xlsx", swollen), ("overlapping zip", overlapping)):
        data = make()
        times = []
        for _pass in range(PASSES):
            began = time.perf_counter()
            try:
                look("liste.xlsx", data)
            except SpreadsheetRefused:
                times.append(time.perf_counter() - began)
        worst = max(times) if len(times) == PASSES else float("inf")
        figure = harness.milliseconds(worst)
        size = f"{name}, {len(data) // 1000} kB"
        yield harness.Line("R5 bomb refused", size, figure, "", None, "≤ 50 ms", worst <= TARGET_BOMB)


def main():
    harness.start()
    project, user = make_project()
    return harness.report([*imports(project, user), *bombs()])


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
