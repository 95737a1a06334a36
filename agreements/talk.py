"""What is said of an article: the team's own threads, and what partners sent. Two tables, never mixed."""

from dataclasses import dataclass

from agreements.models import ArticleComment, PartnerRemark, Settled, WordingProposal

MOST_SHOWN = 50


@dataclass
class Talk:
    """`threads` are the team's; `remarks` and `wordings` came from partners."""

    threads: list
    remarks: list
    wordings: list

    @property
    def is_empty(self):
        return not (self.threads or self.remarks or self.wordings)


def talk_of(article):
    """Return the Talk about one article. Four queries."""
    wordings = article.wordings.exclude(decision=Settled.REPLACED).select_related("link__party__partnership__partner")
    remarks = article.remarks.select_related("link__party__partnership__partner")
    return Talk(
        list(article.comments.all().threads()[:MOST_SHOWN]),
        list(remarks.order_by("answered_at", "sent_at")[:MOST_SHOWN]),
        list(wordings.order_by("-sent_at")[:MOST_SHOWN]),
    )


def count_talk(agreement):
    """Set `said` on each article of an agreement: threads still open, remarks and wordings that wait. Three queries."""
    counts = {}
    scope = {"article__agreement": agreement}
    for rows in (
        ArticleComment.objects.still_open().filter(**scope),
        PartnerRemark.objects.filter(**scope, answered_at=None),
        WordingProposal.objects.filter(**scope, decision=Settled.PENDING),
    ):
        for key in rows.order_by().values_list("article_id", flat=True):
            counts[key] = counts.get(key, 0) + 1
    for article in agreement.articles.all():
        article.said = counts.get(article.pk, 0)
