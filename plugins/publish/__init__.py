"""From a finished output to a published site: gates that sign it, a branch that holds it whole, and a look at what is live."""
