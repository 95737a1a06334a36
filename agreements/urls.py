"""Addresses of agreements, other arrangements and fiches action."""

from django.urls import path

from agreements.views import (
    accord,
    agreement,
    amendment,
    article,
    budget,
    comment,
    document,
    fact,
    own_sheet,
    reply,
    sending,
    sheet,
    version,
)

app_name = "agreements"

AGREEMENTS = "projets/<slug:slug>/conventions/"
ONE = f"{AGREEMENTS}<str:public_id>/"
VERSION = f"{ONE}versions/<int:number>/"
REPLIES = f"{ONE}retours/"
ARTICLE = f"{ONE}articles/<str:article_id>/"

urlpatterns = [
    path(AGREEMENTS, agreement.agreement_list, name="agreement_list"),
    path(f"{AGREEMENTS}nouvelle/", agreement.agreement_create, name="agreement_create"),
    path(f"{AGREEMENTS}verifier/", version.file_check, name="file_check"),
    path(ONE, agreement.agreement_edit, name="agreement_edit"),
    path(f"{ONE}lire/", agreement.agreement_detail, name="agreement_detail"),
    path(f"{ONE}etat/", agreement.agreement_status, name="agreement_status"),
    path(f"{ONE}convention.pdf", document.agreement_pdf, name="agreement_pdf"),
    path(f"{ONE}projet.pdf", document.agreement_draft_pdf, name="agreement_draft_pdf"),
    path(f"{ONE}avenant/", amendment.amendment_start, name="amendment_start"),
    path(f"{ONE}avenant/articles/", amendment.amendment_articles, name="amendment_articles"),
    path(f"{ONE}en-vigueur/", amendment.agreement_in_force, name="agreement_in_force"),
    path(f"{ONE}versions/", version.version_list, name="version_list"),
    path(f"{ONE}versions/envoyer/", sending.version_send, name="version_send"),
    path(VERSION, version.version_detail, name="version_detail"),
    path(f"{VERSION}convention.pdf", version.version_pdf, name="version_pdf"),
    path(f"{VERSION}comparer/<str:other>/", version.version_compare, name="version_compare"),
    path(REPLIES, reply.reply_list, name="reply_list"),
    path(f"{REPLIES}ailleurs/", reply.answer_note, name="answer_note"),
    path(f"{REPLIES}liens/ajouter/", sending.link_add, name="link_add"),
    path(f"{REPLIES}liens/<str:link_id>/fermer/", sending.link_revoke, name="link_revoke"),
    path(f"{REPLIES}remarques/<str:remark_id>/", reply.remark_answer, name="remark_answer"),
    path(f"{REPLIES}redactions/<str:wording_id>/", reply.wording_settle, name="wording_settle"),
    path(f"{ONE}manque/", agreement.missing_list, name="missing_list"),
    path(f"{ONE}manque/<int:number>/passer-outre/", agreement.override_add, name="override_add"),
    path(f"{ONE}manque/<int:number>/reprendre/", agreement.override_remove, name="override_remove"),
    path(f"{ONE}articles/modele/", agreement.article_start, name="article_start"),
    path(f"{ONE}articles/ajouter/", article.article_add, name="article_add"),
    path(ARTICLE, article.article_edit, name="article_edit"),
    path(f"{ARTICLE}inclure/", article.article_switch, name="article_switch"),
    path(f"{ARTICLE}deplacer/<str:direction>/", article.article_move, name="article_move"),
    path(f"{ARTICLE}modele/", article.article_restore, name="article_restore"),
    path(f"{ARTICLE}supprimer/", article.article_remove, name="article_remove"),
    path(f"{ARTICLE}commentaires/", comment.comment_add, name="comment_add"),
    path(f"{ONE}commentaires/<str:comment_id>/regler/", comment.comment_resolve, name="comment_resolve"),
    path(f"{ONE}faits/<slug:group>/", fact.facts_edit, name="facts_edit"),
    path(f"{ONE}apports/", fact.means_edit, name="means_edit"),
    path(f"{ONE}budget/", budget.budget_edit, name="budget_edit"),
    path(f"{ONE}personnel/", budget.staff_edit, name="staff_edit"),
    path(f"{ONE}parties/<str:party_id>/", fact.party_edit, name="party_edit"),
    path(f"{ONE}parties/<str:party_id>/engagements/", fact.commitments_edit, name="commitments_edit"),
    path(f"{ONE}parties/<str:party_id>/corrections/", own_sheet.party_settle, name="party_settle"),
    path(f"{ONE}annexes/<slug:name>/", fact.annex_switch, name="annex_switch"),
    # The page of a partner, without account. privacy.logs takes tokens out of what is logged, by this path.
    path("accord/<str:token>/", accord.accord, name="accord"),
    path("accord/<str:token>/convention.pdf", accord.accord_pdf, name="accord_pdf"),
    path("projets/<slug:slug>/fiches-action/", sheet.sheet_list, name="sheet_list"),
    path("projets/<slug:slug>/fiches-action/<str:public_id>/", sheet.sheet_detail, name="sheet_detail"),
    path("projets/<slug:slug>/investissement/", sheet.investment_detail, name="investment_detail"),
]
