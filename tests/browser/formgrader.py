"""What an instructor presses in formgrader, and a learner in the list of assignments."""

from __future__ import annotations

import uuid

from courses import LESSON

PATIENCE = 60_000


def open_formgrader(page, server, place: str = "manage_assignments") -> None:
    """Show one of formgrader's pages and wait until its table has been filled."""
    address, token = server
    page.goto(f"{address}/formgrader/{place}?token={token}")
    page.locator("#main-table tr").first.wait_for(timeout=PATIENCE)


def press(page, row: str, button: str) -> str:
    """Press the button of that class in the row that starts with `row`; the title of the answer, without its log."""
    page.locator("tr", has_text=row).locator(f"td.{button} a").click(timeout=PATIENCE)
    answer = page.locator(".modal.in")
    answer.locator(".modal-title").wait_for(timeout=PATIENCE)
    title, log = answer.locator(".modal-title").inner_text(), answer.locator(".modal-body").inner_text()
    answer.get_by_role("button", name="OK").click()
    answer.wait_for(state="detached", timeout=PATIENCE)
    return title if title == "Success" else f"{title}: {log}"


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
