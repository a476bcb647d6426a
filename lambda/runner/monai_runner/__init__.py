"""Takes inference jobs from the ledger in the bucket and runs the MAP on each.

The program knows nothing of who started it: systemd, an SSM command or a batch container.
"""

VERSION = "1.0.0"
