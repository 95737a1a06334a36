"""Addresses of pages, found once."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse


def address_of(name, *args, **kwargs):
    """Return the address of a page, as `reverse` does, from memory when it was asked before.

    `name`, `args` and `kwargs` are those of `{% url %}`. Raises NoReverseMatch for a page that does not exist.
    """
    return _address(get_script_prefix(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=8192)
def _address(_prefix, name, args, kwargs):  # what `reverse` returns begins with the prefix in use
    return reverse(name, args=args, kwargs=dict(kwargs))
