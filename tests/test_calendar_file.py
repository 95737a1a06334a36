"""The days of agreements as an iCalendar file: its grammar, then what leaves in it."""

import datetime
import re

import pytest
from django.urls import reverse

from agreements.models import Agreement, AgreementStatus
from documents.ics import CalendarDay, calendar_file
from tests.agreement_facts import make_agreement

DAY = datetime.date(2026, 12, 31)


def read_back(content):
    """Return the lines of a file, unfolded, as any reader of RFC 5545 does."""
    text = content.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def events_of(content):
    """Return the events of a file as dictionaries, their values unescaped."""
    lines, found = read_back(content), []
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    for line in lines:
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1][name] = re.sub(r"\\(.)", lambda mark: "\n" if mark[1] == "n" else mark[1], value)
    return found


@pytest.mark.once
def test_a_day_lasts_the_whole_day_and_keeps_its_words():
    title = "Fin ; « été », d’où \\ vient\nà la ligne " + "é€😀" * 60
    one = CalendarDay(uid="abc-end@maillage.example", day=DAY, title=title, url="https://maillage.example/a\r\nX:1 é/")
    content = calendar_file("Projet, « Le Détour »", [one], made_on=DAY)
    assert content == calendar_file("Projet, « Le Détour »", [one], made_on=DAY)
    (event,) = events_of(content)
    assert event["SUMMARY"] == title
    assert event["UID"] == "abc-end@maillage.example"
    assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == ("20261231", "20270101")
    # No line of its own can be slipped into an address or a name.
    assert event["URL"] == "https://maillage.example/aX:1/"
    assert "DESCRIPTION" not in event


@pytest.mark.once
def test_what_is_no_letter_is_taken_out():
    (event,) = events_of(
        calendar_file("-", [CalendarDay("a\r\nBEGIN:VALARM", DAY, "a\x00b\x1bc\rd\ud800")], made_on=DAY)
    )
    assert event["SUMMARY"] == "a b c\nd "
    assert "BEGIN" not in event


@pytest.mark.django_db
def test_the_days_of_a_project_and_of_all_of_them(project, coordinator, reader, stranger, client, sign_in):
    agreement = make_agreement(project, coordinator)
    Agreement.objects.filter(pk=agreement.pk).update(
        status=AgreementStatus.SIGNED, ends_on=datetime.date(2999, 12, 31), notice="deux mois"
    )
    own = reverse("agreements:agreement_calendar_ics", args=[project.slug])
    every = reverse("agreements:agreement_calendar_all_ics")
    for address in (own, every):
        answer = sign_in(reader).get(address)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert "attachment" in answer["Content-Disposition"]
        events = {event["UID"].partition("@")[0].rpartition("-")[2]: event for event in events_of(answer.content)}
        assert events["end"]["DTSTART;VALUE=DATE"] == "29991231"
        assert events["notice"]["SUMMARY"] == f"Dernier jour pour dénoncer – {agreement.title}"
        assert "Le Détour" in events["end"]["DESCRIPTION"]
        terms = reverse("agreements:agreement_terms", args=[project.slug, agreement.public_id])
        assert events["end"]["URL"] == f"http://testserver{terms}"
        page = sign_in(reader).get(address.replace(".ics", "/")).content.decode()
        assert address in page
    assert events_of(sign_in(stranger).get(every).content) == []
    assert sign_in(stranger).get(own).status_code == 404
    client.logout()
    assert client.get(own).status_code == client.get(every).status_code == 302
    assert sign_in(reader).post(own).status_code == 405
