#!/bin/sh
# SPDX-License-Identifier: MIT
# Every command has its function in the program that its row names, and no other program has it: a
# command that is in the table alone would be told only to whoever calls it.
set -eu
cd "${srcdir:-.}/helper/cli"

awk '
	FNR == 1 {
		at = FILENAME == "main.c" ? "CLI_HERE" : ""
		if (FILENAME ~ /^main_/)
			at = "CLI_" toupper(substr(FILENAME, 6, length(FILENAME) - 7))
	}
	at != "" && match($0, /^\t\{ "[^"]*", /) {
		words = substr($0, RSTART + 4, RLENGTH - 7)
		if (words in does)
			does[words] = does[words] " and " at
		else
			does[words] = at
		actions++
		next
	}
	at == "" && match($0, /\{ \.words = "[^"]*"/) {
		words = substr($0, RSTART + 12, RLENGTH - 13)
		row[++rows] = words
		wants[words] = "CLI_COMMAND"
	}
	at == "" && match($0, /\.program = [A-Z_]*/) {
		wants[words] = substr($0, RSTART + 11, RLENGTH - 11)
	}
	END {
		wants[""] = wants["api"] # any row of the operation table, also by its own name
		delete wants["api"]
		for (words in wants)
			if (does[words] != wants[words]) {
				printf "\"%s\" is for %s; in the tables of programs: %s\n", words, wants[words],
					does[words] == "" ? "none" : does[words]
				bad++
			}
		for (words in does)
			if (!(words in wants)) {
				printf "\"%s\" is done by %s, and is no command\n", words, does[words]
				bad++
			}
		print rows " commands, " actions " functions, " bad + 0 " wrong"
		exit bad > 0 || rows < 20
	}' commands.c services/service_commands.inc main.c main_*.c
