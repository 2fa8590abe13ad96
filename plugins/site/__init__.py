"""What every page shares: the site at one moment, its words, cards and frame; between sources and pages."""
