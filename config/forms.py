"""How every form is drawn: our field template, our error list, from templates/forms/."""

from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList


class MaillageRenderer(TemplatesSetting):
    form_template_name = "forms/formulaire.html"
    field_template_name = "forms/champ.html"


ErrorList.template_name = "forms/erreurs.html"
