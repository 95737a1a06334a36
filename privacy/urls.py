"""Addresses of personal links and proposals, of an organisation's personal data, and the one page without account."""

from django.urls import path

from privacy.views import links, organisation, own_record, proposals

app_name = "privacy"

ONE = "projets/<slug:slug>/partenaires/<str:public_id>/"
DATA = "donnees-personnelles/<slug:slug>/"
PERSON = f"{DATA}personnes/<str:public_id>/"

urlpatterns = [
    # First: the page of thanks is no token. privacy.logs takes tokens out of what is logged, by this path.
    path("ma-fiche/merci/", own_record.own_record_sent, name="own_record_sent"),
    path("ma-fiche/<str:token>/", own_record.own_record, name="own_record"),
    path(f"{ONE}lien-personnel/", links.link_create, name="link_create"),
    path(f"{ONE}lien-personnel/<str:link_id>/revoquer/", links.link_revoke, name="link_revoke"),
    path(f"{ONE}propositions/<str:proposal_id>/", proposals.proposal_settle, name="proposal_settle"),
    path("donnees-personnelles/", organisation.organisation_list, name="organisation_list"),
    path(DATA, organisation.register, name="register"),
    path(f"{DATA}registre.pdf", organisation.register_pdf, name="register_pdf"),
    path(f"{DATA}modifier/", organisation.policy_edit, name="policy_edit"),
    path(f"{DATA}personnes/", organisation.person_list, name="person_list"),
    path(PERSON, organisation.person_detail, name="person_detail"),
    path(f"{PERSON}donnees.json", organisation.person_json, name="person_json"),
    path(f"{PERSON}donnees.pdf", organisation.person_pdf, name="person_pdf"),
    path(f"{PERSON}effacer/", organisation.person_erase, name="person_erase"),
]
