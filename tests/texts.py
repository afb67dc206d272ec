"""An official text of our own making, cut by hand, so that tests of the review do not hang on the rules."""

from __future__ import annotations

from typing import Any

from tests.factories import make_agreement, make_partner
from tests.factories_of_accounts import make_account
from tracker import workflow
from tracker.models import Actor, Agreement, Commitment, OfficialText, Partner, Proposal
from tracker.vocabulary import AccountRole, Kind, Modality, ParagraphKind, Verifiability

CHAPTERS = [
    (
        "1. Berufsorientierung",
        [
            "Viele junge Menschen wissen wenig über Berufe.",
            "Der Lehrerverband wird bis Ende 2028 jede Schule besuchen und danach darüber berichten.",
            "Die Kammern werden hundert Messen ausrichten.",
        ],
    ),
    ("2. Ausbildung", ["Die Kammern werden eine Lehrstellenbörse aufbauen.", "Betriebe sollten mehr ausbilden."]),
]
PROMISES = {2: 90, 3: 70, 4: 80}
"""The sentences that are proposed, with how sure that is."""
GROUNDS = {1: "description", 5: "appeal"}


def editor() -> Actor:
    """An editor."""
    return workflow.actor_of(make_account(AccountRole.EDITOR))


def text_data(chapters: Any = CHAPTERS, *, promises: Any = PROMISES, **more: Any) -> workflow.TextData:
    """A text cut into one paragraph per sentence; `promises` are numbers of sentences."""
    whole = ""
    heads, paragraphs, sentences, proposals = [], [], [], []
    for title, words in chapters:
        heads.append(workflow.ChapterData(title, len(whole)))
        paragraphs.append(
            workflow.ParagraphData(
                len(paragraphs) + 1, len(heads) - 1, len(whole), len(whole) + len(title), ParagraphKind.HEADING
            )
        )
        whole += f"{title}\n\n"
        for sentence in words:
            place = len(sentences)
            start, end = len(whole), len(whole) + len(sentence)
            paragraphs.append(workflow.ParagraphData(len(paragraphs) + 1, len(heads) - 1, start, end))
            why = GROUNDS.get(place + 1, "")
            line = 2 * (place + 1)
            sentences.append(workflow.SentenceData(len(paragraphs) - 1, start, end, 1, line, line + 1, why))
            if place + 1 in promises:
                said = {"partners": ["kammern"], "modality": "commitment", "reasons": ["„werden“ und ein Verb"]}
                if "2028" in sentence:
                    said["partners"] = ["lehrer"]
                    said["deadline"] = {  # type: ignore[assignment]
                        "start": None,
                        "end": "2028-12-31",
                        "precision": "year",
                        "wording": "bis Ende 2028",
                        "basis": "stated",
                    }
                proposals.append(workflow.ProposalData(place, start, end, promises[place + 1], said))
            whole += f"{sentence}\n\n"
    values = {"title": "Erklärung der Partner", "checksum": "a" * 64, "file_name": "erklaerung.pdf", **more}
    return workflow.TextData(
        text=whole, chapters=heads, paragraphs=paragraphs, sentences=sentences, proposals=proposals, **values
    )


def make_text(agreement: Agreement | None = None, *, published: bool = False, **more: Any) -> OfficialText:
    """A text that was read in, of a draft of an agreement unless one is named."""
    for key, name in (("kammern", "Kammern"), ("lehrer", "Lehrerverband")):
        if not Partner.objects.filter(key=key).exists():
            make_partner(key, name=name)
    agreement = agreement or make_agreement(published=published)
    source = workflow.SourceData(publisher="Ministerium", url="https://example.org/erklaerung.pdf")
    return workflow.keep_text(agreement, text_data(**more), source=source, actor=editor())


def proposal(text: OfficialText, number: int) -> Proposal:
    """The proposal that begins in the sentence with this number."""
    return text.proposals.select_related("text__agreement", "sentence").in_order().get(sentence__number=number)


def draft(text: OfficialText, **columns: Any) -> workflow.DraftData:
    """What an editor makes of a proposal."""
    field = text.agreement.action_fields.order_by("number").first()
    values = {
        "code": workflow.next_code(text.agreement, field),
        "title": "Schulen besuchen",
        "description": "Jede Schule wird besucht.",
        "action_field": field,
        "kind": Kind.MEASURE,
        "modality": Modality.COMMITMENT,
        "verifiable": Verifiability.PARTLY,
        **columns,
    }
    return workflow.DraftData(columns=values)


def accept(text: OfficialText, number: int, **columns: Any) -> Commitment:
    """Accept the proposal of a sentence."""
    found = proposal(text, number)
    return workflow.accept_proposal(found, draft(text, **columns), actor=editor(), seen=found.version)
