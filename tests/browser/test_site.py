"""The site as a person with only a browser meets it: from a folder, on a phone, in the dark, by keyboard."""

import functools
import http.server
import threading

import pytest
from moves import drag, drawing, keep_picture, violations
from notebook_pages import IDLE, show_cell, write_cell

from website.pyodide import SERVER

# One page of each kind: axe takes ten seconds for a long one.
PAGES = {
    "light": ("index", "lessons/3_vectorized_backprop", "widgets", "search", "api"),
    "dark": ("index", "lessons/1_logistic_regression", "widgets"),
}

FIRST_CELL = """from course import ShapeInspector
from course.notation import VECTORIZED
from course.shapes import analyse
widget = ShapeInspector()
widget"""
ASK = """async (code) => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const future = kernel.requestExecute({ code });
    let printed = "";
    future.onIOPub = (message) => { printed += message.content.text ?? ""; };
    await future.done;
    return printed;
}"""


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256


@pytest.fixture(scope="session")
def address(site):
    """Where the site is served."""
    with Server(("127.0.0.1", 0), functools.partial(Handler, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def from_a_folder(new_context, site):
    """Opens a page of the site without a server; `page.requests` are the addresses that it asked for."""

    def opened(name, **settings):
        page = new_context(**settings).new_page()
        page.requests, page.problems = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.goto((site / f"{name}.html").as_uri())
        return page

    return opened


def test_a_reader_of_lesson_3_moves_its_widget_without_server_and_network(from_a_folder):
    page = from_a_folder("lessons/3_vectorized_backprop")
    page.locator(".bbh").wait_for()
    seen = {drawing(page, "stacking_explorer")}
    for name in ("lit example", "hidden unit", "examples m"):
        drag(page, page.get_by_label(name, exact=True))
        seen.add(drawing(page, "stacking_explorer"))
    assert len(seen) == 4
    assert page.problems == []
    assert [url for url in page.requests if not url.startswith(("file:", "data:", "blob:"))] == []


def test_a_reader_of_lesson_3_sees_why_the_average_is_where_it_is(from_a_folder):
    """In words, and in the widget: when examples join, the columns stay and what is shared is averaged over more."""
    page = from_a_folder("lessons/3_vectorized_backprop")
    text = page.locator("article").inner_text()
    assert "belong to the network. They say how fast the cost J changes with a parameter" in text
    assert "the slope of an average is the average of the slopes" in text
    columns = page.locator(".st-matrix[aria-label^=dZ1]")
    first_row = columns.locator("text:not(.st-index)").all_text_contents()[:5]
    average = page.locator(".st-average")
    assert all(number in average.inner_text() for number in first_row)
    assert "/ 5 = " in average.inner_text()
    page.get_by_label("examples m", exact=True).press("ArrowRight")
    assert columns.locator("text:not(.st-index)").all_text_contents()[:5] == first_row
    assert "/ 6 = " in average.inner_text()


def test_formulas_are_drawn(from_a_folder):
    size = from_a_folder("lessons/3_vectorized_backprop").locator("math").first.bounding_box()
    assert size["width"] > 3
    assert size["height"] > 10


@pytest.mark.parametrize(("lesson", "count"), [("1_logistic_regression", 1), ("2_two_layers_one_example", 2)])
def test_every_widget_of_a_lesson_is_drawn(from_a_folder, lesson, count):
    page = from_a_folder(f"lessons/{lesson}")
    page.locator(".bbh").first.wait_for()
    assert page.locator(".widget-place .bbh").count() == page.locator(".widget-place").count() == count
    assert page.problems == []


def test_search_works_without_a_server(from_a_folder):
    page = from_a_folder("index")
    page.get_by_role("textbox", name="Search").fill("keepdims")
    page.keyboard.press("Enter")
    page.locator("#search-results a", has_text="Lesson 3").first.wait_for()
    assert all(url.startswith("file:") for url in page.requests)


@pytest.mark.parametrize("scheme", PAGES)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(new_context, address, scheme):
    page = new_context(color_scheme=scheme, viewport={"width": 380, "height": 800}).new_page()
    for name in PAGES[scheme]:
        page.goto(f"{address}/{name}.html")
        page.wait_for_load_state("networkidle")
        keep_picture(page, f"site-{name.rpartition('/')[2]}-{scheme}")
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 380, name


def test_the_button_for_light_and_dark_takes_the_widgets_along(from_a_folder):
    page = from_a_folder("lessons/3_vectorized_backprop", color_scheme="light", viewport={"width": 1300, "height": 800})
    page.locator(".bbh").wait_for()
    schemes = set()
    for _ in range(3):
        page.locator(".theme-toggle:visible").first.click()
        theme = page.locator("body").get_attribute("data-theme")
        schemes.add((theme, page.locator(".bbh").evaluate("element => getComputedStyle(element).colorScheme")))
    assert schemes == {("light", "light"), ("dark", "dark"), ("auto", "light dark")}


def test_python_starts_in_the_browser_and_a_widget_talks_to_it(new_context, address):
    """JupyterLite without any network: what needs NumPy is out of reach here, all else is as learners have it."""
    context = new_context(service_workers="block", viewport={"width": 1280, "height": 1000})
    asked = []

    def refuse(route):
        asked.append(route.request.url)
        route.abort()

    context.route(lambda url: url.startswith("http") and not url.startswith(address), refuse)
    page = context.new_page()
    page.goto(f"{address}/browser/notebooks/index.html?path=1_logistic_regression.ipynb")
    page.locator(".jp-Notebook", has_text="Lesson 1").wait_for(timeout=120_000)
    page.wait_for_function(IDLE, timeout=300_000)
    write_cell(page, "locked-start-3", FIRST_CELL)
    show_cell(page, "locked-start-3")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-cell')")
    page.locator(".bbh").wait_for(timeout=120_000)
    page.get_by_label("Equation in NumPy").fill("X @ X.T")
    printed = page.evaluate(ASK, "print(widget.code(), analyse('W1 @ X', VECTORIZED).shape)")
    assert "# X @ X.T  ->  (n0, n0) = (3, 3)" in printed
    assert "('n1', 'm')" in printed
    assert any("/numpy-" in url for url in asked)
    assert all(url.startswith(f"{SERVER}/") for url in asked)
