"""The limits of grading, with the names under which nbgrader_config.py sets them: ``c.Sandbox.cell_seconds = 60``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

SECTION = "Sandbox"
BUBBLEWRAP, NONE = "bubblewrap", "none"
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Times are wall-clock seconds, sizes are bytes.

    `notebook_seconds` bounds a whole submission, with replays after a killed process; `memory_bytes` holds for all of
    its processes together; `processes` counts threads too, as the kernel does; `scratch_bytes` is the size of each of
    /tmp and /dev/shm; `output_bytes` is what one cell may show; `deaths` is how many processes a submission may lose
    before the rest of it is given up.
    """

    cell_seconds: float = 30.0
    call_seconds: float = 5.0
    notebook_seconds: float = 120.0
    interrupt_seconds: float = 2.0
    start_seconds: float = 60.0
    memory_bytes: int = 1_500 * MEGABYTE
    processes: int = 64
    open_files: int = 256
    scratch_bytes: int = 64 * MEGABYTE
    output_bytes: int = 1 * MEGABYTE
    image_bytes: int = 4 * MEGABYTE
    notebook_bytes: int = 20 * MEGABYTE
    cells: int = 1_000
    deaths: int = 20

    def __post_init__(self):
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
                raise ValueError(f"c.{SECTION}.{field.name} must be a number above zero, got {value!r}")

    @classmethod
    def from_config(cls, config: Mapping) -> Limits:
        """The limits of a configuration with a section `Sandbox`; what it does not name keeps its default.

        Raises ValueError for a name that is no limit and for a value that is no number above zero.
        """
        chosen = dict(config[SECTION]) if SECTION in config else {}
        known = [field.name for field in fields(cls)]
        unknown = sorted(set(chosen) - set(known))
        if unknown:
            raise ValueError(f"c.{SECTION}.{unknown[0]} is no limit of the sandbox; there are {', '.join(known)}")
        return cls(**chosen)
