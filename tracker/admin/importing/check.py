"""Checks every row of a table against the record as it is now."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from tracker import workflow
from tracker.admin.importing.columns import COLUMNS, DEADLINE_FIELDS, FACT_FIELDS
from tracker.admin.importing.download import seen_word
from tracker.admin.importing.known import Known
from tracker.admin.importing.plan import Entry, Plan, Step, compare, wanted_contributions
from tracker.admin.importing.reading import Problem, Table
from tracker.models import Agreement, Commitment, StatusReport
from tracker.models.commitments import CODE_VALIDATOR
from tracker.templatetags.tracker_tags import as_of
from tracker.vocabulary import Grade, Precision, Status


def make_plan(table: Table, *, on: date) -> Plan:
    """Check every row of a table against the record as it is now; a fixed number of queries."""
    plan = Plan(problems=list(table.problems), notes=list(table.notes))
    if plan.problems and not table.rows:
        return plan
    Checker(table, plan, on=on).run()
    if plan.problems:
        plan.problems.sort(key=lambda problem: problem.row)
    return plan


class Checker:
    """Checks rows one by one, and makes an entry of each that changes something."""

    def __init__(self, table: Table, plan: Plan, *, on: date) -> None:
        self.table, self.plan, self.on = table, plan, on
        self.known = Known(table)

    # --- rows --------------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Make an entry of every row that changes something."""
        seen: dict[str, int] = {}
        for number, row in self.table.rows:
            code = row.get("code", "")
            if not code:
                self._refuse(number, "code", "", _("The code is missing."))
            elif code in seen:
                text = _("This code stands in row %(row)d already.") % {"row": seen[code]}
                self._refuse(number, "code", code, text)
            else:
                seen[code] = number
                self._row(number, code, row)

    def _refuse(self, row: int, column: str, value: str, text: str) -> None:
        self.plan.problems.append(Problem(row, column, value[:200], text))

    def _row(self, number: int, code: str, row: dict[str, str]) -> None:
        before = len(self.plan.problems)
        stored = self.known.stored.get(code)
        read, problems = self.known.read(number, row)
        self.plan.problems.extend(problems)
        if stored is None:
            self._check_new(number, code, row, read)
        item = stored or Commitment(code=code)
        agreement = read.get("agreement") or (stored.agreement if stored else None)
        self._check_related(number, row, read, agreement, item)
        if len(self.plan.problems) > before:
            return
        entry = Entry(number, code, item, new=stored is None)
        compare(entry, read)
        if read.get("seen") and self._is_stale(entry, read):
            return
        if not entry.new:
            self._check_removed(entry)
        if len(self.plan.problems) == before:
            self._check_whole(entry, row, read)
        if len(self.plan.problems) > before:
            return
        if entry.steps or entry.new:
            self.plan.entries.append(entry)
        else:
            self.plan.unchanged += 1

    def _is_stale(self, entry: Entry, read: dict[str, Any]) -> bool:
        """Whether the commitment of a downloaded row has changed since, or is gone; the entry is then told apart."""
        if entry.new:
            text = _("There is no commitment with this code any more.")
            self._refuse(entry.row, "code", entry.code, text)
            return True
        if seen_word(entry.item) == read["seen"]:
            return False
        if entry.steps or "summary" in read:
            self.plan.stale.append(entry)
        else:
            self.plan.unchanged += 1
        return True

    # --- checks ------------------------------------------------------------------------------------------------------

    def _check_new(self, number: int, code: str, row: dict[str, str], read: dict[str, Any]) -> None:
        try:
            CODE_VALIDATOR(code)
        except ValidationError as error:
            self._refuse(number, "code", code, " ".join(error.messages))
        if len(code) > 40:
            self._refuse(number, "code", code, _("Longer than %d characters.") % 40)
        for column in COLUMNS:
            if column.required and column.name not in row:
                self._refuse(number, column.name, "", _("Missing: a new commitment needs it."))
        agreement = read.get("agreement")
        if agreement is not None and not code.startswith(f"{agreement.code_prefix}-"):
            text = _("Codes of this agreement begin with %s-.") % agreement.code_prefix
            self._refuse(number, "code", code, text)

    def _check_related(
        self, number: int, row: dict[str, str], read: dict[str, Any], agreement: Agreement | None, item: Commitment
    ) -> None:
        if item.pk and "agreement" in read and read["agreement"].pk != item.agreement_id:
            self._refuse(number, "vereinbarung", row["vereinbarung"], _("The commitment belongs to another agreement."))
        if read.get("action_field") and agreement is not None:
            text = str(read["action_field"])
            key = text if "-" in text else f"{agreement.field_prefix}-{text}"
            found = self.known.fields.get(key)
            if found is None or found.agreement_id != agreement.pk:
                self._refuse(number, "handlungsfeld", text, _("The agreement has no such action field."))
            read["action_field"] = found
        if read.get("part_of") == item.code:
            self._refuse(number, "teil_von", item.code, _("A commitment cannot be part of itself."))
        both = {*read.get("leads", ())} & {*read.get("supporting", ())}
        if both:
            names = ", ".join(sorted(str(partner) for partner in both))
            self._refuse(number, "mitwirkend", names, _("This partner is named as responsible as well."))

    def _check_whole(self, entry: Entry, row: dict[str, str], read: dict[str, Any]) -> None:
        """What several values have to say together."""
        number = entry.row

        def now(name: str) -> Any:
            return entry.values.get(name, getattr(entry.item, name))

        if now("due_on") and not (now("due_wording") and now("due_precision") and now("due_basis")):
            text = _("A deadline needs its words, its precision and its basis.")
            self._refuse(number, "frist", row.get("frist", ""), text)
        if now("due_start") and now("due_on") and now("due_start") > now("due_on"):
            self._refuse(number, "frist_von", row.get("frist_von", ""), _("The deadline ends before it begins."))
        first, last = now("passage_line_start"), now("passage_line_end")
        if first and last and last < first:
            self._refuse(number, "zeile_bis", str(last), _("The passage ends before it begins."))
        public = not entry.new and entry.item.published_at is not None
        if public and {*DEADLINE_FIELDS} & {*entry.values} and not {"due_on", "due_wording"} & {*entry.values}:
            text = _("Precision and basis of a public deadline change only together with the deadline.")
            self._refuse(number, "frist", row.get("frist", ""), text)
        if public and entry.values.get("due_start"):
            text = _("The beginning of the period of a public deadline cannot be changed by a table.")
            self._refuse(number, "frist_von", row.get("frist_von", ""), text)
        self._check_fact(entry, row, read)

    def _check_fact(self, entry: Entry, row: dict[str, str], read: dict[str, Any]) -> None:
        if "summary" not in read:
            for column in COLUMNS:
                if column.field in FACT_FIELDS and column.name in row:
                    self._refuse(entry.row, "angabe", "", _("Status and source need the text of the fact."))
                    return
            return
        for name, told_at in (("as_of", "stand"), ("seen_on", "gesehen_am")):
            if not read.get(name):
                self._refuse(entry.row, told_at, "", _("Missing: a fact needs it."))
                return
        evidence = self._evidence(entry, row, read)
        fact = workflow.FactData(
            as_of=read["as_of"],
            as_of_precision=read["as_of_read_precision"],
            summary=read["summary"],
            seen_on=read["seen_on"],
            status=read.get("status") or "",
            grade=read.get("grade") or (Grade.DOCUMENT if evidence else Grade.NONE),
            confidence=read.get("confidence") or "high",
            evidence=evidence,
        )
        for report in entry.item.reports.all() if entry.item.pk else ():
            if _same_fact(report, fact):
                if report.status != fact.status:
                    text = _("This fact is recorded with another status. Correct it by itself.")
                    self._refuse(entry.row, "angabe", fact.summary, text)
                return
        try:
            probe = Commitment(
                agreement=entry.values.get("agreement") or entry.item.agreement,
                kind=entry.values.get("kind", entry.item.kind),
                due_on=entry.values.get("due_on", entry.item.due_on),
            )
            workflow.check_fact(probe, fact, None, on=self.on)
        except ValidationError as error:
            names = {column.field: column.name for column in COLUMNS}
            for name, found in error.message_dict.items():
                self._refuse(entry.row, names.get(name, "angabe"), row.get(names.get(name, ""), ""), " ".join(found))
            return
        entry.fact = fact
        status = str(Status(fact.status).label) if fact.status else _("leaves the status as it is")
        entry.steps.append(Step("angabe", "", f"{as_of(fact.as_of, fact.as_of_precision)}: {status}. {fact.summary}"))

    def _evidence(self, entry: Entry, row: dict[str, str], read: dict[str, Any]) -> tuple[workflow.EvidenceData, ...]:
        if not read.get("source_title"):
            return ()
        if not read.get("source_publisher"):
            self._refuse(entry.row, "quelle_herausgeber", "", _("Missing: a source needs it."))
        url = read.get("source_url") or ""
        if url:
            try:
                URLValidator(schemes=["http", "https"])(url)
            except ValidationError:
                self._refuse(entry.row, "quelle_adresse", url, _("This is no address. It begins with https://."))
        return (
            workflow.EvidenceData(
                title=read["source_title"],
                publisher=read.get("source_publisher") or "",
                seen_on=read["seen_on"],
                url=url,
                published_on=read.get("source_published"),
                published_precision=read.get("source_published_read_precision", Precision.DAY),
            ),
        )

    def _check_removed(self, entry: Entry) -> None:
        """Contributions that were asked for or reported on stay."""
        wanted = wanted_contributions(entry)
        if wanted is None:
            return
        reported = {report.contribution_id for report in entry.item.reports.all()}
        for part in entry.item.contributions.all():
            if part.partner not in wanted and (part.pk in reported or part.reporting_base != "not_asked"):
                text = _("This contribution has already been asked for or reported on; it cannot be taken away.")
                self._refuse(entry.row, "verantwortlich", str(part.partner), text)


def _same_fact(report: StatusReport, fact: workflow.FactData) -> bool:
    return (
        report.published_at is not None
        and report.revoked_at is None
        and report.summary == fact.summary
        and report.as_of == fact.as_of
        and report.as_of_precision == fact.as_of_precision
    )
