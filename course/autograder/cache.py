"""Results on disk under their content hash: a killed run resumes, and a regrade runs only what changed."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from course.autograder.autograded import replace_file
from course.autograder.result import CellScore, Note, Result


class ResultCache:
    """The results of one assignment, one file each, written in one step; a damaged file counts as absent."""

    def __init__(self, place: Path):
        self.place = place

    def get(self, key: str) -> Result | None:
        """The result with this key, None where there is none that can be read."""
        try:
            result = result_from(json.loads(self._file(key).read_bytes()))
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return result if result.key == key else None

    def put(self, result: Result) -> None:
        self.place.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(self._file(result.key), json.dumps(_plain(result), ensure_ascii=False), mode=0o600)

    def prune(self, keep: Collection[str]) -> None:
        """Remove all results but those with a key in `keep`, and what killed writers left."""
        for file in self.place.iterdir() if self.place.is_dir() else ():
            if file.stem not in keep:
                file.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        if not key.isalnum():
            raise ValueError(f"{key!r} is no content hash")
        return self.place / f"{key}.json"


def _plain(result: Result) -> dict:
    """`result` as a dict of plain data; `dataclasses.asdict` would copy every report, which takes longer than JSON."""
    return {**vars(result), "cells": list(map(vars, result.cells)), "notes": list(map(vars, result.notes))}


def result_from(data: dict) -> Result:
    """The `Result` that was written as `data`, after a journey through JSON."""
    cells = tuple(CellScore(**{**cell, "notes": tuple(cell["notes"])}) for cell in data["cells"])
    return Result(**{**data, "cells": cells, "notes": tuple(Note(**note) for note in data["notes"])})
