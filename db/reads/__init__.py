"""What screens and reports read: calm looks without the lock."""
