"""Plain pages of what is followed: journal, pas de côté, situations, relations, bilans, committees."""

urlpatterns = []
