"""A page of a list, the same way on every screen."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 25


class Page:
    """Rows of one page, with ready query strings that keep the filters of the address."""

    def __init__(self, request: HttpRequest, rows: QuerySet[Any] | list[Any], per_page: int = PER_PAGE) -> None:
        self._query = request.GET.copy()
        page = Paginator(rows, per_page).get_page(request.GET.get("hal"))
        self.rows = list(page.object_list)
        self.number, self.total, self.pages = page.number, page.paginator.count, page.paginator.num_pages
        self.has_previous, self.has_next = page.has_previous(), page.has_next()
        self.previous_query = self._with(self.number - 1)
        self.next_query = self._with(self.number + 1)

    def _with(self, number: int) -> str:
        self._query["hal"] = str(number)
        return f"?{self._query.urlencode()}"
