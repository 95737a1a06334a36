"""What addresses are made of where a name would say too much and a database key could be guessed."""

import secrets


def new_public_id():
    """Return 10 random signs without look-alikes (50 bits): an address that says nothing and cannot be guessed."""
    return "".join(secrets.choice("23456789abcdefghijkmnpqrstuvwxyz") for _ in range(10))
