"""The French territories: what they are, and which one somebody meant."""
