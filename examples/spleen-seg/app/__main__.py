"""Starts the application as its package does."""

import logging

from application import SpleenSegApp

if __name__ == "__main__":
    logging.info("Begin %s", SpleenSegApp.__name__)
    SpleenSegApp().run()
    logging.info("End %s", SpleenSegApp.__name__)
