"""Visits done, messages carried, facts published, referrals sent, promises kept.

In: the plan, issues. Out: visit records, clarifications, referrals, answers.
Works here: village officers, the desk, public relations.
"""
