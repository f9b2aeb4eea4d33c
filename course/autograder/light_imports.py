"""Importing nbgrader's gradebook without its servers and commands, which take five times as long as the gradebook."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from types import ModuleType

# ``nbgrader/__init__.py`` imports these for Jupyter's servers, and through them every command of nbgrader.
SERVERS = ("assignment_list", "course_list", "formgrader", "validate_assignment")
# jsonschema does without this one, which compiles a grammar when it is imported.
OPTIONAL = "rfc3987_syntax"


@contextlib.contextmanager
def light_imports() -> Iterator[None]:
    """Imports inside the block leave out what recording does not need; afterwards it can be imported as ever."""
    left_out: dict[str, ModuleType | None] = {OPTIONAL: None}
    if "nbgrader" not in sys.modules:
        left_out |= {name: _empty(name) for name in (f"nbgrader.server_extensions.{server}" for server in SERVERS)}
    left_out = {name: module for name, module in left_out.items() if name not in sys.modules}
    sys.modules.update(left_out)
    try:
        yield
    finally:
        for name in left_out:
            del sys.modules[name]


def _empty(name: str) -> ModuleType:
    module = ModuleType(name)
    module.load_jupyter_server_extension = lambda app: None
    return module
