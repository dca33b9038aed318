# SPDX-License-Identifier: GPL-2.0
"""Operations at random, about so few things that they meet again and again."""
import model_state as ms

ADDRS = [f"10.0.0.{i}" for i in range(2, 7)]
ODD_ADDRS = ["0.0.0.0", "255.255.255.255", ms.LOCAL, "239.1.1.1"]
GROUPS = [f"239.1.1.{i}" for i in range(1, 5)]
MACS = [f"02:00:00:00:00:0{i}" for i in range(5)]
LISTS = [ms.ZERO, ms.ZERO, "01:00:5e:00:00:01", "ff:ff:ff:ff:ff:ff"]
PREFIXES = [("0.0.0.0", 0), ("10.0.0.0", 8), ("10.0.0.0", 24),
            ("10.0.0.4", 30), ("10.0.0.2", 32), ("10.0.0.0", 33),
            ("10.0.0.1", 24), ("239.0.0.0", 8)]
POOLS = [("239.1.0.0", 16), ("239.1.1.0", 24), ("239.1.1.0", 30),
         ("239.1.0.1", 16), ("10.0.0.0", 8)]
NLFLAGS = [ms.CREATE | ms.EXCL, ms.CREATE | ms.EXCL, ms.CREATE,
           ms.CREATE | ms.REPLACE, ms.REPLACE, ms.CREATE | ms.APPEND,
           ms.CREATE | ms.APPEND, ms.CREATE | ms.APPEND | ms.EXCL,
           ms.APPEND, 0]
STATES = [0, 0, 0, ms.PERMANENT, ms.NOARP, ms.NOARP, ms.REACHABLE,
          ms.REACHABLE]
FLAGS = [0, 0, 0, 0, ms.EXT_LEARNED, ms.STICKY, ms.ROUTER, ms.USE]
STALE, PROXY = 0x04, 0x08		# which a VTEP does not take
OF_RULES = {"deliver": [0, 0, 1, 2], "learn": [0, 1, 2], "strict": [0, 1],
            "min-ttl": [0, 255], "unknown": [0, 1], "full": [0, 1],
            "damp": [0, 1, 2, 3], "moves": [2, 5, 255], "fragments": [0, 1]}
OF_LIMITS = {"peer-limit": [0, 5], "vni-limit": [0, 7, 100],
             "neigh-rate": [0, 10]}
RULE_BITS = {"deliver": 1, "learn": 2, "strict": 3, "min-ttl": 4,
             "unknown": 5, "full": 6, "damp": 7, "moves": 8, "fragments": 17}


def word(name, value):
    """An attribute as genl.py takes it."""
    if name in ("mac", "port"):
        text = value.replace(":", "") if name == "mac" else f"{value:04x}"
        return f"{name}=hex:{text}"
    if name == "clear":
        return "clear=hex:"
    if name == "inherit":
        return f"inherit={sum(1 << RULE_BITS[rule] for rule in value)}"
    if isinstance(value, dict):
        return f"{name}=[" + ";".join(word(*i) for i in value.items()) + "]"
    return f"{name}={value}"


def words(args):
    out = []
    for name, value in args.items():
        if isinstance(value, list):
            out += [word(name, v) for v in value]
        else:
            out.append(word(name, value))
    return out


class Maker:
    def __init__(self, rng, link):
        self.rng, self.link = rng, link
        self.model = None

    def one_in(self, n):
        return self.rng.randrange(n) == 0

    def pick(self, *often):
        """Of (how often, what)."""
        return self.rng.choices([w for _, w in often],
                                [n for n, _ in often])[0]

    def make(self, model):
        """One more, mostly about what the model has at the moment."""
        self.model = model
        return self.pick((8, self.vni_new), (8, self.vni_set),
                         (2, self.vni_del), (14, self.entry_set),
                         (6, self.entry_del), (2, self.entry_flush),
                         (6, self.source_set), (4, self.vtep_set),
                         (4, self.local), (2, self.peer),
                         (1, self.fdb_flush), (1, self.link_set))()

    def genl(self, cmd, args):
        return {"do": "genl", "cmd": cmd, "words": words(args), "args": args}

    def ifindex(self):
        if self.one_in(40):
            return self.rng.choice([self.link, 9999, 0xffffffff])
        return self.rng.choice([d["index"] for d in ms.DEVICES])

    def vni(self):
        if self.one_in(40):
            return self.rng.choice([0, 16777215, 16777216])
        return 40 + self.rng.randrange(4 if self.one_in(2) else 12)

    def vnis(self):
        args = {"ifindex": self.ifindex(), "vni": self.vni()}
        if self.one_in(2):
            args["vni-last"] = args["vni"] + self.rng.randrange(4)
        if self.one_in(20):
            args["vni-last"] = max(0, args["vni"] - 1)
        return {k: v for k, v in args.items() if not self.one_in(80)}

    def run_of(self):
        """Segments that there are, one after the other; none: as vnis()."""
        index = self.rng.choice([d["index"] for d in ms.DEVICES])
        vnis = self.model.devices[index].segments
        if not vnis or self.one_in(4):
            return self.vnis()
        first = last = self.rng.choice(sorted(vnis))
        while last + 1 in vnis and not self.one_in(4):
            last += 1
        args = {"ifindex": index, "vni": first}
        if last > first:
            args["vni-last"] = last
        return args

    def flooded_to(self, args):
        """Destinations of the first segment, some of them; else any."""
        dev = self.model.devices.get(args.get("ifindex"))
        entry = dev and dev.fdb.get((args.get("vni"), ms.ZERO))
        out = []
        for addr, port, vni, via in entry.remotes if entry else []:
            if not via and self.one_in(2):
                out.append({"addr": addr, "port": port, "vni": vni})
        return out or self.remotes()

    def remote(self):
        remote = {"addr": self.rng.choice(ADDRS)}
        if self.one_in(10):
            remote["addr"] = self.rng.choice(ODD_ADDRS)
        if self.one_in(8):
            remote["port"] = self.rng.choice([4789, 4790, 8472, 0])
        if self.one_in(12):
            remote["vni"] = self.rng.choice([1, 42, 16777215, 16777216])
        return remote

    def remotes(self):
        return [self.remote() for _ in range(self.rng.randrange(1, 4))]

    def rules(self, segment):
        rules = {}
        for name, values in OF_RULES.items():
            if self.one_in(5):
                rules[name] = self.rng.choice(values)
        if self.one_in(30):
            rules["deliver"] = 3
        for name, values in OF_LIMITS.items():
            if self.one_in(40 if segment else 4):
                rules[name] = self.rng.choice(values)
        if self.one_in(3 if segment else 40):
            rules["inherit"] = [r for r in RULE_BITS if self.one_in(4)]
        return rules

    def settings(self, args):
        wrong = self.one_in(20)
        options = {"learning": [2] if wrong else [0, 1],
                   "ageing": [864001] if wrong else [0, 1000, 864000],
                   "limit": [0, 1, 1000], "join": [0, 0, 0, 1]}
        for name, values in options.items():
            if self.one_in(4):
                args[name] = self.rng.choice(values)
        if self.one_in(4):
            args["group"] = self.rng.choice(GROUPS + ["0.0.0.0"])
            if self.one_in(20):
                args["group"] = "10.0.0.9"
        elif self.one_in(6):
            args["pool"], args["pool-len"] = self.rng.choice(
                POOLS if self.one_in(8) else POOLS[:3])
            if self.one_in(12):
                del args["pool-len"]
        if self.one_in(3):
            args["flood-add"] = self.remotes()
        if self.one_in(4):
            args["rules"] = self.rules(True)

    def vni_new(self):
        args = self.vnis()
        dev = self.model.devices.get(args.get("ifindex"))
        if dev and "vni" in args and self.one_in(2):
            while args["vni"] in dev.segments:
                args["vni"] += 1
            args.pop("vni-last", None)
        vlan = args.get("ifindex") == 101
        if vlan != self.one_in(30):
            args["vlan"] = self.rng.randrange(10)
            if self.one_in(20):
                args["vlan"] = self.rng.choice([4093, 4094, 4095])
        self.settings(args)
        return self.genl("vni-new", args)

    def vni_set(self):
        args = self.run_of()
        self.settings(args)
        if self.one_in(3):
            args["flood-del"] = self.flooded_to(args)
        return self.genl("vni-set", args)

    def vni_del(self):
        args = self.vnis()
        if args.get("vni-last", 0) < 16777216 and not self.one_in(3):
            args.pop("vni-last", None)
        return self.genl("vni-del", args)

    def entry(self, how):
        op = {"do": "fdb", "how": how, "ifindex": self.ifindex()}
        if op["ifindex"] == self.link:	# has an FDB of its own
            op["ifindex"] = 101
        op["ifindex"] = min(op["ifindex"], 9999)
        op["mac"] = self.rng.choice(MACS + LISTS)
        if op["ifindex"] != 103 or self.one_in(4):
            dev = self.model.devices.get(op["ifindex"])
            op["src_vni"] = self.rng.choice(sorted(dev.segments)) \
                if dev and dev.segments and not self.one_in(6) else self.vni()
        if op["ifindex"] == 103 and self.one_in(30):
            op["src_vni"] = 41
        return op

    def dest(self, op, often):
        if self.rng.random() < often:
            op["dst"] = self.rng.choice(ADDRS)
            if self.one_in(10):
                op["dst"] = self.rng.choice(GROUPS + ODD_ADDRS)
        if self.one_in(15):
            op["port"] = self.rng.choice([4789, 4790, 8472, 0])
        if self.one_in(15):
            op["vni"] = self.rng.choice([0, 1, 42, 16777215, 16777216])
        if self.one_in(15):
            op["via"] = self.rng.choice([self.link, self.link, 101, 9999])
        return op

    def entry_set(self):
        op = self.dest(self.entry("set"), 0.97)
        op["nlflags"] = self.rng.choice(NLFLAGS)
        # only lists are appended to
        if not ms.is_list(op["mac"]) and not self.one_in(20):
            op["nlflags"] &= ~ms.APPEND
        op["state"] = STALE if self.one_in(40) else self.rng.choice(STATES)
        op["flags"] = PROXY if self.one_in(40) else self.rng.choice(FLAGS)
        return op

    def entry_del(self):
        op = self.entry("del")
        dev = self.model.devices.get(op["ifindex"])
        if not dev or not dev.fdb or self.one_in(3):
            return self.dest(op, 0.5)
        vni, op["mac"] = self.rng.choice(sorted(dev.fdb))
        if "src_vni" in op:
            op["src_vni"] = vni
        if self.one_in(2):
            op["dst"], op["port"], wire, via = self.rng.choice(
                dev.fdb[vni, op["mac"]].remotes)
            op.update({"vni": wire} if wire else {})
            op.update({"via": via} if via else {})
        return op

    def entry_flush(self):
        op = self.dest(self.entry("flush"), 0.5)
        del op["mac"]
        if self.one_in(2):
            op.pop("src_vni", None)
        if self.one_in(2):
            op["state"] = self.rng.choice(STATES)
            op["state_mask"] = self.rng.choice([0xff, op["state"], 0])
        if self.one_in(3):
            op["flags"] = self.rng.choice(FLAGS)
            op["flags_mask"] = self.rng.choice([0xf0, op["flags"] & 0xf0])
        return op

    def prefixes(self):
        out = []
        for _ in range(self.rng.randrange(1, 4)):
            addr, size = self.rng.choice(PREFIXES[:5] if self.rng.random() < .9
                                         else PREFIXES)
            out.append({"addr": addr, "len": size})
        return out

    def source_set(self):
        args = {"ifindex": self.ifindex()}
        if self.one_in(2):
            args["vni"] = self.vni()
        if self.one_in(4):
            args["clear"] = True
        if self.one_in(2):
            args["del"] = self.prefixes()
        if self.one_in(2):
            args["add"] = self.prefixes()
            for p in args["add"]:
                if self.one_in(2):
                    p["may"] = self.rng.randrange(3)
        return self.genl("source-set", args)

    def vtep_set(self):
        args = {"ifindex": self.ifindex(), "rules": self.rules(False)}
        if self.one_in(60):
            del args["rules"]
        return self.genl("vtep-set", args)

    def local(self):
        args = {"ifindex": self.ifindex(), "mac": self.rng.choice(MACS)}
        if self.one_in(12):
            args["mac"] = self.rng.choice(LISTS)
        if args["ifindex"] != 103 or self.one_in(3):
            args["vni"] = self.vni()
        if self.one_in(40):
            del args["mac"]
        return self.genl(self.rng.choice(["local-new", "local-new",
                                          "local-del"]), args)

    def peer(self):
        remote = self.remote()
        if self.rng.random() < 0.9:
            remote.pop("vni", None)
        if self.one_in(6):
            remote["ifindex"] = self.link
        args = {"ifindex": self.ifindex(), "remote": remote}
        if self.one_in(40):
            del args["remote"]
        return self.genl(self.rng.choice(["peer-flush", "peer-del",
                                          "peer-del"]), args)

    def fdb_flush(self):
        return self.genl("fdb-flush", {"ifindex": self.ifindex()})

    def link_set(self):
        return {"do": "link", "dev": self.rng.choice(["m1", "m2", "m3"]),
                "state": self.rng.choice(["up", "up", "down"])}
