"""Thermal printers on the network: pictures of dots in, paper and its state out; no library."""
