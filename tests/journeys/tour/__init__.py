"""A morning through the real screens, offscreen, with a picture of every screen and paper.

    python -m tests.journeys.tour build/tour [--looks dark en 150] [--readme]

The database, the journal and the printing are the real ones; the clock is set by hand.
"""
