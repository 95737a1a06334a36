"""The models of agreements that Maillage writes itself, as data: only T1 so far."""

from agreements.models import TemplateCode
from agreements.models_text import t1
from agreements.models_text.shape import PREAMBLE

__all__ = ["MODELS", "PREAMBLE", "model_of"]

MODELS = {TemplateCode.T1: t1.MODEL}


def model_of(agreement):
    """Return the TextModel that an agreement is written from, or None when Maillage does not write it."""
    return MODELS.get(agreement.template)
