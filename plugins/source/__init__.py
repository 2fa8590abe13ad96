"""Sources: the words and data an editor wrote, as frozen models with every problem; the door of this room."""

from plugins.source.problems import Problem, SourceError
from plugins.source.reader import Library, Reading, read
from plugins.source.sources import Sources

__all__ = ["Library", "Problem", "Reading", "SourceError", "Sources", "read"]
