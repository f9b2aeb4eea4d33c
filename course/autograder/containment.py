"""What a sandbox is made of: bubblewrap's command line and the environment inside."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from course.autograder.settings import Limits

PACKAGE = Path(__file__).resolve().parent.parent
INSIDE = "/opt/course-package"
# The virtual environment gets a place of its own too: its real one may be below /tmp, which is scratch in there.
ENVIRONMENT = Path("/opt/course-environment")
NOBODY = 65534
SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin")
SETTINGS = ("/etc/fonts", "/etc/alternatives", "/etc/ld.so.cache")


def wrapping(as_root: bool, limits: Limits) -> list[str]:
    """bubblewrap's command line, up to the program that runs inside."""
    identity = ["--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY)]
    if as_root:
        # The runner itself changes to an ordinary user at once: bubblewrap can map root only to root's own id, for
        # which the kernel does not count processes.
        identity = ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    command = ["bwrap", "--die-with-parent", "--new-session", "--cap-drop", "ALL", *identity]
    command += ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    for place in SYSTEM:
        if os.path.islink(place):
            command += ["--symlink", os.readlink(place), place]
        elif os.path.isdir(place):
            command += ["--ro-bind", place, place]
    for place in SETTINGS:
        command += ["--ro-bind-try", place, place]
    places = {place: placed(place) for place in (sys.base_prefix, sys.prefix) if not Path(place).is_relative_to("/usr")}
    for outside, inside in {**places, str(PACKAGE): f"{INSIDE}/course"}.items():
        for parent in [*reversed(Path(inside).parents)][1:]:
            command += ["--dir", str(parent)]
        command += ["--ro-bind", outside, inside]
    size = ["--perms", "1777", "--size", str(limits.scratch_bytes), "--tmpfs"]
    command += ["--proc", "/proc", "--dev", "/dev", *size, "/dev/shm", "--remount-ro", "/dev", *size, "/tmp"]
    command += ["--remount-ro", "/", "--chdir", "/tmp", "--clearenv"]
    for name, value in environment("/tmp", placed(sys.prefix)).items():
        command += ["--setenv", name, value]
    return command


def placed(place: str) -> str:
    """Where a file of this Python's environment is found in the sandbox."""
    if sys.prefix == sys.base_prefix or not Path(place).is_relative_to(sys.prefix):
        return place
    return str(ENVIRONMENT / Path(place).relative_to(sys.prefix))


def environment(home: str, prefix: str) -> dict[str, str]:
    """All variables that a submission sees: `home` is its scratch folder, `prefix` where its Python's programs are."""
    return {
        "PATH": f"{prefix}/bin:/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": home,
        "USER": "learner",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": home,
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }
