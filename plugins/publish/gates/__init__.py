"""What must be true of a site before it goes up: each module here is a gate with `examine` and `plant`, and nothing else is."""
