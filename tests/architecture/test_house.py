"""The house rules that a machine can hold: sizes, declared privacy, declared settings, declared permissions."""

import ast
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest
from django.apps import apps
from django.utils import translation

from teduh.config.environment import SETTINGS
from teduh.rights import assessment, schedule
from teduh.trust.sealing import SealedModel

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for path in sorted((ROOT / "src").rglob("*.py")) if "migrations" not in path.parts]
CLASSES = {"personal", "operational", "public"}


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body
    has_docstring = isinstance(body[0], ast.Expr) and isinstance(getattr(body[0], "value", None), ast.Constant)
    body = body[1:] if has_docstring else body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_file_is_longer_than_400_lines() -> None:
    long = {str(path.relative_to(ROOT)): n for path in SOURCES if (n := len(path.read_text().splitlines())) > 400}
    assert long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and code_lines(node) > 40:
                long[f"{path.relative_to(ROOT)}:{node.name}"] = code_lines(node)
    assert long == {}


def test_every_field_of_every_record_says_whether_it_is_personal() -> None:
    wrong = {}
    for model in apps.get_models():
        if not model.__module__.startswith("teduh."):
            continue
        declared = [name for names in getattr(model, "data_class", {}).values() for name in names]
        fields = [field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete]
        fields += model.sealed_names() if issubclass(model, SealedModel) else ()
        if sorted(declared) != sorted(fields):
            wrong[model.__name__] = sorted(set(declared) ^ set(fields))
        assert set(model.data_class) <= CLASSES, model
    assert wrong == {}


def test_every_record_with_a_personal_field_has_a_timer() -> None:
    """A line of the table says how long it is kept, why, and what happens then (`KINDS` in a room's retention.py)."""
    assert [held.record for held in assessment.make().uncovered] == []


def test_a_personal_field_without_a_timer_would_be_seen() -> None:
    class Diary:
        """What somebody wrote."""

        data_class: ClassVar = {"personal": ("secret",)}
        _meta = SimpleNamespace(label="listen.Diary")

    made = assessment.make(models=[Diary])  # type: ignore[list-item]

    assert [(held.record, held.clear) for held in made.uncovered] == [("listen.Diary", ("secret",))]
    assert "- `listen.Diary`" in assessment.markdown(made)


def test_the_table_of_timers_names_only_records_that_exist() -> None:
    labels = {model._meta.label for model in apps.get_models()}
    assert {label for kind in schedule.KINDS for label in kind.covers} - labels == set()
    assert len({kind.key for kind in schedule.KINDS}) == len(schedule.KINDS)


def test_the_committed_assessment_is_up_to_date() -> None:
    """Bring it up to date with `teduh dpia --declared --out docs/dpia.md`."""
    with translation.override("en"):
        assert (ROOT / "docs" / "dpia.md").read_text() == assessment.markdown(assessment.make())


def test_the_docs_tell_every_timer() -> None:
    text = (ROOT / "docs" / "privacy.md").read_text()
    for kind in schedule.KINDS:
        days = "never by age" if kind.days is None else f"{kind.days} days"
        assert f"| `{kind.key}` | {days} | {kind.end} | {kind.basis} |" in text, kind.key


def test_no_record_has_a_place_for_what_must_never_be_kept() -> None:
    never = ("ethnic", "religion", "agama", "suku", "party", "partai", "preference", "watchlist", "score_of", "account")
    names = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("teduh.")
        for field in model._meta.get_fields()
    ]
    assert [name for name in names if any(word in name.lower() for word in never)] == []


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_told_in_the_docs(setting: object) -> None:
    text = (ROOT / "docs" / "settings.md").read_text()
    assert f"`{setting.name}`" in text  # type: ignore[attr-defined]


def test_no_file_is_called_utils() -> None:
    names = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert [str(path) for path in SOURCES if path.name in names] == []
