"""Models of text that an organisation writes: what may stand in one, an example to see it filled, its articles as data."""
