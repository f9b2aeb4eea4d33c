"""The figures: what each one draws, that it carries alt text, and what is said about bad arguments."""

from __future__ import annotations

import base64
import subprocess
import sys
from html.parser import HTMLParser

import numpy as np
import pytest

from course import data, plots

PNG = b"\x89PNG\r\n\x1a\n"
EPSILONS = np.logspace(-1, -13, 25)
ERRORS = EPSILONS**2 + 1e-16 / EPSILONS
MOONS = data.two_moons(m=40)


def left_or_right(points):
    return 1 / (1 + np.exp(-5 * points[:1]))


def undecided(points):
    return np.full((1, points.shape[1]), 0.5)


PICTURES = {
    "v_curve": lambda: plots.v_curve(EPSILONS, ERRORS),
    "timing": lambda: plots.timing([1, 10, 100], {"loop": [1e-5, 1e-4, 1e-3], "vectorised": [1e-5, 1e-5, 2e-5]}),
    "cost_curves": lambda: plots.cost_curves({"random start": [0.7, 0.5, 0.25], "zero start": [0.69, 0.69]}),
    "points": lambda: plots.points(*MOONS),
    "decision_boundary": lambda: plots.decision_boundary({"learned": left_or_right, "zero": undecided}, *MOONS),
    "symmetry": lambda: plots.symmetry(
        {"equal": (np.ones((3, 2)), np.full((3, 2), 2.0)), "random": (np.eye(2), 3 * np.eye(2))}
    ),
}


class Tags(HTMLParser):
    """The tags of a piece of HTML with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_one_image_with_its_alt_text_and_nothing_else(name):
    picture = PICTURES[name]()
    ((tag, attributes),) = Tags(picture._repr_html_()).found
    assert tag == "img"
    assert attributes["alt"] == picture.alt
    assert len(picture.alt) > 40
    encoded = attributes["src"].removeprefix("data:image/png;base64,")
    assert base64.b64decode(encoded, validate=True).startswith(PNG)
    assert "background: #ffffff" in attributes["style"]
    assert repr(picture) == f"Picture: {picture.alt}"


def test_alt_text_with_quotes_and_angle_brackets_stays_inside_its_attribute():
    picture = plots.cost_curves({'"><script>': [0.7, 0.5]})
    ((tag, attributes),) = Tags(picture._repr_html_()).found
    assert tag == "img"
    assert '"><script> goes from 0.700' in attributes["alt"]


def test_series_differ_in_colour_and_in_line_and_in_marker():
    lines = PICTURES["timing"]().figure.axes[0].lines
    for feature in ("get_color", "get_linestyle", "get_marker"):
        assert len({getattr(line, feature)() for line in lines}) == len(lines)


def test_the_two_classes_differ_in_colour_and_in_marker():
    zeros, ones = PICTURES["points"]().figure.axes[0].collections
    assert not np.array_equal(zeros.get_facecolor(), ones.get_facecolor())
    assert len(zeros.get_paths()[0]) != len(ones.get_paths()[0])


def test_the_palette_keeps_contrast_on_the_white_ground():
    def luminance(colour):
        channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return np.dot([0.2126, 0.7152, 0.0722], linear)

    for colour in (plots.INK, plots.BLUE, plots.VERMILION, plots.GREEN):
        assert 1.05 / (luminance(colour) + 0.05) > 3, colour


def test_v_curve_says_where_the_error_is_smallest():
    alt = plots.v_curve(EPSILONS, ERRORS).alt
    assert "1e-02 at epsilon 1e-01" in alt
    assert "smallest at 3e-06 with 4e-11" in alt
    assert "1e-03 at 1e-13" in alt


def test_a_gradient_check_without_any_error_can_still_be_drawn():
    assert plots.v_curve([1e-3, 1e-6], [0.0, 0.0]).png().startswith(PNG)


def test_timing_names_the_first_and_the_last_time_of_each_way():
    alt = PICTURES["timing"]().alt
    assert "loop takes 0.01 ms for m = 1 and 1 ms for m = 100" in alt
    assert "vectorised takes 0.01 ms for m = 1 and 0.02 ms for m = 100" in alt


def test_cost_curves_name_start_end_and_number_of_steps():
    alt = PICTURES["cost_curves"]().alt
    assert "random start goes from 0.700 to 0.250 in 3 steps" in alt
    assert "zero start goes from 0.690 to 0.690 in 2 steps" in alt


def test_decision_boundary_says_how_many_points_are_right_and_draws_a_line_only_where_there_is_one():
    X = np.array([[-1.0, -0.5, 0.5, 1.0], [0.0, 1.0, 0.0, 1.0]])
    Y = np.array([[0.0, 0.0, 1.0, 0.0]])
    picture = plots.decision_boundary({"learned": left_or_right, "zero": undecided}, X, Y, resolution=20)
    assert "3 labelled 0 (circles), 1 labelled 1 (triangles)" in picture.alt
    assert picture.alt.count("75%") == 2
    learned, zero = (len(axes.collections) for axes in picture.figure.axes)
    assert learned == zero + 1


def test_symmetry_counts_the_places_where_units_end():
    alt = PICTURES["symmetry"]().alt
    assert "equal: 3 units in 1 place;" in alt
    assert "random: 2 units in 2 places." in alt


def test_units_on_top_of_each_other_are_drawn_as_rings():
    equal, random = PICTURES["symmetry"]().figure.axes
    sizes = [line.get_markersize() for line in equal.lines if line.get_marker() in "os^"]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3
    assert len({line.get_markersize() for line in random.lines if line.get_marker() in "os"}) == 1


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: plots.v_curve([1e-3, 1e-4], [1e-6]), ValueError, "epsilons and errors must be equally long, got 2 a"),
        (lambda: plots.v_curve("abc", [1.0]), TypeError, "epsilons must be a sequence of numbers, got str of shape"),
        (lambda: plots.v_curve([], []), TypeError, r"epsilons must be a sequence of numbers, got list of shape \(0,\)"),
        (lambda: plots.timing([1, 2], {"loop": [0.1]}), ValueError, "sizes and loop must be equally long, got 2 and 1"),
        (lambda: plots.timing([1, 2], [0.1, 0.2]), TypeError, "seconds must be a dict of 1 to 5 entries, a name for e"),
        (lambda: plots.cost_curves({}), TypeError, r"costs must be a dict of 1 to 5 entries.*got \{\}"),
        (lambda: plots.cost_curves({"run": None}), TypeError, "run must be a sequence of numbers, got NoneType"),
        (lambda: plots.cost_curves({"run": [[0.1]]}), TypeError, r"run must be .* got list of shape \(1, 1\)"),
        (lambda: plots.points(MOONS[0].T, MOONS[1]), ValueError, r"shape \(2, m\) and Y \(1, m\), got \(40, 2\) and"),
        (lambda: plots.points(MOONS[0], MOONS[1][0]), ValueError, r"got \(2, 40\) and \(40,\)"),
        (
            lambda: plots.decision_boundary({"sum": lambda points: points}, *MOONS),
            ValueError,
            r"sum: points \(2, 10000\) must give probabilities \(1, 10000\), got \(2, 10000\)",
        ),
        (lambda: plots.decision_boundary(left_or_right, *MOONS), TypeError, "predictors must be a dict"),
        (
            lambda: plots.symmetry({"equal": (np.ones((3, 4)), np.ones((3, 4)))}),
            ValueError,
            r"equal: W1 must have shape \(n1, 2\) to be drawn in the plane, got \(3, 4\)",
        ),
        (
            lambda: plots.symmetry({"equal": (np.ones((3, 2)), np.ones((4, 2)))}),
            ValueError,
            "equal, before and after must be equally long, got 3 and 4",
        ),
    ],
)
def test_bad_arguments_are_named(call, error, text):
    with pytest.raises(error, match=text):
        call()


def test_no_global_figure_state_is_touched():
    code = "import sys, course.plots as p; p.cost_curves({'a': [1.0]}).png(); print('matplotlib.pyplot' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
