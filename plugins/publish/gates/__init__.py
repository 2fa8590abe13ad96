"""What must be true of a site before it goes up: one module a gate, each with `examine` and `plant`."""
