"""Colours of tracebacks, worked out once: IPython works them out again for each, which takes longer than the rest."""

from __future__ import annotations

from functools import lru_cache

import stack_data
from pygments.formatters.terminal256 import Terminal256Formatter


def keep_styles() -> None:
    """Have this process keep the style of a traceback and the terminal's codes for it; what is shown stays the same."""
    stack_data.style_with_executing_node = lru_cache(maxsize=8)(stack_data.style_with_executing_node)
    set_up, known = Terminal256Formatter._setup_styles, {}

    def set_up_once(formatter: Terminal256Formatter) -> None:
        key = formatter.style, formatter.usebold, formatter.useunderline, formatter.useitalic
        if key not in known:
            set_up(formatter)
            known[key] = formatter.style_string
        formatter.style_string = known[key]

    Terminal256Formatter._setup_styles = set_up_once
