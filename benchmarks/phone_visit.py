"""One whole visit, told with a thumb: how many taps and letters it takes, and how long that is for a person.

The time is reckoned, not measured on people. The keystroke-level model of Card, Moran and Newell (CACM 23(7), 1980)
gives 1.35 s for making up one's mind and 1.1 s for pointing; a press takes 0.2 s more, a swipe as long as pointing.
Letters come at the 36.2 words a minute (of five letters) that 37,370 people typed on phones (Palin et al., MobileHCI
2019), and for a slow officer at half of it. What a person thinks about what to write is in none of it.
"""

import time
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Locator, Page

MIND_S: Final = 1.35
POINT_S: Final = 1.1
PRESS_S: Final = 0.2
WORDS_A_MINUTE: Final = 36.2
LETTERS_A_WORD: Final = 5
SLOWER: Final = 4

QUESTION, ANSWER = "Kapan lampu gang dua menyala lagi?", "Minggu depan, kabel sudah dipesan."
PROMISE, OWNER = "Menanyakan kabel lampu ke PLN Baturaja", "Kepala dusun"


@dataclass
class Thumb:
    """An officer with one thumb, who counts."""

    page: Page
    taps: int = 0
    characters: int = 0
    swipes: int = 0
    decisions: int = 0

    def tap(self, what: str, *, again: int = 0) -> None:
        """One decision, however often the same button is then pressed."""
        found = self._seen(what)
        self.decisions += 1
        for _ in range(1 + again):
            found.click()
            self.taps += 1

    def write(self, box: str, words: str) -> None:
        """A tap into the box, unless the form has gone there itself; then letter by letter, over what stands there."""
        found = self._seen(box)
        if not found.evaluate("(e) => e === document.activeElement"):
            self.tap(box)
        found.select_text()
        self.page.keyboard.type(words)
        self.characters += len(words)

    def _seen(self, what: str) -> Locator:
        found = self.page.locator(what).first
        found.wait_for()
        # The keyboard of the phone takes the lower half; what lies beyond the upper one is swiped to.
        top = found.evaluate("(e) => e.getBoundingClientRect().top / innerHeight")
        if not 0 <= top < 1:
            self.swipes += 1 + int(abs(top))
        return found

    def seconds(self, words_a_minute: float) -> float:
        typing = self.characters * 60 / (words_a_minute * LETTERS_A_WORD)
        return self.decisions * MIND_S + self.taps * (POINT_S + PRESS_S) + self.swipes * POINT_S + typing


def tell_visit(page: Page, village: int = 0) -> Thumb:
    """From the day's page to the text for the group; the promise is due on the day that the form offers."""
    thumb = Thumb(page)
    thumb.tap("nav.tabs-below a >> nth=2")
    thumb.tap(f"main .cards > li >> nth={village} >> a")
    thumb.tap("main button.primary")
    thumb.tap(".stepper >> nth=0 >> button >> nth=1", again=4)
    thumb.tap(".stepper >> nth=1 >> button >> nth=1")
    thumb.tap("summary:has-text('Tanya jawab')")
    thumb.write("fieldset.pair textarea >> nth=0", QUESTION)
    thumb.write("fieldset.pair textarea >> nth=1", ANSWER)
    thumb.tap("summary:has-text('Janji tindak lanjut')")
    promise = "details:has(summary:has-text('Janji tindak lanjut')) fieldset.pair"
    thumb.write(f"{promise} >> textarea", PROMISE)
    thumb.write(f"{promise} >> input >> nth=0", OWNER)
    thumb.tap("form.visit button.big")
    page.wait_for_selector("textarea.copy")
    return thumb


def measure_visit(page: Page) -> dict[str, Any]:
    """The same visit played as fast as the app takes it, on a processor four times slower."""
    throttle = page.context.new_cdp_session(page)
    throttle.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    began = time.perf_counter()
    thumb = tell_visit(page)
    app_s = time.perf_counter() - began
    throttle.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return {
        "visit_taps": thumb.taps,
        "visit_characters": thumb.characters,
        "visit_swipes": thumb.swipes,
        "visit_s_model": round(thumb.seconds(WORDS_A_MINUTE)),
        "visit_s_model_slow": round(thumb.seconds(WORDS_A_MINUTE / 2)),
        "visit_s_app": round(app_s, 1),
    }
