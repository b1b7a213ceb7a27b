"""An officer's phone becomes their key: a passkey made, used, and given up again, in a real browser."""

import pytest

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_made_used_and_given_up(visitor: Visitor) -> None:
    page = visitor.page
    device = visitor.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    visitor.sign_in("agus")
    visitor.open("/akun/")
    visitor.picture("account")
    page.get_by_role("button", name="Pasang kunci sandi di perangkat ini").click()
    page.get_by_text("Kunci sandi tersimpan.").wait_for()
    visitor.picture("account-passkey")

    visitor.open("/papan/")
    page.get_by_role("button", name="Keluar", exact=True).first.click()
    page.wait_for_url("**/masuk/**")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url(f"{visitor.address}/papan/")

    visitor.open("/akun/")
    page.get_by_role("button", name="Hapus").click()
    page.get_by_text("Bukti kedua itu sudah dihapus.").wait_for()
