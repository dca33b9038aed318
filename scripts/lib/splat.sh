# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What a kernel log must not have.

# splat_lines: of a log on standard input, the lines that tell of a bug; the same
# for all kernels. That they match what the checkers write is tested by
# "own-kernel selftest". Of one thing that is no bug the kernel writes as of one: that
# there was no memory for a directory of sysctl.
splat_lines()
{
	awk '/sysctl could not get directory: .* -12$/ { own = 25 }
		own-- > 0 && /Call Trace:$/ { own = 0; next }
		{ print }' |
		grep -E -f "$REPO/scripts/kernels/bugs/splats" || :
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
