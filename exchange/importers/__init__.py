"""Checked values to rows, noun by noun, in one gesture."""
