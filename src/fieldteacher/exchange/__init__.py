"""Packages: how changes and files travel between stations, sealed and signed."""
