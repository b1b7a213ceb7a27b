"""Find a village by its typed name; near names are offered, never chosen."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router, Schema

from teduh.api.v1.access import Permitted
from teduh.places import reads
from teduh.trust.rules import Permission

router = Router()


class AreaFound(Schema):
    code: str
    name: str
    parent_name: str
    how: str
    score: float


@router.get("", response=list[AreaFound], auth=Permitted(Permission.BOARD_READ))
def find(
    request: HttpRequest,
    name: Annotated[str, Field(min_length=1, max_length=140)],
    limit: Annotated[int, Field(ge=1, le=50)] = 8,
) -> list[AreaFound]:
    found = reads.name_index().search(name, limit=limit)
    return [AreaFound(**{key: getattr(area, key) for key in AreaFound.model_fields}) for area in found]
