"""What a service centre knows and the rules it keeps: standard library only, pure functions."""
