"""Pure computation: plain values in, plain results out. No Django, clock, network or global randomness."""
