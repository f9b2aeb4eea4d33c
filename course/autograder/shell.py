"""An IPython shell that behaves like a notebook kernel's and keeps its outputs in a list.

It runs inside the sandbox: nothing it says is believed. Its limits on output are there so that honest notebooks end
with a note instead of a broken connection; the judge's side caps everything again.
"""

from __future__ import annotations

import ast
import base64
import builtins
import contextlib
import inspect
import io
import json
import os
import sys
import tempfile
import zlib

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Instance, Type
from traitlets.config import Config


class Outputs:
    """The outputs of the cell that is running, in the notebook format, up to a number of characters."""

    def __init__(self, text_limit: int = 1_000_000, data_limit: int = 4_000_000):
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
            text = "\n[The output is cut here: the cell showed more than is kept.]\n"
            done.append({"output_type": "stream", "name": "stdout", "text": text})
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


class CellCompiler(CachingCompiler):
    """Names cells as a kernel does, without its checksum in Python, which costs more than running a short cell."""

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        checksum = zlib.crc32(raw_code.encode("utf-8", "replace"))
        name = os.path.join(tempfile.gettempdir(), f"ipykernel_{os.getpid()}", f"{checksum}.py")
        # Without this each frame of a traceback has Python search all of sys.modules for the cell's file.
        inspect.modulesbyfile[name] = "__main__"
        return name


class PlainFirst(TransformerManager):
    """IPython's own syntax (magics, ``!command``, ``name?``) is searched for only in text that is no Python."""

    def __init__(self):
        super().__init__()
        self.own = list(self.token_transformers)

    def do_token_transforms(self, lines: list[str]) -> list[str]:
        if self.token_transformers == self.own:
            with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                ast.parse("".join(lines))
                return lines
        return super().do_token_transforms(lines)


class NotebookShell(InteractiveShell):
    """The shell of one submission."""

    displayhook_class = Type(Result)
    display_pub_class = Type(Publisher)
    compiler_class = Type(CellCompiler)
    input_transformer_manager = Instance(PlainFirst, ())
    outputs: Outputs

    def __init__(self, *args, **kwargs):
        self.outputs = Outputs()
        super().__init__(*args, **kwargs)

    def init_environment(self) -> None:
        """What a kernel sets, so that programs started by a cell write the same colours."""
        os.environ.update(TERM="xterm-color", CLICOLOR="1", FORCE_COLOR="1", CLICOLOR_FORCE="1", PAGER="cat")

    def init_hooks(self) -> None:
        """Help texts go to a pager beside the notebook, which a graded notebook does not have."""
        super().init_hooks()
        self.set_hook("show_in_pager", lambda *_, **__: None, 99)

    def init_io(self) -> None:
        """Streams are put in place per submission, by `capture`."""

    def ask_exit(self) -> None:
        """Leaving a notebook is nothing a cell can do."""

    def enable_gui(self, gui=None) -> None:
        """There is no event loop to enable."""

    def _showtraceback(self, etype, evalue, stb) -> None:
        self.outputs.add(
            {"output_type": "error", "ename": etype.__name__, "evalue": str(evalue), "traceback": list(stb)}
        )

    def run(self, source: str, count: int) -> list[dict]:
        """Run a cell as number `count` and give its outputs; never raises for what the cell does."""
        self.outputs.start()
        self.execution_count = count
        try:
            self.run_cell(source, store_history=True)
        except BaseException:
            # What gets through IPython's own handling (an interrupt between two of its steps, patched internals).
            with contextlib.suppress(BaseException):
                self.showtraceback()
        return [*self.outputs.finished(), *self.captured()]

    def capture(self) -> None:
        """Take over sys.stdout and sys.stderr, and the descriptors below them that subprocesses write to."""
        self._files = {}
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for name, descriptor in (("stdout", 1), ("stderr", 2)):
            file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
            os.set_inheritable(file.fileno(), False)
            os.dup2(file.fileno(), descriptor)
            self._files[name] = file
            setattr(sys, name, Stream(name, self.outputs, descriptor))

    def captured(self) -> list[dict]:
        """What was written past sys.stdout and sys.stderr since the last cell."""
        found = []
        for name, file in self._files.items():
            with contextlib.suppress(OSError):
                if size := os.fstat(file.fileno()).st_size:
                    text = os.pread(file.fileno(), min(size, self.outputs.left["text"]), 0).decode("utf-8", "replace")
                    os.ftruncate(file.fileno(), 0)
                    os.lseek(file.fileno(), 0, os.SEEK_SET)
                    found.append({"output_type": "stream", "name": name, "text": text})
        return found


def new_shell() -> NotebookShell:
    """The one shell of this process, with figures shown inline and no history on disk."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.xmode = "Context"
    shell = NotebookShell.instance(config=config)
    builtins.input = _no_input
    return shell


def _no_input(prompt: object = "") -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def _as_text(data: dict) -> dict:
    """Bytes of images as base64, as notebooks store them."""
    return {
        mime: base64.b64encode(value).decode() if isinstance(value, bytes) else value for mime, value in data.items()
    }
