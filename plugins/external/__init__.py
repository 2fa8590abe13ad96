"""What the site links to on other sites, asked politely; no build, check or gate comes here."""

from plugins.external.check import LinkReport, check_external, count_hosts, find_due, group_places
from plugins.external.memory import read_memory, write_memory
from plugins.external.turns import PAUSE, Turns
from plugins.external.visit import Visitor
from plugins.external.web import Web

__all__ = [
    "PAUSE",
    "LinkReport",
    "Turns",
    "Visitor",
    "Web",
    "check_external",
    "count_hosts",
    "find_due",
    "group_places",
    "read_memory",
    "write_memory",
]
