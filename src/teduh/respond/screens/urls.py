"""Addresses of what was done and said."""

from teduh.respond.screens.clarifications import urls as clarifications_urls
from teduh.respond.screens.corrections import urls as corrections_urls
from teduh.respond.screens.disclosures import urls as disclosures_urls
from teduh.respond.screens.facts import urls as facts_urls
from teduh.respond.screens.messages import urls as messages_urls
from teduh.respond.screens.photos import urls as photos_urls
from teduh.respond.screens.promises import urls as promises_urls
from teduh.respond.screens.referrals import urls as referrals_urls
from teduh.respond.screens.releases import urls as releases_urls
from teduh.respond.screens.visits import urls as visits_urls

urlpatterns = [
    *visits_urls,
    *corrections_urls,
    *promises_urls,
    *messages_urls,
    *clarifications_urls,
    *referrals_urls,
    *disclosures_urls,
    *photos_urls,
    *facts_urls,
    *releases_urls,
]
