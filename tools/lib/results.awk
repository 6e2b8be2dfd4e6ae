# What tools/check prints of `ctest --verbose`: each failed test with its output, a line for each skip with its reason, the totals.
# Exit code: 0 when nothing failed, else 1.
#
# Tests run beside each other: a line of test 5 reads `5: text`, its result `12/34 Test #5: name .....   Passed    0.01 sec`.
# A test says what it skips, itself or a part of itself, in lines of its own: `skipped: reason` or `skipped: part: reason`.

/^ *[0-9]+: / {
	number = $1 + 0
	sub(/^ *[0-9]+: /, "")
	output[number] = output[number] $0 "\n"
	if (sub(/^skipped: /, ""))
		reasons[number] = reasons[number] $0 "\n"
	next
}

/^ *[0-9]+\/[0-9]+ Test +#[0-9]+:/ {
	match($0, /#[0-9]+:/)
	number = substr($0, RSTART + 1, RLENGTH - 2) + 0
	name = substr($0, RSTART + RLENGTH + 1)
	sub(/ .*/, "", name)
	skips = /\*\*\*Skipped/ || /\*\*\*Not Run \(Disabled\)/
	if (skips && reasons[number] == "")
		reasons[number] = "it gives no reason\n"
	if (!skips && / Passed +[0-9.]+ sec *$/) {
		passed++
	} else if (!skips) {
		failed++
		print $0 "\n" output[number]
	}
	count = split(reasons[number], lines, "\n")
	for (i = 1; i < count; i++) {
		printf "skipped: %s: %s\n", name, lines[i]
		skipped++
	}
	delete output[number]
	next
}

END {
	printf "%d passed, %d failed%s\n", passed, failed, skipped ? ", " skipped " skipped" : ""
	exit failed > 0
}
