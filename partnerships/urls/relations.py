"""Relations between partners: the table, the two drawings, two dates, one link; the team's private readings."""

from django.urls import path

from partnerships.views import readings, relations, relations_drawings

PAGE = "projets/<slug:slug>/relations/"
READ = "projets/<slug:slug>/lecture/<slug:view>/"

urlpatterns = [
    path(PAGE, relations.link_list, name="link_list"),
    path(f"{PAGE}ajouter/", relations.link_edit, name="link_add"),
    path(f"{PAGE}redessiner/", relations_drawings.relations_redraw, name="relations_redraw"),
    path(f"{PAGE}avant-apres/", relations_drawings.relations_changes, name="relations_changes"),
    path(f"{PAGE}avant-apres/pdf/", relations_drawings.relations_changes_pdf, name="relations_changes_pdf"),
    path(f"{PAGE}dessins/<slug:drawing>/", relations_drawings.relations_drawing, name="relations_drawing"),
    path(f"{PAGE}dessins/<slug:drawing>/svg/", relations_drawings.relations_svg, name="relations_svg"),
    path(f"{PAGE}dessins/<slug:drawing>/pdf/", relations_drawings.relations_pdf, name="relations_pdf"),
    path(f"{PAGE}<str:public_id>/", relations.link_edit, name="link_edit"),
    path(f"{PAGE}<str:public_id>/retirer/", relations.link_remove, name="link_remove"),
    path(READ, readings.reading, name="reading"),
    path(f"{READ}<str:public_id>/", readings.reading_edit, name="reading_edit"),
]
