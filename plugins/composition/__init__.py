"""What the site consists of, said once: every verb, Pelican's run, the gates and the tests are compositions of this."""

from plugins.composition.plan import ROOMS, all_files, all_pages, plan_site, promised_files

__all__ = ["ROOMS", "all_files", "all_pages", "plan_site", "promised_files"]
