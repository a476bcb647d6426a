"""The ledger of inference jobs in the bucket: the contract between trigger, runner and readers.

The layout of the objects is documented in ``lambda/README.md``. This package uses the standard
library and an S3 client that is handed in, so that the function, the runner and a later batch
container share the same code.
"""

SCHEMA = 1
