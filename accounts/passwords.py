"""Passwords that Maillage chooses."""

import secrets


def new_password():
    """Return 16 random signs without look-alikes, in groups of four (79 bits)."""
    signs = "23456789abcdefghijkmnpqrstuvwxyz"
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for _ in range(4))
