import json
import re

import pytest
from click.testing import CliRunner

from course import GraphExplorer, ShapeInspector, StackingExplorer, TrainingExplorer
from course.cli import main
from course.language import speaking
from course.widgets.static import build, page

WIDGETS = (ShapeInspector, GraphExplorer, StackingExplorer, TrainingExplorer)


def test_every_widget_has_a_page_and_nothing_else_has(tmp_path):
    names = {path.name for path in build(tmp_path)}
    assert names == {each.page for each in WIDGETS} | {"graph_explorer_two_layers.html"}


def test_pages_are_the_same_when_built_again(tmp_path):
    first, second = build(tmp_path / "first"), build(tmp_path / "second")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_committed_pages_are_up_to_date(tmp_path, request):
    committed = request.config.rootpath / "docs" / "widgets"
    for path in build(tmp_path):
        assert (committed / path.name).read_text() == path.read_text(), "run `make widgets`"


@pytest.mark.parametrize("make", WIDGETS)
def test_a_widget_speaks_the_language_set_when_it_is_made_and_a_page_english(make):
    with speaking("es"):
        widget = make()
        shown = page(widget, "intro")
    assert json.loads(re.search(r"const TEXTS = (.*);", widget._esm)[1])["Copy"] == "Copiar"
    assert 'const LANGUAGE = "es";' in widget._esm
    assert "const TEXTS = {};" in make()._esm
    assert "const TEXTS = {};" in shown
    assert '"n0": "number of input features"' in shown
    assert '"n0": "n\\u00famero de caracter\\u00edsticas de entrada"' in widget._esm


@pytest.mark.parametrize("make", WIDGETS)
def test_a_page_refers_to_nothing_outside(make):
    text = page(make(), "intro")
    addresses = set(re.findall(r"https?://[^\s\"']+", text))
    assert addresses == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(link|img|iframe)|\bimport\b.*from|@import|url\(", text)


def test_a_state_cannot_end_the_script_it_stands_in():
    assert "</script><b>" not in page(ShapeInspector("</script><b>"), "intro")
    assert "<b>" not in page(ShapeInspector(), "<b>")


@pytest.mark.parametrize("make", WIDGETS)
def test_without_a_kernel_a_widget_says_what_it_is_and_where_to_try(make):
    data, _ = make()._repr_mimebundle_()
    assert make.__name__ in data["text/plain"]
    assert make.purpose in data["text/html"].replace("&#x27;", "'")
    assert f"docs/widgets/{make.page}" in data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data


@pytest.mark.parametrize("make", WIDGETS)
def test_the_note_is_an_output_of_its_own_which_the_widget_hides(make, monkeypatch):
    published = []
    monkeypatch.setattr("course.widgets.base.publish_display_data", lambda data, *rest: published.append(data))
    widget = make()
    widget._ipython_display_()
    view, note = published
    assert "application/vnd.jupyter.widget-view+json" in view
    assert "text/html" not in view
    assert set(note) == {"text/plain", "text/html"}
    assert widget._note in note["text/html"]
    assert widget._note != make()._note


def test_text_of_the_learner_is_escaped():
    data, _ = ShapeInspector("<script>alert(1)</script>")._repr_mimebundle_()
    assert "<script>" not in data["text/html"]


def test_the_command_writes_the_pages(tmp_path):
    result = CliRunner().invoke(main, ["widgets", "--output", str(tmp_path)])
    assert result.exit_code == 0
    assert "shape_inspector.html" in result.output
    assert (tmp_path / "training_explorer.html").exists()


def test_stacking_explorer_refuses_sizes_it_cannot_draw():
    with pytest.raises(ValueError, match="m must be from 1 to 8"):
        StackingExplorer(m=9)
    with pytest.raises(ValueError, match="example must be from 0 to 2"):
        StackingExplorer(m=3, example=3)


def test_stacking_explorers_code_follows_the_mode():
    widget = StackingExplorer()
    assert widget.code().startswith("Z1 = W1 @ X + b1")
    widget.mode = "loop"
    assert widget.code().startswith("for i in range(m):")
