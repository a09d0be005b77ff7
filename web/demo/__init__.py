"""The demonstration: a living village, and a real election cast through the same services."""
