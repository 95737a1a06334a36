"""Workshops that were held."""

import datetime

import pytest

from workshops.models import Workshop

pytestmark = pytest.mark.django_db
PAGE = "/projets/le-detour/ateliers/"


def test_workshops_are_read_latest_first_with_all_that_was_kept(project, reader, sign_in):
    Workshop.objects.create(
        project=project, script="frise", date=datetime.date(2026, 2, 26), who_name="Nadia", cards=41
    )
    Workshop.objects.create(
        project=project,
        script="raci",
        date=datetime.date(2026, 6, 16),
        who_member=project.members.first(),
        participants=9,
        cards=122,
        merged=12,
        commitments=["Alléger le centre social de deux A"],
    )
    response = sign_in(reader).get(PAGE)
    assert [workshop.script for workshop in response.context["page"]] == ["raci", "frise"]
    text = response.content.decode().replace("\u00a0", " ")
    for expected in ("16 juin 2026", ">9<", ">122<", ">12<", "Alléger le centre social", "Nadia", "Lecture et atelier"):
        assert expected in text


def test_no_workshop_yet(project, reader, sign_in):
    assert "Aucun atelier noté" in sign_in(reader).get(PAGE).content.decode()


def test_the_page_takes_the_same_queries_for_three_and_thirty(project, reader, sign_in, django_assert_num_queries):
    client = sign_in(reader)
    member = project.members.first()

    def fill(n):
        for _ in range(n):
            Workshop.objects.create(project=project, script="cible", who_member=member)

    fill(3)
    with django_assert_num_queries(5):
        client.get(PAGE)
    fill(27)
    with django_assert_num_queries(5):
        client.get(PAGE)
