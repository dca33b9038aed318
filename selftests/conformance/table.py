# SPDX-License-Identifier: GPL-2.0
"""The result of a run, as text for a terminal."""
import sys


def progress(row):
    """One case is done: to standard error, with what was observed"""
    for name, verdict in row["verdicts"].items():
        print("# %s: %s: %s: %s (%.1f s)" %
              (row["id"], name, verdict["verdict"], verdict["observed"],
               verdict["seconds"]), file=sys.stderr, flush=True)


def counts(result, driver):
    """How many cases it passes, of how many"""
    verdicts = [row["verdicts"][driver]["verdict"] for row in result["cases"]]
    return verdicts.count("pass"), len(verdicts)


def show(result):
    drivers = [one["name"] for one in result["drivers"]]
    print("kernel %s, %s, %s" % (result["kernel"], result["ip"],
                                 result["date"]))
    for one in result["drivers"]:
        print("%-14s %s" % (one["name"], one["configuration"]))
    print()
    print("%-28s %-10s %s  requirement" %
          ("id", "RFC", " ".join("%-13s" % name for name in drivers)))
    for row in result["cases"]:
        print("%-28s %-10s %s  %s" % (
            row["id"], "%s %s" % (row["rfc"], row["section"]),
            " ".join("%-13s" % row["verdicts"][name]["verdict"]
                     for name in drivers), row["text"]))
    print()
    print("; ".join("%s passes %d of %d" % ((name,) + counts(result, name))
                    for name in drivers))


def good(result):
    """The first driver passes every case; no driver has an error"""
    first = result["drivers"][0]["name"]
    passed, cases = counts(result, first)
    errors = [row["id"] for row in result["cases"]
              for verdict in row["verdicts"].values()
              if verdict["verdict"] == "error"]
    return cases > 0 and passed == cases and not errors
