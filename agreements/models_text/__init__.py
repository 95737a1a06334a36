"""The models of agreements, as data: those that Maillage writes itself, and what an organisation made of them."""

from dataclasses import replace

from agreements.models_text import small, t1, t2, t3, t4, t5
from agreements.models_text.shape import PREAMBLE, ModelArticle

__all__ = ["MODELS", "PREAMBLE", "model_from", "model_of"]

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
    """Return the TextModel that an agreement is written from, or None when Maillage does not write it.

    That of the version of the organisation's own model that it came from, whatever was published since.
    """
    if agreement.text_model_id:
        return model_from(agreement.text_model)
    return MODELS.get(agreement.template)


def model_from(version):
    """Return the TextModel of a version of an organisation's own model (needs its `template`).

    Its parties, their roles and its annexes stay those of the model that it was adapted from.
    """
    own = version.template
    return replace(
        MODELS[own.base],
        name=own.name,
        purpose=own.purpose,
        title=version.title,
        visas=version.visas,
        party=version.party,
        party_last=version.party_last,
        articles=tuple(ModelArticle(**article) for article in version.articles),
    )
