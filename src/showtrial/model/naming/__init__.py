"""Who speaks, and whom do they name: relational event models of an event history."""
