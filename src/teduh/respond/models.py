"""What was done: visits, messages, promises, clarifications, referrals."""

from django.db import models
from django.db.models import F, Q

from teduh.places.keys import new_id

# Records are found through this module.
from teduh.respond.corrections import Correction  # noqa: F401
from teduh.respond.releases import NeutralityRelease  # noqa: F401
from teduh.respond.rules import ActivityType, DisclosureState, PublicationState, ReferralKind, ReferralState
from teduh.respond.visitfiles import VisitFile  # noqa: F401


class Message(models.Model):
    """A public-order message that officers carry, in the words they may read aloud."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    phases = models.JSONField(default=list, blank=True)
    written_by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    data_class = {
        "public": ("key", "version", "title", "text", "text_en", "phases"),
        "operational": ("id", "unit", "written_by", "written_at", "approved_by", "approved_at", "withdrawn_at"),
    }

    class Meta:
        ordering = ("title", "-version")
        constraints = (
            models.UniqueConstraint(fields=("key", "version"), name="message_version_once"),
            models.CheckConstraint(
                name="message_approved_by_another",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("written_by")),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Visit(models.Model):
    """One activity in one village, recorded once. People met are counted by role; nobody is named."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    activity = models.CharField(max_length=24, choices=ActivityType)
    started_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField()
    place_detail = models.CharField(max_length=200, blank=True)
    officers = models.ManyToManyField("trust.Person", related_name="+")
    # Counted by role or office: [{"role": "tokoh agama", "count": 3}].
    people = models.JSONField(default=list)
    messages = models.ManyToManyField(Message, related_name="+", blank=True)
    situation = models.TextField(blank=True)
    stop_id = models.UUIDField(null=True, blank=True)
    recorded_by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    # A hash of what was sent, so that a second send of one visit is told from another visit under the same id.
    digest = models.CharField(max_length=64)
    # Counts the times it was told again; whoever corrects says which version they saw.
    version = models.PositiveSmallIntegerField(default=1)
    # What was told is no more; village, day, activity and counts stay.
    words_gone_at = models.DateTimeField(null=True, blank=True)

    data_class = {
        "personal": ("situation", "place_detail"),
        "operational": (
            "id",
            "unit",
            "village",
            "activity",
            "started_at",
            "ended_at",
            "officers",
            "people",
            "messages",
            "stop_id",
            "recorded_by",
            "recorded_at",
            "digest",
            "version",
            "words_gone_at",
        ),
    }

    class Meta:
        ordering = ("-started_at",)
        constraints = (
            models.CheckConstraint(name="visit_ends_after_it_starts", condition=Q(ended_at__gte=F("started_at"))),
        )

    def __str__(self) -> str:
        return f"{self.activity} {self.village_id} {self.started_at:%Y-%m-%d}"


class VisitQuestion(models.Model):
    """A question that residents asked, and the answer they got."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    question = models.TextField()
    answer = models.TextField(blank=True)

    data_class = {"personal": ("question", "answer"), "operational": ("id", "visit", "position")}

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"question {self.position} of {self.visit_id}"


class Concern(models.Model):
    """Something residents raised; it may belong to an issue."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="concerns")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    issue = models.ForeignKey("triage.Issue", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    data_class = {"personal": ("text",), "operational": ("id", "visit", "position", "issue")}

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"concern of {self.visit_id}"


class Promise(models.Model):
    """What was promised in a village: who owes it, by when, and what became of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="promises")
    village = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    owner = models.CharField(max_length=120)
    due_on = models.DateField()
    kept_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    told_back_on = models.DateField(null=True, blank=True)

    data_class = {
        "personal": ("text", "outcome"),
        "operational": ("id", "visit", "village", "owner", "due_on", "kept_on", "told_back_on"),
    }

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                name="told_back_only_when_kept", condition=Q(told_back_on__isnull=True) | Q(kept_on__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"promise {self.id}"


class Clarification(models.Model):
    """Checked facts for the public: fact first, the myth once, why it is wrong, and the sources."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issue = models.ForeignKey("triage.Issue", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80, unique=True)
    verdict = models.CharField(max_length=32)
    title = models.CharField(max_length=160)
    fact = models.TextField()
    myth = models.TextField(blank=True)
    why = models.TextField(blank=True)
    # Each source: the office (name), what it said (said), and the day in ISO form (on).
    sources = models.JSONField(default=list)
    title_en = models.CharField(max_length=160, blank=True)
    fact_en = models.TextField(blank=True)
    myth_en = models.TextField(blank=True)
    why_en = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=PublicationState, default=PublicationState.DRAFT)
    written_by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True, db_index=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    data_class = {
        "public": (
            "slug",
            "verdict",
            "title",
            "fact",
            "myth",
            "why",
            "sources",
            "title_en",
            "fact_en",
            "myth_en",
            "why_en",
            "published_at",
            "withdrawn_at",
            "withdrawn_reason",
        ),
        "operational": ("id", "issue", "unit", "state", "written_by", "written_at", "approved_by", "approved_at"),
    }

    class Meta:
        ordering = ("-published_at", "-written_at")
        constraints = (
            models.CheckConstraint(
                name="clarification_approved_by_another",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="published_only_when_approved",
                condition=Q(published_at__isnull=True) | Q(approved_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Referral(models.Model):
    """A matter that another body must decide, with what it needs and the days that are left."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issue = models.ForeignKey("triage.Issue", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ReferralKind)
    # What the partner needs, in words, by element: {"what": "…", "when": "…"}.
    elements = models.JSONField(default=dict)
    known_on = models.DateField()
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.DRAFT)
    made_by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    reason = models.CharField(max_length=400)
    sent_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    incomplete_reason = models.CharField(max_length=400, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    # What it said is no more; partner, kind, days and state stay.
    words_gone_at = models.DateTimeField(null=True, blank=True)

    data_class = {
        "personal": ("elements", "answer", "reason", "incomplete_reason"),
        "operational": (
            "id",
            "issue",
            "unit",
            "partner",
            "kind",
            "known_on",
            "due_on",
            "state",
            "made_by",
            "made_at",
            "sent_by",
            "sent_at",
            "answered_at",
            "words_gone_at",
        ),
    }

    class Meta:
        ordering = ("due_on", "-made_at")
        constraints = (models.CheckConstraint(name="referral_needs_a_reason", condition=~Q(reason="")),)

    def __str__(self) -> str:
        return f"referral {self.id}"


class Disclosure(models.Model):
    """The words of a referral as they may leave: covered by one person, checked by another.

    Covered words are not kept here, only where they stood; a word that stays readable is kept with its reason.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="disclosures")
    # What leaves, by the name of its part: {"reason": "…", "what": "…"}.
    words = models.JSONField(default=dict)
    # [{"part": "what", "kind": "name", "kept": false, "reason": "", "words": ""}], words only where kept.
    findings = models.JSONField(default=list, blank=True)
    # The copies of photos that leave with the words: [{"photo": id, "digest": "…", "covered": 2, "kept": ["…"]}].
    photos = models.JSONField(default=list, blank=True)
    # A hash of the referral as it was prepared from; a later change of the referral needs another disclosure.
    source = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=DisclosureState, default=DisclosureState.WAITING)
    prepared_by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    checked_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=400, blank=True)

    data_class = {
        "personal": ("words", "findings", "photos", "return_reason"),
        "operational": (
            "id",
            "referral",
            "source",
            "state",
            "prepared_by",
            "prepared_at",
            "checked_by",
            "checked_at",
        ),
    }

    class Meta:
        ordering = ("-prepared_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="disclosure_checked_by_another",
                condition=Q(state__in=("waiting", "replaced"), checked_by__isnull=True, checked_at__isnull=True)
                | Q(state__in=("approved", "returned"), checked_by__isnull=False, checked_at__isnull=False)
                & ~Q(checked_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="disclosure_returned_with_a_reason", condition=~Q(state="returned") | ~Q(return_reason="")
            ),
            models.UniqueConstraint(
                fields=("referral",), condition=Q(state="waiting"), name="one_disclosure_waits_per_referral"
            ),
        )

    def __str__(self) -> str:
        return f"disclosure {self.id}"


class PhotoCopy(models.Model):
    """A photo chosen to go along with a referral, and what of it is painted over. The picture itself is made anew."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="photo_copies")
    photo = models.ForeignKey("listen.Photo", on_delete=models.CASCADE, related_name="+")
    # Boxes that the face finder drew, in points: [[left, top, right, bottom]].
    found = models.JSONField(default=list, blank=True)
    # Of those, the ones that stay visible, by their place in the list, with the reason: {"0": "…"}.
    kept = models.JSONField(default=dict, blank=True)
    # Cells of the coarse grid that a person painted over.
    cells = models.JSONField(default=list, blank=True)
    # Of the JPEG that these make, so that nothing else can leave under an approval.
    digest = models.CharField(max_length=64)
    changed_by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    data_class = {
        "personal": ("kept",),
        "operational": ("id", "referral", "photo", "found", "cells", "digest", "changed_by", "changed_at"),
    }

    class Meta:
        ordering = ("photo",)
        constraints = (models.UniqueConstraint(fields=("referral", "photo"), name="photo_once_per_referral"),)

    def __str__(self) -> str:
        return f"copy of photo {self.photo_id}"
