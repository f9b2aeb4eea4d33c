"""Learners choose a language; what it lacks stays English; grading and pages speak the course's, not the machine's."""

from __future__ import annotations

import gettext
import re
import subprocess
import sys

import pytest

import course
from course import check, hint, language, network, plots
from course.feedback.written import written
from course.language import _, joined, lang, ngettext, set_in, set_language, speaking
from course.mistakes import BANK
from course.shapes import analyse


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch):
    monkeypatch.setattr(language, "_chosen", "")


def wrong_sign(a, y):
    return y - a


def test_a_report_speaks_the_language_that_is_set():
    set_language("es")
    report = check("logistic.dz", wrong_sign)
    (line,) = report.lines
    assert line.message.startswith("Tu dz es el valor esperado con el signo cambiado, como ocurre cuando")
    assert line.next_step == "Si la predicción es demasiado alta, ¿debe ser positivo o negativo el gradiente?"
    assert "✗ dz: valor incorrecto" in str(report)
    assert "dz[0, 0]: se esperaba " in str(report)
    html = report._repr_html_()
    assert 'lang="es"' in html
    assert "Para volver a leer: Lección 1, &quot;7. The collapse&quot;." in html


def test_score_verdict_and_mistake_are_the_same_in_every_language():
    reports = []
    for code in language.languages():
        set_language(code)
        reports.append(check("logistic.dz", wrong_sign))
    assert len(reports) > 1
    assert len({(repr(one), one.lines[0].verdict, one.mistakes) for one in reports}) == 1
    assert len({one.lines[0].message for one in reports}) == len(reports)


def test_names_are_filled_in_after_translation():
    set_language("es")
    message, question = BANK["derivative-omitted"].tell("one_example", "dz1")
    assert message == "Tu dz1 es igual al gradiente respecto a a1, como ocurre cuando falta la pendiente de tanh."
    assert question == "Un pequeño cambio en z1 llega a a1 a través de tanh. ¿Dónde lo tiene en cuenta tu línea?"


def test_hints_shapes_errors_and_pictures_speak_it_too():
    set_language("es")
    assert repr(hint("one_example.dz1")).startswith("Una pregunta: ¿Por qué pesos vuelve el gradiente a a1")
    analysis = analyse("Z1 = W1 @ X + b1", course.notation.VECTORIZED)
    assert analysis.steps[1].reason.endswith("se repite su columna.")
    assert analysis.verdict == "broadcast"
    with pytest.raises(TypeError, match="debe ser un array de NumPy de números"):
        network.cost("A2", "Y")
    assert plots.cost_curves({"J": [0.7, 0.5]}).alt == "El coste J según el paso. J va de 0.700 a 0.500 en 2 pasos."


def test_the_language_may_change_in_a_session():
    set_language("es")
    assert _("right") == "correcto"
    set_language("en")
    assert _("right") == "right"
    assert lang() == ""


def test_a_text_without_a_translation_stays_english():
    set_language("es")
    assert _("A text that no catalogue has: {name}.") == "A text that no catalogue has: {name}."
    assert ngettext("{count} thing", "{count} things", 2) == "{count} things"
    assert _("") == ""


def test_plurals_and_lists():
    set_language("es")
    counted = [ngettext("{units} units in {places} place", "{units} units in {places} places", n) for n in (1, 2)]
    assert [text.split()[-1] for text in counted] == ["lugar", "lugares"]
    assert joined(["dZ1", "dZ2"]) == "dZ1 y dZ2"


@pytest.mark.parametrize("code", ["xx", "", None, "../es", "es_ES"])
def test_an_unknown_language_is_answered_with_the_known_ones(code):
    with pytest.raises(ValueError, match=r"there is no language .*; there are en, es"):
        set_language(code)
    assert language.language() == "en"


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({}, "en"),
        ({"LANG": "es_ES.UTF-8"}, "es"),
        ({"LANG": "es"}, "es"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "es_MX.UTF-8"}, "es"),
        ({"LANG": "es_ES.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "es_ES.UTF-8", "LC_ALL": ""}, "es"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:es:en"}, "es"),
        ({"LANG": "es_ES.UTF-8", "LANGUAGE": "en:es"}, "en"),
    ],
)
def test_the_environment_chooses_by_the_rules_of_gettext(monkeypatch, variables, code):
    for name in language.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language.language() == code


def test_what_is_set_counts_more_than_the_environment(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "es")
    set_language("en")
    assert language.language() == "en"


def test_a_block_speaks_its_language_and_leaves_the_learners():
    set_language("es")
    with speaking("en"):
        assert _("right") == "right"
        with speaking("es"):
            assert _("right") == "correcto"
        assert _("right") == "right"
    assert _("right") == "correcto"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["from course import check"], "en"),
        (['from course import check, set_language\n\nset_language("es")'], "es"),
        (["import course\ncourse.set_language('es')"], "es"),
        (['set_language("es")', 'set_language("en")'], "en"),
        (['# set_language("es")'], "en"),
        (['set_language("xx")'], "en"),
    ],
)
def test_a_lesson_sets_its_language_in_a_cell(cells, code):
    assert set_in(cells) == code


def test_a_page_kept_for_a_class_is_kept_for_each_language():
    table = "| a |\n|---|\n| 1 |"
    with speaking("es"):
        assert 'aria-label="Tabla"' in written(table)
    assert 'aria-label="Table"' in written(table)


def test_catalogues_need_nothing_but_gettext_and_are_read_when_a_text_is_told():
    program = (
        "import sys\nimport course\nassert 'gettext' not in sys.modules\n"
        "course.set_language('es')\nrepr(course.check('logistic.dz', lambda a, y: y))\n"
        "assert not {'babel', 'numpy.f2py', 'anywidget'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


class Marked(gettext.NullTranslations):
    """A language in which every text stands in angle brackets, so that what goes past the catalogues is seen."""

    def gettext(self, message):
        return f"⟨{message}⟩"

    def ngettext(self, msgid1, msgid2, n):
        return f"⟨{msgid1 if n == 1 else msgid2}⟩"


def with_a_loop(A2, Y):
    for row in A2:
        row *= 1.37
    return A2 - Y


BACKWARD = "vectorized.backward"
ANSWERS = {
    "nothing": (BACKWARD, lambda *given: None),
    "another type": (BACKWARD, lambda *given: "text"),
    "a list": (BACKWARD, lambda *given: [1, 2]),
    "misspelt": (BACKWARD, lambda X, Y, W2, Z1, A1, A2: {"dz2": A2 - Y}),
    "shapes": (BACKWARD, lambda X, Y, W2, Z1, A1, A2: {"dZ2": A2, "dW2": A1, "db2": 1.0, "dZ1": X * float("nan")}),
    "an error": (BACKWARD, lambda X, Y, W2, Z1, A1, A2: A1 @ W2),
    "no function": (BACKWARD, 3),
    "a loop": ("vectorized.dZ2", with_a_loop),
    "a prediction": ("vectorized.shape_of_dZ2", 7),
    "the wrong prediction": ("vectorized.shape_of_dZ2", ("n1", "m")),
    "right": ("logistic.db", lambda dz: dz),
    "costs": ("initialization.train", lambda *given: ({"W1": 1}, ["J"])),
}
UNTRANSLATED = {"NaN"}


@pytest.mark.parametrize(("exercise", "answer"), ANSWERS.values(), ids=ANSWERS)
def test_no_word_of_a_report_goes_past_the_catalogues(monkeypatch, exercise, answer):
    monkeypatch.setattr(language, "catalogue", lambda code: Marked())
    report = check(exercise, answer)
    for line in report.lines:
        for text in (line.got, line.expected, line.message, line.next_step, *line.notes):
            assert text == "" or "⟨" in text or not any(c.isalpha() for c in _without_symbols(text)), text
    assert all(text.startswith("⟨") for text in report.notes)
    assert all("⟨" in part for part in report._repr_html_().split("</strong>")[1:] if ":" in part)


def _without_symbols(text: str) -> str:
    """The text without exceptions' own words, shapes and names, which are the same in every language."""
    text = re.sub(r"^\w+(Error|Exception):.*", "", text)
    return re.sub(r"\b(n0|n1|n2|m|int|float|str|None|NaN|d?[A-Za-z]\d?)\b", "", text)
