"""The officer's phone: a day without signal, and nothing lost (`docs/offline.md` is the contract).

In: acts and files that a phone sends, each once. Out: papers for the phone, bounded to the officer's villages.
Works here: village officers and their sector chief.
"""
