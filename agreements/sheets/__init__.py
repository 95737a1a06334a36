"""What is computed around a fiche action: proposals from the RACI and the pas de côté, its budget, what it asks, its text."""
