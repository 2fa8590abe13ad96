"""Why a remote did not take or give something, in Chinese, and whether asking again can help; hides the words of git and of hosts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plugins.git import GitError

PASSING, STRANGE, FINAL = 12, 3, 1
"""How often in a row something is tried: what passes by itself, what we do not know, what stays as it is."""
_LONGEST = 300
_REJECTED = re.compile(r"^ ! \[remote rejected\] \S+ -> (\S+) \((.*)\)$", re.M)


@dataclass(frozen=True)
class Refusal:
    """One kind of refusal."""

    tries: int
    why: str
    fix: str


_LOGIN = Refusal(
    FINAL,
    "登录没有通过：令牌或密码不对、过期了，或者没有写这个仓库的权限",
    "换一个能写这个仓库的令牌或密钥；在 GitHub 上看 Settings → Actions → General → Workflow permissions",
)
_PROTECTED = Refusal(
    FINAL,
    "这个分支受保护，或者远程仓库的规定不许这样推送",
    "请管仓库的人允许发布的账号推送这个分支（--no-history 还要允许强制推送），再运行一次",
)
_MISSING = Refusal(FINAL, "没有这个仓库，或者没有看它的权限", "检查 --remote 的名字或地址")
_LARGE = Refusal(FINAL, "文件太大，远程仓库不收", "把大文件缩小或放到别处，重新生成")
_BUSY = Refusal(PASSING, "远程仓库一直在忙，或者总有别人先一步", "过一会儿再运行一次")
_NETWORK = Refusal(5, "连不上远程仓库", "检查网络和地址，再运行一次")
_OTHER = Refusal(STRANGE, "远程仓库没有接受", "按它说的改好，再运行一次")

_KINDS = (
    (_BUSY, r"not now|try again|later\b|busy|temporar|stale info|lock ref|unable to lock|incorrect old value"
            r"|failed to update ref|reference already exists|fetch first|稍后|繁忙"),
    (_LARGE, r"large files|file size limit|exceeds .*size|too large|pack exceeds"),
    (_LOGIN, r"authentication failed|could not read (?:username|password)|terminal prompts disabled|invalid credentials"
             r"|invalid username or|http basic|returned error: 40[13]|permission denied|access denied|unauthori[sz]ed"
             r"|permission to \S+ denied|write access|not authorized|no permission|host key verification|没有权限"),
    (_PROTECTED, r"protected|not allowed|not permitted|forbidden|prohibited|denied|denying|deny |read.?only|must not"
                 r"|policy|rule violation|non-fast-forward|受保护|不允许|禁止|拒绝"),
    (_MISSING, r"not found|does not appear to be a git repository|returned error: 404|no such file or directory"),
    (_NETWORK, r"could not resolve|unable to access|connection|timed out|超过|early eof|hung up|rpc failed|network"
               r"|returned error: 5\d\d|unable to connect|disconnect"),
)  # fmt: skip
"""In this order: a host's word that it is only busy weighs more than that it refused."""
_PATTERNS = tuple((kind, re.compile(words)) for kind, words in _KINDS)


def find_refusal(error: GitError) -> Refusal:
    """What kind of refusal git's words are."""
    said = str(error).lower()
    return next((kind for kind, words in _PATTERNS if words.search(said)), _OTHER)


def tell_refusal(address: str, error: GitError) -> str:
    """The whole of it for whoever publishes: why, what to do, and the remote's own words."""
    refusal = find_refusal(error)
    return f"{address}: 没有发布成，{refusal.why} → {refusal.fix}（原话：{_quote(str(error))}）"


def lacks_atomic(error: GitError) -> bool:
    """Whether a remote cannot move two refs at once."""
    return "does not support --atomic" in str(error)


def rejects(error: GitError, ref: str) -> bool:
    """Whether the remote itself, and no rival, would not have a ref."""
    reasons = dict(_REJECTED.findall(str(error)))
    reason = reasons.get(ref, "atomic")
    return "atomic" not in reason and "lock" not in reason


def _quote(said: str) -> str:
    lines = (line.strip().removeprefix("remote:").strip() for line in said.splitlines())
    words = " / ".join(dict.fromkeys(filter(None, lines)))
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}……"
