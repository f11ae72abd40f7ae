# Completion of doorward for fish; doorward completion fish prints it.
function __doorward_offer
	set -l words (commandline -opc)
	set -l word (commandline -ct)
	for line in (command $words[1] completion words -- $words[2..-1] "$word" 2>/dev/null)
		if test "$line" = :file
			__fish_complete_path "$word"
		else
			printf '%s\n' $line
		end
	end
end
complete -c doorward -f -a '(__doorward_offer)'
