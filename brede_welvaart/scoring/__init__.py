"""Scores of regions: bare functions on arrays, and the frames they make."""
