"""Triggers that keep append-only tables append-only, on SQLite and PostgreSQL.

SQLite drops triggers when Django remakes a table, so they are put back after every migrate (`install`); `missing`
tells which are not there, `ineffective` which do not do what they should. Three ways through: entries of the protocol
from before the stored horizon may be deleted, the payload of a published version may be redacted with a reason, and a
deadline move or correction goes with its commitment while that is a draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Rule:
    """One trigger: on which table, at what, and the SQL condition under which the change is refused."""

    table: str
    event: str
    refuse_when: str

    @property
    def name(self) -> str:
        """Its name in the database."""
        return f"append_only_{self.table.removeprefix('tracker_')}_{self.event.lower()}"


BEFORE_EACH_ROW, EVENTS = 1 + 2, {"DELETE": 8, "UPDATE": 16}
"""Bits of PostgreSQL's pg_trigger.tgtype."""

_IN_FORCE = (
    "(SELECT COUNT(*) FROM tracker_commitment c WHERE c.id = OLD.commitment_id AND c.published_at IS NOT NULL) > 0"
)

RULES = [
    Rule("tracker_revision", "UPDATE", "1 = 1"),
    Rule("tracker_revision", "DELETE", "1 = 1"),
    Rule("tracker_publicversion", "DELETE", "1 = 1"),
    Rule(
        "tracker_publicversion",
        "UPDATE",
        "NEW.redacted_at IS NULL OR NEW.redaction_reason = '' OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind "
        "OR NEW.key <> OLD.key OR NEW.revision_id <> OLD.revision_id",
    ),
    Rule("tracker_auditevent", "UPDATE", "1 = 1"),
    Rule(
        "tracker_auditevent",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM tracker_auditretention r WHERE OLD.at < r.horizon)",
    ),
    Rule("tracker_deadlinemove", "UPDATE", "1 = 1"),
    Rule("tracker_deadlinemove", "DELETE", _IN_FORCE),
    Rule("tracker_wordingcorrection", "UPDATE", "1 = 1"),
    Rule("tracker_wordingcorrection", "DELETE", _IN_FORCE),
    Rule("tracker_datadump", "UPDATE", "1 = 1"),
    Rule("tracker_datadump", "DELETE", "1 = 1"),
    # A fixed balance stays as it is, byte for byte; a PDF that could not be made then may be added.
    Rule(
        "tracker_balancereport",
        "UPDATE",
        "OLD.fixed_at IS NOT NULL AND (NEW.fixed_at IS NULL OR NEW.published_at IS NULL OR NEW.slug <> OLD.slug "
        "OR NEW.title <> OLD.title OR NEW.kind <> OLD.kind OR NEW.on_day <> OLD.on_day "
        "OR NEW.revision <> OLD.revision OR COALESCE(NEW.round_id, 0) <> COALESCE(OLD.round_id, 0) "
        "OR COALESCE(NEW.agreement_id, 0) <> COALESCE(OLD.agreement_id, 0) OR NEW.docx <> OLD.docx "
        "OR (OLD.pdf <> '' AND NEW.pdf <> OLD.pdf) "
        "OR CAST(NEW.document AS text) <> CAST(OLD.document AS text))",
    ),
    Rule("tracker_balancereport", "DELETE", "OLD.fixed_at IS NOT NULL"),
    # The signed words stay as they were read in; only whether and when everybody may read them changes, and once
    # everybody may, that does not change either.
    Rule(
        "tracker_officialtext",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.agreement_id <> OLD.agreement_id OR NEW.edition <> OLD.edition "
        "OR NEW.title <> OLD.title OR NEW.text <> OLD.text OR NEW.language <> OLD.language "
        "OR NEW.file_name <> OLD.file_name OR NEW.checksum <> OLD.checksum OR NEW.created_at <> OLD.created_at "
        "OR NEW.created_by_id <> OLD.created_by_id OR COALESCE(NEW.source_id, 0) <> COALESCE(OLD.source_id, 0) "
        "OR (OLD.published_at IS NOT NULL AND NEW.published_at IS NULL)",
    ),
    Rule("tracker_officialtext", "DELETE", "1 = 1"),
    Rule("tracker_textchapter", "UPDATE", "1 = 1"),
    Rule("tracker_textchapter", "DELETE", "1 = 1"),
    Rule("tracker_textparagraph", "UPDATE", "1 = 1"),
    Rule("tracker_textparagraph", "DELETE", "1 = 1"),
    Rule("tracker_textsentence", "UPDATE", "1 = 1"),
    Rule("tracker_textsentence", "DELETE", "1 = 1"),
    Rule(
        "tracker_proposal",
        "UPDATE",
        "NEW.text_id <> OLD.text_id OR NEW.sentence_id <> OLD.sentence_id "
        "OR CAST(NEW.data AS text) <> CAST(OLD.data AS text)",
    ),
    Rule("tracker_proposal", "DELETE", "1 = 1"),
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place, replacing an older form of it; tables not there yet are passed over."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for rule in RULES:
            if rule.table not in tables:
                continue
            for statement in _statements(rule, connection.vendor):
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that are not in the database."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [rule.name for rule in RULES if rule.name not in present]


def ineffective(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that are in the database, but altered, switched off, or on another table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
            wanted: dict[str, Any] = {rule.name: (rule.table, _on_sqlite(rule)) for rule in RULES}
        else:
            cursor.execute(
                # A trigger that waits for a column or a condition, or runs another function, refuses less.
                "SELECT t.tgname, c.relname, p.prosrc, t.tgtype, t.tgenabled IN ('O', 'A') "
                "AND t.tgattr::text = '' AND t.tgqual IS NULL AND l.lanname = 'plpgsql' "
                "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
                "JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_language l ON l.oid = p.prolang "
                "WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
            )
            wanted = {
                rule.name: (rule.table, _body(rule), BEFORE_EACH_ROW + EVENTS[rule.event], True) for rule in RULES
            }
        found: dict[str, list[Any]] = {}
        for name, *rest in cursor.fetchall():
            found.setdefault(name, []).append(tuple(rest))
    return [name for name, expected in wanted.items() if name in found and expected not in found[name]]


def switched_off(connection: BaseDatabaseWrapper) -> bool:
    """Whether PostgreSQL passes by every trigger for whoever asks (session_replication_role, set for a role or all)."""
    if connection.vendor == "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('session_replication_role') = 'replica'")
        return bool(cursor.fetchone()[0])


def _message(rule: Rule) -> str:
    return f"{rule.table} is append-only"


def _on_sqlite(rule: Rule) -> str:
    """The statement that makes a trigger on SQLite, which keeps it word for word."""
    return (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} FOR EACH ROW "
        f"WHEN {rule.refuse_when} BEGIN SELECT RAISE(ABORT, '{_message(rule)}'); END"
    )


def _body(rule: Rule) -> str:
    """The body of the function that a trigger runs on PostgreSQL, which keeps it word for word."""
    row = "NEW" if rule.event == "UPDATE" else "OLD"
    return (
        f" BEGIN IF {rule.refuse_when} THEN RAISE EXCEPTION '{_message(rule)}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END "
    )


def _statements(rule: Rule, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {rule.name}", _on_sqlite(rule)]
    return [
        f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS $${_body(rule)}$$",
        f"DROP TRIGGER IF EXISTS {rule.name} ON {rule.table}",
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} FOR EACH ROW EXECUTE FUNCTION {rule.name}()",
    ]
