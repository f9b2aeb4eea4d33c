"""The static pages: alive without kernel and network, by mouse and by keyboard, accessible in light and dark."""

import numpy as np
import pytest
from moves import DRAWING, SLIDER, drag, drawing, keep_picture, violations

from course import ShapeInspector
from course.widgets.static import page as static_page

NAMES = tuple(DRAWING)


@pytest.fixture
def open_page(new_context, static_pages):
    def opened(name, **settings):
        context = new_context(**settings)
        page = context.new_page()
        page.problems, page.requests = [], []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: page.requests.append(request.url))
        page.goto(static_pages[name].as_uri())
        page.locator(".bbh").wait_for()
        return page

    return opened


@pytest.mark.parametrize("name", NAMES)
def test_a_page_needs_nothing_but_itself(open_page, name):
    page = open_page(name)
    assert drawing(page, name)
    assert page.problems == []
    assert [url for url in page.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert len(page.requests) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_slider_moves_the_drawing_by_mouse_and_by_keyboard(open_page, name):
    page = open_page(name)
    slider = page.get_by_label(SLIDER[name], exact=True)
    before = drawing(page, name)
    drag(page, slider)
    after_mouse = drawing(page, name)
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert len({before, after_mouse, drawing(page, name)}) == 3
    assert page.problems == []


@pytest.mark.parametrize("name", NAMES)
def test_every_focusable_element_keeps_its_keys_to_itself(open_page, name):
    page = open_page(name)
    takes_focus = ".bbh :is(input, button, select, textarea, summary, a[href], [tabindex])"
    loose = page.locator(f"{takes_focus}:not([data-lm-suppress-shortcuts='true'])")
    assert loose.count() == 0
    assert page.locator(".bbh [data-lm-suppress-shortcuts]").count() > 5


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 380), ("dark", 1400)])
def test_axe_finds_nothing(open_page, name, scheme, width):
    page = open_page(name, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    for way in ("All back", "100 steps"):
        for button in page.get_by_role("button", name=way).all():
            button.click()
    keep_picture(page, f"{name}-{scheme}-{width}")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_traps_and_errors(open_page, scheme):
    page = open_page("shape_inspector", color_scheme=scheme)
    for equation in ("dW2 = dZ2 @ A1", "b1 - b1.T", "X[:, 0] + Z1", "dW2 = ", "W1 @"):
        page.get_by_label("Equation in NumPy").fill(equation)
        assert violations(page) == [], equation


@pytest.mark.parametrize("name", NAMES)
def test_no_page_scrolls_sideways(open_page, name):
    page = open_page(name)
    for width in (320, 380, 480, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_summary_is_spoken_once_the_slider_rests(open_page):
    page = open_page("shape_inspector")
    page.get_by_label("n1", exact=True).press("ArrowRight")
    page.locator("[role=status]", has_text="(n1, m) = (5, 7)").wait_for(state="attached")


def test_a_learner_finds_out_why_the_transpose_is_needed(open_page):
    """The story of someone who has not seen the lesson: the ledger, a first try, the reason, the turned block."""
    page = open_page("shape_inspector")
    page.get_by_role("button", name="Write dW2").click()
    assert "dW2 must have the shape of W2: (n2, n1) = (2, 4)" in page.locator(".si-outcome").inner_text()
    page.get_by_role("group", name="Operands").get_by_role("button", name="dZ2").click()
    page.get_by_role("button", name="@", exact=True).click()
    page.get_by_role("group", name="Operands").get_by_role("button", name="A1 (n1, m)", exact=True).first.click()
    step = page.locator(".si-step").last
    assert "n1: number of hidden units" in page.locator(".si-top").inner_text()
    assert step.get_by_role("img", name="dW2 must be (n2, n1) = (2, 4)").count() == 1
    assert "dZ2 has m = 7 columns, A1 has n1 = 4 rows" in step.inner_text()
    step.locator("summary").click()
    fitting = step.locator("tr.is-fitting")
    assert fitting.count() == 1
    assert "the shape of dW2" in fitting.inner_text()
    page.get_by_role("button", name=".T", exact=True).click()
    assert "m = 7. That side is summed over" in page.locator(".si-steps").inner_text()
    assert "shape fits" in page.locator(".si-pair.is-current").inner_text()


@pytest.fixture
def inspect_arrays(new_context, tmp_path):
    """The page of ``ShapeInspector(arrays)``, as narrow as a telephone."""

    def opened(**arrays):
        path = tmp_path / "arrays.html"
        path.write_text(static_page(ShapeInspector(arrays), "Your arrays."))
        page = new_context(viewport={"width": 320, "height": 800}).new_page()
        page.goto(path.as_uri())
        return page

    return opened


def test_real_arrays_stand_as_blocks_beside_what_the_notation_wants(inspect_arrays):
    page = inspect_arrays(X=np.zeros((3, 7)), dZ2=np.zeros((2, 7)), A1=np.zeros((4, 7)), dW2=np.zeros((4, 2)))
    assert page.locator(".si-array.is-legal").count() == 3
    assert page.locator(".si-array.is-legal").first.get_by_role("img").count() == 1
    turned = page.locator(".si-array.is-error")
    names = turned.get_by_role("img").evaluate_all("all => all.map((each) => each.ariaLabel)")
    assert names == ["your dW2 (4, 2) = (4, 2)", "dW2 must be (n2, n1) = (2, 4)"]
    assert "rows and columns have changed places" in turned.inner_text()


def test_arrays_of_a_thousand_examples_fit_on_a_narrow_page(inspect_arrays):
    page = inspect_arrays(X=np.zeros((3, 1000)), W1=np.zeros((4, 3)), A1=np.zeros((4, 1000)), dZ1=np.zeros((1000, 4)))
    assert page.locator(".si-array").count() == 4
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    inside = "all => all.every((each) => each.scrollWidth <= each.clientWidth)"
    assert page.locator(".si-array").evaluate_all(inside)


def test_no_gradient_formula_stands_on_any_page(static_pages):
    """A learner is not handed what the lessons ask for."""
    for path in static_pages.values():
        text = path.read_text()
        for formula in ("A2 - Y", "@ A1.T", "1 - A1**2", "W2.T @", "a - y", "@ X.T", "dZ2 @", "a2 - y"):
            assert formula not in text, (path.stem, formula)


def test_the_walk_back_through_the_graph(open_page):
    page = open_page("graph_explorer")
    page.get_by_role("button", name="All back").click()
    assert page.get_by_role("slider", name="step").input_value() == "9"
    page.get_by_role("button", name="◀ Back").click()
    assert "Back: dw2 is the gradient that arrives at z" in page.locator(".ge-words").inner_text()


def test_a_narrow_page_brings_the_current_node_into_view(open_page):
    page = open_page("graph_explorer", viewport={"width": 400, "height": 800})
    page.get_by_role("button", name="All forward").click()
    node, region = page.locator(".ge-node.is-current").bounding_box(), page.locator(".ge-scroll").bounding_box()
    assert region["x"] <= node["x"]
    assert node["x"] + node["width"] <= region["x"] + region["width"] + 1


def test_the_columns_of_one_example_are_lit_together(open_page):
    page = open_page("stacking_explorer")
    lit = page.locator(".st-lit:not(.is-row)")
    assert page.locator(".st-matrix[aria-label$='column 2 lit']").count() == lit.count() == 4
    page.locator(".st-matrix[aria-label^='dZ1'] .st-cell").nth(3).click()
    names = page.locator(".st-matrix[aria-label$='column 3 lit']").evaluate_all("all => all.map((e) => e.ariaLabel)")
    assert [name.split()[0] for name in names] == ["X", "Z1", "A1", "dZ1"]
    assert len(set(lit.evaluate_all("all => all.map((each) => each.getAttribute('x'))"))) == 1
    assert page.get_by_label("lit example").input_value() == "3"


def test_the_loop_fills_column_after_column_with_what_the_product_gives_at_once(open_page):
    page = open_page("stacking_explorer")
    columns = page.locator(".st-matrix[aria-label^='Z1'] text:not(.st-index)")
    at_once = columns.all_text_contents()
    page.get_by_label("one example after the other").check()
    assert columns.count() == 4 * 3
    assert "The loop has done 3 of 5 examples" in page.locator(".stacking-explorer").inner_text()
    assert "for i in range(m):" in page.locator(".bbh-code").inner_text()
    page.get_by_label("lit example").press("End")
    assert columns.all_text_contents() == at_once
    assert len(at_once) == 4 * 5


def test_an_equal_start_leaves_the_units_on_top_of_each_other(open_page):
    page = open_page("training_explorer")
    page.get_by_label("all equal").check()
    page.get_by_role("button", name="100 steps").click()
    assert "4 hidden units, but only 1 different" in page.locator(".te-panels").inner_text()
    page.get_by_label("random").check()
    page.get_by_role("button", name="100 steps").click()
    assert "4 different hidden units" in page.locator(".te-panels").inner_text()


def test_training_draws_picture_after_picture(open_page):
    page = open_page("training_explorer")
    page.get_by_role("button", name="Train").click()
    page.wait_for_function("Number(document.querySelector('.training-explorer').dataset.frames) >= 20")


def test_reduced_motion_trains_without_moving_pictures(open_page):
    page = open_page("training_explorer", reduced_motion="reduce")
    before = int(page.locator(".training-explorer").get_attribute("data-frames"))
    page.get_by_role("button", name="Train").click()
    root = page.locator(".training-explorer")
    assert (root.get_attribute("data-steps"), int(root.get_attribute("data-frames"))) == ("200", before + 1)


def test_without_javascript_a_page_says_what_it_is(new_context, static_pages):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(static_pages["shape_inspector"].as_uri())
    assert "draws with JavaScript" in page.locator("noscript").first.inner_text()
