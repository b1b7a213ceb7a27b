"""The administrator's room: areas, units, jurisdictions, postings, operations and people are written here.

It stands above `places` and `trust`, because these writes need both: the place that changes and the person and audit
row of the change (docs/decisions/0001-setup.md).
"""
