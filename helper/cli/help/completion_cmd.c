/* SPDX-License-Identifier: MIT */
/* The scripts for the shells, and the question that they ask. */
#include <stdio.h>
#include <string.h>

#include "helper/cli/help/completion.h"
#include "helper/cli/help/help.h"

static const char bash[] =
	"# Completion of doorward for bash; doorward completion bash prints it.\n"
	"_doorward()\n"
	"{\n"
	"\tlocal i word line\n"
	"\tlocal -a words=()\n"
	"\tfor ((i = 1; i <= COMP_CWORD; i++)); do\n"
	"\t\tword=${COMP_WORDS[i]}\n"
	"\t\t# bash takes --status=active apart\n"
	"\t\tif ((${#words[@]} > 0)) && [[ $word == = || ${COMP_WORDS[i - 1]} == = ]]; then\n"
	"\t\t\twords[${#words[@]} - 1]+=$word\n"
	"\t\telse\n"
	"\t\t\twords+=(\"$word\")\n"
	"\t\tfi\n"
	"\tdone\n"
	"\tCOMPREPLY=()\n"
	"\twhile IFS= read -r line; do\n"
	"\t\tif [[ $line == :file ]]; then\n"
	"\t\t\tcompopt -o filenames 2>/dev/null\n"
	"\t\t\twhile IFS= read -r line; do COMPREPLY+=(\"$line\"); done < <(compgen -f -- "
	"\"${COMP_WORDS[COMP_CWORD]#=}\")\n"
	"\t\t\tcontinue\n"
	"\t\tfi\n"
	"\t\tline=${line%%$'\\t'*}\n"
	"\t\t[[ ${words[${#words[@]} - 1]} != *=* ]] || line=${line#*=}\n"
	"\t\tCOMPREPLY+=(\"$line\")\n"
	"\tdone < <(\"${COMP_WORDS[0]}\" completion words -- \"${words[@]}\" 2>/dev/null)\n"
	"}\n"
	"complete -F _doorward doorward\n";

static const char zsh[] =
	"#compdef doorward\n"
	"# Completion of doorward for zsh; doorward completion zsh prints it.\n"
	"_doorward()\n"
	"{\n"
	"\tlocal line\n"
	"\tlocal -a replies\n"
	"\twhile IFS= read -r line; do\n"
	"\t\tcase $line in\n"
	"\t\t:file) _files ;;\n"
	"\t\t*$'\\t'*) replies+=(\"${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}\") ;;\n"
	"\t\t*) replies+=(\"${line//:/\\\\:}\") ;;\n"
	"\t\tesac\n"
	"\tdone < <(\"${words[1]}\" completion words -- \"${(@)words[2,CURRENT]}\" 2>/dev/null)\n"
	"\t(( $#replies == 0 )) || _describe doorward replies\n"
	"}\n"
	"if [[ $funcstack[1] == _doorward ]]; then\n"
	"\t_doorward \"$@\"\n"
	"else\n"
	"\tcompdef _doorward doorward\n"
	"fi\n";

static const char fish[] =
	"# Completion of doorward for fish; doorward completion fish prints it.\n"
	"function __doorward_offer\n"
	"\tset -l words (commandline -opc)\n"
	"\tset -l word (commandline -ct)\n"
	"\tfor line in (command $words[1] completion words -- $words[2..-1] \"$word\" 2>/dev/null)\n"
	"\t\tif test \"$line\" = :file\n"
	"\t\t\t__fish_complete_path \"$word\"\n"
	"\t\telse\n"
	"\t\t\tprintf '%s\\n' $line\n"
	"\t\tend\n"
	"\tend\n"
	"end\n"
	"complete -c doorward -f -a '(__doorward_offer)'\n";

static const struct {
	const char *shell, *script;
} scripts[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };

int
completion_run(const struct cli *cli, struct err *e)
{
	const char *shell = cli->word[0];

	if (strcmp(shell, "words") == 0) { /* for the scripts */
		completion_offer(cli->commands, cli->word + 1, cli->word_count - 1);
		return 0;
	}
	if (cli->word_count > 1)
		return err_set(e, ERR_USAGE, "completion: one word too many");
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		if (strcmp(shell, scripts[i].shell) == 0)
			return fputs(scripts[i].script, stdout) >= 0
				       ? 0
				       : err_set(e, ERR_OTHER, "standard output");
	return err_set(e, ERR_USAGE, "completion: takes bash, zsh or fish");
}
