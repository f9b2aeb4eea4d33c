"""Running programs as an ordinary user although root started them, with this Python within reach."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
USER = 60001


def mounts() -> list[str]:
    """Arguments of bwrap that bind this Python and this checkout read-only, even where only root may enter them."""
    arguments = []
    for place in dict.fromkeys((sys.base_prefix, sys.prefix, str(ROOT))):
        parents = [*reversed(Path(place).parents)]
        for closed in [parent for parent in parents if not parent.stat().st_mode & 0o001][:1]:
            arguments += ["--perms", "0755", "--tmpfs", str(closed)]
            below = [parent for parent in parents if parent.is_relative_to(closed) and parent != closed]
            arguments += [argument for parent in below for argument in ("--dir", str(parent))]
        if Path(place).stat().st_mode & 0o005 == 0o005:
            arguments += ["--ro-bind", place, place]
        else:  # the folder itself is closed, as a temporary one is: an open one in its place, with the same content
            inside = [str(entry) for entry in sorted(Path(place).iterdir()) if not entry.is_symlink()]
            arguments += ["--perms", "0755", "--tmpfs", place]
            arguments += [argument for entry in inside for argument in ("--ro-bind", entry, entry)]
    return arguments


def ordinary() -> list[str]:
    """The start of a command that is run as an ordinary user."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups"]


def hand_over(folder: Path) -> None:
    """Give a folder and all in it to the ordinary user."""
    if os.geteuid() == 0:
        for top, _, files in os.walk(folder):
            for path in (top, *(os.path.join(top, file) for file in files)):
                os.chown(path, USER, USER, follow_symlinks=False)
