"""A length that is no number breaks nothing."""

import pytest
from django.test import Client


@pytest.mark.parametrize("length", ["abc", "1e3", "٣", "--5", "-5", ""])
@pytest.mark.django_db
def test_a_length_that_is_no_number_is_answered_like_an_empty_form(length: str) -> None:
    kind = "application/x-www-form-urlencoded"

    answer = Client().post("/lapor/", data="text=halo", content_type=kind, CONTENT_LENGTH=length)

    assert answer.status_code == 400
    assert "Tuliskan dulu apa yang Anda lihat atau dengar." in answer.content.decode()
