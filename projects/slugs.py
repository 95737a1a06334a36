"""Addresses of new projects."""

from django.utils.text import slugify

from projects.models import Project

# Words that follow /projets/ in addresses of our own.
RESERVED = {"nouveau", "importer"}
LENGTH = 70


def free_slug(name):
    """Return an address made from the name that no project has: « la-buissonniere », then « la-buissonniere-2 »."""
    base = slugify(name)[:LENGTH].strip("-") or "projet"
    taken = set(Project.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    slug, rank = base, 2
    while slug in taken:
        slug, rank = f"{base}-{rank}", rank + 1
    return slug
