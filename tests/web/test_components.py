"""The parts of a page, rendered by themselves."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from teduh.web.paging import Page

NOW = datetime(2024, 10, 14, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


class Tags(HTMLParser):
    """The opening tags of a page, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def values(self, attribute: str) -> list[str]:
        return [value for _tag, attrs in self.seen if (value := attrs.get(attribute))]


class VisitForm(forms.Form):
    activity = forms.ChoiceField(
        label="Kegiatan", choices=[("visit", "Sambang"), ("meeting", "Pertemuan")], widget=forms.RadioSelect
    )
    village = forms.CharField(label="Desa", help_text="Nama desa dan kecamatan.")
    people = forms.IntegerField(label="Berapa orang", min_value=1)
    remark = forms.CharField(label="Catatan", required=False, widget=forms.Textarea)
    told = forms.BooleanField(label="Sudah dikabari", help_text="Beri tanda bila sudah.")
    token = forms.CharField(widget=forms.HiddenInput, initial="abc")


def rendered(form: forms.Form) -> str:
    return render_to_string("web/components/form.html", {"form": form})


def test_every_box_of_a_form_has_a_label_and_no_id_stands_twice() -> None:
    tags = Tags(rendered(VisitForm()))

    boxes = {
        str(attrs["id"])
        for tag, attrs in tags.seen
        if tag in {"input", "textarea", "select"} and attrs.get("type") not in {"hidden", "checkbox"}
    }
    assert boxes == set(tags.values("for"))
    assert [name for name, count in Counter(tags.values("id")).items() if count > 1] == []


def test_a_form_that_must_be_mended_links_each_error_to_its_field() -> None:
    form = VisitForm({"people": "-3", "token": "abc"})

    page = rendered(form)

    tags = Tags(page)
    targets = [href.removeprefix("#") for href in tags.values("href")]
    assert targets == ["id_activity", "id_village", "id_people", "id_told"]
    assert set(targets) <= set(tags.values("id"))
    assert 'value="-3"' in page


def test_each_box_names_its_help_and_its_error() -> None:
    tags = Tags(rendered(VisitForm({"token": "abc"})))

    named = [name for value in tags.values("aria-describedby") for name in value.split()]
    assert {"id_village_helptext", "id_village_error", "id_activity_error", "id_told_error"} <= set(named)
    assert set(named) <= set(tags.values("id"))


def test_only_what_may_stay_empty_says_so() -> None:
    page = rendered(VisitForm())

    assert page.count("(boleh kosong)") == 1
    assert "Catatan <small>(boleh kosong)</small>" in page


def test_a_figure_says_its_base_and_a_base_of_nothing_is_still_a_base() -> None:
    assert "7 <small>dari 12</small>" in render_to_string("web/components/stat.html", {"number": 7, "base": 12})
    assert "0 <small>dari 0</small>" in render_to_string("web/components/stat.html", {"number": 0, "base": 0})
    assert "dari" not in render_to_string("web/components/stat.html", {"number": 7, "unit": "laporan"})


def test_coverage_is_one_sentence_with_base_and_age_that_a_full_stop_can_follow() -> None:
    sentence = render_to_string(
        "web/components/coverage.html",
        {"visited": 7, "total": 12, "days": 14, "at": datetime(2024, 10, 13, 23, 0, tzinfo=UTC), "now": NOW},
    )

    assert sentence == "7 dari 12 desa dikunjungi dalam 14 hari, data 3 jam lalu"


def test_coverage_without_data_claims_no_age() -> None:
    sentence = render_to_string(
        "web/components/coverage.html", {"visited": 0, "total": 12, "days": 14, "at": None, "now": NOW}
    )

    assert sentence == "0 dari 12 desa dikunjungi dalam 14 hari"


def test_a_list_of_one_page_has_no_page_numbers_and_a_longer_one_keeps_its_filter() -> None:
    request = RequestFactory().get("/isu/", {"urut": "desa", "hal": "2"})

    short = render_to_string("web/components/pagination.html", {"page": Page(request, list(range(3)))})
    long = render_to_string("web/components/pagination.html", {"page": Page(request, list(range(61)))})

    assert short.strip() == ""
    assert "Halaman 2 dari 3 (61 baris)" in long
    assert Tags(long).values("href") == ["?urut=desa&hal=1", "?urut=desa&hal=3"]


@dataclass(frozen=True)
class Note:
    kind: str
    text: str
    link: str = ""
    at: datetime = NOW
    get_kind_display: str = "Catatan"


def test_what_a_resident_wrote_is_shown_as_text_and_stands_on_their_side() -> None:
    notes = [Note("question", "Di mana?"), Note("reply", "<b>di pasar</b>"), Note("answer", "Sudah.", "/fakta/pasar/")]

    page = render_to_string("web/components/thread.html", {"notes": notes})

    assert [attrs["class"] for tag, attrs in Tags(page).seen if tag == "li"] == ["question", "reply theirs", "answer"]
    assert "&lt;b&gt;di pasar&lt;/b&gt;" in page
    assert Tags(page).values("href") == ["/fakta/pasar/"]


def test_a_receipt_shows_its_groups_apart_and_in_order() -> None:
    page = render_to_string("web/components/receipt.html", {"groups": ("4588", "9931", "0420", "3198", "4")})

    assert "<span>4588</span> <span>9931</span> <span>0420</span> <span>3198</span> <span>4</span>" in page
    assert "<img" not in page


@dataclass(frozen=True)
class Step:
    label: str
    count: int


def test_a_funnel_says_each_step_with_its_base() -> None:
    steps = [Step("Diterima", 66), Step("Dijawab", 27)]

    page = render_to_string("web/components/funnel.html", {"steps": steps, "base": 66})

    assert '<span class="n">66</span>' in page
    assert '<span class="n">27 dari 66</span>' in page
    assert [(attrs["max"], attrs["value"]) for tag, attrs in Tags(page).seen if tag == "progress"] == [
        ("66", "66"),
        ("66", "27"),
    ]


def test_a_level_and_a_clock_can_stand_inside_a_sentence() -> None:
    line = Template(
        '({% include "web/components/level.html" with level="latent" %})'
        '({% include "web/components/clock.html" with due=None now=now %})'
    )

    assert line.render(Context({"now": NOW})) == (
        '(<span class="level latent"><i aria-hidden="true">○</i> Potensi gangguan</span>)()'
    )


def test_a_page_for_what_broke_needs_nothing_but_itself() -> None:
    page = render_to_string("web/errors/500.html", {})

    assert "Yang sudah tersimpan tetap aman." in page
    assert Tags(page).values("href") == ["/static/web/css/teduh.css", "/static/web/leaf.svg", "/", "/"]


def test_a_refusal_in_its_own_words_does_not_blame_the_role_of_the_reader() -> None:
    said = render_to_string("web/errors/403.html", {"message": "Halaman ini sudah terlalu lama terbuka."})
    plain = render_to_string("web/errors/403.html", {"message": ""})

    assert "Halaman ini tidak untuk peran Anda" not in said
    assert "Halaman ini tidak untuk peran Anda" in plain
