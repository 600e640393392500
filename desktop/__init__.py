"""A service desk without its screen: no Qt, no SQL."""
