"""Reports are begun, written by two people, handed in, reviewed, withdrawn and revoked."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.workflow.whole.model import BEGIN, BERLIN, HEARING_DAYS, HOLIDAYS, PARTS, STATUSES, WHO, Told
from tests.workflow.whole.rounds import Rounds
from tracker import workflow
from tracker.models import Actor, StatusReport


class Reports(Rounds):
    """What those who report do, two for each organisation, and the review."""

    def stored(self, told):
        return StatusReport.objects.get(pk=told.pk)

    def begin(self, part, draft, person):
        """Note that a draft was begun, if it is new, with what it was filled in from; whoever did meets the same."""
        if part.open is None:
            told = Told(draft.pk, author=person.actor.pk)
            before = part.reports[-1] if part.reports else None
            if before is not None:
                told.status, told.evidence, told.text = before.status, before.evidence, before.text
            part.reports.append(told)
        assert part.open.pk == draft.pk

    def look(self, person, told):
        """Open the form, or read what somebody else has made of it in the meantime."""
        report = self.stored(told)
        person.forms[told.pk] = (report.version, told.changes)
        return report

    def is_out_of_date(self, person, told):
        return person.forms[told.pk][1] < told.changes

    def told_of_the_other(self, person, told, out_of_date):
        """Whoever is refused for being late is shown what stands now, and may go on from there."""
        if out_of_date:
            assert isinstance(self.refusal, workflow.StaleReport)
            assert self.refusal.current.summary == told.text
            self.look(person, told)

    @rule(number=PARTS, who=WHO)
    def begin_a_draft(self, number, who):
        part = self.parts[number]
        person = self.somebody_for(part, who)
        draft = self.attempt(
            lambda: workflow.start_draft(part.row, actor=person.actor, on=self.today),
            allowed=True,
            tells=not part.open,
        )
        self.begin(part, draft, person)
        assert self.look(person, part.open).summary == part.open.text == draft.summary

    @rule(number=PARTS, who=WHO, status=STATUSES, evidence=st.booleans(), named=st.booleans())
    def write_a_draft(self, number, who, status, evidence, named):
        """Save the form that this person has open, however old it is."""
        part = self.parts[number]
        told = part.open
        if told is None:
            return
        person = self.somebody_for(part, who)
        if told.pk not in person.forms:
            self.look(person, told)
        asking = f", Fragen an {person.address}" if named else ""
        link = workflow.EvidenceData(
            title=f"Bericht{asking}", publisher="Verband", seen_on=self.today, url="https://example.org/"
        )
        data = workflow.ReportData(
            as_of=self.today,
            status=status,
            summary=f"Es geht voran{asking}.",
            problem="Es fehlt an Geld.",
            links=[workflow.LinkData(link)] if evidence else [],
        )
        late = self.is_out_of_date(person, told)
        written = self.attempt(
            lambda: workflow.save_draft(self.stored(told), data, actor=person.actor, version=person.forms[told.pk][0]),
            allowed=told.state in ("draft", "returned") and not late,
            tells=False,
        )
        self.told_of_the_other(person, told, late)
        if written:
            told.status, told.evidence = "" if part.kind == "target" else status, evidence
            told.text, told.changes = data.summary, told.changes + 1
            self.look(person, told)

    def may_be_submitted(self, part, told):
        if part.kind == "target":
            return not told.status
        return told.status not in ("", "missed") and (told.status != "completed" or told.evidence)

    def note_submission(self, part, told, person):
        told.state, told.handed_in, told.author = "submitted", True, person.actor.pk
        told.first_day = told.first_day or self.today
        told.changes += 1
        number = self.parts.index(part)
        told.round = next((item.pk for item in self.open_rounds() if number in item.parts), told.round)

    @rule(number=PARTS, who=WHO)
    def submit(self, number, who):
        """Hand in what this person has before its eyes, which the other may have written."""
        part = self.parts[number]
        told = part.open
        if told is None:
            return
        person = self.somebody_for(part, who)
        if told.pk not in person.forms:
            self.look(person, told)
        report = self.stored(told)
        complete = bool(report.summary) and (report.status != "dropped" or bool(report.problem))
        late = self.is_out_of_date(person, told)
        done = self.attempt(
            lambda: workflow.submit(report, actor=person.actor, version=person.forms[told.pk][0]),
            allowed=told.state in ("draft", "returned") and complete and self.may_be_submitted(part, told) and not late,
        )
        self.told_of_the_other(person, told, late)
        if done:
            self.note_submission(part, told, person)

    @rule(number=PARTS, who=WHO, status=st.sampled_from(["in_progress", "completed"]), named=st.booleans())
    def report_as_asked(self, number, who, status, named):
        """The usual way, in one step: without it few sequences would come as far as a review."""
        self.begin_a_draft(number, who)
        self.write_a_draft(number, who, status, True, named)
        self.submit(number, who)

    @rule(number=PARTS, who=WHO)
    def confirm_as_unchanged(self, number, who):
        part = self.parts[number]
        if part.open is not None:
            return
        before, person = part.last, self.somebody_for(part, who)
        done = self.attempt(
            lambda: workflow.confirm_unchanged(part.row, as_of=self.today, actor=person.actor),
            allowed=before is not None,
        )
        if done:
            told = Told(done.pk, status=before.status, evidence=before.evidence, text=before.text)
            part.reports.append(told)
            self.note_submission(part, told, person)

    @rule(number=PARTS, who=WHO)
    def withdraw(self, number, who):
        told = self.parts[number].open
        if told is None:
            return
        person = self.somebody_for(self.parts[number], who)
        if self.attempt(
            lambda: workflow.withdraw(self.stored(told), actor=person.actor), allowed=told.state == "submitted"
        ):
            told.state, told.handed_in, told.round = "draft", False, None
            told.changes += 1
            if not told.returned:
                told.first_day = None

    @rule(number=PARTS, who=WHO)
    def give_back(self, number, who):
        told = self.parts[number].open
        if told is None:
            return
        asked = self.somebody_for(self.parts[number], who)
        comments = {"status": f"Unklar, auch nach Rückfrage bei {asked.address}"}
        if self.attempt(
            lambda: workflow.return_report(self.stored(told), comments, actor=self.reviewer),
            allowed=told.state == "submitted",
        ):
            told.state, told.returned = "returned", True
            told.changes += 1

    @rule(number=PARTS, assessed=STATUSES, alone=st.integers(0, 9))
    def accept(self, number, assessed, alone):
        part = self.parts[number]
        told = part.open
        if told is None:
            return
        differs = assessed if assessed != told.status else ""
        proper = not differs or (part.kind != "target" and differs != "missed")
        shown = (differs or told.status) != "completed" or told.evidence
        actor = Actor.objects.get(pk=told.author) if alone == 0 else self.reviewer
        if self.attempt(
            lambda: workflow.accept(self.stored(told), actor=actor, assessed_status=assessed, note="Anders zu sehen"),
            allowed=told.state == "submitted" and proper and shown and actor == self.reviewer,
        ):
            told.state, told.assessed, told.accepted = "accepted", differs, self.now
            told.due = self.moment_of(told)
            told.published = told.due is None

    @rule(number=PARTS)
    def revoke(self, number):
        told = self.parts[number].last
        if told is not None:
            self.attempt(
                lambda: workflow.revoke_report(self.stored(told), reason="Falsch", actor=self.reviewer), allowed=True
            )
            told.state, told.published = "revoked", False

    @rule(number=PARTS, who=WHO)
    def reply(self, number, who):
        told = self.parts[number].last
        if told is None:
            return
        person = self.somebody_for(self.parts[number], who)
        text = f"Wir sehen es anders, {person.address}."
        if self.attempt(
            lambda: workflow.reply(self.stored(told), text, actor=person.actor),
            allowed=bool(told.assessed) and not told.replied,
        ):
            told.replied = True
            if not told.published:
                told.due = self.moment_of(told)
                told.published = told.due is None

    def moment_of(self, told):
        """When a report becomes public: None for at once."""
        moments = [BEGIN]
        if told.assessed and not told.replied:
            day, left = told.accepted.astimezone(BERLIN).date(), HEARING_DAYS
            while left:
                day += timedelta(days=1)
                left -= day.weekday() < 5 and day.isoformat() not in HOLIDAYS
            morning = day + timedelta(days=1)
            moments.append(datetime(morning.year, morning.month, morning.day, tzinfo=BERLIN))
        moments += [item.wait for item in self.rounds if item.pk == told.round and item.wait]
        return max(moments) if max(moments) > self.now else None

    def put_off(self, told):
        """What a round changes for a report that is accepted and not public: with nothing to wait for it goes next."""
        if told.state == "accepted" and not told.published:
            told.due = self.moment_of(told) or self.now
