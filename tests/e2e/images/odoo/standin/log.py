"""Log lines in the form of odoo/netsvc.py."""

import logging

from .config import Config

_LEVELS = {"debug": logging.DEBUG, "warn": logging.WARNING, "error": logging.ERROR, "critical": logging.CRITICAL}


def set_up(config: Config) -> None:
    logging.basicConfig(
        format="%(asctime)s %(process)d %(levelname)s ? %(name)s: %(message)s",
        level=_LEVELS.get(config["log_level"], logging.INFO),
    )
