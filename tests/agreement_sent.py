"""An agreement that was sent, and what came back: as the views write it, with a PDF that costs nothing to draw."""

from django.urls import reverse

from accounts.tokens import digest
from agreements.freezing import freeze
from agreements.models import AgreementLink, ArticleComment, PartnerRemark, WordingProposal
from projects.models import operation
from tests.agreement_facts import DAY, read

PDF = b"%PDF-1.7 a text as it was sent"


def url(name, agreement, *rest):
    return reverse(f"agreements:{name}", args=[agreement.project.slug, agreement.public_id, *rest])


def send(agreement, by, *, pdf=PDF, title="", on=DAY):
    """Freeze and send the text of today; return the version."""
    frozen = freeze(read(agreement), day=on, draft=True, render=lambda document: pdf)
    fresh = read(agreement)
    with operation(by=by, label="Envoyer", project=fresh.project):
        fresh.claim(fresh.version)
        return fresh.send(on=on, frozen=frozen, title=title, by=by)


def reword(agreement, key, body):
    """Rewrite an article of the text; return it."""
    article = agreement.articles.get(key=key)
    article.body = body
    article.save()
    return article


def other_party(agreement):
    """Return the party that is not the carrying organisation."""
    return agreement.parties.select_related("partnership__partner").get(partnership__is_lead=False)


def give_link(agreement, by, *, version=None, name="Hélène Marchais", email="helene@mairie.example", **options):
    """Return (link, token) of the other party, on a version or on its own sheet."""
    with operation(by=by, label="Lien", project=agreement.project):
        return AgreementLink.make(
            party=other_party(agreement), version=version, name=name, email=email, by=by, **options
        )


def page_of(token):
    return reverse("agreements:accord", args=[token])


def send_with_replies(agreement, by, token):
    """Send the agreement with a link of that token, a remark, a wording, and a comment of the team."""
    version = send(agreement, by, title="Premier jet")
    link, _token = give_link(agreement, by, version=version)
    AgreementLink.objects.filter(pk=link.pk).update(token_hash=digest(token))
    article = agreement.articles.get(key="duree")
    about = {"link": link, "article": article, "place": "duree", "title": "Durée"}
    PartnerRemark.objects.create(**about, body="Combien de temps ?", answer="Un an")
    WordingProposal.objects.create(**about, seen="Avant", proposed="Après", reason="Plus clair", word="Merci")
    ArticleComment.objects.create(article=article, author=by, body="Entre nous")
    return link
