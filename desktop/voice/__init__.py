"""The voice of the hall: calls spoken one after the other, none cut off and none lost."""
