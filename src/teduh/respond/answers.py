"""The record of a fact that the desk refused as the answer to a report."""

from django.db import models

from teduh.places.keys import new_id
from teduh.respond.rules import NoAnswer


class AnswerRefusal(models.Model):
    """This published fact does not answer this report, and why. It is not offered there again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey("listen.Report", on_delete=models.CASCADE, related_name="+")
    clarification = models.ForeignKey("respond.Clarification", on_delete=models.CASCADE, related_name="refusals")
    why = models.CharField(max_length=12, choices=NoAnswer)
    by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    data_class = {"operational": ("id", "report", "clarification", "why", "by", "at")}

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report", "clarification"), name="answer_refused_once"),)

    def __str__(self) -> str:
        return f"{self.clarification_id} for {self.report_id}: {self.why}"
