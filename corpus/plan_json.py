"""Plan → the JSON that `plan show --json` and /api/plan give."""

from __future__ import annotations

from typing import Any

from corpus.plan import Footnote, Indicator, Initiative, Passage, Plan, Section

Json = dict[str, Any]


def plan_as_json(plan: Plan, sections: tuple[str, ...] = ()) -> Json:
    """Return the plan, or the `sections` of it that are named, every passage with its lines."""
    shown = [section for section in plan.sections if not sections or section.number in sections]
    return {
        "source": plan.source,
        "digest": plan.digest,
        "chapters": [
            {"title": chapter.title, "sections": list(chapter.sections)}
            for chapter in plan.chapters
        ],
        "counts": {
            "sections": len(shown),
            "initiatives": sum(len(section.initiatives) for section in shown),
            "partners": sum(len(section.partners.lines) for section in shown),
            "indicators": sum(len(section.indicators) for section in shown),
            "footnotes": sum(len(section.footnotes) for section in shown),
        },
        "sections": [section_as_json(section) for section in shown],
    }


def section_as_json(section: Section) -> Json:
    """Return one section."""
    boxes = section.partners.boxes_passage
    return {
        "section": section.number,
        "title": section.title,
        "chapter": section.chapter,
        "lines": [section.heading.span.first, section.passages[-1].lines[1]],
        "goals": [_passage(passage) for passage in section.goals],
        "currents": [_passage(passage) for passage in section.currents],
        "issues": [_passage(passage) for passage in section.issues],
        "initiatives": [_initiative(initiative) for initiative in section.initiatives],
        "partners": {
            "id": boxes.id if boxes else None,
            "lines": list(boxes.lines) if boxes else None,
            "boxes": [{"name": box.name, "checked": box.checked} for box in section.partners.boxes],
            "activities": [_passage(passage) for passage in section.partners.lines],
        },
        "indicators": [indicator_as_json(indicator) for indicator in section.indicators],
        "footnotes": [_footnote(footnote) for footnote in section.footnotes],
    }


def indicator_as_json(indicator: Indicator) -> Json:
    """Return one indicator, as an answer links it, with its lines."""
    latest, target = indicator.latest, indicator.target
    return {
        "id": indicator.passage.id,
        "section": indicator.passage.section,
        "name": indicator.name,
        "parent": indicator.parent,
        "latest": {
            "text": latest.text,
            "value": latest.value,
            "unit": latest.unit,
            "year": latest.year,
        },
        "target": {
            "text": target.text,
            "value": target.value,
            "unit": target.unit,
            "direction": target.direction.value if target.direction else None,
        },
        "lines": list(indicator.passage.lines),
    }


def _passage(passage: Passage) -> Json:
    return {
        "id": passage.id,
        "kind": passage.kind.value,
        "heading": passage.heading,
        "text": passage.text,
        "lines": list(passage.lines),
    }


def _initiative(initiative: Initiative) -> Json:
    return {
        **_passage(initiative.passage),
        "number": initiative.number,
        "title": initiative.title,
        "paragraphs": list(initiative.paragraphs),
    }


def _footnote(footnote: Footnote) -> Json:
    return {
        **_passage(footnote.passage),
        "number": footnote.number,
        "term": footnote.term,
        "body": footnote.body,
        "references": list(footnote.references),
    }
