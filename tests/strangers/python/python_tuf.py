"""python-tuf's update, unmodified, behind the command line of all strangers:

    python_tuf.py ROOT METADATA_DIR TARGET_DIR METADATA_URL TARGET_URL [TARGET…]

It trusts ROOT, updates what it keeps in METADATA_DIR, downloads each TARGET into TARGET_DIR, and
says which versions it trusts then.
"""

import sys
from pathlib import Path

from tuf.api.metadata import Metadata
from tuf.ngclient import Updater


def main(root, metadata_dir, target_dir, metadata_url, target_url, *targets):
    updater = Updater(
        metadata_dir,
        metadata_url,
        target_dir,
        target_url,
        bootstrap=Path(root).read_bytes(),
    )
    updater.refresh()
    for name in targets:
        target = updater.get_targetinfo(name)
        if target is None:
            raise SystemExit(f"python-tuf: the repository has no target {name}")
        updater.download_target(target)
    kept = {role: Metadata.from_file(f"{metadata_dir}/{role}.json") for role in ["root", "timestamp"]}
    print(*(f"{role} {metadata.signed.version}" for role, metadata in kept.items()))


if __name__ == "__main__":
    main(*sys.argv[1:])
