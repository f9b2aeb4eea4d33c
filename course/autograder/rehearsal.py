"""What a warm process has done before the first submission: imports, and typical cells run once and forgotten."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys

PRELOAD = ("numpy", "ipywidgets", "anywidget")
REHEARSAL = (
    "import numpy as np\ndef half(values):\n    return values['x'] / 2\nhalf({})",
    "from course import network\nfrom course.gradients import complex_step\nones = np.ones((2, 1))\n"
    "print(complex_step(lambda z: network.loss(network.sigmoid(z), ones), ones))",
    "from IPython.display import display, HTML\ndisplay(HTML('<b>x</b>'))\nnp.eye(2)",
    "from course import check\ncheck('logistic.dz', lambda a, y: y)",
    # Errors in a learner's function and in the course's: a traceback reads and parses the files that it quotes.
    'def failing(W):\n    """Docstring."""\n    return W @ W\nfailing(ones)',
    "from course.gradients import relative_error\nrelative_error(ones, ones.T)",
    "from course import GraphExplorer, ShapeInspector, StackingExplorer, TrainingExplorer\n"
    "display(GraphExplorer(), ShapeInspector(), StackingExplorer(), TrainingExplorer())",
)
# A third of a runner's memory, which every fork pays for: only where a lesson draws.
FIGURES = ("matplotlib.pyplot", "matplotlib_inline.backend_inline", "course.plots")
FIGURES_REHEARSAL = (
    "%matplotlib inline\nimport matplotlib.pyplot as plt, numpy as np\nplt.plot(np.arange(3.0)); plt.title('$x$')",
    "fig, ax = plt.subplots(); ax.imshow(np.eye(3)); ax.contourf(np.eye(3))\n"
    r"ax.set_xlabel(r'$\frac{x}{\mathrm{y}}$'); plt.show(); plt.close('all')",
)


def warm_up(figures: bool) -> None:
    """Import what submissions use, with `figures` also what draws."""
    for name in PRELOAD + (FIGURES if figures else ()):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def rehearse(shell, figures: bool) -> None:
    """Run typical cells once and forget them, so that no submission pays for what happens only the first time."""
    from ipywidgets import Widget

    for source in REHEARSAL + (FIGURES_REHEARSAL if figures else ()):
        shell.run_cell(source, store_history=True)
    Widget.close_all()
    shell.reset(new_session=True)
    shell.user_ns.update({"_": "", "__": "", "___": ""})
    shell.outputs.start()
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):  # what %tb and %debug show
        vars(sys).pop(name, None)
    if len(os.listdir("/proc/self/task")) > 1:
        raise SystemExit("something imported by the runner started a thread; a process with threads cannot be forked")
