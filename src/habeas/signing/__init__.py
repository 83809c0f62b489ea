"""Signing in: passwords, one-time codes, and how long to wait after a failure."""
