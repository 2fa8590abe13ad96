"""Every regular expression of the code, found in it, taken apart and pumped."""
