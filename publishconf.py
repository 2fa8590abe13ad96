"""Settings of the published site: those of pelicanconf.py at the address it is served from."""

import os

from pelicanconf import *  # noqa: F403

SITEURL = os.environ.get("SITE_URL", "")
"""For example https://example.org or https://name.github.io/kangle; empty means community.yaml's url."""
