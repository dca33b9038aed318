# SPDX-License-Identifier: GPL-2.0
"""Packets of the kernel's generator. Its module has to be loaded before the
namespaces are made."""
import sys

from packets import Counter, Within
from turns import CPU_CLOCK, Contestant, arrived, clock



class Pktgen(Contestant):
    """NETNS:DEV:WORD=VALUE,... of the device sent to:
	n=N		how many in a burst (20000)
	size=N		bytes of the frame (60)
	to=MAC		its destination (02-00-00-00-00-0b)
	macs=N		the next N ones, at random (1)
	from=MAC	its source (02-00-00-00-00-0a)
	at=NETNS/DEV	where each is to be received, by DEV's counters
	per=N		copies that one becomes: the cost is one's (1)
	cpus=N		so many send n each, at the same time (1)
    """

    def __init__(self, name, where):
        super().__init__(name)
        self.netns, self.dev, words = (where + ":").split(":")[:3]
        words = dict(w.split("=") for w in words.split(",") if w)
        self.n = int(words.get("n", 20000))
        self.per = int(words.get("per", 1))
        # As pktgen wants several to have one device
        self.queues = [self.dev] if "cpus" not in words else [
            "%s@%d" % (self.dev, i) for i in range(int(words["cpus"]))]
        macs = int(words.get("macs", 1))
        self.setup = ["count %d" % self.n, "clone_skb 0", "delay 0",
                      "pkt_size " + words.get("size", "60"),
                      "dst_min 192.0.2.11", "dst_max 192.0.2.11",
                      "dst_mac " + self.mac(words, "to", "02-00-00-00-00-0b"),
                      "src_mac " + self.mac(words, "from", "02-00-00-00-00-0a"),
                      "dst_mac_count %d" % (macs if macs > 1 else 0)]
        if macs > 1:
            self.setup.append("flag MACDST_RND")
        self.counter = Counter(*words["at"].split("/")) if "at" in words else None

    @staticmethod
    def mac(words, name, default):
        return words.get(name, default).replace("-", ":")

    def write(self, path, *lines):
        for line in lines:
            with Within(self.netns), open("/proc/thread-self/net/pktgen/" + path,
                                             "w") as f:
                f.write(line + "\n")
                f.flush()

    def result(self):
        """How many were sent, and the nanoseconds it took by the generator's clock"""
        sent = took = 0
        for queue in self.queues:
            with Within(self.netns), open("/proc/thread-self/net/pktgen/" +
                                          queue) as f:
                for line in f:
                    word = line.split()
                    if word[:1] == ["pkts-sofar:"]:
                        sent += int(word[1])
                    elif word[:2] == ["Result:", "OK:"]:
                        took = max(took, int(word[2].split("(")[0]) * 1000)
        return sent, took

    def burst(self):
        """The time of a packet, or None if not all of them came in time"""
        for i, queue in enumerate(self.queues):
            self.write("kpktgend_%d" % i, "rem_device_all",
                       "add_device " + queue)
            self.write(queue, *self.setup)
        before = self.counter.read() if self.counter else 0
        with Within(self.netns), open("/proc/thread-self/net/pktgen/pgctrl",
                                      "w") as control:
            control.write("start\n")
            start = clock()
            control.flush()
            took = clock() - start
        sent, own = self.result()
        if sent != self.n * len(self.queues):
            sys.exit("%s: %d sent of %d" % (self.name, sent, self.n))
        if not CPU_CLOCK:
            # Whoever starts it sleeps longer than it takes
            took = own
        if self.counter and not arrived(self.name, self.counter.read,
                                        before + sent * self.per):
            return None
        return took / sent / self.per

    def warm(self):
        self.burst()

    def turn(self):
        return self.burst()
