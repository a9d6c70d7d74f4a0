"""Reads the options as odoo/tools/config.py of Odoo 19.0 does: the same sources, types and complaints.

As Odoo 17.0 or 18.0 it looks into no variable of the environment."""

import configparser
import logging
import optparse
import os
import sys
from collections import ChainMap
from collections.abc import Callable
from typing import Any

from .options import CHOICES, OPTIONS, SECRET

logger = logging.getLogger("odoo.tools.config")


class Config:
    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        self.series = environment["STANDIN_SERIES"]
        self.complaints: list[tuple[int, str]] = []  # until logging is set up, which needs the options
        self._readers: dict[str, Callable[[str, str], Any]] = {
            "string": lambda name, text: text,
            "int": lambda name, text: int(text),
            "float": lambda name, text: float(text),
            "bool": _bool,
            "choice": _choice,
            "path": lambda name, text: _path(text),
            "list": lambda name, text: _list(text),
            "addons": self._addons,
        }
        given = _command_line(arguments)
        self.file_name = given.pop("config", None) or environment.get("ODOO_RC", "~/.odoorc")
        self.init = _list(given.pop("init", ""))
        self.stop_after_init = given.pop("stop_after_init", False)
        self._sources: dict[str, dict[str, Any]] = {
            "runtime": {},
            "command line": self._read(given),
            "environment variable": self._read(
                {name: environment[o.variable] for name, o in OPTIONS.items() if o.variable in environment}
                if self.series == "19.0"  # the first that looks there
                else {}
            ),
            "configuration file": self._read_file(),
            "hardcoded default": {name: option.default for name, option in OPTIONS.items()},
        }
        self.options = ChainMap(*self._sources.values())
        self._check()

    def __getitem__(self, name: str) -> Any:
        return self.options[name]

    def source(self, name: str) -> str:
        return next(source for source, options in self._sources.items() if name in options)

    def public(self) -> dict[str, Any]:
        """Every option and where it comes from; of secrets only whether they are set."""
        shown = {name: self[name] for name in sorted(self.options) if name not in SECRET}
        return {
            "options": shown,
            "sources": {name: self.source(name) for name in sorted(self.options)},
            **{f"{name}_set": bool(self[name]) for name in sorted(SECRET)},
        }

    def complain(self) -> None:
        for level, message in self.complaints:
            logger.log(level, "%s", message)

    def modules(self) -> tuple[list[str], list[str]]:
        """The server-wide modules that are found in a folder of addons, and those that are not."""
        folders = [*self["addons_path"], "/usr/lib/python3/dist-packages/odoo/addons"]
        wanted = self["server_wide_modules"]
        found = [m for m in wanted if any(os.path.isfile(f"{f}/{m}/__manifest__.py") for f in folders)]
        return found, [module for module in wanted if module not in found]

    def session_dir(self) -> str:
        folder = os.path.join(self["data_dir"], "sessions")
        os.makedirs(folder, 0o700, exist_ok=True)
        assert os.access(folder, os.W_OK), f"{folder}: directory is not writable"
        return folder

    def filestore(self, database: str) -> str:
        return os.path.join(self["data_dir"], "filestore", database)

    def _read(self, texts: dict[str, str]) -> dict[str, Any]:
        return {name: self._value(name, text) for name, text in texts.items()}

    def _value(self, name: str, text: str) -> Any:
        return None if text == "None" else self._readers[OPTIONS[name].kind](name, text)

    def _read_file(self) -> dict[str, Any]:
        parser = configparser.RawConfigParser()
        parser.read(os.path.expanduser(self.file_name))
        options: dict[str, Any] = {}
        place = f"in the config file at {self.file_name}"
        for name, text in parser.items("options") if parser.has_section("options") else ():
            if name not in OPTIONS:
                self._warn(f"unknown option {name!r} {place}, option stored as-is, without parsing")
                options[name] = text
            elif text in ("False", "false") and OPTIONS[name].kind != "bool":
                self._warn(f"option {name} reads {text!r} {place} but isn't a boolean option, skip")
            else:
                options[name] = self._value(name, text)
        return options

    def _check(self) -> None:
        if self["syslog"] and self["logfile"]:
            sys.exit("odoo: error: the syslog and logfile options are exclusive")
        for module in ("base", "web"):
            if module not in self["server_wide_modules"]:
                self.complaints.append((logging.INFO, f"adding missing {module!r} to --load/server_wide_modules"))
                self._sources["runtime"]["server_wide_modules"] = [module, *self["server_wide_modules"]]
        if self.source("http_interface") == "hardcoded default":
            option = "--http-interface/http_interface"
            self._warn(f"missing {option}, using 0.0.0.0 by default, will change to 127.0.0.1 in 20.0")

    def _addons(self, name: str, text: str) -> list[str]:
        folders = []
        for folder in map(_path, _list(text)):
            if not os.path.isdir(folder):
                self._warn(f"option {name}, no such directory {folder!r}, skipped")
            elif not any(_is_module(entry.path) for entry in os.scandir(folder)):
                self._warn(f"option {name}, invalid addons directory {folder!r}, skipped")
            else:
                folders.append(folder)
        return folders

    def _warn(self, message: str) -> None:
        self.complaints.append((logging.WARNING, message))


def _is_module(folder: str) -> bool:
    return all(os.path.isfile(os.path.join(folder, name)) for name in ("__init__.py", "__manifest__.py"))


def _bool(name: str, text: str) -> bool:
    if text.lower() in ("1", "yes", "true", "on"):
        return True
    if text.lower() in ("0", "no", "false", "off"):
        return False
    raise optparse.OptionValueError(f"option {name}: invalid boolean value: {text!r}")


def _choice(name: str, text: str) -> str:
    if text in CHOICES[name]:
        return text
    choices = ", ".join(map(repr, CHOICES[name]))
    raise optparse.OptionValueError(f"option {name}: invalid choice: {text!r} (choose from {choices})")


def _list(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _path(text: str) -> str:
    return os.path.realpath(os.path.expanduser(os.path.expandvars(text.strip()))) if text else ""


def _command_line(arguments: list[str]) -> dict[str, Any]:
    parser = optparse.OptionParser(prog="odoo")
    parser.add_option("-c", "--config")
    parser.add_option("-d", "--database", dest="db_name")
    parser.add_option("-i", "--init")
    parser.add_option("--stop-after-init", action="store_true")
    parser.add_option("-r", "--db_user")
    parser.add_option("-w", "--db_password")
    for name in ("--db_host", "--db_port", "--db_sslmode", "--db_maxconn"):
        parser.add_option(name)
    for name in ("data-dir", "http-interface", "http-port", "gevent-port", "log-level", "max-cron-threads", "workers"):
        parser.add_option(f"--{name}", dest=name.replace("-", "_"))
    options, rest = parser.parse_args(arguments)
    if rest:
        parser.error(f"unrecognized parameters: {' '.join(rest)}")
    return {name: value for name, value in vars(options).items() if value is not None}
