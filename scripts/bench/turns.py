# SPDX-License-Identifier: GPL-2.0
"""Contestants of a benchmark, who take turns, and what came of it.

Time is CPU time the host charges to this kernel, where it is one that can tell
(umlwatch): a machine that is busy with something else changes caches, not the
clock. Elsewhere it is the time of day; under an emulator that counts instructions
(scripts/vm -i) that is their number.

A busy machine also empties caches, and what runs on the other half of a core slows
this one down; but those who take turns alike. So a ratio is worked out for each
round, from the least that each took in it, and its median counts; a cost is the lower
decile of all rounds. The rounds are cut into BATCHES that follow one another, each of
which gives a result of its own: what is printed is their median, and the least
and the greatest of them, "low" and "high".

Turns do not even out what a whole boot shares, such as which pages its code and its
packets are in. Where that decides, several boots are measured, and each of them is a
batch: a file keeps the rounds of those before.
"""
import ast
import json
import os
import sys
import time

CPUTIME = "/sys/kernel/debug/umlwatch/cputime"
BATCHES = 5
PATIENCE = 10			# seconds

CPU_CLOCK = os.path.exists(CPUTIME)
cputime_fd = os.open(CPUTIME, os.O_RDONLY) if CPU_CLOCK else None


def clock():
    """Nanoseconds"""
    if not CPU_CLOCK:
        return time.monotonic_ns()
    return int(os.pread(cputime_fd, 32, 0))


def decile(values):
    return sorted(values)[len(values) // 10]


def middle(values):
    return sorted(values)[len(values) // 2]


def spread(values, digits=None):
    return {"low": round(min(values), digits),
            "median": round(middle(values), digits),
            "high": round(max(values), digits)}


class Contestant:
    """One who has a name, and a cost of everything it does"""

    def __init__(self, name):
        self.name = name
        self.costs = []			# of each round; None: it was disturbed

    def warm(self):
        """Once, before anything is timed"""

    def turn(self):
        """What it costs, this round; None if that was disturbed."""
        raise NotImplementedError


def least(times):
    """Of those that are known"""
    return min((t for t in times if t is not None), default=None)


def arrived(name, read, want):
    """Waits until READ tells WANT.

    Return: whether it did at once: what was timed was all of it. And not more: a
    host that looks for its neighbour sends something of its own."""
    if read() == want:
        return True
    end = time.monotonic() + PATIENCE
    while read() < want:
        if time.monotonic() > end:
            sys.exit("%s: %d were not received" % (name, want - read()))
        time.sleep(0.001)
    return False


def known(name, costs):
    costs = list(costs)
    some = [c for c in costs if c is not None]
    if len(some) * 2 < len(costs):
        sys.exit("%s: most rounds were disturbed" % name)
    return some


def terms(expression):
    """The names in it. Python's own parser: a name may hold no operator."""
    return {node.id for node in ast.walk(ast.parse(expression, mode="eval"))
            if isinstance(node, ast.Name)}


def ratios(expression, batch):
    """What it comes to in each round; None where one of them was disturbed"""
    code = compile(expression, "expression", "eval")
    names = terms(expression)
    for costs in zip(*(batch[name] for name in names)):
        yield (None if None in costs else
               eval(code, {"__builtins__": {}}, dict(zip(names, costs))))


def cut(costs):
    """Batches: what each contestant cost in some of the rounds"""
    rounds = len(next(iter(costs.values())))
    edges = [rounds * i // BATCHES for i in range(BATCHES + 1)]
    return [{name: c[begin:end] for name, c in costs.items()}
            for begin, end in zip(edges, edges[1:])]


def kept(path, costs):
    """Batches: of the boots before, and this one"""
    with open(path, "a+", encoding="ascii") as f:
        f.write(json.dumps(costs) + "\n")
        f.seek(0)
        return [json.loads(line) for line in f]


def compete(contestants, rounds, expressions, keep=None):
    """Prints, as JSON, "cost", nanoseconds of each; and "ratio", what each of the
    EXPRESSIONS in their names comes to, as "(ours - base) / (tree - base)". With no
    rounds, all there is to it is the warming. KEEP is the file of other boots."""
    for c in contestants:
        c.warm()
    if not rounds:
        return
    for _ in range(rounds if keep else max(rounds, BATCHES)):
        for c in contestants:
            c.costs.append(c.turn())
    costs = {c.name: c.costs for c in contestants}
    batches = kept(keep, costs) if keep else cut(costs)
    json.dump({"cost": {name: spread([decile(known(name, b[name])) for b in batches])
                        for name in costs},
               "ratio": {e: spread([middle(known(e, ratios(e, b))) for b in batches], 3)
                         for e in expressions}}, sys.stdout)
    print()
