"""Secrets that travel in an address: random, shown once, kept as their hash alone."""

import hashlib
import secrets


def new_token():
    """Return 256 random bits as 43 signs that an address may carry."""
    return secrets.token_urlsafe(32)


def digest(token):
    """Return the SHA-256 of a token, in hexadecimal: what is stored. A token has no dictionary, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
