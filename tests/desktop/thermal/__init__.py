"""Tests of the thermal printers: what is said, a printer that can be everything but well."""
