"""Does grading a class import the gradebook alone, and nothing less than that?"""

import os
import subprocess
import sys

import small_course

HEAVY = ("nbgrader.apps", "nbgrader.server_extensions.formgrader", "nbconvert", "rfc3987_syntax")


def after(program: str, folder) -> str:
    command, environment = [sys.executable, "-c", program], {**os.environ, "PYTHONPATH": ""}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_recording_loads_no_servers_and_no_commands(folder):
    program = f"""
import sys
from course.autograder.folder import CourseFolder
from course.autograder.grading import Grading
with Grading(CourseFolder.open({str(folder.root)!r}), "{small_course.LESSON}") as grading:
    grading.record([])
print([name for name in {HEAVY!r} if name in sys.modules])"""
    assert after(program, folder.root).strip() == "[]"


def test_a_command_that_needs_all_of_nbgrader_leaves_out_the_grammar(tmp_path):
    program = """
import sys
import course.cli
import nbgrader.apps
print(sys.modules["rfc3987_syntax"])"""
    assert after(program, tmp_path).strip() == "None"


def test_what_was_left_out_can_be_imported_afterwards(tmp_path):
    program = """
from course.autograder.light_imports import light_imports
with light_imports():
    import nbgrader.api
import nbgrader.server_extensions.formgrader as formgrader
from nbgrader.apps import AutogradeApp
from nbgrader.preprocessors import AssignLatePenalties
print(formgrader.__file__.endswith("__init__.py"))"""
    assert after(program, tmp_path).strip() == "True"
