"""The models of agreements that Maillage writes itself, as data: only T1 so far."""

from agreements.models import TemplateCode
from agreements.models_text import t1

MODELS = {TemplateCode.T1: t1}


def model_article(template, key):
    """Return the ModelArticle of a model, or None when the article is the team's own or the model is not written."""
    model = MODELS.get(template)
    return next((article for article in model.ARTICLES if article.key == key), None) if model else None
