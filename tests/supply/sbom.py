"""The software bill of materials of what builds the site, as CycloneDX JSON; the same bytes for the same lock.

Run as `python -m tests.supply.sbom FILE`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.supply.licences import licences_of
from tests.supply.lock import OURSELVES, ROOT, read_lock


def make_sbom(lock: Path = ROOT / "requirements.txt") -> bytes:
    """The bill of one requirements file: cyclonedx-py's list, with the licences and who needs whom."""
    packages = {p.purl: p for p in read_lock(lock)}
    licences = licences_of(list(packages.values()))
    bill = _list_components(lock)
    ourselves = bill["metadata"]["component"]["bom-ref"]
    for component in bill["components"]:
        component["bom-ref"] = component["purl"]
        component["licenses"] = [{"expression": licences[packages[component["purl"]].name]}]
        del component["description"]  # the whole line of the lock, hashes and all
    bill["components"].sort(key=lambda c: c["purl"])
    bill["dependencies"] = [
        {"ref": ref, "dependsOn": sorted(p.purl for p in packages.values() if name in p.needed_by)}
        for ref, name in [(ourselves, OURSELVES), *((p.purl, p.name) for p in packages.values())]
    ]
    return json.dumps(bill, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _list_components(lock: Path) -> dict[str, Any]:
    done = subprocess.run(
        [
            sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", str(lock),
            "--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", "--of", "JSON", "-o", "-",
        ],
        capture_output=True, text=True, check=True, env={},
    )  # fmt: skip
    bill: dict[str, Any] = json.loads(done.stdout)
    return bill


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(make_sbom())
    print(f"{file}: {len(read_lock(ROOT / 'requirements.txt'))} packages")
