"""Signing in: who may work here says so with a password, and comes back to what was open."""
