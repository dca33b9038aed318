# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The ratios of a benchmark as a picture. Sourced where all is put together.

# plot_rows FILE: "RATIO TARGET|-1 WHAT", of those rows that compare two drivers
plot_rows()
{
	jq -r '.rows[] | select(.in_tree != "-" and
		(.result | test("^[0-9.]+x")) and (.target | startswith(">") | not)) |
		[(.result | capture("^(?<n>[0-9.]+)x").n),
		 (.target | if test("[0-9.]+x") then
			capture("(?<n>[0-9.]+)x").n else "-1" end),
		 (.what | gsub("\""; "") | ltrimstr("  "))] | join("\t")' "$1"
}

# plot FILE SVG: 1 is the in-tree driver, the line in each bar its target
plot()
{
	local data=${2%.svg}.dat n

	plot_rows "$1" | awk -F '\t' '{ print NR "\t" $0 }' >"$data"
	n=$(wc -l <"$data")
	if [ "$n" = 0 ]; then	# nothing compares two drivers
		rm "$data"
		return
	fi
	gnuplot <<-END
		set terminal svg size 1100,$((90 + 26 * n)) dynamic font "sans,12"
		set output "$2"
		set datafile separator "\t"
		set title "cost, as a ratio to the in-tree driver on the same kernel (less is better)"
		set xrange [0:1.5]
		set yrange [$n.7:0.3]
		set lmargin at screen 0.50
		set xtics 0.2
		set grid xtics
		set style fill solid 0.6 noborder
		unset key
		set arrow from 1, graph 0 to 1, graph 1 nohead lw 2 lc rgb "#555555"
		plot "$data" using (\$2 / 2):1:(\$2 / 2):(0.35):ytic(4) \
				with boxxyerror lc rgb "#3070b0", \
			"$data" using 3:1:(0.4) with yerrorbars pt -1 lw 3 \
				lc rgb "#c03030", \
			"$data" using (\$2 + 0.02):1:2 with labels left
	END
	rm "$data"
}
