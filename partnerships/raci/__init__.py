"""The RACI: its facts, its checks, its drawing, what is written in it and what is done with it."""
