#!/usr/bin/env python3
"""database.py FACTS LOCK DATABASE: writes a database of advisories for cargo-deny from a table of facts.

Fails if the lock file contains a package that was not looked up, because its advisories would be missed silently.
"""

import os
import pathlib
import sys
import time
import tomllib

facts, lock, database = (pathlib.Path(path) for path in sys.argv[1:])

packages = tomllib.loads(lock.read_text())["package"]
known = set((facts / "looked-up.txt").read_text().split())
new = sorted({package["name"] for package in packages if "source" in package} - known)
if new:
    sys.exit("not looked up in the database of advisories (scripts/advisories): " + ", ".join(new))


def ranges(text):
    return "[" + ", ".join(f'"{part}"' for part in text.split("|") if part) + "]"


for line in (facts / "facts.tsv").read_text().splitlines():
    if line.startswith("#"):
        continue
    package, name, date, kind, patched, unaffected, aliases = line.split("\t")
    fields = [("id", f'"{name}"'), ("package", f'"{package}"'), ("date", f'"{date}"'), ("aliases", ranges(aliases))]
    if kind != "vulnerability":
        fields.append(("informational", f'"{kind}"'))
    text = "[advisory]\n" + "".join(f"{key} = {value}\n" for key, value in fields)
    text += f"\n[versions]\npatched = {ranges(patched)}\nunaffected = {ranges(unaffected)}\n"
    tomllib.loads(text)
    folder = database / "crates" / package
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(f"```toml\n{text}```\n\n# {name}: {package}\n\nSee rustsec.org.\n")

# cargo-deny takes the time of this file for the age of the database.
fetched = database / ".git" / "FETCH_HEAD"
fetched.parent.mkdir()
fetched.touch()
day = time.mktime(time.strptime((facts / "SNAPSHOT").read_text().strip(), "%Y-%m-%d"))
os.utime(fetched, (day, day))
