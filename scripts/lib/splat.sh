# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What a kernel log must not have.

# splat_lines: of a log on standard input, the lines that tell of a bug (the
# first line of each report, not the whole)
splat_lines()
{
	grep -E -e 'BUG: ' -e 'WARNING: ' -e 'INFO: task .* blocked for' \
		-e 'INFO: possible recursive locking' \
		-e 'Oops: ' -e 'general protection fault' -e 'Kernel panic' \
		-e 'Unable to handle kernel' -e 'refcount_t: ' \
		-e 'unregister_netdevice: waiting' -e 'leaked reference' \
		-e 'ref_tracker: ' -e 'reference already released' \
		-e 'ODEBUG: ' -e 'UBSAN: ' -e 'KASAN: ' -e 'KCSAN: ' \
		-e 'suspicious RCU usage' -e 'rcu: INFO: .* detected stall' \
		-e 'possible circular locking' -e 'inconsistent lock state' \
		-e 'held lock freed' -e 'lock held when returning' \
		-e 'sleeping function called' -e 'scheduling while atomic' \
		-e 'Slab .*: .*(Objects remaining|overwritten)' \
		-e 'kmem_cache_destroy .*: Slab cache still has objects' \
		-e 'kmemleak: [0-9]+ new suspected' \
		-e 'Freeing alive|unmatched|imbalance' \
		-e 'percpu ref .* <= 0' || :
}

# splat_symbols SYMBOLS: name the addresses in brackets ([<ffff...>] 0xffff...)
# of modules that are gone, from a copy of their part of /proc/kallsyms
splat_symbols()
{
	[ -s "$1" ] || { cat; return; }
	/usr/bin/python3 -c '
import bisect, re, sys
table = sorted((int(l.split()[0], 16), " ".join(l.split()[2:]))
               for l in open(sys.argv[1]))
keys = [address for address, _ in table]
def name(match):
    address = int(match.group(1), 16)
    i = bisect.bisect_right(keys, address) - 1
    if i < 0 or address - keys[i] > 65536:
        return match.group(0)
    return "%s+%#x" % (table[i][1], address - keys[i])
for line in sys.stdin:
    sys.stdout.write(re.sub(r"\b0x([0-9a-f]{8,16})\b", name, line))
' "$1"
}
