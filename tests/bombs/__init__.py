"""Files that would stop the house: too long, too many, too deep, too far; each is refused or built in no time."""
