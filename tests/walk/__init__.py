"""Walks through every screen: names, the Tab key, commands, room for all words."""
