"""The models of text of an organisation: copied, written, published, archived; what is written from one never changes."""

import pytest
from django.urls import reverse

from accounts.models import Role
from agreements.drafting import start_agreement
from agreements.models import Agreement, AgreementTemplate, AgreementTemplateVersion, WrongMoment
from agreements.models_text import MODELS, model_of
from agreements.wording import Writer
from projects.models import Operation, operation
from tests.agreement_facts import DAY, partner_of, read
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def url(organisation, name, *more):
    return reverse(f"agreements:{name}", args=[organisation.slug, *more])


@pytest.fixture
def organisation(project):
    return project.organisation


@pytest.fixture
def template(organisation, coordinator, sign_in):
    """A model of the organisation copied from ours, not yet published."""
    sign_in(coordinator).post(url(organisation, "model_copy", "T1"))
    return AgreementTemplate.objects.get()


def draft_of(template):
    return template.versions.get(published_on=None)


def article_said(template, **said):
    draft = draft_of(template)
    return {"version": draft.version, "title": "Objet", "body": "Vous cultivez {projet}."} | said


def publish(client, template):
    draft = draft_of(template)
    return client.post(
        url(template.organisation, "draft_publish", template.public_id), {"version": draft.version}, follow=True
    )


def test_a_copy_of_ours_is_a_draft_with_the_same_text(organisation, template, coordinator, sign_in):
    draft = draft_of(template)
    assert (template.base, template.name) == ("T1", f"{MODELS['T1'].name}, notre version")
    assert [row["key"] for row in draft.articles] == [article.key for article in MODELS["T1"].articles]
    client = sign_in(coordinator)
    client.post(url(organisation, "model_copy", "T1"))
    assert AgreementTemplate.objects.filter(name__endswith="notre version 2").exists()
    assert client.post(url(organisation, "model_copy", "T9")).status_code == 404
    assert client.get(url(organisation, "built_in_detail", "T9")).status_code == 404
    assert "Camille Exemple" in client.get(url(organisation, "built_in_detail", "T1")).content.decode()


def test_an_agreement_keeps_the_version_it_was_written_from(project, template, coordinator, sign_in):
    client = sign_in(coordinator)
    article = url(template.organisation, "draft_article", template.public_id, "objet")
    client.post(article, article_said(template))
    publish(client, template)
    with operation(by=coordinator, label="Convention", project=project):
        agreement = start_agreement(
            project=project,
            partnership=partner_of(project),
            title="Convention",
            by=coordinator,
            day=DAY,
            text_model=template.published,
        )
    before = [item.title + "".join(block.text for block in item.blocks) for item in Writer(read(agreement)).written()]
    assert f"Vous cultivez {project.name}." in " ".join(before)
    client.post(url(template.organisation, "draft_open", template.public_id))
    client.post(article, article_said(template, body="Autre texte."))
    said = draft_of(template)
    client.post(
        url(template.organisation, "draft_presentation", template.public_id),
        {"version": said.version, "title": "Autre titre", "party": "{denomination}", "party_last": "", "visas": ""},
    )
    publish(client, template)
    kept = read(agreement)
    after = [item.title + "".join(block.text for block in item.blocks) for item in Writer(kept).written()]
    assert after == before
    assert model_of(kept).article("objet").body == "Vous cultivez {projet}."
    assert model_of(kept).party != "{denomination}"
    # « Texte du modèle » brings back the words of that version.
    objet = kept.articles.get(key="objet")
    objet.body = "Récrit."
    objet.save()
    base = [project.slug, agreement.public_id, objet.public_id]
    client.post(reverse("agreements:article_restore", args=base), {"version": objet.version})
    objet.refresh_from_db()
    assert objet.body == "Vous cultivez {projet}."


def test_the_wizard_offers_what_is_published_and_not_archived(project, template, coordinator, sign_in):
    client = sign_in(coordinator)
    partnership = partner_of(project)
    wizard = reverse("agreements:agreement_create", args=[project.slug])
    step = {"avec": partnership.public_id, "etape": "modele"}
    own = f'value="nous-{template.public_id}"'
    assert own not in client.get(wizard, step).content.decode()
    publish(client, template)
    assert own in client.get(wizard, step).content.decode()
    said = {"avec": partnership.public_id, "modele": f"nous-{template.public_id}", "titre": "Convention"}
    client.post(wizard, said)
    agreement = Agreement.objects.get()
    assert (agreement.template, agreement.text_model) == ("T1", template.published)
    template.refresh_from_db()
    client.post(url(template.organisation, "model_archive", template.public_id), {"version": template.version})
    assert own not in client.get(wizard, step).content.decode()
    assert client.get(agreement.get_absolute_url()).status_code == 200


def test_an_article_is_written_added_moved_and_removed_in_the_draft(template, coordinator, sign_in):
    client, base = sign_in(coordinator), (template.organisation, template.public_id)
    add = url(base[0], "draft_article_add", base[1])
    answer = client.post(add, article_said(template, title="Eau", body="{p.court} arrose.", each_party="on"))
    assert answer.url == url(base[0], "draft_article", base[1], "eau")
    page = client.get(answer.url).content.decode()
    assert "Les Tilleuls arrose." in page
    assert "La commune de Valmore" in page or "la commune de Valmore arrose." in page
    keys = [row["key"] for row in draft_of(template).articles]
    assert keys[-3:] == ["eau", "annexes", "exemplaires"]
    version = draft_of(template).version
    client.post(url(base[0], "draft_article_move", base[1], "eau", "monter"), {"version": version})
    assert [row["key"] for row in draft_of(template).articles][-4] == "eau"
    stale = client.post(url(base[0], "draft_article_remove", base[1], "eau"), {"version": version})
    assert stale.status_code == 409
    client.post(url(base[0], "draft_article_remove", base[1], "eau"), {"version": version + 1})
    assert "eau" not in [row["key"] for row in draft_of(template).articles]
    undo = url(base[0], "model_undo", Operation.objects.first().public_id)
    client.post(undo)
    assert "eau" in [row["key"] for row in draft_of(template).articles]
    assert client.post(url(base[0], "draft_article_move", base[1], "eau", "ailleurs")).status_code == 404
    assert client.get(url(base[0], "draft_article", base[1], "inconnu")).status_code == 404
    assert client.post(url(base[0], "draft_article_move", base[1], "preambule", "monter")).status_code == 403


def test_a_wrong_mark_is_refused_with_its_line_and_the_text_is_kept(template, coordinator, sign_in):
    client, base = sign_in(coordinator), (template.organisation, template.public_id)
    article = url(base[0], "draft_article", base[1], "objet")
    refused = client.post(article, article_said(template, body="Bien.\nMon {preavi} à moi"))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Ligne 2\u00a0: repère inconnu" in page
    assert "Mon {preavi} à moi" in page
    presentation = url(base[0], "draft_presentation", base[1])
    said = {"version": 1, "title": "{preavis}", "party": "{inconnu}", "party_last": "", "visas": "[si"}
    refused = client.post(presentation, said)
    assert refused.status_code == 422
    assert refused.content.decode().count('class="erreur"') >= 3
    assert client.post(article, article_said(template, body="")).status_code == 422
    assert draft_of(template).version == 1


def test_the_example_is_shown_as_one_types_and_nothing_is_written(template, coordinator, sign_in):
    client, base = sign_in(coordinator), (template.organisation, template.public_id)
    article = url(base[0], "draft_article", base[1], "objet")
    typed = article_said(template, body="<b>Vu</b> par {p1.court}. {preavi}", geste="apercu")
    fragment = client.post(article, typed, headers={"HX-Request": "true"})
    page = fragment.content.decode()
    assert fragment.status_code == 200
    assert "<html" not in page
    assert "&lt;b&gt;Vu&lt;/b&gt; par Les Tilleuls." in page
    assert "repère inconnu" in page
    plain = client.post(article, typed).content.decode()
    assert "<html" in plain
    assert "&lt;b&gt;Vu&lt;/b&gt; par Les Tilleuls." in plain
    added = client.post(url(base[0], "draft_article_add", base[1]), typed | {"title": "Neuf"}).content.decode()
    assert "Neuf" in added
    said = {"version": 1, "title": "T", "party": "Moi, {court}", "party_last": "", "visas": "", "geste": "apercu"}
    assert "Moi, Les Tilleuls" in client.post(url(base[0], "draft_presentation", base[1]), said).content.decode()
    assert draft_of(template).version == 1
    assert Operation.objects.count() == 1


def test_the_words_after_the_last_party_keep_the_space_they_start_with(template, coordinator, sign_in):
    said = {"version": 1, "title": "T", "party": "{denomination}", "party_last": " ; tous unis", "visas": ""}
    sign_in(coordinator).post(url(template.organisation, "draft_presentation", template.public_id), said)
    assert draft_of(template).party_last == "\u00a0; tous unis"


def test_two_people_in_one_draft_do_not_write_over_one_another(template, coordinator, sign_in):
    client, base = sign_in(coordinator), (template.organisation, template.public_id)
    article = url(base[0], "draft_article", base[1], "objet")
    said = article_said(template)
    assert client.post(article, said).status_code == 302
    late = client.post(article, said | {"body": "Mon autre texte."})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Mon autre texte." in page
    assert "Vous cultivez {projet}." in page
    assert "Remplacer" in page
    assert client.post(article, said | {"body": "Mon autre texte.", "version": "2"}).status_code == 302
    name = url(base[0], "draft_name", base[1])
    assert client.post(name, {"version": 1, "name": "Jardins", "purpose": ""}).status_code == 302
    assert client.post(name, {"version": 1, "name": "Vergers", "purpose": ""}).status_code == 409


def test_two_models_of_an_organisation_have_two_names(template, organisation, coordinator, sign_in):
    AgreementTemplate.objects.create(organisation=organisation, base="T1", name="Jardins")
    said = {"version": template.version, "name": "Jardins", "purpose": ""}
    refused = sign_in(coordinator).post(url(organisation, "draft_name", template.public_id), said)
    assert refused.status_code == 422
    assert "porte déjà ce nom" in refused.content.decode()


def test_a_draft_that_cannot_be_filled_is_not_published(template, coordinator, sign_in):
    draft = draft_of(template)
    draft.articles[3]["body"] = "{lune}"
    draft.save()
    client = sign_in(coordinator)
    refused = client.post(url(template.organisation, "draft_publish", template.public_id), {"version": draft.version})
    assert refused.status_code == 422
    assert "«\u00a0{lune}\u00a0»" in refused.content.decode()
    assert draft_of(template) == draft


def test_two_versions_are_compared_article_by_article(template, coordinator, reader, stranger, sign_in):
    client, base = sign_in(coordinator), (template.organisation, template.public_id)
    publish(client, template)
    client.post(url(base[0], "draft_open", base[1]))
    client.post(url(base[0], "draft_article", base[1], "objet"), article_said(template))
    draft = draft_of(template)
    draft.articles = [row | {"optional": True} if row["key"] == "duree" else row for row in draft.articles]
    draft.save()
    publish(client, template)
    address = url(base[0], "model_compare", base[1], 1, 2)
    assert address in client.get(url(base[0], "model_detail", base[1])).content.decode()
    page = sign_in(reader).get(address).content.decode()
    assert "2 sections modifiées" in page
    assert "cultivez {projet}" in page
    assert "Article facultatif." in page
    assert 'data-vue="ligne"' in sign_in(reader).get(address + "?vue=ligne").content.decode()
    same = sign_in(reader).get(url(base[0], "model_compare", base[1], 2, 2)).content.decode()
    assert "Les deux textes sont les mêmes." in same
    assert sign_in(reader).get(url(base[0], "model_compare", base[1], 1, 9)).status_code == 404
    assert sign_in(reader).post(address).status_code == 405
    assert sign_in(stranger).get(address).status_code == 404


def test_a_published_version_is_read_and_never_written(template, coordinator, sign_in):
    client, base = sign_in(coordinator), (template.organisation, template.public_id)
    page = publish(client, template).content.decode()
    assert "version 1 publiée" in page
    assert "en usage" in page
    version = template.versions.get()
    with pytest.raises(WrongMoment):
        version.publish(on=DAY, by=coordinator)
    assert client.get(url(base[0], "draft_article", base[1], "objet")).status_code == 404
    assert client.post(url(base[0], "draft_publish", base[1])).status_code == 404
    assert client.post(url(base[0], "draft_drop", base[1])).status_code == 404
    client.post(url(base[0], "draft_open", base[1]))
    client.post(url(base[0], "draft_open", base[1]))
    assert sorted(template.versions.values_list("number", flat=True)) == [1, 2]
    assert client.get(url(base[0], "model_version", base[1], 1)).status_code == 200
    assert client.get(url(base[0], "model_version", base[1], 9)).status_code == 404
    client.post(url(base[0], "draft_drop", base[1]))
    assert AgreementTemplate.objects.get().draft is None


def test_a_model_never_published_goes_away_with_its_draft_and_comes_back(template, coordinator, sign_in):
    client, organisation = sign_in(coordinator), template.organisation
    page = client.post(url(organisation, "draft_drop", template.public_id), follow=True).content.decode()
    assert not AgreementTemplate.objects.exists()
    gesture = Operation.objects.first()
    undo = url(organisation, "model_undo", gesture.public_id)
    assert f'action="{undo}"' in page
    client.post(undo)
    assert AgreementTemplate.objects.get().draft is not None
    # The gesture that made it can no longer be taken back: it has been undone and done again since.
    with operation(by=coordinator, label="Ailleurs", organisation=organisation) as other:
        organisation.save()
    assert client.post(url(organisation, "model_undo", other.public_id)).status_code == 404


def test_a_publication_that_serves_an_agreement_is_not_taken_back(project, template, coordinator, sign_in):
    client = sign_in(coordinator)
    publish(client, template)
    with operation(by=coordinator, label="Convention", project=project):
        start_agreement(
            project=project,
            partnership=partner_of(project),
            title="Convention",
            by=coordinator,
            day=DAY,
            text_model=template.published,
        )
    made = Operation.objects.get(label__endswith="créé")
    page = client.post(url(template.organisation, "model_undo", made.public_id), follow=True).content.decode()
    assert "ne peut plus être annulé" in page
    assert AgreementTemplateVersion.objects.count() == 1


def test_members_read_and_those_who_run_the_organisation_write(organisation, template, stranger, sign_in, client):
    reader = UserFactory()
    MembershipFactory(organisation=organisation, user=reader, role=Role.READER)
    listed, one = url(organisation, "model_list"), url(organisation, "model_detail", template.public_id)
    draft = url(organisation, "draft_presentation", template.public_id)
    copy = url(organisation, "model_copy", "T1")
    as_reader = sign_in(reader)
    page = as_reader.get(listed).content.decode()
    assert template.name in page
    assert "Adapter<" not in page
    assert as_reader.get(one).status_code == 200
    assert as_reader.get(draft).status_code == 403
    assert as_reader.post(copy).status_code == 403
    as_stranger = sign_in(stranger)
    assert [as_stranger.get(path).status_code for path in (listed, one, draft)] == [404, 404, 404]
    assert as_stranger.post(copy).status_code == 404
    assert client.get(listed).status_code == 302
    assert as_reader.get(copy).status_code == 405


def test_the_list_costs_the_same_for_one_model_and_for_ten(
    organisation, template, coordinator, sign_in, django_assert_max_num_queries
):
    client = sign_in(coordinator)
    draft = draft_of(template)
    for rank in range(10):
        other = AgreementTemplate.objects.create(organisation=organisation, base="T1", name=f"Modèle {rank}")
        AgreementTemplateVersion.objects.create(template=other, number=1, title="T", party="P", articles=draft.articles)
    with django_assert_max_num_queries(8):
        client.get(url(organisation, "model_list"))
    with django_assert_max_num_queries(10):
        client.get(url(organisation, "draft_article", template.public_id, "objet"))
