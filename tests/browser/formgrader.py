"""What an instructor presses and types in formgrader, and a learner in the list of assignments."""

from __future__ import annotations

import uuid

from courses import LESSON

PATIENCE = 120_000


def open_formgrader(page, server, place: str = "manage_assignments") -> None:
    """Log in, show one of formgrader's pages and wait until its table has been filled.

    By way of the first page: nbgrader's login counts for the pages below the one where it happens.
    """
    address, token = server
    page.goto(f"{address}/formgrader/manage_assignments?token={token}")
    if place != "manage_assignments":
        page.goto(f"{address}/formgrader/{place}")
    page.locator("#main-table tr").first.wait_for(timeout=PATIENCE)


def press(page, row: str, button: str) -> str:
    """Press the button of that class in the row with `row`, which must succeed; the log that formgrader shows."""
    page.locator("tr", has_text=row).locator(f"td.{button} a").click(timeout=PATIENCE)
    answer = page.locator(".modal.in")
    answer.locator(".modal-title").wait_for(timeout=PATIENCE)
    title, log = answer.locator(".modal-title").inner_text(), answer.locator(".modal-body").inner_text()
    answer.get_by_role("button", name="OK").click()
    answer.wait_for(state="detached", timeout=PATIENCE)
    assert title == "Success", f"{title}: {log}"
    return log


def open_submission(page, server, lesson: str, number: int = 1) -> None:
    """By Manual Grading, lesson and notebook to the page of a submission, until its fields have been filled."""
    open_formgrader(page, server)
    page.get_by_role("link", name="Manual Grading").click(timeout=PATIENCE)
    for step in (lesson, lesson, f"Submission #{number}"):
        page.locator("#main-table").get_by_role("link", name=step, exact=True).click(timeout=PATIENCE)
    filled = "window.MathJax?.loaded && formgrader.grades?.loaded && formgrader.comments?.loaded"
    page.wait_for_function(filled, timeout=PATIENCE)


def mark(page, grade_id: str, points: str, comment: str) -> None:
    """Type points and a comment for an answer as a person does, and leave each field, which saves it."""
    for field, text in ((f"#{grade_id}", points), (f"#{grade_id}-comment", comment)):
        page.locator(field).fill(text)
        with page.expect_response(lambda response: response.request.method == "PUT") as saved:
            page.locator(field).press("Tab")
        assert saved.value.ok


def open_assignment_list(page, server) -> None:
    """JupyterLab with nbgrader's list of assignments."""
    address, token = server
    page.goto(f"{address}/lab/workspaces/{uuid.uuid4().hex}?token={token}")
    page.wait_for_function("window.jupyterapp?.commands?.hasCommand('nbgrader:open-assignment-list')", timeout=PATIENCE)
    page.evaluate("window.jupyterapp.commands.execute('nbgrader:open-assignment-list')")
    page.locator("#released_assignments_list").wait_for(timeout=PATIENCE)


def press_in_list(page, part: str, button: str) -> None:
    """Press a button of the lesson in a part of the list: released, fetched or submitted."""
    row = page.locator(f"#{part}_assignments_list .list_item", has_text=LESSON)
    row.get_by_role("button", name=button, exact=True).first.click(timeout=PATIENCE)
