# SPDX-License-Identifier: GPL-2.0
"""What the configuration of VTEPs is, and what an operation makes of it.

Operations are dictionaries: {"do": "genl", "cmd": ..., "words": [...], "args":
{...}}, whose args say to the model what its words say to the kernel; {"do": "fdb",
"how": "set" | "del" | "flush", ...}; {"do": "link", ...}. Model.apply() returns
the name of the errno that the kernel is to answer with, "" for success.
"""
import copy
import ipaddress

VNI_MAX = 16777215
AGEING_MAX = 864000
ZERO = "00:00:00:00:00:00"
PERMANENT, NOARP, REACHABLE = 0x80, 0x40, 0x02
USE, SELF, MASTER, ROUTER = 0x01, 0x02, 0x04, 0x80
EXT_LEARNED, STICKY = 0x10, 0x40
REPLACE, EXCL, CREATE, APPEND = 0x100, 0x200, 0x400, 0x800
LIST = 2			# policy list, of deliver and learn
ALWAYS, ACTIVE = 0, 1		# when groups are joined
LEAVING = 2			# state of a group

LOCAL = "10.0.0.1"
NOBODY = ("0.0.0.0", "255.255.255.255")
DEVICES = [
    {"name": "m1", "index": 101, "port": 4790, "attach": "vlan",
     "words": "attach vlan"},
    {"name": "m2", "index": 102, "port": 4791, "attach": "external",
     "words": "external vnifilter"},
    {"name": "m3", "index": 103, "port": 4789, "attach": "id",
     "words": "id 42"},
]
DUMPS = ["vni-get", "fdb-get", "source-get", "local-get", "vtep-get",
         "group-get"]
RULES = {"deliver": 0, "learn": 0, "strict": 0, "min-ttl": 0, "unknown": 0,
         "full": 0, "damp": 1, "moves": 5, "move-window": 180, "hold": 180,
         "protect": 0, "fragments": 0}
LIMITS = {"peer-limit": 32768, "vni-limit": 16384, "neigh-rate": 0}


class Refused(Exception):
    pass


def refuse(condition, name):
    if condition:
        raise Refused(name)


def is_list(mac):
    return mac == ZERO or int(mac[:2], 16) & 1


def multicast(addr):
    return ipaddress.ip_address(addr).is_multicast


def asks_list(rules):
    return LIST in (rules.get("deliver"), rules.get("learn"))


class Entry:
    """Of the FDB. Remotes: (address, port, VNI or 0, ifindex or 0)."""

    def __init__(self, state, flags, remotes):
        self.state, self.flags, self.remotes = state, flags, remotes


class Segment:
    def __init__(self, dev, args):
        self.vlan = None
        self.group, self.pool_len = None, 0
        self.learning = args.get("learning", 1)
        self.ageing = args.get("ageing", 300)
        self.limit = args.get("limit", 0 if dev.attach == "id" else
                              dev.limits["vni-limit"])
        self.join = args.get("join",
                             ACTIVE if dev.attach == "vlan" else ALWAYS)
        self.rules = {}
        self.sources = {}


class Device:
    def __init__(self, conf):
        self.index, self.port = conf["index"], conf["port"]
        self.attach = conf["attach"]
        self.up = False
        self.rules, self.limits = dict(RULES), dict(LIMITS)
        self.sources, self.fdb, self.segments = {}, {}, {}
        self.locals = set()
        if self.attach == "id":
            self.segments[42] = Segment(self, {})

    # the FDB

    def set_entry(self, vni, mac, remote, state, flags, nlflags):
        old = self.fdb.get((vni, mac))
        refuse(nlflags & APPEND and not is_list(mac), "EOPNOTSUPP")
        refuse(not is_list(mac) and multicast(remote[0]), "EINVAL")
        refuse(is_list(mac) and not state & (PERMANENT | NOARP) and
               not flags & EXT_LEARNED, "EINVAL")
        if nlflags & APPEND and old:
            if remote in old.remotes:
                refuse(nlflags & EXCL, "EEXIST")
            else:
                old.remotes.append(remote)
            return
        new = Entry(state, flags, [remote])
        if old and not nlflags & EXCL and vars(old) == vars(new):
            return
        refuse(not old and not nlflags & CREATE, "ENOENT")
        refuse(old and not nlflags & REPLACE, "EEXIST")
        refuse(old and flags & EXT_LEARNED and
               not old.flags & EXT_LEARNED, "EEXIST")
        self.fdb[vni, mac] = new

    def del_entry(self, vni, mac, remote):
        old = self.fdb.get((vni, mac))
        refuse(not old or remote and remote not in old.remotes, "ENOENT")
        if remote and len(old.remotes) > 1:
            old.remotes.remove(remote)
        else:
            del self.fdb[vni, mac]

    def flush(self, match_entry, match_remote):
        for (vni, mac), entry in list(self.fdb.items()):
            if not match_entry(vni, mac, entry):
                continue
            entry.remotes = [r for r in entry.remotes
                             if not match_remote(vni, r)]
            if not entry.remotes:
                del self.fdb[vni, mac]

    # segments

    def flood(self, vni, remote):
        self.set_entry(vni, ZERO, remote, PERMANENT, 0,
                       CREATE | APPEND | EXCL)

    def set_group(self, vni, group, pool_len, link):
        """None: no group."""
        seg = self.segments[vni]
        old = seg.group
        if not group and not old:
            return
        if group != old:
            seg.group = group
            if group:
                try:
                    self.flood(vni, (group, self.port, 0, link))
                except Refused:		# named by hand before
                    pass
            if old:
                try:
                    self.del_entry(vni, ZERO, (old, self.port, 0, link))
                except Refused:		# deleted by hand before
                    pass
        seg.pool_len = pool_len

    def del_segment(self, vni):
        del self.segments[vni]
        self.fdb = {k: e for k, e in self.fdb.items() if k[0] != vni}
        self.locals = {k for k in self.locals if k[0] != vni}

    def check_list(self, rules, seg=None):
        refuse(asks_list(rules) and not self.sources and
               not (seg and seg.sources), "EINVAL")

    def set_segment_rules(self, seg, change):
        rules = dict(seg.rules)
        rules.update({k: v for k, v in change.items() if k != "inherit"})
        for name in change.get("inherit", []):
            rules.pop(name, None)
        self.check_list(rules, seg)
        seg.rules = rules

    def active(self, seg):
        return self.attach != "vlan" or seg.vlan == 0


class Model:
    def __init__(self, link, filters):
        self.link, self.filters = link, filters
        self.devices = {d["index"]: Device(d) for d in DEVICES}
        self.names = {d["name"]: d["index"] for d in DEVICES}
        self.last = ""

    def apply(self, op):
        """All or nothing: what is refused has changed nothing."""
        before = copy.deepcopy(self.devices)
        try:
            if op["do"] == "genl":
                getattr(self, op["cmd"].replace("-", "_"))(dict(op["args"]))
            elif op["do"] == "fdb":
                getattr(self, "entry_" + op["how"])(op)
            else:
                self.devices[self.names[op["dev"]]].up = op["state"] == "up"
            self.last = ""
        except Refused as e:
            self.devices = before
            self.last = e.args[0]
        return self.last

    def device(self, args):
        index = args.get("ifindex")
        refuse(index is None, "EINVAL")
        refuse(index not in self.devices and index != self.link, "ENODEV")
        refuse(index == self.link, "EOPNOTSUPP")
        return self.devices[index]

    # segments

    @staticmethod
    def policy(args):
        """What the family's policy refuses before anybody looks."""
        refuse(args.get("learning", 0) > 1, "ERANGE")
        refuse(args.get("vni", 0) > VNI_MAX, "ERANGE")
        refuse(args.get("vni-last", 0) > VNI_MAX, "ERANGE")
        refuse(args.get("vlan", 0) > 4094, "ERANGE")
        for change in (args.get("rules", {}),):
            refuse(change.get("deliver", 0) > 2, "ERANGE")
            refuse(change.get("moves", 5) < 2, "ERANGE")

    @staticmethod
    def check_rules(change, segment):
        refuse(segment and set(change) & set(LIMITS), "EINVAL")
        refuse(not segment and "inherit" in change, "EINVAL")
        refuse(set(change.get("inherit", [])) & set(change), "EINVAL")

    def range_of(self, args, set_one):
        self.policy(args)
        refuse("ifindex" not in args or "vni" not in args, "EINVAL")
        first, last = args["vni"], args.get("vni-last", args["vni"])
        refuse(last < first, "EINVAL")
        dev = self.device(args)
        refuse(dev.attach == "id" and not set_one, "EOPNOTSUPP")
        return dev, range(first, last + 1)

    def check_settings(self, dev, args):
        refuse(args.get("ageing", 0) > AGEING_MAX, "ERANGE")
        refuse(args.get("join") == ACTIVE and dev.attach != "vlan", "EINVAL")
        self.check_rules(args.get("rules", {}), True)

    def check_lists(self, dev, args):
        if "pool" in args or "pool-len" in args:
            refuse("pool" not in args or "pool-len" not in args, "EINVAL")
            refuse("group" in args, "EINVAL")
            refuse(args["pool-len"] > 31, "EINVAL")
            net = ipaddress.ip_network((args["pool"], args["pool-len"]),
                                       strict=False)
            refuse(str(net.network_address) != args["pool"] or
                   not net.is_multicast, "EINVAL")
        elif args.get("group", "0.0.0.0") != "0.0.0.0":
            refuse(not multicast(args["group"]), "EINVAL")
        for what in ("flood-add", "flood-del"):
            remotes = args.get(what, [])
            for remote in remotes:
                self.check_dest(dev, remote)
            keys = {self.remote(dev, remote) for remote in remotes}
            refuse(len(keys) < len(remotes), "EINVAL")

    @staticmethod
    def check_dest(dev, remote):
        addr = remote["addr"]
        refuse(addr == "0.0.0.0" or multicast(addr) or
               addr == "255.255.255.255" or addr == LOCAL, "EINVAL")
        refuse(not remote.get("port", dev.port), "EINVAL")
        refuse(remote.get("vni", 0) > VNI_MAX, "ERANGE")

    @staticmethod
    def remote(dev, remote, own=0):
        """In the list of segment "own", whose VNI may be named."""
        vni = remote.get("vni", 0)
        return (remote["addr"], remote.get("port", dev.port),
                0 if vni == own else vni, 0)

    def give(self, dev, vni, args):
        """Group, pool and flood list of one segment."""
        if "pool" in args:
            base = int(ipaddress.ip_address(args["pool"]))
            low = vni & ((1 << (32 - args["pool-len"])) - 1)
            dev.set_group(vni, str(ipaddress.ip_address(base | low)),
                          args["pool-len"], self.link)
        elif "group" in args:
            group = args["group"] if args["group"] != "0.0.0.0" else None
            dev.set_group(vni, group, 0, self.link)
        for remote in args.get("flood-add", []):
            dev.flood(vni, self.remote(dev, remote, vni))
        for remote in args.get("flood-del", []):
            dev.del_entry(vni, ZERO, self.remote(dev, remote, vni))

    def vni_new(self, args):
        dev, vnis = self.range_of(args, False)
        self.check_settings(dev, args)
        refuse(dev.attach == "vlan" and "vlan" not in args, "EINVAL")
        refuse(dev.attach != "vlan" and "vlan" in args, "EINVAL")
        refuse(len(vnis) - 1 > 4094 - args.get("vlan", 0), "ERANGE")
        self.check_lists(dev, args)
        for vni in vnis:
            refuse(vni in dev.segments, "EEXIST")
            seg = Segment(dev, args)
            if dev.attach == "vlan":
                seg.vlan = args["vlan"] + vni - vnis[0]
                refuse(seg.vlan in [s.vlan for s in dev.segments.values()],
                       "EEXIST")
            dev.segments[vni] = seg
            dev.set_segment_rules(seg, args.get("rules", {}))
            self.give(dev, vni, args)

    def vni_set(self, args):
        dev, vnis = self.range_of(args, True)
        self.check_settings(dev, args)
        self.check_lists(dev, args)
        for vni in vnis:
            refuse(vni not in dev.segments, "ENOENT")
        for vni in vnis:
            seg = dev.segments[vni]
            dev.set_segment_rules(seg, args.get("rules", {}))
            self.give(dev, vni, args)
            for name in ("learning", "ageing", "limit", "join"):
                if name in args:
                    setattr(seg, name, args[name])

    def vni_del(self, args):
        dev, vnis = self.range_of(args, False)
        gone = [vni for vni in vnis if vni in dev.segments]
        refuse(not gone, "ENOENT")
        for vni in gone:
            dev.del_segment(vni)

    # rules, sources, local MACs, peers

    def vtep_set(self, args):
        self.policy(args)
        refuse("rules" not in args, "EINVAL")
        change = args["rules"]
        self.check_rules(change, False)
        dev = self.device(args)
        dev.check_list({**dev.rules, **change})
        for name, value in change.items():
            (dev.limits if name in LIMITS else dev.rules)[name] = value

    def segment(self, dev, args):
        if "vni" not in args:
            refuse(dev.attach != "id", "EINVAL")
            return 42
        refuse(args["vni"] not in dev.segments, "ENOENT")
        return args["vni"]

    @staticmethod
    def prefixes(prefixes):
        for p in prefixes:
            refuse(p["len"] > 32, "ERANGE")
            net = ipaddress.ip_network((p["addr"], p["len"]), strict=False)
            refuse(str(net.network_address) != p["addr"] or
                   multicast(p["addr"]), "EINVAL")
            yield (p["addr"], p["len"]), p.get("may", 2)

    def source_set(self, args):
        self.policy(args)
        dev = self.device(args)
        of = dev.segments[self.segment(dev, args)] if "vni" in args else dev
        gone = list(self.prefixes(args.get("del", [])))
        come = list(self.prefixes(args.get("add", [])))
        table = {} if args.get("clear") else dict(of.sources)
        refuse(any(p not in table for p, _ in gone), "ENOENT")
        for p, _ in gone:
            table.pop(p, None)
        table.update(come)
        if not table and of.sources:
            others = dev.segments.values() if of is dev else []
            refuse(of is dev and asks_list(dev.rules), "EBUSY")
            refuse(any(asks_list(s.rules) and not s.sources for s in others),
                   "EBUSY")
            refuse(of is not dev and asks_list(of.rules) and
                   not dev.sources, "EBUSY")
        of.sources = table

    def check_local(self, args):
        self.policy(args)
        refuse("mac" not in args or is_list(args["mac"]), "EINVAL")
        dev = self.device(args)
        return dev, (self.segment(dev, args), args["mac"])

    def local_new(self, args):
        dev, key = self.check_local(args)
        refuse(key in dev.locals, "EEXIST")
        dev.locals.add(key)

    def local_del(self, args):
        dev, key = self.check_local(args)
        refuse(key not in dev.locals, "ENOENT")
        dev.locals.remove(key)

    def check_peer(self, args):
        refuse("remote" not in args, "EINVAL")
        dev = self.device(args)
        peer = args["remote"]
        refuse("vni" in peer, "EINVAL")
        refuse(peer["addr"] == "0.0.0.0" or multicast(peer["addr"]), "EINVAL")
        refuse(peer.get("port") == 0, "EINVAL")

        def match(_, remote):
            return remote[0] == peer["addr"] and \
                peer.get("port", remote[1]) == remote[1] and \
                peer.get("ifindex", remote[3]) == remote[3]
        refuse(not any(match(0, r) for e in dev.fdb.values()
                       for r in e.remotes), "ENOENT")
        return dev, match

    def peer_flush(self, args):
        self.check_peer(args)

    def peer_del(self, args):
        dev, match = self.check_peer(args)
        dev.flush(lambda *_: True, match)

    def fdb_flush(self, args):
        """Nothing was learned: no frame was ever received."""
        self.device(args)

    # the FDB by rtnetlink

    def entry_device(self, op):
        refuse(op["ifindex"] not in self.devices, "ENODEV")
        return self.devices[op["ifindex"]]

    def entry_remote(self, dev, op, vni):
        """Return: the remote, None without one."""
        wire = op.get("vni", 0)
        if "vni" in op and wire == vni:
            wire = 0
        elif "vni" in op:
            refuse(not wire or wire > VNI_MAX, "ERANGE")
        if "dst" not in op:
            return None
        refuse(op["dst"] in NOBODY, "EINVAL")
        refuse(op.get("port") == 0, "EINVAL")
        via = op.get("via", 0)
        refuse("via" in op and via not in self.devices and
               via != self.link, "ENODEV")
        refuse("via" in op and via == dev.index, "ELOOP")
        if multicast(op["dst"]):
            via = via or self.link
        return op["dst"], op.get("port", dev.port), wire, via

    def entry_segment(self, dev, op):
        return self.segment(dev, {"vni": op["src_vni"]} if "src_vni" in op
                            else {})

    def entry_set(self, op):
        dev = self.entry_device(op)
        vni = self.entry_segment(dev, op)
        remote = self.entry_remote(dev, op, vni)
        refuse(not remote, "EINVAL")
        state = op.get("state", 0) or PERMANENT
        flags = op.get("flags", 0) & ~(SELF | MASTER | USE)
        refuse(state & ~(PERMANENT | NOARP | REACHABLE), "EINVAL")
        refuse(flags & ~(EXT_LEARNED | STICKY | ROUTER), "EOPNOTSUPP")
        dev.set_entry(vni, op["mac"], remote, state, flags,
                      op.get("nlflags", 0))

    def entry_del(self, op):
        dev = self.entry_device(op)
        vni = self.entry_segment(dev, op)
        remote = self.entry_remote(dev, op, vni)
        dev.del_entry(vni, op["mac"], remote)

    def entry_flush(self, op):
        # before 6.7 rtnetlink itself refuses what it does not know
        refuse(not self.filters and
               {"dst", "port", "vni", "src_vni"} & set(op), "EINVAL")
        dev = self.entry_device(op)
        src = self.entry_segment(dev, op) if "src_vni" in op else None
        refuse(op.get("dst") in NOBODY or op.get("port") == 0, "EINVAL")
        via = op.get("via", 0)
        via = 0 if via == dev.index else via
        flood = "dst" in op or "port" in op or via or "vni" in op or \
            op.get("state", 0) & op.get("state_mask", 0) & PERMANENT
        dev.flush(
            lambda vni, mac, e: src in (None, vni) and
            (flood or mac != ZERO) and
            not (e.state ^ op.get("state", 0)) & op.get("state_mask", 0) and
            not (e.flags ^ op.get("flags", 0) ^ SELF) &
            op.get("flags_mask", 0),
            lambda vni, r: op.get("vni", 0) in (0, r[2] or vni) and
            op.get("dst", r[0]) == r[0] and op.get("port", r[1]) == r[1] and
            via in (0, r[3]))

    # as from_dumps() has it

    def state(self):
        out = {c: {} for c in DUMPS}
        for i, dev in self.devices.items():
            self.state_of(out, i, dev)
        return out

    def state_of(self, out, i, dev):
        out["vtep-get"][i] = {**dev.rules, **dev.limits}
        if dev.sources:
            out["source-get"][i, None] = dev.sources
        for key in dev.locals:
            out["local-get"][i, *key] = True
        for (vni, mac), e in dev.fdb.items():
            out["fdb-get"][i, vni, mac] = (e.state, e.flags,
                                           sorted(e.remotes))
        for vni, seg in dev.segments.items():
            self.state_of_segment(out, dev, vni, seg)

    def state_of_segment(self, out, dev, vni, seg):
        facts = {"learning": seg.learning, "ageing": seg.ageing,
                 "limit": seg.limit, "join": seg.join, "learned": 0}
        if seg.group:
            facts["group"] = seg.group
        if seg.pool_len:
            net = ipaddress.ip_network((seg.group, seg.pool_len), False)
            facts["pool"] = str(net.network_address)
            facts["pool-len"] = seg.pool_len
        if dev.attach == "vlan":
            facts["vlan"] = seg.vlan
            facts["active"] = int(dev.active(seg))
        if seg.rules:
            facts["rules"] = seg.rules
        entry = dev.fdb.get((vni, ZERO))
        facts["flood"] = sorted(entry.remotes) if entry else []
        out["vni-get"][dev.index, vni] = facts
        if seg.sources:
            out["source-get"][dev.index, vni] = seg.sources
        if seg.group and dev.up and (seg.join == ALWAYS or dev.active(seg)):
            users = out["group-get"].setdefault(seg.group, [])
            users.append((dev.index, vni))
            users.sort()


def remotes(item, name):
    return [(r["addr"], r["port"], r.get("vni", 0), r.get("ifindex", 0))
            for r in item.get(name, [])]


def from_dumps(dumps):
    """The kernel's dumps in the model's form."""
    out = {c: {} for c in DUMPS}
    for item in dumps["vni-get"]:
        key = item.pop("ifindex"), item.pop("vni")
        flood = remotes(item, "flood")
        item.pop("counters", None)
        item.pop("flood", None)
        facts = out["vni-get"].setdefault(key, {"flood": []})
        facts.update(item)
        facts["flood"] = sorted(facts["flood"] + flood)
    for item in dumps["fdb-get"]:
        key = item["ifindex"], item["vni"], item["mac"]
        state, flags, more = out["fdb-get"].get(key, (0, 0, []))
        out["fdb-get"][key] = (item.get("state", state),
                               item.get("flags", flags),
                               sorted(more + remotes(item, "remotes")))
    for item in dumps["source-get"]:
        table = out["source-get"].setdefault(
            (item["ifindex"], item.get("vni")), {})
        for p in item["prefixes"]:
            table[p["addr"], p["len"]] = p["may"]
    for item in dumps["local-get"]:
        key = item["ifindex"], item.get("vni"), item["mac"]
        out["local-get"][key] = item.get("configured")
    for item in dumps["vtep-get"]:
        out["vtep-get"][item["ifindex"]] = item["rules"]
    for item in dumps["group-get"]:
        if item.get("state") == LEAVING or not item.get("members"):
            continue
        users = out["group-get"].setdefault(item["addr"], [])
        users += [(m["ifindex"], m["vni"]) for m in item["members"]]
        users.sort()
    return out
