"""temporary"""

from django import forms
from territories.models import Territory


class TerritoriesField(forms.ModelMultipleChoiceField):
    def __init__(self, *, organisation=None, **kwargs):
        super().__init__(Territory.objects.none(), **kwargs)
