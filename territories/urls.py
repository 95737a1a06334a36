"""Addresses of territories."""

app_name = "territories"

urlpatterns = []
