# SPDX-License-Identifier: MIT
# Completion in the shells themselves: each is given its script and asked what it would offer.
# shellcheck shell=sh disable=SC2154

script=$work/completion
PATH=$build:$PATH

# bash_offers WORD…: what bash makes of a line that ends with the last word, '=' apart as it does
bash_offers()
{
	bash --norc -c 'source "$1"; shift
		COMP_WORDS=(doorward "$@"); COMP_CWORD=$#
		_doorward
		printf "%s\n" "${COMPREPLY[@]}" | sort' bash "$script" "$@" >"$work/out" 2>"$work/err"
}

# zsh_offers WORD…: _describe and _files are the shell's; here they say what they are given
zsh_offers()
{
	zsh -f -c 'script=$1; shift
		compdef() { :; }; _files() { print -r -- :file; }
		_describe() { print -rl -- "${(@)${(P)2}%%:*}"; }
		source "$script"
		words=(doorward "$@"); CURRENT=$#words
		_doorward' zsh "$script" "$@" 2>"$work/err" | sort >"$work/out"
}

fish_offers()
{
	fish --no-config -c 'source $argv[1]; complete -C "doorward "(string join -- " " $argv[2..-1])' \
		"$script" "$@" 2>"$work/err" | cut -f 1 | sort >"$work/out"
}

same_words() { [ "$(tr '\n' ' ' <"$work/out")" = "$1 " ]; }

exits 2 'a shell that is none' completion tcsh
for shell in bash zsh fish; do
	command -v $shell >/dev/null || {
		fail "$shell is not installed (./bootstrap check installs it)"
		continue
	}
	exits 0 "the script for $shell" completion $shell
	cp "$work/out" "$script"
	if [ $shell = fish ]; then
		check 'is what is installed' cmp -s "$script" "$build/completions/doorward.fish"
		check 'is well-formed' fish --no-execute "$script"
	else
		check 'is well-formed' $shell -n "$script"
	fi
	${shell}_offers user g
	check "$shell: verbs" same_words 'get group'
	${shell}_offers user group ''
	check "$shell: third words" same_words 'add list remove'
	${shell}_offers user edit alice --sta
	check "$shell: options of the command" same_words '--status'
	${shell}_offers user edit --alias
	check "$shell: and those beside the row" same_words \
		'--alias1 --alias2 --alias3 --alias4 --alias5 --alias6 --alias7 --alias8 --aliases'
	${shell}_offers user edit alice --status ''
	check "$shell: values" same_words 'active bypass disabled'
	${shell}_offers -o ''
	check "$shell: formats" same_words 'csv json jsonl table tsv'
	${shell}_offers -q --output=json user list --fields us
	check "$shell: columns" same_words 'user_id username'
	${shell}_offers api listusertok
	check "$shell: operations" same_words listusertokens
	${shell}_offers api getuser --u
	check "$shell: their parameters" same_words --user-id
	${shell}_offers bypass create alice --preserve-existing --co
	check "$shell: behind a flag" same_words '--codes --config --confirm --count'
	${shell}_offers completion ''
	check "$shell: shells" same_words 'bash fish zsh'
	${shell}_offers help bulkr
	check "$shell: help" same_words bulkrestoreusers
	${shell}_offers xyzzy ''
	check "$shell: nothing for nonsense" [ "$(tr -d '\n' <"$work/out")" = '' ]
done
# zsh_line TEXT: what the line editor of zsh makes of it with one tab, with the shell's own completion
# system, the script found as it is installed
zsh_line()
{
	timeout 30 zsh -f -c 'zmodload zsh/zpty
		zpty shell TERM=dumb zsh -f -i
		zpty -w shell "PS1= PS2=; fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -d $1/dump"
		zpty -w shell "show() { print -r -- \"li\"ne\"<\$BUFFER>\"; BUFFER=; }; zle -N show"
		zpty -w shell "bindkey \"^I\" complete-word; bindkey \"^G\" show"
		zpty -w -n shell "doorward $2"$'\''\t\a'\''
		zpty -r shell seen "*line<*>"
		print -r -- ${${seen##*line<}%>}' zsh "$work/site-functions" "$1" </dev/null >"$work/out" 2>"$work/err"
}
completes() { zsh_line "$1" && [ "$(cat "$work/out")" = "doorward $2" ]; }
mkdir -p "$work/site-functions" "$work/files"
touch "$work/files/a b.csv"
cp "$build/completions/_doorward" "$work/site-functions/_doorward"
check 'zsh at work: verbs' completes 'user gr' 'user group '
check 'zsh at work: options' completes 'user edit alice --sta' 'user edit alice --status '
check 'zsh at work: values' completes 'user edit alice --status byp' 'user edit alice --status bypass '
check 'zsh at work: values behind an equals sign' completes 'user edit alice --status=byp' \
	'user edit alice --status=bypass '
check 'zsh at work: files' completes "user import $work/files/" "user import $work/files/a\\ b.csv "
check 'zsh at work: topics of help' completes 'help exit' 'help exit-codes '

run completion bash
cp "$work/out" "$script"
bash_offers user edit alice --status = by
check 'bash: values behind an equals sign' same_words bypass
bash_offers user import "$work/files/"
check 'bash: files' same_words "$work/files/a b.csv"
bash_offers user edit alice ''
check 'every noun and verb is offered' [ "$(cat "$work/out")" = '' ]
nouns=$(run help commands; sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' "$work/out" | sort -u | tr '\n' ' ')
bash_offers ''
check 'all nouns' same_words "${nouns% }"
