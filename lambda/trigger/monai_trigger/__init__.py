"""The function behind the bucket's notification and the schedule."""
