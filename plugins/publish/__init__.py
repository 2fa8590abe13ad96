"""From a finished output to a published site: gates that sign it, a branch that holds it whole, and a look at what is live."""

from plugins.publish.differences import compare, open_side
from plugins.publish.git import Repository
from plugins.publish.push import PushResult, Target, publish
from plugins.publish.release import Release, ReleaseError, digest_files, read_release, write_release
from plugins.publish.sign import PATIENCE, Verdict, ask_gates
from plugins.publish.subject import Subject
from plugins.publish.tree import open_tree, survey
from plugins.publish.verify import find_overdue, verify_folder, verify_site

__all__ = [
    "PATIENCE",
    "PushResult",
    "Release",
    "ReleaseError",
    "Repository",
    "Subject",
    "Target",
    "Verdict",
    "ask_gates",
    "compare",
    "digest_files",
    "find_overdue",
    "open_side",
    "open_tree",
    "publish",
    "read_release",
    "survey",
    "verify_folder",
    "verify_site",
    "write_release",
]
