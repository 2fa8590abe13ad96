"""What the site links to on other sites, asked politely; no build, check or gate comes here."""
