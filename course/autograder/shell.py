"""An IPython shell that behaves like a notebook kernel's and keeps its outputs in a list.

It runs inside the sandbox: nothing it says is believed.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import inspect
import os
import re
import sys
import tempfile
import warnings
import zlib

from IPython.core.compilerop import CachingCompiler
from IPython.core.error import StdinNotImplementedError
from IPython.core.inputtransformer2 import TransformerManager, leading_empty_lines
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Instance, Type
from traitlets.config import Config

from course.autograder.displays import Outputs, Publisher, Result, Stream
from course.autograder.tracebacks import keep_styles

TIDIED = re.compile(r"^[ \t]+$|^\s*(?:>>>|\.{3}|(?:\[(?:nav|ins)\])? ?In \[\d+\]:)", re.MULTILINE)


class CellCompiler(CachingCompiler):
    """Names cells as a kernel does, without its checksum in Python, which costs more than running a short cell."""

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        checksum = zlib.crc32(raw_code.encode("utf-8", "replace"))
        name = os.path.join(tempfile.gettempdir(), f"ipykernel_{os.getpid()}", f"{checksum}.py")
        # Without this each frame of a traceback has Python search all of sys.modules for the cell's file.
        inspect.modulesbyfile[name] = "__main__"
        return name


class PlainFirst(TransformerManager):
    """IPython's own syntax (magics, prompts, ``name?``) is searched for only in text that is no Python.

    What IPython tidies in Python too, prompts that were pasted and lines of nothing but blanks, is left to it.
    """

    def __init__(self):
        super().__init__()
        self.own = self._transforms()

    def transform_cell(self, cell: str) -> str:
        if self._transforms() == self.own and not TIDIED.search(cell) and _is_python(cell):
            return "".join(leading_empty_lines(cell.splitlines(keepends=True))).removesuffix("\n") + "\n"
        return super().transform_cell(cell)

    def do_token_transforms(self, lines: list[str]) -> list[str]:
        if self._transforms() == self.own and _is_python("".join(lines)):
            return lines
        return super().do_token_transforms(lines)

    def _transforms(self) -> tuple:
        return (*self.cleanup_transforms, *self.line_transforms, *self.token_transformers)


def _is_python(text: str) -> bool:
    """Whether Python can read the text; what it warns of is told when the cell is compiled."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


class NotebookShell(InteractiveShell):
    """The shell of one submission."""

    displayhook_class = Type(Result)
    display_pub_class = Type(Publisher)
    compiler_class = Type(CellCompiler)
    input_transformer_manager = Instance(PlainFirst, ())
    outputs: Outputs

    def __init__(self, outputs: Outputs, **kwargs):
        self.outputs = outputs
        super().__init__(**kwargs)

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

    def _format_exception_for_storage(self, *_, **__) -> dict:
        """Nobody reads the history's own copy of an error, which costs as much as the one that is shown."""
        return {}

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


def new_shell(limits: dict) -> NotebookShell:
    """The one shell of this process, with figures shown inline and no history on disk."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.xmode = "Context"
    keep_styles()
    shell = NotebookShell.instance(outputs=Outputs(limits["output_bytes"], limits["image_bytes"]), config=config)
    builtins.input = _no_input
    return shell


def _no_input(prompt: object = "") -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")
