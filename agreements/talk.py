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


def talk_of(agreement, article):
    """Return the Talk about one article of an agreement that comes from with_facts. At most four queries."""
    remarks, wordings, threads = [], [], []
    if agreement.has_links:
        wordings = article.wordings.exclude(decision=Settled.REPLACED)
        wordings = list(wordings.select_related("link__party__partnership__partner").order_by("-sent_at")[:MOST_SHOWN])
        remarks = article.remarks.select_related("link__party__partnership__partner")
        remarks = list(remarks.order_by("answered_at", "sent_at")[:MOST_SHOWN])
    if agreement.has_comments:
        threads = list(article.comments.all().threads()[:MOST_SHOWN])
    return Talk(threads, remarks, wordings)


def count_talk(agreement):
    """Set `said` on each article of an agreement: threads still open, remarks and wordings that wait. One query at most."""
    counts = {}
    if agreement.has_comments or agreement.has_links:
        scope = {"article__agreement": agreement}
        waiting = [
            rows.order_by().values_list("article_id", flat=True)
            for rows in (
                ArticleComment.objects.still_open().filter(**scope),
                PartnerRemark.objects.filter(**scope, answered_at=None),
                WordingProposal.objects.filter(**scope, decision=Settled.PENDING),
            )
        ]
        for key in waiting[0].union(*waiting[1:], all=True):
            counts[key] = counts.get(key, 0) + 1
    for article in agreement.articles.all():
        article.said = counts.get(article.pk, 0)
