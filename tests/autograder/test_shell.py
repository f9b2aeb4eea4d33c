"""Does a cell show in the sandbox what it shows in a notebook kernel?"""

from __future__ import annotations

import json
import re
import sys

import nbformat
import pytest
from nbclient import NotebookClient

from course.autograder.containment import ENVIRONMENT
from course.autograder.sandbox import Sandbox

CELLS = [
    "x = 1",
    "x + 1",
    "_ + 1, Out[2], In[1]",
    "x;",
    "%tb",
    "print('a')\nprint('b', end='')\nx",
    "import sys\nprint('to stderr', file=sys.stderr)",
    "print(1)\nprint(2, file=sys.stderr)\nprint(3)",
    "1 / 0",
    "def f(n):\n    return n + undefined\nf(1)",
    "this is no Python",
    "from IPython.display import HTML, Markdown, display\ndisplay(HTML('<b>x</b>'), Markdown('*y*'))\nHTML('<i>z</i>')",
    "handle = display(1, display_id=True)\nhandle.update(2)",
    "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('kept')",
    "import numpy as np\nnp.arange(6.0).reshape(2, 3)",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('t');",
    "plt.figure(figsize=(2, 1))\nplt.plot([1])\nplt.show()\nprint('after')",
    "%timeit -n1 -r1 -q y = 3",
    "%who_ls int",
    "!echo from a shell",
    "import subprocess\nsubprocess.run(['echo', 'from a program'])",
    "import warnings\nwarnings.warn('mind this')",
    "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    "try:\n    input('name? ')\nexcept Exception as error:\n    print(type(error), error)",
    "raise SystemExit",
    "class Odd:\n    def __repr__(self): raise ValueError('no repr')\nOdd()",
    "from course import check\ncheck('logistic.dz', lambda a, y: a - y, points=2)",
    "sys.stdout.isatty(), sys.stdout.encoding, __name__",
    "help(len)",
    "f?",
    "%%capture caught\nprint('hidden')",
    "caught.stdout",
    "display({'text/plain': 'raw'}, raw=True)",
    "print('x' * 10)\nsys.stdout.write('y\\n')",
    "class Rich:\n    def _repr_html_(self): return '<p>2</p>'\nRich()",
    "plt.figure(); plt.plot([1]); plt.show()\nplt.figure(); plt.plot([2]); plt.show()",
    "plt.plot([3, 4])",
    "print('before')\n[][1]",
    "7\n_",
    "%%timeit -n1 -r1 -q\npass",
    "class Own(Exception): pass\nraise Own('mine')",
    "print('x' * 10_000)",
    "In [1]: pasted = 3\npasted",
    "\n\n'''a\n   \nb'''",
    "print('na\u00efve \u2202')",
]


@pytest.fixture(scope="module")
def in_kernel() -> list[list[dict]]:
    with pytest.MonkeyPatch.context() as patch:
        # Under this variable ipykernel stops to catch what programs started by a cell write.
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)
        return _run_in_kernel()


def _run_in_kernel() -> list[list[dict]]:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    NotebookClient(notebook, allow_errors=True, kernel_name="python3", timeout=60).execute()
    return [json.loads(json.dumps(cell.outputs)) for cell in notebook.cells]


@pytest.fixture(scope="module")
def in_sandbox() -> list[list[dict]]:
    with Sandbox() as sandbox:
        process = sandbox.start()
        replies = [
            process.ask({"do": "cell", "source": source, "count": count}, 30)
            for count, source in enumerate(CELLS, start=1)
        ]
        sandbox.finish(process)
    return [json.loads(reply.body["outputs"]) for reply in replies]


def comparable(outputs: list[dict]) -> list[dict]:
    """Outputs without what differs from run to run: addresses, times, names of cells' files, bytes of images."""
    text = json.dumps(merged(outputs), sort_keys=True)
    text = re.sub(r"0x[0-9a-f]+|ipykernel_\d+|\d+\.py|/tmp", "#", text.replace(sys.prefix, str(ENVIRONMENT)))
    text = re.sub(r"(CPU times|Wall time): [^\"]*?\\n", "times", text)
    text = re.sub(r'("image/png": ")[^"]{1000,}', r"\1bytes", text)
    return json.loads(text)


def merged(outputs: list[dict]) -> list[dict]:
    """Streams joined by name, in front: a kernel's two streams arrive in any order."""
    streams = {}
    for output in outputs:
        if output["output_type"] == "stream":
            streams[output["name"]] = streams.get(output["name"], "") + output["text"]
    rest = [output for output in outputs if output["output_type"] != "stream"]
    return [streams, *rest]


@pytest.mark.parametrize("index", range(len(CELLS)), ids=[re.sub(r"\W+", "-", source)[:30] for source in CELLS])
def test_the_outputs_of_a_cell(index, in_kernel, in_sandbox):
    assert comparable(in_sandbox[index]) == comparable(in_kernel[index])
