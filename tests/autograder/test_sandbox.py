"""Does the sandbox contain, clean up after, and survive the processes in it?"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from course.autograder import sandbox as module
from course.autograder.containment import PACKAGE
from course.autograder.orders import Ended, Vanished
from course.autograder.processes import descendants
from course.autograder.sandbox import Sandbox, SandboxUnavailable
from course.autograder.settings import Limits

LIMITS = Limits(
    interrupt_seconds=2,
    memory_bytes=400_000_000,
    processes=40,
    scratch_bytes=10_000_000,
    output_bytes=1_500_000,
    image_bytes=5_000_000,
)


@pytest.fixture(scope="module")
def box():
    with Sandbox(LIMITS) as box:
        yield box


@pytest.fixture
def process(box):
    process = box.start()
    run(process, "'warm'")
    yield process
    box.finish(process)


def run(process, source: str, seconds: float = 10):
    reply = process.ask({"do": "cell", "source": source, "count": 1}, seconds)
    return json.loads(reply.body["outputs"])


def said(process, source: str) -> str:
    """What a cell printed; its error where it raised one."""
    return "".join(item.get("text", "") or item.get("evalue", "") for item in run(process, source)).strip()


def test_who_and_where_a_process_is(process):
    uid, gid, folder = said(process, "import os; print(os.getuid(), os.getgid(), os.getcwd())").split()
    assert int(uid) > 60000
    assert int(gid) > 60000
    assert folder == "/tmp"


def test_only_two_other_processes_and_no_rights(process):
    assert said(process, "import os; print(sorted(int(p) for p in os.listdir('/proc') if p.isdigit())[:2])") == "[1, 2]"
    status = said(process, "print(open('/proc/self/status').read())")
    assert "CapEff:\t0000000000000000" in status
    assert "CapPrm:\t0000000000000000" in status
    assert "NoNewPrivs:\t1" in status


def test_home_checkout_and_settings_are_not_there(process):
    names = said(
        process,
        "import os; print(*(n for n in ('/home', '/var', '/etc/passwd', '/etc/shadow', '/sys', "
        f"'{Path(PACKAGE).parent}/source', '{Path.home()}/.bashrc') if os.path.exists(n)))",
    )
    assert names == ""


def test_nothing_but_scratch_can_be_written(process):
    mounts = [line.split() for line in said(process, "print(open('/proc/self/mounts').read())").splitlines()]
    writable = {place for _, place, _, options, *_ in mounts if "rw" in options.split(",")}
    devices = {f"/dev/{name}" for name in ("null", "zero", "full", "random", "urandom", "tty", "pts")}
    assert writable - devices == {"/proc", "/tmp", "/dev/shm"}
    assert "Permission" in said(process, "open('/proc/sys/kernel/hostname', 'w')")


def test_scratch_is_small_and_empty_for_the_next_one(box):
    process = box.start()
    assert said(process, "import os; print(os.listdir('/tmp'), os.listdir('/dev/shm'))") == "[] []"
    full = "f = open('/tmp/x', 'wb')\nwhile True: f.write(b'x' * 1_000_000)"
    assert "File too large" in said(process, full) or "No space left" in said(process, full)
    run(process, "import os; os.makedirs('/tmp/a/b'); open('/tmp/a/b/c', 'w'); os.chmod('/tmp/a', 0)")
    run(process, "open('/dev/shm/y', 'w')")
    starts = box.starts
    box.finish(process)
    process = box.start()
    assert said(process, "import os; print(os.listdir('/tmp'), os.listdir('/dev/shm'))") == "[] []"
    assert box.starts == starts
    box.finish(process)


def test_no_network(process):
    assert (
        said(process, "import os; print(os.listdir('/sys/class/net') if os.path.isdir('/sys') else 'none')") == "none"
    )
    assert "unreachable" in said(process, "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)")


def test_nothing_of_one_submission_is_left_for_the_next(box):
    first = box.start()
    run(first, "import numpy as np, builtins; np.secret = builtins.secret = 1; x = 1")
    box.finish(first)
    second = box.start()
    assert said(second, "import numpy as np; print(hasattr(np, 'secret'), 'x' in globals(), 'In' in globals())") == (
        "False False True"
    )
    box.finish(second)


def test_random_numbers_follow_the_seed(box):
    drawn = []
    for seed in (1, 1, 2):
        process = box.start(seed)
        drawn.append(said(process, "import numpy as np, random; print(np.random.rand(), random.random())"))
        box.finish(process)
    assert drawn[0] == drawn[1] != drawn[2]


def test_the_same_answer_has_the_same_digest_and_another_has_another(box):
    found = []
    for source in ("1 + 1", "1 + 1", "1 + 2"):
        process = box.start()
        found.append(process.ask({"do": "cell", "source": source, "count": 1}, 10).digest)
        box.finish(process)
    assert found[0] == found[1] != found[2]


def test_more_output_is_kept_where_the_limits_allow_more(process):
    printed, shown = run(process, "print('x' * 1_200_000)\n'y' * 4_200_000")
    assert len(printed["text"]) == 1_200_001
    assert len(shown["data"]["text/plain"]) == 4_200_002


def test_an_interrupted_cell_keeps_its_outputs_and_its_variables(process):
    reply = process.ask({"do": "cell", "source": "x = 5\nprint('so far')\nwhile True: pass", "count": 1}, 0.2)
    assert reply.interrupted
    outputs = json.loads(reply.body["outputs"])
    assert outputs[0]["text"] == "so far\n"
    assert outputs[1]["ename"] == "KeyboardInterrupt"
    assert said(process, "print(x)") == "5"


def test_what_does_not_stop_is_ended(process):
    source = "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(60)"
    with pytest.raises(Ended, match=r"did not finish within 0.2 s and did not stop"):
        process.ask({"do": "cell", "source": source, "count": 1}, 0.2)


def test_memory_of_all_processes_together(process):
    source = """
import os, time
for _ in range(5):
    if os.fork() == 0:
        kept = b'x' * 150_000_000
        time.sleep(30)
time.sleep(30)"""
    with pytest.raises(Ended, match="it used more than 400 MB of memory"):
        process.ask({"do": "cell", "source": source, "count": 1}, 20)


def test_a_process_that_goes_away(process):
    with pytest.raises(Vanished, match="its process ended"):
        process.ask({"do": "cell", "source": "import os; os._exit(0)", "count": 1}, 5)


def test_a_killed_runner_is_replaced(box):
    process = box.start()
    with pytest.raises(Vanished):
        process.ask({"do": "cell", "source": "import os; os.kill(os.getppid(), 9)\nwhile True: pass", "count": 1}, 5)
    box.finish(process)
    starts = box.starts
    process = box.start()
    assert box.starts == starts + 1
    assert said(process, "print(1)") == "1"
    box.finish(process)


def test_closing_leaves_no_process_and_no_descriptor():
    before = set(os.listdir("/proc/self/fd"))
    with Sandbox(LIMITS) as box:
        process = box.start()
        run(process, "import subprocess; subprocess.Popen(['sleep', '600'])")
        inside = descendants(box._runner.pid)
        assert len(inside) >= 4
    process.channel.close()
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in inside) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not [pid for pid in inside if Path(f"/proc/{pid}").exists()]
    assert set(os.listdir("/proc/self/fd")) <= before


def test_without_bubblewrap_nothing_is_graded(monkeypatch):
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    with pytest.raises(SandboxUnavailable, match=r"bubblewrap is not installed.*--isolation=none"):
        Sandbox().start()


def test_where_bubblewrap_cannot_work_the_reason_is_given(monkeypatch):
    monkeypatch.setattr(module, "wrapping", lambda as_root, limits: ["sh", "-c", "echo no namespaces >&2; exit 1", "x"])
    monkeypatch.setattr(module.shutil, "which", lambda name: "/usr/bin/bwrap")
    monkeypatch.setattr(module.seccomp, "program", lambda: None)
    with pytest.raises(SandboxUnavailable, match="cannot make a sandbox here: no namespaces"):
        Sandbox().start()


@pytest.mark.parametrize("limits", [{"open_files": 3}, {"memory_bytes": 1_000_000}, {"start_seconds": 0.01}])
def test_limits_under_which_nothing_runs_are_named(limits):
    with (
        Sandbox(Limits(**limits)) as box,
        pytest.raises(SandboxUnavailable, match=rf"c\.Sandbox\..*{next(iter(limits))}"),
    ):
        box.start()


def test_without_isolation_only_when_asked_for():
    with pytest.raises(ValueError, match="isolation must be"):
        Sandbox(isolation="")
    with Sandbox(LIMITS, isolation="none") as box:
        process = box.start()
        folder = said(process, "import os; print(os.getcwd())")
        assert said(process, "print(6 * 7)") == "42"
        run(process, "open('left.txt', 'w').write('x')")
        box.finish(process)
        assert os.listdir(folder) == []
    assert not os.path.exists(folder)


def test_a_figure_is_shown_where_none_was_expected():
    with Sandbox(LIMITS, figures=False) as box:
        process = box.start()
        source = (
            "import sys; early = 'matplotlib' in sys.modules\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]); early"
        )
        outputs = json.loads(process.ask({"do": "cell", "source": source, "count": 1}, 60).body["outputs"])
        box.finish(process)
    assert outputs[0]["data"]["text/plain"] == "False"
    assert "image/png" in outputs[1]["data"]
