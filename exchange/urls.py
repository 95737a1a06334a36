"""Addresses of whole-project files, in and out."""

app_name = "exchange"

urlpatterns = []
