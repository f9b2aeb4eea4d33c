"""What the widgets share: their script and style put together from files, and what stands where no kernel runs."""

from __future__ import annotations

import html
import json
import re
import uuid
from functools import lru_cache
from pathlib import Path

import anywidget
import traitlets
from IPython.display import publish_display_data

from course import notation, shape_rules
from course.language import _, lang, language

HERE = Path(__file__).parent
# The text itself stands in the call, in double quotes.
TEXT = re.compile(r"""\b_\(\s*("(?:[^"\\]|\\.)*")""")
VIEW = "application/vnd.jupyter.widget-view+json"
LIVE = """
export default {
  render(view) {
    view.el.lang = LANGUAGE;
    const end = render(view);
    hideNote(view);
    return end;
  },
};
"""


def notations() -> dict[str, dict[str, object]]:
    """Each notation of `course.notation` as plain data: names, meanings and shapes."""
    return {
        key: {
            "name": _(each.name),
            "shapes": {name: list(symbol.shape) for name, symbol in each.items()},
            "meanings": {name: _(symbol.meaning) for name, symbol in each.items()},
        }
        for key, each in notation.NOTATIONS.items()
    }


def script(*names: str) -> str:
    """The JavaScript files `names` in one text, after the tables that they share with Python and their translations.

    The text defines ``render({model, el})``; who uses it appends how `render` is called or exported.
    """
    return _script(names, language())


@lru_cache(maxsize=16)
def _script(names: tuple[str, ...], spoken: str) -> str:
    """`script` in the language `spoken`, which is the current one: anywidget asks for it several times a widget."""
    source = "\n".join((HERE / f"{name}.js").read_text() for name in ("texts", *names))
    sizes = {name: _(meaning) for name, meaning in notation.SIZES.items()}
    tables = {
        "LANGUAGE": spoken,
        "TEXTS": translations(source),
        "RULES": shape_rules.tables(),
        "NOTATIONS": notations(),
        "SIZE_MEANINGS": sizes,
    }
    return "\n".join([*(f"const {name} = {json.dumps(table)};" for name, table in tables.items()), source])


def translations(source: str) -> dict[str, str]:
    """The texts in calls of `_` in a script, in the language that is spoken; empty for English."""
    texts = (json.loads(text) for text in TEXT.findall(source))
    return {text: said for text in texts if (said := _(text)) != text}


def style(*names: str) -> str:
    """The style sheets `names` in one text."""
    return "\n".join((HERE / f"{name}.css").read_text() for name in names)


class CourseWidget(anywidget.AnyWidget):
    """A widget of the course; subclasses name their `scripts` and say in `purpose` what they are for.

    `page` is the file of the static page that does the same without a kernel.
    """

    scripts: tuple[str, ...] = ()
    page = ""
    purpose = ""

    _note = traitlets.Unicode().tag(sync=True)

    @traitlets.default("_note")
    def _new_note(self) -> str:
        return f"bbh-note-{uuid.uuid4().hex}"

    def __init_subclass__(cls, **kwargs):
        if "scripts" in vars(cls):
            cls._css = style("common", cls.scripts[-1])
        super().__init_subclass__(**kwargs)

    @property
    def _esm(self) -> str:
        """The script, in the language that is spoken when the widget is made."""
        return script("common", *self.scripts) + LIVE

    @classmethod
    def own_traits(cls) -> set[str]:
        """Names of the traits that the widget itself hands to its script."""
        inherited = set(anywidget.AnyWidget.class_trait_names())
        return {name for name in cls.class_trait_names(sync=True) if name not in inherited and not name.startswith("_")}

    def state(self) -> dict[str, object]:
        """What the widget hands to its script: the value of each of its own traits."""
        return {name: getattr(self, name) for name in sorted(self.own_traits())}

    def code(self) -> str:
        """The Python text of what the widget shows."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}: {_(self.purpose)}"

    def _ipython_display_(self) -> None:
        """Two outputs: the widget, and a note on it that the widget hides while it is drawn.

        As one output with two faces the note would be lost: a page exported with the widget's state, or a notebook
        opened without its kernel, chooses the face of the widget, which cannot draw there.
        """
        data, metadata = self._repr_mimebundle_()
        publish_display_data({VIEW: data[VIEW], "text/plain": type(self).__name__}, metadata)
        publish_display_data({kind: data[kind] for kind in ("text/plain", "text/html")})

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        data["text/plain"] = f"{self!r}\n{self.code()}"
        data["text/html"] = self._without_kernel()
        return data, metadata

    def _without_kernel(self) -> str:
        drawn = _(
            "It draws itself where a notebook runs: open this notebook in JupyterLab or Notebook and run the cell. "
            "Without a kernel, open {page} of the course in a browser."
        ).format(page=f"<code>docs/widgets/{self.page}</code>")
        return (
            f'<div role="note" class="{self._note}"{lang()} '
            'style="border:1px solid currentColor;border-radius:6px;padding:0.8em 1em;max-width:44em">'
            f'<p style="margin:0 0 0.5em"><strong>{type(self).__name__}</strong>: {html.escape(_(self.purpose))}</p>'
            f'<pre style="margin:0 0 0.5em;white-space:pre-wrap">{html.escape(self.code())}</pre>'
            f'<p style="margin:0">{drawn}</p></div>'
        )
