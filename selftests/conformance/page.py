#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""The page that shows one run or several, of different kernels, side by side:

    page.py OUT.html RUN.json...

It needs nothing else: no scripts, no fonts, no network."""
import html
import json
import os
import sys

# Never by colour alone: a sign and a word as well.
SIGNS = {"pass": "\u2713", "fail": "\u2717", "cannot": "\u2013", "error": "!"}
WORDS = {"pass": "pass", "fail": "fail", "cannot": "no switch",
         "error": "error"}

STYLE = """
:root { color-scheme: light dark;
  --page: #fbfaf8; --card: #fff; --ink: #1d2228; --soft: #5d6670;
  --line: #e0dfdb; --pass: #17693a; --fail: #ad1f2d; --cannot: #7d5a00;
  --pass-bg: #e7f3ea; --fail-bg: #fbe9ea; --cannot-bg: #fbf2d9; }
@media (prefers-color-scheme: dark) { :root {
  --page: #14171a; --card: #1c2024; --ink: #e6e8ea; --soft: #9ca6b0;
  --line: #32383e; --pass: #7fd09b; --fail: #ff9a9f; --cannot: #e8c468;
  --pass-bg: #1a2f22; --fail-bg: #3a1f22; --cannot-bg: #352c15; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.2rem 4rem; max-width: 76rem;
  background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, "Noto Sans", sans-serif; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font-size: 1.15rem; margin: 2.4rem 0 .6rem; }
p { max-width: 46rem; }
.soft, small { color: var(--soft); }
code { font: .85em/1.4 ui-monospace, "DejaVu Sans Mono", monospace;
  overflow-wrap: anywhere; }
.sums { display: grid; gap: 1rem; margin: 1.5rem 0;
  grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
.sum { background: var(--card); border: 1px solid var(--line);
  border-radius: .6rem; padding: 1rem 1.2rem; }
.sum b { font-size: 2rem; line-height: 1.1; }
.sum h3 { margin: 0; font-size: 1rem; }
.bar { display: flex; height: .5rem; margin: .6rem 0; border-radius: 1rem;
  overflow: hidden; background: var(--line); }
.bar i { background: var(--pass); }
table { width: 100%; border-collapse: separate; border-spacing: 0;
  table-layout: fixed; background: var(--card);
  border: 1px solid var(--line); border-radius: .6rem; overflow: hidden; }
th, td { text-align: left; vertical-align: top; padding: .6rem .8rem;
  overflow-wrap: break-word; }
thead th { font-size: .85rem; color: var(--soft); font-weight: 600; }
tbody th, tbody td { border-top: 1px solid var(--line); }
tbody th { font-weight: 400; }
tbody th code { display: block; color: var(--soft); }
col.what { width: 31%; }
td small { display: block; line-height: 1.35; margin-top: .15rem; }
.mark { font-weight: 650; white-space: nowrap; }
.mark span { display: inline-block; width: 1.4em; height: 1.4em;
  margin-right: .35em; border-radius: 50%; text-align: center;
  line-height: 1.4em; }
.pass { color: var(--pass); } .pass span { background: var(--pass-bg); }
.fail, .error { color: var(--fail); }
.fail span, .error span { background: var(--fail-bg); }
.cannot { color: var(--cannot); } .cannot span { background: var(--cannot-bg); }
.name { display: none; }
@media (max-width: 44rem) {
  table, tbody, tr, th, td { display: block; width: auto; }
  thead, colgroup { display: none; }
  tbody th { font-weight: 600; }
  tbody td { border: 0; padding: .1rem .8rem .5rem; }
  .name { display: inline; color: var(--soft); font-weight: 400; } }
@media print { body { max-width: none; } tr { break-inside: avoid; } }
"""


def text(what):
    return html.escape(str(what))


class Column:
    """A driver on a kernel"""

    def __init__(self, run, driver, several):
        self.run = run
        self.driver = driver
        self.title = driver["name"]
        if several:
            self.title += " on " + run["kernel"].split("-")[0]
        self.verdicts = {row["id"]: row["verdicts"][driver["name"]]
                         for row in run["cases"]}

    def counts(self):
        all_of = [one["verdict"] for one in self.verdicts.values()]
        return {word: all_of.count(word) for word in SIGNS}

    def card(self):
        counts, cases = self.counts(), len(self.verdicts)
        others = ", ".join("%d %s" % (counts[word], WORDS[word])
                           for word in SIGNS
                           if word != "pass" and counts[word])
        return ("<section class=sum><h3>%s</h3><b>%d</b> of %d cases pass"
                "<div class=bar><i style='width:%.1f%%'></i></div>"
                "<small>%s<br><code>%s</code></small></section>" % (
                    text(self.title), counts["pass"], cases,
                    100 * counts["pass"] / cases, text(others or "nothing else"),
                    text(self.driver["configuration"])))

    def cell(self, name):
        one = self.verdicts.get(name)
        if one is None:
            return "<td><small>not run</small></td>"
        word = one["verdict"]
        return ("<td><span class='mark %s'><span aria-hidden=true>%s</span>%s"
                "</span> <span class=name>%s</span><small>%s</small></td>" % (
                    word, SIGNS[word], WORDS[word], text(self.title),
                    text(one["observed"])))


def rows_of(runs):
    """All cases, each once, in their order"""
    rows = {}
    for run in runs:
        for row in run["cases"]:
            rows.setdefault(row["id"], row)
    return list(rows.values())


def sections(rows):
    """(RFC, section) and the rows of each, sorted as the RFC is"""
    found = {}
    for row in rows:
        found.setdefault((row["rfc"], row["section"]), []).append(row)

    def order(key):
        first = 0 if key[0] == "7348" else 1
        return [first, key[0]] + [part.zfill(3) for part in key[1].split(".")]
    return sorted(found.items(), key=lambda pair: order(pair[0]))


def heading(rfc, section):
    """Not all that is judged is from an RFC"""
    if not rfc.isdigit():
        return (rfc + " " + section).strip()
    return "RFC %s%s" % (rfc, ", section " + section if section else "")


def page(runs):
    columns = [Column(run, driver, len(runs) > 1)
               for run in runs for driver in run["drivers"]]
    out = ["<!DOCTYPE html><html lang=en><meta charset=utf-8>"
           "<meta name=viewport content='width=device-width,initial-scale=1'>"
           "<title>VXLAN conformance</title><style>%s</style>" % STYLE,
           "<h1>VXLAN conformance, seen from the wire</h1>"
           "<p>Each case makes two hosts and a wire, sets up one driver&rsquo;s "
           "tunnel, and judges it only by packets that are made and read by "
           "scapy. Nothing counts as refused unless a good packet arrived in "
           "the same case. Under each verdict is what was observed.</p>"]
    for run in runs:
        out.append("<p class=soft>Linux %s, %s, %s</p>" % tuple(
            text(run[key]) for key in ("kernel", "ip", "date")))
    out.append("<div class=sums>%s</div>" %
               "".join(one.card() for one in columns))
    head = "".join("<th scope=col>%s</th>" % text(one.title) for one in columns)
    for (rfc, section), rows in sections(rows_of(runs)):
        out.append("<h2>%s</h2><table><colgroup><col class=what></colgroup>"
                   "<thead><tr><th scope=col>requirement</th>%s</tr></thead>"
                   "<tbody>" % (text(heading(rfc, section)), head))
        for row in rows:
            out.append("<tr><th scope=row>%s<code>%s</code></th>%s</tr>" % (
                text(row["text"]), text(row["id"]),
                "".join(one.cell(row["id"]) for one in columns)))
        out.append("</tbody></table>")
    out.append("<p class=soft>&ldquo;No switch&rdquo;: the driver offers no way "
               "to be set up for what is judged, which counts as not met.</p>"
               "</html>")
    return "\n".join(out) + "\n"


def main():
    if len(sys.argv) < 3:
        sys.exit("usage: page.py OUT.html RUN.json...")
    runs = []
    for name in sys.argv[2:]:
        with open(name, encoding="utf-8") as source:
            runs.append(json.load(source))
    # Whole or not at all: somebody may be looking at the old one.
    with open(sys.argv[1] + ".new", "w", encoding="utf-8") as out:
        out.write(page(runs))
    os.replace(sys.argv[1] + ".new", sys.argv[1])


if __name__ == "__main__":
    main()
