"""The slowest tests of reports of JUnit, how many ran, and what was skipped for want of a tool: FILES."""

import re
import sys
import xml.etree.ElementTree as ElementTree

SHOWN = 20


def main() -> None:
    times: list[tuple[float, str]] = []
    skipped: set[str] = set()
    for path in sys.argv[1:]:
        for case in ElementTree.parse(path).iter("testcase"):
            times.append((float(case.get("time", "0")), f"{case.get('classname')} {case.get('name')}"))
            for output in case.iter("system-err"):
                skipped.update(re.findall(r"^SKIPPED: (.*)$", output.text or "", re.MULTILINE))
    times.sort(reverse=True)
    print(f"\nThe slowest of {len(times)} tests, in seconds:")
    for seconds, name in times[:SHOWN]:
        print(f"{seconds:7.1f} {name}")
    print(f"ran: {len(times)} tests; skipped: {'; '.join(sorted(skipped)) or 'none'}")


if __name__ == "__main__":
    main()
