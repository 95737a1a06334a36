"""The models of agreements that Maillage writes itself, as data."""

from agreements.models_text import small, t1, t2, t3, t4, t5
from agreements.models_text.shape import PREAMBLE

__all__ = ["MODELS", "PREAMBLE", "model_of"]

MODELS = {
    model.code: model
    for model in (
        t1.MODEL,
        t2.MODEL,
        t3.MODEL,
        t4.MODEL,
        t5.MODEL,
        small.LETTER,
        small.CHARTER,
        small.AMENDMENT,
        small.JOINT,
        small.IMAGE,
    )
}


def model_of(agreement):
    """Return the TextModel that an agreement is written from, or None when Maillage does not write it."""
    return MODELS.get(agreement.template)
