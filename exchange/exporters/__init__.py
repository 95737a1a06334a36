"""Rows to the values of a project file, noun by noun, in the order of exchange.shape."""
