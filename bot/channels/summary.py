"""`POST /summary`: the page for the doctor, to print or as PDF, made from the talk and stored nowhere."""

from __future__ import annotations

import asyncio
from datetime import date
from functools import partial

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.entry import Refused, let_in, refuse_ended, sender_of
from bot.channels.gate import Gate
from bot.channels.incoming import read_sender
from bot.knowledge import load
from bot.replies import as_html, as_pdf, doctor_sections
from bot.rules import Case, conclude

FORMATS = ("html", "pdf")


async def case_of(request: Request, sender: str) -> Case:
    """What this sender has told so far; an empty case where there is no talk."""
    tracker = await request.app.ctx.agent.tracker_store.retrieve(sender)
    return Case.from_json(tracker.get_slot("case") if tracker else None)


def summary_blueprint(gate: Gate) -> Blueprint:
    """Gives the route. It takes a form with `format` (`html`, `pdf`) and, from who may choose it, `sender`."""
    summary = Blueprint("summary")

    @summary.post("/summary")
    async def make(request: Request) -> HTTPResponse:
        let_in(gate, request)
        wanted = request.form.get("format")
        if wanted not in FORMATS:
            raise Refused(400, f'"format" must be one of: {", ".join(FORMATS)}.')
        sender = sender_of(gate, request, read_sender(request.form.get("sender")))
        await request.app.ctx.workers.storage.read(partial(refuse_ended, sender=sender))
        case = await case_of(request, sender)
        if not case.findings:
            raise Refused(404, "There is nothing to sum up yet. Tell Nutrigap first what you feel, eat and take.")
        knowledge, today = load(), date.today()
        sections = doctor_sections(conclude(case, knowledge), knowledge)
        if wanted == "html":
            return response.html(as_html(sections, today))
        pdf = await asyncio.get_running_loop().run_in_executor(None, as_pdf, sections, today)
        name = f"summary-for-my-doctor-{today}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return response.raw(pdf, content_type="application/pdf", headers=headers)

    return summary
