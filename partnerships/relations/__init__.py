"""Relations between partners: what ties them, how the two drawings place them, what a drawing may tell."""
