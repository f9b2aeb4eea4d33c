"""The limits of grading, with the names under which nbgrader_config.py sets them: ``c.Sandbox.cell_seconds = 60``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields

SECTION = "Sandbox"
BUBBLEWRAP, NONE = "bubblewrap", "none"
MEGABYTE = 1_000_000


# What nbgrader_config.py may set: below, no honest notebook would come through; above, something else gives way first.
BOUNDS = {
    "cell_seconds": (1, 86_400),
    "call_seconds": (0.5, 86_400),
    "notebook_seconds": (5, 86_400),
    "interrupt_seconds": (0.1, 600),
    "start_seconds": (5, 3_600),
    "memory_bytes": (300 * MEGABYTE, 10**13),
    "processes": (4, 10**6),
    "open_files": (32, 10**6),
    "scratch_bytes": (MEGABYTE, 10**12),
    "output_bytes": (1_000, 5 * MEGABYTE),
    "image_bytes": (100_000, 15 * MEGABYTE),
    "notebook_bytes": (100_000, 1_000 * MEGABYTE),
    "cells": (100, 10**5),
    "deaths": (1, 10**4),
}


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Times are wall-clock seconds, sizes are bytes; `BOUNDS` says how little and much.

    `notebook_seconds` bounds a whole submission, with replays after a killed process; `memory_bytes` holds for all of
    its processes together; `processes` counts threads too, as the kernel does; `scratch_bytes` is the size of each of
    /tmp and /dev/shm; `output_bytes` is what one cell may print, `image_bytes` what else it may show; `deaths` is
    how many processes a submission may lose before the rest of it is given up.
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
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
                raise ValueError(f"c.{SECTION}.{field.name} must be a number above zero, got {value!r}")
            if field.type == "int" and not isinstance(value, int):
                raise ValueError(f"c.{SECTION}.{field.name} must be a whole number, got {value!r}")

    @classmethod
    def from_config(cls, config: Mapping) -> Limits:
        """The limits of a configuration with a section `Sandbox`; what it does not name keeps its default.

        Raises ValueError for a name that is no limit and for a value outside its `BOUNDS`. A whole number may be
        written as 2e9.
        """
        chosen = config.get(SECTION, {})
        unknown = sorted(set(chosen) - set(BOUNDS))
        if unknown:
            raise ValueError(f"c.{SECTION}.{unknown[0]} is no limit of the sandbox; there are {', '.join(BOUNDS)}")
        whole = {name: int(value) for name, value in chosen.items() if isinstance(value, float) and value.is_integer()}
        limits = cls(**{**chosen, **whole})
        for name, (least, most) in BOUNDS.items():
            if not least <= getattr(limits, name) <= most:
                raise ValueError(f"c.{SECTION}.{name} must be from {least:_} to {most:_}, got {chosen[name]!r}")
        return limits
