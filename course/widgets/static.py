"""Each widget as one self-contained HTML page: no kernel, no network, the same JavaScript and CSS."""

from __future__ import annotations

import html
import json
from pathlib import Path

from course.language import ENGLISH, speaking
from course.widgets.base import CourseWidget, script, style

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - Backprop by Hand</title>
<style>
:root {{ color-scheme: light dark; }}
body {{
  margin: 0 auto; max-width: 70rem; padding: 1.5rem clamp(0.5rem, 3vw, 2rem);
  color: light-dark(#16191d, #eef0f3); background: light-dark(#ffffff, #15181c);
  font: 1rem/1.5 system-ui, "DejaVu Sans", sans-serif;
}}
h1 {{ margin: 0 0 0.25rem; font-size: 1.5rem; }}
main > p {{ margin: 0 0 1.25rem; max-width: 62ch; }}
{style}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{intro}</p>
<div id="widget"></div>
<noscript><p>{title} draws with JavaScript, which is off here. {purpose} Allow JavaScript for this page.</p></noscript>
</main>
<script type="module">
{script}
render({{ model: modelOf({state}), el: document.getElementById("widget") }});
</script>
</body>
</html>
"""


@speaking(ENGLISH)
def page(widget: CourseWidget, intro: str) -> str:
    """The HTML text of one widget in its present state, with `intro` above it, in English."""
    return PAGE.format(
        title=type(widget).__name__,
        intro=html.escape(intro),
        purpose=html.escape(widget.purpose[0].upper() + widget.purpose[1:]),
        style=style("common", widget.scripts[-1]),
        script=_inside_script(script("common", *widget.scripts, "alone")),
        state=_inside_script(json.dumps(widget.state())),
    )


@speaking(ENGLISH)
def build(folder: Path) -> list[Path]:
    """Write the page of every widget into `folder` and return the files' paths."""
    from course.widgets.gallery import PAGES

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for make, intro in PAGES:
        widget = make()
        path = folder / widget.page
        path.write_text(page(widget, intro))
        widget.close()
        written.append(path)
    return written


def _inside_script(text: str) -> str:
    """Text that cannot end the script element it stands in."""
    return text.replace("</", "<\\/").replace("<!--", "<\\!--")
