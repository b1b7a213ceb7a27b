"""Checked facts, for anybody."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from teduh.cores.errors import NotFound
from teduh.respond import reads

router = Router()
PER_PAGE = 50


class Source(Schema):
    name: str
    said: str = ""
    on: str = ""


class ClarificationOut(Schema):
    slug: str
    verdict: str
    title: str
    fact: str
    myth: str
    why: str
    sources: list[Source]
    published_at: datetime


@router.get("", response=list[ClarificationOut], auth=None)
def published(request: HttpRequest, page: Annotated[int, Field(ge=1, le=1_000)] = 1) -> Any:
    first = (page - 1) * PER_PAGE
    return list(reads.published()[first : first + PER_PAGE])


@router.get("/{slug:slug}", response=ClarificationOut, auth=None)
def one(request: HttpRequest, slug: str) -> Any:
    # A withdrawn fact is no fact any more; its public page says so in words, which this answer has no place for.
    found = reads.published().filter(slug=slug).first()
    if found is None:
        raise NotFound("There is no published fact at this address.")
    return found
