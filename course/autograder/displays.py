"""What a cell of a submission prints, shows and returns, kept as a notebook keeps it.

It runs inside the sandbox: its limits are there so that honest notebooks end with a note instead of a broken
connection; the judge's side caps everything again.
"""

from __future__ import annotations

import base64
import io
import json

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher

from course.autograder.outputs import cut_note, stream


class Outputs:
    """The outputs of the cell that is running, in the notebook format, up to a number of characters."""

    def __init__(self, text_limit: int, data_limit: int):
        self.limits = {"text": text_limit, "data": data_limit}
        self.start()

    def start(self) -> None:
        """Forget everything: a new cell begins."""
        self.items: list[dict] = []
        self.left = dict(self.limits)
        self.cut = False
        self.clear_next = False

    def stream(self, name: str, text: str) -> None:
        """Add to what was printed on stdout or stderr."""
        text = self._within("text", text)
        if text:
            self._before()
            if self.items and self.items[-1].get("name") == name:
                self.items[-1]["parts"].append(text)
            else:
                self.items.append({"output_type": "stream", "name": name, "parts": [text]})

    def add(self, output: dict) -> None:
        """Add a display, a result or an error."""
        size = len(json.dumps(output, default=str))
        if size > self.left["data"]:
            self.cut = True
            return
        self.left["data"] -= size
        self._before()
        self.items.append(output)

    def update(self, display_id: str, data: dict, metadata: dict) -> None:
        """Replace the display with that id."""
        for item in self.items:
            if item.get("display_id") == display_id:
                item.update(data=data, metadata=metadata)

    def clear(self, wait: bool) -> None:
        """Drop the outputs so far, at once or when the next one comes."""
        self.clear_next = wait
        if not wait:
            self.items.clear()

    def finished(self) -> list[dict]:
        """The outputs as they stand in a notebook."""
        done = []
        for item in self.items:
            item = {key: value for key, value in item.items() if key not in ("parts", "display_id")} | (
                {"text": "".join(item["parts"])} if "parts" in item else {}
            )
            done.append(json.loads(json.dumps(item, default=str)))
        if self.cut:
            done.append(stream("stdout", cut_note()))
        return done

    def _within(self, kind: str, text: str) -> str:
        self.cut |= len(text) > self.left[kind]
        text = text[: self.left[kind]]
        self.left[kind] -= len(text)
        return text

    def _before(self) -> None:
        if self.clear_next:
            self.items.clear()
            self.clear_next = False


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of a cell."""

    encoding = "UTF-8"
    errors = "strict"

    def __init__(self, name: str, outputs: Outputs, descriptor: int):
        self.name, self.outputs, self.descriptor = f"<{name}>", outputs, descriptor
        self.kind = name

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self.outputs.stream(self.kind, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self.descriptor


class Result(DisplayHook):
    """The value of a cell's last expression becomes an execute_result."""

    def write_output_prompt(self) -> None:
        """A notebook shows the prompt beside the output."""

    def write_format_data(self, format_dict, md_dict=None) -> None:
        self.shell.outputs.add(
            {
                "output_type": "execute_result",
                "data": _as_text(format_dict),
                "metadata": md_dict or {},
                "execution_count": self.prompt_count,
            }
        )

    def finish_displayhook(self) -> None:
        self._is_active = False


class Publisher(DisplayPublisher):
    """display() becomes display_data."""

    def publish(self, data, metadata=None, *, transient=None, update=False, **kwargs) -> None:
        self._validate_data(data, metadata)
        display_id, data, metadata = (transient or {}).get("display_id"), _as_text(data), metadata or {}
        if update:
            self.shell.outputs.update(display_id, data, metadata)
        else:
            output = {"output_type": "display_data", "data": data, "metadata": metadata}
            self.shell.outputs.add(output | ({"display_id": display_id} if display_id else {}))

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear(wait)


def _as_text(data: dict) -> dict:
    """Bytes of images as base64, as notebooks store them."""
    return {
        mime: base64.b64encode(value).decode() if isinstance(value, bytes) else value for mime, value in data.items()
    }
