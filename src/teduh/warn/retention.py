"""What is forgotten of alarms: the reasons people wrote; that there was an alarm, and what it was worth, stays."""

from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from teduh.trust.retention import GONE, Basis, End, Kind, empties
from teduh.trust.rules import Permission
from teduh.warn.models import Alarm, AlarmPolicy, VulnerabilityTable


def _reasoned() -> QuerySet[Alarm]:
    return Alarm.objects.exclude(decision_reason__in=("", GONE), score_reason__in=("", GONE))


def _settings_reasons(model: type[AlarmPolicy] | type[VulnerabilityTable]) -> QuerySet[Any]:
    return model._default_manager.exclude(reason=GONE)


_OURS: Final = _("Pilihan kami: dua tahun, sampai pemilihan berikutnya bersiap. Boleh dipendekkan.")

KINDS: Final = (
    Kind(
        key="alarm_reasons",
        name=_("Alasan keputusan dan penilaian sebuah peringatan"),
        covers=("warn.Alarm",),
        days=730,
        counted_from=_("peringatan muncul"),
        end=End.ANONYMISE,
        stays=_("desa, hari, angka, keputusan, dan penilaiannya"),
        basis=Basis.PUBLIC_TASK,
        purpose=_("Menjelaskan mengapa sebuah peringatan ditindaklanjuti atau disisihkan."),
        why=_OURS,
        read_by=(Permission.WATCH_READ,),
        least_days=90,
        rows=_reasoned,
        age="raised_at",
        held=lambda holds: holds.within(unit="unit", moment="raised_at"),
        remove=empties(Alarm, "decision_reason", "score_reason"),
    ),
    Kind(
        key="alarm_policy_reasons",
        name=_("Alasan perubahan cara mencari peringatan"),
        covers=("warn.AlarmPolicy",),
        days=730,
        counted_from=_("perubahan dibuat"),
        end=End.ANONYMISE,
        stays=_("angka pengaturan, siapa, dan kapan"),
        basis=Basis.PUBLIC_TASK,
        purpose=_("Mempertanggungjawabkan ambang peringatan."),
        why=_OURS,
        read_by=(Permission.WATCH_READ,),
        least_days=90,
        rows=lambda: _settings_reasons(AlarmPolicy),
        age="at",
        held=lambda holds: holds.within(unit="unit", moment="at"),
        remove=empties(AlarmPolicy, "reason"),
    ),
    Kind(
        key="vulnerability_reasons",
        name=_("Alasan perubahan tabel kerawanan"),
        covers=("warn.VulnerabilityTable",),
        days=730,
        counted_from=_("perubahan dibuat"),
        end=End.ANONYMISE,
        stays=_("tabelnya, sumbernya, siapa, dan kapan"),
        basis=Basis.PUBLIC_TASK,
        purpose=_("Mempertanggungjawabkan tabel kerawanan."),
        why=_OURS,
        read_by=(Permission.WATCH_READ,),
        least_days=90,
        rows=lambda: _settings_reasons(VulnerabilityTable),
        age="at",
        held=lambda holds: holds.within(unit="unit", moment="at"),
        remove=empties(VulnerabilityTable, "reason"),
    ),
)
